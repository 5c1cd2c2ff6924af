"""The first rows of what an asset made, as its page shows them.

Belongs here: which columns and how many rows. Does not belong here: the form of a table (Dagster), the words of
its headings (`warehouse/headings.py`), the page of the whole corpus (`state_page.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from assets.monitoring.markdown import short
from assets.stages.store import FrameStore
from warehouse.answers import first_rows
from warehouse.headings import heading

PREVIEW_ROWS = 5
# A preview is kept with every batch of every run: of 300 batches it should stay below half a megabyte a build.
PREVIEW_CHARACTERS = 20
# Bad rows are read to be found again: paths and passages in full, as far as a page holds them.
BAD_ROW_CHARACTERS = 100

# What tells a row to the eye; a whole row of facts has 25 columns and does not fit a page.
COLUMNS: dict[str, tuple[str, ...]] = {
    "raw": ("source", "format", "encoding", "raw_text"),
    "normalized": ("source", "place_name", "year", "title", "text"),
    "sections": ("source", "level", "marker", "title", "theme"),
    "facts": ("metric_id", "category", "value", "unit", "period", "evidence"),
    "reports": ("source", "place_id", "year", "title"),
    "rejects": ("source", "reason", "message"),
    "year_over_year": ("place_id", "metric_id", "category", "year", "value", "previous_value", "status"),
    "findings": ("kind", "severity", "message", "found"),
    "build_quality": ("measure", "batch", "value", "floor", "ceiling", "verdict"),
}


def frame_preview(store: FrameStore, frame: str, batch: str) -> dg.TableMetadataValue:
    """The first rows of a stage frame of a batch."""
    columns = COLUMNS[frame]
    rows = store.read(frame, batch, columns, PREVIEW_ROWS)
    return _preview(frame, columns, [] if rows is None else rows.to_dicts())


def table_previews(warehouse_file: Path, *tables: str) -> dict[str, dg.TableMetadataValue]:
    """The first rows of tables of a DuckDB file, as metadata entries."""
    return {
        f"preview {table}": _preview(
            table, COLUMNS[table], first_rows(warehouse_file, table, COLUMNS[table], PREVIEW_ROWS)
        )
        for table in tables
    }


def rows_in_table(rows: Sequence[Mapping[str, Any]]) -> dg.TableMetadataValue:
    """Bad rows of a check, as many as the check hands on, under Chinese headings with the names of their columns."""
    columns = dict.fromkeys(name for row in rows for name in row)
    return _table({name: _full_heading(name) for name in columns}, rows, BAD_ROW_CHARACTERS)


def _preview(table: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dg.TableMetadataValue:
    return _table({name: heading(name, table) for name in columns}, rows, PREVIEW_CHARACTERS)


def _table(headings: Mapping[str, str], rows: Sequence[Mapping[str, Any]], longest: int) -> dg.TableMetadataValue:
    records = [dg.TableRecord({word: short(row.get(name), longest) for name, word in headings.items()}) for row in rows]
    schema = dg.TableSchema(columns=[dg.TableColumn(name=word, type="string") for word in headings.values()])
    return dg.MetadataValue.table(records, schema)


def _full_heading(name: str) -> str:
    word = heading(name)
    return word if word == name else f"{word} {name}"
