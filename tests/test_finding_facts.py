"""Which figures a finding speaks of, its metric, and the caution that these figures carry in the comparison."""

from __future__ import annotations

import duckdb
import pytest
from warehouse_cases import (
    DISPUTES,
    FINES,
    PETITIONS,
    RATE,
    Row,
    compare_and_audit,
    compared,
    fact,
    frame,
    load_rows,
    report,
    rows_of,
)

from pipelines.records import Finding
from warehouse.arrow import insert_frame
from warehouse.finding_kinds import FINDING_KINDS
from warehouse.lexicons import CAUTIONS
from warehouse.load import audit
from warehouse.rows import finding_rows

Warehouse = duckdb.DuckDBPyConnection

R22, R23, R24 = (report("甲镇", year) for year in (2022, 2023, 2024))


def found_in(of: Row, kind: str, *spans: int) -> list[Row]:
    """The row of a finding that the reading of one report makes."""
    found = Finding(kind, "error", "不符", None, None, *spans)
    return finding_rows({"report_id": of["report_id"]}, of["report_id"], (found,))


def with_findings(con: Warehouse, reports: list[Row], facts: list[Row], findings: list[Row]) -> None:
    """A warehouse in which the reading of the reports has found something."""
    load_rows(con, reports, facts)
    insert_frame(con, "findings", frame("findings", findings))
    compare_and_audit(con)


def cautions(con: Warehouse, metric_id: str = DISPUTES) -> dict[tuple[int, str], list[str]]:
    query = f"select year, category, cautions from year_over_year where metric_id = '{metric_id}'"
    return {(row["year"], row["category"]): row["cautions"] for row in rows_of(con, query)}


def test_every_caution_of_a_kind_is_explained_and_names_are_short_and_unlike() -> None:
    assert {kind.caution for kind in FINDING_KINDS} - {None} < {caution.code for caution in CAUTIONS}
    assert len({kind.name_zh for kind in FINDING_KINDS}) == len(FINDING_KINDS)


# figures as (start, end, metric, category); the spans of the finding; which figures it speaks of, and its metric
SPOKEN_OF: dict[str, tuple[list[tuple[int, int, str, str]], tuple[int, ...], dict[int, bool], str | None]] = {
    "a total, and all parts within the second span": (
        [(10, 20, DISPUTES, ""), (22, 26, DISPUTES, "受理"), (27, 31, DISPUTES, "化解"), (40, 44, PETITIONS, "")],
        (10, 20, 22, 31),
        {0: False, 1: True, 2: True},
        DISPUTES,
    ),
    "what is counted stands behind the number": ([(15, 24, DISPUTES, "")], (10, 17), {0: False}, DISPUTES),
    "what is counted stands before the words of the span": ([(5, 17, DISPUTES, "")], (10, 17), {0: False}, DISPUTES),
    "the figure before, whose thing the span begins with": (
        [(8, 13, PETITIONS, ""), (14, 20, DISPUTES, "")],
        (12, 20),
        {1: False},
        DISPUTES,
    ),
    "two figures of one number: the metric of one of them": (
        [(10, 20, RATE, ""), (10, 20, DISPUTES, "受理")],
        (10, 20),
        {0: False, 1: False},
        None,
    ),
    "no figure": ([(30, 40, DISPUTES, "")], (10, 20), {}, None),
}


@pytest.mark.parametrize("case", SPOKEN_OF)
def test_a_finding_speaks_of_the_figures_that_its_spans_hold(warehouse: Warehouse, case: str) -> None:
    figures, spans, expected, metric_id = SPOKEN_OF[case]
    facts = [fact(R24, 20, m, category=c, raw_start=start, raw_end=end) for start, end, m, c in figures]
    with_findings(warehouse, [R24], facts, found_in(R24, "parts_vs_total", *spans))
    told = rows_of(warehouse, "select fact_id, is_other from finding_facts order by fact_id")
    wanted = sorted((facts[at]["fact_id"], is_other) for at, is_other in expected.items())
    assert [tuple(row.values()) for row in told] == wanted
    (finding,) = rows_of(warehouse, "select metric_id, category from findings")
    assert finding["metric_id"] in ({metric_id} if metric_id or not expected else {RATE, DISPUTES})
    assert (finding["category"] is None) is (finding["metric_id"] is None)


def test_words_of_a_copied_passage_speak_of_no_figure(warehouse: Warehouse) -> None:
    with_findings(warehouse, [R24], [fact(R24, 20, raw_start=10)], found_in(R24, "copied_text", 0, 900))
    assert rows_of(warehouse, "from finding_facts") == []


def test_a_second_audit_speaks_of_the_same_figures(warehouse: Warehouse) -> None:
    with_findings(warehouse, [R24], [fact(R24, 20, raw_start=10)], found_in(R24, "parts_vs_total", 10, 14))
    before = [rows_of(warehouse, f"from {table} order by all") for table in ("findings", "finding_facts")]
    audit(warehouse)
    assert [rows_of(warehouse, f"from {table} order by all") for table in ("findings", "finding_facts")] == before


# those that the reading of one report makes; what only two reports show is made anew by the comparison
KINDS = sorted((kind.kind, kind.caution) for kind in FINDING_KINDS if kind.caution and kind.scope != "reports")


@pytest.mark.parametrize(("kind", "caution"), KINDS)
def test_what_a_finding_doubts_is_doubted_in_both_comparisons_of_the_value(
    warehouse: Warehouse, kind: str, caution: str
) -> None:
    facts = [fact(of, value, raw_start=10) for of, value in ((R22, 20), (R23, 24), (R24, 22))]
    with_findings(warehouse, [R22, R23, R24], facts, found_in(R23, kind, 10, 14))
    doubted = ["doubted"] if caution == "doubted" else []
    assert cautions(warehouse) == {(2022, ""): ["first_report"], (2023, ""): doubted, (2024, ""): doubted}


def test_both_sides_of_a_slip_are_doubted(warehouse: Warehouse) -> None:
    facts = [fact(of, value, FINES, raw_start=10) for of, value in ((R22, 386_000), (R23, 4_120_000), (R24, 4_000_000))]
    compared(warehouse, [R22, R23, R24], facts)
    (slip,) = rows_of(warehouse, "select kind, metric_id, category from findings")
    assert tuple(slip.values()) == ("scale_jump", FINES, "")
    told = cautions(warehouse, FINES)
    assert [told[year, ""] for year in (2022, 2023, 2024)] == [["doubted", "first_report"], ["doubted"], ["doubted"]]


def test_the_earlier_value_that_a_report_quotes_otherwise_is_doubted(warehouse: Warehouse) -> None:
    quoted = fact(R24, 26, role="previous", period="2023", raw_start=30)
    compared(warehouse, [R23, R24], [fact(R23, 24, raw_start=10), fact(R24, 27, raw_start=20), quoted])
    assert cautions(warehouse) == {(2023, ""): ["doubted", "first_report"], (2024, ""): ["doubted"]}
