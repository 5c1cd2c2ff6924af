"""Which batches a build must look into, so that a run covers no more partitions than it has to.

Belongs here: telling by what is kept whether a batch is as the last build left it. Does not belong here: doing it again
(`staging.py`), the tags of a run (`partitions.py`), whether there is anything to publish (`publishing/freshness.py`).

A run takes some 64 ms of CPU and 15 kB for each batch that a stage covers, mostly in Dagster, whether or not
there is anything to read in it (60 batches, November 2026). For 300 batches that would be 77 s, where one file changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from assets.corpus.fingerprints import FILES_SCHEMA, file_states, known_states
from assets.corpus.listing import CorpusFile, Listing
from assets.corpus.manifest import Manifest
from assets.resources import Workshop
from assets.stages.keys import Inputs, outdated_batches
from assets.stages.staging import PASSING_REASONS, STAGES
from assets.stages.store import FrameStore
from pipelines.records import Reject

TOLD_BY = ("source", "sha256", "reason")


def batches_behind(workshop: Workshop, listing: Listing, manifest: Manifest) -> frozenset[str]:
    """Batches with files that changed, rows made from something older, frames that are gone, or files to try again."""
    store, listed = workshop.store, listing.by_batch()
    behind = {
        batch
        for batch, (files, refused) in listed.items()
        if _lacks_frames(store, batch)
        or _has_changed(workshop, batch, files, refused)
        or _has_passing_rejects(store, batch)
    }
    inputs = Inputs(workshop.reading, manifest.rows, workshop.load_registry().version)
    outdated = outdated_batches(store, [batch for batch in listed if batch not in behind], inputs)
    return frozenset(behind.union(*outdated.values()))


def stretch(partitions: Sequence[str], behind: Iterable[str]) -> Sequence[str]:
    """The shortest run of neighbouring partitions with all that are behind; the last one where none is.

    A range is all that Dagster knows; and a run of the whole job has to begin with some batch.

    >>> stretch("abcdef", {"b", "d"}), stretch("abcdef", ())
    ('bcd', 'f')
    """
    places = [place for place, partition in enumerate(partitions) if partition in frozenset(behind)]
    return partitions[places[0] : places[-1] + 1] if places else partitions[-1:]


def _has_changed(workshop: Workshop, batch: str, files: Sequence[CorpusFile], refused: Sequence[Reject]) -> bool:
    known = known_states(workshop.store, batch)
    if known is None or known.schema != FILES_SCHEMA:
        return True
    now = file_states(files, refused, known, workshop.reading)
    return not now.select(TOLD_BY).sort("source").equals(known.select(TOLD_BY).sort("source"))


def _lacks_frames(store: FrameStore, batch: str) -> bool:
    return any(not store.is_whole(name, batch) for stage in STAGES for name in stage.stored_names().values())


def _has_passing_rejects(store: FrameStore, batch: str) -> bool:
    kept = (store.read(stage.rejects, batch, ("reason",)) for stage in STAGES)
    return any(frame is None or frame.filter(pl.col("reason").is_in(PASSING_REASONS)).height > 0 for frame in kept)
