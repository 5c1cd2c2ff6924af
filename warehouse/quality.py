"""What is measured of each build, beside what it is held to: the table `build_quality`.

Belongs here: measuring, carrying the measures of earlier builds on. Does not belong here: the bounds
(`expectations.py`), the query (`sql/quality.sql`), what is told of a miss (`quality_checks.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.arrow import insert_frame, query_frame
from warehouse.expectations import Expectations
from warehouse.history import carried_rows
from warehouse.schema.catalog import TABLES, validate

QUERY = Path(__file__).resolve().parent / "sql" / "quality.sql"
# A batch of a few files is as likely to miss a bound by chance as by a fault.
SMALLEST_BATCH = 10
# Seven measures of 300 batches are 2,100 rows a build, and a corpus that is built daily would gather 766,000 a year. A
# month of them shows when a batch turned; of the whole corpus all builds are kept.
BUILDS_WITH_BATCHES = 30
EVERY_BATCH = "*"
WHOLE_CORPUS = ""
_BOUNDS_SCHEMA = {
    "measure": pl.String,
    "batch": pl.String,
    "floor": pl.Float64,
    "ceiling": pl.Float64,
    "blocks": pl.Boolean,
}


def record_quality(con: duckdb.DuckDBPyConnection, build_id: str, earlier: pl.DataFrame, held_to: Expectations) -> None:
    """Fill `build_quality` anew: the rows of earlier builds that are kept, and those of this one."""
    con.execute("delete from build_quality")
    insert_frame(con, "build_quality", earlier.filter(pl.col("build_id") != build_id))
    con.execute(
        "create or replace temp table quality_bounds"
        " (measure varchar, batch varchar, floor double, ceiling double, blocks boolean)"
    )
    insert_frame(con, "quality_bounds", bounds_frame(held_to))
    con.execute(QUERY.read_text("utf-8"), {"build_id": build_id, "smallest_batch": SMALLEST_BATCH})
    validate(TABLES["build_quality"], query_frame(con, "from build_quality"))


def bounds_frame(held_to: Expectations) -> pl.DataFrame:
    """The bounds as rows: of the whole corpus, of every batch (`*`), of single batches."""
    rows: list[tuple[Any, ...]] = []
    for measure, bound in held_to.measures.items():
        rows.append((measure, WHOLE_CORPUS, bound.floor, bound.ceiling, bound.blocks))
        rows.append((measure, EVERY_BATCH, bound.batch_floor, bound.batch_ceiling, bound.blocks))
    rows += [("reports", batch, float(said.reports), None, said.blocks) for batch, said in held_to.batches.items()]
    return pl.DataFrame(rows, schema=_BOUNDS_SCHEMA, orient="row")


def quality_history(files: Sequence[Path]) -> pl.DataFrame:
    """What published and kept files say of the builds before this one, whatever schema they have; newest file first."""
    newest = carried_rows("builds", files).sort("built_at", "build_id").tail(BUILDS_WITH_BATCHES - 1)
    is_kept = (pl.col("batch") == WHOLE_CORPUS) | pl.col("build_id").is_in(newest["build_id"].to_list())
    return carried_rows("build_quality", files).filter(is_kept).sort("build_id", "measure", "batch")
