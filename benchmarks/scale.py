"""`python -m benchmarks.scale`: what a warehouse of many batches costs to build, to keep and to look at.

    python -m benchmarks.scale [--batches 300] [--reports 30000] [--seed 2026] [--json FILE] [--keep NEW_FOLDER]

Belongs here: the order of the measurements and their printing. Does not belong here: the corpus (`wide_corpus.py`), how
a build (`builds.py`) or a page (`page_loads.py`) is measured. Nothing is enforced: figures depend on the machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table
from websockets.exceptions import WebSocketException

from assets.defaults import LOOPBACK
from benchmarks.builds import BuildCost, BuildFailed, measure_build
from benchmarks.drills.pages import Pages
from benchmarks.drills.processes import TookTooLong
from benchmarks.generate import DEFAULT_SEED, YEARS, CorpusSummary
from benchmarks.page_loads import PageLoad, browser_path, load_page, opened_browser
from benchmarks.run import measure_one_change, work_folder
from benchmarks.wide_corpus import write_wide_corpus


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies on the disk after all builds."""

    what: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one measurement found."""

    files: int
    size_bytes: int
    batches: int
    builds: tuple[BuildCost, ...]
    kept: tuple[Kept, ...]
    pages: tuple[PageLoad, ...]


def measure(folder: Path, reports: int, batches: int, seed: int, console: Console) -> Results:
    """Run everything below `folder`. Raises BuildFailed, TookTooLong or ValueError."""
    corpus, warehouse = folder / "corpus", folder / "scale.duckdb"
    with console.status("writing the corpus"):
        summary = write_wide_corpus(corpus, reports, batches, seed)
    builds = []
    for name in ("everything new", "nothing changed"):
        with console.status(f"building, {name}"):
            builds.append(measure_build(name, corpus, warehouse))
    with console.status("building, one file changed"):
        builds.append(measure_one_change(corpus, warehouse))
    kept = tuple(_kept(warehouse))
    pages: list[PageLoad] = []
    with console.status("opening pages"):
        try:
            pages.extend(_page_loads(corpus, warehouse, folder / "pages.txt"))
        except (OSError, TookTooLong, WebSocketException) as error:  # an hour of builds should not be lost with a page
            console.print(f"pages not measured: {error}", markup=False)
    return _results(summary, corpus, builds, kept, tuple(pages))


def _results(
    summary: CorpusSummary, corpus: Path, builds: list[BuildCost], kept: tuple[Kept, ...], pages: tuple[PageLoad, ...]
) -> Results:
    batches = sum(path.is_dir() for path in corpus.iterdir())
    return Results(summary.files, summary.size_bytes, batches, tuple(builds), kept, pages)


def _kept(warehouse: Path) -> Iterator[Kept]:
    work = warehouse.with_name(warehouse.name + ".work")
    yield Kept("published file", 1, warehouse.stat().st_size)
    for name, folder in (("work folder", work), *((f"  {path.name}", path) for path in sorted(work.iterdir()))):
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        if folder.is_dir():
            yield Kept(name, len(sizes), sum(sizes))


def _page_loads(corpus: Path, warehouse: Path, said: Path) -> Iterator[PageLoad]:
    """Each page twice over: the first load of all brings the scripts, so home is opened once before the clock runs."""
    if browser_path() is None:
        return
    with Pages(corpus, warehouse, said) as pages, opened_browser() as port:
        pages.stop_automation()
        run_id = next(run_id for run_id, status in pages.runs().items() if status == "SUCCESS")
        site = f"http://{LOOPBACK}:{pages.port}"
        load_page(port, "warm-up", f"{site}/")
        for name, path in page_paths(run_id):
            yield load_page(port, name, site + path)


def page_paths(run_id: str) -> tuple[tuple[str, str], ...]:
    """The pages that an operator looks at, by name."""
    return (
        ("home", "/"),
        ("asset graph", "/asset-groups"),
        ("catalog", "/assets"),
        ("asset of a stage", "/assets/raw_reports"),
        ("its partitions", "/assets/raw_reports?view=partitions"),
        ("its events", "/assets/raw_reports?view=events"),
        ("comparisons, checks", "/assets/comparisons?view=checks"),
        ("published_warehouse", "/assets/published_warehouse"),
        ("runs", "/runs"),
        ("run with its events", f"/runs/{run_id}"),
        ("sensors and schedules", "/automation"),
    )


def show(console: Console, results: Results) -> None:
    """Print the tables."""
    console.print(f"\n{results.files:,} files in {results.batches} batches, {results.size_bytes / 1e6:.1f} MB\n")
    builds = _figures("fazhi build, from its start to its end", "build", "s", "peak MB")
    for build in results.builds:
        builds.add_row(build.name, f"{build.seconds:.1f}", _megabytes(build.peak_bytes))
        for step in build.steps:
            builds.add_row(f"  {step.step}", f"{step.seconds:.1f}", _megabytes(step.peak_bytes))
        for name, seconds in build.seconds_outside_steps().items() if build.steps else ():
            builds.add_row(f"  ({name})", f"{seconds:.1f}", "")
    console.print(builds)
    kept = _figures("On the disk after three builds", "what", "files", "MB")
    for held in results.kept:
        kept.add_row(held.what, str(held.files), f"{held.size_bytes / 1e6:.1f}")
    console.print(kept)
    if results.pages:
        console.print(_page_table(results.pages))


def _page_table(pages: tuple[PageLoad, ...]) -> Table:
    columns = ("shell s", "at rest s", "questions", "kB", "slowest s")
    table = _figures("Pages in a headless browser, scripts in its cache", "page", *columns)
    table.add_column("slowest question")
    for page in pages:
        slowest = page.slowest()
        table.add_row(
            page.name,
            f"{page.shell_seconds:.1f}",
            f"{page.rest_seconds:.1f}" if page.is_at_rest else f"> {page.rest_seconds:.0f}",
            str(len(page.questions)),
            f"{sum(question.size_bytes for question in page.questions) / 1e3:,.0f}",
            f"{slowest.seconds or 0:.1f}" if slowest else "",
            slowest.name if slowest else "",
        )
    return table


def _figures(title: str, first: str, *others: str) -> Table:
    return Table(first, *(Column(name, justify="right") for name in others), title=title, title_justify="left")


def _megabytes(size_bytes: int | None) -> str:
    return "unknown" if size_bytes is None else f"{size_bytes / 1e6:.0f}"


@click.command()
@click.option("--batches", type=click.IntRange(min=len(YEARS)), default=300, show_default=True)
@click.option("--reports", type=click.IntRange(min=20), default=30_000, show_default=True)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too")
@click.option("--keep", type=click.Path(path_type=Path), help="Work in this new folder and leave it there")
def main(batches: int, reports: int, seed: int, json_file: Path | None, keep: Path | None) -> None:
    """Build, keep and look at a warehouse of many batches."""
    console = Console(highlight=False)
    try:
        with work_folder(keep) as folder:
            results = measure(folder, reports, batches, seed, console)
    except (BuildFailed, TookTooLong, FileExistsError, ValueError) as error:
        console.print(f"{error}", style="red", markup=False)
        sys.exit(1)
    show(console, results)
    if json_file is not None:
        json_file.write_text(json.dumps(asdict(results), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
