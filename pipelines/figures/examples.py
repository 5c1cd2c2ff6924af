"""The registry's own examples: sentences that must give a metric, and sentences that must not.

Belongs here: reading each example as a report of one sentence would be read, and saying what it gave instead. Does not
belong here: the shape of the file (`registry.py`).

    examples:
      match:
        - 全年调解矛盾纠纷36件 = 36
        - 未发生行政复议案件 = 0
      not:
        - 培训人民调解员36名
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.figures.context import build
from pipelines.figures.facts import Settler
from pipelines.figures.ledger import find_tokens
from pipelines.figures.registry import Metric, Registry, line_of
from pipelines.figures.zeros import find_zeros
from pipelines.records import Heading
from pipelines.text.normalize import normalize

# A year to read the examples in: what they call last year's must not be this year's.
YEAR = 2024


@dataclass(frozen=True, slots=True)
class Fault:
    """An example that does not hold: what was written, and what the sentence gives."""

    metric_id: str
    sentence: str
    expected: str
    found: str

    def told(self, registry_text: str) -> str:
        """The fault in one line, with the line of the file to look at."""
        line = line_of(registry_text, self.sentence)
        return f"第{line}行 {self.metric_id}：例句“{self.sentence}”{self.expected}，实际{self.found}"


def example_faults(registry: Registry, metric_id: str | None = None) -> list[Fault]:
    """Every example that does not hold, of one metric or of all; 2 ms an example."""
    metrics = [m for m in registry.metrics.values() if metric_id in (None, m.id)]
    return [fault for metric in metrics for fault in _faults_of(metric, registry)]


def _faults_of(metric: Metric, registry: Registry) -> Iterator[Fault]:
    for example in metric.examples.get("match", ()):
        sentence, told, value = example.rpartition(" = ")
        found = read_example(sentence if told else example, metric, registry)
        wanted = float(value) if told else None
        if not any(m == metric.id and (wanted is None or v == wanted) for m, v in found):
            yield Fault(metric.id, example, f"应得{metric.name}" + (f" {value}" if told else ""), _shown(found))
    for example in metric.examples.get("not", ()):
        found = read_example(example, metric, registry)
        if any(m == metric.id for m, _ in found):
            yield Fault(metric.id, example, f"不应得{metric.name}", _shown(found))


def _shown(found: list[tuple[str, float | None]]) -> str:
    return "得 " + "、".join(f"{m} {'' if v is None else f'{v:g}'}" for m, v in found) if found else "什么也没有得到"


def read_example(sentence: str, metric: Metric, registry: Registry) -> list[tuple[str, float | None]]:
    """Metric and value of everything that a sentence gives, in a section on the metric's own theme."""
    text = normalize(sentence).text + "。"
    theme = registry.themes[metric.theme]
    heading = Heading(1, 1, None, "一、", theme.name, metric.theme, False, 0, 0, len(text))
    settled = Settler(text, registry, YEAR).run(build(text, find_tokens(text, ()), (heading,), YEAR))
    told = [(d.metric.id, d.value) for d in settled.drafts]
    return told + [(z.metric.id, 0.0) for z in find_zeros(text, (heading,), registry)]
