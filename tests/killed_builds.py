"""Builds that die, in processes forked from one that has got ready once: run as a program by `test_crashes.py`.

Belongs here: getting ready, forking, telling how each build ended. Does not belong here: what must hold afterwards.

A build in a fresh interpreter spends 8 s before its first stage (imports, most of them late, in Dagster, SQLAlchemy and
Alembic; code versions; schemas); a forked one none of it. Not multiprocessing's fork server: there is one a process,
and whichever test starts it first decides what it has imported. Before the fork no frame may be computed and no DuckDB
file be opened: both start threads, and the child, which lacks them, would wait for them for ever.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import dagster as dg
from building import build_and_die, workshop

from assets.definitions import definitions
from assets.runs.instance import opened_instance
from assets.runs.jobs import BUILD_JOB_NAME, console_config
from assets.stages.staging import STAGES
from assets.versions import project_code_version, stage_code_version
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


def killed_build(corpus: Path, warehouse: Path, point: str) -> int:
    """The exit status of a build that is to kill itself at a named point; negative for a signal."""
    child = os.fork()
    if child == 0:
        signal.alarm(CRASH_SECONDS)
        build_and_die(corpus, warehouse, point)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Answer each line (corpus, warehouse and point as a list) by the exit status of a build."""
    get_ready()
    for line in sys.stdin:
        corpus, warehouse, point = json.loads(line)
        print(killed_build(Path(corpus), Path(warehouse), point), flush=True)


if __name__ == "__main__":
    main()
