"""What a whole build costs: `fazhi build` as a user runs it, with the times of its steps from Dagster's own records.

Belongs here: running the command under a clock, reading its Dagster instance. Does not belong here: the functions
inside a stage (`stages.py`), printing (`run.py`). Of the project it knows only the command and the place of the
instance, `<warehouse>.work/dagster`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from benchmarks.memory import MemorySamples, sampled_session

COMMAND = (sys.executable, "-c", "from assets.commands.cli import main; main()", "build")


class BuildFailed(RuntimeError):
    """A build ended with another status than 0; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class StepCost:
    """A step of a build, from when to when (`time.time`). `reports_read` is None for steps that read no reports."""

    step: str
    start: float
    end: float
    peak_bytes: int | None
    reports_read: int | None

    @property
    def seconds(self) -> float:
        """How long the step took."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class BuildCost:
    """A build from the start of the command to its end. Without steps it found the warehouse current."""

    name: str
    start: float
    seconds: float
    peak_bytes: int | None
    steps: tuple[StepCost, ...]

    def seconds_outside_steps(self) -> dict[str, float]:
        """The time in which no step was at work: before the first, between them, after the last.

        >>> steps = (StepCost("a", 12.0, 15.0, None, 5), StepCost("b", 16.0, 18.0, None, None))
        >>> BuildCost("cold", 10.0, 9.0, None, steps).seconds_outside_steps()
        {'before the first step': 2.0, 'between steps': 1.0, 'after the last step': 1.0}
        """
        first, last = min(step.start for step in self.steps), max(step.end for step in self.steps)
        return {
            "before the first step": first - self.start,
            "between steps": (last - first) - sum(step.seconds for step in self.steps),
            "after the last step": self.start + self.seconds - last,
        }


def measure_build(name: str, corpus: Path, warehouse: Path) -> BuildCost:
    """Run `fazhi build` once. Raises BuildFailed with the command's own words where it does not succeed."""
    home = warehouse.with_name(warehouse.name + ".work") / "dagster"
    earlier = _run_ids(home)
    start, started = time.time(), time.perf_counter()
    # A session of its own: its worker processes are found by the session, whoever their parent is.
    process = subprocess.Popen(
        [*COMMAND, str(corpus), "--warehouse", str(warehouse)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    with sampled_session(process.pid) as memory:
        said, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        raise BuildFailed(f"fazhi build ended with status {process.returncode}:\n{said}")
    return BuildCost(name, start, seconds, memory.peak_bytes(), _steps(home, earlier, memory))


def _run_ids(home: Path) -> set[str]:
    if not home.exists():
        return set()
    with dg.DagsterInstance.from_config(str(home)) as instance:
        return {run.run_id for run in instance.get_runs()}


def _steps(home: Path, earlier: set[str], memory: MemorySamples) -> tuple[StepCost, ...]:
    """The steps of the runs that are not among the earlier ones, in the order in which they began."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        runs = [run.run_id for run in instance.get_runs() if run.run_id not in earlier]
        steps = [
            StepCost(
                step=step.step_key,
                start=step.start_time,
                end=step.end_time,
                peak_bytes=memory.peak_bytes(step.start_time, step.end_time),
                reports_read=_reports_read(instance, run_id, step.step_key),
            )
            for run_id in runs
            for step in instance.get_run_step_stats(run_id)
            if step.start_time is not None and step.end_time is not None
        ]
    return tuple(sorted(steps, key=lambda step: step.start))


def _reports_read(instance: dg.DagsterInstance, run_id: str, step_key: str) -> int | None:
    """The sum of `reports_read` in the metadata of what the step materialized, None where it tells of none."""
    counts = [
        entry.asset_materialization.metadata["reports_read"].value
        for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
        if entry.step_key == step_key
        and entry.asset_materialization is not None
        and "reports_read" in entry.asset_materialization.metadata
    ]
    return sum(counts) if counts else None
