"""What only the published file knows, carried into the next one: its builds, and the shapes that its tables have had.

Belongs here: which tables are carried, reading them from files of an older schema, telling one schema from another.
Does not belong here: writing the rows of a build (`warehouse/load.py`), keeping older files (`kept_files.py`).

All other tables are made anew from the frames, so a change of the schema needs no migration of theirs. What is carried
is read by the names of its columns: one that the older file lacks takes its default, one that is declared no more
stays behind in the older file, which is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from warehouse.arrow import query_frame
from warehouse.ddl import quoted_name
from warehouse.publish import FileState, opened_published, state_of
from warehouse.schema.catalog import TABLES, ColumnSpec, column_specs, empty_frame, validate
from warehouse.schema.fields import InvalidFrame

#: Tables that are carried, each with what stands in a required column that the older file lacks, as SQL.
CARRIED: Mapping[str, Mapping[str, str]] = {
    # files from before counts were kept still say when and of what they were built
    "builds": {"counts": "'{}'"},
    "schema_versions": {},
    "build_quality": {},
}

#: Type and nullability of each column by table.
Shape = dict[str, dict[str, str]]

HASH_LENGTH = 16


class Unmigratable(Exception):
    """The published file's history can't be read under the present schema; the file was not touched."""


def carried_rows(table: str, files: Sequence[Path]) -> pl.DataFrame:
    """The rows of a carried table in published or kept files, whatever schema they have.

    Where two files have rows of equal keys, the first file's are taken. Raises Unmigratable, naming file, table and
    column, where rows would be lost.
    """
    keys = [spec.name for spec in column_specs(TABLES[table]) if spec.is_key]
    parts = [empty_frame(TABLES[table]), *(_told_by(file).rows[table] for file in files)]
    return pl.concat(parts, how="vertical").unique(keys, keep="first", maintain_order=True)


def require_carriable(file: Path) -> None:
    """Raise Unmigratable where something of the file's history can't be carried into a new one."""
    _told_by(file)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a file tells of its past: the shape of its tables, the rows of the carried ones."""

    shape: Shape
    rows: Mapping[str, pl.DataFrame]


def _told_by(file: Path) -> _Told:
    return _told_in(file.resolve(), state_of(file)) if file.exists() else _read(file)


@lru_cache(maxsize=16)
def _told_in(file: Path, state: FileState) -> _Told:
    """Read once for each `state` of the file: a build asks twenty times, and to open a file takes 0.04 s of CPU."""
    return _read(file)


def _read(file: Path) -> _Told:
    table = next(iter(CARRIED))
    try:
        with opened_published(file) as con:
            shape, rows = shape_of(con), {}
            for table in CARRIED:
                rows[table] = _rows_in(con, table, shape.get(table))
            return _Told(shape, rows)
    except (duckdb.Error, InvalidFrame, Unmigratable) as error:
        first_line = str(error).strip().splitlines()[0]
        raise Unmigratable(
            f"{file} 的历史（{table} 表）无法沿用：{first_line}。该文件未作改动；请移走它再构建，或用发布它的版本打开"
        ) from error


def _rows_in(con: duckdb.DuckDBPyConnection, table: str, present: Mapping[str, str] | None) -> pl.DataFrame:
    if present is None:
        return empty_frame(TABLES[table])
    columns = ", ".join(_taken(spec, present, table) for spec in column_specs(TABLES[table]))
    return validate(TABLES[table], query_frame(con, f"select {columns} from {quoted_name(table)}"))


def _taken(spec: ColumnSpec, present: Mapping[str, str], table: str) -> str:
    """The column as an expression over the older table."""
    name = quoted_name(spec.name)
    if spec.name in present:
        return f"cast({name} as {spec.duckdb_type}) as {name}"
    default = CARRIED[table].get(spec.name, "null" if spec.is_nullable else None)
    if default is None:
        raise Unmigratable(f"缺少列 {spec.name}")
    return f"cast({default} as {spec.duckdb_type}) as {name}"


def shape_of(con: duckdb.DuckDBPyConnection) -> Shape:
    """Names, types and nullability of all columns of all tables (not views) of an open database."""
    columns = con.execute(
        "select c.table_name, c.column_name, c.data_type || if(c.is_nullable, '', ' NOT NULL')"
        " from duckdb_columns() as c join duckdb_tables() as t using (database_name, schema_name, table_name)"
        " where not t.internal and not t.temporary order by c.table_name, c.column_index"
    ).fetchall()
    shape: Shape = {}
    for table, column, kind in columns:
        shape.setdefault(table, {})[column] = kind
    return shape


def hash_of(shape: Shape) -> str:
    """A short hash of a shape; the order of tables and columns does not count, since columns go by their names.

    >>> hash_of({"a": {"x": "DATE", "y": "DATE"}}) == hash_of({"a": {"y": "DATE", "x": "DATE"}})
    True
    """
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:HASH_LENGTH]


def schema_history(now: Shape, build_id: str, built_at: datetime, previous: Sequence[Path]) -> pl.DataFrame:
    """The table `schema_versions` of a build whose tables have the shape `now`.

    `previous`: published and kept files, newest first, whose history goes on.
    """
    known = carried_rows("schema_versions", previous).sort("schema_version")
    if not previous:
        return _with_version(known, now, build_id, built_at, {})
    before = _told_by(previous[0]).shape
    if known.is_empty():
        # Published before versions were counted: its shape is the first.
        last = carried_rows("builds", previous[:1]).sort("built_at", "build_id").row(-1, named=True)
        known = _with_version(known, before, last["build_id"], last["built_at"], {})
    # Shapes are compared, not only hashes: another release of DuckDB may spell a type in another way.
    is_known = before == now or known["schema_hash"][-1] == hash_of(now)
    return known if is_known else _with_version(known, now, build_id, built_at, before)


def _with_version(known: pl.DataFrame, shape: Shape, build_id: str, built_at: datetime, before: Shape) -> pl.DataFrame:
    row = {
        "schema_version": (known["schema_version"].max() or 0) + 1,
        "schema_hash": hash_of(shape),
        "first_build_id": build_id,
        "first_built_at": built_at,
        **differences(before, shape),
    }
    return pl.concat([known, pl.DataFrame([row], schema=known.schema)])


def differences(before: Shape, now: Shape) -> dict[str, list[str]]:
    """What was added, removed and changed from one shape to the next; all empty where there is none before.

    >>> differences({"a": {"x": "DATE"}, "b": {"y": "DATE"}}, {"a": {"x": "VARCHAR", "z": "DATE"}})
    {'added': ['a.z'], 'removed': ['b'], 'changed': ['a.x: DATE → VARCHAR']}
    """
    if not before:
        return {"added": [], "removed": [], "changed": []}
    common = sorted(before.keys() & now.keys())
    return {
        "added": sorted(now.keys() - before.keys()) + _only_in(now, before, common),
        "removed": sorted(before.keys() - now.keys()) + _only_in(before, now, common),
        "changed": [
            f"{table}.{column}: {before[table][column]} → {kind}"
            for table in common
            for column, kind in now[table].items()
            if before[table].get(column, kind) != kind
        ],
    }


def _only_in(one: Shape, other: Shape, tables: Sequence[str]) -> list[str]:
    return [f"{table}.{column}" for table in tables for column in one[table] if column not in other[table]]
