"""kill -9 at every named point of a build: the published file outlives it, and the next build needs no hand."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import killed_builds
import pytest
from building import PROJECT, build, mediated, rows, write_report

from assets.layout import Layout
from assets.runs.instance import opened_instance
from assets.runs.liveness import UNFINISHED
from warehouse.crashpoints import CRASH_POINTS
from warehouse.kept_files import KeptFiles

END_SECONDS = 60

# Both the project and the helpers of the tests can be imported, as in this process.
SEES_TESTS = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (PROJECT, PROJECT / "tests")))}

KilledBuild = Callable[[Path, Path, str], int]


@pytest.fixture(scope="module")
def killed_build() -> Iterator[KilledBuild]:
    """The exit status of a build of a corpus into a warehouse, in a process of its own, that is to die at a point."""
    command = [sys.executable, killed_builds.__file__]
    program = subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SEES_TESTS
    )
    assert program.stdin is not None and program.stdout is not None

    def ask(*arguments: Path | str) -> int:
        print(json.dumps([str(argument) for argument in arguments]), file=program.stdin, flush=True)
        return int(program.stdout.readline())

    yield ask
    program.stdin.close()
    assert program.wait(END_SECONDS) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and its published warehouse; each test leaves it with a later version of one figure."""
    folder = tmp_path_factory.mktemp("crashes")
    for place, figure in (("青石镇", 100), ("白河乡", 100)):
        write_report(folder / "corpus", place, 2023, figure)
    build(folder / "corpus", folder / "w.duckdb")
    return folder


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_the_published_file_is_whole_and_the_next_build_succeeds(
    folder: Path, killed_build: KilledBuild, point: str
) -> None:
    corpus, warehouse = folder / "corpus", folder / "w.duckdb"
    old = mediated(warehouse)["青石镇", 2023]
    write_report(corpus, "青石镇", 2023, int(old) + 1)

    assert killed_build(corpus, warehouse, point) == -signal.SIGKILL, "the build did not come to the point"

    is_replaced = CRASH_POINTS.index(point) >= CRASH_POINTS.index("after_replace")
    expected = old + 1 if is_replaced else old
    assert mediated(warehouse) == {("青石镇", 2023): expected, ("白河乡", 2023): 100}

    write_report(corpus, "青石镇", 2023, int(old) + 2)
    assert build(corpus, warehouse).is_published
    assert mediated(warehouse) == {("青石镇", 2023): old + 2, ("白河乡", 2023): 100}
    assert [path.name for path in folder.iterdir() if path.name.startswith("w.duckdb.") and path.is_file()] == []
    kept = KeptFiles(Layout(warehouse).versions_folder)
    assert kept.leftovers() == []
    assert all(version.build for version in kept.versions())


def test_runs_of_killed_builds_are_marked_failed(folder: Path) -> None:
    # Runs after the crashes above; alone it still holds: no run is left unfinished.
    with opened_instance(Layout(folder / "w.duckdb")) as instance:
        unfinished = [run for run in instance.get_runs() if run.status in UNFINISHED]
    assert unfinished == []


def test_builds_history_has_each_publish_once(folder: Path) -> None:
    assert rows(folder / "w.duckdb", "select count(*) = count(distinct build_id) from builds") == [(True,)]
