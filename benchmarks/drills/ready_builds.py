"""`fazhi build` in processes forked from one that has imported everything once.

Belongs here: getting ready, forking, telling how each build ended. Does not belong here: what is done to a build, and
what must hold afterwards.

A build in a fresh interpreter spends 8 s before its first stage (imports, most of them late, in Dagster, SQLAlchemy and
Alembic; code versions; schemas); a forked one none of it, so that a random moment hits the work. Not multiprocessing's
fork server: there is one a process. Before the fork no frame may be computed and no DuckDB file be opened: both start
threads, and the child, which lacks them, would wait for them for ever.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from types import TracebackType

PROJECT = Path(__file__).resolve().parent.parent.parent
LATE_MODULES = ("pandera.strategies.base_strategies", "rich.progress", "assets.commands.cli", "assets.commands.console")


class ReadyBuilds(AbstractContextManager["ReadyBuilds"]):
    """A process that is ready to build; one build at a time."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._said = folder / "said.txt"
        self.pid = 0

    def __enter__(self) -> ReadyBuilds:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._program = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.drills.ready_builds"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
        )
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._program.stdin is not None
        self._program.stdin.close()
        self._program.wait()

    def start(self, corpus: Path, warehouse: Path, **environment: str) -> int:
        """Start `fazhi build`; returns its process, which leads a session of its own."""
        assert self._program.stdin is not None
        command = ["build", str(corpus), "--warehouse", str(warehouse), "--workers", "1"]
        order = {"command": command, "environment": environment, "said": str(self._said)}
        print(json.dumps(order), file=self._program.stdin, flush=True)
        self.pid = self._answer()
        return self.pid

    def status(self) -> int:
        """Wait for the build that was started; its exit status, negative for a signal."""
        return self._answer()

    def build(self, corpus: Path, warehouse: Path, **environment: str) -> int:
        """Start a build and wait for it."""
        self.start(corpus, warehouse, **environment)
        return self.status()

    def said(self) -> str:
        """What the last build printed, errors included."""
        return self._said.read_text("utf-8")

    def _answer(self) -> int:
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that forks builds ended with status {self._program.wait()}")
        return int(line)


def get_ready() -> None:
    """Import, and work out once, what every build needs and what starts no thread."""
    for module in LATE_MODULES:  # the first is imported by pandera as the first frame is validated
        import_module(module)
    from assets.definitions import definitions
    from assets.resources import Workshop
    from assets.runs.instance import opened_instance
    from assets.runs.jobs import BUILD_JOB_NAME, console_config
    from assets.stages.staging import STAGES
    from assets.versions import project_code_version, stage_code_version
    from benchmarks.drills.empty_run import empty_run
    from warehouse.schema import STAGE_FRAMES, TABLES, column_specs

    with tempfile.TemporaryDirectory() as folder:
        ours = Workshop(corpus=folder, warehouse=str(Path(folder) / "w.duckdb"), workers=1)
        ours.load_registry()
        definitions(ours).resolve_job_def(BUILD_JOB_NAME)
        with opened_instance(ours.layout) as instance:
            empty_run.execute_in_process(instance=instance, run_config=console_config("CRITICAL"))
    project_code_version()
    for stage in STAGES:
        stage_code_version(stage.asset)
    for model in (*TABLES.values(), *STAGE_FRAMES.values()):
        column_specs(model)


def forked(order: dict[str, object]) -> int:
    """Fork a build of its own session; returns its process."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()
        said = os.open(str(order["said"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ.update(order["environment"])  # type: ignore[arg-type]
        status = _run(order["command"])  # type: ignore[arg-type]
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _run(command: list[str]) -> int:
    from assets.commands.cli import main as fazhi

    try:
        fazhi(command)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def main() -> None:
    """Say 0 when ready; answer each order by the process of a build, and then by its exit status."""
    get_ready()
    print(0, flush=True)
    for line in sys.stdin:
        child = forked(json.loads(line))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
