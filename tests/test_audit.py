"""Findings across figures and reports: each told once, with an id that stays, and no more than there are."""

from __future__ import annotations

import duckdb
import pytest
from warehouse_cases import DISPUTES, EVENTS, Row, claim, compared, fact, frame, report, rows_of

from pipelines.records import Finding
from warehouse.arrow import insert_frame
from warehouse.load import audit
from warehouse.rows import finding_id_of, finding_rows

Warehouse = duckdb.DuckDBPyConnection

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)
LOST = report(None, None)
TWICE = [fact(R24, 165, raw_start=10, number_text="165起"), fact(R24, 156, raw_start=90, number_text="156起")]


def test_the_id_of_a_finding_is_the_same_in_sql_and_in_python(warehouse: Warehouse) -> None:
    said = claim(R24, 15, "percent", from_value=12.0, to_value=18.0)
    compared(warehouse, [R23, R24], TWICE, [said])
    for row in rows_of(warehouse, "from findings"):
        spans = {name: row[name] for name in ("raw_start", "raw_end", "other_start", "other_end")}
        finding = Finding(row["kind"], "info", "other words", row["expected"], row["found"], **spans)
        assert row["finding_id"] == finding_id_of(row["report_id"], finding)


def test_a_second_audit_adds_nothing(warehouse: Warehouse) -> None:
    compared(warehouse, [R23, R24, LOST], TWICE, [claim(R24, 15, "percent", from_value=12.0, to_value=18.0)])
    before = rows_of(warehouse, "from findings order by finding_id")
    audit(warehouse)
    assert rows_of(warehouse, "from findings order by finding_id") == before
    assert len(before) == 4


@pytest.mark.parametrize("kind", ["unresolved_place", "unresolved_year"])
def test_what_identity_has_found_is_not_found_again(warehouse: Warehouse, kind: str) -> None:
    compared(warehouse, [LOST], [])
    warehouse.execute("delete from findings")
    known = finding_rows({"report_id": LOST["report_id"]}, LOST["report_id"], (Finding(kind, "warning", "已指出"),))
    insert_frame(warehouse, "findings", frame("findings", known))
    audit(warehouse)
    found = rows_of(warehouse, f"select message from findings where kind = '{kind}'")
    assert found == [{"message": "已指出"}]
    assert len(rows_of(warehouse, "from findings")) == 2


def test_three_different_figures_are_one_finding_on_the_first_two(warehouse: Warehouse) -> None:
    third = fact(R24, 170, raw_start=200, number_text="170起")
    compared(warehouse, [R24], [*TWICE, third])
    (found,) = rows_of(warehouse, "from findings")
    assert "165起与156起" in found["message"]


def test_a_zero_told_in_words_is_named_by_its_value(warehouse: Warehouse) -> None:
    none = fact(R24, 0, raw_start=5, number_text="")
    compared(warehouse, [R24], [none, TWICE[0]])
    (found,) = rows_of(warehouse, "from findings")
    assert "0与165起" in found["message"]


NO_FINDING: dict[str, list[Row]] = {
    "equal figures": [fact(R24, 36, raw_start=1), fact(R24, 36, raw_start=9)],
    "parts beside their total": [
        fact(R24, 36, is_total=True),
        fact(R24, 20, detail="婚姻"),
        fact(R24, 16, detail="邻里"),
    ],
    "stages": [fact(R24, 36, category="受理"), fact(R24, 30, category="化解")],
    "many activities": [fact(R24, 3, EVENTS, raw_start=1), fact(R24, 5, EVENTS, raw_start=9)],
    "a goal beside what was done": [fact(R24, 36), fact(R24, 50, role="target")],
    "last year's value beside this year's": [fact(R24, 36), fact(R24, 30, role="previous", period="2023年")],
}


@pytest.mark.parametrize("case", NO_FINDING)
def test_what_is_no_contradiction_is_not_found(warehouse: Warehouse, case: str) -> None:
    compared(warehouse, [R24], NO_FINDING[case])
    assert rows_of(warehouse, "from findings") == []


def test_a_republication_is_not_audited_twice(warehouse: Warehouse) -> None:
    copy = report("甲镇", 2024, "转载", duplicate_of=R24["report_id"])
    facts = [*TWICE, fact(copy, 165, raw_start=10), fact(copy, 156, raw_start=90)]
    claims = [claim(of, 15, "percent", DISPUTES, from_value=12.0, to_value=18.0) for of in (R24, copy)]
    compared(warehouse, [R24, copy], facts, claims)
    found = rows_of(warehouse, "select report_id, kind from findings order by kind")
    assert [row["kind"] for row in found] == ["conflicting_figures", "stated_vs_computed"]
    assert {row["report_id"] for row in found} == {R24["report_id"]}
