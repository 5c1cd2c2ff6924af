"""From the frames of all batches to the rows of the tables: a pure function of the whole corpus.

Belongs here: what only the whole corpus can tell: which file of two copies is loaded, which place a report belongs to,
which edition counts. Does not belong here: DuckDB (`warehouse/load.py`), comparisons over years (`warehouse/sql`), the
rules of place identity (`pipelines/corpus/places.py`), republications (`warehouse/republication.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from pipelines.corpus.code_conflicts import code_conflicts
from pipelines.corpus.places import PlaceMention, Resolution, resolve_places
from pipelines.figures.arithmetic import RATES
from warehouse import rows
from warehouse.companions import Companions, Refused, refused_frame, roster_mentions, roster_rows
from warehouse.finding_kinds import FINDING_KINDS
from warehouse.lexicons import CAUTIONS, COUNTINGS
from warehouse.outcome_reasons import OUTCOME_REASONS
from warehouse.peer_levels import PEER_LEVELS
from warehouse.quality_measures import QUALITY_MEASURES
from warehouse.republication import Republications, find_republications
from warehouse.schema.catalog import TABLES, polars_schema

if TYPE_CHECKING:
    from pipelines.figures.registry import Metric, Registry

SAME_FILE = "same_file"

_PARENTS = ("level", "county", "city", "province", "division_code")
_MENTIONED = ("report_id", "place_name", "aliases", *_PARENTS)


class IncompleteFrames(Exception):
    """A stage did not read a report that the stage before it handed on: its figures would be missing unseen."""


def assemble(
    frames: Mapping[str, pl.DataFrame | pl.LazyFrame], registry: Registry, companions: Companions | None = None
) -> dict[str, pl.DataFrame]:
    """The rows of every table that does not follow from other tables, sorted by key.

    `frames`: one frame for each name in STAGE_FRAMES, all batches together, in any order.
    `companions`: what manifest and roster say. Raises IncompleteFrames.
    """
    known = companions or Companions()
    stages = {name: pl.DataFrame(frame.lazy().collect()) for name, frame in frames.items()}
    given_up = stages["rejects"].sort("source", "reason").unique("source", keep="first", maintain_order=True)
    read = stages["normalized"].join(given_up, on="source", how="anti").sort("source")
    _require_read(read, stages)
    loaded = read.unique("report_id", keep="first", maintain_order=True)
    refused = Refused(pl.concat([given_up, _same_file_rejects(read, loaded)]), known)
    of_reports = (_mention(row) for row in loaded.select(_MENTIONED).iter_rows(named=True))
    places = resolve_places([*of_reports, *roster_mentions(known), *refused.founding_mentions()])
    reports = loaded.with_columns(
        pl.col("report_id").replace_strict(places.place_of, default=None, return_dtype=pl.String).alias("place_id")
    )
    republished = find_republications(reports, places)
    tables = {
        **_tables_of_reports(reports, stages, places, republished),
        **{name: _of_loaded(stages[name], loaded, name) for name in ("sections", "numerals")},
        "facts": _with_raw_spans(_semi(stages["facts"], loaded), stages["raw"]),
        "stated_changes": _unjudged(_semi(stages["stated_changes"], loaded)),
        "findings": _findings(_semi(stages["findings"], loaded), loaded, places, republished),
        "rejects": refused.table(places),
        "roster": roster_rows(known, places),
        **registry_tables(registry),
    }
    positions = _positions(tables["reports"])
    return {name: _finished(name, frame, positions) for name, frame in tables.items()}


def _require_read(reports: pl.DataFrame, stages: Mapping[str, pl.DataFrame]) -> None:
    for stage in ("raw", "sections_read", "metrics_read"):
        missing = reports.join(stages[stage], on="source", how="anti")["source"]
        if len(missing):
            raise IncompleteFrames(f"stage {stage} lacks {len(missing)} reports, e.g. {missing[0]}")


def _same_file_rejects(read: pl.DataFrame, loaded: pl.DataFrame) -> pl.DataFrame:
    """The later copies of a file, by path, each naming the first."""
    first = loaded.select("report_id", first_source="source")
    copies = read.join(first, on="report_id").filter(pl.col("source") != pl.col("first_source"))
    message = pl.format("与 {} 是同一个文件（内容逐字节相同），只载入后者；可删除其一", "first_source")
    return refused_frame(copies, reason=pl.lit(SAME_FILE), message=message)


def _semi(frame: pl.DataFrame, loaded: pl.DataFrame) -> pl.DataFrame:
    return frame.join(loaded, on="source", how="semi")


def _of_loaded(frame: pl.DataFrame, loaded: pl.DataFrame, table: str) -> pl.DataFrame:
    return _semi(frame, loaded).select(list(polars_schema(TABLES[table])))


def _with_raw_spans(facts: pl.DataFrame, raw: pl.DataFrame) -> pl.DataFrame:
    """Facts with their words. Kept beside the figure: to cut them from a text, that has to be unpacked whole."""
    text_of = dict(raw.select("source", "raw_text").iter_rows())
    spans = facts.select("source", "raw_start", "raw_end").iter_rows()
    words = [text_of[source][start:end] for source, start, end in spans]
    return facts.with_columns(pl.Series("raw_span", words, dtype=pl.String))


def _mention(row: rows.Row) -> PlaceMention:
    parents = {name: row[name] for name in _PARENTS}
    return PlaceMention(row["report_id"], row["place_name"], aliases=tuple(row["aliases"]), **parents)


def _tables_of_reports(
    reports: pl.DataFrame, stages: Mapping[str, pl.DataFrame], places: Resolution, republished: Republications
) -> dict[str, pl.DataFrame]:
    raw_texts = stages["raw"].select("source", "raw_text")
    return {
        "places": pl.DataFrame(
            [{**asdict(place), "aliases": list(place.aliases)} for place in places.places],
            schema=polars_schema(TABLES["places"]),
        ),
        "reports": reports.join(republished.duplicates, on="report_id", how="left"),
        "report_texts": reports.join(raw_texts, on="source", how="left"),
    }


def _unjudged(claims: pl.DataFrame) -> pl.DataFrame:
    """Stated changes as loaded; `warehouse/sql/stated_changes.sql` judges them."""
    return claims.with_columns(
        computed=pl.lit(None, dtype=pl.Float64), compared_with=pl.lit("none"), verdict=pl.lit("unverifiable")
    )


def _findings(
    of_extraction: pl.DataFrame, loaded: pl.DataFrame, places: Resolution, republished: Republications
) -> pl.DataFrame:
    """What extraction, identity, place resolution and editions told; a finding that two of them made is one."""
    more: list[rows.Row] = list(republished.finding_rows)
    torn = code_conflicts(places.places)
    for row in loaded.select("report_id", "identity_findings").iter_rows(named=True):
        found = rows.findings_of(row["identity_findings"]) + places.findings.get(row["report_id"], ())
        if conflict := torn.get(places.place_of[row["report_id"]] or ""):
            found += (conflict,)
        more += rows.finding_rows({"report_id": row["report_id"]}, row["report_id"], found)
    schema = polars_schema(TABLES["findings"])
    of_identity = pl.DataFrame({name: [row[name] for row in more] for name in schema}, schema=schema)
    return pl.concat([of_extraction.select(list(schema)), of_identity]).unique(
        "finding_id", keep="first", maintain_order=True
    )


def registry_tables(registry: Registry) -> dict[str, pl.DataFrame]:
    """The tables that explain the others: registry, measure words, cautions, kinds of findings."""
    metrics = registry.metrics.values()
    categories = [
        {"metric_id": metric.id, "category": name, "words": list(category.words)}
        for metric in metrics
        for name, category in metric.categories.items()
    ]
    words = [
        {"measure_word": word, "scale": entry.scale, "counts": entry.counts, "why": entry.why}
        for entry in COUNTINGS
        for word in entry.words
    ]
    return {
        "themes": _rows_of("themes", [_picked("themes", theme) for theme in registry.themes.values()]),
        "metrics": _rows_of("metrics", [_metric_row(metric) for metric in metrics]),
        "metric_categories": _rows_of("metric_categories", categories),
        "measure_words": _rows_of("measure_words", words),
        "caution_codes": _rows_of("caution_codes", [rows.asdict_flat(caution) for caution in CAUTIONS]),
        "finding_kinds": _rows_of("finding_kinds", [rows.asdict_flat(kind) for kind in FINDING_KINDS]),
        "peer_levels": _rows_of("peer_levels", [rows.asdict_flat(level) for level in PEER_LEVELS]),
        "quality_measures": _rows_of("quality_measures", [rows.asdict_flat(said) for said in QUALITY_MEASURES]),
        "outcome_reasons": _rows_of("outcome_reasons", [rows.asdict_flat(reason) for reason in OUTCOME_REASONS]),
    }


def _picked(table: str, entry: object) -> rows.Row:
    return {name: getattr(entry, name) for name in polars_schema(TABLES[table])}


def _metric_row(metric: Metric) -> rows.Row:
    bases = dict.fromkeys(whole for _, whole, rate in RATES if rate == metric.id)
    columns = (name for name in polars_schema(TABLES["metrics"]) if name != "rate_of")
    return {**{name: getattr(metric, name) for name in columns}, "rate_of": list(bases)}


def _rows_of(table: str, table_rows: list[rows.Row]) -> pl.DataFrame:
    return pl.DataFrame(table_rows, schema=polars_schema(TABLES[table]))


def _positions(reports: pl.DataFrame) -> pl.DataFrame:
    """Where each report stands in the file: a place_id begins with province, city and county, so these lie together."""
    ordered = reports.sort("place_id", "year", "source", nulls_last=True)
    return ordered.select("report_id").with_row_index(_POSITION)


def _finished(table: str, frame: pl.DataFrame, positions: pl.DataFrame) -> pl.DataFrame:
    """The declared columns, in an order that depends on the rows alone: the same input gives the same file."""
    declared = polars_schema(TABLES[table])
    if table in _BY_PLACE:
        placed = frame.join(positions, on="report_id", how="left")
        return placed.sort(_POSITION, *_BY_PLACE[table]).select(list(declared))
    return frame.select(list(declared)).sort(_SORT_FIRST.get(table, list(declared)[:1]))


_POSITION = "position"

# Rows of reports, and what they are sorted by within one. By report_id, which is a hash, the texts of one county lay
# all over the file, and each of its passages unpacked 2,048 texts: 3.3 s of CPU time for the problems of one county
# among 110,000 reports (November 2026).
_BY_PLACE: dict[str, tuple[str, ...]] = {
    "reports": (),
    "report_texts": (),
    "sections": ("ordinal",),
    "numerals": ("ordinal",),
    "facts": ("raw_start", "raw_end", "metric_id", "category", "fact_id"),
    "stated_changes": ("raw_start", "raw_end", "ordinal"),
    "findings": ("finding_id",),
}

_SORT_FIRST: dict[str, tuple[str, ...]] = {"metric_categories": ("metric_id", "category")}
