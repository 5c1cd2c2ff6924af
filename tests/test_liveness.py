"""Runs whose process is gone are told from those that live or wait: by the daemon's monitoring, by the next build."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test
from dagster._daemon.monitoring.run_monitoring import monitor_started_run

from assets import locking
from assets.layout import Layout
from assets.locking import holding_when_free
from assets.runs import liveness
from assets.runs.instance import fail_orphans, opened_instance
from assets.runs.liveness import GONE, kept_alive
from warehouse.publish import BuilderBusy, BuildLock

STATUS = dg.DagsterRunStatus


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "w.duckdb")


@pytest.fixture
def instance(layout: Layout) -> Iterator[dg.DagsterInstance]:
    with opened_instance(layout) as instance:
        yield instance


class Process:
    """A process that holds something until it is killed."""

    def __init__(self, held: Callable[[], AbstractContextManager[object]]):
        says, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            with held():
                os.write(told, b".")
                signal.pause()
            os._exit(0)
        os.read(says, 1)
        os.close(says)
        os.close(told)

    def kill(self) -> None:
        """End it as the kernel does when memory is short."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def monitored(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    """The status of a run after Dagster's monitoring looked at it, with the instance settings of the project."""
    record = instance.get_run_record_by_id(run.run_id)
    assert record is not None
    monitor_started_run(instance, None, record, logging.getLogger(__name__))  # type: ignore[arg-type]
    after = instance.get_run_by_id(run.run_id)
    assert after is not None
    return after.status


def test_the_daemon_marks_a_killed_run_failed_and_leaves_a_living_one(
    instance: dg.DagsterInstance, layout: Layout
) -> None:
    assert instance.run_monitoring_enabled
    run = create_run_for_test(instance, job_name="build", status=STATUS.STARTED)
    process = Process(lambda: kept_alive(layout.runs_folder, run.run_id))
    assert monitored(instance, run) is STATUS.STARTED
    process.kill()
    assert monitored(instance, run) is STATUS.FAILURE
    assert GONE in str(instance.all_logs(run.run_id)[-1].dagster_event.message)


def test_the_next_build_marks_what_no_daemon_saw(instance: dg.DagsterInstance, layout: Layout) -> None:
    killed, waiting = (create_run_for_test(instance, job_name="build", status=STATUS.STARTED) for _ in range(2))
    for run in (killed, waiting):
        process = Process(lambda run=run: kept_alive(layout.runs_folder, run.run_id))  # type: ignore[misc]
        if run is killed:
            process.kill()
    assert fail_orphans(instance, layout) == 1
    assert [file.stem for file in layout.runs_folder.iterdir()] == [waiting.run_id], "a run that waits is not dead"
    process.kill()
    assert fail_orphans(instance, layout) == 1
    assert fail_orphans(instance, layout) == 0


def test_a_run_that_has_shown_nothing_yet_is_given_time(
    instance: dg.DagsterInstance, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = create_run_for_test(instance, job_name="build", status=STATUS.STARTED)
    assert monitored(instance, run) is STATUS.STARTED
    monkeypatch.setattr(liveness, "SILENCE_SECONDS", -1)
    assert monitored(instance, run) is STATUS.FAILURE


def test_a_run_that_ended_leaves_no_lock(layout: Layout) -> None:
    with kept_alive(layout.runs_folder, "one"):
        assert [file.name for file in layout.runs_folder.iterdir()] == ["one.lock"]
    assert list(layout.runs_folder.iterdir()) == []


def test_a_run_waits_for_the_build_at_work_and_begins_when_that_dies(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "LOOK_EVERY_SECONDS", 0.001)
    process = Process(lambda: BuildLock(layout.lock_file))
    heard: list[str] = []

    def told(what: str) -> None:
        heard.append(what)
        process.kill()

    with holding_when_free(layout.lock_file, 60, told):
        assert locking.is_held(layout.lock_file)
    assert len(heard) == 1
    assert str(process.pid) in heard[0]


def test_patience_has_an_end(layout: Layout) -> None:
    process = Process(lambda: BuildLock(layout.lock_file))
    with pytest.raises(BuilderBusy), holding_when_free(layout.lock_file, 0, lambda what: None):
        pytest.fail("it did not wait")
    process.kill()
