"""Changes that reports claim themselves, held against their own figures and the report of the year before."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from cases_at_once import Case, by_case, compared_at_once
from warehouse_cases import FINES, RATE, Row, claim, compared, fact, report, rows_of

Warehouse = duckdb.DuckDBPyConnection
ByCase = dict[str, list[Row]]

R22, R23, R24 = (report("甲镇", year) for year in (2022, 2023, 2024))
HALF_OF_2023 = report("甲镇", 2023, covers_until=date(2023, 6, 30))

# (value 2023, value 2024, the claim of 2024, verdict, computed, what it was computed from)
Verdict = tuple[str, float | None, str]
UNVERIFIABLE: Verdict = ("unverifiable", None, "none")
CLAIMS: dict[str, tuple[Row | None, Row, dict[str, Any], Verdict]] = {
    "12 to 18 is 50 percent": (
        fact(R23, 12), fact(R24, 18), {"stated": 50, "stated_as": "percent"}, ("agrees", 50, "previous report"),
    ),
    "12 to 18 is not 15 percent": (
        fact(R23, 12), fact(R24, 18), {"stated": 15, "stated_as": "percent"}, ("contradicts", 50, "previous report"),
    ),
    "the other direction": (
        fact(R23, 12), fact(R24, 18), {"stated": -50, "stated_as": "percent"}, ("contradicts", 50, "previous report"),
    ),
    "rounded to a whole percent": (
        fact(R23, 36), fact(R24, 41), {"stated": 14, "stated_as": "percent"}, ("agrees", 13.888889, "previous report"),
    ),
    "cut to a whole percent": (
        fact(R23, 36), fact(R24, 41), {"stated": 13, "stated_as": "percent"}, ("agrees", 13.888889, "previous report"),
    ),
    "one percent too many": (
        fact(R23, 36), fact(R24, 41), {"stated": 15, "stated_as": "percent"},
        ("contradicts", 13.888889, "previous report"),
    ),
    "one printed decimal": (
        fact(R23, 36), fact(R24, 41), {"stated": 13.9, "stated_as": "percent"},
        ("agrees", 13.888889, "previous report"),
    ),
    "one printed decimal, wrong": (
        fact(R23, 36), fact(R24, 41), {"stated": 13.7, "stated_as": "percent"},
        ("contradicts", 13.888889, "previous report"),
    ),
    "fewer by exactly 4": (
        fact(R23, 12), fact(R24, 8), {"stated": -4, "stated_as": "absolute"}, ("agrees", -4, "previous report"),
    ),
    "fewer by 5, but it is 4": (
        fact(R23, 12), fact(R24, 8), {"stated": -5, "stated_as": "absolute"}, ("contradicts", -4, "previous report"),
    ),
    "money to its last printed digit": (
        fact(R23, 850500, FINES), fact(R24, 862700, FINES), {"stated": 12000, "stated_as": "absolute"},
        ("agrees", 12200, "previous report"),
    ),
    "points of a rate": (
        fact(R23, 92, RATE), fact(R24, 94.5, RATE), {"stated": 2.5, "stated_as": "points"},
        ("agrees", 2.5, "previous report"),
    ),
    "a rate that rose by 3%, meaning points": (
        fact(R23, 92, RATE), fact(R24, 95, RATE), {"stated": 3, "stated_as": "percent"},
        ("agrees", 3, "previous report"),
    ),
    "its own figures, no report before": (
        None, fact(R24, 18), {"stated": 50, "stated_as": "percent", "from_value": 12.0, "to_value": 18.0},
        ("agrees", 50, "own figures"),
    ),
    "its own figures contradict it": (
        None, fact(R24, 18), {"stated": 40, "stated_as": "percent", "from_value": 12.0, "to_value": 18.0},
        ("contradicts", 50, "own figures"),
    ),
    "its own figures agree, the report before does not": (
        fact(R23, 9), fact(R24, 18), {"stated": 50, "stated_as": "percent", "from_value": 12.0, "to_value": 18.0},
        ("contradicts", 100, "previous report"),
    ),
    "no report before": (None, fact(R24, 18), {"stated": 50, "stated_as": "percent"}, UNVERIFIABLE),
    "nothing claimed but from and to": (
        None, fact(R24, 18), {"stated": None, "stated_as": "absolute", "from_value": 12.0, "to_value": 18.0},
        UNVERIFIABLE,
    ),
    "from nothing there is no percentage": (
        fact(R23, 0), fact(R24, 3), {"stated": 100, "stated_as": "percent"}, UNVERIFIABLE,
    ),
    "12余 before": (
        fact(R23, 12, qualifier="over"), fact(R24, 18), {"stated": 15, "stated_as": "percent"}, UNVERIFIABLE,
    ),
    "narrowed otherwise": (
        fact(R23, 12, detail="劳资"), fact(R24, 18), {"stated": 15, "stated_as": "percent"}, UNVERIFIABLE,
    ),
    "批 before, 件 now": (
        fact(R23, 12, measure_word="批"), fact(R24, 18), {"stated": 15, "stated_as": "percent"}, UNVERIFIABLE,
    ),
    "a claim on another figure than the series took": (
        fact(R23, 12), fact(R24, 18), {"stated": 15, "stated_as": "percent", "to_value": 30.0}, UNVERIFIABLE,
    ),
    "a claim on another category": (
        fact(R23, 12), fact(R24, 18), {"stated": 15, "stated_as": "percent", "category": "受理"}, UNVERIFIABLE,
    ),
}  # fmt: skip


def case_of(before: Row | None, now: Row, said: dict[str, Any]) -> Case:
    """The figures of both years, or of 2024 alone, and the claim of 2024."""
    reports, facts = ([R23, R24], [before, now]) if before else ([R24], [now])
    return Case(reports, facts, [claim(R24, metric_id=now["metric_id"], **said)])


@pytest.fixture(scope="module")
def judged(warehouse: Warehouse) -> tuple[ByCase, ByCase, ByCase]:
    """The claim of each case as judged, the findings on it, and the years that are cautioned of it."""
    compared_at_once(warehouse, {case: case_of(*rows) for case, (*rows, _) in CLAIMS.items()})
    of_reports = "select place_id, {} join reports using (report_id)"
    cautioned = "select place_id, year from year_over_year where year = 2024 and 'contradicts_report' in cautions"
    return (
        by_case(warehouse, CLAIMS, of_reports.format("verdict, computed, compared_with from stated_changes")),
        by_case(warehouse, CLAIMS, of_reports.format("kind from findings") + " where kind = 'stated_vs_computed'"),
        by_case(warehouse, CLAIMS, cautioned),
    )


@pytest.mark.parametrize("case", CLAIMS)
def test_a_claimed_change_is_held_against_the_figures(judged: tuple[ByCase, ByCase, ByCase], case: str) -> None:
    expected = CLAIMS[case][3]
    claims, findings, cautioned = (told[case] for told in judged)
    assert [tuple(row.values()) for row in claims] == [expected]
    assert len(findings) == len(cautioned) == (expected[0] == "contradicts")


@pytest.mark.parametrize("reports", [[R22, R24], [HALF_OF_2023, R24]], ids=["a gap", "half a year before"])
def test_a_change_over_other_than_two_whole_years_is_unverifiable(warehouse: Warehouse, reports: list[Row]) -> None:
    facts = [fact(reports[0], 12), fact(reports[1], 18)]
    compared(warehouse, reports, facts, [claim(R24, 15, "percent")])
    assert rows_of(warehouse, "select verdict from stated_changes") == [{"verdict": "unverifiable"}]


@pytest.mark.parametrize(("qualifier", "verdict"), [("about", "agrees"), ("over", "agrees"), ("exact", "contradicts")])
def test_a_word_of_degree_on_the_claim_is_heard(warehouse: Warehouse, qualifier: str, verdict: str) -> None:
    ledger_row = {
        "report_id": R24["report_id"], "ordinal": 0, "text": "13%", "raw_start": 110, "raw_end": 113,
        "disposition": "change", "value": 13.0, "unit": "percent", "qualifier": qualifier,
    }  # fmt: skip
    facts = [fact(R23, 100), fact(R24, 114)]
    compared(warehouse, [R23, R24], facts, [claim(R24, 13, "percent")], [ledger_row])
    assert rows_of(warehouse, "select verdict from stated_changes") == [{"verdict": verdict}]


CONTRADICTIONS = {
    "报告称“矛盾纠纷调处”增长15%，但上一年报告为12、本年为18，应为增长50%，请核对": (
        "warning", [fact(R23, 12), fact(R24, 18)], claim(R24, 15, "percent"),
    ),
    "报告称“矛盾纠纷调处”减少5，但按文中由12到8计算，应为减少4，请核对": (
        "error", [fact(R24, 8)], claim(R24, -5, "absolute", from_value=12.0, to_value=8.0),
    ),
    "报告称“矛盾纠纷调解成功率”提高4个百分点，但上一年报告为92、本年为94.5，应为提高2.5个百分点，请核对": (
        "warning", [fact(R23, 92, RATE), fact(R24, 94.5, RATE)], claim(R24, 4, "points", RATE),
    ),
    "报告称“矛盾纠纷调处（受理）”下降10%，但上一年报告为12、本年为18，应为增长50%，请核对": (
        "warning",
        [fact(R23, 12, category="受理"), fact(R24, 18, category="受理")],
        claim(R24, -10, "percent", category="受理"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", CONTRADICTIONS)
def test_a_contradicted_claim_is_told_in_a_sentence(warehouse: Warehouse, message: str) -> None:
    severity, facts, said = CONTRADICTIONS[message]
    compared(warehouse, [R23, R24], facts, [said])
    (found,) = rows_of(warehouse, "from findings where kind = 'stated_vs_computed'")
    assert (found["message"], found["severity"]) == (message, severity)
    assert (found["raw_start"], found["raw_end"]) == (said["raw_start"], said["raw_end"])
