"""Republications of one report, and different reports of one place and year."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.editions import Edition, find_duplicates, similarity

SECTIONS = [
    "一、加强组织领导。镇党委召开专题会议{a}次，研究部署法治政府建设，压实党政主要负责人第一责任人职责，"
    "成立领导小组，明确任务分工。",
    "二、规范行政执法。全年出动执法人员{b}人次，检查经营户{c}家，整改隐患{d}处，办理行政处罚案件{e}件，"
    "执法三项制度落到实处。",
    "三、深化普法宣传。开展法治宣传{f}场次，发放资料{g}份，受众{h}余人次，法律明白人培训{i}期，"
    "营造尊法学法守法用法的良好氛围。",
    "四、化解矛盾纠纷。排查纠纷{j}件，调解成功{k}件，接待来访群众{l}批，办理热线工单{m}件，"
    "坚持和发展新时代枫桥经验，做到小事不出村。",
    "五、存在的问题。执法力量不足，普法形式单一。下一步将继续加强学习培训，推动法治政府建设再上新台阶，"
    "为高质量发展提供保障。",
]


def report(seed: int, extra: str = "") -> str:
    figures = random.Random(seed)
    values = {letter: figures.randint(2, 900) for letter in "abcdefghijklm"}
    return "\n".join(s.format(**values) for s in SECTIONS) + extra


def edition(
    report_id: str,
    text: str,
    place: str | None = "p",
    year: int | None = 2023,
    published: date | None = None,
    source: str | None = None,
) -> Edition:
    return Edition(report_id, place, year, published, source or f"{report_id}.txt", text)


def test_another_title_and_other_punctuation_are_one_report() -> None:
    text = report(1)
    copy = "清河镇2023年法治政府建设情况\n" + text.replace("，", ",").replace("。", "。 ")
    assert find_duplicates([edition("a", text), edition("b", copy)]).keys() == {"b"}


def test_a_republication_repeats_the_first_edition() -> None:
    old = edition("a", report(1, "\n2024年1月5日"), published=date(2024, 1, 5))
    new = edition("b", report(1, "\n清河镇人民政府\n2024年3月1日"), published=date(2024, 3, 1))
    duplicates = find_duplicates([old, new])
    assert duplicates["b"][0] == "a"
    assert 0.9 < duplicates["b"][1] < 1


def test_a_corrected_edition_supersedes_the_first() -> None:
    old = edition("a", report(1), published=date(2024, 1, 5))
    new = edition("b", report(1).replace("召开专题会议", "召开专题会议1", 1), published=date(2024, 3, 1))
    assert find_duplicates([old, new])["a"][0] == "b"


def test_a_corrected_figure_makes_no_second_report() -> None:
    text = report(1)
    corrected = text.replace("召开专题会议", "召开专题会议1", 1)
    assert find_duplicates([edition("a", text), edition("b", corrected)]) == {"b": ("a", pytest.approx(0.97, abs=0.03))}


def test_a_half_year_report_in_the_same_prose_is_a_report_of_its_own() -> None:
    assert find_duplicates([edition("a", report(1)), edition("b", report(2))]) == {}


def test_the_same_prose_of_another_year_or_place_is_never_compared() -> None:
    text = report(1)
    assert find_duplicates([edition("a", text), edition("b", text, year=2022), edition("c", text, place="q")]) == {}


def test_the_same_text_is_one_report_where_place_or_year_is_unknown() -> None:
    text = report(1)
    duplicates = find_duplicates([edition("a", text, place=None), edition("b", text), edition("c", text, year=None)])
    assert duplicates == {"a": ("b", 1.0), "c": ("b", 1.0)}


def test_empty_texts_are_no_editions_of_each_other() -> None:
    assert find_duplicates([edition("a", "。"), edition("b", "，")]) == {}


def test_similarity_ignores_punctuation_and_is_whole_only_for_the_same_letters() -> None:
    assert similarity("调解36件，办结。", "调解36件。办结") == 1.0
    assert similarity(report(1), report(1, "。另")) < 1.0


@given(st.permutations(range(5)))
def test_the_order_of_the_reports_changes_nothing(order: list[int]) -> None:
    text = report(1)
    editions = [
        edition("a", text),
        edition("b", text + "\n清河镇"),
        edition("c", report(2)),
        edition("d", text, place=None),
        edition("e", text, published=date(2024, 1, 1)),
    ]
    expected = find_duplicates(editions)
    assert find_duplicates([editions[i] for i in order]) == expected
    assert {kept for kept, _ in expected.values()} == {"e"}
