"""The private DuckDB file, built anew from the frames of the whole corpus, one step a function.

Belongs here: creating the file, loading tables, running the SQL files in their order, the row of `builds`. Does not
belong here: which rows a table has (`warehouse/assemble.py`, `warehouse/sql`), replacing the published file
(`publish.py`).

The file is private to its builder: any step may be interrupted, the next build starts again from the frames.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from warehouse.arrow import insert_frame, kept_open, query_frame, read_only, writing
from warehouse.assemble import assemble
from warehouse.companions import Companions
from warehouse.crashpoints import reached
from warehouse.ddl import create_tables
from warehouse.expectations import Expectations, default_expectations
from warehouse.history import CARRIED, carried_rows, schema_history, shape_of
from warehouse.quality import quality_history, record_quality
from warehouse.reuse import REUSE_TABLES, compare_texts
from warehouse.schema.catalog import TABLES, validate
from warehouse.views import create_views

if TYPE_CHECKING:
    from pipelines.figures.registry import Registry

SQL_FOLDER = Path(__file__).resolve().parent / "sql"

# Each file reads what the ones before it made; the first two make only temporary words and tables.
SHARED_SQL = ("macros", "report_values")
PLACES_SQL = ("place_parents",)
YEARS_SQL = (
    *("yearly_values", "series_pairs", "stated_changes"),
    # a doubt about a figure is a caution of its comparison
    *("audit_years", "finding_facts", "year_over_year", "coverage", "metric_mentions"),
)
AREAS_SQL = (
    "series_spans",
    "headline_values",
    "comparable_values",
    "peer_comparisons",
    "area_totals",
    "target_outcomes",
)
COMPARISON_SQL = (*PLACES_SQL, *SHARED_SQL, *YEARS_SQL, *AREAS_SQL)
AUDIT_SQL = (*SHARED_SQL, "audit", "audit_reuse", "finding_facts", "passages", "report_counts", "digests")
COMPARED_TABLES = (
    *("yearly_values", "stated_changes", "year_over_year", "coverage", "metric_mentions"),
    *("series_spans", "headline_values", "peer_comparisons", "area_totals", "target_outcomes"),
)
AUDITED_TABLES = ("findings", "finding_facts", "passages", "report_counts", "digests", "digest_sentences")

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What a build was made of. `built_at` is in UTC, without a time zone."""

    build_id: str
    built_at: datetime
    code_version: str
    registry_version: str
    corpus_hash: str


def build_file(
    path: Path,
    frames: Mapping[str, pl.DataFrame | pl.LazyFrame],
    registry: Registry,
    build: BuildInfo,
    previous: Path | None = None,
    companions: Companions | None = None,
    held_to: Expectations | None = None,
) -> Counts:
    """Every step from frames to a file that is ready for the checks. Returns the rows of each table.

    `previous`: the published file, whose history of builds is carried on. `companions`: manifest and roster.
    `held_to`: the bounds that its quality is measured against, None for the project's own.
    """
    load_tables(path, frames, registry, companions)
    with kept_open(path):
        run_comparisons(path)
        run_reuse(path, frames["normalized"])
        run_audit(path)
        create_views(path)
        record_build(path, build, previous, held_to=held_to)
    return table_counts(path)


def load_tables(
    path: Path,
    frames: Mapping[str, pl.DataFrame | pl.LazyFrame],
    registry: Registry,
    companions: Companions | None = None,
) -> Counts:
    """Make the file at `path` anew and load all tables that do not follow from others. Returns rows by table.

    Raises InvalidFrame, before anything is written, if a table's rows break its schema; IncompleteFrames.
    """
    tables = {name: validate(TABLES[name], frame) for name, frame in assemble(frames, registry, companions).items()}
    remove_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing(path) as con:
        con.begin()
        create_tables(con)
        insert_tables(con, tables)
        con.commit()
    return {name: frame.height for name, frame in tables.items()}


def insert_tables(con: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> None:
    """Insert rows into the tables of an open database."""
    for name, frame in tables.items():
        insert_frame(con, name, frame)
        if name == "numerals":
            reached("loading")


def run_comparisons(path: Path) -> Counts:
    """Fill every table that follows from others (`COMPARED_TABLES`). Returns their rows."""
    with writing(path) as con:
        compare(con)
        return _validated_counts(con, COMPARED_TABLES)


def compare(con: duckdb.DuckDBPyConnection) -> None:
    """The comparisons on an open database, in one transaction."""
    run_sql(con, COMPARISON_SQL)


def run_reuse(path: Path, offsets: pl.DataFrame | pl.LazyFrame) -> Counts:
    """Fill the tables on text carried over from the report before, after the comparisons. Returns their rows.

    `offsets`: stage `normalized` of all batches; only the columns of its offset maps are used.
    """
    with writing(path) as con:
        compare_texts(con, offsets)
        return _counts(con, REUSE_TABLES)


def run_audit(path: Path) -> Counts:
    """Add the findings that only show across figures and reports, and what sums them up. Returns findings by kind."""
    with writing(path) as con:
        audit(con)
        _validated_counts(con, AUDITED_TABLES)
        found = con.execute("select kind, count(*) from findings group by kind order by kind").fetchall()
    return dict(found)


def audit(con: duckdb.DuckDBPyConnection) -> None:
    """The audit on an open database, in one transaction. A finding that is there already is not added again."""
    run_sql(con, AUDIT_SQL)


def record_build(
    path: Path,
    build: BuildInfo,
    previous: Path | None = None,
    newer: Sequence[Path] = (),
    held_to: Expectations | None = None,
) -> None:
    """Write this build's row, schema and measures, after the history of the published file `previous` if there is one.

    `newer`: kept files that were published after `previous`, newest first: after a rollback there are some. `held_to`:
    the bounds of its measures, None for the project's own. Raises Unmigratable where that history can't be read; the
    files are not touched.
    """
    files = [*newer, *([previous] if previous else [])]
    earlier = carried_rows("builds", files)
    with writing(path) as con:
        shapes = schema_history(shape_of(con), build.build_id, build.built_at, files)
        counts = {name: count for name, count in _counts(con, TABLES).items() if name not in CARRIED}
        said = {**asdict(build), "counts": json.dumps(counts), "schema_version": shapes["schema_version"].max()}
        row = pl.DataFrame([said], schema=earlier.schema)
        others = earlier.filter(pl.col("build_id") != build.build_id).sort("built_at", "build_id")
        history = pl.concat([others, row])
        con.begin()
        for table, rows in (("builds", history), ("schema_versions", shapes)):
            con.execute(f"delete from {table}")
            insert_frame(con, table, validate(TABLES[table], rows))
        record_quality(con, build.build_id, quality_history(files), held_to or default_expectations())
        con.commit()


def table_counts(path: Path) -> Counts:
    """Rows of every table of the file."""
    with read_only(path) as con:
        return _counts(con, TABLES)


def run_sql(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Run files of `warehouse/sql` one after the other, in one transaction."""
    con.begin()
    for name in names:
        con.execute((SQL_FOLDER / f"{name}.sql").read_text("utf-8"))
    con.commit()


def remove_file(path: Path) -> None:
    """Remove a private DuckDB file and its log, if they are there."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def _validated_counts(con: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> Counts:
    for name in tables:
        validate(TABLES[name], query_frame(con, f"select * from {name}"))
    return _counts(con, tables)


def _counts(con: duckdb.DuckDBPyConnection, tables: Mapping[str, object] | tuple[str, ...]) -> Counts:
    counted = " union all ".join(f"select '{name}', count(*) from \"{name}\"" for name in tables)
    return dict(con.execute(counted).fetchall())
