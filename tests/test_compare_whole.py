"""Comparisons as a whole: the same input gives the same tables, and plain loops give the same rows."""

from __future__ import annotations

import itertools
import random
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_cases import (
    DISPUTES,
    HALF_YEAR,
    PETITIONS,
    Row,
    claim,
    compared,
    fact,
    load_rows,
    report,
    rows_of,
)

from warehouse.load import COMPARISON_SQL, run_sql

Warehouse = duckdb.DuckDBPyConnection

R21, R22, R24 = (report("甲镇", year) for year in (2021, 2022, 2024))
FIRST = report("甲镇", 2024, "a", published_on=date(2025, 1, 5))
LATER = report("甲镇", 2024, "b", published_on=date(2025, 2, 9))
HALF = report("甲镇", 2024, "d", published_on=date(2025, 3, 1), covers_until=HALF_YEAR)


# --- the same input gives the same tables -----------------------------------------------------------------------------

COMPARED = ("yearly_values", "year_over_year", "stated_changes", "coverage", "findings")
CORPUS = [R21, R22, R24, FIRST, LATER, HALF, report("乙镇", 2024), report("乙镇", 2023)]
CORPUS_FACTS = [
    fact(of, value, metric)
    for (of, value), metric in itertools.product(
        zip(CORPUS, (3, 5, 7, 7, 8, 4, 9, 9), strict=True), (DISPUTES, PETITIONS)
    )
] + [fact(R24, 9), fact(LATER, 8, detail="劳资")]
CORPUS_CLAIMS = [claim(R22, 50, "percent"), claim(LATER, 3, "absolute", ordinal=1), claim(LATER, -3, "absolute")]


def all_rows(con: Warehouse) -> dict[str, list[Row]]:
    return {table: rows_of(con, f"from {table}") for table in COMPARED}


@pytest.fixture(scope="module")
def in_order(warehouse: Warehouse) -> dict[str, list[Row]]:
    """The tables of the corpus as it is written above."""
    return all_rows(compared(warehouse, CORPUS, CORPUS_FACTS, CORPUS_CLAIMS))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_changes_nothing(
    warehouse: Warehouse, in_order: dict[str, list[Row]], seed: int
) -> None:
    shuffler = random.Random(seed)
    reports, facts, claims = (shuffler.sample(rows, len(rows)) for rows in (CORPUS, CORPUS_FACTS, CORPUS_CLAIMS))
    again = all_rows(compared(warehouse, reports, facts, claims))
    assert again == in_order
    assert all(in_order.values())


# --- the plain words of the contract as an oracle ---------------------------------------------------------------------

YEARS = (2019, 2020, 2021, 2022, 2023)
UP_TO_YEARS = COMPARISON_SQL[: COMPARISON_SQL.index("year_over_year") + 1]
reports_of_a_place = st.dictionaries(
    st.sampled_from(YEARS),
    st.dictionaries(st.sampled_from(["", "受理"]), st.integers(0, 40).map(float), max_size=2),
    min_size=1,
)


def oracle(values: dict[str, dict[int, dict[str, float]]]) -> list[tuple[Any, ...]]:
    """year_over_year by loops: place, category, year, value, previous year and value, change, percent, status."""
    rows = []
    for place, by_year in values.items():
        for category in ("", "受理"):
            known, previous_year = False, None
            for year in sorted(by_year):
                value = by_year[year].get(category)
                before = by_year[previous_year].get(category) if previous_year else None
                known = known or value is not None
                if known:
                    both = value is not None and before is not None
                    status = "compared" if both else "dropped" if value is None else "new"
                    change = value - before if both else None
                    percent = round(change / before * 100, 6) if both and before else None
                    rows.append((place, category, year, value, previous_year, before, change, percent, status))
                previous_year = year
    return sorted(rows, key=lambda row: row[:3])


@settings(max_examples=15)
@given(st.fixed_dictionaries({"甲镇": reports_of_a_place, "乙镇": reports_of_a_place}))
def test_year_over_year_is_what_loops_say(warehouse: Warehouse, values: dict[str, dict[int, dict[str, float]]]) -> None:
    reports = [report(place, year) for place, by_year in values.items() for year in by_year]
    facts = [
        fact(report(place, year), value, category=category)
        for place, by_year in values.items()
        for year, by_category in by_year.items()
        for category, value in by_category.items()
    ]
    load_rows(warehouse, reports, facts)
    run_sql(warehouse, UP_TO_YEARS)
    found = warehouse.execute(
        "select place_id, category, year, value, previous_year, previous_value, change, change_percent, status"
        " from year_over_year"
    ).fetchall()
    assert sorted(found, key=lambda row: row[:3]) == oracle(values)
