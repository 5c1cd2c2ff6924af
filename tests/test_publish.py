"""Publishing: whole or not at all, by one builder, over nothing that is not ours, and in no reader's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import BUILD, corpus_frames, stage_frames

from pipelines.figures.registry import load_registry
from warehouse import crashpoints, publish
from warehouse.load import build_file
from warehouse.publish import (
    BuilderBusy,
    BuildLock,
    ForeignFile,
    ShrinkRefused,
    Unpublishable,
    clean_leftovers,
    guard_shrink,
    is_current,
    published_build,
)

PROJECT = Path(__file__).resolve().parents[1]
SECOND = replace(BUILD, build_id="b2", built_at=datetime(2026, 2, 1), corpus_hash="corpus-2")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("first") / "building.duckdb"
    build_file(path, corpus_frames(), load_registry(), BUILD)
    return path


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, first: Path) -> Path:
    path = tmp_path_factory.mktemp("second") / "building.duckdb"
    build_file(path, stage_frames({}), load_registry(), SECOND, previous=first)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "fazhi.duckdb"


def build_of(target: Path) -> str:
    with duckdb.connect(str(target), read_only=True) as con:
        return con.execute("select max(build_id) from builds").fetchone()[0]


def names_beside(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()}


def test_a_publish_leaves_the_file_and_nothing_else(first: Path, target: Path) -> None:
    publish.publish(first, target)
    assert build_of(target) == "b1"
    assert names_beside(target) == {target.name}


def test_a_publish_replaces_the_file_whole(first: Path, second: Path, target: Path) -> None:
    publish.publish(first, target)
    publish.publish(second, target)
    build = published_build(target)
    assert (build.build_id, build.corpus_hash, build.reports) == ("b2", "corpus-2", 0)


def test_a_reader_keeps_the_file_it_opened(first: Path, second: Path, target: Path) -> None:
    publish.publish(first, target)
    with duckdb.connect(str(target), read_only=True) as reader:
        publish.publish(second, target)
        ((reports,),) = reader.execute("select count(*) from reports").fetchall()
        assert reports == 5
    assert published_build(target).reports == 0


# --- what may be replaced ---------------------------------------------------------------------------------------------


def test_a_strangers_database_is_left_alone(first: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as con:
        con.execute("create table mine as select 42 as answer")
    content = target.read_bytes()
    with pytest.raises(ForeignFile, match="未覆盖"):
        publish.publish(first, target)
    assert target.read_bytes() == content
    assert names_beside(target) == {target.name}


@pytest.mark.parametrize("content", [b"", b"place,year\n", b"\x00" * 5000])
def test_a_file_that_is_no_database_is_left_alone(first: Path, target: Path, content: bytes) -> None:
    target.write_bytes(content)
    assert published_build(target) is None
    with pytest.raises(ForeignFile):
        publish.publish(first, target)
    assert target.read_bytes() == content


def test_a_file_that_does_not_say_which_build_it_is_is_not_published(first: Path, target: Path, tmp_path: Path) -> None:
    private = tmp_path / "private" / "building.duckdb"
    private.parent.mkdir()
    private.write_bytes(first.read_bytes())
    with duckdb.connect(str(private)) as con:
        con.execute("delete from builds")
    publish.publish(first, target)
    with pytest.raises(Unpublishable):
        publish.publish(private, target)
    assert build_of(target) == "b1"
    assert names_beside(target) == {target.name, "private"}


# --- what a crashed build leaves --------------------------------------------------------------------------------------


def test_left_over_copies_are_removed_and_nothing_else(first: Path, target: Path) -> None:
    publish.publish(first, target)
    ours = {f"{target.name}.{pid}.publishing{log}" for pid in (12, 3456) for log in ("", ".wal")}
    others = {"notes.txt", f"{target.name}.bak", f"{target.name}.mine.publishing", "other.duckdb.12.publishing"}
    for name in ours | others:
        (target.parent / name).write_bytes(b"x")
    assert {path.name for path in clean_leftovers(target)} == ours
    assert names_beside(target) == others | {target.name}


def test_a_stale_log_beside_the_published_file_is_removed(first: Path, second: Path, target: Path) -> None:
    publish.publish(first, target)
    wal = target.with_name(target.name + ".wal")
    wal.write_bytes(b"left by a client that was killed")
    assert published_build(target).build_id == "b1"
    publish.publish(second, target)
    assert not wal.exists()
    assert build_of(target) == "b2"


def test_the_log_of_a_strangers_database_stays(target: Path) -> None:
    target.write_bytes(b"not ours")
    wal = target.with_name(target.name + ".wal")
    wal.write_bytes(b"not ours either")
    assert clean_leftovers(target) == []
    assert wal.exists()


PUBLISH_POINTS = [point for point in crashpoints.CRASH_POINTS if point.startswith(("before_", "after_"))]
PUBLISH_SCRIPT = "import sys, pathlib; from warehouse.publish import publish; publish(*map(pathlib.Path, sys.argv[1:]))"


@pytest.mark.parametrize("point", PUBLISH_POINTS)
def test_a_kill_at_any_point_leaves_a_whole_file_and_the_next_publish_works(
    first: Path, second: Path, target: Path, point: str
) -> None:
    publish.publish(first, target)
    environment = {**os.environ, crashpoints.ENVIRONMENT_VARIABLE: point}
    killed = subprocess.run([sys.executable, "-c", PUBLISH_SCRIPT, second, target], cwd=PROJECT, env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert build_of(target) == ("b2" if point == "after_replace" else "b1")
    publish.publish(second, target)
    assert build_of(target) == "b2"
    # The left-over copy of the killed process is gone as well.
    assert names_beside(target) == {target.name}


def test_a_crash_point_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="before_lunch"):
        crashpoints.reached("before_lunch")


# --- one builder ------------------------------------------------------------------------------------------------------


def test_a_second_builder_is_told_so_at_once(tmp_path: Path) -> None:
    lock = tmp_path / "work" / "lock"
    with BuildLock(lock):
        with pytest.raises(BuilderBusy, match=str(os.getpid())), BuildLock(lock):
            raise AssertionError("two builders")
    with BuildLock(lock):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal, sys\n"
        "from warehouse.publish import BuildLock\n"
        "with BuildLock(pathlib.Path(sys.argv[1])):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, tmp_path / "lock"], cwd=PROJECT)
    assert killed.returncode == -signal.SIGKILL
    with BuildLock(tmp_path / "lock"):
        pass


# --- the guard against a vanished corpus, and what is current ---------------------------------------------------------

# (reports published, reports now, refused)
SHRINKS = [
    (None, 0, True),
    (None, 1, False),
    (5, 0, True),
    (20, 20, False),
    (20, 18, False),
    (20, 17, True),
    (1, 1, False),
    (0, 3, False),
    (5, 4, True),
]


@pytest.mark.parametrize(("previous", "new", "refused"), SHRINKS)
def test_a_corpus_that_shrank_is_refused(previous: int | None, new: int, refused: bool) -> None:
    if refused:
        with pytest.raises(ShrinkRefused) as caught:
            guard_shrink(previous, new)
        assert "--allow-shrink" in str(caught.value) and "\n" not in str(caught.value)
    else:
        guard_shrink(previous, new)
    guard_shrink(previous, new, allow_shrink=True)


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_growing_is_never_refused(previous: int, more: int) -> None:
    guard_shrink(previous, previous + more)


def test_only_the_same_input_is_current(first: Path, target: Path) -> None:
    same = (BUILD.corpus_hash, BUILD.code_version, BUILD.registry_version)
    assert not is_current(target, *same)
    publish.publish(first, target)
    assert is_current(target, *same)
    for position in range(3):
        changed = tuple("other" if at == position else value for at, value in enumerate(same))
        assert not is_current(target, *changed)
