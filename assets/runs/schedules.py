"""When a build starts by the clock.

Belongs here: schedules, and how a run over all batches is asked for. Does not belong here: runs that a change of files
starts (`sensors.py`).
"""

from __future__ import annotations

import dagster as dg

from assets.corpus.manifest import read_manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import read_roster
from assets.errors import CorpusError
from assets.publishing.freshness import confirm_published, is_up_to_date
from assets.resources import Workshop
from assets.runs.jobs import build_job
from assets.stages.partitions import range_tags, sync_partitions

# Before office hours in China; scrapers and copies of the night are through by then.
DAILY_AT = "30 5 * * *"
TIME_ZONE = "Asia/Shanghai"


@dg.schedule(
    name="daily_build",
    cron_schedule=DAILY_AT,
    execution_timezone=TIME_ZONE,
    job=build_job,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Builds the warehouse once a day, also when no file changed: a change of code or registry counts too.",
)
def daily_build(context: dg.ScheduleEvaluationContext, workshop: Workshop) -> dg.RunRequest | dg.SkipReason:
    """A run over all batches, after the partitions were brought in line with the corpus."""
    try:
        listing = workshop.listing()
        manifest, roster = read_manifest(listing.manifest), read_roster(listing.roster)
        read_quality(listing.quality)  # what can't be read is told by this tick, not by a run
    except CorpusError as error:
        return dg.SkipReason(str(error))
    if not listing.files:
        return dg.SkipReason(f"{workshop.corpus} 里没有报告")
    if is_up_to_date(workshop, listing, manifest, roster):
        confirm_published(context.instance)
        return dg.SkipReason("语料、程序和指标登记表都没有变化")
    return dg.RunRequest(tags=range_tags(sync_partitions(context.instance, listing.batches)))
