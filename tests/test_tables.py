"""Tables flattened to text: each number cell with its row, column and unit, and the facts that come of it."""

from __future__ import annotations

import pytest
from small_reports import facts, read

from pipelines.figures.tables import find_cells

BARS = """统计如下：
指标 | 单位 | 2023年 | 2022年
行政处罚案件 | 件 | 12 | 0
普法宣传活动 | 场次 | 31 | 25"""

TABS = """统计如下：
指标\t单位\t2023年
行政处罚案件\t件\t1,204
罚没款\t万元\t3.5"""

CHANGES = """统计如下：
指标 | 单位 | 本年 | 上年 | 同比增减（%）
调解矛盾纠纷 | 件 | 86 | 92 | -6.5
信访件 | 件 | 28 | 20 | 40"""

A_CELL_A_LINE = """主要数据如下：
项目
单位
数量
调解矛盾纠纷
件
86
行政处罚案件
件
12
普法宣传活动
场次
31"""

YEARS_OVER_LINES = """统计如下：
项目
2023年
2022年
信访件（件）
28
35
行政处罚案件（件）
12
9"""

UNIT_IN_HEADER = """统计如下：
| 项目 | 数量（件） |
| 行政复议案件 | 0 |
| 行政诉讼案件 | 2 |"""

UNIT_ABOVE = """统计如下：
单位：件
| 类别 | 2023年 |
| 调解矛盾纠纷 | 86 |
| 行政处罚案件 | 12 |"""

# The same rows between bars at both ends, one row more: rows of one width, as a page prints them.
OUTER_BARS = "\n".join(
    f"| {row} |" if "|" in row else row for row in (BARS + "\n行政许可决定 | 件 | 33 | 28").split("\n")
)

THINGS_IN_HEADER = """统计如下：
| 村名 | 调解纠纷（件） | 普法宣传（场次） |
| 东村 | 12 | 4 |
| 西村 | 9 | 3 |
| 合计 | 21 | 7 |"""

READS: list[tuple[str, str, list[str]]] = [
    (
        "years in the columns",
        BARS,
        [
            "enforcement.penalty_cases=12 case",
            "enforcement.penalty_cases=0 case [2022] previous",
            "publicity.events=31 time",
            "publicity.events=25 time [2022] previous",
        ],
    ),
    ("tabs, a scaled unit", TABS, ["enforcement.penalty_cases=1204 case", "enforcement.fines=35000 yuan"]),
    (
        "last year by name, changes in percent",
        CHANGES,
        [
            "disputes.mediated=86 case",
            "disputes.mediated=92 case [2022] previous",
            "disputes.petitions=28 case",
            "disputes.petitions=20 case [2022] previous",
        ],
    ),
    (
        "a cell a line",
        A_CELL_A_LINE,
        ["disputes.mediated=86 case", "enforcement.penalty_cases=12 case", "publicity.events=31 time"],
    ),
    (
        "the unit in the header",
        UNIT_IN_HEADER,
        ["review.reconsideration_cases=0 case", "review.litigation_cases=2 case"],
    ),
    ("the unit above the table", UNIT_ABOVE, ["disputes.mediated=86 case", "enforcement.penalty_cases=12 case"]),
]

# What a table should give and gives now, and what it gave once.
BUGS_CAUGHT: list[tuple[str, str, list[str], str]] = [
    (
        "years over a cell a line",
        YEARS_OVER_LINES,
        [
            "disputes.petitions=28 case",
            "disputes.petitions=35 case [2022] previous",
            "enforcement.penalty_cases=12 case",
            "enforcement.penalty_cases=9 case [2022] previous",
        ],
        "the columns had no names, and last year's figures were this year's",
    ),
    (
        "bars at both ends of a row",
        OUTER_BARS,
        [
            "enforcement.penalty_cases=12 case",
            "enforcement.penalty_cases=0 case [2022] previous",
            "publicity.events=31 time",
            "publicity.events=25 time [2022] previous",
            "enforcement.licences=33 case",
            "enforcement.licences=28 case [2022] previous",
        ],
        "no fact: the repair wrapped_lines took rows of one width for wrapped prose and joined them",
    ),
    (
        "two years of one metric",
        "统计如下：\n指标 | 2023年 | 2022年\n调解矛盾纠纷（件） | 86 | 92\n信访件（件） | 28 | 35",
        [
            "disputes.mediated=86 case",
            "disputes.mediated=92 case [2022] previous",
            "disputes.petitions=28 case",
            "disputes.petitions=35 case [2022] previous",
        ],
        "92 was disputes.resolved: the second cell of a row took a neighbour of the metric",
    ),
]

MUST_NOT_PARSE: list[tuple[str, str]] = [
    ("a signature", "石桥镇人民政府\n2023年12月28日\n联系人\n张三"),
    ("prose in short lines", "开展宣传。\n调解12件。\n化解9件。\n走访3次。\n办结2件。\n宣传5次。"),
    ("words between bars without a number", "领导 | 组长 | 副组长\n张三 | 李四 | 王五"),
]

# Real limits: what a table should give, and what it gives today.
XFAIL: list[tuple[str, str, list[str], str]] = [
    (
        "what is counted in the header",
        THINGS_IN_HEADER,
        ["disputes.mediated=21 case", "publicity.events=7 time"],
        "no fact: only the row's label is looked at",
    ),
]


@pytest.mark.parametrize(("table", "expected"), [t[1:] for t in READS], ids=[t[0] for t in READS])
def test_a_table_gives_its_facts(table: str, expected: list[str]) -> None:
    assert sorted(facts(table)) == sorted(expected)


@pytest.mark.parametrize(("table", "expected", "once"), [t[1:] for t in BUGS_CAUGHT], ids=[t[0] for t in BUGS_CAUGHT])
def test_a_table_no_longer_gives_what_it_does_not_say(table: str, expected: list[str], once: str) -> None:
    assert sorted(facts(table)) == sorted(expected), once


@pytest.mark.parametrize("text", [t[1] for t in MUST_NOT_PARSE], ids=[t[0] for t in MUST_NOT_PARSE])
def test_lines_that_are_no_table_have_no_cell(text: str) -> None:
    assert find_cells(text) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("table", "expected", "today"), [t[1:] for t in XFAIL], ids=[t[0] for t in XFAIL])
def test_limits_of_tables(table: str, expected: list[str], today: str) -> None:
    assert sorted(facts(table)) == sorted(expected), today


def test_a_cell_knows_its_row_its_column_and_its_unit() -> None:
    cells = find_cells(CHANGES)
    assert [(c.label, c.measure_word, c.column) for c in cells[:3]] == [
        ("调解矛盾纠纷", "件", "本年"),
        ("调解矛盾纠纷", "件", "上年"),
        ("调解矛盾纠纷", "%", "同比增减（%）"),
    ]
    assert [(c.is_change, c.is_previous, c.is_negative) for c in cells[:3]] == [
        (False, False, False),
        (False, True, False),
        (True, False, True),
    ]


def test_a_column_of_changes_gives_stated_changes() -> None:
    changes = read(CHANGES).extraction.stated_changes
    assert [(c.metric_id, c.stated, c.stated_as, c.from_value, c.to_value) for c in changes] == [
        ("disputes.mediated", -6.5, "percent", 92.0, 86.0),
        ("disputes.petitions", 40.0, "percent", 20.0, 28.0),
    ]


def test_an_empty_cell_is_no_zero() -> None:
    table = "统计如下：\n指标 | 单位 | 2023年 | 2022年\n行政处罚案件 | 件 | 12 | —\n信访件 | 件 | 28 | 35"
    assert "enforcement.penalty_cases=12 case" in facts(table)
    assert not any("=0 case" in f for f in facts(table))


@pytest.mark.parametrize("table", [t[1] for t in READS] + [t[1] for t in BUGS_CAUGHT])
def test_the_evidence_of_a_cell_is_in_the_table(table: str) -> None:
    report = read(table)
    assert report.extraction.facts
    for fact in report.extraction.facts:
        assert fact.number_text in report.layer.text[fact.raw_start : fact.raw_end]
