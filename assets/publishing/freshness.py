"""Whether the published warehouse is made of this very corpus, code and registry, so that a build has nothing to do.

Belongs here: that one question, and telling Dagster that it was asked. Does not belong here: which reports of a batch
are read again (`stages/staging.py`).
"""

from __future__ import annotations

import dagster as dg

from assets.corpus.fingerprints import corpus_hash, file_states, known_states
from assets.corpus.listing import Listing
from assets.corpus.manifest import Manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import Roster
from assets.resources import Workshop
from assets.versions import project_code_version
from warehouse.publish import is_current

PUBLISHED = dg.AssetKey("published_warehouse")


def is_up_to_date(workshop: Workshop, listing: Listing, manifest: Manifest, roster: Roster) -> bool:
    """Whether there is nothing to build. Unchanged files are known by size and times; only changed ones are hashed.

    Raises CorpusError where the corpus's quality.yaml can't be read.
    """
    if not workshop.layout.warehouse_file.exists():
        return False
    states = [
        file_states(
            [file for file in listing.files if file.batch == batch],
            [reject for reject in listing.rejects if reject.batch == batch],
            known_states(workshop.store, batch),
            workshop.reading,
        )
        for batch in listing.batches
    ]
    return is_current(
        workshop.layout.warehouse_file,
        corpus_hash(states, manifest.digest, roster.digest, read_quality(listing.quality).digest),
        project_code_version(),
        workshop.load_registry().version,
    )


def confirm_published(instance: dg.DagsterInstance) -> bool:
    """Note that the published file was looked at and is still current; False where no run published it.

    Freshness counts from the last materialization: without this, a corpus that rests for two days would turn red though
    every schedule did its work. All that the last run told is carried over, so that the page of the asset stays.
    """
    event = instance.get_latest_materialization_event(PUBLISHED)
    last = event.asset_materialization if event else None
    if last is None:
        return False
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            PUBLISHED,
            description="没有变化，已发布的数据库仍是最新 / nothing changed, the published file is current",
            metadata={**last.metadata, "published": False},
            tags=last.tags,
        )
    )
    return True
