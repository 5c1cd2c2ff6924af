"""Which pairs of reports are worth holding against each other, found without looking at all pairs.

Belongs here: finding pairs by place, year and signature. Does not belong here: reading a text or judging a pair
(`editions.py`), how a signature is made (`signatures.py`).

Two reports whose place and year are both told can only be one report where both are equal: so these are compared within
a place and year, a handful each. Where something is unknown, signatures decide what is compared: they are cut into
bands, and two reports meet where a band is equal in both (locality-sensitive hashing). Only reports with something
unknown are indexed, and all others ask that index, so that memory grows with the doubtful reports alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pipelines.corpus.signatures import bands, estimated_share

LEAST_ESTIMATE = 0.25
"""Least estimated share: what still can be one report has 0.5 of its figures in common, four standard deviations up."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One report as far as telling editions apart needs it, but for its text.

    `is_place_settled`: False where the place stays one of its own only because its name fits several.
    """

    report_id: str
    place_id: str | None
    year: int | None
    published_on: date | None
    source: str
    signature: bytes
    covers_until: date | None = None
    place_name: str | None = None
    is_place_settled: bool = True

    @property
    def doubts(self) -> int:
        """How many of place and year are unknown or not settled."""
        return (self.place_id is None or not self.is_place_settled) + (self.year is None)


def can_be_one(a: Edition, b: Edition) -> bool:
    """Places and years do not contradict each other: they are the same, or unknown on one side."""
    return _same_place(a, b) and (a.year == b.year or None in (a.year, b.year))


def _same_place(a: Edition, b: Edition) -> bool:
    if a.place_id == b.place_id or None in (a.place_id, b.place_id):
        return True
    return not (a.is_place_settled and b.is_place_settled) and a.place_name == b.place_name


def candidate_pairs(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Edition]]:
    """Pairs that can be one report; a pair may come twice. The order of the editions decides the order alone."""
    yield from _of_one_year(editions)
    yield from _with_doubts(editions)


def _of_one_year(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Edition]]:
    """All pairs of one place and year: even without a figure in common (a page of furniture) the text may be one."""
    same_year: dict[tuple[str, int], list[Edition]] = defaultdict(list)
    for edition in editions:
        if edition.place_id is not None and edition.year is not None and edition.signature:
            same_year[edition.place_id, edition.year].append(edition)
    for group in same_year.values():
        yield from combinations(group, 2)


def _with_doubts(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Edition]]:
    """Pairs of which one at least has an unknown place or year, by their signatures."""
    doubtful = [edition for edition in editions if edition.doubts and edition.signature]
    index: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, edition in enumerate(doubtful):
        for band in bands(edition.signature):
            index[band].append(number)
    for edition in editions:
        met = {number for band in bands(edition.signature) for number in index.get(band, ())}
        for number in sorted(met):
            other = doubtful[number]
            is_new = other.report_id != edition.report_id and not (
                edition.doubts and edition.report_id > other.report_id
            )
            if is_new and can_be_one(edition, other):
                if estimated_share(edition.signature, other.signature) >= LEAST_ESTIMATE:
                    yield edition, other
