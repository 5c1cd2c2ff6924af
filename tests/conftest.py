"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from building import BATCHES, PROJECT, build, write_report
from filelock import FileLock
from hypothesis import settings
from warehouse_cases import empty_warehouse

# `--doctest-modules` collects this file too, and finds the `conftest` of another folder under its name.
collect_ignore = ["conftest.py"]

# No test is timed: on a busy machine an example that takes 60 ms took 280 (two of them failed so in November 2026).
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
    folder = _shared_folder(tmp_path_factory, "sample")
    with FileLock(folder.with_suffix(".lock")):
        if not (warehouse := folder / "w.duckdb").exists():
            folder.mkdir(exist_ok=True)
            build(PROJECT / "seeds" / "reports", warehouse)
    return warehouse


@pytest.fixture(scope="session")
def of_four_batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of a report a batch, and its warehouse: to be copied (`copy_built`), built once."""
    folder = _shared_folder(tmp_path_factory, "four_batches")
    with FileLock(folder.with_suffix(".lock")):
        if not (warehouse := folder / "w.duckdb").exists():
            for number, batch in enumerate(BATCHES):
                write_report(folder / "corpus", "青石镇", int(batch), 30 + number)
            build(folder / "corpus", warehouse)
    return folder


def _shared_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
