"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import quick_dagster
from building import PROJECT, build
from filelock import FileLock
from hypothesis import settings
from warehouse_cases import empty_warehouse

quick_dagster.install()
# On a machine that is busy with something else an example takes a second that takes a millisecond otherwise.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory; `warehouse_cases.compared` puts its rows in place of whatever is there."""
    con = empty_warehouse()
    yield con
    con.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the sample corpus, for reading: built once, whichever process asks first (15 s each time)."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    with FileLock(folder.with_suffix(".lock")):
        if not (warehouse := folder / "w.duckdb").exists():
            folder.mkdir(exist_ok=True)
            build(PROJECT / "seeds" / "reports", warehouse)
    return warehouse
