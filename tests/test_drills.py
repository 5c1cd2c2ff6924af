"""What the drills found and stand on: full disks in one line, runs that were killed early, states that are no mix."""

from __future__ import annotations

import errno
import io
import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from building import build, rows, workshop, write_report
from click.testing import CliRunner
from rich.console import Console

from assets.commands.cli import main as fazhi
from assets.corpus.manifest import read_manifest
from assets.errors import DiskFull, is_full_disk
from assets.logs import logging_to
from assets.runs.builds import BuildReport
from assets.runs.instance import opened_instance, prepare_home
from assets.runs.jobs import BUILD_JOB_NAME, STAGE_ASSETS
from assets.runs.liveness import kept_alive
from assets.stages.needed import batches_behind
from assets.stages.store import FrameStore
from benchmarks.drills.corpora import STATES, bring_to, files_of
from benchmarks.drills.outcomes import Outcome, finish, show
from benchmarks.drills.processes import descendants_of, is_alive, session_members
from benchmarks.wide_corpus import write_wide_corpus
from warehouse.crashpoints import ENVIRONMENT_VARIABLE, reached

# A device that every system has and on which every write finds no room.
FULL = Path("/dev/full")
needs_full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def test_every_state_of_the_drills_is_another_and_loses_less_than_a_tenth(tmp_path: Path) -> None:
    states = [files_of(state) for state in range(STATES)]
    assert len({tuple(sorted(files.items())) for files in states}) == STATES
    for before in states:
        for after in states:
            assert len(after) > 0.9 * len(before), "such a build would be refused as a vanished corpus"
    for state in (0, 1, 2):
        bring_to(tmp_path, state)
        found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
        assert found == states[state]


def test_files_that_stay_are_not_touched(tmp_path: Path) -> None:
    bring_to(tmp_path, 0)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    bring_to(tmp_path, 1)
    same = [path for path, time in times.items() if path.exists() and path.stat().st_mtime_ns == time]
    assert 0 < len(same) < len(times)


def test_an_outcome_that_is_not_as_it_must_be_ends_with_status_one(tmp_path: Path) -> None:
    good, bad = Outcome("kill", "at loading", "old file"), Outcome("kill", "at reading", "a mix", ("a mix is served",))
    said = io.StringIO()
    show(Console(file=said, width=120), "drills", [good, bad])
    assert "a mix is served" in said.getvalue()
    assert "2 outcomes, 1 not as they must be" in said.getvalue()
    for outcomes, status in (([good], 0), ([good, bad], 1), ([], 1)):
        with pytest.raises(SystemExit) as end:
            finish(outcomes, tmp_path / "outcomes.json")
        assert end.value.code == status


def test_processes_are_found_by_parent_and_session() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    assert child.pid in descendants_of(os.getpid())
    assert session_members(child.pid) == [child.pid]
    child.communicate(b"\n")
    assert not is_alive(child.pid)
    assert session_members(child.pid) == []


def test_a_wide_corpus_has_its_batches_and_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("a", "b"):
        summary = write_wide_corpus(tmp_path / name, 60, batches=8, seed=3)
        assert summary.files == 60
    first, again = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.txt")}
        for name in ("a", "b")
    )
    assert first == again
    assert len({path.parent for path in first}) == 8


def test_a_crash_point_may_be_named_by_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, _signal: killed.append(pid))
    switch = tmp_path / "crash_at"
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, f"@{switch}")
    reached("loading")
    switch.write_text("reading\n", encoding="utf-8")
    reached("loading")
    assert killed == []
    reached("reading")
    assert killed == [os.getpid()]


def sqlite_full(folder: Path) -> None:
    """Write into a SQLite database that may not grow."""
    with sqlite3.connect(folder / "small.db") as con:
        con.execute("pragma max_page_count = 2")
        con.execute("create table notes (note text)")
        con.execute("insert into notes values (?)", ("x" * 100_000,))


def polars_full(_folder: Path) -> None:
    """Write a frame onto a full device."""
    pl.DataFrame({"a": range(100_000)}).write_parquet(FULL)


def python_full(_folder: Path) -> None:
    """Write bytes onto a full device."""
    with FULL.open("wb", buffering=0) as opened:
        opened.write(b"x")


def duckdb_full(_folder: Path) -> None:
    """Write a result onto a full device."""
    duckdb.connect().execute(f"copy (from range(1000000)) to '{FULL}' (format csv, use_tmp_file false)")


@needs_full_device
@pytest.mark.parametrize("write", [sqlite_full, polars_full, python_full, duckdb_full])
def test_a_full_disk_is_known_by_whoever_meets_it(write: object, tmp_path: Path) -> None:
    assert callable(write)
    with pytest.raises(Exception) as raised:  # noqa: B017, PT011 - each library has a class of its own
        write(tmp_path)
    assert is_full_disk(raised.value)


def test_an_error_that_follows_from_a_full_disk_is_one() -> None:
    with pytest.raises(ValueError) as raised:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise ValueError("could not keep the frame") from error
    assert is_full_disk(raised.value)
    assert not is_full_disk(ValueError("3 files left"))


def test_a_full_disk_is_one_line_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(tmp_path / "corpus", "青石镇", 2023, 36)

    def full(*_arguments: object) -> BuildReport:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assets.runs.builds.run_build", full)
    said = CliRunner().invoke(fazhi, ["build", str(tmp_path / "corpus"), "--warehouse", str(tmp_path / "w.duckdb")])
    assert said.exit_code == 1
    assert said.stderr.strip() == f"错误：{DiskFull()}"


@needs_full_device
def test_a_log_on_a_full_disk_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log_file = tmp_path / "error.log"
    with logging_to(log_file):
        log_file.symlink_to(FULL)
        logging.getLogger("assets.stages.store").warning("a frame is damaged")
    assert capfd.readouterr().err == ""


@needs_full_device
def test_half_a_frame_is_not_left_on_a_full_disk(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / f".{os.getpid()}.tmp").symlink_to(FULL)
    with pytest.raises(Exception) as raised:  # noqa: B017, PT011 - Polars' own class
        store.write("raw", "2023", pl.DataFrame({"a": range(100_000)}))
    assert is_full_disk(raised.value)
    assert list((tmp_path / "raw").iterdir()) == []


def test_settings_of_the_instance_are_written_only_where_they_differ(tmp_path: Path) -> None:
    ours = workshop(tmp_path / "corpus", tmp_path / "w.duckdb")
    prepare_home(ours.layout)
    settings = ours.layout.dagster_home / "dagster.yaml"
    first, wanted = settings.stat(), settings.read_bytes()
    prepare_home(ours.layout)
    assert settings.stat().st_ino == first.st_ino, "a daemon that reads it might find it half written"
    settings.write_bytes(b"")
    prepare_home(ours.layout)
    assert settings.read_bytes() == wanted
    assert [path.name for path in settings.parent.iterdir()] == ["dagster.yaml"]


def test_runs_killed_before_their_first_step_or_after_publishing_end_with_the_next_build(tmp_path: Path) -> None:
    write_report(tmp_path / "corpus", "青石镇", 2023, 36)
    ours = workshop(tmp_path / "corpus", tmp_path / "w.duckdb")
    assert build(tmp_path / "corpus", tmp_path / "w.duckdb").is_published
    with opened_instance(ours.layout) as instance:
        killed = instance.create_run(**run_arguments(instance))
        with pytest.raises(KeyboardInterrupt), kept_alive(ours.layout.runs_folder, killed.run_id):
            raise KeyboardInterrupt
        assert not build(tmp_path / "corpus", tmp_path / "w.duckdb").is_published
        assert instance.get_run_by_id(killed.run_id).status is dg.DagsterRunStatus.FAILURE
        assert list(ours.layout.runs_folder.iterdir()) == []


def run_arguments(instance: dg.DagsterInstance) -> dict[str, object]:
    """What makes a run that was recorded and never started, like the run that is there."""
    (run,) = instance.get_runs()
    return {
        "job_name": BUILD_JOB_NAME,
        "run_id": None,
        "run_config": {},
        "tags": {},
        "root_run_id": None,
        "parent_run_id": None,
        "step_keys_to_execute": None,
        "execution_plan_snapshot": None,
        "job_snapshot": None,
        "parent_job_snapshot": None,
        "status": dg.DagsterRunStatus.NOT_STARTED,
        "remote_job_origin": None,
        "job_code_origin": None,
        "asset_selection": None,
        "asset_check_selection": None,
        "op_selection": None,
        "resolved_op_selection": None,
        "asset_graph": None,
    }


def test_a_run_is_shown_to_be_at_work_until_the_outer_of_two_blocks_ends(tmp_path: Path) -> None:
    with kept_alive(tmp_path, "a"):
        with kept_alive(tmp_path, "a"):
            pass
        assert [path.name for path in tmp_path.iterdir()] == ["a.lock"]
    assert list(tmp_path.iterdir()) == []


def test_a_run_covers_the_batches_that_are_behind_and_no_others(tmp_path: Path) -> None:
    corpus, warehouse = tmp_path / "corpus", tmp_path / "w.duckdb"
    for batch in ("a", "b", "c", "d"):
        write_report(corpus, f"青{batch}镇", 2023, 36, batch=batch)
    ours = workshop(corpus, warehouse)

    def behind() -> set[str]:
        listing = ours.listing()
        return set(batches_behind(ours, listing, read_manifest(listing.manifest, listing.sources)))

    assert behind() == {"a", "b", "c", "d"}
    build(corpus, warehouse)
    assert behind() == set()
    write_report(corpus, "青b镇", 2023, 37, batch="b")
    assert behind() == {"b"}
    ours.store.remove("facts", "c")
    assert behind() == {"b", "c"}
    ours.store.path("numerals", "d").write_bytes(b"no frame")
    assert ours.store.read("numerals", "d") is None
    assert behind() == {"b", "c", "d"}
    assert build(corpus, warehouse).batches_left == 1
    assert behind() == set()
    with opened_instance(ours.layout) as instance:
        covered = [
            {event.partition_key for event in instance.fetch_materializations(dg.AssetKey(name), limit=3).records}
            for name in STAGE_ASSETS
        ]
    assert covered == [{"b", "c", "d"}] * len(STAGE_ASSETS)
    assert rows(warehouse, "select count(*) from reports") == [(4,)], "a batch that was not covered is in it too"
