"""A build that dies at the last of its named points, and what it would have left at each of the others: run as a
program by `test_crashes.py`.

Belongs here: getting ready, forking, copying the folder at each point, telling how the build ended. Does not belong
here: what must hold afterwards.

What kill -9 leaves is what lies in the folder at that moment: what was written is with the operating system, locks die
with their process. So the build stops at each point while this program, another process, copies the folder; a build
killed anew at each of eleven points took 30 s of CPU more, and left the same files. That a real death leaves no lock is
shown by the last point, and by `test_publish.py` for each point of publishing.

A build in a fresh interpreter spends 8 s before its first stage (imports, most of them late, in Dagster, SQLAlchemy and
Alembic; code versions; schemas); a forked one none of it. Not multiprocessing's fork server: there is one a process,
and whichever test starts it first decides what it has imported. Before the fork no frame may be computed and no DuckDB
file be opened: both start threads, and the child, which lacks them, would wait for them for ever.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import dagster as dg
import quick_dagster
from building import build, workshop

from assets.definitions import definitions
from assets.runs.instance import opened_instance
from assets.runs.jobs import BUILD_JOB_NAME, console_config
from assets.stages.staging import STAGES
from assets.versions import project_code_version, stage_code_version
from warehouse import crashpoints
from warehouse.schema import STAGE_FRAMES, TABLES, column_specs

# A build that hangs ends by another signal than the one that the test waits for.
CRASH_SECONDS = 120


@dg.op
def nothing() -> None:
    """The only step of a run that makes Dagster import what it imports late."""


@dg.job
def empty_run() -> None:
    """A run of no consequence."""
    nothing()


def get_ready() -> None:
    """Import, and work out once, what every build needs and what starts no thread."""
    quick_dagster.install()
    import_module("pandera.strategies.base_strategies")  # as the first frame that is validated would
    with tempfile.TemporaryDirectory() as folder:
        ours = workshop(Path(folder) / "corpus", Path(folder) / "w.duckdb")
        ours.load_registry()
        definitions(ours).resolve_job_def(BUILD_JOB_NAME)
        with opened_instance(ours.layout) as instance:
            empty_run.execute_in_process(instance=instance, run_config=console_config("CRITICAL"))
    project_code_version()
    for stage in STAGES:
        stage_code_version(stage.asset)
    for model in (*TABLES.values(), *STAGE_FRAMES.values()):
        column_specs(model)


def build_and_die(folder: Path, copier: Connection) -> None:
    """Build `corpus` of the folder into its `w.duckdb`, wait at each point, and die at the last."""

    def ends_at(point: str) -> bool:
        copier.send(point)
        copier.recv()
        return point == crashpoints.CRASH_POINTS[-1]

    signal.alarm(CRASH_SECONDS)
    crashpoints.ends_at = ends_at
    build(folder / "corpus", folder / "w.duckdb")


def copy_at_each_point(folder: Path, copies: Path) -> int:
    """Copy the folder to `copies/<point>` when its build comes to a point for the first time; the build's exit status,
    negative for a signal."""
    ours, builds_end = Pipe()
    child = os.fork()
    if child == 0:
        ours.close()
        build_and_die(folder, builds_end)
        os._exit(0)
    builds_end.close()
    try:
        while True:
            copy = copies / ours.recv()
            if not copy.exists():
                shutil.copytree(folder, copy)
            ours.send(None)
    except EOFError:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    get_ready()
    print(copy_at_each_point(Path(sys.argv[1]), Path(sys.argv[2])))
