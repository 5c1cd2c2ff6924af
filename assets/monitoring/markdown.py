"""Markdown as Dagster's pages render it: tables, bars and lines of block characters.

Belongs here: the form. Does not belong here: which rows are shown (`previews.py`, `state_page.py`).

Looked at in a browser (Dagster 1.13, November 2026): tables, headings, links and code are rendered; pictures are not,
since the pages take the address away from a picture that is not on a web server. So charts are made of characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

# Dagster shows Markdown below 1,000 characters at once, and longer text behind a button.
INLINE_CHARACTERS = 990
CELL_CHARACTERS = 24
BAR_CHARACTERS = 20
EIGHTHS = " ▏▎▍▌▋▊▉"
LEVELS = "▁▂▃▄▅▆▇█"


def cell(value: Any, longest: int = CELL_CHARACTERS) -> str:
    """A value as a cell of a table, on one line and cut short.

    >>> cell("甲|乙\\n丙"), cell(2.0), cell(0.02464), cell(None), cell("一二三四", 3)
    ('甲\\\\|乙 丙', '2', '0.02464', '', '一二…')
    """
    text = " ".join(_text(value).split())
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    if isinstance(value, list):
        return "、".join(_text(item) for item in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[int] = (),
    most_characters: int | None = None,
) -> str:
    """A table of finished cells; `right`: columns of numbers, by position. Rows beyond `most_characters` are cut."""
    marks = ["---:" if position in right else "---" for position in range(len(headings))]
    lines = [_line(headings), _line(marks)]
    length = sum(map(len, lines)) + len(lines)
    for row in rows:
        line = _line(row)
        length += len(line) + 1
        if most_characters is not None and length > most_characters:
            break
        lines.append(line)
    return "\n".join(lines)


def records_table(records: Sequence[Mapping[str, Any]], headings: Mapping[str, str], **limits: Any) -> str:
    """A table of records, each column under its heading."""
    rows = ([cell(record.get(name)) for name in headings] for record in records)
    return table(list(headings.values()), rows, **limits)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def bar(value: float, greatest: float, characters: int = BAR_CHARACTERS) -> str:
    """A bar whose length is the share of `value` in `greatest`, to an eighth of a character.

    >>> bar(5, 10, 4), bar(1, 32, 4), bar(0, 0)
    ('██', '▏', '')
    """
    if greatest <= 0 or value <= 0:
        return ""
    eighths = max(1, round(min(value / greatest, 1) * characters * 8))
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (EIGHTHS[rest] if rest else "")


def trend(values: Sequence[float | None]) -> str:
    """A line of characters, oldest first, from the least of the values to the greatest; `·` where there is none.

    >>> trend([1, 2, None, 3]), trend([4, 4])
    ('▁▅·█', '▄▄')
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, span = min(known), max(known) - min(known)
    return "".join(
        "·" if value is None else LEVELS[round((value - least) / span * 7)] if span else LEVELS[3] for value in values
    )
