"""Tables with merged cells as plain rows: which text each row and column shows.

Belongs here: laying cells out on a grid, repeating a merged label so that every figure under or beside it keeps it, and
the decision which cells are running text. Does not belong here: how a format writes its cells, what a header means
(`pipelines/figures/tables.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.formats.layers import LayerWriter

#: A merged cell of this form is a value, not a label: repeated it would be two values. 2023年 names a column.
_FIGURE = re.compile(r"(?!(?:19|20)\d\d年?度?$)[-+−－]?[\d,.，]+ ?[%％‰]?[\u4e00-\u9fff]{0,2}")
#: Word allows 63 columns; more are a broken count (`number-columns-repeated="16384"` of a sheet's empty rest).
COLUMNS_MAX = 63
#: A cell of two or more paragraphs with more characters is running text in a frame: cells of tables of figures in the
#: five real reports and the sample corpus hold at most 30 characters.
_TEXT_AREA_CHARACTERS = 80
_HANZI_SIDE = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by its paragraphs; `columns` and `rows` are how many it covers. `holds_table`: a table stands in it."""

    paragraphs: tuple[str, ...]
    columns: int = 1
    rows: int = 1
    holds_table: bool = False

    @property
    def text(self) -> str:
        """Its paragraphs as one line; between Chinese characters a line end is no space.

        >>> GridCell(("办结", "件数", "12", "cases")).text
        '办结件数12 cases'
        """
        return join_lines(self.paragraphs)

    @property
    def is_text_area(self) -> bool:
        """Whether it is running text that happens to stand in a frame."""
        filled = [paragraph for paragraph in self.paragraphs if paragraph.strip()]
        return self.holds_table or (len(filled) > 1 and sum(map(len, filled)) > _TEXT_AREA_CHARACTERS)


def join_lines(lines: Sequence[str]) -> str:
    """Lines of one cell or paragraph in a row: a space only between two of ASCII, where it parts words.

    >>> join_lines(["调解36", "件", "Word", "file"])
    '调解36件Word file'
    """
    joined = ""
    for line in (line.strip() for line in lines):
        if joined and line and not _HANZI_SIDE.match(joined[-1]) and not _HANZI_SIDE.match(line[0]):
            joined += " "
        joined += line
    return joined


def spread(rows: Sequence[Sequence[GridCell]]) -> Iterator[list[str]]:
    """Each row's text by column. A merged label stands in all its places, a merged figure in the first only.

    >>> head = [GridCell(("类别",), rows=2), GridCell(("2023年",), columns=2)]
    >>> list(spread([head, [GridCell(("受理",)), GridCell(("办结",))]]))
    [['类别', '2023年', '2023年'], ['类别', '受理', '办结']]
    """
    hanging: dict[int, tuple[str, int]] = {}
    for row in rows:
        shown: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        waiting = list(reversed(row))
        while (waiting or any(column >= len(shown) for column in hanging)) and len(shown) < COLUMNS_MAX:
            column = len(shown)
            if column in hanging:
                text, rows_left = hanging.pop(column)
                shown.append(text)
                if rows_left > 1:
                    below[column] = (text, rows_left - 1)
            elif waiting:
                _place(waiting.pop(), shown, below)
            else:
                shown.append("")
        hanging = below
        yield shown


def _place(cell: GridCell, shown: list[str], below: dict[int, tuple[str, int]]) -> None:
    repeated = "" if _FIGURE.fullmatch(cell.text) else cell.text
    for i in range(max(1, min(cell.columns, COLUMNS_MAX))):
        if cell.rows > 1:
            below[len(shown)] = (repeated, cell.rows - 1)
        shown.append(repeated if i else cell.text)


def write_table(writer: LayerWriter, rows: Sequence[Sequence[GridCell]], aside: str = "") -> None:
    """A table as rows; a frame of one column, and a row that holds running text, as paragraphs."""
    has_columns = any(len(row) > 1 for row in rows)
    for row, shown in zip(rows, list(spread(rows)), strict=True):
        if not has_columns or any(cell.is_text_area for cell in row):
            for cell in row:
                for paragraph in cell.paragraphs:
                    writer.line(paragraph, aside)
        elif any(text.strip() for text in shown):
            writer.row(shown, aside)
