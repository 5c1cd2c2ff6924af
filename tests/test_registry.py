"""The registry: what a broken file says and where, and what holds for the project's own.

The first line of the smallest registry is line 1; a fault is named by the line on which its mapping begins.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small_reports import registry

from pipelines.figures.registry import Metric, RegistryError, load_registry, parse_registry

SMALLEST = """\
themes:
  disputes: {name: 矛盾纠纷, outline: null}
metrics:
  disputes.mediated:
    name: 矛盾纠纷调处
    unit: case
    kind: flow
    means: 调处的矛盾纠纷件数
    cues:
      - head: 矛盾纠纷|纠纷
        need: 调解|调处
  disputes.resolved:
    name: 矛盾纠纷化解成功
    unit: case
    kind: flow
    means: 化解成功的件数
    cues:
      - {head: 成功, after: disputes.mediated}
"""

# (what is broken, words of SMALLEST, what they are broken into, line, words of the message)
FAULTS: list[tuple[str, str, str, int, str]] = [
    ("unknown key of a metric", "means: 调处的矛盾纠纷件数", "means: 件数\n    colour: red", 5, "colour"),
    ("unknown key of a cue", "need: 调解|调处", "needs: 调解|调处", 10, "needs"),
    ("a cue without a head", "- head: 矛盾纠纷|纠纷\n        need", "- need", 10, "head"),
    ("empty word between two bars", "矛盾纠纷|纠纷", "矛盾纠纷||纠纷", 10, "empty word"),
    ("empty word at the end", "need: 调解|调处", "need: 调解|调处|", 10, "empty word"),
    ("words that are a list", "need: 调解|调处", "need: [调解, 调处]", 10, "separated by |"),
    ("words that are missing", "need: 调解|调处", "need:", 10, "separated by |"),
    ("unknown unit", "unit: case", "unit: cases", 5, "cases"),
    ("the unit that is none", "unit: case", "unit: other", 5, "other"),
    ("unknown unit in accepts", "kind: flow", "kind: flow\n    accepts: [bag]", 5, "bag"),
    ("unknown metric in after", "after: disputes.mediated", "after: disputes.meditated", 18, "disputes.meditated"),
    ("unknown metric in require_after", "after: disputes.mediated", "require_after: a.b", 18, "a.b"),
    ("unknown kind", "kind: flow", "kind: flaw", 5, "flaw"),
    ("a missing name", "name: 矛盾纠纷调处\n    unit", "unit", 5, "name"),
    ("a missing meaning", "    means: 调处的矛盾纠纷件数\n", "", 5, "means"),
    ("unknown theme", "disputes.resolved:", "dispute.resolved:", 13, "dispute"),
    ("unknown scope", "need: 调解|调处", "scope: page", 10, "page"),
    ("examples that are a list", "means: 调处的", "examples: [甲]\n    means: 调处的", 5, "`match:` and `not:`"),
    (
        "an example without a number",
        "means: 调处的",
        "examples: {match: [纠纷36件 = 多]}\n    means: 调处的",
        8,
        "'多'",
    ),
    (
        "an example that is no sentence",
        "means: 调处的",
        "examples: {not: [36]}\n    means: 调处的",
        8,
        "list of sentences",
    ),
    ("a metric told twice", "disputes.resolved:", "disputes.mediated:", 4, "disputes.mediated"),
    ("a key told twice", "need: 调解|调处", "need: 调解\n        need: 调处", 10, "need"),
    ("no YAML", "kind: flow", "kind: [flow", 8, "not YAML"),
]

# The same of what was once told otherwise, or not at all.
BUGS_CAUGHT: list[tuple[str, str, str, int, str]] = [
    # TypeError
    ("a cue that is a word", "- head: 矛盾纠纷|纠纷\n        need: 调解|调处", "- 矛盾纠纷", 5, "a cue is a mapping"),
    # TypeError
    ("a theme that is a word", "{name: 矛盾纠纷, outline: null}", "矛盾纠纷", 2, "a theme is a mapping"),
    # told without a line
    ("a metric that is a number", "disputes.mediated:", "disputes.mediated: 3\n  a.b:", 4, "a metric is a mapping"),
    # loaded
    ("a category outside the closed list", "need: 调解|调处", "category: 邻里", 10, "not among its categories"),
    # told as unknown unit 'i'
    ("accepts that is no list", "kind: flow", "kind: flow\n    accepts: item", 5, r"accepts is a list: \[item\]"),
    # loaded: the part was passed over
    ("an unknown part of the file", "themes:", "extra: 1\nthemes:", 1, "unknown key extra"),
]


@pytest.mark.parametrize(
    ("words", "broken", "line", "message"),
    [fault[1:] for fault in FAULTS + BUGS_CAUGHT],
    ids=[fault[0] for fault in FAULTS + BUGS_CAUGHT],
)
def test_a_fault_is_told_with_its_line(words: str, broken: str, line: int, message: str) -> None:
    assert words in SMALLEST
    with pytest.raises(RegistryError, match=rf"(?s)^line {line}: .*{message.replace('|', '[|]')}"):
        parse_registry(SMALLEST.replace(words, broken, 1))


@pytest.mark.parametrize("text", ["", "[]", "themes: {}", "metrics: {}", "themes: []\nmetrics: []"])
def test_a_text_without_its_two_parts_is_no_registry(text: str) -> None:
    with pytest.raises(RegistryError, match=r"^line 1: "):
        parse_registry(text)


def test_a_fault_of_a_theme_is_told_with_its_line() -> None:
    broken = "# what townships count\n\n" + SMALLEST.replace("{name: 矛盾纠纷, outline: null}", "矛盾纠纷")
    with pytest.raises(RegistryError, match=r"^line 4: .*disputes"):
        parse_registry(broken)


@given(st.text(max_size=60) | st.text("themes:mrc{}[]-|,# \n&*!'\"", max_size=60))
def test_any_text_is_a_registry_or_a_told_fault(text: str) -> None:
    try:
        parse_registry(text)
    except RegistryError as error:
        assert str(error)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "metrics.yaml"
    with pytest.raises(RegistryError, match=r"metrics\.yaml: cannot be read"):
        load_registry(file)
    file.write_text(SMALLEST.replace("kind: flow", "kind: flaw", 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"metrics\.yaml: line 5: "):
        load_registry(file)


def test_the_version_changes_with_the_text_and_only_with_it() -> None:
    other = SMALLEST.replace("矛盾纠纷|纠纷", "矛盾纠纷|纠纷|争议")
    assert parse_registry(SMALLEST).version == parse_registry(SMALLEST).version != parse_registry(other).version


def test_a_metric_of_persons_accepts_person_times() -> None:
    """The same people are printed as 56人 and 56人次; the metric's own unit wins."""
    text = SMALLEST.replace("unit: case", "unit: person", 1)
    assert parse_registry(text).metrics["disputes.mediated"].accepts == frozenset({"person_time"})


# ---- the project's own ----

METRICS = sorted(registry().metrics.values(), key=lambda m: m.id)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_metric_can_be_found(metric: Metric) -> None:
    assert metric.cues, "a metric without cues never has a figure"


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_category_of_a_cue_is_in_the_closed_list(metric: Metric) -> None:
    named = {cue.category for cue in (*metric.cues, *metric.zero)} - {""}
    assert named <= set(metric.categories)


def dead_heads(metric: Metric) -> list[tuple[str, str]]:
    """Heads that hold a word which their own cue forbids: they could never match."""
    cues = (*metric.cues, *metric.zero)
    return [(head, word) for cue in cues for head in cue.head for word in (*cue.forbidden, *cue.unless) if word in head]


def test_no_head_holds_a_word_that_its_own_cue_forbids() -> None:
    """Once 合法性审查意见书 was a head of decision.legality_reviews, whose cue forbade 审查意见."""
    assert {m.id: dead_heads(m) for m in METRICS if dead_heads(m)} == {}


def test_ids_and_meanings_are_those_agreed() -> None:
    """The contract lies beside the folder of real reports; its ids, names, units, kinds and meanings are fixed."""
    named = os.environ.get("FAZHI_REAL_REPORTS")
    if named is None:
        pytest.skip("FAZHI_REAL_REPORTS is not set: the agreed registry stands outside the project")
    text = (Path(named).parent / "contract" / "metrics.yaml").read_text(encoding="utf-8")
    agreed: dict[str, Any] = yaml.safe_load(text)
    own = {m.id: {"name": m.name, "unit": m.unit, "kind": m.kind, "means": m.means} for m in METRICS}
    assert {i: own.get(i) for i in agreed["metrics"]} == agreed["metrics"]
    themes = {t.id: {"name": t.name, "outline": t.outline} for t in registry().themes.values()}
    assert themes == agreed["themes"]
