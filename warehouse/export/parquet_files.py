"""Tables as Parquet: one file a table, or one a year in `year=2023/` folders, each saying what its columns mean.

Belongs here: the files of a table and their metadata. Does not belong here: which rows (`selection.py`), where the
folder ends up (`staging.py`).

DuckDB writes them: it streams, and `KV_METADATA` is kept by its own `parquet_kv_metadata`, by Polars'
`read_parquet_metadata` and by pyarrow's `schema.metadata`. Its PARTITION_BY would name files by thread and take the
year from the files; here each year is a query of its own, so that a file's name depends on its content alone. The year
stands in the path only, as readers of such folders expect.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.export.holdings import HeldTable

# What Hive writes for NULL; DuckDB and Polars read it as NULL again.
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


def write_parquet(
    con: duckdb.DuckDBPyConnection, table: HeldTable, query: str, target: Path, wrote: Callable[[int], None]
) -> dict[Path, int]:
    """The rows of a query as `target`.parquet, or as a folder `target` where the table has a year.

    Returns the files with their rows.
    """
    years = _years(con, query) if table.has("year") else []
    if not years:
        file = target.with_name(f"{target.name}.parquet")
        return {file: write_parquet_file(con, table, query, file, wrote)}
    files: dict[Path, int] = {}
    for year in years:
        file = target / f"year={NO_YEAR if year is None else year}" / "part-0.parquet"
        file.parent.mkdir(parents=True)
        of_year = "year is null" if year is None else f"year = {year}"
        rows = f"select * exclude (year) from ({query}) where {of_year}"
        files[file] = write_parquet_file(con, table, rows, file, wrote)
    return files


def write_parquet_file(
    con: duckdb.DuckDBPyConnection, table: HeldTable, query: str, file: Path, wrote: Callable[[int], None]
) -> int:
    """The rows of a query as one file. Returns their number."""
    metadata = ", ".join(f"{key}: {literal(text)}" for key, text in table_metadata(table).items())
    options = f"format parquet, compression zstd, kv_metadata {{{metadata}}}"
    ((rows,),) = con.execute(f"copy ({query}) to {literal(str(file))} ({options})").fetchall()
    wrote(rows)
    return int(rows)


def table_metadata(table: HeldTable) -> dict[str, str]:
    """What the file says of the table: its sentences, and its columns as JSON."""
    columns = {
        column.name: {"type": column.dtype, "description": column.said, "description_zh": column.said_zh}
        for column in table.columns
    }
    return {
        "table_name": table.name,
        "description": table.said,
        "description_zh": table.said_zh,
        "columns": json.dumps(columns, ensure_ascii=False),
    }


def literal(text: str) -> str:
    """A text as SQL reads it.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _years(con: duckdb.DuckDBPyConnection, query: str) -> list[int | None]:
    found = con.execute(f"select distinct year from ({query}) order by year nulls last").fetchall()
    return [None if year is None else int(year) for (year,) in found]
