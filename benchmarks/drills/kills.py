"""`python -m benchmarks.drills.kills`: kill -9 at every named point, and at random moments, of everything that runs.

    python -m benchmarks.drills.kills [--random 100] [--seed 2026] [--only builds|pages] [--json FILE]

Belongs here: the order of the drills and their options. Does not belong here: a kill (`kill_builds.py`,
`kill_pages.py`), what must hold after it (`judging.py`).
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from benchmarks.drills.judging import Site, first_build, truths_of
from benchmarks.drills.kill_builds import kill_at_random
from benchmarks.drills.kill_pages import kill_at_points, kill_servers, kill_workers_at_random
from benchmarks.drills.outcomes import Outcome, finish, show
from benchmarks.drills.ready_builds import ReadyBuilds

# A run of the daemon starts a process that imports everything, five times the CPU of a forked build.
BY_DAEMON_SHARE = 0.2
PARTS = ("builds", "pages")


def drill(folder: Path, rounds: int, seed: int, parts: Iterable[str], console: Console) -> list[Outcome]:
    """All kills; outcomes are told as they come."""
    rng, outcomes = random.Random(seed), []
    by_daemon = round(rounds * BY_DAEMON_SHARE)

    def told(outcome: Outcome) -> None:
        outcomes.append(outcome)
        verdict = "as it must be" if outcome.is_as_it_must_be else f"NOT as it must be: {'; '.join(outcome.faults)}"
        console.print(f"{outcome.drill}: {outcome.done}: {outcome.came_of_it}: {verdict}", markup=False)

    with ReadyBuilds(folder / "ready") as ready:
        truths = truths_of(folder / "truths", ready)
        if "builds" in parts:
            site = Site(folder / "builds", truths)
            first_build(site, ready)
            for outcome in kill_at_random(site, ready, rounds - by_daemon, rng):
                told(outcome)
        if "pages" in parts:
            site = Site(folder / "pages", truths)
            first_build(site, ready)
            # Random moments come last: they stop the sensor, which the others wait for.
            for outcomes_of in (kill_at_points(site), kill_servers(site), kill_workers_at_random(site, by_daemon, rng)):
                for outcome in outcomes_of:
                    told(outcome)
    return outcomes


@click.command()
@click.option("--random", "rounds", type=click.IntRange(min=0), default=100, show_default=True, help="Random moments")
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Leave the other part out")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the outcomes to this file too")
def main(rounds: int, seed: int, only: tuple[str, ...], json_file: Path | None) -> None:
    """Kill builds, runs of the daemon, the daemon and the webserver; exit status 1 where one did harm."""
    console = Console(highlight=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="fazhi-kills-") as folder:
        outcomes = drill(Path(folder), rounds, seed, only or PARTS, console)
    show(Console(highlight=False), f"kill -9, seed {seed}", outcomes)
    finish(outcomes, json_file)


if __name__ == "__main__":
    main()
