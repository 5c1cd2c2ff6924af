"""Whether the published warehouse is made of this very corpus, code and registry, so that a build has nothing to do.

Belongs here: that one question, whether a rollback holds a build off, and telling Dagster that it was asked. Does not
belong here: which reports of a batch are read again (`stages/staging.py`), the log of rollbacks
(`warehouse/rollbacks.py`).
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
from warehouse.kept_files import KeptFiles
from warehouse.publish import is_current, published_build
from warehouse.rollbacks import is_held_off, log_of

PUBLISHED = dg.AssetKey("published_warehouse")


def is_up_to_date(
    workshop: Workshop, listing: Listing, manifest: Manifest, roster: Roster, *, by_hand: bool = False
) -> bool:
    """Whether there is nothing to build. Unchanged files are known by size and times; only changed ones are hashed.

    After a rollback there is nothing to build either as long as the build would only undo it, but for a person who asks
    for it (`by_hand`). Raises CorpusError where the corpus's quality.yaml can't be read.
    """
    target = workshop.layout.warehouse_file
    if not target.exists():
        return False
    states = [
        file_states(files, refused, known_states(workshop.store, batch), workshop.reading)
        for batch, (files, refused) in listing.by_batch().items()
    ]
    made_of = (
        corpus_hash(states, manifest.digest, roster.digest, read_quality(listing.quality).digest),
        project_code_version(),
        workshop.load_registry().version,
    )
    if is_current(target, *made_of):
        return True
    return not by_hand and is_held_off(KeptFiles(workshop.layout.versions_folder), published_build(target), made_of)


def nothing_to_build(workshop: Workshop) -> str:
    """In a sentence for the pages, why nothing is built; for use where `is_up_to_date` said so."""
    layout = workshop.layout
    rollback = log_of(KeptFiles(layout.versions_folder)).in_force(published_build(layout.warehouse_file))
    if rollback is None:
        return "语料、程序和指标登记表都没有变化"
    return (
        f"已回退到 {rollback.to_build}，语料、程序和指标登记表此后没有变化，不自动重建："
        "恢复用 fazhi rollback --latest，或手动运行 fazhi build"
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
