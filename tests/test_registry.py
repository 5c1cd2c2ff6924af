"""The registry: what a broken file says and where, and what holds for the project's own.

The first line of the smallest registry is line 1; a fault is named by the line of its own key. What is told of a text
that is no YAML is in `test_registry_yaml.py`.
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

from pipelines.figures.registry import Metric, RegistryError, hints, load_registry, parse_registry

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
    ("unknown key of a metric", "means: 调处的矛盾纠纷件数", "means: 件数\n    colour: red", 9, "没有“colour”"),
    ("unknown key of a cue", "need: 调解|调处", "needs: 调解|调处", 11, "没有“needs”"),
    ("unknown key of a theme", "outline: null", "colour: red", 2, "没有“colour”"),
    ("a key of a cue beside it", "        need:", "    need:", 11, "need 属于 cues 下的一条线索，请检查缩进"),
    ("a cue without a head", "- head: 矛盾纠纷|纠纷\n        need", "- need", 10, "缺少 head"),
    ("empty word between two bars", "矛盾纠纷|纠纷", "矛盾纠纷||纠纷", 10, "空词"),
    ("empty word at the end", "need: 调解|调处", "need: 调解|调处|", 11, "空词"),
    ("words that are a list", "need: 调解|调处", "need: [调解, 调处]", 11, "用 | 隔开，不是 列表"),
    ("words that are missing", "need: 调解|调处", "need:", 11, "不是 空"),
    ("a full-width bar", "矛盾纠纷|纠纷", "矛盾纠纷｜纠纷", 10, "“｜”是全角"),
    ("a regular expression", "矛盾纠纷|纠纷", "矛盾.*纠纷", 10, "不写正则表达式"),
    ("half-width brackets", "矛盾纠纷|纠纷", "矛盾(纠纷)", 10, "括号用全角"),
    ("a comma between words", "矛盾纠纷|纠纷", "矛盾纠纷，纠纷", 10, "用 | 隔开"),
    ("a blank between words", "need: 调解|调处", "need: 调解 调处", 11, "用 | 隔开"),
    ("unknown unit", "unit: case", "unit: cases", 6, "不认识的单位“cases”。可用的单位：case（件、起、宗）"),
    ("a measure word for a unit", "unit: case", "unit: 人", 6, "人 属于 person"),
    ("a measure word of its own family", "unit: case", "unit: 根", 6, "根 属于 other:根"),
    ("a family beside other", "unit: case", "unit: other:人", 6, "人 属于 person"),
    ("an unknown measure word", "unit: case", "unit: other:呀", 6, "程序读不出量词“呀”"),
    ("the unit that is none", "unit: case", "unit: other", 6, "other:公里"),
    ("unknown unit in accepts", "kind: flow", "kind: flow\n    accepts: [bag]", 8, "“bag”"),
    ("the second unit in accepts", "kind: flow", "kind: flow\n    accepts:\n    - item\n    - 户", 10, "户 属于 item"),
    ("unknown metric in after", "after: disputes.mediated", "after: disputes.meditated", 18, "disputes.meditated"),
    ("unknown metric in require_after", "after: disputes.mediated", "require_after: a.b", 18, "a.b"),
    ("unknown kind", "kind: flow", "kind: flaw", 7, "只能是 flow、stock、rate，不是“flaw”"),
    ("a missing name", "name: 矛盾纠纷调处\n    unit", "unit", 4, "缺少 name"),
    ("an empty name", "name: 矛盾纠纷调处", "name:", 5, "缺少 name"),
    ("a missing meaning", "    means: 调处的矛盾纠纷件数\n", "", 4, "缺少 means"),
    ("a metric without cues", "    cues:\n      - {head: 成功, after: disputes.mediated}\n", "", 12, "缺少 cues"),
    ("unknown theme", "disputes.resolved:", "dispute.resolved:", 12, "没有主题“dispute”"),
    ("an id in capitals", "disputes.resolved:", "disputes.Resolved:", 12, "小写字母"),
    ("an id with a hyphen", "disputes.resolved:", "disputes.re-solved:", 12, "小写字母"),
    ("an id in Chinese", "disputes.resolved:", "disputes.化解:", 12, "小写字母"),
    ("an id without a theme", "disputes.resolved:", "resolved:", 12, "主题.名称"),
    ("a name told twice", "矛盾纠纷化解成功", "矛盾纠纷调处", 13, "已用于 disputes.mediated（第5行）"),
    ("unknown scope", "need: 调解|调处", "scope: page", 11, "“page”"),
    ("examples that are a list", "means: 调处的", "examples: [甲]\n    means: 调处的", 8, "match: 和 not:"),
    (
        "an example without a value",
        "means: 调处的",
        "examples: {match: [纠纷36件]}\n    means: 调处的",
        8,
        "没有写数值",
    ),
    ("an example that is empty", "means: 调处的", "examples: {not: [null]}\n    means: 调处的", 8, "不是 空"),
    (
        "an example with a colon",
        "means: 调处的",
        "examples:\n      not:\n        - 其中: 36件\n    means: ",
        10,
        "半角冒号",
    ),
    ("a metric told twice", "disputes.resolved:", "disputes.mediated:", 12, "第4行和第12行.*编号不能重复"),
    ("a key told twice", "need: 调解|调处", "need: 调解\n        need: 调处", 12, "need 写了两次（第11行和第12行）"),
]

# The same of what was once told otherwise, or not at all.
BUGS_CAUGHT: list[tuple[str, str, str, int, str]] = [
    # TypeError
    ("a cue that is a word", "- head: 矛盾纠纷|纠纷\n        need: 调解|调处", "- 矛盾纠纷", 10, "“- head: 词”"),
    # TypeError
    ("a theme that is a word", "{name: 矛盾纠纷, outline: null}", "矛盾纠纷", 2, "主题要写成"),
    # told without a line
    ("a metric that is a number", "disputes.mediated:", "disputes.mediated: 3\n  a.b:", 4, "编号下面要写"),
    # loaded
    ("a category outside the closed list", "need: 调解|调处", "category: 邻里", 11, "不在本指标的 categories"),
    # told as unknown unit 'i'
    ("accepts that is no list", "kind: flow", "kind: flow\n    accepts: item", 8, r"accepts: \[item\]"),
    # loaded: the part was passed over
    ("an unknown part of the file", "themes:", "extra: 1\nthemes:", 1, "没有“extra”"),
    # told as an unknown part, without the way out
    ("a metric at the margin", "  disputes.resolved:", "disputes.resolved:", 12, "写在 metrics: 下面，缩进两格"),
    # loaded as true
    ("a switch in words", "kind: flow", 'kind: flow\n    many: "false"', 8, "true 或 false"),
    # ValueError: a day that does not exist
    ("a name that looks like a date", "unit: case", "unit: 2024-13-45", 6, "2024-13-45"),
    # TypeError: unhashable
    ("a unit that is a list", "unit: case", "unit: [case]", 6, "不是 列表"),
]


@pytest.mark.parametrize(
    ("words", "broken", "line", "message"),
    [fault[1:] for fault in FAULTS + BUGS_CAUGHT],
    ids=[fault[0] for fault in FAULTS + BUGS_CAUGHT],
)
def test_a_fault_is_told_with_its_line(words: str, broken: str, line: int, message: str) -> None:
    assert words in SMALLEST
    with pytest.raises(RegistryError, match=rf"(?s)^第{line}行.*：.*{message.replace('|', '[|]')}"):
        parse_registry(SMALLEST.replace(words, broken, 1))


def test_no_fault_points_into_the_sources() -> None:
    for _, words, broken, _, _ in FAULTS + BUGS_CAUGHT:
        with pytest.raises(RegistryError) as told:
            parse_registry(SMALLEST.replace(words, broken, 1))
        assert ".py" not in str(told.value) and "FAMILIES" not in str(told.value)


@pytest.mark.parametrize("text", ["", "[]", "themes: {}", "metrics: {}", "themes: []\nmetrics: []"])
def test_a_text_without_its_two_parts_is_no_registry(text: str) -> None:
    with pytest.raises(RegistryError, match=r"^第1行"):
        parse_registry(text)


def test_a_fault_of_a_theme_is_told_with_its_line() -> None:
    broken = "# what townships count\n\n" + SMALLEST.replace("{name: 矛盾纠纷, outline: null}", "矛盾纠纷")
    with pytest.raises(RegistryError, match=r"^第4行 disputes："):
        parse_registry(broken)


# What an example may look like, and the sentence and value that are read from it.
MATCHES = [
    ("调解纠纷36件 = 36", "调解纠纷36件", 36),
    ("调解纠纷36件=36", "调解纠纷36件", 36),
    ("调解纠纷36件 ＝ 36", "调解纠纷36件", 36),
    ("调解纠纷36件＝36", "调解纠纷36件", 36),
    ("罚没款1.3万元 = 13,000", "罚没款1.3万元", 13000),
    ("满意率98.5% = 98.5", "满意率98.5%", 98.5),
    ("未发生行政诉讼案件 = 0", "未发生行政诉讼案件", 0),
]

# Values that are none: the amount as printed, a measure word, a share sign, digits of another width, no value at all.
NO_VALUES = ["1.3万", "36件", "98%", "３６", "多", "1,30", "1，300", "nan", "inf", "1e3", ""]


def _with_match(written: str) -> str:
    return SMALLEST.replace("means: 调处的", f"examples: {{match: ['{written}']}}\n    means: 调处的", 1)


@pytest.mark.parametrize(("written", "sentence", "value"), MATCHES)
def test_an_example_has_a_sentence_and_a_value(written: str, sentence: str, value: float) -> None:
    (example,) = parse_registry(_with_match(written)).metrics["disputes.mediated"].examples["match"]
    assert (example.sentence, example.value, example.line) == (sentence, value, 8)


@pytest.mark.parametrize("value", NO_VALUES)
def test_an_example_with_something_else_than_a_plain_number_is_a_fault(value: str) -> None:
    with pytest.raises(RegistryError, match=f"^第8行 disputes.mediated：.*不是“{value}”.*1.3万 写 13000"):
        parse_registry(_with_match(f"调解纠纷36件 = {value}"))


def test_blanks_beside_a_bar_are_no_part_of_a_word() -> None:
    metric = parse_registry(SMALLEST.replace("矛盾纠纷|纠纷", "矛盾纠纷 | 纠纷", 1)).metrics["disputes.mediated"]
    assert metric.cues[0].head == ("矛盾纠纷", "纠纷")


@pytest.mark.parametrize("head", ["巡逻队、巡查队", "巡逻队/巡查队"])
def test_a_head_that_may_be_a_list_gives_a_hint(head: str) -> None:
    (hint,) = hints(parse_registry(SMALLEST.replace("矛盾纠纷|纠纷", head, 1)))
    assert hint.startswith("第10行 disputes.mediated：") and head in hint


def test_the_registry_of_the_project_gives_no_hint() -> None:
    assert hints(registry()) == []


def test_a_metric_may_count_in_a_unit_of_its_own() -> None:
    text = SMALLEST.replace("unit: case", "unit: other:公里\n    accepts: [other:米]", 1)
    known = parse_registry(text)
    metric = known.metrics["disputes.mediated"]
    assert (metric.unit, metric.accepts) == ("other:公里", frozenset({"other:米"}))
    assert metric in known.by_family("other:公里") and metric in known.by_family("other:米")
    # A length whose measure word was lost may be in kilometres or in metres.
    assert metric not in known.by_family(None)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["", "case", "纠纷", "other:根", "a.b", "2024-13-45"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["head", "match", "甲"]), inner, max_size=2)
    ),
    max_leaves=4,
)
PLACES = ["name", "unit", "kind", "means", "accepts", "many", "total", "cues", "zero", "categories", "examples"]


@given(st.sampled_from(PLACES), VALUES)
def test_any_value_of_any_key_is_read_or_a_told_fault(key: str, value: object) -> None:
    raw = yaml.safe_load(SMALLEST)
    raw["metrics"]["disputes.mediated"][key] = value
    try:
        parse_registry(yaml.safe_dump(raw, allow_unicode=True))
    except RegistryError as error:
        assert str(error).startswith("第")


@given(st.text(max_size=60) | st.text("themes:mrc{}[]-|,# \n&*!'\"", max_size=60))
def test_any_text_is_a_registry_or_a_told_fault(text: str) -> None:
    try:
        parse_registry(text)
    except RegistryError as error:
        assert str(error)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "metrics.yaml"
    with pytest.raises(RegistryError, match=r"metrics\.yaml：找不到"):
        load_registry(file)
    file.write_text(SMALLEST.replace("kind: flow", "kind: flaw", 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"metrics\.yaml：第7行 "):
        load_registry(file)


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "utf-16"])
def test_a_registry_in_another_encoding_is_told_so(tmp_path: Path, codec: str) -> None:
    file = tmp_path / "metrics.yaml"
    file.write_bytes(SMALLEST.encode(codec))
    with pytest.raises(RegistryError, match=r"metrics\.yaml：不是 UTF-8 编码"):
        load_registry(file)


def test_a_mark_of_byte_order_is_no_part_of_the_registry(tmp_path: Path) -> None:
    file = tmp_path / "metrics.yaml"
    file.write_bytes(SMALLEST.encode("utf-8-sig"))
    assert load_registry(file) == parse_registry(SMALLEST)


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
