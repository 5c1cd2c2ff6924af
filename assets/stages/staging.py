"""One stage over one batch: what is unchanged is taken from its frame, the rest is read anew.

Belongs here: deciding that, and keeping the frames of a stage in step with each other. Does not belong here: what a
stage computes (`warehouse/frames.py`), where its input comes from (`reports.py`, `facts.py`), Dagster.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from assets.stages.progress import progress
from assets.stages.store import FrameStore
from pipelines.formats.guarded import TOO_SLOW
from warehouse import crashpoints
from warehouse.frames import INTERNAL_ERROR, UNREADABLE_FILE
from warehouse.schema import STAGE_FRAMES, InvalidFrame, empty_frame, validate

REJECTS = "rejects"
# What may end differently with the same file and code: such files are tried again in each build. A document that was
# too slow beside other work may not be in the next one.
PASSING_REASONS = (INTERNAL_ERROR, UNREADABLE_FILE, TOO_SLOW)

Value = TypeVar("Value")
Frames = dict[str, pl.DataFrame]
# Sources to read -> frames of the stage, a chunk of sources at a time.
Reader = Callable[[Sequence[str]], Iterator[Frames]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its frames. `primary` holds a row for each source that was read, so it tells what is done."""

    asset: str
    name: str
    primary: str
    others: tuple[str, ...] = ()

    @property
    def rejects(self) -> str:
        """The store's name of the rejects of this stage; each stage keeps its own."""
        return f"{self.name}_rejects"

    def stored_names(self) -> dict[str, str]:
        """The store's name by frame name, the primary frame last: it vouches for the others."""
        return {**{name: name for name in self.others}, REJECTS: self.rejects, self.primary: self.primary}


RAW = Stage("raw_reports", "raw", "raw")
NORMALIZED = Stage("normalized_reports", "normalized", "normalized")
SECTIONS = Stage("report_sections", "sections", "sections_read", ("sections",))
METRICS = Stage("report_metrics", "metrics", "metrics_read", ("numerals", "facts", "stated_changes", "findings"))
STAGES = (RAW, NORMALIZED, SECTIONS, METRICS)


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What a stage did with a batch. `breaches` says how its frames broke their schema; then nothing was kept."""

    batch: str
    reports_read: int
    reports_reused: int
    reports_rejected: int
    row_counts: Mapping[str, int]
    seconds: float
    breaches: tuple[str, ...] = field(default=())


def refresh(store: FrameStore, stage: Stage, batch: str, wanted: Mapping[str, str], read: Reader) -> StageOutcome:
    """Bring the frames of `stage` for `batch` in line with `wanted`, the input keys by source.

    Sources whose key is unchanged keep their rows, those that are no longer wanted lose them, all others go through
    `read`. Frames are written only where something changed, and only if all of them keep to their schema.
    """
    started = time.monotonic()
    kept_frames = _stored(store, stage, batch)
    done = _worked_off(stage, kept_frames)
    to_read = sorted(source for source, key in wanted.items() if done.get(source) != key)
    progress().stage_started(stage.asset, len(to_read))
    frames, breaches = kept_frames or {}, ()
    if to_read or kept_frames is None or _sources(stage, kept_frames) - wanted.keys():
        frames = _merged(stage, kept_frames, wanted.keys() - set(to_read), _read_chunks(stage, to_read, read))
        breaches = _breaches(frames)
        if not breaches:
            _write(store, stage, batch, frames)
    return StageOutcome(
        batch=batch,
        reports_read=len(to_read),
        reports_reused=len(wanted) - len(to_read),
        reports_rejected=frames[REJECTS].height,
        row_counts={name: frame.height for name, frame in frames.items() if name != REJECTS},
        seconds=time.monotonic() - started,
        breaches=breaches,
    )


def done_keys(store: FrameStore, stage: Stage, batch: str) -> dict[str, str]:
    """Input keys by source of the reports that a stage passed on in a batch; rejects are not among them."""
    frame = store.read(stage.primary, batch, ("source", "input_key"))
    return dict(frame.select("source", "input_key").iter_rows()) if frame is not None else {}


def rows_of(frame: pl.DataFrame | None, sources: Sequence[str]) -> pl.DataFrame:
    """The rows of some sources; the frame of the stage before must be there."""
    if frame is None:
        raise FileNotFoundError("the frames of the stage before are missing: materialize it first")
    return frame.filter(pl.col("source").is_in(list(sources)))


def picked(by_source: Mapping[str, Value], sources: Sequence[str]) -> dict[str, Value]:
    """The entries of some sources, so that a worker is sent no more than its chunk.

    >>> picked({"a": 1, "b": 2}, ["b", "c"])
    {'b': 2}
    """
    return {source: by_source[source] for source in sources if source in by_source}


def _stored(store: FrameStore, stage: Stage, batch: str) -> Frames | None:
    """All frames of the stage as they were left; None where any is missing or has another shape: begin anew."""
    frames: Frames = {}
    for name, stored_name in stage.stored_names().items():
        frame = store.read(stored_name, batch)
        if frame is None or frame.schema != empty_frame(STAGE_FRAMES[name]).schema:
            return None
        frames[name] = frame
    return frames


def _worked_off(stage: Stage, frames: Frames | None) -> dict[str, str]:
    """Input keys by source of what needs no reading."""
    if frames is None:
        return {}
    refused = frames[REJECTS].filter(~pl.col("reason").is_in(PASSING_REASONS))
    return {
        source: key
        for frame in (frames[stage.primary], refused)
        for source, key in frame.select("source", "input_key").iter_rows()
    }


def _sources(stage: Stage, frames: Frames) -> set[str]:
    return {source for name in (stage.primary, REJECTS) for source in frames[name]["source"]}


def _read_chunks(stage: Stage, to_read: Sequence[str], read: Reader) -> list[Frames]:
    chunks = []
    for frames in read(to_read) if to_read else ():
        chunks.append(frames)
        crashpoints.reached("reading")
        # A source that fails leaves no row in the primary frame, so both are counted.
        progress().reports_done(stage.asset, frames[stage.primary].height + frames[REJECTS].height)
    return chunks


def _merged(stage: Stage, kept: Frames | None, reused: set[str], chunks: Sequence[Frames]) -> Frames:
    """Rows of the reused sources and of the chunks, sorted by source; within a source rows keep their order."""
    merged: Frames = {}
    for name in stage.stored_names():
        parts = [chunk[name] for chunk in chunks]
        if kept is not None:
            parts.insert(0, kept[name].filter(pl.col("source").is_in(list(reused))))
        whole = pl.concat(parts, how="vertical") if parts else empty_frame(STAGE_FRAMES[name])
        merged[name] = whole.sort("source", maintain_order=True)
    return merged


def _breaches(frames: Frames) -> tuple[str, ...]:
    found = []
    for name, frame in frames.items():
        try:
            validate(STAGE_FRAMES[name], frame)
        except InvalidFrame as error:
            found.append(str(error))
    return tuple(found)


def _write(store: FrameStore, stage: Stage, batch: str, frames: Frames) -> None:
    """Replace the frames of a stage. The primary frame goes first and returns last: a build that dies in between
    leaves a stage that is done again, never one that takes old rows for new."""
    store.remove(stage.primary, batch)
    for name, stored_name in stage.stored_names().items():
        store.write(stored_name, batch, frames[name])
