"""A table of a page: its rows as a reader sees them, or the news that it only lays the page out.

Belongs here: the grid with merged cells, and telling a table of data from one of layout. Does not belong here: lines
outside tables (`html_blocks.py`), what rows say (`pipelines/figures/tables.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.formats.html_lines import Line


@dataclass(slots=True)
class TableCell:
    """A cell as its page writes it; `items` are its lines and tables in order."""

    colspan: int = 1
    rowspan: int = 1
    items: list[Line | Table] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Its lines, tables inside it aside."""
        return [item for item in self.items if isinstance(item, Line)]

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Table:
    """A table as its page writes it. `heading`: its caption, and what stands in it outside all cells."""

    is_presentation: bool = False
    heading: list[Line | Table] = field(default_factory=list)
    rows: list[list[TableCell]] = field(default_factory=list)

    def items(self) -> list[Line | Table]:
        """All that its cells hold, in order, for a table that only lays out."""
        return [item for row in self.rows for cell in row for item in cell.items]


#: A cell of data says one thing: with so many sentences of its own it is a part of the page.
_SENTENCE_LINES_MAX = 2
#: Nor is it longer than this where it is most of its table: a row of work and results in the sample has 180 characters.
_CELL_CHARACTERS_MAX = 400
_CELL_SHARE_MAX = 0.6
#: A wide table of the genre has 20 columns and 40 rows, a quarter of them merged.
_REPEATED_CELLS_MAX = 20_000
_COLUMNS_MAX = 200
#: A header is short; a merged cell of prose is no header.
_REPEATED_CHARACTERS_MAX = 40
_PLAIN_TIME = re.compile(r"(?:20\d\d年?度?|[上下]半年|\d{1,2}(?:[-—至]\d{1,2})?月份?|第?\d季度|20\d\d[-—]20\d\d年?)")


def is_data(table: Table) -> bool:
    """Whether a table sets figures or words in rows and columns, rather than parts of the page side by side."""
    if table.is_presentation or max((len(row) for row in table.rows), default=0) < 2:
        return False
    filled_rows = [row for row in table.rows if any(cell.items for cell in row)]
    if len(filled_rows) < 2:
        return False
    cells = [cell for row in filled_rows for cell in row]
    if any(isinstance(item, Table) for cell in cells for item in cell.items):
        return False
    if sum(bool(cell.items) for cell in cells) <= len(filled_rows) and not any(cell.rowspan > 1 for cell in cells):
        return False
    length = sum(len(cell.text) for cell in cells)
    return not any(_is_part_of_page(cell, length) for cell in cells)


def _is_part_of_page(cell: TableCell, table_length: int) -> bool:
    sentences = sum("。" in line.text for line in cell.lines)
    size = len(cell.text)
    return sentences > _SENTENCE_LINES_MAX or (size > _CELL_CHARACTERS_MAX and size > _CELL_SHARE_MAX * table_length)


@dataclass(slots=True)
class Repeats:
    """How many more cells of a page may be filled by repetition: a page of `rowspan=1000` must not grow without end."""

    left: int = _REPEATED_CELLS_MAX

    def take(self) -> bool:
        """Whether one more may be filled."""
        self.left -= 1
        return self.left >= 0


Slot = tuple[str, TableCell | None]


def grid(table: Table, repeats: Repeats) -> list[list[Slot]]:
    """The rows of a table with a text for each column: merged cells are repeated, so that a figure keeps its header.

    A cell with a figure of its own is written once, in its first place, or the figure would count twice. The cell is
    None where its words are a repetition.

    >>> line = lambda words: [Line(words)]
    >>> cells = [[TableCell(1, 2, line("纠纷")), TableCell(2, 1, line("2024年"))], [TableCell(1, 1, line("36件"))]]
    >>> [[words for words, _ in row] for row in grid(Table(rows=cells), Repeats())]
    [['纠纷', '2024年', '2024年'], ['纠纷', '36件']]
    """
    hanging: dict[int, tuple[int, str]] = {}
    return [_grid_row(row, hanging, repeats) for row in table.rows]


def _grid_row(row: list[TableCell], hanging: dict[int, tuple[int, str]], repeats: Repeats) -> list[Slot]:
    """One row. `hanging`: by column, how many rows a cell from above still fills, and its words."""
    out: list[Slot] = []
    cells = iter(row)
    cell = next(cells, None)
    while cell is not None or any(column >= len(out) for column in hanging):
        if (above := hanging.pop(len(out), None)) is not None:
            rows_left, words = above
            if rows_left > 1 and repeats.take():
                hanging[len(out)] = (rows_left - 1, words)
            out.append((words, None))
        elif cell is None:
            out.append(("", None))
        else:
            _place(cell, out, hanging, repeats)
            cell = next(cells, None)
    return out


def _place(cell: TableCell, out: list[Slot], hanging: dict[int, tuple[int, str]], repeats: Repeats) -> None:
    words = cell.text
    again = words if is_repeatable(words) else ""
    for i in range(max(1, min(cell.colspan, _COLUMNS_MAX - len(out)))):
        if i and not repeats.take():
            return
        if cell.rowspan > 1 and repeats.take():
            hanging[len(out)] = (cell.rowspan - 1, again)
        out.append((again, None) if i else (words, cell))


def is_repeatable(words: str) -> bool:
    """Whether words may stand in several cells: short ones, without a digit but a year's or a month's.

    >>> is_repeatable("2024年度"), is_repeatable("矛盾纠纷"), is_repeatable("36件")
    (True, True, False)
    """
    if len(words) > _REPEATED_CHARACTERS_MAX:
        return False
    return not any(character.isdigit() for character in _PLAIN_TIME.sub("", words))
