"""How long an analyst waits for the views, over as many generated facts as asked for.

    python -m benchmarks.views [--facts 10000000] [--keep FILE]

Belongs here: the questions, and timing them. Does not belong here: the rows (`view_rows.py`), reading reports (`run.py`
measures that, and calls this at a smaller size).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Column, Table

from benchmarks.view_rows import Rows, compare_rows, one_place, write_rows
from warehouse.arrow import read_only

DEFAULT_FACTS = 1_000_000
FULL_FACTS = 10_000_000
# The machines that this is meant for; more would flatter.
THREADS = 2
METRIC = "disputes.mediated"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it took: in a connection that knows nothing of the file yet, and asked again."""

    question: str
    rows: int
    first_seconds: float
    again_seconds: float


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


def questions_for(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The questions, each with its query, about places and facts of this file."""
    name, place_id, county = one_place(con)
    ((fact_id,),) = con.execute("select fact_id from facts limit 1 offset (select count(*) // 2 from facts)").fetchall()
    ((own_metric,),) = con.execute("select min(metric_id) from yearly_values where place_id = ?", [place_id]).fetchall()
    return {
        "one place's series, by name": f"from series where place = '{name}' order by metric_id, category, year",
        "one place's series, by id": f"from series where place_id = '{place_id}' order by metric_id, category, year",
        "one metric over all places": f"select place, year, value, gap, change from series"
        f" where metric_id = '{METRIC}' and category = '' order by place_id, year",
        "one metric in one year, largest first": f"select place, value from series"
        f" where metric_id = '{METRIC}' and category = '' and year = 2022 order by value desc limit 50",
        "evidence of one fact": f"from evidence where fact_id = '{fact_id}'",
        "evidence of one place and metric": f"from evidence where place = '{name}' and metric_id = '{own_metric}'",
        "facts_wide of one year": "from facts_wide where year = 2022",
        "facts_wide of one county": f"from facts_wide where county = '{county}'",
        "report_quality of one county": f"from report_quality where county = '{county}'",
        "peers of one place": f"from peer_comparisons where place_id = '{place_id}'",
        "totals of one metric by county": f"from area_totals where metric_id = '{METRIC}' and area_level = 'county'",
        "promises of one county": f"select t.* from target_outcomes as t join places using (place_id)"
        f" where county = '{county}'",
    }


def show_views(console: Console, costs: ViewCosts) -> None:
    """Print the table of questions."""
    columns = (Column(name, justify="right") for name in ("rows", "first, s", "again, s"))
    title = (
        f"Questions to {costs.facts:,} facts in {costs.reports:,} reports, {THREADS} threads; written in"
        f" {costs.write_seconds:.0f} s, compared in {costs.compare_seconds:.0f} s"
    )
    table = Table("question", *columns, title=title, title_justify="left")
    for asked in costs.asked:
        table.add_row(asked.question, f"{asked.rows:,}", f"{asked.first_seconds:.2f}", f"{asked.again_seconds:.2f}")
    console.print(table)
    console.print(f"The file has {costs.file_bytes / 1e6:,.0f} MB: {costs.bytes_per_fact:.0f} bytes a fact.")


def _ask(path: Path, question: str, query: str) -> Asked:
    with read_only(path) as con:
        con.execute(f"set threads = {THREADS}")
        started = time.perf_counter()
        rows = len(con.execute(query).fetchall())
        first = time.perf_counter() - started
        again = _seconds(lambda: con.execute(query).fetchall())
    return Asked(question, rows, first, again)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@click.command()
@click.option("--facts", type=click.IntRange(min=1), default=FULL_FACTS, show_default=True)
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
