"""Which marks are headings, and how deep: decided by the sequences that marks form, not by how they look.

Belongs here: following the counting of each family (一、 二、 三、) through a text, with damaged, missing and mixed
marks. Does not belong here: the looks of marks (`markers`), titles (`heading_titles`), headings whose mark is lost
(`lost_headings`).

Depth is counted in this report's own outline: a report whose outermost marks are （一）（二） has these at level 1.
Items (一是, 首先, 1.) stand at level 3 under 一、 and under （一） alike, as the annotation guide has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.outline.markers import BY_NAME, Candidate

ITEM_LEVEL = 3
"""Depth of items (一是, 首先, 1., ①) in a report whose outermost marks are 一、二、, with or without （一） between."""

ITEM_FAMILIES = frozenset({"dot", "circled"})
LARGEST_GAP = 3
"""How many marks in a row may be lost before a number is taken for something else."""

REACH_OF_TITLE = 60
"""Characters between a mark and the first mark of the next level on a line whose breaks are lost."""

LOOK_AHEAD = 150
"""Marks looked at ahead: the five real reports hold 25 to 60. Without a bound a text of 20 MB would take hours."""

SMALL_FAMILIES = frozenset({"dot", "number_bracket", "circled"})
"""Nested in either order by different writers: whichever comes first is the outer one."""

KIN_FAMILIES = {"number_bracket": "bracket", "bracket": "number_bracket", "dot": "comma", "comma": "dot"}
"""A hasty writer goes on with the kin: （3） after （一）（二）, 3、 after 一、二、."""

_ATTACHMENT = re.compile(r"^附件\d{0,2}[：:].*(?:\n *\d{1,2} ?[.、].*)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that opens a heading at `level`; `lost` marks of its family are missing right before it."""

    candidate: Candidate
    level: int
    lost: int = 0


@dataclass(slots=True)
class _Open:
    """A family that is being counted at some level: the stack of these is the path to the current heading."""

    family: str
    rank: int
    value: int
    level: int


def select_marks(text: str, candidates: list[Candidate], base_level: int = 1) -> list[Mark]:
    """The candidates that are headings, with their depth, in reading order.

    `base_level` is 2 where unmarked lines stand above the outermost marks.
    """
    attached = [m.span() for m in _ATTACHMENT.finditer(text)]
    usable = [c for c in candidates if not any(a <= c.start < b for a, b in attached)]
    return _Selection(text, usable, base_level).run()


def outermost_rank(candidates: list[Candidate]) -> int | None:
    """Rank of the family that stands furthest out: it opens lines, or counts from one to two anywhere."""
    ranks = {c.family.rank for c in candidates if not c.family.is_clause and _counts(c, candidates)}
    return min(ranks, default=None)


def _counts(candidate: Candidate, candidates: list[Candidate]) -> bool:
    if candidate.opens_line:
        return True
    same = [c for c in candidates if c.family is candidate.family and c.after_stop]
    return candidate.value == 1 and candidate.after_stop and any(c.value == 2 for c in same)


class _Selection:
    """One walk over the candidates of one text."""

    def __init__(self, text: str, candidates: list[Candidate], base_level: int):
        self.text = text
        self.candidates = candidates
        self.base_level = base_level
        self.outermost = outermost_rank(candidates)
        self.stack: list[_Open] = []
        self.list_open: _Open | None = None
        self.marks: list[Mark] = []

    def run(self) -> list[Mark]:
        """Walk over all candidates once."""
        for index, candidate in enumerate(self.candidates):
            if candidate.family.is_clause or self._is_inline_item(candidate):
                self._clause(index, candidate)
            else:
                self._structural(index, candidate)
        return self.marks

    def _is_inline_item(self, candidate: Candidate) -> bool:
        """1. or ① inside a paragraph counts clauses, unless it goes on with a count that began on a line."""
        if candidate.family.name not in SMALL_FAMILIES or candidate.opens_line:
            return False
        entry = next((e for e in self.stack if e.family == candidate.family.name), None)
        return not (entry and candidate.after_stop and candidate.value == entry.value + 1)

    def _ahead(self, index: int) -> list[Candidate]:
        return self.candidates[index + 1 : index + 1 + LOOK_AHEAD]

    # marks of the outline proper

    def _structural(self, index: int, candidate: Candidate) -> None:
        sibling = self._sibling(index, candidate)
        if not self._is_heading(index, candidate, sibling):
            return
        lost = max(0, candidate.value - (sibling.value if sibling else 0) - 1)
        self.list_open = None
        if sibling:
            del self.stack[self.stack.index(sibling) + 1 :]
            sibling.value = candidate.value
            self._add(candidate, sibling.level, lost)
            return
        if not (candidate.value == 1 and self._nests_in_top(candidate)):
            while self.stack and self.stack[-1].rank > candidate.family.rank:
                self.stack.pop()
        level = self._nested_level(candidate) if self.stack else self._first_level(candidate)
        self.stack.append(_Open(candidate.family.name, candidate.family.rank, candidate.value, level))
        self._add(candidate, level, lost)

    def _sibling(self, index: int, candidate: Candidate) -> _Open | None:
        """The open family that this mark continues: its own, or a kin one whose next mark was written in its style."""
        for entry in reversed(self.stack):
            if entry.family == candidate.family.name:
                return entry
        if not candidate.opens_line:
            return None
        kin = KIN_FAMILIES.get(candidate.family.name)
        fits = (e for e in reversed(self.stack) if e.family == kin and e.value + 1 == candidate.value)
        entry = next(fits, None)
        return entry if entry and self._next_value(index, entry.family) != candidate.value else None

    def _next_value(self, index: int, family: str) -> int | None:
        later = (c for c in self._ahead(index) if c.family.name == family and c.opens_line)
        return next((c.value for c in later), None)

    def _is_heading(self, index: int, candidate: Candidate, sibling: _Open | None) -> bool:
        if candidate.value == 0 or not self._has_title(candidate):
            return False
        value = sibling.value if sibling else 0
        if candidate.opens_line:
            return candidate.value <= value + 1 + LARGEST_GAP
        if self._is_list_item(index, candidate):
            return False
        if candidate.value == value + 1 and value:
            return candidate.after_stop or candidate.family.name != "bracket" or self._previous_is_far(candidate)
        is_first = candidate.value == 1 and sibling is None and self._second_follows(index, candidate)
        return is_first and (candidate.after_stop or self._follows_title(candidate))

    def _is_list_item(self, index: int, candidate: Candidate) -> bool:
        """A list inside prose parts its items by semicolons, and the outline's own mark still comes on a line."""
        if self.text[candidate.start - 1] in "；;":
            return True
        for later in self._ahead(index):
            if later.opens_line and later.family.rank < candidate.family.rank:
                return False
            if later.opens_line and later.family is candidate.family:
                return later.value == candidate.value
        return False

    def _has_title(self, candidate: Candidate) -> bool:
        """Something readable follows the mark: on its line, or on the next one where the line ends with the mark."""
        following = self.text[candidate.end : candidate.end + 12].lstrip(" 　\n.．、，,")
        return bool(following) and ("一" <= following[0] <= "鿿" or following[0] in "“《\"'0123456789")

    def _previous_is_far(self, candidate: Candidate) -> bool:
        """A bracket that follows at once upon another is a reference (（一）（二）项), not a heading."""
        return candidate.start - self.marks[-1].candidate.end > 4

    def _second_follows(self, index: int, candidate: Candidate) -> bool:
        """The count goes on: a mark with value 2 of the same family, before one that stands further out."""
        for later in self._ahead(index):
            if later.family is candidate.family:
                return later.value == 2
            if later.opens_line and later.family.rank < candidate.family.rank:
                return False
        return False

    def _follows_title(self, candidate: Candidate) -> bool:
        """Line breaks are lost: the mark stands right behind a short title without a stop."""
        if not self.marks:
            return False
        before = self.text[self.marks[-1].candidate.end : candidate.start]
        return len(before) <= REACH_OF_TITLE and "。" not in before and "\n" not in before

    def _nests_in_top(self, candidate: Candidate) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and {top.family, candidate.family.name} <= SMALL_FAMILIES

    def _nested_level(self, candidate: Candidate) -> int:
        """One deeper than its parent; 1. and ① stand at the depth of items even right under 一、."""
        level = self.stack[-1].level + 1
        return max(level, ITEM_LEVEL) if candidate.family.name in ITEM_FAMILIES and self._has_outer_family() else level

    def _has_outer_family(self) -> bool:
        return self.outermost is not None and self.outermost <= BY_NAME["comma"].rank

    def _first_level(self, candidate: Candidate) -> int:
        """A mark before any outermost one lost its parent; it keeps the depth of its kind."""
        return self.base_level + (candidate.family.rank > (self.outermost or 0) and self.outermost is not None)

    # marks that count clauses

    def _clause(self, index: int, candidate: Candidate) -> None:
        current = self.list_open
        continues = (
            current is not None
            and current.family == candidate.family.name
            and (candidate.value == current.value + 1 or (candidate.value == 0 and candidate.after_stop))
        )
        may_begin = candidate.after_stop or candidate.opens_line or candidate.family.name == "clause"
        begins = candidate.value == 1 and may_begin and self._list_goes_on(index, candidate)
        if not (continues or begins or (candidate.opens_line and candidate.family.is_clause and candidate.value > 0)):
            return
        level = self._clause_level(candidate)
        self.list_open = _Open(candidate.family.name, candidate.family.rank, candidate.value or 1, level)
        self._add(candidate, level, 0)

    def _list_goes_on(self, index: int, candidate: Candidate) -> bool:
        """A second item follows before the next heading line."""
        for later in self._ahead(index):
            if later.opens_line and not later.family.is_clause and later.family.rank <= BY_NAME["bracket"].rank:
                return False
            if later.family is candidate.family:
                return later.value == 2
        return False

    def _clause_level(self, candidate: Candidate) -> int:
        """Items stand below everything; only where nothing else is marked do those that open lines stand outermost."""
        if self.list_open is not None:
            return self.list_open.level
        if candidate.opens_line and not self.stack and self.outermost is None:
            return 1
        return max(ITEM_LEVEL, self.stack[-1].level + 1 if self.stack else 0)

    def _add(self, candidate: Candidate, level: int, lost: int) -> None:
        self.marks.append(Mark(candidate, level, lost))
