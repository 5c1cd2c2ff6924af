"""What was promised against what came of it: each status and reason planted, and a plain reckoning of the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import duckdb
import pytest
from area_cases import laid_side_by_side, place
from cases_at_once import by_case, renumbered, report_in
from warehouse_cases import (
    DISPUTES,
    EVENTS,
    HALF_YEAR,
    RATE,
    REGISTRY,
    Row,
    empty_warehouse,
    fact,
    frame,
    hex_id,
    report,
    rows_of,
)

from warehouse.load import insert_tables
from warehouse.outcome_reasons import OUTCOME_REASONS
from warehouse.schema.tables_targets import OUTCOMES

R22, R23, R24, R25 = (report("甲镇", year) for year in (2022, 2023, 2024, 2025))
HALF_OF_24 = report("甲镇", 2024, "half", covers_until=HALF_YEAR)
BEDS = "publicity.bases"


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    con = empty_warehouse()
    con.execute(
        "insert into metrics select * replace ('publicity.bases' as id, '法治文化阵地' as name, 'stock' as kind)"
        f" from metrics where id = '{DISPUTES}'"
    )
    yield con
    con.close()


def promise(of: Row, sentence: str, value: float | None, metric_id: str = EVENTS, **columns: object) -> tuple[Row, Row]:
    """A fact of role target whose number ends `sentence`, and the text of its report."""
    known = metric_id if metric_id in REGISTRY.metrics else DISPUTES
    row = fact(of, value, known, role="target", period=str(of["year"] + 1), **columns)
    row |= {
        "metric_id": metric_id,
        "text_start": 0,
        "text_end": len(sentence),
        "fact_id": hex_id(of["report_id"], sentence),
    }
    return row, {"report_id": of["report_id"], "raw_text": sentence, "text": sentence + "，并严格考核。"}


def achieved(of: Row, value: float, metric_id: str = EVENTS, **columns: object) -> Row:
    row = fact(of, value, metric_id if metric_id in REGISTRY.metrics else DISPUTES, **columns)
    return row | {"metric_id": metric_id, "fact_id": hex_id(of["report_id"], metric_id, value, columns)}


def outcome(con: duckdb.DuckDBPyConnection, reports: list[Row], promised: tuple[Row, Row], facts: list[Row]) -> Row:
    target, text = promised
    laid_side_by_side(con, [place("甲镇")], reports, [target, *facts], report_texts=[text])
    (row,) = rows_of(con, "from target_outcomes")
    frame("target_outcomes", [row])
    return row


OVER, UNDER, ABOUT = ({"qualifier": qualifier} for qualifier in ("over", "under", "about"))

# (promise: sentence, value, columns; achieved value and columns; status, reason)
BY_NUMBERS: dict[str, tuple[tuple[str, float | None, Row], tuple[float, Row], tuple[str, str | None]]] = {
    "不少于12次, 12": (("学法不少于12次", 12, OVER), (12, {}), ("met", None)),
    "不少于12次, 11": (("学法不少于12次", 12, OVER), (11, {}), ("missed", None)),
    "达到35场, 40余": (("普法达到35场", 35, {}), (40, OVER), ("met", None)),
    "350件, 300余": (("突破350件", 350, OVER), (300, OVER), ("unclear", "approximate")),
    "1000件, 300余": (("突破1000件", 1000, OVER), (300, OVER | {"high": 400.0}), ("missed", None)),
    "1000件, 300以上": (("突破1000件", 1000, OVER), (300, OVER), ("unclear", "approximate")),
    "50场, 约50": (("开展50场", 50, {}), (50, ABOUT), ("unclear", "approximate")),
    "50场, 不足50": (("开展50场", 50, {}), (50, UNDER), ("unclear", "approximate")),
    "约50场, 46": (("开展约50场", 50, ABOUT), (46, {}), ("unclear", "approximate")),
    "约50场, 44": (("开展约50场", 50, ABOUT), (44, {}), ("missed", None)),
    "10件以内, 9": (("事故10件", 10, UNDER), (9, {}), ("met", None)),
    "10件以内, 11": (("事故10件", 10, UNDER), (11, {}), ("missed", None)),
    "控制在10件, 10": (("信访量控制在10件", 10, {}), (10, {}), ("met", None)),
    "控制在10件, 12": (("信访量控制在10件", 10, {}), (12, {}), ("missed", None)),
    "零, 零": (("败诉案件为0", 0, {}), (0, {}), ("met", None)),
    "零, 一": (("败诉案件为0", 0, {}), (1, {}), ("missed", None)),
    "控制在 in another clause": (("总量控制在80件，培训开展10期", 10, {}), (12, {}), ("met", None)),
    "每季度1次": (("每季度开展评查1次", 1, {}), (4, {}), ("unclear", "each")),
    "每季度 in another clause": (("每季度分析研判，学法不少于8次", 8, OVER), (9, {}), ("met", None)),
    "a count told in another measure word": (("普法8次", 8, {}), (9, {"measure_word": "课时"}), ("unclear", "unit")),
    "another unit": (("普法8次", 8, {}), (9, {"unit": "person"}), ("unclear", "unit")),
    "narrowed differently": (("村级合同40份", 40, {"detail": "村级"}), (55, {}), ("unclear", "scope")),
    "narrowed alike": (("村级合同40份", 40, {"detail": "村级"}), (55, {"detail": "村级"}), ("met", None)),
    "a lost measure word": (("达到12", 12, {"unit_inferred": True}), (13, {}), ("unclear", "lost_unit")),
    "a number that can't be read": (("达到若干次", None, {}), (13, {}), ("unclear", "unread")),
}


@pytest.fixture(scope="module")
def by_numbers(warehouse: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """What became of the promise of each case, all laid side by side at once, each in a place of its own."""
    rows: dict[str, list[Row]] = {"reports": [], "facts": [], "report_texts": []}
    for case, ((sentence, value, columns), (stated, told), _) in BY_NUMBERS.items():
        target, text = promise(R23, sentence, value, **columns)
        rows["reports"] += [report_in(case, R23), report_in(case, R24)]
        rows["facts"] += [renumbered(case, target), renumbered(case, achieved(R24, stated, **told))]
        rows["report_texts"].append(renumbered(case, text))
    laid_side_by_side(warehouse, [place(case) for case in BY_NUMBERS], **rows)
    return by_case(warehouse, BY_NUMBERS, "from target_outcomes")


@pytest.mark.parametrize("case", BY_NUMBERS)
def test_a_promise_for_the_coming_year(by_numbers: dict[str, list[Row]], case: str) -> None:
    (sentence, value, columns), (stated, _), (status, reason) = BY_NUMBERS[case]
    (row,) = by_numbers[case]
    frame("target_outcomes", [{**row, "place_id": case}])
    assert (row["status"], row["reason"]) == (status, reason)
    assert row["met"] is {"met": True, "missed": False}.get(status)
    assert (row["report_year"], row["target_year"], row["achieved_value"]) == (2023, 2024, stated)
    target = renumbered(case, promise(R23, sentence, value, **columns)[0])
    assert (row["fact_id"], row["report_id"]) == (target["fact_id"], target["report_id"])
    assert row["achieved_report_id"] == report_in(case, R24)["report_id"] and row["achieved_fact_id"]


def test_a_year_without_a_report(warehouse: duckdb.DuckDBPyConnection) -> None:
    row = outcome(warehouse, [R22, R24], promise(R22, "学法12次", 12), [achieved(R24, 12)])
    assert (row["status"], row["met"], row["achieved_value"], row["achieved_report_id"]) == (
        "no report",
        None,
        None,
        None,
    )


def test_a_promise_for_a_year_that_no_report_reaches_is_not_due_unless_a_roster_says_so(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    promised = promise(R23, "学法12次", 12)
    assert outcome(warehouse, [R22, R23], promised, [])["status"] == "not due"
    # another place's report of that year: this one's is missing
    elsewhere = report("乙镇", 2024)
    assert outcome(warehouse, [R23, elsewhere], promised, [])["status"] == "no report"
    roster = {"line": 2, "place_id": "甲镇", "name": "甲镇", "last_year": 2024}
    insert_tables(warehouse, {"roster": frame("roster", [roster])})
    try:
        assert outcome(warehouse, [R23], promised, [])["status"] == "no report"
    finally:
        warehouse.execute("delete from roster")


def test_the_promise_is_told_in_its_own_words(warehouse: duckdb.DuckDBPyConnection) -> None:
    target, text = promise(R23, "学法不少于12次", 12, number_text="12次", evidence="2024年，学法不少于12次。")
    row = outcome(warehouse, [R23, R24], (target, text), [achieved(R24, 12)])
    assert (row["promised_number_text"], row["promised_sentence"]) == ("12次", "2024年，学法不少于12次。")


def test_a_report_that_does_not_state_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = [achieved(R24, 12, DISPUTES), achieved(R24, 12, DISPUTES, category="受理")]
    row = outcome(warehouse, [R23, R24], promise(R23, "学法12次", 12), facts)
    assert (row["status"], row["met"], row["achieved_report_id"]) == ("not reported", None, R24["report_id"])


def test_a_category_is_held_against_its_own(warehouse: duckdb.DuckDBPyConnection) -> None:
    target = promise(R23, "受理30件", 30, DISPUTES, category="受理")
    facts = [achieved(R24, 90, DISPUTES), achieved(R24, 20, DISPUTES, category="受理")]
    assert outcome(warehouse, [R23, R24], target, facts)["status"] == "missed"
    assert outcome(warehouse, [R23, R24], target, facts[:1])["status"] == "not reported"


@pytest.mark.parametrize(
    ("sentence", "stated", "status", "reason"),
    [
        ("新增文化阵地3处", 15, "unclear", "addition"),
        ("打造一处阵地3处", 15, "unclear", "addition"),
        ("文化阵地增至3处", 15, "met", None),
        ("新增人手，阵地达到3处", 2, "missed", None),
    ],
)
def test_an_addition_is_not_what_there_is(
    warehouse: duckdb.DuckDBPyConnection, sentence: str, stated: float, status: str, reason: str | None
) -> None:
    target = promise(R23, sentence, 3, BEDS)
    row = outcome(warehouse, [R23, R24], target, [achieved(R24, stated, BEDS, period="stock")])
    assert (row["status"], row["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("metric", "columns", "stated", "status"),
    [
        (EVENTS, OVER, 13, "met"),
        (EVENTS, OVER, 6, "unclear"),
        (EVENTS, UNDER, 13, "missed"),
        (EVENTS, UNDER, 6, "unclear"),
        (RATE, OVER, 99, "unclear"),
        (BEDS, OVER, 13, "unclear"),
    ],
)
def test_half_a_year_keeps_a_promise_of_so_many_and_breaks_one_of_no_more(
    warehouse: duckdb.DuckDBPyConnection, metric: str, columns: Row, stated: float, status: str
) -> None:
    target = promise(R23, "目标12", 12, metric, **columns)
    row = outcome(warehouse, [R23, HALF_OF_24], target, [achieved(HALF_OF_24, stated, metric)])
    assert row["status"] == status
    assert row["reason"] == ("part_year" if status == "unclear" else None)


def test_two_values_for_one_thing_settle_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    target = promise(R23, "调处40件", 40, DISPUTES)
    facts = [achieved(R24, 58, DISPUTES, raw_start=1), achieved(R24, 63, DISPUTES, raw_start=9)]
    row = outcome(warehouse, [R23, R24], target, facts)
    assert (row["status"], row["reason"]) == ("unclear", "conflict")


def test_a_plan_told_beside_its_result(warehouse: duckdb.DuckDBPyConnection) -> None:
    target, text = promise(R24, "承诺不少于40场", 40, **OVER)
    row = outcome(warehouse, [R24, R25], ({**target, "period": "year"}, text), [achieved(R24, 52), achieved(R25, 1)])
    assert (row["status"], row["report_year"], row["target_year"]) == ("met", 2024, 2024)
    assert row["achieved_report_id"] == row["report_id"] == R24["report_id"]


def test_promises_of_reports_that_do_not_count_are_left_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    copy = report("甲镇", 2023, "copy", duplicate_of=R23["report_id"])
    target, text = promise(copy, "学法12次", 12)
    laid_side_by_side(warehouse, [place("甲镇")], [R23, copy, R24], [target, achieved(R24, 9)], report_texts=[text])
    assert rows_of(warehouse, "from target_outcomes") == []


def test_a_promise_for_no_single_year_is_left_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    target, text = promise(R23, "三年内建成12处", 12)
    target["period"] = "2024—2026年"
    laid_side_by_side(warehouse, [place("甲镇")], [R23, R24], [target, achieved(R24, 9)], report_texts=[text])
    assert rows_of(warehouse, "from target_outcomes") == []


def interval(value: float, qualifier: str) -> tuple[float, float]:
    """Between which bounds a figure below 100 lies; 以上 sets none above."""
    half = 5 if value and value % 10 == 0 else 0.5
    return {
        "exact": (value, value),
        "over": (value, math.inf),
        "under": (0, value),
        "about": (max(0, value - half), value + half),
    }[qualifier]


def test_numbers_settle_what_a_plain_reckoning_of_intervals_settles(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts, texts, expected = [], [], [], [], {}
    qualifiers, values = ("exact", "over", "under", "about"), (0, 5, 19, 20, 21, 24, 30, 41, 90)
    for promised, told, value in product(qualifiers, qualifiers, values):
        name = f"{promised} 20, {told} {value}"
        of, then = report(name, 2023), report(name, 2024)
        target, text = promise(of, f"完成{value}次20", 20, qualifier=promised)
        places.append(place(name))
        reports += [of, then]
        facts += [target, achieved(then, value, qualifier=told)]
        texts.append(text)
        low, high = interval(value, told)
        promised_low, promised_high = interval(20, promised)
        if promised == "under":
            expected[name] = True if high <= 20 else False if low > promised_high else None
        else:
            expected[name] = True if low >= 20 else False if high < promised_low else None
    laid_side_by_side(warehouse, places, reports, facts, report_texts=texts)
    found = rows_of(warehouse, "select place_id, met from target_outcomes")
    assert {row["place_id"]: row["met"] for row in found} == expected


def test_every_status_and_reason_is_shown_above() -> None:
    shown = {reason for _, _, (_, reason) in BY_NUMBERS.values()} | {"addition", "part_year", "conflict", None}
    assert shown == {entry.reason for entry in OUTCOME_REASONS} | {None}
    assert [entry.reason for entry in OUTCOME_REASONS] == sorted(shown - {None})
    assert {status for _, _, (status, _) in BY_NUMBERS.values()} | {"no report", "not reported", "not due"} == set(
        OUTCOMES
    )
