"""The registry's examples: each holds, a broken one is told with its line, and every metric has some."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_reports import registry

from pipelines.figures.examples import Fault, example_faults
from pipelines.figures.registry import Metric, Registry, default_path

METRIC = "disputes.mediated"


def _with(**examples: tuple[str, ...]) -> Registry:
    """The project's registry with other examples of one metric."""
    known = registry()
    metric = replace(known.metrics[METRIC], examples={"match": (), "not": (), **examples})
    return replace(known, metrics={**known.metrics, METRIC: metric})


def _faults(**examples: tuple[str, ...]) -> list[Fault]:
    return example_faults(_with(**examples), METRIC)


def test_every_example_of_the_project_holds() -> None:
    text = default_path().read_text("utf-8")
    assert [fault.told(text) for fault in example_faults(registry())] == []


def test_every_metric_has_examples_of_both_kinds() -> None:
    def lacks(metric: Metric) -> bool:
        return len(metric.examples.get("match", ())) < 2 or not metric.examples.get("not")

    assert [m.id for m in registry().metrics.values() if lacks(m)] == []


@pytest.mark.parametrize(
    "sentence", ["全年调解矛盾纠纷36件", "全年调解矛盾纠纷36件 = 36", "化解各类矛盾纠纷1,204起 = 1204"]
)
def test_an_example_that_holds_is_no_fault(sentence: str) -> None:
    assert _faults(match=(sentence,)) == []


def test_another_value_is_a_fault_and_says_what_was_read() -> None:
    (fault,) = _faults(match=("全年调解矛盾纠纷36件 = 63",))
    assert fault.told("a\nb\n  - 全年调解矛盾纠纷36件 = 63") == (
        "第3行 disputes.mediated：例句“全年调解矛盾纠纷36件 = 63”应得矛盾纠纷调处 63，实际得 disputes.mediated 36"
    )


def test_a_sentence_that_gives_nothing_is_a_fault() -> None:
    (fault,) = _faults(match=("天气晴好",))
    assert fault.found == "什么也没有得到"


def test_a_counterexample_that_matches_is_a_fault() -> None:
    (fault,) = _faults(**{"not": ("全年调解矛盾纠纷36件",)})
    assert fault.expected == "不应得矛盾纠纷调处"


def test_a_denial_is_an_example_of_zero() -> None:
    known = registry()
    metric = replace(
        known.metrics["review.reconsideration_cases"], examples={"match": ("未发生行政复议案件 = 0",), "not": ()}
    )
    assert example_faults(replace(known, metrics={**known.metrics, metric.id: metric}), metric.id) == []
