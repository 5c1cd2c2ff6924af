"""Tables of RTF: cells gathered row by row, and which of them are merged.

Belongs here: row definitions, nested tables, columns found from the right edges of cells. Does not belong here: text
and groups (`rtf.py`), how rows are shown (`grid.py`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.formats.grid import GridCell, join_lines, write_table
from pipelines.formats.layers import LayerWriter

#: Edges of cells in one column differ by rounding: LibreOffice writes up to 2 twips apart, a column is 200 or wider.
_EDGE_TOLERANCE_TWIPS = 30


@dataclass(frozen=True, slots=True)
class _Edge:
    """One cell of a row definition: its right edge and how it is merged."""

    right_twips: int
    goes_on_below: bool
    goes_on_right: bool


@dataclass(slots=True)
class _Row:
    cells: list[tuple[str, ...]]
    edges: list[_Edge]
    has_table: list[bool]


@dataclass(slots=True)
class TableRows:
    """The rows of the table that is being read; empty outside a table."""

    _rows: list[_Row] = field(default_factory=list)
    _cells: list[tuple[str, ...]] = field(default_factory=list)
    _has_table: list[bool] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _cell_has_table: bool = False
    _nested_cells: list[str] = field(default_factory=list)
    _nested_cell: list[str] = field(default_factory=list)
    _edges: list[_Edge] = field(default_factory=list)
    _merge: set[str] = field(default_factory=set)

    def define(self, word: str, count: int | None) -> bool:
        """A word of a row's definition; whether it was one."""
        if word == "trowd":
            self._edges, self._merge = [], set()
        elif word in ("clvmrg", "clmrg"):
            self._merge.add(word)
        elif word == "cellx":
            self._edges.append(_Edge(count or 0, "clvmrg" in self._merge, "clmrg" in self._merge))
            self._merge = set()
        else:
            return False
        return True

    def paragraphs(self, lines: list[tuple[str, str]], nested: bool) -> None:
        """Paragraphs of the cell that is open, set-aside pieces left out."""
        cell = self._nested_cell if nested else self._cell
        cell += [text for text, kind in lines if not kind]

    def end_cell(self, nested: bool) -> None:
        """A cell ends."""
        if nested:
            self._nested_cells.append(join_lines(self._nested_cell))
            self._nested_cell = []
        else:
            self._cells.append(tuple(self._cell))
            self._has_table.append(self._cell_has_table)
            self._cell, self._cell_has_table = [], False

    def end_row(self, nested: bool) -> None:
        """A row ends; a nested one becomes a line of the cell around it."""
        if nested:
            inner = LayerWriter()
            inner.row(self._nested_cells)
            self._nested_cells, self._cell_has_table = [], True
            self._cell.append(inner.layer("", "").text.rstrip("\n"))
        elif self._cells:
            self._rows.append(_Row(self._cells, list(self._edges), self._has_table))
            self._cells, self._has_table = [], []

    def write(self, writer: LayerWriter) -> None:
        """The table, if there is one, and an end of it."""
        if self._cells or self._cell:
            if self._cell:
                self.end_cell(nested=False)
            self.end_row(nested=False)
        if self._rows:
            columns = _columns(self._rows)
            write_table(writer, [list(_grid_row(self._rows, at, columns)) for at in range(len(self._rows))])
            self._rows = []


def _columns(rows: list[_Row]) -> list[int]:
    """The right edges of all columns, in twips: a cell that spans two is a wide one, without a mark."""
    edges: list[int] = []
    for edge in sorted(edge.right_twips for row in rows for edge in row.edges):
        if not edges or edge - edges[-1] > _EDGE_TOLERANCE_TWIPS:
            edges.append(edge)
    return edges


def _places(row: _Row, columns: list[int]) -> Iterator[tuple[int, int]]:
    """First column and width of each cell."""
    at = 0
    for i in range(len(row.cells)):
        if i < len(row.edges):
            end = bisect_left(columns, row.edges[i].right_twips - _EDGE_TOLERANCE_TWIPS) + 1
        else:
            end = at + 1
        yield at, max(1, end - at)
        at = max(at + 1, end)


def _goes_on_below(row: _Row, columns: list[int], column: int) -> bool:
    return any(
        place[0] == column and i < len(row.edges) and row.edges[i].goes_on_below
        for i, place in enumerate(_places(row, columns))
    )


def _grid_row(rows: list[_Row], at: int, columns: list[int]) -> Iterator[GridCell]:
    row = rows[at]
    places = list(_places(row, columns))
    i = 0
    while i < len(row.cells):
        column, width = places[i]
        following = i + 1
        while following < min(len(row.cells), len(row.edges)) and row.edges[following].goes_on_right:
            width += places[following][1]
            following += 1
        continues = at > 0 and i < len(row.edges) and row.edges[i].goes_on_below
        if not continues:
            height = 1
            while at + height < len(rows) and _goes_on_below(rows[at + height], columns, column):
                height += 1
            yield GridCell(row.cells[i], width, height, row.has_table[i])
        i = following
