"""What one report says of one series, by tables worked out by hand: which figure counts, and what contradicts it."""

from __future__ import annotations

import duckdb
import pytest
from cases_at_once import Case, by_case, compared_at_once
from warehouse_cases import DISPUTES, EVENTS, Row, compared, fact, report, rows_of

Warehouse = duckdb.DuckDBPyConnection
ByCase = dict[str, list[Row]]

R24 = report("甲镇", 2024)

# (figures of one report: value and columns, in reading order; the value that counts; whether they contradict)
ONE_REPORT: dict[str, tuple[list[tuple[float, Row]], float, bool]] = {
    "one figure": ([(36, {})], 36, False),
    "an equal repetition merges": ([(36, {}), (36, {})], 36, False),
    "165起 and later 156起": ([(165, {}), (156, {})], 165, True),
    "the total wins over what stands first": ([(12, {"detail": "婚姻家庭"}), (48, {"is_total": True})], 48, False),
    "a total against a bare figure": ([(36, {}), (41, {"is_total": True})], 41, True),
    "two totals": ([(80, {"is_total": True}), (82, {"is_total": True})], 80, True),
    "a bare figure wins over a narrower one": ([(4, {"detail": "劳资"}), (36, {})], 36, False),
    "only narrower figures: the first": ([(4, {"detail": "劳资"}), (7, {"detail": "邻里"})], 4, False),
    "the same narrower thing twice": ([(4, {"detail": "劳资"}), (7, {"detail": "劳资"})], 4, True),
    "two narrower totals": (
        [(9, {"detail": "乡级", "is_total": True}), (7, {"detail": "村级", "is_total": True})],
        9,
        False,
    ),
    "1200余 holds 1203": ([(1200, {"qualifier": "over"}), (1203, {})], 1200, False),
    "1200余 does not hold 1190": ([(1200, {"qualifier": "over"}), (1190, {})], 1200, True),
    "1200余 does not hold 2500": (
        [(1200, {"qualifier": "over", "detail": "集市"}), (2500, {"detail": "集市"})],
        1200,
        True,
    ),
    "231 and 22 are no figure told twice": ([(231, {}), (22, {})], 231, False),
    "36 and 360 are one that slipped": ([(36, {}), (360, {})], 36, True),
    "one sentence tells no figure twice": ([(187, {"evidence": "甲"}), (139, {"evidence": "甲"})], 187, False),
    "约500 holds 480": ([(500, {"qualifier": "about"}), (480, {})], 500, False),
    "约500 does not hold 380": ([(500, {"qualifier": "about"}), (380, {})], 500, True),
    "不足30 holds 28": ([(30, {"qualifier": "under"}), (28, {})], 30, False),
    "不足30 does not hold 31": ([(30, {"qualifier": "under"}), (31, {})], 30, True),
    "none, and yet two": ([(0, {}), (2, {})], 0, True),
    "28批 and 36件 count different things": ([(28, {"measure_word": "批"}), (36, {})], 28, False),
    "起 and 件 count the same": ([(28, {"measure_word": "起"}), (36, {})], 28, True),
    "another period is another claim": ([(36, {}), (90, {"period": "stock"})], 36, False),
    "a target is no value": ([(50, {"role": "target"}), (36, {})], 36, False),
    "a previous year's value is no value": ([(30, {"role": "previous"}), (36, {})], 36, False),
    "近5年 is no value of the year": ([(500, {"period": "近5年"}), (36, {})], 36, False),
    "what can't be read is no value": ([(None, {}), (36, {})], 36, False),
}


def of_metric(metric_id: str) -> dict[str, Case]:
    """Each case of ONE_REPORT with figures of a metric."""
    return {
        case: Case(
            [R24],
            [fact(R24, value, metric_id, raw_start=10 * at, **columns) for at, (value, columns) in enumerate(figures)],
        )
        for case, (figures, _, _) in ONE_REPORT.items()
    }


@pytest.fixture(scope="module")
def told(warehouse: Warehouse) -> tuple[ByCase, ByCase]:
    """The yearly values and the findings of each case of ONE_REPORT."""
    compared_at_once(warehouse, of_metric(DISPUTES))
    return (
        by_case(warehouse, ONE_REPORT, "select place_id, value, conflict from yearly_values"),
        by_case(warehouse, ONE_REPORT, "select place_id, kind from findings join reports using (report_id)"),
    )


@pytest.fixture(scope="module")
def values_of_many(warehouse: Warehouse) -> ByCase:
    """The yearly values of each case of ONE_REPORT, told of a metric that lists many activities."""
    compared_at_once(warehouse, of_metric(EVENTS))
    return by_case(warehouse, ONE_REPORT, "select place_id, value, conflict from yearly_values")


@pytest.mark.parametrize("case", ONE_REPORT)
def test_the_value_of_a_report(told: tuple[ByCase, ByCase], case: str) -> None:
    values, found_kinds = told
    _, expected, conflict = ONE_REPORT[case]
    assert values[case] == [{"value": expected, "conflict": conflict}]
    assert found_kinds[case] == [{"kind": "conflicting_figures"}] * conflict


@pytest.mark.parametrize("case", ONE_REPORT)
def test_a_metric_that_lists_many_activities_conflicts_only_in_two_totals(values_of_many: ByCase, case: str) -> None:
    _, expected, _ = ONE_REPORT[case]
    assert values_of_many[case] == [{"value": expected, "conflict": case == "two totals"}]


def test_the_headline_is_never_summed_from_categories(warehouse: Warehouse) -> None:
    facts = [fact(R24, 12, category="受理"), fact(R24, 8, category="化解")]
    compared(warehouse, [R24], facts)
    values = rows_of(warehouse, "select category, value from yearly_values")
    assert values == [{"category": "化解", "value": 8}, {"category": "受理", "value": 12}]


def test_a_conflict_names_both_figures_in_a_sentence(warehouse: Warehouse) -> None:
    facts = [fact(R24, 165, raw_start=10, number_text="165起"), fact(R24, 156, raw_start=90, number_text="156起")]
    compared(warehouse, [R24], facts)
    (found,) = rows_of(warehouse, "from findings")
    assert found["message"] == "同一份报告中“矛盾纠纷调处”有两个不同的数：165起与156起，请核对原文"
    assert (found["raw_start"], found["other_start"], found["other_report_id"]) == (10, 90, None)
    assert found["severity"] == "error"


def test_a_report_outside_every_series_is_audited_all_the_same(warehouse: Warehouse) -> None:
    lost = report(None, 2024)
    compared(warehouse, [lost], [fact(lost, 165, raw_start=1), fact(lost, 156, raw_start=9)])
    assert rows_of(warehouse, "from yearly_values") == []
    kinds = rows_of(warehouse, "select kind from findings order by kind")
    assert [row["kind"] for row in kinds] == ["conflicting_figures", "unresolved_place"]
