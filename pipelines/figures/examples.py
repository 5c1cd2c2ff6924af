"""The registry's own examples: sentences that must give a metric, and sentences that must not.

Belongs here: reading each example as a report of one sentence would be read, and saying what it gave instead. Does not
belong here: the shape of the file (`registry.py`), of an example (`registry_fields.py`).

    examples:
      match:
        - 全年调解矛盾纠纷36件 = 36
        - 未发生行政复议案件 = 0
      not:
        - 培训人民调解员36名
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.figures.context import build
from pipelines.figures.cues import FORBIDDEN_REACH
from pipelines.figures.facts import Settler
from pipelines.figures.ledger import find_tokens
from pipelines.figures.registry import Cue, Example, Metric, Registry
from pipelines.figures.zeros import find_zeros
from pipelines.records import Heading
from pipelines.text.normalize import normalize

# A year to read the examples in: what they call last year's must not be this year's.
YEAR = 2024

# Metric and value of each thing that a sentence gives.
Found = list[tuple[Metric, float | None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """An example that does not hold: what was written, what it should give, what it gives, and what may help."""

    metric: Metric
    example: Example
    expected: str
    found: str
    advice: str = ""

    def told(self) -> str:
        """The fault in one line, with the line of the file to look at."""
        advice = f"；{self.advice}" if self.advice else ""
        return f"第{self.example.line}行：例句“{self.example.written}”{self.expected}，实际{self.found}{advice}"


def example_faults(registry: Registry, metric_id: str | None = None) -> list[Fault]:
    """Every example that does not hold, of one metric or of all; 0.3 ms an example."""
    metrics = [m for m in registry.metrics.values() if metric_id in (None, m.id)]
    return [fault for metric in metrics for fault in _faults_of(metric, registry)]


def _faults_of(metric: Metric, registry: Registry) -> Iterator[Fault]:
    for example in metric.examples.get("match", ()):
        found = read_example(example.sentence, metric, registry)
        if not any(m.id == metric.id and _is_same(v, example.value) for m, v in found):
            yield Fault(metric, example, f"应得{_given(metric, example.value)}", _shown(found))
    for example in metric.examples.get("not", ()):
        found = read_example(example.sentence, metric, registry)
        if _gives(metric, found):
            advice = _unless_advice(example, metric, registry)
            yield Fault(metric, example, f"不应得{metric.full_name}", _shown(found), advice)


def _is_same(found: float | None, wanted: float | None) -> bool:
    return found == wanted or (found is not None and wanted is not None and math.isclose(found, wanted))


def _gives(metric: Metric, found: Found) -> bool:
    return any(m.id == metric.id for m, _ in found)


def _given(metric: Metric, value: float | None) -> str:
    return metric.full_name + ("" if value is None else f"{value:.12g}")


def _shown(found: Found) -> str:
    return "得" + "、".join(_given(m, v) for m, v in found) if found else "什么也没有得到"


def _unless_advice(example: Example, metric: Metric, registry: Registry) -> str:
    """Where a word of `not` stands in the sentence beyond its reach: whether `unless` would mend it; '' without one."""
    text = normalize(example.sentence).text
    words = [w for w in dict.fromkeys(w for cue in metric.cues for w in cue.forbidden) if w in text]
    if not words:
        return ""
    told = "、".join(f"“{word}”" for word in words)
    cues = tuple(replace(cue, unless=cue.unless + _common(cue, words)) for cue in metric.cues)
    mended = replace(metric, cues=cues)
    # The index of head words holds the cues as they were.
    tried = replace(registry, metrics={**registry.metrics, metric.id: mended}, families={}, indexes={})
    reach = f"not 只管本分句（到逗号为止）、词旁 {FORBIDDEN_REACH} 字以内"
    if _gives(mended, read_example(example.sentence, mended, tried)):
        return f"句中有{told}，但{reach}，管不到那里：请把 head 写得更具体"
    return f"句中有{told}，但{reach}：请写进同一条线索的 unless（管数字之前的整句）"


def _common(cue: Cue, words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in cue.forbidden if word in words)


def read_example(sentence: str, metric: Metric, registry: Registry) -> Found:
    """Metric and value of everything that a sentence gives, in a section on the metric's own theme."""
    text = normalize(sentence).text + "。"
    theme = registry.themes[metric.theme]
    heading = Heading(1, 1, None, "一、", theme.name, metric.theme, False, 0, 0, len(text))
    settled = Settler(text, registry, YEAR).run(build(text, find_tokens(text, ()), (heading,), YEAR))
    told: Found = [(d.metric, d.value) for d in settled.drafts]
    return told + [(z.metric, 0.0) for z in find_zeros(text, (heading,), registry)]
