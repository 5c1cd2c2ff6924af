"""Warehouse files of a few rows, made in milliseconds: for the tests of what is done with whole files.

Belongs here: making them and telling them apart. Does not belong here: an expectation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from warehouse.arrow import writing
from warehouse.ddl import create_statement
from warehouse.publish import MadeOf

FIRST_DAY = datetime(2026, 1, 1)
TABLES = ("builds", "schema_versions", "reports", "facts")


def made_of(day: int) -> MadeOf:
    """What the build of a day was made of."""
    return f"corpus-{day}", "code-1", "registry-1"


def write_tiny(path: Path, day: int, *, history: Iterable[int] = (), changes: Iterable[str] = ()) -> Path:
    """A warehouse file of build `b<day>`, after builds of the days in `history`; `changes`: SQL run at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing(path) as con:
        for table in TABLES:
            con.execute(create_statement(table))
        for each in (*history, day):
            add_build(con, each)
        for statement in changes:
            con.execute(statement)
    return path


def add_build(con: duckdb.DuckDBPyConnection, day: int) -> None:
    """A row of `builds`."""
    con.execute(
        "insert into builds (build_id, built_at, corpus_hash, code_version, registry_version, counts)"
        " values (?, ?, ?, ?, ?, '{}')",
        [f"b{day}", FIRST_DAY + timedelta(days=day), *made_of(day)],
    )
