"""`fazhi build` killed at random moments, over a loop of builds in which files change.

Belongs here: that loop. Does not belong here: named points of a build (`tests/test_crashes.py` kills there in every run
of the suite), runs of the daemon (`kill_pages.py`).
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator

from benchmarks.drills.corpora import digest_of_bytes
from benchmarks.drills.judging import Site, died_in, faults_of_next_build, faults_of_published, faults_of_session
from benchmarks.drills.outcomes import Outcome
from benchmarks.drills.processes import kill
from benchmarks.drills.ready_builds import ReadyBuilds

# A little beyond the length of an undisturbed build, so that its very end is hit too.
BEYOND_THE_END = 1.05
# After a kill an operator starts the same build again, or finds that files have changed meanwhile.
SAME_STATE_SHARE = 0.5


def kill_at_random(site: Site, ready: ReadyBuilds, rounds: int, rng: random.Random) -> Iterator[Outcome]:
    """Kill a build, look, build again, look; as often as asked for."""
    site.change()
    started = time.monotonic()
    ready.build(site.corpus, site.warehouse)
    usual_seconds = time.monotonic() - started
    for number in range(1, rounds + 1):
        site.change()
        bytes_before = digest_of_bytes(site.warehouse)
        started, moment = time.monotonic(), rng.uniform(0, BEYOND_THE_END) * usual_seconds
        session = ready.start(site.corpus, site.warehouse)
        time.sleep(moment)
        kill(session)
        status = ready.status()
        was_killed = status == -signal.SIGKILL
        step = f"in {died_in(site.layout)}" if was_killed else "when it had ended"
        if not was_killed:  # the machine is faster than it was: aim anew
            usual_seconds = min(usual_seconds, moment)
        published, faults = faults_of_published(site, bytes_before)
        faults += faults_of_session(session)
        is_same = rng.random() < SAME_STATE_SHARE
        if not is_same:
            site.change()
        next_started = time.monotonic()
        next_status = ready.build(site.corpus, site.warehouse)
        if published == "old":
            usual_seconds = time.monotonic() - next_started
        faults += faults_of_next_build(site, next_status, ready.said())
        again = "same files" if is_same else "files changed again"
        yield Outcome(
            "fazhi build, random moment",
            f"{number}: SIGKILL after {moment:.1f} s, {step}",
            f"{published} file served; next build ({again}) status {next_status}",
            tuple(faults),
        )
