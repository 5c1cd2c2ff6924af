"""Housekeeping as Dagster runs it: a job of one op, once a week.

Belongs here: the job, its schedule, what the pages show of it. Does not belong here: what is removed (`tidying.py`),
the command (`assets/commands/tidying.py`).
"""

from collections.abc import Mapping, Sequence

import dagster as dg

from assets.errors import SettingError
from assets.housekeeping.clearing import Clearing
from assets.housekeeping.settings import Retention
from assets.housekeeping.tidying import KIND_NAMES, bytes_below, carry_out, find_clearings
from assets.locking import holding, is_held
from assets.resources import Workshop
from assets.runs.jobs import CONSOLE_LEVEL, console_config
from assets.runs.schedules import TIME_ZONE
from warehouse.publish import BuilderBusy

HOUSEKEEPING_JOB_NAME = "housekeeping"
# In the night to Sunday, two hours before the daily build: files come in on working days.
WEEKLY_AT = "30 3 * * 0"


@dg.op(description="Removes what the settings FAZHI_KEEP_… leave no room for / 清理过期的运行记录、旧版与日志")
def tidy_work_folder(context: dg.OpExecutionContext, workshop: Workshop) -> None:
    """Find what may go and remove it, while no build can start."""
    layout = workshop.layout
    try:
        with holding(layout.lock_file):
            clearings = find_clearings(workshop, context.instance, Retention.from_environment())
            freed = carry_out(clearings, layout.work_folder)
    except (BuilderBusy, SettingError) as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    context.add_output_metadata(
        {
            "bytes_freed": sum(freed.values()),
            "bytes_kept": bytes_below(layout.work_folder),
            **{f"{kind}_removed": count for kind, count in counts(clearings).items()},
            "removed": dg.MetadataValue.md(as_markdown(clearings, freed)),
        }
    )


def counts(clearings: Sequence[Clearing]) -> dict[str, int]:
    """How many things of each kind."""
    return {clearing.kind: len(clearing.items) for clearing in clearings}


def as_markdown(clearings: Sequence[Clearing], freed: Mapping[str, int]) -> str:
    """A table of what was removed, for the page of the run."""
    rows = [
        f"| {KIND_NAMES[clearing.kind]} | {len(clearing.items)} | {freed[clearing.kind]:,} |" for clearing in clearings
    ]
    return "\n".join(["| 类别 | 数量 | 释放字节 |", "| --- | ---: | ---: |", *rows])


@dg.job(
    name=HOUSEKEEPING_JOB_NAME,
    executor_def=dg.in_process_executor,
    config=console_config(CONSOLE_LEVEL),
    description="Removes what is older than the settings keep: runs, frames, versions, logs / 清理工作文件夹",
)
def housekeeping_job() -> None:
    """One step."""
    tidy_work_folder()


@dg.schedule(
    name="weekly_housekeeping",
    cron_schedule=WEEKLY_AT,
    execution_timezone=TIME_ZONE,
    job=housekeeping_job,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Keeps the work folder small; waits a week where a build is at work.",
)
def weekly_housekeeping(context: dg.ScheduleEvaluationContext, workshop: Workshop) -> dg.RunRequest | dg.SkipReason:
    """A run, but where a build is at work."""
    if is_held(workshop.layout.lock_file):
        return dg.SkipReason("正在构建，下周再清理；要立即清理请在构建结束后运行 fazhi tidy")
    return dg.RunRequest()
