"""Parts told after 其中 and narrowed zeros: which stand as a headline, and with what caution."""

from __future__ import annotations

import duckdb
import pytest
from cases_at_once import Case, by_case, compared_at_once
from small_reports import read
from warehouse_cases import Row, compared, fact, report, rows_of

Warehouse = duckdb.DuckDBPyConnection

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)
PART: Row = {"is_part": True, "detail": "草场界线"}
NARROWED: Row = {"detail": "因执法不当引发", "number_text": ""}

# (figures in reading order: value and columns; the headline, whether it is only a part)
HEADLINES: dict[str, tuple[list[tuple[float, Row]], tuple[float, bool] | None]] = {
    "受理120件，其中草场界线11件": ([(120, {"category": "受理"}), (11, PART)], None),
    "the whole is the headline itself": ([(120, {}), (11, PART)], (120, False)),
    "the whole is narrowed, the part is not": ([(11, {"is_part": True}), (120, {"detail": "司法所"})], (120, False)),
    "a part alone": ([(11, PART)], (11, True)),
    "what is smaller is no whole of it": ([(4, {"category": "化解"}), (11, PART)], (11, True)),
    "a part told as a kind shadows nothing": ([(30, {"category": "受理", "is_part": True}), (40, PART)], (40, True)),
    "一审3件，因执法不当引发的0件": ([(0, NARROWED), (3, {"category": "受理"})], None),
    "a narrowed zero beside a narrowed figure": ([(0, NARROWED), (3, {"detail": "一审"})], (3, False)),
    "a narrowed zero beside a whole one": ([(0, NARROWED), (0, {"number_text": ""})], (0, False)),
    "a narrowed zero alone": ([(0, NARROWED)], (0, False)),
    "a whole zero beside a category": ([(0, {}), (3, {"category": "受理"})], (0, False)),
    "what is narrowed and no part stands": ([(120, {"category": "受理"}), (11, {"detail": "草场界线"})], (11, False)),
}


def figures(of: Row, told: list[tuple[float, Row]]) -> list[Row]:
    """Facts one behind the other."""
    return [fact(of, value, raw_start=10 * at, **columns) for at, (value, columns) in enumerate(told, start=1)]


@pytest.fixture(scope="module")
def headlines(warehouse: Warehouse) -> dict[str, list[Row]]:
    """The headline of each case of HEADLINES."""
    cases = {case: Case([R24], figures(R24, told)) for case, (told, _) in HEADLINES.items()}
    compared_at_once(warehouse, cases)
    return by_case(warehouse, cases, "select place_id, value, is_part from yearly_values where category = ''")


@pytest.mark.parametrize("case", HEADLINES)
def test_a_part_is_no_headline_while_a_broader_figure_is_told(headlines: dict[str, list[Row]], case: str) -> None:
    _, expected = HEADLINES[case]
    assert [tuple(row.values()) for row in headlines[case]] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([(10, {})], [(11, PART)], ["scope"]),
        ([(11, PART)], [(12, PART)], ["scope"]),
        ([(11, PART)], [(120, {})], ["scope"]),
        ([(11, PART)], [(5, {"category": "受理"})], ["scope"]),
        ([(120, {})], [(110, {})], []),
    ],
)
def test_a_part_is_compared_with_a_caution(
    warehouse: Warehouse, before: list[tuple[float, Row]], now: list[tuple[float, Row]], expected: list[str]
) -> None:
    compared(warehouse, [R23, R24], figures(R23, before) + figures(R24, now))
    (row,) = rows_of(warehouse, "select cautions from year_over_year where year = 2024 and category = ''")
    assert row["cautions"] == expected


# (the sentence; which of its figures are parts of their metric)
SENTENCES = [
    ("全年受理各类矛盾纠纷一百二十件；其中草场界线纠纷十一件。", [False, True]),
    ("全年受理矛盾纠纷由上年的212件降至187件，下降18%，其中甘蔗砍运纠纷43件。", [False, False, True]),
    ("全年立案查处违法案件132件，其中占路经营58件、违法建设31件。", [False, True, True]),
    ("全年调解矛盾纠纷36件，开展普法宣传活动12场次。", [False, False]),
    ("办结执法案件15件，其中行政处罚9件。", [False, False]),
    ("受理信访件比2022年的54件减少19件，为35件。", [False, False]),
    ("五年来建成法治文化阵地26处，其中今年3处。", [False, False]),
]


@pytest.mark.parametrize(("sentence", "parts"), SENTENCES)
def test_the_reading_marks_a_part_of_its_own_metric(sentence: str, parts: list[bool]) -> None:
    assert [told.is_part for told in read(sentence).extraction.facts] == parts
