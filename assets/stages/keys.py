"""What each row of a stage is made from, as input keys by source; and which batches were read from something older.

Belongs here: these keys, and holding kept frames against them. Does not belong here: doing a stage again
(`staging.py`), hashing files (`corpus/fingerprints.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from assets.corpus.fingerprints import FILES_FRAME
from assets.stages.staging import METRICS, NORMALIZED, RAW, SECTIONS, STAGES, Stage, done_keys
from assets.stages.store import FrameStore
from assets.versions import stage_code_version
from pipelines.records import ManifestRow
from pipelines.settings import Settings
from warehouse.frames import input_key

# What a message names; the others are as many words for the same remedy.
BATCHES_NAMED = 5


@dataclass(frozen=True, slots=True)
class Inputs:
    """What frames are made from besides files and code."""

    limits: Settings
    manifest: Mapping[str, ManifestRow]
    registry_version: str


def raw_keys(states: pl.DataFrame, limits: Settings) -> dict[str, str]:
    """Of the first stage: what a file holds, or why it was refused, and the limits under which it is read."""
    version = stage_code_version(RAW.asset)
    return {
        source: input_key(sha256 or (reason, message), version, limits)
        for source, sha256, reason, message in states.select("source", "sha256", "reason", "message").iter_rows()
    }


def normalized_keys(store: FrameStore, batch: str, manifest: Mapping[str, ManifestRow]) -> dict[str, str]:
    """Of the normalised reports: raw text and manifest row."""
    version, before = stage_code_version(NORMALIZED.asset), done_keys(store, RAW, batch)
    return {source: input_key(key, manifest.get(source), version) for source, key in before.items()}


def section_keys(store: FrameStore, batch: str) -> dict[str, str]:
    """Of the sections: the normalised report."""
    version, before = stage_code_version(SECTIONS.asset), done_keys(store, NORMALIZED, batch)
    return {source: input_key(key, version) for source, key in before.items()}


def metric_keys(store: FrameStore, batch: str, registry_version: str) -> dict[str, str]:
    """Of the figures: the sections and the registry."""
    version, before = stage_code_version(METRICS.asset), done_keys(store, SECTIONS, batch)
    return {source: input_key(key, version, registry_version) for source, key in before.items()}


def outdated_batches(store: FrameStore, batches: Iterable[str], inputs: Inputs) -> dict[str, list[str]]:
    """Batches by stage whose frames were made from another code, registry, manifest or stage before than there is now.

    Files that changed since are not among them: the warehouse says which files it was made of. A batch is named with
    the first stage only at which it is behind.
    """
    found: dict[str, list[str]] = {}
    for batch in batches:
        for stage in STAGES:
            wanted = _wanted(store, stage, batch, inputs)
            if wanted is not None and _kept_keys(store, stage, batch, wanted.keys()) != wanted:
                found.setdefault(stage.asset, []).append(batch)
                break
    return found


def outdated_message(found: Mapping[str, list[str]]) -> str:
    """One line for the operator: what is behind, and the way out."""
    parts = []
    for asset, batches in found.items():
        more = f"等 {len(batches)} 个" if len(batches) > BATCHES_NAMED else ""
        parts.append(f"{asset}：批次 {'、'.join(batches[:BATCHES_NAMED])}{more}")
    return (
        f"有的批次还是按旧的程序、指标登记表或清单读的（{'；'.join(parts)}），混在一起各年不可比，未发布："
        "请运行整个 build 作业或 fazhi build，没有变的报告不会重读"
    )


def _wanted(store: FrameStore, stage: Stage, batch: str, inputs: Inputs) -> dict[str, str] | None:
    if stage is NORMALIZED:
        return normalized_keys(store, batch, inputs.manifest)
    if stage is SECTIONS:
        return section_keys(store, batch)
    if stage is METRICS:
        return metric_keys(store, batch, inputs.registry_version)
    states = store.read(FILES_FRAME, batch)
    if states is None:
        return None  # the listing was lost: the next run makes it anew, and the rows are as good as they were
    # What changed or went while it was read has the key of what was expected, and is read again by the next build.
    as_expected = pl.col("hashed_at_ns").is_not_null() | pl.col("message").is_not_null()
    return raw_keys(states.filter(as_expected), inputs.limits)


def _kept_keys(store: FrameStore, stage: Stage, batch: str, asked: Iterable[str]) -> dict[str, str]:
    """Input keys by source of the rows and rejects that a stage kept; of the first stage, those asked for."""
    kept: dict[str, str] = {}
    for name in (stage.primary, stage.rejects):
        frame = store.read(name, batch, ("source", "input_key"))
        if frame is not None:
            kept.update(frame.iter_rows())
    return {source: kept[source] for source in asked if source in kept} if stage is RAW else kept
