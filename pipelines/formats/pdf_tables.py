"""Tables drawn with rules on a PDF page.

Belongs here: grids of crossing rules, which of their cells are merged, which glyphs stand in which. Does not belong
here: how rows are shown (`grid.py`), columns of prose (`pdf_lines.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.formats.grid import GridCell
from pipelines.formats.pdf_lines import Line, rows_of
from pipelines.formats.pdf_page import Glyph, Rule

#: Rules closer than this are one: a bar filled has two sides, borders of neighbouring cells are drawn twice.
_SAME_RULE_POINTS = 3.0
#: Underlines and strokes of letters are shorter.
_RULE_LENGTH_MIN_POINTS = 8.0
#: A grid is searched in time square in its rules; one of more lines is a drawing.
_GRID_LINES_MAX = 150
#: Places times rules to look through, some 2 s; a table of 60 rows and 10 columns, each cell drawn as a box of its own,
#: has 660 times 2,400.
_GRID_WORK_MAX = 5_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where its top is on the page, its rows, and the glyphs in it."""

    top: float
    rows: tuple[tuple[GridCell, ...], ...]
    glyphs: frozenset[Glyph]


def find_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Table]:
    """The tables of a page from top to bottom. A single frame around text is none."""
    tables: list[Table] = []
    for component in _components([rule for rule in rules if rule.end - rule.start >= _RULE_LENGTH_MIN_POINTS]):
        table = _table(component, glyphs)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: -table.top)


def _components(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that cross or touch, together."""
    across = [rule for rule in rules if rule.is_horizontal]
    down = [rule for rule in rules if not rule.is_horizontal]
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, one in enumerate(across):
        for j, other in enumerate(down, len(across)):
            if _meet(one, other):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate([*across, *down]):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _meet(across: Rule, down: Rule) -> bool:
    slack = _SAME_RULE_POINTS
    return across.start - slack <= down.at <= across.end + slack and down.start - slack <= across.at <= down.end + slack


def _places(rules: list[Rule], is_horizontal: bool) -> list[float]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules if rule.is_horizontal == is_horizontal):
        if not places or at - places[-1] > _SAME_RULE_POINTS:
            places.append(at)
    return places


def _table(rules: list[Rule], glyphs: Sequence[Glyph]) -> Table | None:
    xs = _places(rules, is_horizontal=False)
    ys = _places(rules, is_horizontal=True)[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5 or max(len(xs), len(ys)) > _GRID_LINES_MAX:
        return None
    inside: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        place = (_slot(ys, glyph.middle, falling=True), _slot(xs, (glyph.left + glyph.right) / 2, falling=False))
        if min(place) >= 0:
            inside.setdefault(place, []).append(glyph)
    if len(xs) * len(ys) * len(rules) > _GRID_WORK_MAX:
        return None
    cells = _merged_cells(rules, xs, ys)
    rows: list[list[GridCell]] = [[] for _ in pairwise(ys)]
    for (row, column), (height, width) in sorted(cells.items()):
        own = [
            glyph
            for r in range(row, row + height)
            for c in range(column, column + width)
            for glyph in inside.get((r, c), ())
        ]
        paragraphs = tuple(Line(tuple(line)).text for line in rows_of(own))
        # lines of a cell are one paragraph broken by its width
        rows[row].append(GridCell(("".join(paragraphs),), width, height))
    taken = frozenset(glyph for own in inside.values() for glyph in own)
    return Table(ys[0], tuple(tuple(row) for row in rows), taken) if taken else None


def _slot(places: list[float], at: float, falling: bool) -> int:
    """Between which two places a coordinate lies, -1 outside."""
    for i, (first, second) in enumerate(pairwise(places)):
        if (second <= at <= first) if falling else (first <= at <= second):
            return i
    return -1


def _merged_cells(rules: list[Rule], xs: list[float], ys: list[float]) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells by row and column with their height and width: two slots without a rule between are one cell."""
    taken: set[tuple[int, int]] = set()
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            width = 1
            while column + width < len(xs) - 1 and not _is_ruled(
                rules, False, xs[column + width], (ys[row] + ys[row + 1]) / 2
            ):
                width += 1
            middle = (xs[column] + xs[column + 1]) / 2
            height = 1
            while row + height < len(ys) - 1 and not _is_ruled(rules, True, ys[row + height], middle):
                height += 1
            cells[row, column] = (height, width)
            taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
    return cells


def _is_ruled(rules: list[Rule], is_horizontal: bool, at: float, across: float) -> bool:
    """Whether a rule stands at a place and passes a point across it."""
    return any(
        rule.is_horizontal == is_horizontal
        and abs(rule.at - at) <= _SAME_RULE_POINTS
        and rule.start - _SAME_RULE_POINTS <= across <= rule.end + _SAME_RULE_POINTS
        for rule in rules
    )
