"""Values over the years, by tables worked out by hand: each status and caution, what counts and what contradicts."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from cases_at_once import Case, by_case, compared_at_once, report_in
from warehouse_cases import (
    FINES,
    HALF_YEAR,
    RATE,
    Row,
    compared,
    fact,
    report,
    rows_of,
)

from warehouse.lexicons import CAUTIONS, COUNTINGS, Counting

Warehouse = duckdb.DuckDBPyConnection
ByCase = dict[str, list[Row]]

R21, R22, R23, R24 = (report("甲镇", year) for year in (2021, 2022, 2023, 2024))


def part(year: int, month: int, day: int) -> Row:
    """A report on the part of a year up to a day."""
    return report("甲镇", year, covers_until=date(year, month, day))


# --- which report counts for a place and year -------------------------------------------------------------------------

FIRST = report("甲镇", 2024, "a", published_on=date(2025, 1, 5))
LATER = report("甲镇", 2024, "b", published_on=date(2025, 2, 9))
UNDATED = report("甲镇", 2024, "c")
HALF = report("甲镇", 2024, "d", published_on=date(2025, 3, 1), covers_until=HALF_YEAR)
OTHER_HALF = report("甲镇", 2024, "e", covers_until=HALF_YEAR)
NOVEMBER = report("甲镇", 2024, "f", covers_until=date(2024, 11, 30))
COPY = report("甲镇", 2024, "g", published_on=date(2025, 6, 1), duplicate_of=FIRST["report_id"])

# (reports in the corpus, with their figure; the one that counts; whether the year is in conflict)
WHO_COUNTS: dict[str, tuple[list[tuple[Row, float]], Row, bool]] = {
    "the newest": ([(FIRST, 10), (LATER, 12)], LATER, True),
    "the newest, and they agree": ([(FIRST, 10), (LATER, 10)], LATER, False),
    "a dated one before one without a date": ([(UNDATED, 10), (FIRST, 10)], FIRST, False),
    "the whole year before half of it, however new": ([(FIRST, 10), (HALF, 4)], FIRST, False),
    "half a year, where there is nothing else": ([(HALF, 4)], HALF, False),
    "the longer part of a year": ([(OTHER_HALF, 4), (NOVEMBER, 9)], NOVEMBER, False),
    "two on the same half should agree": ([(HALF, 4), (OTHER_HALF, 5)], HALF, True),
    "a republication never": ([(FIRST, 10), (COPY, 99)], FIRST, False),
}


@pytest.fixture(scope="module")
def counting_reports(warehouse: Warehouse) -> ByCase:
    """Each case's yearly values, beside what coverage says of the year."""
    cases = {
        case: Case([row for row, _ in reports], [fact(row, value) for row, value in reports])
        for case, (reports, _, _) in WHO_COUNTS.items()
    }
    compared_at_once(warehouse, cases)
    told = """
        select place_id, v.report_id, v.conflict, c.status, c.report_id as covered_by, c.reports
        from yearly_values as v full join coverage as c using (place_id, year)
    """
    return by_case(warehouse, cases, told)


@pytest.mark.parametrize("case", WHO_COUNTS)
def test_which_report_counts_for_a_year(counting_reports: ByCase, case: str) -> None:
    reports, counted, conflict = WHO_COUNTS[case]
    (row,) = counting_reports[case]
    counted_id = report_in(case, counted)["report_id"]
    assert (row["report_id"], row["conflict"]) == (counted_id, conflict)
    assert (row["status"], row["covered_by"], row["reports"]) == ("report", counted_id, len(reports))


def test_two_reports_that_differ_are_found_with_both_spans(warehouse: Warehouse) -> None:
    compared(warehouse, [FIRST, LATER], [fact(FIRST, 10, raw_start=5), fact(LATER, 12, raw_start=7)])
    (found,) = rows_of(warehouse, "from findings")
    assert found["report_id"] == LATER["report_id"] and found["other_report_id"] == FIRST["report_id"]
    assert (found["raw_start"], found["other_start"]) == (7, 5)
    assert (
        found["message"] == "同一年度的两份报告（另一份为2024/甲镇a.txt）中“矛盾纠纷调处”不一致：12件与10件，请核对原文"
    )


# --- one year beside the report before --------------------------------------------------------------------------------

STATED = [fact(R23, 12), fact(R24, 18)]

# (reports, facts, expected row of 2024: status, change, percent, cautions)
Expected = tuple[str, float | None, float | None, list[str]]
YEAR_OVER_YEAR: dict[str, tuple[list[Row], list[Row], Expected]] = {
    "compared": ([R23, R24], STATED, ("compared", 6, 50, [])),
    "fewer": ([R23, R24], [fact(R23, 12), fact(R24, 8)], ("compared", -4, -33.333333, [])),
    "unchanged": ([R23, R24], [fact(R23, 12), fact(R24, 12)], ("compared", 0, 0, [])),
    "from nothing there is no percentage": (
        [R23, R24],
        [fact(R23, 0), fact(R24, 3)],
        ("compared", 3, None, ["zero_before"]),
    ),
    "to nothing": ([R23, R24], [fact(R23, 30), fact(R24, 0)], ("compared", -30, -100, [])),
    "a few make no percentage": (
        [R23, R24],
        [fact(R23, 9), fact(R24, 12)],
        ("compared", 3, 33.333333, ["small_count"]),
    ),
    "money is not counted one by one": (
        [R23, R24],
        [fact(R23, 5, FINES), fact(R24, 10, FINES)],
        ("compared", 5, 100, []),
    ),
    "a rate changes in points": (
        [R23, R24],
        [fact(R23, 94.1, RATE), fact(R24, 94.5, RATE)],
        ("compared", 0.4, None, []),
    ),
    "the place's first report": ([R24], [fact(R24, 18)], ("new", None, None, ["first_report"])),
    "new: not stated the year before": ([R23, R24], [fact(R24, 18)], ("new", None, None, [])),
    "resumed": ([R22, R23, R24], [fact(R22, 9), fact(R24, 18)], ("new", None, None, ["resumed"])),
    "dropped": ([R23, R24], [fact(R23, 12)], ("dropped", None, None, [])),
    "dropped long ago": ([R22, R23, R24], [fact(R22, 12)], ("dropped", None, None, [])),
    "a target does not keep a series alive": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 20, role="target")],
        ("dropped", None, None, []),
    ),
    "gap: a year without a report": ([R22, R24], [fact(R22, 12), fact(R24, 18)], ("compared", 6, 50, ["gap"])),
    "approximate": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, qualifier="over", low=18, high=19)],
        ("compared", 6, 50, ["approximate"]),
    ),
    "30余 and 35 leave open which is more": (
        [R23, R24],
        [fact(R23, 30, qualifier="over", low=30, high=40), fact(R24, 35)],
        ("compared", 5, 16.666667, ["approximate_before", "direction_unclear"]),
    ),
    "50以上 after 40 has risen": (
        [R23, R24],
        [fact(R23, 40), fact(R24, 50, qualifier="over", low=50)],
        ("compared", 10, 25, ["approximate"]),
    ),
    "a word that sets no bound": (
        [R23, R24],
        [fact(R23, 12, qualifier="over", low=12), fact(R24, 18)],
        ("compared", 6, 50, ["approximate_before", "direction_unclear"]),
    ),
    "approximate before": (
        [R23, R24],
        [fact(R23, 12, qualifier="about", low=11, high=13), fact(R24, 18)],
        ("compared", 6, 50, ["approximate_before"]),
    ),
    "part of this year": (
        [R23, part(2024, 6, 30)],
        [fact(R23, 12), fact(part(2024, 6, 30), 5)],
        ("compared", -7, -58.333333, ["part_year"]),
    ),
    "part of the year before": (
        [part(2023, 11, 30), R24],
        [fact(part(2023, 11, 30), 12), fact(R24, 18)],
        ("compared", 6, 50, ["part_year"]),
    ),
    "figures up to November of a report on the year": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, until_month=11)],
        ("compared", 6, 50, ["part_year"]),
    ),
    "the same months of both years": (
        [R23, part(2024, 11, 30)],
        [fact(R23, 12, until_month=11), fact(part(2024, 11, 30), 18)],
        ("compared", 6, 50, ["same_part_year"]),
    ),
    "other months of both years": (
        [part(2023, 6, 30), R24],
        [fact(part(2023, 6, 30), 12), fact(R24, 18, until_month=11)],
        ("compared", 6, 50, ["part_year"]),
    ),
    "up to December is the year": (
        [part(2023, 12, 1), part(2024, 12, 20)],
        [fact(part(2023, 12, 1), 12), fact(part(2024, 12, 20), 18)],
        ("compared", 6, 50, []),
    ),
    "scope": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, detail="信访领域")],
        ("compared", 6, 50, ["scope"]),
    ),
    "lost unit": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, measure_word=None, unit_inferred=True)],
        ("compared", 6, 50, ["lost_unit"]),
    ),
    "lost unit before": (
        [R23, R24],
        [fact(R23, 12, measure_word=None, unit_inferred=True), fact(R24, 18)],
        ("compared", 6, 50, ["lost_unit"]),
    ),
    "conflict": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, raw_start=1), fact(R24, 20, raw_start=9)],
        ("compared", 6, 50, ["conflict"]),
    ),
    "conflict before": (
        [R23, R24],
        [fact(R23, 12, raw_start=1), fact(R23, 13, raw_start=9), fact(R24, 18)],
        ("compared", 6, 50, ["conflict"]),
    ),
    "起 after 件": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, measure_word="起")],
        ("compared", 6, 50, []),
    ),
    "万元 after 元": (
        [R23, R24],
        [fact(R23, 11000, FINES), fact(R24, 16500, FINES, measure_word="万元")],
        ("compared", 5500, 50, []),
    ),
    "a word that may or may not count the same": (
        [R23, R24],
        [fact(R23, 12, measure_word="个"), fact(R24, 18, measure_word="户")],
        ("compared", 6, 50, ["measure_word"]),
    ),
    "件 after 批": (
        [R23, R24],
        [fact(R23, 12, measure_word="批"), fact(R24, 18)],
        ("not comparable", None, None, ["measure_word", "unit_changed"]),
    ),
    "次 after 件": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, measure_word="次")],
        ("not comparable", None, None, ["measure_word", "unit_changed"]),
    ),
    "another unit": (
        [R23, R24],
        [fact(R23, 12), fact(R24, 18, unit="person", measure_word=None)],
        ("not comparable", None, None, ["unit_changed"]),
    ),
    "all at once, in alphabetical order": (
        [R21, part(2024, 6, 30)],
        [
            fact(R21, 12, qualifier="over", detail="信访领域"),
            fact(part(2024, 6, 30), 18, qualifier="about", measure_word=None, unit_inferred=True),
        ],
        (
            "compared",
            6,
            50,
            ["approximate", "approximate_before", "direction_unclear", "gap", "lost_unit", "part_year", "scope"],
        ),
    ),
}


@pytest.fixture(scope="module")
def beside(warehouse: Warehouse) -> ByCase:
    """The row of 2024 of each case of YEAR_OVER_YEAR and of each of COUNTINGS."""
    cases = {case: Case(reports, facts) for case, (reports, facts, _) in YEAR_OVER_YEAR.items()}
    for counting in COUNTINGS:
        words = counting.example.before, counting.example.now
        facts = [fact(R23, 12, measure_word=words[0]), fact(R24, 18, measure_word=words[1])]
        cases[counting.counts] = Case([R23, R24], facts)
    assert len(cases) == len(YEAR_OVER_YEAR) + len(COUNTINGS), "two cases of one name"
    compared_at_once(warehouse, cases)
    told = "select place_id, status, change, change_percent, cautions from year_over_year where year = 2024"
    return by_case(warehouse, cases, told)


@pytest.mark.parametrize("case", YEAR_OVER_YEAR)
def test_a_year_beside_the_report_before(beside: ByCase, case: str) -> None:
    (row,) = beside[case]
    assert tuple(row.values()) == YEAR_OVER_YEAR[case][2]


@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda counting: counting.counts)
def test_measure_words_are_comparable_as_their_examples_say(beside: ByCase, counting: Counting) -> None:
    pair = counting.example
    assert {pair.before, pair.now} & set(counting.words)
    (row,) = beside[counting.counts]
    told = ("compared", []) if pair.is_comparable else ("not comparable", ["measure_word", "unit_changed"])
    assert (row["status"], row["cautions"]) == told


def test_every_status_and_caution_is_shown_above_or_below() -> None:
    shown = {caution for _, _, expected in YEAR_OVER_YEAR.values() for caution in expected[3]}
    assert {caution.code for caution in CAUTIONS} - shown == {"contradicts_report", "doubted"}
    assert {expected[0] for _, _, expected in YEAR_OVER_YEAR.values()} == {
        "compared",
        "new",
        "dropped",
        "not comparable",
    }


def test_a_year_without_a_report_has_no_rows_and_coverage_tells_of_it(warehouse: Warehouse) -> None:
    other = report("乙镇", 2023)
    compared(warehouse, [R22, R24, other], [fact(R22, 12), fact(R24, 18), fact(other, 5)])
    years = rows_of(warehouse, "select place_id, year, previous_year from year_over_year order by all")
    assert [tuple(row.values()) for row in years] == [("乙镇", 2023, None), ("甲镇", 2022, None), ("甲镇", 2024, 2022)]
    coverage = rows_of(warehouse, "select place_id, year, status from coverage order by all")
    assert [row["status"] for row in coverage] == ["none", "report", "none", "report", "none", "report"]


def test_a_series_begins_with_the_report_that_first_states_it(warehouse: Warehouse) -> None:
    compared(warehouse, [R21, R22, R23, R24], [fact(R22, 9), fact(R23, 12, category="受理")])
    rows = rows_of(warehouse, "select category, year, status from year_over_year order by all")
    assert [tuple(row.values()) for row in rows] == [
        ("", 2022, "new"),
        ("", 2023, "dropped"),
        ("", 2024, "dropped"),
        ("受理", 2023, "new"),
        ("受理", 2024, "dropped"),
    ]


@pytest.mark.parametrize(("lost", "kind"), [(report(None, 2024), "place"), (report("甲镇", None), "year")])
def test_reports_without_place_or_year_are_in_no_series(warehouse: Warehouse, lost: Row, kind: str) -> None:
    compared(warehouse, [R23, lost], [fact(R23, 12), fact(lost, 18)])
    assert rows_of(warehouse, "select year from year_over_year") == [{"year": 2023}]
    (found,) = rows_of(warehouse, "select kind, report_id from findings")
    assert found == {"kind": f"unresolved_{kind}", "report_id": lost["report_id"]}
