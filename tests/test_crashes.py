"""A build killed at each of its named points: the published file outlives it, and the next build needs no hand."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import killed_builds
import pytest
from building import PROJECT, build, mediated, rows, write_report

from assets.layout import Layout
from assets.runs.instance import opened_instance
from assets.runs.liveness import UNFINISHED
from warehouse.crashpoints import CRASH_POINTS
from warehouse.kept_files import KeptFiles

# Both the project and the helpers of the tests can be imported, as in this process.
SEES_TESTS = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (PROJECT, PROJECT / "tests")))}

PUBLISHED, KILLED, NEXT = 100, 101, 102
"""The figure of the published warehouse, of the build that is killed, and of the build after it."""

ONE_OF_EACH_STATE = ("reading", "loading", "after_checkpoint", "after_copy", "keeping", "after_replace", "pruning")
"""Points that leave different things behind. `python -m benchmarks.drills.kills` builds on after each of them."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy for each point: corpus and warehouse as a build leaves them that is killed there.

    The one of the last point is no copy: there the build was really killed.
    """
    folder, left = tmp_path_factory.mktemp("crashes"), tmp_path_factory.mktemp("left")
    write_report(folder / "corpus", "白河乡", 2023, PUBLISHED)
    write_report(folder / "corpus", "青石镇", 2023, PUBLISHED)
    build(folder / "corpus", folder / "w.duckdb")
    write_report(folder / "corpus", "青石镇", 2023, KILLED)
    command = [sys.executable, killed_builds.__file__, folder, left]
    ended = subprocess.run(command, cwd=PROJECT, env=SEES_TESTS, stdout=subprocess.PIPE, text=True, check=True)
    assert int(ended.stdout) == -signal.SIGKILL, "the build did not come to the last point"
    shutil.rmtree(left / CRASH_POINTS[-1])
    folder.rename(left / CRASH_POINTS[-1])
    return left


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_the_published_file_is_whole(left: Path, point: str) -> None:
    assert (left / point).exists(), "the build did not come to the point"
    warehouse, is_replaced = left / point / "w.duckdb", _is_replaced(point)
    assert mediated(warehouse) == {("青石镇", 2023): KILLED if is_replaced else PUBLISHED, ("白河乡", 2023): PUBLISHED}
    assert len(unfinished_runs(warehouse)) == 1


@pytest.mark.parametrize("point", ONE_OF_EACH_STATE)
def test_the_next_build_succeeds(left: Path, point: str) -> None:
    folder = left / point
    corpus, warehouse = folder / "corpus", folder / "w.duckdb"
    write_report(corpus, "青石镇", 2023, NEXT)
    assert build(corpus, warehouse).is_published
    assert mediated(warehouse) == {("青石镇", 2023): NEXT, ("白河乡", 2023): PUBLISHED}
    assert [path.name for path in folder.iterdir() if path.name.startswith("w.duckdb.") and path.is_file()] == []
    kept = KeptFiles(Layout(warehouse).versions_folder)
    assert kept.leftovers() == []
    assert all(version.build for version in kept.versions())
    assert unfinished_runs(warehouse) == []
    builds = 3 if _is_replaced(point) else 2
    assert rows(warehouse, "select count(*), count(distinct build_id) from builds") == [(builds, builds)]


def _is_replaced(point: str) -> bool:
    return CRASH_POINTS.index(point) >= CRASH_POINTS.index("after_replace")


def unfinished_runs(warehouse: Path) -> list[str]:
    """Runs that Dagster takes to be at work."""
    with opened_instance(Layout(warehouse)) as instance:
        return [run.run_id for run in instance.get_runs() if run.status in UNFINISHED]
