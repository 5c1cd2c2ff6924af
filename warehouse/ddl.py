"""DDL from the declarations: CREATE TABLE and COMMENT statements.

Belongs here: turning `warehouse.schema` into statements. Does not belong here: a column's name, type or sentence; the
SQL that computes rows (`warehouse/sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from warehouse.schema.catalog import TABLES, ColumnSpec, column_specs, schema_of
from warehouse.schema.fields import TableModel

# Whole texts, which only zstd makes small: 30,000 of them are 140 MB and take 12 s to write, 227 MB and 37 s by
# DuckDB's own choice. All other columns are left to that choice (a dictionary for each row group, in which a filter on
# a place or metric is looked up once): the series tables of 10 million facts shrink to a third, and one metric over all
# places is read in 0.4 s instead of 1.2 s, since zstd has to unpack every string before it can be compared. The
# sentences of facts.evidence would be 11 bytes a fact smaller with zstd, but those of one metric took 1.0 s to find
# instead of 0.2 s (November 2026, DuckDB 2.0, 2 cores).
WHOLE_TEXTS: dict[str, tuple[str, ...]] = {"report_texts": ("raw_text", "text")}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of the warehouse, empty, with a comment on each table and column."""
    for name in TABLES:
        con.execute(create_statement(name))
        for statement in comment_statements(name):
            con.execute(statement)


def create_statement(table: str) -> str:
    """The CREATE TABLE statement of a table.

    Keys and relations are held by checks (`warehouse/checks.py`), not by constraints: an index on 3 million ledger rows
    costs more time than the load itself, and foreign keys keep tables from being rebuilt.

    >>> create_statement("caution_codes").splitlines()[1]
    '  "code" VARCHAR NOT NULL,'
    """
    texts = WHOLE_TEXTS.get(table, ())
    columns = ",\n".join(f"  {_column(spec, spec.name in texts)}" for spec in column_specs(TABLES[table]))
    return f'create table "{table}" (\n{columns}\n)'


def comment_statements(table: str) -> Iterator[str]:
    """The COMMENT ON statements of a table and its columns, English and Chinese in one comment."""
    model = TABLES[table]
    return comments_on("table", table, table_comment(model), column_specs(model))


def comments_on(kind: str, name: str, comment: str, columns: Iterable[ColumnSpec]) -> Iterator[str]:
    """The COMMENT ON statements of a table or view (`kind`) and its columns."""
    yield f'comment on {kind} "{name}" is {_quoted(comment)}'
    for spec in columns:
        yield f'comment on column "{name}".{quoted_name(spec.name)} is {_quoted(column_comment(spec))}'


def table_comment(model: type[TableModel]) -> str:
    """What a row of the table is, in English and Chinese."""
    return f"{schema_of(model).description} / {model.Config.metadata['zh']}"


def column_comment(spec: ColumnSpec) -> str:
    """What the column holds, in English and Chinese, with its unit."""
    unit = f" [{spec.unit}]" if spec.unit else ""
    return f"{spec.description}{unit} / {spec.description_zh}"


def _column(spec: ColumnSpec, is_whole_text: bool) -> str:
    compression = " USING COMPRESSION zstd" if is_whole_text else ""
    return f'"{spec.name}" {spec.duckdb_type}' + ("" if spec.is_nullable else " NOT NULL") + compression


def quoted_name(name: str) -> str:
    """A name as SQL takes it whatever its characters; a metric of an analyst's own registry may hold a quote.

    >>> quoted_name('新"八五"普法')
    '"新""八五""普法"'
    """
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
