"""A corpus of tens of thousands of made-up reports in hundreds of batch folders, the same bytes for the same seed.

Belongs here: more places than `generate.py` has names for, and their folders. Does not belong here: a report
(`generate.py`), measuring (`scale.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from benchmarks.generate import YEARS, CorpusFile, CorpusSummary, files_of
from benchmarks.places import make_places
from benchmarks.writing import Place

# The made-up counties end after some 1,150 places. A word before the county's name makes as many again: 东川县, 西川县.
REGION_WORDS = ("", "东", "西", "南", "北", "上", "下", "新", "大", "小")
# Numbers of places of one region, all of them smaller than this.
REGION_STEP = 2000


def many_places(seed: int) -> Iterator[Place]:
    """Places of every region, one region after the other."""
    for region, word in enumerate(REGION_WORDS):
        with suppress(ValueError):  # the county names of this region have come to their end
            for place in make_places(seed + region):
                yield replace(place, number=place.number + region * REGION_STEP, county=word + place.county)


def write_wide_corpus(folder: Path, reports: int, batches: int, seed: int) -> CorpusSummary:
    """Write `reports` files below `folder`, in `batches` folders `<year>-<part>`.

    Raises ValueError where there are not as many places; batches are a multiple of the number of years.
    """
    parts = batches // len(YEARS)
    summary = CorpusSummary(0, 0, Counter())
    made = _files(seed)
    for number in range(reports):
        place, file = next(made, (None, None))
        if place is None or file is None:
            raise ValueError(f"the made-up places end after {number} reports: ask for fewer")
        path = folder / _batched(file, place, parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        summary = _with(summary, file)
    return summary


def _files(seed: int) -> Iterator[tuple[Place, CorpusFile]]:
    for place in many_places(seed):
        for file in files_of(place, seed):
            yield place, file


def _batched(file: CorpusFile, place: Place, parts: int) -> str:
    year, name = file.source.split("/")
    return f"{year}-{place.number % parts:03d}/{name}"


def _with(summary: CorpusSummary, file: CorpusFile) -> CorpusSummary:
    summary.traits.update(file.traits)
    return replace(summary, files=summary.files + 1, size_bytes=summary.size_bytes + len(file.data))
