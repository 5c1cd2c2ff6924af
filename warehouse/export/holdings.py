"""The tables and views of a warehouse file with what the file itself says of them.

Belongs here: reading names, types and comments from the database, so that a table or view added later is known without
a list. Does not belong here: which of them are exported (`selection.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.schema.catalog import TABLES

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql" / "export"


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column; `said` and `said_zh` are the halves of its comment, '' where it has none."""

    name: str
    dtype: str
    said: str
    said_zh: str

    @property
    def heading(self) -> str:
        """A Chinese heading: the comment's first clause, or the name where there is no comment.

        >>> HeldColumn("county", "VARCHAR", "County", "所属县（市、区）；不明为空").heading
        '所属县（市、区）'
        """
        return self.said_zh.partition("；")[0].partition("：")[0].partition("。")[0] or self.name


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table or view."""

    name: str
    said: str
    said_zh: str
    columns: tuple[HeldColumn, ...]

    def has(self, *columns: str) -> bool:
        """Whether all these columns exist."""
        return set(columns) <= {column.name for column in self.columns}


def sql(name: str) -> str:
    """The text of `warehouse/sql/export/<name>.sql`."""
    return (SQL_FOLDER / f"{name}.sql").read_text("utf-8")


def held_tables(con: duckdb.DuckDBPyConnection) -> dict[str, HeldTable]:
    """Every table and view of the file by name: the declared ones in the dictionary's order, then the others."""
    columns: dict[str, list[HeldColumn]] = {}
    for table, name, dtype, comment in con.execute(sql("columns")).fetchall():
        columns.setdefault(table, []).append(HeldColumn(name, dtype, *_halves(comment)))
    held = {
        name: HeldTable(name, *_halves(comment), tuple(columns[name]))
        for name, comment in con.execute(sql("tables")).fetchall()
    }
    rank = {name: position for position, name in enumerate(TABLES)}
    return dict(sorted(held.items(), key=lambda entry: (rank.get(entry[0], len(rank)), entry[0])))


def quoted(name: str) -> str:
    """A name as SQL reads it.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def _halves(comment: str | None) -> tuple[str, str]:
    """English and Chinese of a comment, which stand on both sides of its last ' / '."""
    english, slash, chinese = (comment or "").rpartition(" / ")
    return (english, chinese) if slash else (chinese, "")
