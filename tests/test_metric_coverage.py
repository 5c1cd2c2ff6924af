"""Of which metrics a report says something: a figure, none, nothing at all; and years without a report."""

from __future__ import annotations

from typing import Any

import pytest
from cases_at_once import Case, by_case, compared_at_once, report_in
from coverage_cases import Warehouse, covered
from small_reports import small_report
from warehouse_cases import (
    DISPUTES,
    EVENTS,
    FINES,
    HALF_YEAR,
    RATE,
    Row,
    compared,
    fact,
    report,
    rows_of,
    unchecked_frame,
)

from warehouse.load import compare, insert_tables

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)
HALF_24 = R24 | {"covers_until": HALF_YEAR}


def of_metric(con: Warehouse, metric_id: str = DISPUTES, year: int = 2024) -> dict[str, Any]:
    (row,) = rows_of(con, f"from metric_coverage where metric_id = '{metric_id}' and year = {year}")
    return row


# figures of the report -> (status, headline value, figures set aside)
METRIC_CASES: dict[str, tuple[list[Row], tuple[str, float | None, int]]] = {
    "a figure": ([fact(R24, 36)], ("stated", 36, 0)),
    "a figure of a part only": ([fact(R24, 12, category="受理")], ("stated", None, 0)),
    "a zero in figures": ([fact(R24, 0)], ("zero", 0, 0)),
    "a zero in words": ([fact(R24, 0, number_text="", measure_word=None)], ("zero", 0, 0)),
    "a zero of the whole and a figure of a part": ([fact(R24, 0), fact(R24, 2, category="受理")], ("stated", 0, 0)),
    "a narrowed zero first and a figure after": (
        [fact(R24, 0, detail="劳资", raw_start=1), fact(R24, 3, detail="邻里", raw_start=90)],
        ("stated", 3, 0),
    ),
    "a figure without a value": ([fact(R24, None)], ("unreadable", None, 0)),
    "a figure without a value, and one with": ([fact(R24, None, raw_start=1), fact(R24, 5)], ("stated", 5, 0)),
    "nothing": ([fact(R24, 5, EVENTS)], ("not_stated", None, 0)),
    "a promise": ([fact(R24, 36, role="target", period="2025")], ("not_stated", None, 1)),
    "last year's figure": ([fact(R24, 36, role="previous", period="2023")], ("not_stated", None, 1)),
    "a figure of another time": ([fact(R24, 36, period="2021—2024年")], ("not_stated", None, 1)),
    "a figure and a promise": ([fact(R24, 36), fact(R24, 40, role="target", period="2025")], ("stated", 36, 1)),
    "a half-year's figure in the report on it": (
        [fact(HALF_24, 36, period="上半年"), fact(HALF_24, 80, period="全年")],
        ("stated", 36, 1),
    ),
    "two figures that contradict each other": ([fact(R24, 36, raw_start=1), fact(R24, 40)], ("stated", 36, 0)),
}


@pytest.fixture(scope="module")
def stated(warehouse: Warehouse) -> dict[str, list[Row]]:
    """What the view says of the metric in each case of METRIC_CASES and of LEFT_OPEN."""
    cases = {
        case: Case([HALF_24 if case.startswith("a half-year") else R24], facts)
        for case, (facts, _) in METRIC_CASES.items()
    }
    row = {"report_id": R24["report_id"], "ordinal": 1, "text": "数十件", "raw_start": 3, "raw_end": 6}
    for case, (columns, _) in LEFT_OPEN.items():
        numeral = {**row, "disposition": "quantity", **columns}
        cases[case] = Case([R24], [fact(R24, 90, RATE)], numerals=[numeral])
    assert len(cases) == len(METRIC_CASES) + len(LEFT_OPEN), "two cases of one name"
    compared_at_once(warehouse, cases)
    return by_case(warehouse, cases, f"from metric_coverage where metric_id = '{DISPUTES}' and year = 2024")


@pytest.mark.parametrize("case", METRIC_CASES)
def test_whether_a_report_states_a_metric(stated: dict[str, list[Row]], case: str) -> None:
    _, expected = METRIC_CASES[case]
    (row,) = stated[case]
    assert (row["status"], row["value"], row["set_aside"]) == expected
    assert row["report_id"] == report_in(case, R24)["report_id"]
    assert row["conflict"] is (None if expected[1] is None else case.startswith("two figures"))


def test_parts_that_are_told_without_a_whole(warehouse: Warehouse) -> None:
    con = compared(
        warehouse, [R24], [fact(R24, 3, category="化解"), fact(R24, 5, category="受理"), fact(R24, 2, EVENTS)]
    )
    row = of_metric(con)
    assert (row["status"], row["value"], row["parts_stated"]) == ("stated", None, ["化解", "受理"])
    assert of_metric(con, EVENTS)["parts_stated"] == of_metric(con, FINES)["parts_stated"] == []


# figures of the report -> (status of the rate, the count that it is a share of)
BASES: dict[str, tuple[list[Row], tuple[str, float | None]]] = {
    "rate and count": ([fact(R24, 98, RATE), fact(R24, 50)], ("stated", 50)),
    "the count alone": ([fact(R24, 50)], ("not_stated", 50)),
    "nothing to make a rate of": ([fact(R24, 0)], ("not_stated", 0)),
    "the rate alone": ([fact(R24, 98, RATE)], ("stated", None)),
    "the count of a part": ([fact(R24, 98, RATE), fact(R24, 7, category="受理")], ("stated", None)),
}


@pytest.mark.parametrize("case", BASES)
def test_what_a_rate_is_a_share_of(warehouse: Warehouse, case: str) -> None:
    facts, expected = BASES[case]
    con = compared(warehouse, [R24], facts)
    row = of_metric(con, RATE)
    assert (row["status"], row["rate_base"]) == expected
    assert of_metric(con)["rate_base"] is None


# a ledger row of the report -> status
LEFT_OPEN = {
    "a number left open beside the metric's words": ({"value": None, "nearest_metric_id": DISPUTES}, "unreadable"),
    "beside another's words": ({"value": None, "nearest_metric_id": EVENTS}, "not_stated"),
    "a readable quantity beside its words": ({"value": 12.0, "nearest_metric_id": DISPUTES}, "not_stated"),
    "a title": ({"value": None, "disposition": "title"}, "not_stated"),
}


@pytest.mark.parametrize("case", LEFT_OPEN)
def test_a_number_that_the_text_leaves_open(stated: dict[str, list[Row]], case: str) -> None:
    (row,) = stated[case]
    assert row["status"] == LEFT_OPEN[case][1]


def test_a_number_left_open_as_it_is_really_read() -> None:
    con = covered({"a.txt": small_report("全年共调解矛盾纠纷数十件，成功率达98%。").encode()})
    assert of_metric(con, "disputes.mediated", 2023)["status"] == "unreadable"
    assert of_metric(con, "disputes.success_rate", 2023)["status"] == "stated"


def test_a_year_without_a_report_has_no_report_for_any_metric(warehouse: Warehouse) -> None:
    con = compared(warehouse, [report("甲镇", 2022), R24], [fact(R24, 36)])
    found = rows_of(con, "select distinct status, report_status from metric_coverage where year = 2023")
    assert found == [{"status": "no_report", "report_status": "none"}]


def test_expected_and_refused_years_reach_the_metrics(warehouse: Warehouse) -> None:
    compared(warehouse, [report("甲镇", 2021), R24], [fact(R24, 36)])
    roster = {"line": 2, "place_id": "甲镇", "name": "甲镇", "first_year": 2023}
    reject = {"source": "r.txt", "batch": ".", "reason": "notice", "message": "通知", "place_id": "甲镇", "year": 2022}
    tables = {"roster": [roster], "rejects": [reject]}
    try:
        insert_tables(warehouse, {name: unchecked_frame(name, rows) for name, rows in tables.items()})
        compare(warehouse)
        found = rows_of(warehouse, f"from metric_coverage where metric_id = '{DISPUTES}' order by year")
    finally:
        warehouse.execute("delete from roster")
        warehouse.execute("delete from rejects")
    assert [(row["year"], row["status"], row["report_status"]) for row in found] == [
        (2021, "not_stated", "report"),
        (2022, "refused", "refused"),
        (2023, "no_report", "expected"),
        (2024, "stated", "report"),
    ]


def test_a_row_for_every_place_year_and_metric_and_only_the_counting_report(warehouse: Warehouse) -> None:
    half = report("甲镇", 2024, "b", covers_until=HALF_YEAR)
    con = compared(warehouse, [R23, R24, half, report("乙镇", 2024)], [fact(half, 5)])
    assert of_metric_of(con, "甲镇")["status"] == "not_stated"
    counts = con.execute("select count(*), count(distinct (place_id, year, metric_id)) from metric_coverage").fetchall()
    metrics = con.execute("select count(*) from metrics").fetchall()[0][0]
    assert counts == [(2 * 2 * metrics,) * 2]


def of_metric_of(con: Warehouse, place: str) -> dict[str, Any]:
    (row,) = rows_of(
        con, f"from metric_coverage where metric_id = '{DISPUTES}' and year = 2024 and place_id = '{place}'"
    )
    return row
