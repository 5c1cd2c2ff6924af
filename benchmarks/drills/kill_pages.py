"""Runs of the daemon killed at every named point and at random moments; the daemon and the webserver killed in a run.

Belongs here: these kills, through a real `fazhi ui` with its sensor. Does not belong here: builds by hand
(`kill_builds.py`), what must hold afterwards (`judging.py`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence

from assets.locking import is_held
from assets.runs.jobs import BUILD_JOB_NAME
from benchmarks.drills.corpora import digest_of_bytes
from benchmarks.drills.judging import (
    Site,
    died_in,
    faults_of_next_build,
    faults_of_published,
    synced_partitions,
    unfinished_runs,
)
from benchmarks.drills.outcomes import Outcome
from benchmarks.drills.pages import FINISHED, Pages
from benchmarks.drills.processes import TookTooLong, is_alive, kill, wait_for
from warehouse.crashpoints import CRASH_POINTS, ENVIRONMENT_VARIABLE

# The sensor looks twice a minute, a run starts with the imports of a new process, and other work may share the machine.
RUN_SECONDS = 600
ENDED_SECONDS = 120
POLL_SECONDS = 0.25
TWICE_SECONDS = 0.2


def kill_at_points(site: Site, points: Sequence[str] = CRASH_POINTS) -> Iterator[Outcome]:
    """A run that the sensor starts dies at each named point; the next change of files must mend it, without a hand."""
    switch = site.folder / "crash_at"
    with _pages(site, **{ENVIRONMENT_VARIABLE: f"@{switch}"}) as pages:
        for point in points:
            known = set(pages.runs())
            bytes_before = digest_of_bytes(site.warehouse)
            switch.write_text(point, "utf-8")
            site.change()
            state = _new_run_ended(pages, known)
            switch.write_text("", "utf-8")
            published, faults = faults_of_published(site, bytes_before)
            if state != "FAILURE":
                faults.append(f"a run whose process is gone is {state}")
            faults += _mended_by_sensor(site, pages)
            done = f"SIGKILL of the run's process at {point}"
            came = f"run {state}, {published} file served; next run of the sensor published"
            yield Outcome("run of the sensor, named point", done, came, tuple(faults))


def kill_workers_at_random(site: Site, rounds: int, rng: random.Random) -> Iterator[Outcome]:
    """Runs started from the pages die at random moments; the next run is started in the same way."""
    if not rounds:
        return
    with _pages(site) as pages:
        pages.stop_automation()
        site.change()
        usual_seconds = _undisturbed_seconds(site, pages)
        for number in range(1, rounds + 1):
            site.change()
            bytes_before = digest_of_bytes(site.warehouse)
            moment = rng.uniform(0, usual_seconds)
            run_id = pages.launch(BUILD_JOB_NAME, synced_partitions(site))
            worker = wait_for(lambda: builder_of(site, pages), RUN_SECONDS, "the run takes the builder's lock")
            time.sleep(moment)
            kill(worker)
            state = pages.finished(run_id)
            step = died_in(site.layout)
            published, faults = faults_of_published(site, bytes_before)
            site.change()
            mending = pages.finished(pages.launch(BUILD_JOB_NAME, synced_partitions(site)), RUN_SECONDS)
            faults += faults_of_next_build(site, 0 if mending == "SUCCESS" else 1, f"the next run is {mending}")
            done = f"{number}: SIGKILL of the run's process after {moment:.1f} s, in {step}"
            came = f"run {state}, {published} file served; next run {mending}"
            yield Outcome("run of the pages, random moment", done, came, tuple(faults))


def kill_servers(site: Site) -> Iterator[Outcome]:
    """The daemon, the webserver and everything at once die in the middle of a run; `fazhi ui` is then started again."""
    victims: dict[str, Callable[[Pages], None]] = {
        "the daemon": lambda pages: kill(pages.daemon),
        "the webserver": lambda pages: kill(pages.webserver),
        "every process at once": lambda pages: pages.kill_all(),
    }
    for name, strike in victims.items():
        bytes_before = digest_of_bytes(site.warehouse)
        with _pages(site) as pages:
            site.change()
            wait_for(lambda: builder_of(site, pages), RUN_SECONDS, "the sensor starts a run", POLL_SECONDS)  # noqa: B023
            strike(pages)
            ended = _ended(pages)
        published, faults = faults_of_published(site, bytes_before)
        if pages.survivors():
            faults.append(f"{len(pages.survivors())} processes outlived the pages")
        faults += [f"{name}: the pages were gone and the lock still held"] if is_held(site.layout.lock_file) else []
        with _pages(site) as pages:
            faults += _mended_by_sensor(site, pages)
        came = f"{ended}; {published} file served; started again, the sensor published"
        yield Outcome("pages in the middle of a run", f"SIGKILL of {name}", came, tuple(faults))


def _pages(site: Site, **environment: str) -> Pages:
    return Pages(site.corpus, site.warehouse, site.folder / "ui.txt", **environment)


def _ended(pages: Pages) -> str:
    """How `fazhi ui` took the loss of one of its processes."""
    try:
        return f"fazhi ui ended with status {pages.wait(ENDED_SECONDS)}"
    except TimeoutError:
        return "fazhi ui went on"
    except Exception as error:  # subprocess.TimeoutExpired is no TimeoutError
        return f"fazhi ui went on ({type(error).__name__})"


def builder_of(site: Site, pages: Pages) -> int | None:
    """The process of the run that holds the builder's lock, if it is one of the pages.

    Seen twice: whoever only looks whether the lock is free holds it too, for a moment.
    """
    seen = _holder(site, pages)
    time.sleep(TWICE_SECONDS)
    return seen if seen and seen == _holder(site, pages) else None


def _holder(site: Site, pages: Pages) -> int | None:
    lock_file = site.layout.lock_file
    told = lock_file.read_text("ascii").strip() if lock_file.exists() else ""
    pid = int(told) if told.isdecimal() else 0
    return pid if pid in pages.members() and is_alive(pid) and is_held(lock_file) else None


def _undisturbed_seconds(site: Site, pages: Pages) -> float:
    """How long a run holds the builder's lock when nobody kills it."""
    run_id = pages.launch(BUILD_JOB_NAME, synced_partitions(site))
    wait_for(lambda: builder_of(site, pages), RUN_SECONDS, "the run takes the builder's lock")
    started = time.monotonic()
    pages.finished(run_id, RUN_SECONDS)
    return time.monotonic() - started


def _new_run_ended(pages: Pages, known: set[str]) -> str:
    """Wait for the sensor to start a run, and for the run to end; its state."""

    def ended() -> str | None:
        fresh = [status for run_id, status in pages.runs().items() if run_id not in known]
        return fresh[0] if fresh and fresh[0] in FINISHED else None

    try:
        return wait_for(ended, RUN_SECONDS, "a run of the sensor ends", POLL_SECONDS)
    except TookTooLong:
        fresh = [status for run_id, status in pages.runs().items() if run_id not in known]
        return fresh[0] if fresh else "never started"


def _mended_by_sensor(site: Site, pages: Pages) -> list[str]:
    """Change files once more and wait until the sensor has published them; what is wrong then."""
    site.change()
    try:
        wait_for(lambda: site.published_state() == site.state, RUN_SECONDS, "the sensor's run publishes", 1)
        wait_for(lambda: not unfinished_runs(site.layout), ENDED_SECONDS, "the sensor's run ends", POLL_SECONDS)
    except TookTooLong as error:
        return [str(error), *faults_of_next_build(site, 0, "")]
    return faults_of_next_build(site, 0, "")
