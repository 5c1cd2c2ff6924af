"""When a build starts by the clock.

Belongs here: schedules. Does not belong here: runs that a change of files starts (`sensors.py`), the rules that both
share (`requests.py`).
"""

from __future__ import annotations

import dagster as dg

from assets.alerts.messages import of_no_start
from assets.alerts.sensors import tell
from assets.defaults import TIME_ZONE
from assets.errors import CorpusError
from assets.publishing.freshness import confirm_published, nothing_to_build
from assets.resources import Workshop
from assets.runs.jobs import build_job
from assets.runs.requests import is_busy, look, request
from assets.stages.partitions import sync_partitions
from pipelines.figures.registry import RegistryError

# Before office hours in China; scrapers and copies of the night are through by then.
DAILY_AT = "30 5 * * *"


@dg.schedule(
    name="daily_build",
    cron_schedule=DAILY_AT,
    execution_timezone=TIME_ZONE,
    job=build_job,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "Looks once a day whether the warehouse is current, and builds it if not: also where the sensor gave up after"
        " failures, or is switched off."
    ),
)
def daily_build(context: dg.ScheduleEvaluationContext, workshop: Workshop) -> dg.RunRequest | dg.SkipReason:
    """A run over all batches, after the partitions were brought in line with the corpus."""
    try:
        seen = look(workshop, context.instance)
    except (CorpusError, RegistryError) as error:
        # The sensor says so at every tick, where nobody looks; once a day somebody is told.
        tell(workshop, of_no_start(str(error)))
        return dg.SkipReason(str(error))
    if is_busy(workshop, context.instance):
        return dg.SkipReason("另一个构建正在进行，由它完成")
    if seen.is_published(workshop):
        confirm_published(context.instance)
        return dg.SkipReason(nothing_to_build(workshop))
    changes = sync_partitions(context.instance, seen.listing.batches)
    return request(workshop, seen, changes, f"{context.scheduled_execution_time:%Y-%m-%d}-{seen.state}")
