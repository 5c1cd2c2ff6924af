"""Made-up places with counties and levels, for the tests of what puts places side by side and of the views.

Belongs here: loading them beside the rows of `warehouse_cases`, and running all that follows. Does not belong here: an
expectation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
from warehouse_cases import Row, unchecked_frame

from warehouse.load import compare, insert_tables

REPLACED = ("places", "reports", "report_texts", "sections", "numerals", "facts", "stated_changes", "findings")


def place(name: str, level: str | None = "镇", county: str | None = "丰源县", **columns: object) -> Row:
    """A row of `places`; its id is its name."""
    return {"place_id": name, "name": name, "level": level, "county": county, "aliases": [], **columns}


def laid_side_by_side(
    con: duckdb.DuckDBPyConnection,
    places: Iterable[Row],
    reports: Iterable[Row],
    facts: Iterable[Row],
    **others: Iterable[Row],
) -> None:
    """Put these rows in place of whatever the database holds, and run the comparisons over them; nothing here looks at
    what an audit finds."""
    rows: Mapping[str, Iterable[Row]] = {"places": places, "reports": reports, "facts": facts, **others}
    for table in REPLACED:
        con.execute(f"delete from {table}")
    tables = {table: unchecked_frame(table, listed) for table, listed in rows.items()}
    insert_tables(con, {table: frame for table, frame in tables.items() if frame.height})
    compare(con)
