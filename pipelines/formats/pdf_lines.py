"""Glyphs of a page to lines in reading order, columns one after the other.

Belongs here: which glyphs share a line, spaces between them, gutters between columns. Does not belong here: which lines
make a paragraph (`pdf_paragraphs.py`), tables with rules (`pdf_tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.formats.pdf_page import Glyph

#: Glyphs whose base lines differ by less, in sizes of the font, share a line. Exponents lie 0.3 to 0.4 above.
_SAME_LINE_SIZES = 0.5
#: A gap of more sizes of the font is a space. Chinese is set without gaps, justified lines stretch by up to 0.3.
_SPACE_SIZES = 0.45
#: A gap that may be a gutter: two columns of a gazette stand 1.5 to 3 sizes apart.
_GUTTER_SIZES = 1.2
_GUTTER_STEP_POINTS = 3.0
_GUTTER_STEPS_MAX = 300  # A4 across is 200 of them
#: Fewer lines beside each other are a signature or a small table.
_COLUMN_LINES_MIN = 5
#: The right column of a last page may be short.
_SIDE_LINES_MIN = 3
#: Lines of prose in the left column mostly run up to the gutter; cells of a table without rules do not.
_FULL_LINES_SHARE = 0.4
_COLUMN_DEPTH_MAX = 3
#: A page with fewer lines, mostly the last one, cannot show by itself that it has columns.
_FEW_LINES = 2 * _COLUMN_LINES_MIN


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs that stand side by side. `lane` is the column of the page: (which, of how many), `page` counts from 0."""

    glyphs: tuple[Glyph, ...]
    page: int = 0
    lane: tuple[int, int] = (0, 1)

    @property
    def left(self) -> float:
        """Where its first glyph begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where its last glyph ends."""
        return max(glyph.right for glyph in self.glyphs)

    @property
    def middle(self) -> float:
        """The height of most of its glyphs."""
        middles = sorted(glyph.middle for glyph in self.glyphs)
        return middles[len(middles) // 2]

    @property
    def size(self) -> float:
        """The size of most of its glyphs."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        """Its characters, with a space where there is a gap or, between letters and digits, the file has one."""
        words = ""
        for i, glyph in enumerate(self.glyphs):
            words += (" " if i and _is_apart(self.glyphs[i - 1], glyph) else "") + glyph.character
        return words


def _is_apart(left: Glyph, right: Glyph) -> bool:
    if right.follows_space and (left.character + right.character).isascii():
        return True
    return right.left - left.right > _SPACE_SIZES * right.size


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by rows from top to bottom, each from left to right. One painted twice, for bold print, counts once."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        own_height = max(glyph.size, 1.0)
        if rows and abs(glyph.baseline - middle) < _SAME_LINE_SIZES * min(height, own_height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle, height = glyph.baseline, own_height
    return [_once(sorted(row, key=lambda glyph: glyph.left)) for row in rows]


def _once(row: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        doubled = (
            other.character == glyph.character and abs(other.left - glyph.left) < 0.2 * glyph.size
            for other in kept[-3:]
        )
        if not any(doubled):
            kept.append(glyph)
    return kept


def lines_of(glyphs: Sequence[Glyph], page: int, gutter: float | None = None) -> list[Line]:
    """The lines of a page in reading order. `gutter`: where other pages part their columns, for a page of few lines."""
    return [Line(tuple(row), page, lane) for row, lane in _ordered(rows_of(glyphs), 0, gutter)]


def gutter_of(glyphs: Sequence[Glyph]) -> float | None:
    """Where a page parts its columns, None for a page of one column."""
    found = _columns(rows_of(glyphs))
    return None if found is None else found[2]


def _ordered(
    rows: list[list[Glyph]], depth: int, known: float | None = None
) -> Iterator[tuple[list[Glyph], tuple[int, int]]]:
    """Rows above the columns, then each column, then what is below."""
    found = _columns(rows) if depth < _COLUMN_DEPTH_MAX else None
    if found is None and known is not None and len(rows) <= _FEW_LINES:
        found = _free_of(rows, known)
    if found is None:
        yield from ((row, (0, 1)) for row in rows)
        return
    start, end, gutter = found
    yield from _ordered(rows[:start], depth + 1)
    for side in (0, 1):
        half = [[glyph for glyph in row if (glyph.left > gutter) == bool(side)] for row in rows[start:end]]
        for row, lane in _ordered([row for row in half if row], depth + 1):
            yield row, (2 * lane[0] + side, 2 * lane[1])
    yield from _ordered(rows[end:], depth + 1)


def _free_of(rows: list[list[Glyph]], gutter: float) -> tuple[int, int, float] | None:
    """The longest run of rows that leave a known gutter free and have words on its left."""
    pieces = [list(_pieces(row)) for row in rows]
    runs = [
        (end - start, start, end)
        for start, end in _free_runs(pieces, gutter, 1)
        if any(row[0][1] < gutter for row in pieces[start:end])
    ]
    return (max(runs)[1], max(runs)[2], gutter) if runs else None


def _columns(rows: list[list[Glyph]]) -> tuple[int, int, float] | None:
    """The longest run of rows that leave a gutter free: (first, one past the last, where the gutter is)."""
    if len(rows) < _COLUMN_LINES_MIN:
        return None
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    pieces = [list(_pieces(row)) for row in rows]
    best: tuple[int, int, float] | None = None
    at = left + 0.25 * (right - left)
    step = max(_GUTTER_STEP_POINTS, (right - left) / _GUTTER_STEPS_MAX)
    while at < right - 0.25 * (right - left):
        for start, end in _free_runs(pieces, at, _COLUMN_LINES_MIN):
            longer = best is None or end - start > best[1] - best[0]
            if longer and _are_columns(pieces[start:end], at):
                best = (start, end, at)
        at += step
    return best


def _pieces(row: list[Glyph]) -> Iterator[tuple[float, float, float]]:
    """The stretches of a row between gaps that may be gutters: (left, right, size)."""
    start = 0
    for i in range(1, len(row) + 1):
        if i == len(row) or row[i].left - row[i - 1].right > _GUTTER_SIZES * row[i].size:
            yield row[start].left, row[i - 1].right, row[start].size
            start = i


def _free_runs(pieces: list[list[tuple[float, float, float]]], at: float, lines_min: int) -> Iterator[tuple[int, int]]:
    start = 0
    for i in range(len(pieces) + 1):
        if i == len(pieces) or any(left <= at <= right for left, right, _ in pieces[i]):
            if i - start >= lines_min:
                yield start, i
            start = i + 1


def _are_columns(pieces: list[list[tuple[float, float, float]]], gutter: float) -> bool:
    """Whether rows beside a gutter are two columns of prose: lines on both sides, those on the left mostly full."""
    lefts = [[piece for piece in row if piece[1] < gutter] for row in pieces]
    rights = [[piece for piece in row if piece[0] > gutter] for row in pieces]
    if min(sum(map(bool, lefts)), sum(map(bool, rights))) < _SIDE_LINES_MIN:
        return False
    return _is_prose_block(lefts) and _is_prose_block(rights)


def _is_prose_block(block: list[list[tuple[float, float, float]]]) -> bool:
    rows = [row for row in block if row]
    edge = max(row[-1][1] for row in rows)
    start = min(row[0][0] for row in rows)
    # a line of prose is one stretch that runs from edge to edge, but for an indent and a line too short for a word
    full = sum(len(row) == 1 and edge - row[0][1] < 2 * row[0][2] and row[0][0] - start < 3 * row[0][2] for row in rows)
    return full >= _FULL_LINES_SHARE * len(rows)
