"""One build, from this process, through Dagster: what the command `fazhi build` does.

Belongs here: the order of a build's steps around the run, and what is told of it. Does not belong here: drawing it
(`commands/console.py`), the work of the assets.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import dagster as dg

from assets.corpus.listing import Listing
from assets.corpus.manifest import Manifest, read_manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import read_roster
from assets.definitions import definitions
from assets.errors import CorpusError
from assets.housekeeping.settings import Retention
from assets.locking import holding
from assets.publishing.freshness import is_up_to_date
from assets.publishing.targets import check_folder, check_replaceable
from assets.remote.fetching import fetch_corpus
from assets.resources import Workshop
from assets.runs.instance import databases_held, fail_orphans, opened_instance
from assets.runs.jobs import BUILD_JOB_NAME, STAGE_ASSETS, WAREHOUSE_ASSETS, console_config
from assets.runs.liveness import LOCK_SUFFIX, kept_alive
from assets.runs.outcomes import check_message, failure_of
from assets.stages.needed import batches_behind, stretch
from assets.stages.partitions import range_tags, sync_partitions
from warehouse.publish import clean_leftovers

# Dagster logs each step to the console; the command has its own words.
CONSOLE_LEVEL = "CRITICAL"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `stages` holds Dagster's counts by asset, summed over the batches that the run covered;
    `batches_left` others were as the last build left them."""

    is_published: bool
    stages: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    checks: tuple[dg.AssetCheckEvaluation, ...] = ()
    batches_left: int = 0

    @property
    def checks_passed(self) -> int:
        """Number of data tests and schema checks that passed."""
        return sum(check.passed for check in self.checks)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the tests that failed without blocking have to say."""
        return tuple(check_message(check) for check in self.checks if not check.passed)


def run_build(workshop: Workshop, say: Callable[[str], None] = lambda _: None) -> BuildReport:
    """Build and publish, or find that the published file is current; `say` is told of a transfer that may take long.

    Raises CorpusError, RemoteError, TargetError, BuilderBusy or RegistryError before anything is touched, BuildFailed
    where the run published nothing.
    """
    workshop.load_registry()  # a registry that can't be read should leave no folder behind
    Retention.from_environment()  # nor should the end of the work find that the settings can't be read
    fetch_corpus(workshop, say)
    listing = workshop.listing()
    manifest, roster = read_manifest(listing.manifest, listing.sources), read_roster(listing.roster)
    read_quality(listing.quality)
    if not listing.files and not workshop.allow_shrink:
        raise CorpusError(f"{workshop.corpus} 里没有报告：请把报告放进该文件夹，或检查路径")
    target = workshop.layout.warehouse_file
    check_folder(target)
    with holding(workshop.layout.lock_file):
        clean_leftovers(target)
        check_replaceable(target)
        if is_up_to_date(workshop, listing, manifest, roster, by_hand=True):
            _tell_of_killed_runs(workshop)
            return BuildReport(is_published=False)
        result, batches_left = _run(workshop, listing, manifest)
    if not result.success:
        raise failure_of(result.all_events)
    return BuildReport(True, _stage_counts(result), tuple(result.get_asset_check_evaluations()), batches_left)


def _tell_of_killed_runs(workshop: Workshop) -> None:
    """Mark runs as failed that were killed after they had published, where a lock that one left tells of them."""
    if any(workshop.layout.runs_folder.glob(f"*{LOCK_SUFFIX}")):
        with opened_instance(workshop.layout) as instance:
            fail_orphans(instance, workshop.layout)


def _run(workshop: Workshop, listing: Listing, manifest: Manifest) -> tuple[dg.ExecuteInProcessResult, int]:
    """The run, and how many batches it did not have to look into."""
    with opened_instance(workshop.layout) as instance:
        fail_orphans(instance, workshop.layout)
        partitions = sync_partitions(instance, listing.batches).after
        # An emptied corpus has no partition to run over; what is left is to publish the empty warehouse.
        selection = None if partitions else [dg.AssetKey(name) for name in WAREHOUSE_ASSETS]
        covered = stretch(partitions, batches_behind(workshop, listing, manifest))
        job = definitions(workshop).resolve_job_def(BUILD_JOB_NAME)
        run_id = str(uuid4())
        # Shown to be at work from before it is recorded: killed at any moment, the next build knows that it is dead.
        with (
            kept_alive(workshop.layout.runs_folder, run_id),
            databases_held(workshop.layout, instance, run_id),
            _stderr_to(workshop.layout.error_log),
        ):
            result = job.execute_in_process(
                instance=instance,
                run_id=run_id,
                tags=range_tags(covered),
                asset_selection=selection,
                run_config=console_config(CONSOLE_LEVEL),
                raise_on_error=False,
            )
        return result, len(partitions) - len(covered)


@contextmanager
def _stderr_to(log_file: Path) -> Iterator[None]:
    """What Dagster writes to standard error (that an event found no room) goes to the log: a clerk reads one line."""
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            yield
    finally:
        if said.getvalue():
            with suppress(OSError), log_file.open("a", encoding="utf-8") as log:
                log.write(said.getvalue())


def _stage_counts(result: dg.ExecuteInProcessResult) -> dict[str, dict[str, float]]:
    """Numbers among the metadata of each asset's materializations, summed over its batches."""
    totals: dict[str, dict[str, float]] = {}
    for event in result.get_asset_materialization_events():
        counts = totals.setdefault(event.asset_key.to_user_string(), {})
        for name, value in event.materialization.metadata.items():
            if isinstance(value, dg.IntMetadataValue | dg.FloatMetadataValue) and value.value is not None:
                counts[name] = counts.get(name, 0) + value.value
    return {name: totals[name] for name in (*STAGE_ASSETS, *WAREHOUSE_ASSETS) if name in totals}
