"""What starts a build when files change.

Belongs here: the sensor over the corpus folder. Does not belong here: listing it (`corpus/listing.py`), the clock
(`schedules.py`).
"""

from __future__ import annotations

import dagster as dg

from assets.corpus.manifest import read_manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import read_roster
from assets.errors import CorpusError
from assets.locking import is_held
from assets.publishing.freshness import is_up_to_date
from assets.resources import Workshop
from assets.runs.jobs import build_job
from assets.stages.partitions import range_tags, sync_partitions

INTERVAL_SECONDS = 30


@dg.sensor(
    name="corpus_files",
    job=build_job,
    minimum_interval_seconds=INTERVAL_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds the warehouse when files of the corpus are new, changed or gone.",
)
def corpus_files(context: dg.SensorEvaluationContext, workshop: Workshop) -> dg.SensorResult | dg.SkipReason:
    """A run over all batches when the listing of the corpus differs from that of the last run.

    The cursor is a digest of the listing. While a build is at work it does not move, so that a change made meanwhile
    is seen by the next tick.
    """
    try:
        listing = workshop.listing()
        manifest, roster = read_manifest(listing.manifest, listing.sources), read_roster(listing.roster)
        read_quality(listing.quality)  # what can't be read is told by this tick, not by a run
    except CorpusError as error:
        return dg.SkipReason(str(error))
    digest = listing.digest()
    if digest == context.cursor:
        return dg.SkipReason("语料没有变化")
    if is_up_to_date(workshop, listing, manifest, roster):
        return dg.SensorResult(skip_reason="已发布的数据库就是由这些文件生成的", cursor=digest)
    if not listing.files:
        return dg.SkipReason(f"{workshop.corpus} 里没有报告")
    if is_held(workshop.layout.lock_file):
        return dg.SkipReason("另一个构建正在进行，结束后再看")
    partitions = sync_partitions(context.instance, listing.batches)
    return dg.SensorResult(run_requests=[dg.RunRequest(tags=range_tags(partitions))], cursor=digest)
