"""`python -m benchmarks.drills.two_builds`: two builds of one warehouse at once, by hand and by the daemon.

    python -m benchmarks.drills.two_builds [--only hand|hand-first|daemon-first|pages] [--json FILE]

Belongs here: the four ways in which two builds meet, and what each must come to: one publishes; the other, a command,
refuses in one line or finds its work done, and a run of Dagster waits and says for whom. Does not belong here: kills
(`kills.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from assets.locking import is_held
from assets.runs.jobs import BUILD_JOB_NAME
from benchmarks.drills.corpora import digest_of_bytes
from benchmarks.drills.judging import (
    Site,
    faults_of_next_build,
    faults_of_published,
    first_build,
    synced_partitions,
    truths_of,
)
from benchmarks.drills.kill_pages import RUN_SECONDS, builder_of
from benchmarks.drills.outcomes import Outcome, finish, show
from benchmarks.drills.pages import FAZHI, Pages
from benchmarks.drills.processes import wait_for
from benchmarks.drills.ready_builds import PROJECT, ReadyBuilds

BUSY_WORDS = "另一个构建正在进行"


def by_hand(site: Site, ready: ReadyBuilds) -> Outcome:
    """Two commands started in the same moment."""
    before = _changed(site)
    ends = [_ended(command) for command in [_fazhi_build(site), _fazhi_build(site)]]
    faults = _faults_of_commands(ends)
    return _outcome("two commands", "fazhi build twice at once", site, before, faults, _told(ends))


def hand_first(site: Site, ready: ReadyBuilds) -> Outcome:
    """A run of the pages is started while a command builds: it must wait, and say why."""
    with _pages(site) as pages:
        pages.stop_automation()
        before = _changed(site)
        command = _fazhi_build(site)
        wait_for(lambda: is_held(site.layout.lock_file), RUN_SECONDS, "the command takes the lock")
        # The command must outlast the start of the run's process: it is held still until the run tells that it waits.
        with _HeldStill(command):
            run_id = pages.launch(BUILD_JOB_NAME, synced_partitions(site))
            wait_for(lambda: _has_told(pages, run_id), RUN_SECONDS, "the run tells that it waits", 1)
        end = _ended(command)
        faults = _faults_of_waiting_run(pages, run_id)
    faults += [] if end[0] == 0 else [f"the command ended with status {end[0]}: {end[1][-200:]}"]
    told = f"command ended with status {end[0]}, the run waited and ended"
    return _outcome("command, then a run", "run launched while fazhi build works", site, before, faults, told)


def daemon_first(site: Site, ready: ReadyBuilds) -> Outcome:
    """A command is started while a run of the sensor builds."""
    with _pages(site) as pages:
        before = _changed(site)
        wait_for(lambda: builder_of(site, pages), RUN_SECONDS, "the sensor's run takes the lock")
        status = ready.build(site.corpus, site.warehouse)
        faults = _faults_of_commands([(0, ""), (status, ready.said())])
        faults += [] if status else ["the command built although a run was at work"]
        wait_for(lambda: site.published_state() == site.state, RUN_SECONDS, "the sensor's run publishes", 1)
        wait_for(lambda: not is_held(site.layout.lock_file), RUN_SECONDS, "the sensor's run ends")
        told = f"command ended with status {status}: {ready.said().strip().splitlines()[0][:60]}"
        for run_id in pages.runs():
            pages.finished(run_id)
    return _outcome("run of the sensor, then a command", "fazhi build while a run works", site, before, faults, told)


def by_pages(site: Site, ready: ReadyBuilds) -> Outcome:
    """Two runs launched from the launchpad, one right after the other."""
    with _pages(site) as pages:
        pages.stop_automation()
        before = _changed(site)
        partitions = synced_partitions(site)
        runs = [pages.launch(BUILD_JOB_NAME, partitions) for _ in range(2)]
        states = [pages.finished(run_id, RUN_SECONDS) for run_id in runs]
        faults = [] if any(_has_told(pages, run_id) for run_id in runs) else ["neither run tells that it waited"]
        faults += [fault for run_id in runs for fault in _faults_of_waiting_run(pages, run_id)]
    return _outcome("two runs", "launchRun twice", site, before, faults, "runs " + ", ".join(sorted(states)))


WAYS: dict[str, Callable[[Site, ReadyBuilds], Outcome]] = {
    "hand": by_hand,
    "hand-first": hand_first,
    "daemon-first": daemon_first,
    "pages": by_pages,
}


class _HeldStill:
    """A process and its children stopped (SIGSTOP) inside the block."""

    def __init__(self, process: subprocess.Popen[str]):
        self._process = process

    def __enter__(self) -> None:
        os.killpg(self._process.pid, signal.SIGSTOP)

    def __exit__(self, *_error: object) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)


def _pages(site: Site) -> Pages:
    return Pages(site.corpus, site.warehouse, site.folder / "ui.txt")


def _changed(site: Site) -> str:
    before = digest_of_bytes(site.warehouse)
    site.change()
    return before


def _fazhi_build(site: Site) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*FAZHI, "build", str(site.corpus), "--warehouse", str(site.warehouse), "--workers", "1"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _ended(command: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = command.communicate()
    return command.returncode, said


def _told(ends: list[tuple[int, str]]) -> str:
    return "; ".join(f"status {status}: {(said.strip().splitlines() or [''])[-1][:50]}" for status, said in ends)


def _faults_of_commands(ends: list[tuple[int, str]]) -> list[str]:
    """One at least must have published; who did not says in one line that another builds, or that nothing changed."""
    faults = [] if any(status == 0 for status, _ in ends) else ["nobody published"]
    for status, said in ends:
        if status != 0 and (BUSY_WORDS not in said or len(said.strip().splitlines()) != 1):
            faults.append(f"status {status} without one clear line: {said.strip()[-200:]}")
    return faults


def _has_told(pages: Pages, run_id: str) -> bool:
    """Whether the run's page says that another build is at work."""
    return any(BUSY_WORDS in (event.get("message") or "") for event in pages.events(run_id))


def _faults_of_waiting_run(pages: Pages, run_id: str) -> list[str]:
    """A run that met another build waits, ends well, and shows no traceback."""
    state = pages.finished(run_id, RUN_SECONDS)
    red = [event["__typename"] for event in pages.events(run_id) if event.get("error")]
    return [*([] if state == "SUCCESS" else [f"a run is {state}"]), *(f"red event {name}" for name in red)]


def _outcome(drill: str, done: str, site: Site, before: str, faults: list[str], told: str) -> Outcome:
    published, of_file = faults_of_published(site, before)
    if published != "new":
        of_file.append(f"{published} file served after both ended")
    all_faults = (*faults, *of_file, *faults_of_next_build(site, 0, ""))
    return Outcome(drill, done, f"{told}; {published} file served", all_faults)


@click.command()
@click.option("--only", type=click.Choice(tuple(WAYS)), multiple=True, help="Leave the other ways out")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the outcomes to this file too")
def main(only: tuple[str, ...], json_file: Path | None) -> None:
    """Start two builds at once in every way; exit status 1 where something is not as it must be."""
    console, outcomes = Console(highlight=False), []
    with tempfile.TemporaryDirectory(prefix="fazhi-two-") as name, ReadyBuilds(Path(name) / "ready") as ready:
        truths = truths_of(Path(name) / "truths", ready)
        for way in only or WAYS:
            # A warehouse of its own: where one way stops the sensor, it stays stopped.
            site = Site(Path(name) / way, truths)
            with console.status(way):
                first_build(site, ready)
                outcomes.append(WAYS[way](site, ready))
    show(console, "Two builds at once", outcomes)
    finish(outcomes, json_file)


if __name__ == "__main__":
    main()
