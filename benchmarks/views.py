"""How long an analyst waits for the views, over as many generated facts as asked for.

    python -m benchmarks.views [--facts 10000000] [--keep FILE]

Belongs here: making the file, asking it, the table of times. Does not belong here: the questions (`view_questions.py`),
the rows (`view_rows.py`), reading reports (`run.py` measures that, and calls this at a smaller size).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from benchmarks.view_questions import questions_for
from benchmarks.view_rows import Rows, compare_rows, write_rows
from warehouse.arrow import read_only

DEFAULT_FACTS = 10_000_000
# The machines that this is meant for; more would flatter.
THREADS = 2
# What an analyst takes for an answer at once.
ALLOWED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it took: in a new process that opens the file for it, and asked again in the same connection.

    CPU seconds are of all threads: others at work on the machine lengthen them less.
    """

    question: str
    rows: int
    first_seconds: float
    first_cpu_seconds: float
    again_seconds: float
    again_cpu_seconds: float


@dataclass(frozen=True, slots=True)
class ViewCosts:
    """What a file of generated facts took to make, to hold and to ask."""

    facts: int
    reports: int
    file_bytes: int
    write_seconds: float
    compare_seconds: float
    asked: tuple[Asked, ...]

    @property
    def bytes_per_fact(self) -> float:
        """The whole file, texts, ledger and comparisons included, by its facts."""
        return self.file_bytes / self.facts


def measure_views(path: Path, facts: int) -> ViewCosts:
    """Make the file `path` with about as many facts, and ask it every question."""
    rows = Rows(facts)
    write_seconds = _seconds(lambda: write_rows(path, rows))
    compare_seconds = _seconds(lambda: compare_rows(path))
    with read_only(path) as con:
        ((written,),) = con.execute("select count(*) from facts").fetchall()
        questions = questions_for(con)
    asked = tuple(_ask(path, question, query) for question, query in questions.items())
    return ViewCosts(written, rows.reports, path.stat().st_size, write_seconds, compare_seconds, asked)


def show_views(console: Console, costs: ViewCosts) -> None:
    """Print the table of questions."""
    columns = (Column(name, justify="right") for name in ("rows", "first, s", "CPU, s", "again, s", "CPU, s"))
    title = (
        f"Questions to {costs.facts:,} facts in {costs.reports:,} reports, {THREADS} threads; written in"
        f" {costs.write_seconds:.0f} s, compared in {costs.compare_seconds:.0f} s"
    )
    table = Table("question", *columns, title=title, title_justify="left")
    for asked in costs.asked:
        seconds = (asked.first_seconds, asked.first_cpu_seconds, asked.again_seconds, asked.again_cpu_seconds)
        table.add_row(asked.question, f"{asked.rows:,}", *(f"{value:.2f}" for value in seconds))
    console.print(table)
    console.print(f"The file has {costs.file_bytes / 1e6:,.0f} MB: {costs.bytes_per_fact:.0f} bytes a fact.")
    slow = [asked.question for asked in costs.asked if max(asked.first_seconds, asked.again_seconds) > ALLOWED_SECONDS]
    console.print(f"Slower than {ALLOWED_SECONDS:.0f} s, first or again: {', '.join(slow) or 'none'}.")


def _ask(path: Path, question: str, query: str) -> Asked:
    command = [sys.executable, "-m", "benchmarks.view_clock", str(path), query, str(THREADS)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return Asked(question, **json.loads(told))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@click.command()
@click.option("--facts", type=click.IntRange(min=1), default=DEFAULT_FACTS, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path, dir_okay=False), help="Make this new file and leave it there")
def main(facts: int, keep: Path | None) -> None:
    """Ask the views of a warehouse of generated facts what an analyst asks."""
    if keep is not None and keep.exists():
        raise click.UsageError(f"{keep} is there already")
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as folder:
        show_views(console, measure_views(keep or Path(folder) / "views.duckdb", facts))


if __name__ == "__main__":
    main()
