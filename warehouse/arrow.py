"""The bridge between Polars frames and DuckDB, over the Arrow stream interface that both speak.

Belongs here: moving a frame into a query and a result into a frame. Does not belong here: any table or SQL text.

Why not `INSERT … SELECT * FROM polars_frame` and `.pl()`: DuckDB 2.0 sends a Polars object through pyarrow, 45 MB that
nothing else here needs. An object that only offers `__arrow_c_stream__` is read directly: 5 million rows of two columns
go in in 0.34 s and come out in 0.58 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl


class FrameStream:
    """A Polars frame as DuckDB reads it without pyarrow; each scan opens a stream of its own."""

    def __init__(self, frame: pl.DataFrame):
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow C stream of the frame (a PyCapsule)."""
        return self._frame.__arrow_c_stream__(requested_schema)


def query_frame(
    con: duckdb.DuckDBPyConnection, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None
) -> pl.DataFrame:
    """The result of `query` as a Polars frame, also when it has no rows.

    >>> query_frame(duckdb.connect(), "select 1 as a").to_dicts()
    [{'a': 1}]
    """
    relation = (
        con.sql(query, params=dict(params) if isinstance(params, Mapping) else list(params))
        if params
        else con.sql(query)
    )
    return pl.DataFrame(relation)


def insert_frame(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append `frame` to `table`, columns matched by name."""
    view = f"incoming_{table}"
    con.register(view, FrameStream(frame))
    try:
        con.execute(f'insert into "{table}" by name select * from {view}')
    finally:
        con.unregister(view)


@contextmanager
def read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse file `path`, closed at the end whatever happens."""
    con = duckdb.connect(str(path), read_only=True)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writing connection to the private file `path` (never the published one), closed at the end."""
    con = duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE_VERSION})
    try:
        yield con
    finally:
        con.close()


@contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """Keep the private file `path` open between the steps that open it for writing, each for itself.

    Within a process DuckDB hands out the database that is open already. Otherwise each step reads the catalogue of 36
    tables and 900 comments anew, 0.04 s of CPU, and moves its log into the file when it ends, with syncs of the disk.
    No step may open the file by `read_only` meanwhile: DuckDB refuses a second way of opening.
    """
    with writing(path):
        yield


# The oldest format that DuckDB 1.4 LTS clients still open. How columns are compressed: `warehouse/ddl.py`.
STORAGE_VERSION = "v1.4.0"


def scalar(con: duckdb.DuckDBPyConnection, query: str) -> Any:
    """The only value of a query of one row and column.

    All rows are fetched: DuckDB 2.0 refuses other work on a connection while a result is unfinished.
    """
    ((value,),) = con.execute(query).fetchall()
    return value
