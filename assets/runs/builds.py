"""One build, from this process, through Dagster: what the command `fazhi build` does.

Belongs here: the order of a build's steps around the run, and what is told of it. Does not belong here: drawing it
(`commands/console.py`), the work of the assets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import dagster as dg

from assets.corpus.listing import Listing
from assets.corpus.manifest import read_manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import read_roster
from assets.definitions import definitions
from assets.errors import BuildFailed, CorpusError
from assets.locking import holding
from assets.publishing.checks import REMEDY
from assets.publishing.freshness import is_up_to_date
from assets.publishing.targets import check_folder, check_replaceable
from assets.resources import Workshop
from assets.runs.instance import databases_held, fail_orphans, opened_instance
from assets.runs.jobs import BUILD_JOB_NAME, STAGE_ASSETS, WAREHOUSE_ASSETS, console_config
from assets.stages.partitions import range_tags, sync_partitions
from warehouse.publish import clean_leftovers

# Dagster logs each step to the console; the command has its own words.
CONSOLE_LEVEL = "CRITICAL"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `stages` holds Dagster's counts by asset, summed over batches."""

    is_published: bool
    stages: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    checks: tuple[dg.AssetCheckEvaluation, ...] = ()

    @property
    def checks_passed(self) -> int:
        """Number of data tests and schema checks that passed."""
        return sum(check.passed for check in self.checks)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the tests that failed without blocking have to say."""
        return tuple(_check_message(check) for check in self.checks if not check.passed)


def run_build(workshop: Workshop) -> BuildReport:
    """Build and publish, or find that the published file is current.

    Raises CorpusError, TargetError, BuilderBusy or RegistryError before anything is touched, BuildFailed where the
    run published nothing.
    """
    listing = workshop.listing()
    workshop.load_registry()  # a registry that can't be read should leave no folder behind
    manifest, roster = read_manifest(listing.manifest, listing.sources), read_roster(listing.roster)
    read_quality(listing.quality)
    if not listing.files and not workshop.allow_shrink:
        raise CorpusError(f"{workshop.corpus} 里没有报告：请把报告放进该文件夹，或检查路径")
    target = workshop.layout.warehouse_file
    check_folder(target)
    with holding(workshop.layout.lock_file):
        clean_leftovers(target)
        check_replaceable(target)
        if is_up_to_date(workshop, listing, manifest, roster):
            return BuildReport(is_published=False)
        result = _run(workshop, listing)
    if not result.success:
        raise _failure(result)
    return BuildReport(True, _stage_counts(result), tuple(result.get_asset_check_evaluations()))


def _run(workshop: Workshop, listing: Listing) -> dg.ExecuteInProcessResult:
    with opened_instance(workshop.layout) as instance:
        fail_orphans(instance)
        partitions = sync_partitions(instance, listing.batches)
        # An emptied corpus has no partition to run over; what is left is to publish the empty warehouse.
        selection = None if partitions else [dg.AssetKey(name) for name in WAREHOUSE_ASSETS]
        job = definitions(workshop).resolve_job_def(BUILD_JOB_NAME)
        run_id = str(uuid4())
        with databases_held(workshop.layout, instance, run_id):
            return job.execute_in_process(
                instance=instance,
                run_id=run_id,
                tags=range_tags(partitions),
                asset_selection=selection,
                run_config=console_config(CONSOLE_LEVEL),
                raise_on_error=False,
            )


def _stage_counts(result: dg.ExecuteInProcessResult) -> dict[str, dict[str, float]]:
    """Numbers among the metadata of each asset's materializations, summed over its batches."""
    totals: dict[str, dict[str, float]] = {}
    for event in result.get_asset_materialization_events():
        counts = totals.setdefault(event.asset_key.to_user_string(), {})
        for name, value in event.materialization.metadata.items():
            if isinstance(value, dg.IntMetadataValue | dg.FloatMetadataValue) and value.value is not None:
                counts[name] = counts.get(name, 0) + value.value
    return {name: totals[name] for name in (*STAGE_ASSETS, *WAREHOUSE_ASSETS) if name in totals}


def _failure(result: dg.ExecuteInProcessResult) -> BuildFailed:
    """The first thing that went wrong, in one line: checks that block publishing, else a failed step."""
    failed = [
        check
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.blocking and check.severity is dg.AssetCheckSeverity.ERROR
    ]
    if failed:
        # Dagster lets the step of a blocking check fail too, but in words of its own.
        shown = "；".join(_check_message(check) for check in failed[:3])
        return BuildFailed(f"数据检查未通过，未发布：{shown}", _check_details(failed))
    for event in result.all_events:
        if event.is_step_failure and (message := _step_message(event)) is not None:
            return message
    run_failure = next((event for event in result.all_events if event.is_run_failure), None)
    return BuildFailed("构建未完成，未发布", str(run_failure.message) if run_failure else "")


def _check_details(failed: list[dg.AssetCheckEvaluation]) -> str:
    """What each failed check shows of the bad rows."""
    lines = [f"{check.check_name} {name}: {value.value}" for check in failed for name, value in check.metadata.items()]
    return "\n".join(lines) + "\n"


def _step_message(event: dg.DagsterEvent) -> BuildFailed | None:
    data: Any = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return BuildFailed(data.user_failure_data.description)
    error = data.error.cause or data.error if data.error else None
    if error is None:
        return None
    if error.cls_name == dg.DagsterExecutionInterruptedError.__name__:
        return BuildFailed("已中断，未发布；已读的报告下次不必再读")
    first_line = error.message.strip().splitlines()[0] if error.message.strip() else error.cls_name
    return BuildFailed(f"程序内部错误（{event.step_key}：{first_line}），未发布", data.error.to_string())


def _check_message(check: dg.AssetCheckEvaluation) -> str:
    """What a check found and what to do about it."""
    said = f"（{check.description}）" if check.description else ""
    remedy = check.metadata.get(REMEDY)
    return f"{check.check_name}{said}" + (f"。怎么办：{remedy.value}" if remedy else "")
