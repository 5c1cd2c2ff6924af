"""`make bench`: makes a corpus, builds a warehouse of it three times, asks the views, and prints what that costs.

    python -m benchmarks.run [--reports 2000] [--view-facts 1000000] [--seed 2026] [--json FILE]

Belongs here: the order of the measurements and their printing. Does not belong here: the corpus (`generate.py`), how a
stage (`stages.py`), a build (`builds.py`) or a view (`views.py`) is measured. Nothing is enforced: figures depend on
the machine, and tests hold what must be true.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from benchmarks.builds import BuildCost, BuildFailed, measure_build
from benchmarks.generate import DEFAULT_REPORTS, DEFAULT_SEED, write_corpus
from benchmarks.stages import StageCost, measure_stages
from benchmarks.views import DEFAULT_FACTS, ViewCosts, measure_views, show_views

# What a clerk's later edition would add; it changes the bytes of one file.
ADDED_SENTENCE = "\n特此报告。\n"
# Fewer might hold no file that a sentence can be added to, and would measure the start of processes.
MIN_REPORTS = 20

STAGE_COLUMNS = ("reports", "s", "reports/s", "MB/s", "peak MB")
STEP_COLUMNS = ("read", "s", "share", "reports/s", "MB/s", "peak MB")


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one benchmark measured."""

    files: int
    size_bytes: int
    stages: tuple[StageCost, ...]
    builds: tuple[BuildCost, ...]
    warehouse_bytes: int
    frames_bytes: int

    @property
    def reports_per_second(self) -> float:
        """Files of the corpus by the seconds of the first build, from the start of the command to its end."""
        return self.files / self.builds[0].seconds


def measure(folder: Path, reports: int, seed: int, console: Console) -> Results:
    """Run the whole benchmark below `folder`. Raises BuildFailed or CalledProcessError."""
    corpus, warehouse, scratch = folder / "corpus", folder / "bench.duckdb", folder / "scratch"
    scratch.mkdir(parents=True)
    with console.status("writing the corpus"):
        summary = write_corpus(corpus, reports, seed)
    with console.status("measuring the stages one by one"):
        stages = tuple(measure_stages(corpus, scratch))
    with console.status("building three times"):
        builds = (
            measure_build("everything new", corpus, warehouse),
            measure_build("nothing changed", corpus, warehouse),
            measure_one_change(corpus, warehouse),
        )
    frames = warehouse.with_name(warehouse.name + ".work") / "frames"
    frames_bytes = sum(path.stat().st_size for path in frames.rglob("*.parquet"))
    return Results(summary.files, summary.size_bytes, stages, builds, warehouse.stat().st_size, frames_bytes)


def _measure_views(folder: Path, facts: int, console: Console) -> ViewCosts | None:
    if not facts:
        return None
    with console.status(f"asking the views of {facts:,} facts"):
        views = measure_views(folder / "views.duckdb", facts)
    show_views(console, views)
    return views


def measure_one_change(corpus: Path, warehouse: Path) -> BuildCost:
    """A build after one report has grown by a sentence: one in UTF-8, since the sentence is written in that charset."""
    changed = next(path for path in sorted(corpus.rglob("*.txt")) if _is_plain_utf8(path))
    changed.write_bytes(changed.read_bytes() + ADDED_SENTENCE.encode("utf-8"))
    return measure_build("one file changed", corpus, warehouse)


def _is_plain_utf8(path: Path) -> bool:
    try:
        return len(path.read_bytes().decode("utf-8")) > 2000
    except UnicodeDecodeError:
        return False


def show(console: Console, results: Results) -> None:
    """Print the tables."""
    megabytes = results.size_bytes / 1e6
    console.print(
        f"\n{results.files} files, {megabytes:.1f} MB, {1e3 * megabytes / results.files:.1f} kB each; "
        f"Python {platform.python_version()}, {_core_count()} cores\n"
    )
    console.print(_stage_table(results.stages))
    console.print(_build_table(results))
    if results.builds[1].steps:
        console.print("The build with nothing changed found work: was the code changed while it was being measured?")
    for build in results.builds:
        if build.steps:
            console.print(_step_table(build, results))
    console.print(
        f"Whole path: {results.reports_per_second:,.0f} reports/s, {megabytes / results.builds[0].seconds:.1f} MB/s. "
        f"Warehouse {_megabytes(results.warehouse_bytes)} MB, frames {_megabytes(results.frames_bytes)} MB."
    )


def _figures(title: str, first: str, *others: str) -> Table:
    columns = (Column(name, justify="right") for name in others)
    return Table(first, *columns, title=title, title_justify="left")


def _stage_table(stages: Sequence[StageCost]) -> Table:
    table = _figures("Functions of pipelines, one core, one process a stage", "stage", *STAGE_COLUMNS)
    for cost in (*stages, _together(stages)):
        table.add_row(
            cost.stage,
            str(cost.reports),
            f"{cost.seconds:.2f}",
            f"{cost.reports_per_second:,.0f}",
            f"{cost.megabytes_per_second:.1f}",
            _megabytes(cost.peak_bytes),
        )
    return table


def _together(stages: Sequence[StageCost]) -> StageCost:
    """All stages one after another on one core: the files of the first, the seconds of all."""
    peaks = [cost.peak_bytes for cost in stages if cost.peak_bytes is not None]
    seconds = sum(cost.seconds for cost in stages)
    return StageCost("all of them", stages[0].reports, stages[0].size_bytes, seconds, max(peaks, default=None))


def _build_table(results: Results) -> Table:
    table = _figures("fazhi build, from its start to its end", "build", "s", "files/s", "peak MB", "reports read")
    for build in results.builds:
        table.add_row(
            build.name,
            f"{build.seconds:.2f}",
            f"{results.files / build.seconds:,.0f}",
            _megabytes(build.peak_bytes),
            _reports_read(build),
        )
    return table


def _reports_read(build: BuildCost) -> str:
    """How many reports the stages read in a build: one number where they agree, 0 where Dagster ran nothing."""
    counts = sorted({step.reports_read for step in build.steps if step.reports_read is not None})
    return "–".join(map(str, (counts[0], counts[-1]) if len(counts) > 1 else counts)) or "0"


def _step_table(build: BuildCost, results: Results) -> Table:
    table = _figures(f"Steps of the build “{build.name}”", "asset", *STEP_COLUMNS)
    # Rates by the files of the corpus, for a build that reads them all; a rate of reused files would mean nothing.
    is_whole = build is results.builds[0]
    for step in build.steps:
        table.add_row(
            step.step,
            "" if step.reports_read is None else str(step.reports_read),
            f"{step.seconds:.2f}",
            f"{100 * step.seconds / build.seconds:.0f}%",
            f"{results.files / step.seconds:,.0f}" if is_whole else "",
            f"{results.size_bytes / 1e6 / step.seconds:.1f}" if is_whole else "",
            _megabytes(step.peak_bytes),
        )
    for name, seconds in build.seconds_outside_steps().items():
        table.add_row(f"({name})", "", f"{seconds:.2f}", f"{100 * seconds / build.seconds:.0f}%")
    return table


def _megabytes(size_bytes: int | None) -> str:
    return "unknown" if size_bytes is None else f"{size_bytes / 1e6:.0f}"


def _core_count() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _as_json(results: Results, views: ViewCosts | None) -> dict[str, Any]:
    told = {"reports_per_second": results.reports_per_second, "cores": _core_count()}
    return {**asdict(results), **told, "views": None if views is None else asdict(views)}


@contextmanager
def work_folder(kept: Path | None) -> Iterator[Path]:
    """The folder to work in: a new one that is removed at the end, or one that is kept."""
    if kept is not None:
        kept.mkdir(parents=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as folder:
        yield Path(folder)


@click.command()
@click.option("--reports", type=click.IntRange(min=MIN_REPORTS), default=DEFAULT_REPORTS, show_default=True)
@click.option(
    "--view-facts",
    type=click.IntRange(min=0),
    default=DEFAULT_FACTS,
    show_default=True,
    help="Ask the views over as many generated facts; 0 leaves that out",
)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too")
@click.option("--keep", type=click.Path(path_type=Path), help="Work in this new folder and leave it there")
def main(reports: int, view_facts: int, seed: int, json_file: Path | None, keep: Path | None) -> None:
    """Measure every stage and the whole build on a corpus of made-up reports, and the views on generated facts."""
    console = Console(highlight=False)
    try:
        with work_folder(keep) as folder:
            results = measure(folder, reports, seed, console)
            show(console, results)
            views = _measure_views(folder, view_facts, console)
    except (BuildFailed, CalledProcessError, FileExistsError, ValueError) as error:
        console.print(f"{error}", style="red", markup=False)
        sys.exit(1)
    if json_file is not None:
        json_file.write_text(json.dumps(_as_json(results, views), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
