"""The Dagster instance of a warehouse, and the runs that a killed build left behind.

Belongs here: setting the instance up, putting its records right. Does not belong here: starting a run (`builds.py`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import dagster as dg
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from assets.defaults import POSTGRES_VARIABLE
from assets.errors import StorageError
from assets.layout import Layout
from assets.runs.liveness import GONE, UNFINISHED, has_died, sweep
from assets.runs.storage import claim, instance_settings, uses_postgres


@event.listens_for(Engine, "connect")
def _sync_less(connection: object, _: object) -> None:
    """Leave it to SQLite when to sync its log of a run's events: not at each of the 480 commits of a small build.

    With a write-ahead log, which Dagster sets, a power cut can cost the last events and never the database. A killed
    process costs nothing: what it wrote is with the operating system. Nothing is published on the strength of events.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")


def prepare_home(layout: Layout) -> None:
    """Make DAGSTER_HOME of this warehouse, with the project's settings, and point this process at it."""
    settings = instance_settings()
    home = layout.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    _bring_settings(home / "dagster.yaml", settings.encode())
    # Dagster's own processes, and runs that it starts, find the instance by this variable; it must be absolute.
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def _bring_settings(settings: Path, wanted: bytes) -> None:
    """Write the settings, whole or not at all: a daemon may be reading them, and the disk may be full."""
    if settings.exists() and settings.read_bytes() == wanted:
        return
    beside = settings.with_name(f".{settings.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(wanted)
        os.replace(beside, settings)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def opened_instance(layout: Layout) -> Iterator[dg.DagsterInstance]:
    """The instance of this warehouse, closed at the end; raises StorageError where its database does not answer."""
    prepare_home(layout)
    with _reached(layout) as instance:
        yield instance


def _reached(layout: Layout) -> dg.DagsterInstance:
    if not uses_postgres():
        return dg.DagsterInstance.from_config(str(layout.dagster_home))
    from dagster_postgres.utils import DagsterPostgresException

    try:
        instance = dg.DagsterInstance.from_config(str(layout.dagster_home))
        claim(instance, layout)
    except (DagsterPostgresException, SQLAlchemyError) as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        raise StorageError(
            f"连不上保存运行记录的 PostgreSQL（{reason}）：请检查 {POSTGRES_VARIABLE} 和数据库服务"
        ) from error
    return instance


@contextmanager
def databases_held(layout: Layout, instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Keep a connection to each of Dagster's databases that a run writes to, for the length of that run.

    Dagster opens and closes a connection for each of its 130 events. SQLite takes the last one to be closed as the end
    of work: it moves its log into the database, syncs both and deletes the log. Measured on a build of two reports: it
    takes 4.3 s of CPU without a connection that stays, 3.8 s with it; 1,765 syncs of a first build became 973.
    PostgreSQL keeps its log itself: there is nothing to hold.
    """
    if uses_postgres():
        yield
        return
    instance.all_logs(run_id)  # makes the database of the run's events
    history = layout.dagster_home / "history"
    with ExitStack() as held:
        for file in (history / "runs.db", history / "runs" / "index.db", history / "runs" / f"{run_id}.db"):
            connection = held.enter_context(closing(sqlite3.connect(file)))
            connection.execute("select count(*) from sqlite_master").fetchall()  # the file is opened by its first use
        yield


def fail_orphans(instance: dg.DagsterInstance, layout: Layout) -> int:
    """Mark runs as failed whose process is gone; returns their number.

    After kill -9 a run stays STARTED for ever: nobody is left to say otherwise. The daemon does the same by Dagster's
    run monitoring (`launcher.py`); this is for builds by hand, where no daemon may be at work.
    """
    unfinished = instance.get_runs(filters=dg.RunsFilter(statuses=UNFINISHED))
    orphans = [run for run in unfinished if has_died(instance, layout.runs_folder, run)]
    for run in orphans:
        instance.report_run_failed(run, GONE)
    sweep(layout.runs_folder)
    return len(orphans)
