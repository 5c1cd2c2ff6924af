"""Which runs are alive: a run holds the lock of a file of its own, and the operating system lets go when it dies.

Belongs here: that lock, and telling from it which unfinished runs are dead. Does not belong here: the builder's lock
(`locking.py`), who asks (`instance.py` at the next start, `launcher.py` from the daemon).

Not by process ids: after a restart of the machine the id may be somebody else's. Not by the builder's lock: a run that
waits for another one to end holds none.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.CANCELING,
]

LOCK_SUFFIX = ".lock"
# A run without a lock has not come to its resources yet (7 s of imports on two busy cores, November 2026), has just
# let go of them, or never asks for the builder. Silence that long is none of these.
SILENCE_SECONDS = 900

GONE = (
    "这次运行的进程已不在（被结束，或机器重启）：已读的报告不必再读，传感器会再试一次，也可运行 fazhi build / "
    "the process of this run is gone; the next run continues from what was read"
)


# Runs that this process shows to be at work: a build by hand does so before its run is recorded, and the run again.
_shown: set[Path] = set()


@contextmanager
def kept_alive(runs_folder: Path, run_id: str) -> Iterator[None]:
    """Show inside the block that the run is at work; a block inside another of the same run shows nothing new."""
    name = runs_folder / f"{run_id}{LOCK_SUFFIX}"
    if name in _shown:
        yield
        return
    _shown.add(name)
    try:
        with _locked(runs_folder, run_id):
            yield
    finally:
        _shown.remove(name)


@contextmanager
def _locked(runs_folder: Path, run_id: str) -> Iterator[None]:
    runs_folder.mkdir(parents=True, exist_ok=True)
    lock_file, beside = runs_folder / f"{run_id}{LOCK_SUFFIX}", runs_folder / f".{run_id}.tmp"
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        # Locked before it has its name: nobody finds it without an owner.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.replace(beside, lock_file)
        yield
        # Not after an exception: its run may have found no room to record its end (a full disk), and a lock without an
        # owner says that it is dead.
        lock_file.unlink(missing_ok=True)
    finally:
        beside.unlink(missing_ok=True)
        os.close(descriptor)


def has_died(instance: dg.DagsterInstance, runs_folder: Path, run: dg.DagsterRun) -> bool:
    """Whether an unfinished run has lost its process; False as long as that can't be told."""
    is_locked = _is_locked(runs_folder / f"{run.run_id}{LOCK_SUFFIX}")
    if is_locked is None:
        return time.time() - _last_heard(instance, run.run_id) > SILENCE_SECONDS
    return not is_locked


def sweep(runs_folder: Path) -> None:
    """Remove the locks that dead runs left."""
    for lock_file in runs_folder.glob(f"*{LOCK_SUFFIX}"):
        if not _is_locked(lock_file):
            lock_file.unlink(missing_ok=True)


def _is_locked(lock_file: Path) -> bool | None:
    """Whether some process holds the lock; None where there is no such file."""
    try:
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)


def _last_heard(instance: dg.DagsterInstance, run_id: str) -> float:
    """When the run's last event was recorded, in seconds of the epoch."""
    events = instance.get_records_for_run(run_id, limit=1, ascending=False).records
    if events:
        return events[0].event_log_entry.timestamp
    record = instance.get_run_record_by_id(run_id)
    return record.create_timestamp.timestamp() if record else 0.0
