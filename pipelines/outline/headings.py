"""The outline of a report: its headings as a tree, each with its title, body and theme.

Belongs here: putting together what `markers`, `sequences`, `heading_titles`, `lost_headings` and `themes` find.
Does not belong here: any wording (those modules hold it as data), anything outside the normalised text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.outline.heading_titles import clause_title_end, self_names, title_end
from pipelines.outline.lost_headings import find_lost, unmarked_top_lines
from pipelines.outline.markers import Candidate, find_candidates
from pipelines.outline.sequences import ITEM_LEVEL, Mark, outermost_rank, select_marks
from pipelines.outline.themes import assign_themes, year_told
from pipelines.records import Heading

_AFTER_TITLE = " \n　，,、。；：;:.．？！?!"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A heading before it knows its relatives: mark span (empty where lost), title span, depth."""

    start: int
    title_start: int
    title_end: int
    level: int
    is_item: bool = False
    is_lost: bool = False


def outline(text: str) -> tuple[Heading, ...]:
    """Every heading of a normalised text, inline and unmarked ones included, in reading order.

    Offsets are `text_*`: `text_start` at the mark, `title_end` behind the title and its punctuation, `text_end` at the
    next heading of the same or a higher level. Never raises; a text without headings has an empty outline.

    >>> [(h.level, h.marker, h.title) for h in outline("一、成效\\n（一）抓学习。开会3次。\\n二、打算\\n继续。")]
    [(1, '一、', '成效'), (2, '（一）', '抓学习'), (1, '二、', '打算')]
    """
    candidates = find_candidates(text)
    base_level = _base_level(text, candidates)
    marks = select_marks(text, candidates, base_level)
    names = self_names(text)
    drafts = _marked_drafts(text, marks, names)
    lost = find_lost(text, marks, [d.title_end for d in drafts], names, base_level)
    drafts = [d for d in drafts if d.title_end > d.title_start]
    if any(h.level == 1 for h in lost):
        drafts = [replace(d, level=ITEM_LEVEL) if d.is_item and d.level < ITEM_LEVEL else d for d in drafts]
    drafts += [_Draft(h.start, h.start, h.end, h.level, is_lost=True) for h in lost]
    drafts.sort(key=lambda d: d.start)
    return _tree(text, drafts)


def _base_level(text: str, candidates: list[Candidate]) -> int:
    """2 where unmarked title lines stand above the outermost marks, else 1."""
    rank = outermost_rank(candidates)
    firsts = [c.start for c in candidates if c.family.rank == rank and c.value == 1 and c.opens_line]
    return 2 if unmarked_top_lines(text, firsts) else 1


def _marked_drafts(text: str, marks: Sequence[Mark], names: tuple[str, ...]) -> list[_Draft]:
    drafts = []
    for index, mark in enumerate(marks):
        candidate = mark.candidate
        bound = marks[index + 1].candidate.start if index + 1 < len(marks) else len(text)
        start = candidate.end
        while start < bound and text[start] in " 　\n.．、，":
            start += 1
        in_clause = candidate.family.is_clause or not (candidate.opens_line or candidate.family.rank <= 2)
        end = clause_title_end(text, start, bound) if in_clause else title_end(text, start, bound, names)
        drafts.append(_Draft(candidate.start, start, max(end, start), mark.level, is_item=candidate.family.is_clause))
    return drafts


def _tree(text: str, drafts: list[_Draft]) -> tuple[Heading, ...]:
    """Parents, bodies and themes of headings in reading order."""
    titles = [text[d.title_start : d.title_end].replace("\n", "") for d in drafts]
    parents = _parents([d.level for d in drafts])
    themes = assign_themes(titles, [d.level for d in drafts], parents, year_told(text))
    ends = _ends([d.start for d in drafts], [d.level for d in drafts], len(text))
    headings = []
    for index, draft in enumerate(drafts):
        headings.append(
            Heading(
                ordinal=index,
                level=draft.level,
                parent=parents[index],
                marker=None if draft.is_lost else text[draft.start : draft.title_start].strip(" 　\n"),
                title=titles[index],
                theme=themes[index],
                inferred=draft.is_lost,
                text_start=draft.start,
                title_end=_behind_punctuation(text, draft.title_end),
                text_end=ends[index],
            )
        )
    return tuple(headings)


def _parents(levels: Sequence[int]) -> list[int | None]:
    """For each heading the ordinal of the nearest earlier one that stands further out.

    >>> _parents([1, 2, 3, 2, 1])
    [None, 0, 1, 0, None]
    """
    path: list[int] = []
    parents: list[int | None] = []
    for ordinal, level in enumerate(levels):
        while path and levels[path[-1]] >= level:
            path.pop()
        parents.append(path[-1] if path else None)
        path.append(ordinal)
    return parents


def _ends(starts: Sequence[int], levels: Sequence[int], text_length: int) -> list[int]:
    """For each heading the start of the next one that stands as far out or further.

    >>> _ends([0, 5, 9], [1, 2, 1], 20)
    [9, 9, 20]
    """
    ends = [text_length] * len(starts)
    open_headings: list[int] = []
    for ordinal, level in enumerate(levels):
        while open_headings and levels[open_headings[-1]] >= level:
            ends[open_headings.pop()] = starts[ordinal]
        open_headings.append(ordinal)
    return ends


def _behind_punctuation(text: str, end: int) -> int:
    while end < len(text) and text[end] in _AFTER_TITLE:
        end += 1
    return end
