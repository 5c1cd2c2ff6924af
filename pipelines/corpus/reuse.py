"""Which sentences of a report were carried over from the place's previous one: a pure function of two texts.

Belongs here: pairing sentences, how alike is alike, the longest passage in one piece, a year left standing. Does not
belong here: what a sentence is (`sentences.py`), which report is the previous one (`warehouse/sql`), tables.

`exact`: every character is the same (white space and width of marks aside). `near`: the same but for figures, year
numbers or small edits: a place's name, a word, a short clause. Each sentence comes from at most one, and goes to at
most one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pipelines.corpus.sentences import Sentence

EXACT, NEAR = "exact", "near"

NEAR_SIMILARITY = 0.8
"""Least similarity, figures aside, of a sentence and what was made of it. Measured on 165 reports (tests/golden, seeds,
shared samples): 0.8 finds 998 of 1,000 sentences with one word changed, 94% with two, 98% with a clause of six letters
added; of 1,000 sentences of places that never saw each other it pairs 0.6. At 0.75 it is 97% of two words and 1.1 of
strangers, at 0.85 83% and 0.3."""

DENIAL = re.compile(r"未|没有|无|不")
"""A denial more or less makes another statement of nearly the same words: 实现全覆盖, 尚未实现全覆盖."""

CANDIDATES = 4
"""Sources that are kept in mind for one sentence, should others take the best of them."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Sentence `index` of this report comes from sentence `other` of the previous one; both count from 0."""

    index: int
    other: int
    kind: str
    similarity: float
    only_figures_differ: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences carried over one after the other in the same order: [first, last] of one report and the other."""

    first: int
    last: int
    other_first: int
    other_last: int

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return self.last - self.first + 1


def carried_sentences(
    now: Sequence[Sentence], before: Sequence[Sentence], threshold: float = NEAR_SIMILARITY
) -> list[Carried]:
    """What `now` has from `before`, in the order of `now`: the same first, then what differs in figures, then edits."""
    pairing = _Pairing(now, before)
    pairing.join_equal(lambda sentence: sentence.key, EXACT)
    pairing.join_equal(lambda sentence: sentence.pattern, NEAR)
    pairing.join_alike(threshold)
    return sorted(pairing.found, key=lambda carried: carried.index)


def similarity(pattern: str, other: str, threshold: float = 0.0) -> float:
    """How alike two patterns are, 0 to 1; 0 below the threshold.

    >>> similarity("调解纠纷#件", "调处纠纷#件")
    0.8333
    """
    return round(fuzz.ratio(pattern, other, score_cutoff=threshold * 100) / 100, 4)


class _Pairing:
    """Sentences of two reports that are being paired, each at most once."""

    def __init__(self, now: Sequence[Sentence], before: Sequence[Sentence]):
        self._now, self._before = now, before
        self._free_now = dict.fromkeys(range(len(now)))
        self._free_before = dict.fromkeys(range(len(before)))
        self.found: list[Carried] = []

    def join_equal(self, of: Callable[[Sentence], Hashable], kind: str) -> None:
        """Pair what is equal; the first with the first where a sentence stands several times."""
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for other in self._free_before:
            places[of(self._before[other])].append(other)
        for index in list(self._free_now):
            others = places.get(of(self._now[index]))
            if others:
                self._join(index, others.popleft(), kind, 1.0)

    def join_alike(self, threshold: float) -> None:
        """Pair what is alike, the most alike first.

        Every sentence that is still free is held against every other of about its length, in C++ and given up early:
        that takes a third of the time that counting common shingles in Python took, and misses none.
        """
        others = sorted(self._free_before, key=lambda other: len(self._before[other].pattern))
        patterns = [self._before[other].pattern for other in others]
        lengths = [len(pattern) for pattern in patterns]
        alike = []
        for index in self._free_now:
            pattern = self._now[index].pattern
            # of lengths a and b at most 2·min(a, b) of a + b characters can be common
            shortest = bisect_left(lengths, int(len(pattern) * threshold / (2 - threshold)))
            longest = bisect_right(lengths, int(len(pattern) * (2 - threshold) / threshold) + 1)
            found = process.extract(
                pattern,
                patterns[shortest:longest],
                scorer=fuzz.ratio,
                limit=CANDIDATES,
                score_cutoff=threshold * 100,
            )
            alike += [
                (-score, index, others[shortest + at]) for other, score, at in found if _denies_alike(pattern, other)
            ]
        for negative, index, other in sorted(alike):
            if index in self._free_now and other in self._free_before:
                self._join(index, other, NEAR, round(-negative / 100, 4))

    def _join(self, index: int, other: int, kind: str, share: float) -> None:
        del self._free_now[index], self._free_before[other]
        only_figures = kind == NEAR and self._now[index].pattern == self._before[other].pattern
        self.found.append(Carried(index, other, kind, share, only_figures))


def _denies_alike(pattern: str, other: str) -> bool:
    return len(DENIAL.findall(pattern)) == len(DENIAL.findall(other))


def longest_passage(carried: Iterable[Carried], now: Sequence[Sentence]) -> Passage | None:
    """The passage with the most characters; the first of equals."""
    best: tuple[int, Passage] | None = None
    current: Passage | None = None
    for step in sorted(carried, key=lambda c: c.index):
        if current and (step.index, step.other) == (current.last + 1, current.other_last + 1):
            current = Passage(current.first, step.index, current.other_first, step.other)
        else:
            current = Passage(step.index, step.index, step.other, step.other)
        characters = sum(len(now[index].key) for index in range(current.first, current.last + 1))
        if best is None or characters > best[0]:
            best = characters, current
    return best[1] if best else None


# A year that a sentence opens with and speaks of as its own; not one that dates something (2023年以来, 2023年3月).
_OPENING_YEAR = re.compile(r"(20\d\d)年(?:度|全年)?，")
_OTHER_YEARS = re.compile(r"20\d\d年|同比|比|较|上年|去年|往年")


def stale_year(now: Sentence, before: Sentence, year: int, previous_year: int) -> int | None:
    """The year that a carried-over sentence opens with, where that is still last year's; else None.

    Told only where it is plain: last year's report opened the sentence with the same year and meant its own (or, among
    its plans, the next one), and neither sentence compares with or names another year.
    """
    opened, before_opened = _OPENING_YEAR.match(now.key), _OPENING_YEAR.match(before.key)
    if not opened or not before_opened or opened[1] != before_opened[1]:
        return None
    if _OTHER_YEARS.search(now.key, opened.end()) or _OTHER_YEARS.search(before.key, before_opened.end()):
        return None
    is_plan = now.theme == before.theme == "plans"
    return int(opened[1]) if int(opened[1]) == previous_year + is_plan and previous_year < year else None
