"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh database in memory; `warehouse_cases.compared` creates the tables and fills them."""
    con = duckdb.connect(":memory:")
    yield con
    con.close()
