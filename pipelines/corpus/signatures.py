"""A report's signature: a few bytes by which a text published twice is found without reading the corpus again.

Belongs here: making a signature, and how alike two are. Does not belong here: what of a text is compared
(`shingles.py`), which signatures are held against each other (`candidates.py`), the verdict (`editions.py`).

A signature is a digest of the letters, equal only for the same letters, and a MinHash: the share of equal slots of two
signatures estimates the share of what the texts have in common. The MinHash is made of the figures in their order, not
of the prose: forty townships of a county fill in one template, so by their prose each would be held against all the
others, by their figures against none.

Libraries compared on 2,000 generated reports (November 2026, table in `benchmarks/README.md`): rensa takes 0.5 ms a
report, most of it the making of shingles; datasketch 3.5 ms, and it brings numpy and scipy; hashes banded in Polars
2.7 ms, in DuckDB 7.9 ms. So rensa; its licence is MIT.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from operator import eq

from rensa import RMinHash

from pipelines.corpus.shingles import figure_pairs, figures_told, shingles, squeeze

SLOTS = 64
"""Slots of a signature. The estimate of a share of 0.7 then has a standard deviation of 0.057."""

SEED = 2026
"""Any number does; another makes all kept signatures worthless."""

FEW_FIGURES = 6
"""A text with fewer figures says too little by them: its signature is made of its shingles. Annual reports tell more:
the five real ones 13 to 65."""

BAND_SLOTS = 3
"""Slots that are compared as one: 21 bands of 3. Texts with 0.6 of their figures in common agree in a band with 0.994,
with 0.5 (page furniture left over a report of few figures) with 0.94, with 0.05 (another town's figures) with 0.003."""

_SLOT_BYTES = 4
_BAND_BYTES = BAND_SLOTS * _SLOT_BYTES
_SLOTS_START = _BAND_BYTES
"""The digest is as long as a band, and is one."""

_PACKED = struct.Struct(f"<{SLOTS}I")


def signature_of(text: str) -> bytes:
    """The signature of a normalised text, the same in every process; empty for a text without letters or digits."""
    letters = squeeze(text)
    if not letters:
        return b""
    figures = figures_told(text)
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(sorted(figure_pairs(figures) if len(figures) >= FEW_FIGURES else shingles(letters)))
    digest = hashlib.blake2b(letters.encode(), digest_size=_SLOTS_START).digest()
    return digest + _PACKED.pack(*sketch.digest())


def estimated_share(signature: bytes, other: bytes) -> float:
    """What two texts have in common by their signatures, 0 to 1.

    >>> one = signature_of("全年调解矛盾纠纷36件。")
    >>> estimated_share(one, one), estimated_share(one, b"")
    (1.0, 0.0)
    """
    if not signature or not other:
        return 0.0
    if signature[:_SLOTS_START] == other[:_SLOTS_START]:
        return 1.0
    slots, other_slots = (_PACKED.unpack_from(each, _SLOTS_START) for each in (signature, other))
    return sum(map(eq, slots, other_slots)) / SLOTS


def bands(signature: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a signature of which two reports must share one to be compared, each with its place."""
    for start in range(0, len(signature) - _BAND_BYTES + 1, _BAND_BYTES):
        yield start, signature[start : start + _BAND_BYTES]
