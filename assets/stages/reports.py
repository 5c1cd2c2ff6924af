"""The first stages as assets: files, raw texts, normalised reports, sections.

Belongs here: what each stage reads and which function it calls. Does not belong here: what is done again
(`staging.py`), what a stage computes (`warehouse/frames.py`), figures (`facts.py`).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import dagster as dg

from assets.corpus.fingerprints import FILES_FRAME, as_read, file_states, known_states, rejects_of
from assets.corpus.listing import CorpusFile, Listing
from assets.monitoring.lineage import lineage_metadata
from assets.monitoring.previews import frame_preview
from assets.resources import Builder
from assets.stages.describing import (
    GROUP,
    OWNERS,
    READING,
    outcome_metadata,
    schema_check_result,
    schema_metadata,
    step_tags,
    told_in_one_line,
)
from assets.stages.partitions import BATCHES, SINGLE_RUN
from assets.stages.staging import (
    NORMALIZED,
    RAW,
    REJECTS,
    SECTIONS,
    Frames,
    StageOutcome,
    done_keys,
    picked,
    refresh,
    rows_of,
)
from assets.stages.store import FrameStore
from assets.versions import stage_code_version
from pipelines.records import Reject
from warehouse import crashpoints
from warehouse.frames import frame_of, input_key, normalize_batch, outline_batch, read_raw
from warehouse.rows import row_of_reject
from warehouse.source_bytes import SourceFile

report_files = dg.AssetSpec(
    "report_files",
    description="The corpus as it lies on disk: reports in files and ZIP archives, one first-level folder a batch.",
    group_name=GROUP,
    owners=OWNERS,
    tags=step_tags(READING),
    kinds={"file"},
)


def schema_check_spec(asset: str) -> dg.AssetCheckSpec:
    """The check that every stage asset makes of its own frames before it hands them on."""
    return dg.AssetCheckSpec(
        "schema",
        asset=asset,
        blocking=True,
        description=(
            "查：本环节的各表是否符合所声明的列、类型、编号和代码表。\n\n未通过怎么办：属程序缺陷，什么也没有写入，"
            "已发布的文件不受影响；请退回上一个程序版本，并将 breaches 所列内容报给维护者。\n\n"
            "Looks for: frames that break their declared columns, types, keys or vocabularies.\n\n"
            "When it fails: a fault of the program; nothing was written, the published file stays. Go back to the "
            "program version before, and report what `breaches` lists."
        ),
    )


def stage_options(asset: str, *frames: str) -> dict[str, Any]:
    """What every stage asset has in common: batches in one run, its code version, its frames' columns and check."""
    return {
        "partitions_def": BATCHES,
        "backfill_policy": SINGLE_RUN,
        "group_name": GROUP,
        "owners": OWNERS,
        "tags": step_tags(READING),
        "kinds": {"python", "parquet"},
        "code_version": stage_code_version(asset),
        "metadata": {**schema_metadata(*frames), **lineage_metadata(asset)},
        "check_specs": [schema_check_spec(asset)],
    }


def run_stage(
    context: dg.AssetExecutionContext, store: FrameStore, frame: str, refresh_batch: Callable[[str], StageOutcome]
) -> dg.MaterializeResult:
    """Refresh every batch of the run and tell Dagster what was done with each; `frame` gives row count and preview."""
    outcomes = []
    for batch in context.partition_keys:
        with told_in_one_line():
            outcome = refresh_batch(batch)
        told = outcome_metadata(outcome, frame)
        if outcome.reports_read or batch == context.partition_keys[-1]:
            # A preview takes 2 kB, twice: of 300 batches 5 MB a build, mostly of batches that did not change. The last
            # batch of a run is the one that the asset's page opens with.
            told["preview"] = frame_preview(store, frame, batch)
        context.add_asset_metadata(told, partition_key=batch)
        outcomes.append(outcome)
    return dg.MaterializeResult(check_results=[schema_check_result(outcomes)])


@dg.asset(deps=[report_files], **stage_options("raw_reports", "raw"))
def raw_reports(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """The text layer of each file as found: bytes decoded strictly, nothing repaired, offsets counted from here on."""
    with told_in_one_line():
        listing = builder.workshop.listing()
    return run_stage(context, builder.workshop.store, "raw", lambda batch: _refresh_raw(builder, listing, batch))


def _refresh_raw(builder: Builder, listing: Listing, batch: str) -> StageOutcome:
    files = {file.source: file for file in listing.files if file.batch == batch}
    refused = [reject for reject in listing.rejects if reject.batch == batch]
    store, limits = builder.workshop.store, builder.workshop.reading
    states = file_states(list(files.values()), refused, known_states(store, batch), limits)
    version = stage_code_version(RAW.asset)
    keys = {
        source: input_key(sha256 or (reason, message), version, limits)
        for source, sha256, reason, message in states.select("source", "sha256", "reason", "message").iter_rows()
    }
    read = partial(_read_files, builder, files, rejects_of(states, batch), keys)
    outcome = refresh(store, RAW, batch, keys, read)
    store.write(FILES_FRAME, batch, as_read(states, store.read(RAW.primary, batch), store.read(RAW.rejects, batch)))
    return outcome


def _read_files(
    builder: Builder,
    files: dict[str, CorpusFile],
    rejects: dict[str, Reject],
    keys: dict[str, str],
    sources: Sequence[str],
) -> Iterator[Frames]:
    refused = [row_of_reject(rejects[source], keys[source]) for source in sources if source in rejects]
    if refused:
        yield {RAW.primary: frame_of(RAW.primary, []), REJECTS: frame_of(REJECTS, refused)}
    readable = [source for source in sources if source not in rejects]
    chunks = [
        [SourceFile(s, files[s].batch, None, files[s].path, keys[s], files[s].member) for s in chunk]
        for chunk in builder.pool.cut(readable)
    ]
    yield from builder.pool.map(read_raw, ((chunk, builder.workshop.reading) for chunk in chunks))


@dg.asset(deps=[raw_reports], **stage_options("normalized_reports", "normalized"))
def normalized_reports(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """Each report repaired: page chrome set aside, pinyin and noise cut, simplified; who reports, on which year.

    Every cut is kept in an offset map, so that each later figure still points at its characters in the raw text.
    """
    crashpoints.reached("between_stages")
    return run_stage(context, builder.workshop.store, "normalized", lambda batch: _refresh_normalized(builder, batch))


def _refresh_normalized(builder: Builder, batch: str) -> StageOutcome:
    store, version = builder.workshop.store, stage_code_version(NORMALIZED.asset)
    manifest = builder.manifest.rows
    keys = {
        source: input_key(raw_key, manifest.get(source), version)
        for source, raw_key in done_keys(store, RAW, batch).items()
    }

    def read(sources: Sequence[str]) -> Iterator[Frames]:
        raw = rows_of(store.read("raw", batch), sources)
        chunks = builder.pool.cut(sources)
        work = ((rows_of(raw, chunk), picked(manifest, chunk), picked(keys, chunk)) for chunk in chunks)
        return builder.pool.map(normalize_batch, work)

    return refresh(store, NORMALIZED, batch, keys, read)


@dg.asset(deps=[normalized_reports], **stage_options("report_sections", "sections", "sections_read"))
def report_sections(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """The outline of each report: headings with their level, theme and body, also those whose marker was lost."""
    return run_stage(context, builder.workshop.store, "sections", lambda batch: _refresh_sections(builder, batch))


def _refresh_sections(builder: Builder, batch: str) -> StageOutcome:
    store, version = builder.workshop.store, stage_code_version(SECTIONS.asset)
    keys = {source: input_key(key, version) for source, key in done_keys(store, NORMALIZED, batch).items()}

    def read(sources: Sequence[str]) -> Iterator[Frames]:
        normalized = rows_of(store.read("normalized", batch), sources)
        work = ((rows_of(normalized, chunk), picked(keys, chunk)) for chunk in builder.pool.cut(sources))
        return builder.pool.map(outline_batch, work)

    return refresh(store, SECTIONS, batch, keys, read)
