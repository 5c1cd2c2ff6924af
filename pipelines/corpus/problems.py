"""The problems that a report names in its 存在问题 part, and which of them the previous report named too.

Belongs here: where one problem ends and the next begins, words that only lead in or take leave, how alike two problems
must be to be one. Does not belong here: finding the part (`pipelines/outline` gives it the theme `problems`), sentences
at large (`sentences.py`), tables.

Only wording can be told: a problem that is named again in other words counts as new, and one that is not named again
may still be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.corpus.reuse import similarity
from pipelines.corpus.sentences import key_of, pattern_of, pieces_between, says_something, trimmed
from pipelines.outline.heading_titles import form_part
from pipelines.records import Heading

THEME = "problems"

SAME_PROBLEM_SIMILARITY = 0.75
"""Least similarity of the names, or of the whole wordings, of one problem named twice. Of the 80 pairs from 0.75 up
among 61,000 pairs of problems in the reports of tests/golden 77 name the same problem (执法力量偏弱,
基层执法力量仍然偏弱); below 0.72 one in three does not (少数干部仍习惯凭老经验办事, 少数干部遇事先想老办法)."""

MIN_NAME_LETTERS = 4
"""Letters of a problem's name: 力量单薄 has four; what is shorter is a remnant of punctuation."""

MIN_COMPARED_NAME = 6
"""A name shorter than this is not compared by itself: 力量不足 may be anybody's."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Words around the problems that name none. `example` is a clause that is passed over."""

    pattern: str
    why: str
    example: str


LEADS_IN: tuple[Lead, ...] = (
    Lead(
        r"(?:存在|面临|有|是)(?:着)?"
        r"(?:一些|一定的?|不少|许多|很多|以下|几个|几方面|诸多|较大的?|明显的?|不小的?|不如人意|方面|的|[一二两三四五]个)*"
        r"(?:差距|不足|问题|短板|困难|短处|欠账|欠缺|地方|薄弱环节|薄弱之处)(?:(?:和|与|及|、)(?:不足|问题|短板|困难|差距))*$",
        "that there are problems",
        "工作中还有不少差距",
    ),
    Lead(
        r"(?:主要|具体|突出|集中)(?:表现|体现)?(?:是|为|有|在)*(?:以下)?(?:几|[一二两三四五])?(?:个)?(?:点|方面)?$",
        "a list begins",
        "主要表现在",
    ),
    Lead(r"(?:看到|认识到|意识到|正视|[例比]?如)$", "a list begins", "我们也清醒地看到"),
    Lead(
        r"(?:虽|尽管|取得)[^，]{0,14}(?:成绩|成效|进展|进步|起色|效果|提升)$",
        "what was achieved",
        "虽然取得了一定的成效",
    ),
    Lead(
        r"^(?:回顾|总结|过去|对照|对标|与|同|肯定成绩|在)[^，]{0,40}(?:相比|比|看|同时|期盼|期待|要求|一年来?)$"
        r"|^(?:成绩面前|对[照标][^，]{0,30})$",
        "against what it is held",
        "对照上级要求和群众期盼",
    ),
    Lead(r"^(?:从[^，]{0,16}|总体上?|总的来?)看$", "from where it is seen", "从自查情况看"),
    Lead(r"^(?:一年来|当前|目前|回头看|看成绩也要看短处)$", "turning to them", "回头看"),
)

TAKES_LEAVE = Lead(
    r"(?:这些|上述|以上|此类)(?:问题|不足|短板|差距)|^(?:对此|为此|究其原因|下一步|下步|今后|接下来|我们将|我镇将|我乡将|街道将)"
    r"|(?:需要|有待)?(?:在|于)(?:今后|下一步|以后)[^，]{0,8}(?:解决|改进|克服|加强)",
    "why there are problems and what shall be done about them",
    "对这些问题，我们将采取有力措施加以解决",
)

_LEAD_IN = re.compile("|".join(f"(?:{lead.pattern})" for lead in LEADS_IN))
_LEAVE = re.compile(TAKES_LEAVE.pattern)
_TURN = re.compile(r"^(?:但是|但|同时)")
_CLAUSE_END = re.compile(r"[，,：:]")
# A heading over problems and plans at once; its plans begin where a sentence opens with a year or takes leave.
_MIXED = re.compile(r"打算|安排|计划|思路|重点|任务|方向|举措|改进")
_PLANS_BEGIN = re.compile(r"^20\d\d年|^(?:新的一年|明年)")
_PROBLEM_LIKE = re.compile(r"不[够足强高大多到全]|缺|弱|偏|难|差|短板|滞后|有待|单一")
_CONCEDES = re.compile(r"虽|上来了$|的同时$")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as named: `name` is its heading or first clause, [start, end) its whole wording in the text."""

    ordinal: int
    name: str
    start: int
    end: int
    section_ordinal: int
    pattern: str


@dataclass(frozen=True, slots=True)
class NamedAgain:
    """Problem `index` of this report is problem `other` of the previous one; both count from 0."""

    index: int
    other: int
    similarity: float


def named_problems(text: str, headings: Sequence[Heading]) -> tuple[Problem, ...]:
    """The problems of a report in reading order; none where no heading says 存在问题. Never raises.

    >>> from pipelines.outline.headings import outline
    >>> text = "一、成效\\n调解36件。\\n二、存在的问题\\n仍有不足：执法力量薄弱，人手少；普法形式单一。今后再改。"
    >>> [p.name for p in named_problems(text, outline(text))]
    ['执法力量薄弱', '普法形式单一']
    """
    found: list[Problem] = []
    for heading in headings:
        above = headings[heading.parent].theme if heading.parent is not None else None
        if heading.theme == THEME and above != THEME:
            for start, end, section in _wordings(text, heading, headings):
                name = _name(text, start, end)
                if len(key_of(name)) >= MIN_NAME_LETTERS:
                    found.append(Problem(len(found), name, start, end, section, pattern_of(key_of(text[start:end]))))
    return tuple(found)


def named_again(now: Sequence[Problem], before: Sequence[Problem]) -> list[NamedAgain]:
    """Which problems of `now` stand in `before` too, each at most once, the most alike first; in the order of `now`."""
    alike = []
    for index, problem in enumerate(now):
        for other, earlier in enumerate(before):
            share = likeness(problem, earlier)
            if share >= SAME_PROBLEM_SIMILARITY:
                alike.append((-share, index, other))
    found: dict[int, NamedAgain] = {}
    taken: set[int] = set()
    for negative, index, other in sorted(alike):
        if index not in found and other not in taken:
            found[index] = NamedAgain(index, other, -negative)
            taken.add(other)
    return [found[index] for index in sorted(found)]


def likeness(problem: Problem, other: Problem) -> float:
    """How alike two problems are, 0 to 1: by their names or by their whole wordings, whichever is more alike."""
    name, other_name = pattern_of(key_of(problem.name)), pattern_of(key_of(other.name))
    by_name = similarity(name, other_name) if min(len(name), len(other_name)) >= MIN_COMPARED_NAME else 0.0
    return max(by_name, similarity(problem.pattern, other.pattern))


def _wordings(text: str, heading: Heading, headings: Sequence[Heading]) -> Iterator[tuple[int, int, int]]:
    """Start, end and section of each problem below a heading: one a heading below it, else one a sentence."""
    children = [h for h in headings if h.parent == heading.ordinal]
    is_mixed = bool(_MIXED.search(heading.title))
    if not children:
        for start, end in _told_in_sentences(text, heading, is_mixed):
            yield start, end, heading.ordinal
    for child in children:
        if form_part(child.title) == THEME:
            yield from _wordings(text, child, headings)
        elif not is_mixed or _PROBLEM_LIKE.search(child.title):
            start, end = trimmed(text, child.text_start + len(child.marker or ""), child.text_end)
            yield start, _without_leave(text, start, end), child.ordinal


def _told_in_sentences(text: str, heading: Heading, is_mixed: bool) -> Iterator[tuple[int, int]]:
    for start, end in pieces_between(text, heading.title_end, heading.text_end):
        key = key_of(text[start:end])
        takes_leave = _LEAVE.search(key)
        if is_mixed and (takes_leave or _PLANS_BEGIN.search(key)):
            return
        start = end if takes_leave else _behind_lead(text, start, end)
        if says_something(key_of(text[start:end]), MIN_NAME_LETTERS):
            yield start, end


def _behind_lead(text: str, start: int, end: int) -> int:
    """Where the first clause begins that names a problem; `end` if there is none."""
    while start < end:
        mark = _CLAUSE_END.search(text, start, end)
        clause_end = mark.start() if mark else end
        clause = _TURN.sub("", key_of(text[start:clause_end]))
        if clause and not _LEAD_IN.search(clause):
            return trimmed(text, start, end)[0]
        start = mark.end() if mark else end
    return end


def _without_leave(text: str, start: int, end: int) -> int:
    """The end of a problem's wording without sentences on what shall be done about it."""
    last = start
    for piece_start, piece_end in pieces_between(text, start, end):
        if last > start and _LEAVE.search(key_of(text[piece_start:piece_end])):
            return last
        last = piece_end
    return last if last > start else end


def _name(text: str, start: int, end: int) -> str:
    """The first clause of a wording; with the next one where the first only concedes (形式虽有创新，但…)."""
    line_end = text.find("\n", start, end)
    first = re.split(r"[。；;：:！]", text[start : end if line_end < 0 else line_end], maxsplit=1)[0]
    clauses = re.split(r"[，,]", _TURN.sub("", first))
    return "，".join(clauses[: 2 if _CONCEDES.search(clauses[0]) else 1]).strip()
