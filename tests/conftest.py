"""Fixtures that several test modules share, and what all test processes have in common.

What takes long to import is imported where it is needed: pytest's main process loads this module too, runs no test when
there are several, and would spend 7 s of CPU on Dagster.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    import duckdb

# The files that take longest, the longest first: each goes to one process whole, and one that came late would leave the
# other process without work. Seconds of CPU in November 2026: 44, 40, 32 for the first three, 10 for the last.
LONGEST_FIRST = (
    "test_build_end_to_end",
    "test_crashes",
    "test_definitions",
    "test_commands",
    "test_roster_build",
    "test_manifest_draft",
    "test_load",
    "test_readers",
    "test_export",
    "test_mutate",
    "test_targets",
    "test_charts",
    "test_metrics_command",
)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Get ready in the processes that run tests."""
    import quick_dagster

    quick_dagster.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; all others keep their order."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


# `--doctest-modules` collects this file too, and finds the `conftest` of another folder under its name.
collect_ignore = ["conftest.py"]

# No test is timed: on a busy machine an example that takes 60 ms took 280 (two of them failed so in November 2026).
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def as_dagster_does() -> Iterator[None]:
    """For tests of when Dagster's databases are open, and of the room that they take."""
    import quick_dagster

    with quick_dagster.as_dagster_does():
        yield


@pytest.fixture(scope="session")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory; `warehouse_cases.compared` puts its rows in place of whatever is there."""
    from warehouse_cases import empty_warehouse

    con = empty_warehouse()
    yield con
    con.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the sample corpus, for reading: built once, whichever process asks first (6 s each time)."""
    from building import PROJECT, build

    folder = _shared_folder(tmp_path_factory, "sample")
    with FileLock(folder.with_suffix(".lock")):
        if not (warehouse := folder / "w.duckdb").exists():
            folder.mkdir(exist_ok=True)
            build(PROJECT / "seeds" / "reports", warehouse)
    return warehouse


@pytest.fixture(scope="session")
def of_four_batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of a report a batch, and its warehouse: to be copied (`copy_built`), built once."""
    from building import BATCHES, build, write_report

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
