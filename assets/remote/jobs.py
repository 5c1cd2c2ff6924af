"""Jobs and sensors of what lies at an address: fetch the corpus before a build, copy the published file after it.

Belongs here: when each is done, and what Dagster is told of it. Does not belong here: the doing (`fetching.py`,
`delivery.py`). They stand apart from the build: a store that does not answer stops no build of what is here, and a copy
that failed is tried again without a build.
"""

import json
import time
from dataclasses import asdict

import dagster as dg

from assets.errors import CorpusError, RemoteError
from assets.locking import is_held
from assets.remote.addresses import is_remote, opened
from assets.remote.delivery import deliver, is_delivered
from assets.remote.fetching import fetch_corpus
from assets.remote.naming import list_remote
from assets.resources import Workshop
from assets.runs.liveness import kept_alive
from assets.stages.describing import told_in_one_line

# Listing 30,000 objects takes 30 requests, which stores bill.
LOOK_SECONDS = 300
# A state that could not be fetched or copied is tried again after twice the time, at most twice a day.
LONGEST_WAIT_SECONDS = 43_200


@dg.op(
    description="Brings the folder beside the warehouse in step with the corpus at its address, whole or not at all."
)
def bring_reports(context: dg.OpExecutionContext, workshop: Workshop) -> None:
    """The corpus as it lies at its address now."""
    with told_in_one_line(), kept_alive(workshop.layout.runs_folder, context.run_id):
        fetched = fetch_corpus(workshop, context.log.info)
    if fetched is not None:
        context.log_event(dg.AssetMaterialization("report_files", metadata=asdict(fetched)))


@dg.job(
    name="fetch_corpus",
    executor_def=dg.in_process_executor,
    description="Fetches what is new or changed at the corpus's address; a build follows when files changed.",
)
def fetch_corpus_job() -> None:
    """Fetch the corpus of an address."""
    bring_reports()


@dg.op(description="Copies the published file to its address; readers there see the old one or the new one, whole.")
def copy_warehouse(context: dg.OpExecutionContext, workshop: Workshop) -> None:
    """The published file as it is now."""
    with told_in_one_line(), kept_alive(workshop.layout.runs_folder, context.run_id):
        delivery = deliver(workshop)
    context.log.info(f"copied {delivery}" if delivery else "the copy is current")


@dg.job(
    name="deliver_warehouse",
    executor_def=dg.in_process_executor,
    description="Copies the published file to the address that is set for it.",
)
def deliver_warehouse_job() -> None:
    """Deliver the published file."""
    copy_warehouse()


@dg.sensor(
    name="remote_corpus",
    job_name=fetch_corpus_job.name,
    minimum_interval_seconds=LOOK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Fetches the corpus when files at its address are new, changed or gone.",
)
def remote_corpus(context: dg.SensorEvaluationContext, workshop: Workshop) -> dg.SensorResult | dg.SkipReason:
    """A run when the listing of the address differs from what is here."""
    mirror = workshop.mirror
    if mirror is None:
        return dg.SkipReason("语料是本机的文件夹")
    try:
        listing = list_remote(opened(mirror.address), workshop.reading)
    except RemoteError as error:
        return dg.SkipReason(str(error))
    if mirror.is_current(listing):
        return dg.SkipReason("语料没有变化")
    if is_held(workshop.layout.lock_file):
        return dg.SkipReason("构建或下载正在进行，结束后再看")
    return _asked_for(context.cursor, fetch_corpus_job.name, listing.digest())


@dg.sensor(
    name="published_copy",
    job_name=deliver_warehouse_job.name,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Copies the published file to its address when another build is published.",
)
def published_copy(context: dg.SensorEvaluationContext, workshop: Workshop) -> dg.SensorResult | dg.SkipReason:
    """A run when the build that is published is not the one that was copied last."""
    try:
        if is_delivered(workshop):
            return dg.SkipReason("副本就是已发布的数据库")
    except (RemoteError, CorpusError) as error:
        return dg.SkipReason(str(error))
    if is_held(workshop.layout.delivery_lock):
        return dg.SkipReason("上传正在进行")
    modified_ns = workshop.layout.warehouse_file.stat().st_mtime_ns
    return _asked_for(context.cursor, deliver_warehouse_job.name, str(modified_ns))


def _asked_for(cursor: str | None, job: str, state: str) -> dg.SensorResult | dg.SkipReason:
    """A run for a state, unless the state was asked for a while ago already: what failed may fail again.

    The cursor holds the state, when it was asked for and how often. Whether a run is at work is for the OS locks to
    say: the record of a run that was killed says so for ever.
    """
    told = json.loads(cursor) if cursor else {}
    times = told.get("times", 0) if told.get("state") == state else 0
    waits_seconds = min(LOOK_SECONDS * 2**times, LONGEST_WAIT_SECONDS) if times else 0
    if times and time.time() < told["asked_at"] + waits_seconds:
        return dg.SkipReason(f"{job} 刚运行过，没有成功的话 {waits_seconds // 60} 分钟后再试；也可以在页面手动运行")
    cursor = json.dumps({"state": state, "asked_at": time.time(), "times": times + 1})
    return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=cursor)


def remote_jobs(workshop: Workshop) -> list[dg.JobDefinition]:
    """The jobs that the settings of a warehouse ask for; none where all lies on this machine."""
    fetching = [fetch_corpus_job] if is_remote(workshop.corpus) else []
    return fetching + ([deliver_warehouse_job] if workshop.publish_to else [])


def remote_sensors(workshop: Workshop) -> list[dg.SensorDefinition]:
    """The sensors of these jobs."""
    fetching = [remote_corpus] if is_remote(workshop.corpus) else []
    return fetching + ([published_copy] if workshop.publish_to else [])
