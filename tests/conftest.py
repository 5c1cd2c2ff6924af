"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from warehouse_cases import empty_warehouse


@pytest.fixture(scope="session")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory; `warehouse_cases.compared` puts its rows in place of whatever is there."""
    con = empty_warehouse()
    yield con
    con.close()
