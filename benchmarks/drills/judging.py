"""What must hold of a warehouse after something befell it, and after the next build.

Belongs here: the questions, each answered by faults. Does not belong here: doing anything to a build.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb

from assets.layout import Layout
from assets.stages.partitions import sync_partitions
from benchmarks.drills.corpora import STATES, bring_to, broken_tests, digest_of_bytes, digest_of_tables, state_of
from benchmarks.drills.processes import TookTooLong, session_members, wait_for
from benchmarks.drills.ready_builds import ReadyBuilds

# Reading processes watch whether their builder lives; this is how long the last may take to notice.
GONE_SECONDS = 20
UNFINISHED = (
    *(dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.CANCELING),
    *(dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED),
)


@dataclass(slots=True)
class Site:
    """A corpus with its warehouse; `truths` are the tables of each state, built from scratch."""

    folder: Path
    truths: Mapping[int, str]
    state: int = 0

    @property
    def corpus(self) -> Path:
        """The folder of the reports."""
        return self.folder / "corpus"

    @property
    def warehouse(self) -> Path:
        """The published file; no folder but its own holds anything else."""
        return self.folder / "published" / "w.duckdb"

    @property
    def layout(self) -> Layout:
        """Where the things of the warehouse lie."""
        return Layout(self.warehouse)

    def change(self) -> None:
        """Bring the corpus to its next state."""
        self.state = (self.state + 1) % STATES
        bring_to(self.corpus, self.state)

    def published_state(self) -> int | None:
        """The state of the published file, None where it is a mix or cannot be read."""
        with suppress(duckdb.Error):
            return state_of(self.warehouse, self.truths)
        return None


def truths_of(folder: Path, ready: ReadyBuilds) -> dict[int, str]:
    """The tables of each state, from builds from scratch. Raises RuntimeError where one of them fails."""
    truths = {}
    for state in range(STATES):
        corpus, warehouse = folder / str(state) / "corpus", folder / str(state) / "w.duckdb"
        corpus.mkdir(parents=True)
        bring_to(corpus, state)
        if status := ready.build(corpus, warehouse):
            raise RuntimeError(f"a build from scratch ended with status {status}: {ready.said()}")
        if broken := broken_tests(warehouse):
            raise RuntimeError(f"a build from scratch breaks data tests: {', '.join(broken)}")
        truths[state] = digest_of_tables(warehouse)
    if len(set(truths.values())) < STATES:
        raise RuntimeError("two states of the corpus give the same tables: a mix would not be told from either")
    return truths


def first_build(site: Site, ready: ReadyBuilds) -> None:
    """Publish the state that a drill begins with."""
    site.corpus.mkdir(parents=True)
    site.warehouse.parent.mkdir(parents=True, exist_ok=True)
    bring_to(site.corpus, site.state)
    if status := ready.build(site.corpus, site.warehouse):
        raise RuntimeError(f"the first build ended with status {status}: {ready.said()}")


def faults_of_published(site: Site, bytes_before: str) -> tuple[str, list[str]]:
    """Which file is published, "old" or "new", and what is wrong with it."""
    if digest_of_bytes(site.warehouse) == bytes_before:
        return "old", []
    try:
        broken = broken_tests(site.warehouse)
    except duckdb.Error as error:
        return "unreadable", [f"the published file cannot be read: {error}"]
    faults = [f"published file breaks {name}" for name in broken]
    if site.published_state() != site.state:
        faults.append("published tables are neither those of the old corpus nor of the new")
    return "new", faults


def faults_of_next_build(site: Site, status: int, said: str) -> list[str]:
    """What is wrong after a build that was to mend everything."""
    faults = [] if status == 0 else [f"next build ended with status {status}: {said.strip()[-200:]}"]
    if not faults and site.published_state() != site.state:
        faults.append("next build's tables are not those of a build from scratch")
    return faults + left_over(site)


def left_over(site: Site) -> list[str]:
    """Files beside the warehouse and runs that nobody works on any more."""
    beside = sorted(path.name for path in site.warehouse.parent.iterdir())
    strays = [name for name in beside if name not in (site.warehouse.name, site.layout.work_folder.name)]
    frames = site.layout.frames_folder.glob("*/.*")
    return [
        *(f"left beside the warehouse: {name}" for name in strays),
        *(f"left among the frames: {path.name}" for path in frames),
        *(f"run left {status}" for status in unfinished_runs(site.layout)),
    ]


def unfinished_runs(layout: Layout) -> list[str]:
    """States of the runs that Dagster takes for unfinished."""
    with dg.DagsterInstance.from_config(str(layout.dagster_home)) as instance:
        return [run.status.value for run in instance.get_runs(filters=dg.RunsFilter(statuses=list(UNFINISHED)))]


def synced_partitions(site: Site) -> list[str]:
    """The batches of the corpus, made the partitions of the instance as the sensor does before it asks for a run.

    For runs of the launchpad, while the sensor is switched off.
    """
    with dg.DagsterInstance.from_config(str(site.layout.dagster_home)) as instance:
        batches = sorted(path.name for path in site.corpus.iterdir() if path.is_dir())
        return list(sync_partitions(instance, batches).after)


def died_in(layout: Layout) -> str:
    """The step that the newest run was in when its records end."""
    with dg.DagsterInstance.from_config(str(layout.dagster_home)) as instance:
        runs = instance.get_runs(limit=1)
        steps = [record.step_key for record in instance.all_logs(runs[0].run_id) if record.step_key] if runs else []
    return steps[-1] if steps else "before the first step"


def faults_of_session(session: int) -> list[str]:
    """Processes of a killed build that did not end with it."""
    try:
        wait_for(lambda: not session_members(session), GONE_SECONDS, "the processes of a killed build")
    except TookTooLong:
        return [f"{len(session_members(session))} processes outlived their build"]
    return []
