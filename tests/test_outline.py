"""Headings of reports: made-up outlines in many habits, and the five real reports against gold."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.outline.heading_titles import looks_like_title_line
from pipelines.outline.headings import outline
from pipelines.outline.themes import LEXICON, assign_themes, theme_of
from pipelines.text.normalize import normalize
from tests.outline_cases import OUTLINES
from tests.outline_more_cases import MORE_OUTLINES

ALL_OUTLINES = OUTLINES + MORE_OUTLINES


def squeeze(title: str) -> str:
    return re.sub(r"[\s\W_]+", "", title)


def upper_levels(text: str) -> list[tuple[int, str]]:
    return [(h.level, squeeze(h.title)) for h in outline(text) if h.level <= 2]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in ALL_OUTLINES], ids=[case[0] for case in ALL_OUTLINES]
)
def test_headings_of_made_up_reports(text: str, expected: list[tuple[int, str]]) -> None:
    assert upper_levels(text) == [(level, squeeze(title)) for level, title in expected]


XFAIL = [
    (
        "bullets",
        "★创新调解机制。建立调解队2支。\n宣传9次。\n★打造法治公园。建成1个。",
        [(1, "创新调解机制"), (1, "打造法治公园")],
    ),
    ("aspects", "组织领导方面：开会3次。\n普法宣传方面：宣传9次。", [(1, "组织领导方面"), (1, "普法宣传方面")]),
    (
        "bare numerals as items",
        "一、成效\n一强化领导，开会3次。二强化学习，学法6次。",
        [(1, "成效"), (3, "强化领导"), (3, "强化学习")],
    ),
    (
        "table of contents",
        "一、加强领导 1\n二、加强普法 3\n一、加强领导\n开会。\n二、加强普法\n宣传。",
        [(1, "加强领导"), (1, "加强普法")],
    ),
]


@pytest.mark.xfail(strict=True, reason="known to be missed")
@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in XFAIL], ids=[case[0] for case in XFAIL])
def test_headings_still_missed(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(h.level, h.title) for h in outline(text)] == expected


ITEMS = [
    ("一、成效\n一是创新治理，优化服务。持续完善体系。二是按照规定，制定方案。", ["创新治理，优化服务", "按照规定"]),
    ("一、成效\n抓好信访，受理件28三是积极推行顾问制度，聘请1名。", []),
    ("一、成效\n一是抓学法，学法5次，公开信息128二是抓顾问，聘请1名。", ["抓学法", "抓顾问"]),
    ("一、成效\n一是2024年来，我乡推进改革，办件9件。二是抓服务。", ["2024年来，我乡推进改革", "抓服务"]),
    ("一、不足\n一是认识不够；二要抓紧培训，不放松。", ["认识不够", "抓紧培训"]),
    ("一、成效\n统一是关键，第一是学习，第二是落实。", []),
    ("一、成效\n首先，加强领导。开会。其次，加强宣传。发资料。", ["加强领导", "加强宣传"]),
    ("一、成效\n①抓学习。开会。\n②抓宣传。发资料。", ["抓学习", "抓宣传"]),
]


@pytest.mark.parametrize(("text", "titles"), ITEMS)
def test_items_inside_paragraphs(text: str, titles: list[str]) -> None:
    assert [h.title for h in outline(text) if h.level == 3] == titles


MUST_NOT_BE_HEADINGS = [
    "党政主要负责人履行第一责任人职责。",
    "学习《一是为民、二是务实》等文章。",
    "落实“一、二、三”工作法，推进一二三产业融合。",
    "2023年6月11日召开会议，1.5万人参加。",
    "县委、县政府：\n2023年，清河镇坚持依法行政。",
    "清河镇人民政府\n2024年1月8日",
    "类别 场次 人次\n宪法 3 200\n禁毒 5 460",
    "承办一审案件3件、二审案件1件，共4件。",
    "附件：1.任务清单\n2.台账",
    "依据《行政处罚法》第（一）项、第（二）项办理。",
]


@pytest.mark.parametrize("text", MUST_NOT_BE_HEADINGS)
def test_what_is_no_heading(text: str) -> None:
    assert outline(text) == ()


@pytest.mark.parametrize(
    "line",
    [
        "清河镇2023年度法治政府建设情况报告",
        "清河镇人民政府",
        "二〇二四年一月八日",
        "各村（社区）：",
        "行政处罚|12|件",
        "12",
        "附件：清单",
    ],
)
def test_lines_that_are_no_titles(line: str) -> None:
    assert not looks_like_title_line(line)


def test_unmarked_headings_say_that_they_are_inferred() -> None:
    headings = outline("一、成效\n强化责任落实我镇召开会议5次。\n（二）强化宣传。发放资料200份。")
    assert [(h.marker, h.title, h.inferred) for h in headings] == [
        ("一、", "成效", False),
        (None, "强化责任落实", True),
        ("（二）", "强化宣传", False),
    ]


def test_bodies_end_where_the_next_heading_of_the_level_begins() -> None:
    text = "一、成效\n（一）抓学习。开会3次。\n（二）抓宣传。发资料9份。\n二、打算\n继续。"
    first, learning, publicity, plans = outline(text)
    assert text[first.title_end : first.text_end].startswith("（一）抓学习")
    assert text[learning.title_end : learning.text_end] == "开会3次。\n"
    assert (learning.parent, publicity.parent, plans.parent) == (first.ordinal, first.ordinal, None)
    assert first.text_end == publicity.text_end == plans.text_start
    assert plans.text_end == len(text)


THEMES = [
    ("加强组织领导，压实工作责任", "leadership"),
    ("优化政务服务，提升营商环境", "functions"),
    ("严格规范公正文明执法", "enforcement"),
    ("完善行政规范性文件备案审查", "rulemaking"),
    ("健全重大行政决策机制", "decision"),
    ("提升突发事件应急处置能力", "emergency"),
    ("坚持和发展新时代“枫桥经验”", "disputes"),
    ("做好行政复议和行政应诉", "review"),
    ("强化行政权力制约监督", "oversight"),
    ("落实“谁执法谁普法”责任制", "publicity"),
    ("完善公共法律服务体系", "legal_services"),
    ("做好社区矫正和安置帮教", "rehabilitation"),
    ("推进基层依法治理", "community"),
    ("加快数字法治政府建设", "digital"),
    ("存在的困难和问题", "problems"),
    ("下一步工作打算", "plans"),
    ("法治政府建设工作落实情况", None),
    ("推进法治政府建设的主要举措和成效", None),
]


@pytest.mark.parametrize(("title", "theme"), THEMES)
def test_titles_tell_their_theme(title: str, theme: str | None) -> None:
    assert theme_of(title) == theme


def test_problems_and_plans_govern_what_stands_below() -> None:
    assert assign_themes(["下一步打算", "加强普法宣传"], [1, 2], [None, 0]) == ["plans", "plans"]


def test_a_heading_without_a_clue_takes_its_parents_theme() -> None:
    assert assign_themes(["加强普法宣传", "抓重点"], [1, 2], [None, 0]) == ["publicity", "publicity"]


def test_every_example_of_the_lexicon_tells_its_own_theme() -> None:
    for entry in LEXICON:
        assert theme_of(entry.example) == entry.theme, entry.example


@given(
    st.lists(
        st.sampled_from(
            "一、|（一）|（二）|二、|1.|2.|一是|二是|首先，|加强领导|我镇|。|，|\n|《|》|“|”|12件|；|：".split("|")
        ),
        max_size=30,
    )
)
def test_any_text_has_a_well_formed_outline(parts: list[str]) -> None:
    text = "".join(parts)
    headings = outline(text)
    for ordinal, heading in enumerate(headings):
        assert heading.ordinal == ordinal
        assert heading.text_start <= heading.title_end <= heading.text_end <= len(text)
        assert heading.title
        assert heading.inferred == (heading.marker is None)
        if heading.parent is not None:
            parent = headings[heading.parent]
            assert parent.level < heading.level
            assert parent.text_start < heading.text_start <= heading.text_end <= parent.text_end
    assert [h.text_start for h in headings] == sorted({h.text_start for h in headings})


@given(st.sampled_from(ALL_OUTLINES), st.integers(1, 3))
def test_blank_lines_change_no_heading(case: tuple[str, str, list[tuple[int, str]]], blanks: int) -> None:
    _, text, _ = case
    assert upper_levels(text.replace("\n", "\n" * blanks)) == upper_levels(text)


REAL = os.environ.get("FAZHI_REAL_REPORTS")


@pytest.mark.skipif(not REAL, reason="FAZHI_REAL_REPORTS names no folder of real reports")
def test_real_reports_have_the_outline_of_gold() -> None:
    folder = Path(REAL or "")
    gold = [json.loads(line) for line in (folder.parent / "contract" / "gold.jsonl").read_text("utf-8").splitlines()]
    for row in (r for r in gold if "outline" in r):
        text = normalize(next(folder.glob(f"{row['doc']}_*")).read_text("utf-8")).text
        expected = [(h["level"], squeeze(h["title"])) for h in row["outline"] if h["level"] <= 2]
        assert upper_levels(text) == expected
        themes = {squeeze(h["title"]): h["theme"] for h in row["outline"] if h["level"] <= 2}
        found = {squeeze(h.title): h.theme for h in outline(text) if h.level <= 2}
        agreeing = sum(found[title] == theme for title, theme in themes.items())
        assert agreeing / len(themes) >= 0.9
