"""The registry's examples: each holds, a broken one is told with its line, and every metric has some."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from small_reports import registry

from pipelines.figures.examples import Fault, example_faults
from pipelines.figures.registry import Cue, Metric, Registry, default_path, parse_registry
from pipelines.figures.registry_fields import read_counterexample, read_match

METRIC = "disputes.mediated"


def _known(metric: Metric) -> Registry:
    """The project's registry with one metric in place of its own, or beside them."""
    known = registry()
    return replace(known, metrics={**known.metrics, metric.id: metric}, families={}, indexes={})


def _faults(match: str = "", no: str = "", metric: str = METRIC) -> list[Fault]:
    """The faults of a metric of the project with one other example."""
    examples = {
        "match": (read_match(match, 7, metric),) if match else (),
        "not": (read_counterexample(no, 9, metric),) if no else (),
    }
    return example_faults(_known(replace(registry().metrics[metric], examples=examples)), metric)


def test_every_example_of_the_project_holds() -> None:
    assert [fault.told() for fault in example_faults(registry())] == []


def test_every_metric_has_examples_of_both_kinds() -> None:
    def lacks(metric: Metric) -> bool:
        return len(metric.examples.get("match", ())) < 2 or not metric.examples.get("not")

    assert [m.id for m in registry().metrics.values() if lacks(m)] == []


@pytest.mark.parametrize(
    "written",
    [
        "全年调解矛盾纠纷36件 = 36",
        "全年调解矛盾纠纷36件=36",
        "化解各类矛盾纠纷1,204起 ＝ 1,204",
        "调解矛盾纠纷1.3万件 = 13000",
    ],
)
def test_an_example_that_holds_is_no_fault(written: str) -> None:
    assert _faults(match=written) == []


def test_another_value_is_a_fault_and_says_what_was_read() -> None:
    (fault,) = _faults(match="全年调解矛盾纠纷36件 = 63")
    assert fault.told() == (
        "第7行：例句“全年调解矛盾纠纷36件 = 63”应得矛盾纠纷调处（disputes.mediated）63，"
        "实际得矛盾纠纷调处（disputes.mediated）36"
    )


def test_the_line_is_the_example_s_own_though_the_sentence_stands_elsewhere_too() -> None:
    """Once the first line that held the words was told: a comment, or the same sentence of another metric."""
    text = default_path().read_text("utf-8")
    entry = (
        "  disputes.mine:\n    name: 我的\n    unit: case\n    kind: flow\n    means: 无\n    cues: [{head: 甲乙丙}]\n"
    )
    text += f"# 全年走访36户\n{entry}    examples:\n      match:\n        - 全年走访36户 = 36\n"
    (fault,) = example_faults(parse_registry(text), "disputes.mine")
    assert fault.told().startswith(f"第{len(text.splitlines())}行：")


def test_a_sentence_that_gives_nothing_is_a_fault() -> None:
    (fault,) = _faults(match="天气晴好 = 1")
    assert fault.found == "什么也没有得到"


def test_a_counterexample_that_matches_is_a_fault() -> None:
    (fault,) = _faults(no="全年调解矛盾纠纷36件")
    assert fault.told() == (
        "第9行：例句“全年调解矛盾纠纷36件”不应得矛盾纠纷调处（disputes.mediated），"
        "实际得矛盾纠纷调处（disputes.mediated）36"
    )


def test_a_denial_is_an_example_of_zero() -> None:
    assert _faults(match="未发生行政复议案件 = 0", metric="review.reconsideration_cases") == []


# ---- words of `not` beyond its reach ----

TEAMS = Metric("community.patrol_teams", "义务巡查队", "community", "item", "stock", "巡查队伍支数")


def _told(sentence: str, **words: tuple[str, ...]) -> list[str]:
    """What is told of a sentence that must not give the patrol teams, whose one cue also has `words`."""
    examples = {"not": (read_counterexample(sentence, 9, TEAMS.id),)}
    metric = replace(TEAMS, cues=(Cue(("巡查队",), **words),), examples=examples)
    return [fault.told() for fault in example_faults(_known(metric), metric.id)]


@pytest.mark.parametrize(
    ("sentence", "words", "advice"),
    [
        ("组建应急巡查队3支", {"forbidden": ("应急",)}, None),
        ("围绕应急工作，组建巡查队3支", {"forbidden": ("应急",)}, "句中有“应急”，.*到逗号为止.*unless"),
        ("围绕应急工作，组建巡查队3支", {"forbidden": ("应急",), "unless": ("应急",)}, None),
        # Behind the figure neither reaches.
        ("组建巡查队3支，另有应急队伍", {"forbidden": ("应急",)}, "管不到那里：请把 head 写得更具体"),
        ("围绕防汛工作，组建巡查队3支", {"forbidden": ("应急",)}, "巡查队（community.patrol_teams）3$"),
        # A clause that names nothing takes its thing from the one before: `unless` was not asked there.
        ("整合应急力量成立巡查队，共3支", {"unless": ("应急",)}, None),
    ],
)
def test_a_word_beyond_the_reach_of_not_is_advised_for_unless(
    sentence: str, words: dict[str, tuple[str, ...]], advice: str | None
) -> None:
    told = _told(sentence, **words)
    assert len(told) == (advice is not None)
    assert advice is None or re.search(advice, told[0])


# ---- a metric that counts in a unit of its own ----


@pytest.mark.parametrize(
    ("unit", "accepts", "sentence"),
    [
        ("other:公里", (), "全年修建防火隔离带12公里 = 12"),
        ("other:根", (), "安装防火隔离带桩36根 = 36"),
        ("item", ("other:根",), "安装防火隔离带桩36根 = 36"),
    ],
)
def test_a_metric_may_count_what_no_family_counts(unit: str, accepts: tuple[str, ...], sentence: str) -> None:
    examples = {"match": (read_match(sentence, 1, "emergency.belts"),)}
    metric = Metric("emergency.belts", "防火隔离带", "emergency", unit, "flow", "新建长度", frozenset(accepts))
    metric = replace(metric, cues=(Cue(("防火隔离带", "防火隔离带桩")),), examples=examples)
    assert [fault.told() for fault in example_faults(_known(metric), metric.id)] == []


# ---- the entry that the guides walk through ----


@pytest.mark.parametrize("guide", ["add-a-metric.md", "add-a-metric.zh-CN.md"])
def test_the_entry_of_the_guide_can_be_added_as_printed(guide: str) -> None:
    printed = re.search(r"```yaml\n(.*?)```", (default_path().parents[1] / "docs" / guide).read_text("utf-8"), re.S)
    assert printed is not None
    known = parse_registry(default_path().read_text("utf-8") + printed[1])
    assert "community.patrol_teams" in known.metrics
    assert [fault.told() for fault in example_faults(known)] == []
