"""Tables as CSV that Excel opens by a double click: UTF-8 with a byte order mark, CRLF, no cell that runs.

Belongs here: how a value looks in a CSV. Does not belong here: which rows (`selection.py`), where the file ends up
(`staging.py`).

NULL is an empty field and an empty text is "", so that a reader that knows the difference keeps it. Python's csv
module writes both alike (before 3.12), hence the few lines of our own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export.inert import inert

BATCH_ROWS = 20_000
LIST_SEPARATOR = "；"
_NEEDS_QUOTES = frozenset('",\r\n')


def write_csv(con: duckdb.DuckDBPyConnection, query: str, file: Path, wrote: Callable[[int], None]) -> int:
    """The rows of a query into a new file; tells `wrote` of each batch. Returns the number of rows."""
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or ()]
    rows = 0
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        opened.write(_line(names))
        for batch in batches(cursor):
            opened.writelines(map(_line, batch))
            rows += len(batch)
            wrote(len(batch))
    return rows


def batches(cursor: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of an executed query, some thousands at a time."""
    while batch := cursor.fetchmany(BATCH_ROWS):
        yield batch


def field(value: Any) -> str:
    """A value as a field of a CSV.

    >>> [field(value) for value in (None, "", 36.0, -2.5, True, "=1+1", ["反诈", "安全"], "一,二")]
    ['', '""', '36', '-2.5', 'true', "'=1+1", '反诈；安全', '"一,二"']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(inert(value)) if value else '""'
    return plain_number(value) if isinstance(value, int | float) else _quoted(inert(as_text(value)))


def as_text(value: Any) -> str:
    """Anything but a number as one text: lists joined, structs as JSON.

    >>> as_text([{"name": "tags", "count": 2}, {"name": "blanks", "count": 1}])
    '{"name": "tags", "count": 2}；{"name": "blanks", "count": 1}'
    """
    if isinstance(value, list):
        return LIST_SEPARATOR.join(as_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value) if isinstance(value, int | float) else str(value)


def plain_number(value: float) -> str:
    """A number without a point it doesn't need.

    >>> plain_number(862700.0), plain_number(98.6), plain_number(False)
    ('862700', '98.6', 'false')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)


def _line(values: Sequence[Any]) -> str:
    return ",".join(map(field, values)) + "\r\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.intersection(text) else text
