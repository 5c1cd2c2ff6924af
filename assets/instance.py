"""The Dagster instance of a warehouse, and the runs that a killed build left behind.

Belongs here: setting the instance up, putting its records right. Does not belong here: starting a run (`builds.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from assets.layout import Layout, dagster_yaml

UNFINISHED = [
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.CANCELING,
]


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


def fail_orphans(instance: dg.DagsterInstance) -> int:
    """Mark runs as failed whose process is gone; returns their number. Call it only while holding the builder's lock.

    After kill -9 a run stays STARTED for ever: nobody is left to say otherwise. Whoever holds the lock knows that no
    run is at work.
    """
    orphans = instance.get_runs(filters=dg.RunsFilter(statuses=UNFINISHED))
    for run in orphans:
        instance.report_run_failed(run, "The process of this run was gone when the next build started.")
    return len(orphans)
