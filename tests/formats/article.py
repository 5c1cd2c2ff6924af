"""A report's text as the blocks that pages and files are made of: title, headings, paragraphs, a table, the signature.

Belongs here: cutting a plain text into blocks and writing blocks as plain text again. Does not belong here: any file
format, any damage, anything of the program under test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["title", "addressee", "heading", "paragraph", "table", "signature", "date"]
Row = tuple[str, ...]

MARKER = re.compile(r"(?P<one>[一二三四五六七八九十]+、)|(?P<two>（[一二三四五六七八九十]+）)|(?P<three>\d\.)")
DATE_LINE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LONGEST_HEADING = 36  # the longest heading of the sources has 22 characters, the shortest paragraph 41


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `marker` and `level` are those at its start, of a heading or of a paragraph that begins with one."""

    kind: Kind
    text: str
    marker: str = ""
    level: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A whole text in its blocks, in reading order."""

    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The printed title; '' where there is none."""
        return next((b.text for b in self.blocks if b.kind == "title"), "")

    def retitled(self, title: str) -> Article:
        """The same text under another title."""
        return Article(tuple(replace(b, text=title) if b.kind == "title" else b for b in self.blocks))

    def without(self, *kinds: Kind) -> Article:
        """The text without blocks of these kinds, as pages print the title apart from the body."""
        return Article(tuple(b for b in self.blocks if b.kind not in kinds))

    def text(self) -> str:
        """The plain text; a table is lines of `| cell | cell |`."""
        lines = []
        for block in self.blocks:
            lines += [line_of(row) for row in block.rows] if block.kind == "table" else [block.text]
        return "\n".join(lines) + "\n"


def line_of(row: Row) -> str:
    """A table's row as a line of text."""
    return "| " + " | ".join(row) + " |"


def _cells(line: str) -> Row:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _block(line: str, is_first: bool, is_near_end: bool) -> Block:
    if is_first:
        return Block("title", line)
    if DATE_LINE.fullmatch(line):
        return Block("date", line)
    found = MARKER.match(line)
    marker = found.group() if found else ""
    level = ("one", "two", "three").index(str(found.lastgroup)) + 1 if found else 0
    if found and len(line) <= LONGEST_HEADING and not line.endswith("。"):
        return Block("heading", line, marker, level)
    if len(line) < 20 and line.endswith("："):
        return Block("addressee", line)
    if is_near_end and len(line) < 25 and not line.endswith("。"):
        return Block("signature", line)
    return Block("paragraph", line, marker, level)


def parse(text: str) -> Article:
    """Cut a text into blocks: its first line is the title, lines that begin with `|` are one table."""
    lines = [line for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    for i, line in enumerate(lines):
        if line.startswith("|"):
            rows = (_cells(line),)
            if blocks and blocks[-1].kind == "table":
                blocks[-1] = replace(blocks[-1], rows=blocks[-1].rows + rows)
            else:
                blocks.append(Block("table", "", rows=rows))
            continue
        blocks.append(_block(line.strip(), i == 0, i >= len(lines) - 2))
    return Article(tuple(blocks))


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell with the columns and rows that it spans."""

    text: str
    columns: int = 1
    rows: int = 1
    is_header: bool = False


def spanned(rows: tuple[Row, ...]) -> list[list[Cell]]:
    """The rows with merged cells: empty in the first row continues to the right, empty in the second the cell above."""
    header_rows = 2 if len(rows) > 1 and "" in rows[0] else 1
    merged: list[list[Cell]] = []
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        for c, text in enumerate(row):
            if header_rows == 2 and r == 0 and not text:
                cells[-1] = replace(cells[-1], columns=cells[-1].columns + 1)
            elif header_rows == 2 and r == 1 and not text and c == 0:
                merged[0][0] = replace(merged[0][0], rows=2)
            else:
                cells.append(Cell(text, is_header=r < header_rows))
        merged.append(cells)
    return merged
