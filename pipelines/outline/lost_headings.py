"""Headings whose mark is missing: found by a gap in the counting, or by a line that can only be a title.

Belongs here: where an unmarked heading may stand and how deep. Does not belong here: how a title is worded
(`heading_titles`), the counting of marks (`sequences`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from pipelines.outline.heading_titles import (
    is_generic_title,
    lead_sentence_length,
    lead_title_length,
    looks_like_title_line,
)
from pipelines.outline.sequences import Mark

_LINE = re.compile(r"[^\n]+")
LONGEST_TITLE_LINE = 50
TAIL_CHARACTERS = 40
"""A title needs a body: a line this near to the end with nothing but a signature behind it is none."""

LEAST_LEADS = 2
LEAST_STANDING = 3
"""Fewer lines that stand alone in a whole report are no habit."""

SHORTEST_TITLE = 5
LONGEST_STANDING_TITLE = 36
_NO_TITLE = re.compile(
    r"[。；！？：|]$|[。；！？|]|^附件|20\d\d年\d{1,2}月|(?:人民政府|办事处|委员会|党委|党工委)$|报告$|总结$|^[（(]|^[一二三四五六七八九十]+[、是要]|^第[一二三四五六七八九十]+|^\d{1,2}[.、．)）]"
)

SHORTEST_PARAGRAPH = 14
"""Shorter lines are signatures and table cells."""


@dataclass(frozen=True, slots=True)
class LostHeading:
    """An unmarked heading: its title and depth."""

    start: int
    end: int
    level: int


def unmarked_top_lines(text: str, firsts: list[int]) -> bool:
    """The outermost marks start again under unmarked title lines, so those lines are the first level.

    `firsts`: where each （一） of the outermost family stands.
    """
    return len(firsts) > 1 and all(looks_like_title_line(_line_before(text, start)) for start in firsts)


def _line_before(text: str, position: int) -> str:
    lines = text[max(0, position - 120) : position].rstrip("\n ").rsplit("\n", 1)
    return lines[-1].strip()


def find_lost(
    text: str, marks: list[Mark], title_ends: list[int], names: tuple[str, ...], base_level: int
) -> list[LostHeading]:
    """All unmarked headings of a text. `title_ends[i]` is where the title of `marks[i]` ends."""
    lost = _gaps(text, marks, title_ends, names)
    if not any(not m.candidate.family.is_clause for m in marks):
        lost += _standing_lines(text)
    taken = {heading.start for heading in lost}
    lost += [h for h in _title_lines(text, marks, title_ends, base_level) if h.start not in taken]
    if base_level == 1:
        taken = {heading.start for heading in lost}
        lost += [h for h in _lead_paragraphs(text, marks, title_ends, sorted(taken)) if h.start not in taken]
    return sorted(lost, key=lambda heading: heading.start)


def _gaps(text: str, marks: list[Mark], title_ends: list[int], names: tuple[str, ...]) -> list[LostHeading]:
    """Titles where the counting jumps: between （一） and （三）, or between 一、 and （二）."""
    found: list[LostHeading] = []
    starts = [m.candidate.start for m in marks]
    for index, mark in enumerate(marks):
        if not mark.lost:
            continue
        before = next((i for i in range(index - 1, -1, -1) if marks[i].level <= mark.level), None)
        begin = title_ends[before] if before is not None else 0
        has_sibling = before is not None and marks[before].level == mark.level
        lines = [
            m for m in _LINE.finditer(text, begin, mark.candidate.start) if m.start() > begin + 2 or not has_sibling
        ]
        found += _titles_in(text, [m for m in lines if not _is_marked(m, starts, title_ends)], mark, names)[: mark.lost]
    return found


def _titles_in(text: str, lines: list[re.Match[str]], mark: Mark, names: tuple[str, ...]) -> list[LostHeading]:
    """Lines that are titles; failing these, paragraphs that begin with one."""
    whole = [LostHeading(*_trimmed(m), mark.level) for m in lines if looks_like_title_line(m.group())]
    if whole:
        return whole
    alone = [LostHeading(*_trimmed(m), mark.level) for m in lines if _stands_alone(text, m)]
    if len(alone) == mark.lost:
        return alone
    leads = [(m, lead_title_length(m.group(), names)) for m in lines]
    return [LostHeading(m.start(), m.start() + length, mark.level) for m, length in leads if length]


def _stands_alone(text: str, line: re.Match[str]) -> bool:
    """A short line without a full stop, with prose right behind it: a title by its place, whatever its words."""
    words = line.group().strip()
    if not SHORTEST_TITLE <= len(words) <= LONGEST_STANDING_TITLE or _NO_TITLE.search(words):
        return False
    following = _LINE.search(text, line.end())
    return following is not None and len(following.group()) >= TAIL_CHARACTERS and "。" in following.group()


def _standing_lines(text: str) -> list[LostHeading]:
    """All such lines of a report without any mark, if they are a habit of it; the first line is the report's title."""
    found = [m for m in _LINE.finditer(text) if m.start() and _stands_alone(text, m)]
    if len(found) < LEAST_STANDING or sum(looks_like_title_line(m.group()) for m in found) < LEAST_LEADS:
        return []
    return [LostHeading(*_trimmed(m), 1) for m in found]


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    line = match.group()
    return match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip(" 　：:"))


def _title_lines(text: str, marks: list[Mark], title_ends: list[int], base_level: int) -> list[LostHeading]:
    """Lines that are titles by their wording, each with a body behind it."""
    starts = [m.candidate.start for m in marks]
    structural = [m for m in marks if not m.candidate.family.is_clause]
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        if len(line) > LONGEST_TITLE_LINE or not (match.start() or is_generic_title(line)):
            continue
        if not looks_like_title_line(line) or _is_marked(match, starts, title_ends):
            continue
        level = _level_of_line(line, match.start(), structural, base_level)
        if level and _has_body(text, match.end(), starts):
            found.append(LostHeading(*_trimmed(match), level))
    return found


def _is_marked(line: re.Match[str], starts: list[int], title_ends: list[int]) -> bool:
    """A mark stands in the line, or the title of the mark before it (一、 alone on its line) reaches into it."""
    following = bisect_left(starts, line.end())
    return following > 0 and (starts[following - 1] >= line.start() or title_ends[following - 1] > line.start())


def _lead_paragraphs(text: str, marks: list[Mark], title_ends: list[int], lost: list[int]) -> list[LostHeading]:
    """Short first sentences of paragraphs, where nearly every paragraph of a section without marks begins with one."""
    found: list[LostHeading] = []
    for start, end, level in _unmarked_sections(text, marks, title_ends):
        if bisect_left(lost, start) < bisect_left(lost, end):
            continue
        paragraphs = [m for m in _LINE.finditer(text, start, end) if len(m.group()) > SHORTEST_PARAGRAPH]
        leads = [(m, length) for m in paragraphs if (length := lead_sentence_length(m.group()))]
        if len(leads) >= LEAST_LEADS and len(paragraphs) - len(leads) <= 1:
            found += [LostHeading(m.start(), m.start() + length, level) for m, length in leads]
    return found


def _unmarked_sections(text: str, marks: list[Mark], title_ends: list[int]) -> list[tuple[int, int, int]]:
    """Bodies (start, end, depth of a heading inside) of first-level sections without a mark; else the whole text."""
    structural = [(m, end) for m, end in zip(marks, title_ends, strict=True) if not m.candidate.family.is_clause]
    if not structural:
        return [(0, len(text), 1)]
    ends = [m.candidate.start for m, _ in structural[1:]] + [len(text)]
    levels = [m.level for m, _ in structural[1:]] + [1]
    sections = zip(structural, ends, levels, strict=True)
    return [(title_end, end, 2) for (mark, title_end), end, following in sections if mark.level == 1 == following]


def _has_body(text: str, end: int, starts: list[int]) -> bool:
    """Prose or a marked heading follows."""
    following = _LINE.search(text, end)
    if not following:
        return False
    opens_heading = bisect_left(starts, following.start()) < bisect_left(starts, following.end())
    return opens_heading or "。" in following.group() or len(following.group()) > TAIL_CHARACTERS


def _level_of_line(line: str, start: int, structural: list[Mark], base_level: int) -> int:
    """The depth of an unmarked title line; 0 where its place in the outline cannot be told."""
    if not structural or base_level == 2 or is_generic_title(line):
        return 1
    position = bisect_left(structural, start, key=lambda mark: mark.candidate.start)
    if position == 0:
        return 0
    after_level = structural[position].level if position < len(structural) else 1
    return 2 if structural[position - 1].level == 1 == after_level else 0
