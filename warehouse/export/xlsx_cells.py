"""A workbook cell by cell: types, formats, notes, links, and the limits that Excel sets.

Belongs here: how one cell is written and what is counted when it doesn't fit. Does not belong here: which cells a sheet
has (`xlsx_themes.py`, `xlsx_lists.py`, `xlsx_about.py`).

A text is always written as a text cell, never offered as a formula or an address. That is inert when the file is
opened; the cell property `quotePrefix` (what a typed apostrophe sets) keeps it so when someone edits the cell. The text
itself stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from warehouse.export.inert import is_risky

# Excel's own limits.
MAX_ROWS = 1_048_576
MAX_CELL_TEXT = 32_767
MAX_SHEET_NAME = 31
MAX_LINKS = 65_530

CUT_MARK = "……（超出单元格字数上限，以下从略）"
FONT = "微软雅黑"  # on every Windows; WPS and LibreOffice put a like face in its place

ROW_HEIGHT = 18  # in points, of one line
LINE_HEIGHT = 15  # of each further one

# One blue for headings, one yellow for what is to be looked at. Colour says nothing else.
HEADING_COLOUR = "#DDE6F0"
DOUBT_COLOUR = "#FFF2CC"
QUIET_COLOUR = "#7F7F7F"
LINK_COLOUR = "#1F4E79"

_BASE = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
STYLES: dict[str, dict[str, object]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "centred": {"align": "center"},
    "quiet": {"font_color": QUIET_COLOUR, "align": "right"},
    "quiet_left": {"font_color": QUIET_COLOUR},
    "quiet_centred": {"font_color": QUIET_COLOUR, "align": "center"},
    "heading": {"bold": True, "text_wrap": True, "align": "center", "bg_color": HEADING_COLOUR, "border": 1}
    | {"border_color": "#B7C4D3"},
    "quiet_heading": {"text_wrap": True, "align": "center", "bg_color": HEADING_COLOUR, "border": 1, "font_size": 8}
    | {"border_color": "#B7C4D3", "font_color": "#595959"},
    "title": {"bold": True, "font_size": 14},
    "big_title": {"bold": True, "font_size": 18, "font_color": LINK_COLOUR},
    "subtitle": {"bold": True, "font_size": 11, "font_color": LINK_COLOUR, "bottom": 1, "bottom_color": "#B7C4D3"},
    "hint": {"font_color": QUIET_COLOUR, "font_size": 9},
    "link": {"font_color": LINK_COLOUR, "underline": 1},
    "doubtful": {"bg_color": DOUBT_COLOUR},
}


@dataclass(slots=True)
class Limits:
    """What did not fit, told in the first sheet."""

    cut_texts: int = 0
    missing_links: int = 0


class Book:
    """A workbook under construction."""

    def __init__(self, file: Path, scratch: Path, *, constant_memory: bool):
        options = {
            "constant_memory": constant_memory,
            "tmpdir": str(scratch),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = Workbook(str(file), options)
        self.workbook.formats[0].set_font_name(FONT)
        self.workbook.formats[0].set_font_size(10)
        self.limits = Limits()
        self._formats: dict[tuple[str, str, bool, bool], Format] = {}
        self._names: set[str] = set()

    def sheet(self, name: str) -> Sheet:
        """A new sheet; its name is made fit for Excel and unlike all others."""
        fit = sheet_name(name, self._names)
        self._names.add(fit.lower())
        return Sheet(self, self.workbook.add_worksheet(fit))

    def format(self, style: str, number: str = "", *, doubtful: bool = False, literal: bool = False) -> Format:
        """The format of a style, made once."""
        key = (style, number, doubtful, literal)
        if key not in self._formats:
            properties = _BASE | STYLES[style] | (STYLES["doubtful"] if doubtful else {})
            made = self.workbook.add_format(properties | ({"num_format": number} if number else {}))
            if literal:
                made.set_quote_prefix()
            self._formats[key] = made
        return self._formats[key]


class Sheet:
    """A sheet under construction. Rows must be written from top to bottom, each once."""

    def __init__(self, book: Book, worksheet: Worksheet):
        self.worksheet = worksheet
        self.rows = 0
        self._book = book
        self._links = 0

    @property
    def name(self) -> str:
        """The name as Excel shows it."""
        return str(self.worksheet.get_name())

    def text(self, row: int, column: int, text: str | None, style: str = "text", *, doubtful: bool = False) -> None:
        """A text that stays a text."""
        if not text:
            if doubtful:
                self.worksheet.write_blank(row, column, None, self._book.format(style, doubtful=True))
            return
        if len(text) > MAX_CELL_TEXT:
            text = text[: MAX_CELL_TEXT - len(CUT_MARK)] + CUT_MARK
            self._book.limits.cut_texts += 1
        shape = self._book.format(style, doubtful=doubtful, literal=is_risky(text))
        self.worksheet.write_string(row, column, text, shape)

    def number(
        self, row: int, column: int, value: float | None, number: str, style: str = "text", *, doubtful: bool = False
    ) -> None:
        """A number, or nothing."""
        if value is not None:
            self.worksheet.write_number(row, column, value, self._book.format(style, number, doubtful=doubtful))

    def height(self, row: int, texts: Iterable[tuple[str | None, float]]) -> None:
        """Make a row as high as its wrapped texts need in columns of these widths: not every program does so itself."""
        lines = max((-(-display_width(text) // int(width * 0.95)) for text, width in texts if text), default=1)
        if lines > 1:
            self.worksheet.set_row(row, min(ROW_HEIGHT + LINE_HEIGHT * (lines - 1), 400))

    def day(self, row: int, column: int, value: date, number: str) -> None:
        """A date that Excel can sort; before 1900 it knows none."""
        if value.year < 1900:
            self.text(row, column, value.isoformat())
        else:
            self.worksheet.write_datetime(row, column, value, self._book.format("centred", number))

    def link(self, row: int, column: int, target: Sheet, target_row: int, target_column: int, text: str = "") -> None:
        """Let a cell lead to another one; write its content afterwards, or give `text`."""
        if self._links >= MAX_LINKS:
            self._book.limits.missing_links += 1
            if text:
                self.text(row, column, text)
            return
        self._links += 1
        name = target.name.replace("'", "''")
        where = f"internal:'{name}'!{xl_rowcol_to_cell(target_row, target_column)}"
        self.worksheet.write_url(row, column, where, self._book.format("link"), " ")
        if text:
            self.text(row, column, text, "link")

    def note(self, row: int, column: int, sentences: Sequence[str]) -> None:
        """A note that shows when the mouse rests on the cell."""
        text = "\n".join(sentences)[:MAX_CELL_TEXT]
        lines = sum(1 + display_width(sentence) // 38 for sentence in sentences)
        size = {"width": 270, "height": 14 + 17 * lines, "font_name": FONT, "font_size": 9}
        self.worksheet.write_comment(row, column, text, size)

    def rule_lines(self, first_row: int, columns: int, *, group_by: str = "") -> None:
        """Light lines between rows, and a darker one where the value of the columns `group_by` (as "A:B") changes.

        A rule and not a border of each cell: it holds for empty cells, which then need not be written.
        """
        if not self.rows:
            return
        area = (first_row, 0, first_row + self.rows - 1, columns - 1)
        if group_by:
            first, last = group_by.split(":")
            here, below = first_row + 1, first_row + 2
            changes = f"=${first}{here}&${last}{here}<>${first}{below}&${last}{below}"
            line = self._book.workbook.add_format({"bottom": 1, "bottom_color": "#8EA9C8"})
            self.worksheet.conditional_format(
                *area, {"type": "formula", "criteria": changes, "format": line, "stop_if_true": True}
            )
        line = self._book.workbook.add_format({"bottom": 1, "bottom_color": "#E3E3E3"})
        self.worksheet.conditional_format(*area, {"type": "formula", "criteria": "=TRUE", "format": line})

    def headings(self, row: int, titles: Iterable[tuple[str, float]]) -> None:
        """A row of headings with the widths of their columns, in Latin characters."""
        for column, (title, width) in enumerate(titles):
            self.worksheet.set_column(column, column, width)
            self.text(row, column, title, "heading")


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts: 31 characters, none of []:*?/\\, no apostrophe at the ends, none twice.

    >>> sheet_name("行政/执法", ())
    '行政、执法'
    >>> sheet_name("说明", {"说明"})
    '说明(2)'
    """
    name = "".join("、" if letter in "[]:*?/\\" else letter for letter in wanted).strip("' ")[:MAX_SHEET_NAME] or "表"
    number, fit = 1, name
    while fit.lower() in taken or fit.lower() == "history":
        number += 1
        fit = f"{name[: MAX_SHEET_NAME - len(str(number)) - 2]}({number})"
    return fit


def display_width(text: str) -> int:
    """The width in Latin characters; Chinese ones take two.

    >>> display_width("办结287件")
    9
    """
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
