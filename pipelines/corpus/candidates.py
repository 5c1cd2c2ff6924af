"""Which pairs of reports are worth holding against each other, found without looking at all pairs.

Belongs here: finding pairs by place, year and signature. Does not belong here: reading a text or judging a pair
(`editions.py`), how a signature is made (`signatures.py`).

Two reports whose place and year are both told can only be one report where both are equal: so these are compared within
a place and year, a handful each. Where something is unknown, signatures decide what is compared: they are cut into
bands, and two reports meet where a band is equal in both (locality-sensitive hashing). Only reports with something
unknown are indexed, and all others ask that index, so that memory grows with the doubtful reports alone. The index is a
dictionary of bytes: rensa's and datasketch's hold all reports, and compare them without asking for place and year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pipelines.corpus.signatures import bands, estimated_share

CROWD = 40
"""Reports of one place and year up to which all pairs are compared: a report whose page has more figures than itself is
found then. More are a sign that places were not told apart (all of a folder are 本镇), and only signatures decide."""

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
    """Pairs that can be one report, a pair may come twice. The order of the editions decides the order alone."""
    signed = [edition for edition in editions if edition.signature]
    by_year = _by_place_and_year(signed)
    crowded = {e.report_id for group in by_year if len(group) > CROWD for e in group}
    yield from (pair for group in by_year if len(group) <= CROWD for pair in combinations(group, 2))
    yield from _by_signature(signed, [e for e in signed if e.doubts or e.report_id in crowded])


def _by_place_and_year(editions: Sequence[Edition]) -> list[list[Edition]]:
    same_year: dict[tuple[str, int], list[Edition]] = defaultdict(list)
    for edition in editions:
        if edition.place_id is not None and edition.year is not None:
            same_year[edition.place_id, edition.year].append(edition)
    return list(same_year.values())


def _by_signature(editions: Sequence[Edition], indexed: Sequence[Edition]) -> Iterator[tuple[Edition, Edition]]:
    """Pairs of an indexed report and any other that share a band."""
    index: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, edition in enumerate(indexed):
        for band in bands(edition.signature):
            index[band].append(number)
    own_number = {edition.report_id: number for number, edition in enumerate(indexed)}
    for edition in editions:
        met = {number for band in bands(edition.signature) for number in index.get(band, ())}
        # two indexed reports meet twice: the earlier one asks
        own = own_number.get(edition.report_id, -1)
        for other in (indexed[number] for number in sorted(met) if number > own):
            if can_be_one(edition, other) and estimated_share(edition.signature, other.signature) >= LEAST_ESTIMATE:
                yield edition, other
