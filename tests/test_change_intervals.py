"""Changes between figures with words of degree: between which bounds they lie, and whether they rose or fell."""

from __future__ import annotations

import duckdb
import pytest
from warehouse_cases import compared, fact, report, rows_of

Warehouse = duckdb.DuckDBPyConnection

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)

# (value before, its low and high, value, its low and high, the least and the greatest change)
Bounds = tuple[float | None, float | None]
INTERVALS: dict[str, tuple[tuple[float, Bounds], tuple[float, Bounds], Bounds]] = {
    "30余 → 42": ((30, (30, 40)), (42, (42, 42)), (2, 12)),
    "42 → 30余": ((42, (42, 42)), (30, (30, 40)), (-12, -2)),
    "exact": ((30, (30, 30)), (42, (42, 42)), (12, 12)),
    "both approximate": ((30, (30, 40)), (50, (45, 55)), (5, 25)),
    "30 → 50以上": ((30, (30, 30)), (50, (50, None)), (20, None)),
    "50以上 → 30": ((50, (50, None)), (30, (30, 30)), (None, -20)),
}


@pytest.mark.parametrize("case", INTERVALS)
def test_a_change_between_approximate_figures_carries_its_interval(warehouse: Warehouse, case: str) -> None:
    (before, (before_low, before_high)), (now, (low, high)), expected = INTERVALS[case]
    facts = [
        fact(R23, before, qualifier="exact" if before_low == before_high else "over", low=before_low, high=before_high),
        fact(R24, now, qualifier="exact" if low == high else "over", low=low, high=high),
    ]
    compared(warehouse, [R23, R24], facts)
    (row,) = rows_of(warehouse, "select change_low, change_high from year_over_year where year = 2024")
    assert tuple(row.values()) == expected
