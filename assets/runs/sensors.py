"""What starts a build when files change.

Belongs here: the sensor over the corpus folder, what it remembers. Does not belong here: listing the folder
(`corpus/listing.py`), the rules that it shares with the schedule (`requests.py`), the clock (`schedules.py`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

import dagster as dg

from assets.alerts.messages import of_no_start
from assets.alerts.sensors import tell
from assets.corpus.settling import is_settling
from assets.errors import CorpusError
from assets.publishing.freshness import nothing_to_build
from assets.resources import Workshop
from assets.runs.jobs import build_job
from assets.runs.pace import sensor_seconds
from assets.runs.requests import Seen, is_busy, look, reason_not_to_ask, request, run_key
from assets.stages.partitions import changes_in
from pipelines.figures.registry import RegistryError
from warehouse.publish import published_build

INTERVAL_SECONDS = sensor_seconds()
# What can't be read is told when it has lasted for some ticks: a manifest may be half saved. Two minutes, as a rule.
TOLD_AFTER_TICKS = 4
# A scraper that never pauses must not keep a build off for ever: ten minutes, then what is there is built.
MOST_WAITS = 20


@dataclass(frozen=True, slots=True)
class Memory:
    """What the sensor remembers from tick to tick, as its cursor. All of it may be lost: it is found out again."""

    published: str = ""  # the state that was found published, and the build that it was found published as
    listing: str = ""  # digest of the listing at the last tick
    waits: int = 0  # ticks in a row at which the corpus was still changing
    trouble: str = ""  # what kept the last tick from looking
    trouble_ticks: int = 0  # ticks in a row at which it did

    @classmethod
    def of(cls, cursor: str | None) -> Memory:
        """From a cursor; a fresh memory where it is missing or of another version.

        >>> Memory.of(Memory("a", "b", 1).cursor()), Memory.of("0" * 32).published
        (Memory(published='a', listing='b', waits=1, trouble='', trouble_ticks=0), '')
        """
        try:
            return cls(**json.loads(cursor or ""))
        except (ValueError, TypeError):
            return cls()

    def cursor(self) -> str:
        """As text."""
        return json.dumps(asdict(self))


@dg.sensor(
    name="corpus_files",
    job=build_job,
    minimum_interval_seconds=INTERVAL_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Builds the warehouse when reports, manifest, roster, code or registry changed; adds and retires batches. Waits"
        " while files are being copied in or a build is at work; after a failure it tries once more, ten minutes later."
    ),
)
def corpus_files(context: dg.SensorEvaluationContext, workshop: Workshop) -> dg.SensorResult | dg.SkipReason:
    """A run over all batches where the published warehouse was made of something else."""
    memory = Memory.of(context.cursor)
    try:
        seen = look(workshop, context.instance)
    except (CorpusError, RegistryError) as error:
        return _trouble(workshop, memory, str(error))
    memory = replace(memory, trouble="", trouble_ticks=0)
    changes, published = changes_in(context.instance, seen.listing.batches), _as_published(workshop, seen.state)
    if memory.published == published and not changes.added and not changes.retired:
        return dg.SensorResult(skip_reason=nothing_to_build(workshop), cursor=memory.cursor())
    if is_busy(workshop, context.instance):
        return dg.SkipReason("另一个构建正在进行，结束后再看")
    if seen.is_published(workshop):
        return dg.SensorResult(
            skip_reason=nothing_to_build(workshop),
            cursor=Memory(published=published).cursor(),
            dynamic_partitions_requests=changes.requests(),
        )
    remembered = _remembered(memory, seen)
    if remembered.waits:
        return dg.SensorResult(skip_reason="文件还在复制中，静下来再构建", cursor=remembered.cursor())
    if reason := reason_not_to_ask(workshop, context.instance, seen.state):
        return dg.SensorResult(skip_reason=reason, cursor=remembered.cursor())
    return dg.SensorResult(
        run_requests=[request(workshop, seen, changes, run_key(context.instance, seen.state))],
        cursor=remembered.cursor(),
        dynamic_partitions_requests=changes.requests(),
    )


def _as_published(workshop: Workshop, state: str) -> str:
    """The state, and which build is published: a file that was restored, rolled back or removed is looked at again."""
    build = published_build(workshop.layout.warehouse_file)
    return f"{state} {build.build_id if build else 'none'}"


def _trouble(workshop: Workshop, memory: Memory, reason: str) -> dg.SensorResult:
    """Nothing can be asked for; somebody is told when it lasts."""
    ticks = memory.trouble_ticks + 1 if memory.trouble == reason else 1
    if ticks == TOLD_AFTER_TICKS:
        tell(workshop, of_no_start(reason))
    return dg.SensorResult(skip_reason=reason, cursor=replace(memory, trouble=reason, trouble_ticks=ticks).cursor())


def _remembered(memory: Memory, seen: Seen) -> Memory:
    """The memory of this tick; `waits` is above 0 where the corpus is still changing."""
    digest = seen.listing.digest()
    is_moving = digest != memory.listing and is_settling(seen.listing)
    waits = memory.waits + 1 if is_moving and memory.waits < MOST_WAITS else 0
    return replace(memory, listing=digest, waits=waits)
