"""The Dagster instance of a warehouse, and the runs that a killed build left behind.

Belongs here: setting the instance up, putting its records right. Does not belong here: starting a run (`builds.py`).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import dagster as dg
from sqlalchemy import Engine, event

from assets.layout import Layout, dagster_yaml

UNFINISHED = [
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.CANCELING,
]


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
    home = layout.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(dagster_yaml(), home / "dagster.yaml")
    # Dagster's own processes, and runs that it starts, find the instance by this variable; it must be absolute.
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


@contextmanager
def opened_instance(layout: Layout) -> Iterator[dg.DagsterInstance]:
    """The instance of this warehouse, closed at the end."""
    prepare_home(layout)
    with dg.DagsterInstance.from_config(str(layout.dagster_home)) as instance:
        yield instance


@contextmanager
def databases_held(layout: Layout, instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Keep a connection to each of Dagster's databases that a run writes to, for the length of that run.

    Dagster opens and closes a connection for each of its 130 events. SQLite takes the last one to be closed as the end
    of work: it moves its log into the database, syncs both and deletes the log. Measured on a build of two reports: it
    takes 4.3 s of CPU without a connection that stays, 3.8 s with it; 1,765 syncs of a first build became 973.
    """
    instance.all_logs(run_id)  # makes the database of the run's events
    history = layout.dagster_home / "history"
    with ExitStack() as held:
        for file in (history / "runs.db", history / "runs" / "index.db", history / "runs" / f"{run_id}.db"):
            connection = held.enter_context(closing(sqlite3.connect(file)))
            connection.execute("select count(*) from sqlite_master").fetchall()  # the file is opened by its first use
        yield


def fail_orphans(instance: dg.DagsterInstance) -> int:
    """Mark runs as failed whose process is gone; returns their number. Call it only while holding the builder's lock.

    After kill -9 a run stays STARTED for ever: nobody is left to say otherwise. Whoever holds the lock knows that no
    run is at work.
    """
    orphans = instance.get_runs(filters=dg.RunsFilter(statuses=UNFINISHED))
    for run in orphans:
        instance.report_run_failed(run, "The process of this run was gone when the next build started.")
    return len(orphans)
