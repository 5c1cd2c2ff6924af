"""Text that a spreadsheet would run as a formula, and how it is kept from that.

Belongs here: which texts are meant and how a CSV marks them. Does not belong here: the mark of a workbook, which is a
property of the cell and not of its text (`xlsx_cells.py`).

Reports are scraped from the open web, so a cell may begin with anything. A CSV has no types: the only defence is a
character before the text. It is an apostrophe, as OWASP advises: a leading space is trimmed by some readers, a tab is
lost by others. Numbers are written from numeric columns and never pass here: -5 stays -5.
"""

from __future__ import annotations

# What begins a formula in Excel, WPS or LibreOffice. Full-width signs do where Chinese or Japanese is set; tab and line
# break are dropped by some, so that what follows them comes first.
_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_IGNORED_BEFORE = " \u3000\xa0\ufeff\u200b'"


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula, now or after someone edits the cell.

    >>> [is_risky(text) for text in ("=1+1", " -2", "＠SUM(A1)", "'=1", "矛盾纠纷-调处", "")]
    [True, True, True, True, False, False]
    """
    return text.lstrip(_IGNORED_BEFORE)[:1] in _BEGINS_FORMULA if text else False


def inert(text: str) -> str:
    """The text with an apostrophe before it where it is risky; `unmarked` gives the text back.

    >>> inert("=cmd|'/c calc'!A1"), inert("件")
    ("'=cmd|'/c calc'!A1", '件')
    """
    return f"'{text}" if is_risky(text) else text


def unmarked(text: str) -> str:
    """The text that `inert` was given: without the one apostrophe that it put there.

    >>> unmarked(inert("'=1")), unmarked(inert("'引语'"))
    ("'=1", "'引语'")
    """
    return text[1:] if text.startswith("'") and is_risky(text) else text
