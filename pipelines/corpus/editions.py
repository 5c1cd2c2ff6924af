"""Which reports are one report published again: duplicates over a whole corpus, as a pure function.

Belongs here: telling a republication (another title, another page, a corrected figure) from a different report of
the same place and year. Does not belong here: files with the same bytes (the loader rejects those as `same_file`),
reading a date of publication out of a text (see `identity`).

Two editions are one report where their places and years do not contradict each other and either the letters and
digits of the two texts are the same, or, among reports of the same place and year, nearly the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

SHINGLE_LENGTH = 6
"""Characters in a shingle: longer than a set phrase of four, shorter than most unchanged runs between figures."""

SAME_REPORT_SIMILARITY = 0.75
"""Least share of common shingles of two editions of one report. On five real reports: another title, signature or tail
0.97 and more, one character in a hundred lost 0.87 and more; two different reports 0.02 and less."""

SAME_FIGURES_SHARE = 0.7
"""Least share of common figures. Prose alone does not part a half-year report from the annual one written over it: with
every figure of the five real reports changed, the prose keeps 0.83 to 0.96, the figures 0.21 and less. The changes
above keep 0.89 of the figures and more."""

CORRECTED_FIGURES = 2
"""Figures that may differ where there are too few for a share: one corrected figure is one lost and one gained."""

CORRECTED_SIMILARITY = 0.9

NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")
COUNTED_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]|[年月日号])")
FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Edition:
    """One report as far as telling editions apart needs it. `text` is the normalised text."""

    report_id: str
    place_id: str | None
    year: int | None
    published_on: date | None
    source: str
    text: str


def squeeze(text: str) -> str:
    """The letters and digits of a text: what is left when punctuation, spaces and line breaks are dropped.

    >>> squeeze("一、加强领导，\\n压实责任。")
    '一加强领导压实责任'
    """
    return NOT_LETTER_OR_DIGIT.sub("", text)


def similarity(text: str, other: str) -> float:
    """Share of common shingles (Jaccard) of the squeezed texts, 0 to 1; 1.0 only if they are the same.

    >>> similarity("全年调解矛盾纠纷36件。", "全年调解矛盾纠纷36件")
    1.0
    """
    return _jaccard(squeeze(text), squeeze(other))


def find_duplicates(editions: Iterable[Edition]) -> dict[str, tuple[str, float]]:
    """For each report that only repeats another: the report that counts instead, and how alike they are (0 to 1).

    What counts is what was said last: a corrected edition supersedes the one it corrects. Of the editions that give the
    same figures as the last one, the first published is the report and the others repeat it. Without dates the one
    whose place and year are known counts, then the one whose source path sorts first. Reports that count are not keys.
    """
    ordered = sorted(editions, key=lambda e: e.report_id)
    letters = {e.report_id: squeeze(e.text) for e in ordered}
    rank = {e.report_id: _standing(e) for e in ordered}
    by_id = {e.report_id: e for e in ordered}
    duplicates: dict[str, tuple[str, float]] = {}
    for cluster in _clusters(ordered, letters):
        last = figures_told(by_id[min(cluster, key=lambda report_id: rank[report_id])].text)
        best_first = sorted(
            cluster, key=lambda i: (figures_told(by_id[i].text) != last, _first_published(by_id[i]), rank[i])
        )
        kept: list[str] = []
        for report_id in best_first:
            home = next((k for k in kept if _agree(by_id[k], by_id[report_id])), None)
            if home is None:
                kept.append(report_id)
            else:
                duplicates[report_id] = home, round(_jaccard(letters[home], letters[report_id]), 4)
    return duplicates


def _standing(edition: Edition) -> tuple[int, int, str, str]:
    """Sort key: the edition that counts comes first."""
    newest = -edition.published_on.toordinal() if edition.published_on else 0
    unknown = (edition.place_id is None) + (edition.year is None)
    return newest, unknown, edition.source, edition.report_id


def _first_published(edition: Edition) -> tuple[int, int]:
    """Sort key among editions that say the same: known place and year first, then the earliest date."""
    unknown = (edition.place_id is None) + (edition.year is None)
    return unknown, edition.published_on.toordinal() if edition.published_on else date.max.toordinal()


def figures_told(text: str) -> list[str]:
    """The figures of a text in order, dates left out: an edition with another signature date says the same.

    >>> figures_told("2024年1月5日，调解36件，办结率100%。")
    ['36', '100']
    """
    return COUNTED_FIGURE.findall(text)


def _agree(a: Edition, b: Edition) -> bool:
    """Place and year are the same, or unknown on one side."""
    return (a.place_id == b.place_id or None in (a.place_id, b.place_id)) and (
        a.year == b.year or None in (a.year, b.year)
    )


def _clusters(ordered: list[Edition], letters: dict[str, str]) -> Iterator[list[str]]:
    """Reports linked by being one report, directly or through another edition; only clusters of two and more."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for a, b in _links(ordered, letters):
        neighbours[a].add(b)
        neighbours[b].add(a)
    seen: set[str] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        cluster, frontier = [], [start]
        seen.add(start)
        while frontier:
            current = frontier.pop()
            cluster.append(current)
            fresh = neighbours[current] - seen
            seen |= fresh
            frontier.extend(fresh)
        yield sorted(cluster)


def _links(ordered: list[Edition], letters: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of reports that are one report. Whole texts are compared only within one place and year."""
    same_text: dict[str, list[Edition]] = defaultdict(list)
    same_year: dict[tuple[str, int], list[Edition]] = defaultdict(list)
    for edition in ordered:
        if letters[edition.report_id]:
            same_text[letters[edition.report_id]].append(edition)
        if edition.place_id is not None and edition.year is not None:
            same_year[edition.place_id, edition.year].append(edition)
    for group in same_text.values():
        yield from ((a.report_id, b.report_id) for a, b in combinations(group, 2) if _agree(a, b))
    for group in same_year.values():
        for a, b in combinations(group, 2):
            if _nearly_same(letters[a.report_id], letters[b.report_id], a.text, b.text):
                yield a.report_id, b.report_id


def _nearly_same(letters: str, other_letters: str, text: str, other: str) -> bool:
    """Prose and figures are both nearly the same."""
    if not letters or not other_letters:
        return False
    prose = _jaccard(letters, other_letters)
    figures, other_figures = set(FIGURE.findall(text)), set(FIGURE.findall(other))
    either = len(figures | other_figures)
    if prose >= SAME_REPORT_SIMILARITY and len(figures & other_figures) >= SAME_FIGURES_SHARE * either:
        return True
    return prose >= CORRECTED_SIMILARITY and len(figures ^ other_figures) <= CORRECTED_FIGURES


def _jaccard(letters: str, other: str) -> float:
    if letters == other:
        return 1.0
    a, b = _shingles(letters), _shingles(other)
    either = len(a | b)
    return min(len(a & b) / either, 0.9999) if either else 0.0


def _shingles(letters: str) -> set[str]:
    return {letters[i : i + SHINGLE_LENGTH] for i in range(max(1, len(letters) - SHINGLE_LENGTH + 1))}
