"""Markdown as Dagster's pages render it: tables, and bars of block characters.

Belongs here: the form. Does not belong here: which rows are shown (`previews.py`, `state_page.py`).

Looked at in a browser (Dagster 1.13, November 2026): tables, headings, links, code and pictures that lie in the text
(`svg.py`) are rendered; HTML is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

# Dagster shows Markdown below 1,000 characters at once, and longer text behind a button.
INLINE_CHARACTERS = 990
CELL_CHARACTERS = 24
BAR_CHARACTERS = 20
ESCAPED = {ord(sign): "\\" + sign for sign in "\\|<`*_[]~"}
EIGHTHS = " ▏▎▍▌▋▊▉"


def short(value: Any, longest: int = CELL_CHARACTERS) -> str:
    """A value for the eye, on one line and cut short.

    >>> short(True), short([1, 2]), short("一二三四", 3), short(0.0246453), short(1234.5)
    ('是', '1、2', '一二…', '0.02465', '1,234.5')
    """
    text = " ".join(_text(value).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def cell(value: Any, longest: int = CELL_CHARACTERS) -> str:
    """A value as a cell of a Markdown table. Words of a file stay words: no link, no picture from elsewhere.

    >>> cell("甲|乙\\n丙"), cell("![](http://a.b)"), cell(2.0), cell(None)
    ('甲\\\\|乙 丙', '!\\\\[\\\\](http://a.b)', '2', '')
    """
    return short(value, longest).translate(ESCAPED)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 100 else f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return "、".join(_text(item) for item in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table of finished cells; `right`: columns of numbers, by position."""
    marks = ["---:" if position in right else "---" for position in range(len(headings))]
    return "\n".join(_line(cells) for cells in (headings, marks, *rows))


def records_table(records: Sequence[Mapping[str, Any]], headings: Mapping[str, str]) -> str:
    """A table of records, each column under its heading."""
    return table(list(headings.values()), ([cell(record.get(name)) for name in headings] for record in records))


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
