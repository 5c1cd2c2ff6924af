"""Which reports are one report published again: duplicates over a whole corpus, as a pure function.

Belongs here: telling a republication (another title, another page, a corrected figure) from a different report of
the same place and year, and which edition counts. Does not belong here: which pairs are looked at (`candidates.py`),
what of a text is compared (`shingles.py`), what was corrected (`corrections.py`), files with the same bytes (the loader
rejects those as `same_file`), reading a date of publication out of a text (see `identity`).

Two editions are one report where their places and years do not contradict each other and their letters and digits are
the same, or prose and figures are nearly the same: how nearly depends on whether place and year are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from pipelines.corpus.candidates import Edition, can_be_one, candidate_pairs
from pipelines.corpus.periods import PART, WHOLE, period_told
from pipelines.corpus.shingles import figure_pairs, figures_told, shared, shingles, squeeze
from pipelines.corpus.signatures import FEW_FIGURES

SAME_REPORT_SIMILARITY = 0.75
"""Least share of common shingles of two editions of one place and year. On five real reports: another title, signature
or tail 0.94 and more, one character in a hundred misread (200 tries) 0.84 and more; two different reports 0.02 at
most."""

SAME_FIGURES_SHARE = 0.8
"""Least share of the figures of the one with fewer that the other has too, in the same order. Prose alone does not part
a half-year report from the annual one written over it: with every figure of the five real reports changed (100 tries),
the prose keeps 0.81 to 0.97, the figures 0.46 and less; the changes above keep 0.9 of them and more. In order,
because small numbers stand everywhere: a half-year report had 8 of 10 by chance, order aside. Of the
one with fewer, because a page's leftover telephone, views and licence numbers add as many as a short report has (13),
and take none away."""

LEAST_COMMON_BY_CORRECTED = {1: 1, 2: 4}
"""How many figures may differ where there are too few for a share, each with the least number of those that must not.
Two of 6 to 9 figures corrected fall below the share (3 of 50,000 made-up reports); two of 4 may be half a year's."""

CORRECTED_SIMILARITY = 0.9

UNKNOWN_SIMILARITY = 0.84
"""Least share of common shingles where place or year is unknown on one side. One character in a hundred misread leaves
0.84 and more. A report that copies four fifths of last year's sentences, figures and all, has 0.67 in common with it
(median of 100 tries; nine in ten below 0.79, three above 0.84)."""

UNKNOWN_FIGURES_SHARE = 0.75
"""Least share of common pairs of neighbouring figures there: misread characters leave 0.79 and more, other figures
in the same prose 0.17 and less."""

UNKNOWN_SIMILARITY_BY_PROSE = 0.97
"""Least share of common shingles where place or year is unknown and figures are too few to vouch for anything."""

LAST_MONTH_OF_A_WHOLE_YEAR = 12
"""Reports are written in December already; what covers less calls itself a half-year's or three quarters'."""

TEXTS_IN_MEMORY = 256
"""Texts kept as shingles, 0.4 MB each: pairs come place by place, so few are asked for again later."""

TextOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What of a text is compared."""

    letters: str
    shingles: frozenset[str]
    figures: tuple[str, ...]
    period: str | None

    @classmethod
    def of(cls, text: str) -> _Told:
        letters = squeeze(text)
        return cls(letters, frozenset(shingles(letters)), tuple(figures_told(text)), period_told(text))

    def similarity(self, other: _Told) -> float:
        """Share of common shingles; 1.0 only for the same letters."""
        return 1.0 if self.letters == other.letters else min(shared(self.shingles, other.shingles), 0.9999)


def find_duplicates(editions: Iterable[Edition], text_of: TextOf) -> dict[str, tuple[str, float]]:
    """For each report that only repeats another: the report that counts instead, and how alike they are (0 to 1).

    `text_of` gives the normalised text of a report_id; only texts that may be one with another are asked for.

    What counts is what was said last: a corrected edition supersedes the one it corrects. Of the editions that give the
    same figures as the last one, the first published is the report and the others repeat it. An edition whose place
    or year is unknown never supersedes one that has both, or the year's figures would leave every series. Without dates
    the one whose source path sorts first counts. Reports that count are not keys.
    """
    ordered = sorted(editions, key=lambda e: e.report_id)
    told = lru_cache(maxsize=TEXTS_IN_MEMORY)(lambda report_id: _Told.of(text_of(report_id)))
    duplicates: dict[str, tuple[str, float]] = {}
    for cluster in _clusters(ordered, told):
        for group in _without_contradiction(cluster, told):
            kept, *repeated = _best_first(group, told)
            for edition in repeated:
                share = told(kept.report_id).similarity(told(edition.report_id))
                duplicates[edition.report_id] = kept.report_id, round(share, 4)
    return duplicates


def _best_first(group: list[Edition], told: Callable[[str], _Told]) -> list[Edition]:
    last = told(min(group, key=_standing).report_id).figures
    return sorted(group, key=lambda e: (told(e.report_id).figures != last, *_first_published(e), *_standing(e)))


def _standing(edition: Edition) -> tuple[int, int, str, str]:
    """Sort key: the edition that was published last comes first, after all whose place and year are known."""
    newest = -edition.published_on.toordinal() if edition.published_on else 0
    return edition.doubts, newest, edition.source, edition.report_id


def _first_published(edition: Edition) -> tuple[int, int]:
    """Sort key among editions that say the same: known place and year first, then the earliest date."""
    return edition.doubts, (edition.published_on or date.max).toordinal()


def _without_contradiction(cluster: list[Edition], told: Callable[[str], _Told]) -> Iterator[list[Edition]]:
    """Groups of a cluster whose places and years do not contradict each other; only groups of two and more.

    One page without a place may link two places: it then goes to the one whose text it is most like.
    """
    groups: list[list[Edition]] = []
    for edition in sorted(cluster, key=_standing):
        fitting = [group for group in groups if all(can_be_one(edition, member) for member in group)]
        if not fitting:
            groups.append([edition])
            continue
        own = told(edition.report_id)
        home = fitting[0] if len(fitting) == 1 else max(fitting, key=lambda g: own.similarity(told(g[0].report_id)))
        home.append(edition)
    return (group for group in groups if len(group) > 1)


def _clusters(ordered: list[Edition], told: Callable[[str], _Told]) -> Iterator[list[Edition]]:
    """Reports linked by being one report, directly or through another edition; only clusters of two and more."""
    leader = {edition.report_id: edition.report_id for edition in ordered}

    def leader_of(report_id: str) -> str:
        while leader[report_id] != report_id:
            leader[report_id] = report_id = leader[leader[report_id]]
        return report_id

    for a, b in candidate_pairs(ordered):
        one, other = leader_of(a.report_id), leader_of(b.report_id)
        # what is linked already needs no second comparison: a page published a thousand times costs a thousand
        if one != other and _one_report(a, b, told(a.report_id), told(b.report_id)):
            leader[max(one, other)] = min(one, other)
    members: dict[str, list[Edition]] = defaultdict(list)
    for edition in ordered:
        members[leader_of(edition.report_id)].append(edition)
    return (cluster for cluster in members.values() if len(cluster) > 1)


def _one_report(a: Edition, b: Edition, told: _Told, other: _Told) -> bool:
    """The verdict on a pair that can be one report; the same whichever comes first."""
    if not told.letters or not other.letters:
        return False
    if told.letters == other.letters:
        return True
    if not _same_place_and_year(a, b):
        return _nearly_identical(told, other)
    return not _periods_contradict(a, b) and not _other_period_told(told, other) and _nearly_same(told, other)


def _same_place_and_year(a: Edition, b: Edition) -> bool:
    """Both are told and equal; of two that can be one report, others have something unknown."""
    return None not in (a.place_id, a.year) and (a.place_id, a.year) == (b.place_id, b.year)


def _periods_contradict(a: Edition, b: Edition) -> bool:
    """One covers the whole year, the other a part of it."""
    if a.covers_until is None or b.covers_until is None:
        return False
    return _covers_whole_year(a.covers_until, a.year) != _covers_whole_year(b.covers_until, b.year)


def _other_period_told(told: _Told, other: _Told) -> bool:
    """One says that it is about a part of the year, the other about the whole, and their figures are not the same: a
    copy may have lost 上半年 with its title."""
    periods = {told.period, other.period}
    return periods == {PART, WHOLE} and told.figures != other.figures


def _covers_whole_year(until: date, year: int | None) -> bool:
    return year is None or until >= date(year, LAST_MONTH_OF_A_WHOLE_YEAR, 1)


def _nearly_same(told: _Told, other: _Told) -> bool:
    """Prose and figures are both nearly the same: enough within one place and year."""
    prose = told.similarity(other)
    if prose < SAME_REPORT_SIMILARITY:
        return False
    common = LCSseq.similarity(told.figures, other.figures)
    fewer, more = sorted((len(told.figures), len(other.figures)))
    if common >= SAME_FIGURES_SHARE * (fewer or more):
        return True
    least_common = LEAST_COMMON_BY_CORRECTED.get(fewer - common)
    return prose >= CORRECTED_SIMILARITY and least_common is not None and common >= least_common


def _nearly_identical(told: _Told, other: _Told) -> bool:
    """Near-identity of text, figures in their order included: enough where place or year is unknown."""
    prose = told.similarity(other)
    if min(len(told.figures), len(other.figures)) < FEW_FIGURES:
        return prose >= UNKNOWN_SIMILARITY_BY_PROSE and told.figures == other.figures
    if prose < UNKNOWN_SIMILARITY:
        return False
    pairs, other_pairs = figure_pairs(list(told.figures)), figure_pairs(list(other.figures))
    return _kept_share(pairs, other_pairs) >= UNKNOWN_FIGURES_SHARE


def _kept_share(a: set[str], b: set[str]) -> float:
    """Share of the smaller set that the other holds too; 1.0 where there is nothing to lose on either side."""
    if not a and not b:
        return 1.0
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
