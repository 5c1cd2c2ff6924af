"""kill -9 at every named point of a build: the published file outlives it, and the next build needs no hand."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path

import pytest
from building import build, build_and_die, mediated, rows, write_report

from assets.instance import UNFINISHED, opened_instance
from assets.layout import Layout
from warehouse.crashpoints import CRASH_POINTS

CRASH_SECONDS = 120

# Each killed build is a process of its own, forked from one that has imported everything: half the time of a command.
FRESH = multiprocessing.get_context("forkserver")
FRESH.set_forkserver_preload(["assets.builds"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and its published warehouse; each test leaves it with a later version of one figure."""
    folder = tmp_path_factory.mktemp("crashes")
    for place, figure in (("青石镇", 100), ("白河乡", 100)):
        write_report(folder / "corpus", place, 2023, figure)
    build(folder / "corpus", folder / "w.duckdb")
    return folder


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_the_published_file_is_whole_and_the_next_build_succeeds(folder: Path, point: str) -> None:
    corpus, warehouse = folder / "corpus", folder / "w.duckdb"
    old = mediated(warehouse)["青石镇", 2023]
    write_report(corpus, "青石镇", 2023, int(old) + 1)

    killed = FRESH.Process(target=build_and_die, args=(corpus, warehouse, point))
    killed.start()
    killed.join(CRASH_SECONDS)
    assert killed.exitcode == -signal.SIGKILL, "the build did not come to the point"

    expected = old + 1 if point == "after_replace" else old
    assert mediated(warehouse) == {("青石镇", 2023): expected, ("白河乡", 2023): 100}

    write_report(corpus, "青石镇", 2023, int(old) + 2)
    assert build(corpus, warehouse).is_published
    assert mediated(warehouse) == {("青石镇", 2023): old + 2, ("白河乡", 2023): 100}
    assert [path.name for path in folder.iterdir() if path.name.startswith("w.duckdb.") and path.is_file()] == []


def test_runs_of_killed_builds_are_marked_failed(folder: Path) -> None:
    # Runs after the crashes above; alone it still holds: no run is left unfinished.
    with opened_instance(Layout(folder / "w.duckdb")) as instance:
        unfinished = [run for run in instance.get_runs() if run.status in UNFINISHED]
    assert unfinished == []


def test_builds_history_has_each_publish_once(folder: Path) -> None:
    assert rows(folder / "w.duckdb", "select count(*) = count(distinct build_id) from builds") == [(True,)]
