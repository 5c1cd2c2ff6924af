"""Whether a run should be asked for now, and how: what sensor, schedule and a build by hand must agree on.

Belongs here: the state that a build would work off, runs at work, runs that were tried already, the tags of a request.
Does not belong here: when somebody looks (`sensors.py`, `schedules.py`), doing it (`builds.py`).
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC

import dagster as dg

from assets.corpus.listing import Listing
from assets.corpus.manifest import Manifest, read_manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import Roster, read_roster
from assets.errors import CorpusError
from assets.locking import is_held
from assets.publishing.freshness import is_up_to_date
from assets.resources import Workshop
from assets.runs.jobs import BUILD_JOB_NAME
from assets.stages.needed import batches_behind, stretch
from assets.stages.partitions import PartitionChanges, range_tags
from assets.stages.registry import observe_registry
from assets.versions import project_code_version
from warehouse.publish import published_build

STATE_TAG = "fazhi/state"
STATE_LENGTH = 16

# A failure may pass (a full disk, a restarted machine) or not (a red check): one more try finds out, ten minutes later.
# More would only repeat the same alert; the schedule tries once a day, whatever the sensor did.
SENSOR_TRIES = 2
RETRY_AFTER_SECONDS = 600
FAILED = (dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
# A few more than the sensor tries and the schedule adds in a week.
RUNS_LOOKED_AT = 10
NEXT_TRY = "每日定时的构建也会再试"

# Jobs whose runs take the builder: the whole build, and what somebody materializes in the pages.
PAGES_JOB_NAME = "__ASSET_JOB"
BUILDING_JOBS = (BUILD_JOB_NAME, PAGES_JOB_NAME)
AT_WORK = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at corpus and registry found. `state` names it: files by name, size and times, code, registry."""

    listing: Listing
    manifest: Manifest
    roster: Roster
    state: str

    def is_published(self, workshop: Workshop) -> bool:
        """Whether the published file was made of this."""
        return is_up_to_date(workshop, self.listing, self.manifest, self.roster)


def look(workshop: Workshop, instance: dg.DagsterInstance) -> Seen:
    """Look at corpus and registry; raises CorpusError or RegistryError in one line where that can't be done.

    The registry's version is recorded, so that the pages show what became stale before anything is built.
    """
    listing = workshop.listing()
    registry = workshop.load_registry()
    observe_registry(instance, registry)
    words = (listing.digest(), project_code_version(), registry.version)
    state = hashlib.sha256("\t".join(words).encode()).hexdigest()[:STATE_LENGTH]
    manifest = read_manifest(listing.manifest, listing.sources)
    read_quality(listing.quality)  # what can't be read is told by this look, not by a run
    if not listing.files:
        raise CorpusError(f"{workshop.corpus} 里没有报告：请检查路径，或磁盘是否已挂载")
    return Seen(listing, manifest, read_roster(listing.roster), state)


def is_busy(workshop: Workshop, instance: dg.DagsterInstance) -> bool:
    """Whether a build is at work or about to begin: by hand, or a run of this instance."""
    if is_held(workshop.layout.lock_file):
        return True
    return any(
        instance.get_runs(filters=dg.RunsFilter(job_name=job, statuses=AT_WORK), limit=1) for job in BUILDING_JOBS
    )


def run_key(instance: dg.DagsterInstance, state: str) -> str:
    """The same until a run of this state exists: a tick that is evaluated twice asks for one run."""
    newest = instance.get_runs(filters=dg.RunsFilter(tags={STATE_TAG: state}), limit=1)
    return f"{state}-after-{newest[0].run_id[:8] if newest else 'none'}"


def reason_not_to_ask(workshop: Workshop, instance: dg.DagsterInstance, state: str) -> str | None:
    """Why the sensor should leave this state alone for now; None where it should ask for a run."""
    if _has_published(workshop, instance, state):
        # As after an upgrade: the run is of the new code, this process still of the old. It would go on for ever.
        return "这一状态刚构建成功，却仍与本进程所见不符：程序可能已升级，请重新启动 fazhi ui（或守护进程）"
    failed = failures_in_a_row(instance, state)
    if not failed:
        return None
    if failed[0].dagster_run.status is dg.DagsterRunStatus.CANCELED:
        return f"上次构建被人中止，不自动重试：可在页面上运行 build 作业；{NEXT_TRY}"
    if len(failed) >= SENSOR_TRIES:
        return f"同一状态的构建已失败 {len(failed)} 次，不再自动重试：请看失败原因，处理后运行 build 作业；{NEXT_TRY}"
    ended_at = failed[0].end_time
    if ended_at is not None and time.time() - ended_at < RETRY_AFTER_SECONDS:
        return f"上次构建失败，{RETRY_AFTER_SECONDS // 60} 分钟后再试一次"
    return None


def failures_in_a_row(instance: dg.DagsterInstance, state: str) -> list[dg.RunRecord]:
    """The newest runs of the build job as far as all of them failed in this state, the newest first.

    A build by hand that failed has no state, and neither counts nor begins the count anew.
    """
    failed: list[dg.RunRecord] = []
    for record in _newest_builds(instance):
        run_state = record.dagster_run.tags.get(STATE_TAG)
        if record.dagster_run.status not in FAILED or run_state not in (state, None):
            break
        if run_state is not None:
            failed.append(record)
    return failed


def last_build_failed(instance: dg.DagsterInstance) -> bool:
    """Whether the newest finished run of the build job failed or was ended."""
    finished = [record.dagster_run for record in _newest_builds(instance) if record.dagster_run.is_finished]
    return bool(finished) and finished[0].status in FAILED


def _has_published(workshop: Workshop, instance: dg.DagsterInstance, state: str) -> bool:
    """Whether the newest run of the build job was of this state, ended well, and its file is the published one."""
    build = published_build(workshop.layout.warehouse_file)
    for record in _newest_builds(instance)[:1]:
        run = record.dagster_run
        if build and run.status is dg.DagsterRunStatus.SUCCESS and run.tags.get(STATE_TAG) == state:
            # Not where an older file was put in its place since, from a backup: that one is to be built anew.
            return build.built_at.replace(tzinfo=UTC).timestamp() >= (record.start_time or 0)
    return False


def _newest_builds(instance: dg.DagsterInstance) -> list[dg.RunRecord]:
    return list(instance.get_run_records(filters=dg.RunsFilter(job_name=BUILD_JOB_NAME), limit=RUNS_LOOKED_AT))


def request(workshop: Workshop, seen: Seen, changes: PartitionChanges, key: str) -> dg.RunRequest:
    """A run over the batches that are behind, among those that there will be after the changes."""
    covered = stretch(changes.after, batches_behind(workshop, seen.listing, seen.manifest))
    return dg.RunRequest(run_key=key, tags={**range_tags(covered), STATE_TAG: seen.state})
