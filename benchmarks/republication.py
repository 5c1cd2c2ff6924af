"""How well and how fast republications are found among many reports whose truth is known.

    python -m benchmarks.republication [--reports 2000] [--seed 2026] [--json FILE]

Belongs here: signing each report, running the step over the whole corpus, counting hits and misses, time and
memory. Does not belong here: the reports (`republished.py`), the rules (`pipelines/corpus`).

Signatures are made a thousand reports at a time, as in a batch, and kept in a frame with the texts. Then the clock of
the second part runs over what a build does with that frame: `warehouse.republication.find_republications`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.memory import peak_memory_bytes
from benchmarks.republished import ALL_KNOWN, COPIES, MadeReport, make_reports
from pipelines.corpus.places import Place, Resolution
from pipelines.corpus.signatures import signature_of
from pipelines.records import Finding
from warehouse.republication import Republications, find_republications

BATCH_REPORTS = 1000
MEGABYTE = 1_000_000

UNSETTLED = Finding("unresolved_place", "warning", "同名的地方不止一个")


@dataclass(slots=True)
class Results:
    """What was found, and what it took. `found` and `made` count copies by kind and by what is known of the pair."""

    reports: int
    marked: int = 0
    right: int = 0
    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false_joins: Counter[str] = field(default_factory=Counter)
    negatives: Counter[str] = field(default_factory=Counter)
    corrections_made: int = 0
    corrections_told: int = 0
    signature_seconds: float = 0.0
    search_seconds: float = 0.0
    before_search_bytes: int | None = None
    peak_bytes: int | None = None

    @property
    def precision(self) -> float:
        """Of the reports that are marked as republications, how many are."""
        return self.right / self.marked if self.marked else 1.0

    @property
    def recall(self) -> float:
        """Of the republications, how many count no more beside their report."""
        made = sum(self.made[kind] for kind in COPIES)
        return sum(self.found[kind] for kind in COPIES) / made if made else 1.0


def measure(reports: int, seed: int) -> Results:
    """Make `reports` reports, look for republications, and hold what is found against the truth."""
    results = Results(reports)
    truth: list[MadeReport] = []
    frames: list[pl.DataFrame] = []
    made = make_reports(reports, seed)
    while batch := list(islice(made, BATCH_REPORTS)):
        started = time.perf_counter()
        signatures = [signature_of(report.text) for report in batch]
        results.signature_seconds += time.perf_counter() - started
        frames.append(_frame(batch, signatures))
        truth += [_without_text(report) for report in batch]
    frame = pl.concat(frames)
    results.before_search_bytes = peak_memory_bytes()
    started = time.perf_counter()
    found = find_republications(frame, _resolution(truth))
    results.search_seconds = time.perf_counter() - started
    results.peak_bytes = peak_memory_bytes()
    _judge(results, truth, found)
    return results


def _without_text(report: MadeReport) -> MadeReport:
    """The truth about a report; its text stays in the frame, as in a build."""
    return MadeReport(**{**{name: getattr(report, name) for name in report.__slots__}, "text": ""})


def _report_id(report: MadeReport) -> str:
    """Ids that do not follow the order in which the reports were made."""
    return f"{report.number * 0x9E3779B97F4A7C15 % 2**64:016x}"


def _place_id(report: MadeReport) -> str | None:
    if report.known in ("place unknown", "both unknown"):
        return None
    return f"{report.town}-{report.number}" if report.known == "place unsettled" else str(report.town)


def _frame(batch: list[MadeReport], signatures: list[bytes]) -> pl.DataFrame:
    """The columns of stage `normalized` that the search reads. Nothing was cut, so offsets are those of the text."""
    whole = [[0]] * len(batch)
    unknown_year = ("year unknown", "both unknown")
    return pl.DataFrame(
        {
            "report_id": [_report_id(report) for report in batch],
            "place_id": [_place_id(report) for report in batch],
            "year": [None if report.known in unknown_year else report.year for report in batch],
            "published_on": [report.published_on for report in batch],
            "covers_until": [report.covers_until for report in batch],
            "source": [f"{report.year}/{report.number}.txt" for report in batch],
            "signature": signatures,
            "text": [report.text for report in batch],
            "text_starts": whole,
            "raw_starts": whole,
            "raw_ends": [[len(report.text)] for report in batch],
            "script": ["simplified"] * len(batch),
            "furniture": [[]] * len(batch),
            "repairs": [[]] * len(batch),
        },
        schema_overrides={"published_on": pl.Date, "covers_until": pl.Date, "year": pl.Int32, "place_id": pl.String},
    )


def _resolution(truth: list[MadeReport]) -> Resolution:
    """What place resolution would say: an unsettled report is a place of its own with the town's name."""
    names = {place_id: f"{report.town}镇" for report in truth if (place_id := _place_id(report))}
    places = tuple(Place(place_id, name, "镇", None, None, None, None, ()) for place_id, name in names.items())
    doubts = {_report_id(report): (UNSETTLED,) for report in truth if report.known == "place unsettled"}
    return Resolution(places, {_report_id(report): _place_id(report) for report in truth}, doubts)


def _judge(results: Results, truth: list[MadeReport], found: Republications) -> None:
    by_id = {_report_id(report): report for report in truth}
    kept_of = dict(found.duplicates.select("report_id", "duplicate_of").iter_rows())
    for report_id, kept in kept_of.items():
        is_right = by_id[report_id].family == by_id[kept].family
        results.marked += 1
        results.right += is_right
        if not is_right:
            results.false_joins[_mistake(by_id[report_id], by_id[kept])] += 1
    first_of = {report.family: report for report in truth if report.kind not in COPIES}
    told = {row["other_report_id"] for row in found.finding_rows} | {row["report_id"] for row in found.finding_rows}
    for report in truth:
        if report.kind not in COPIES:
            results.negatives[report.kind] += 1
            continue
        one, other = _report_id(report), _report_id(first_of[report.family])
        is_found = kept_of.get(one, one) == kept_of.get(other, other)
        for name in (report.kind, _known_of(report, first_of[report.family])):
            results.made[name] += 1
            results.found[name] += is_found
        if report.kind == "corrected figures" and is_found:
            results.corrections_made += 1
            results.corrections_told += {one, other} <= told


def _known_of(copy: MadeReport, first: MadeReport) -> str:
    return ALL_KNOWN if copy.known == first.known == ALL_KNOWN else "place or year in doubt"


def _mistake(report: MadeReport, kept: MadeReport) -> str:
    if report.town != kept.town:
        return "another town"
    return "another year" if report.year != kept.year else "half-year beside annual"


def _lines(results: Results) -> Iterator[tuple[str, str]]:
    yield "reports", f"{results.reports:,}"
    yield "of them originals by kind", ", ".join(f"{kind} {n:,}" for kind, n in sorted(results.negatives.items()))
    yield "marked as republications", f"{results.marked:,}"
    yield "precision", f"{results.precision:.4f}"
    yield "wrongly joined", ", ".join(f"{kind} {n}" for kind, n in sorted(results.false_joins.items())) or "none"
    yield "recall", f"{results.recall:.4f}"
    for kind, made in sorted(results.made.items()):
        yield f"  {kind}", f"{results.found[kind] / made:.4f} ({results.found[kind]:,} of {made:,})"
    yield "found corrections told with both figures", f"{results.corrections_told:,} of {results.corrections_made:,}"
    yield "signatures, s", f"{results.signature_seconds:.1f}"
    yield "search, s", f"{results.search_seconds:.1f}"
    if results.before_search_bytes and results.peak_bytes:
        yield "peak memory before the search, MB", f"{results.before_search_bytes / MEGABYTE:,.0f}"
        yield "peak memory, MB", f"{results.peak_bytes / MEGABYTE:,.0f}"


def _figures(results: Results) -> dict[str, object]:
    """All figures; `dataclasses.asdict` would make a Counter of pairs of each Counter."""
    told = {name: getattr(results, name) for name in results.__slots__}
    return {**told, "precision": results.precision, "recall": results.recall}


@click.command()
@click.option("--reports", type=click.IntRange(min=1), default=2000, show_default=True)
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def main(reports: int, seed: int, json_file: Path | None) -> None:
    """Measure how republications are found among REPORTS made-up reports."""
    results = measure(reports, seed)
    table = Table(title="Republications", show_header=False)
    for name, value in _lines(results):
        table.add_row(name, value)
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(_figures(results), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
