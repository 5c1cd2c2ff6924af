"""The stages over the whole corpus as assets: tables, comparisons, the published file.

Belongs here: which step of `warehouse/` runs when, with what is kept beside the warehouse. Does not belong here: SQL
and the rules of a table (`warehouse/`), the checks that stand between (`checks.py`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg
import polars as pl

from assets.corpus.fingerprints import FILES_FRAME, corpus_hash
from assets.errors import CorpusError
from assets.publishing.targets import check_replaceable
from assets.resources import Builder
from assets.stages.describing import GROUP, OWNERS, schema_metadata, told_in_one_line
from assets.stages.facts import report_metrics
from assets.stages.partitions import PARTITIONS_NAME
from assets.stages.staging import NORMALIZED, STAGES
from assets.stages.store import FrameStore
from assets.versions import project_code_version
from warehouse.arrow import kept_open
from warehouse.companions import Companions
from warehouse.load import BuildInfo, load_tables, record_build, run_audit, run_comparisons, run_reuse, table_counts
from warehouse.publish import clean_leftovers, guard_shrink, is_current, publish, published_build
from warehouse.reuse import OFFSET_COLUMNS
from warehouse.schema import STAGE_FRAMES, empty_frame
from warehouse.views import create_views


def stage_frames(store: FrameStore, batches: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Every frame of every stage, all batches together; raises CorpusError where a batch was not read by a stage."""
    parts: dict[str, list[pl.DataFrame]] = {name: [empty_frame(model)] for name, model in STAGE_FRAMES.items()}
    for stage in STAGES:
        for name, stored_name in stage.stored_names().items():
            for batch in batches:
                frame = store.read(stored_name, batch)
                if frame is None:
                    raise CorpusError(f"批次 {batch} 还没有经过 {stage.asset}：请运行整个 build 作业")
                parts[name].append(frame)
    return {name: pl.concat(frames, how="vertical") for name, frames in parts.items()}


def offset_maps(store: FrameStore, batches: Sequence[str]) -> pl.DataFrame:
    """The offset maps of all reports, by which a sentence is found in the raw text; they are in no table."""
    name = NORMALIZED.primary
    maps = [empty_frame(STAGE_FRAMES[name]).select(OFFSET_COLUMNS)]
    maps += [frame for batch in batches if (frame := store.read(name, batch, OFFSET_COLUMNS)) is not None]
    return pl.concat(maps, how="vertical")


def build_info(builder: Builder, batches: Sequence[str]) -> BuildInfo:
    """What the file under construction is made of: the files as they were read, manifest, roster, code and registry."""
    workshop = builder.workshop
    states = [state for batch in batches if (state := workshop.store.read(FILES_FRAME, batch)) is not None]
    digest = corpus_hash(states, builder.manifest.digest, builder.roster.digest)
    built_at = datetime.now(UTC).replace(tzinfo=None)
    return BuildInfo(
        build_id=f"{built_at:%Y%m%dT%H%M%S.%f}-{digest[:8]}",
        built_at=built_at,
        code_version=project_code_version(),
        registry_version=workshop.load_registry().version,
        corpus_hash=digest,
    )


def _batches(context: dg.AssetExecutionContext) -> list[str]:
    return sorted(context.instance.get_dynamic_partitions(PARTITIONS_NAME))


@dg.asset(
    deps=[report_metrics],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"duckdb", "polars"},
    metadata=schema_metadata("facts", "reports", "places", "numerals", "sections", "rejects"),
)
def warehouse_tables(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """All tables loaded into a private file, built anew from the frames: places resolved, republications marked.

    Nobody else opens this file, so a build that is killed spoils nothing.
    """
    layout = builder.workshop.layout
    clean_leftovers(layout.warehouse_file)
    with told_in_one_line():
        frames = stage_frames(builder.workshop.store, _batches(context))
        known = Companions(builder.manifest.rows, builder.roster.entries)
        counts = load_tables(layout.build_file, frames, builder.workshop.load_registry(), known)
    return dg.MaterializeResult(metadata={"dagster/row_count": counts["facts"], **_rows(counts)})


@dg.asset(
    deps=[warehouse_tables],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    metadata=schema_metadata(
        *("year_over_year", "yearly_values", "coverage", "stated_changes", "findings"),
        *("series_spans", "headline_values", "peer_comparisons", "area_totals", "target_outcomes", "report_counts"),
        *("text_reuse", "problems", "digests"),
    ),
)
def comparisons(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """Each place's figures and texts by year, each year beside the one before, contradictions and copied text."""
    layout = builder.workshop.layout
    with kept_open(layout.build_file):
        counts = run_comparisons(layout.build_file)
        counts |= run_reuse(layout.build_file, offset_maps(builder.workshop.store, _batches(context)))
        found = run_audit(layout.build_file)
        create_views(layout.build_file)
        previous = layout.warehouse_file if published_build(layout.warehouse_file) else None
        record_build(layout.build_file, build_info(builder, _batches(context)), previous)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": counts["year_over_year"],
            **_rows(counts),
            **{f"findings: {kind}": count for kind, count in found.items()},
        }
    )


@dg.asset(
    deps=[comparisons],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"duckdb"},
    metadata=schema_metadata("builds"),
)
def published_warehouse(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """The file that analysts open, replaced whole, and only after the checks: readers never see a half."""
    layout = builder.workshop.layout
    previous = published_build(layout.warehouse_file)
    new = published_build(layout.build_file)
    if new is None:
        raise dg.Failure(description="还没有可发布的文件：请运行整个 build 作业", allow_retries=False)
    counts = table_counts(layout.build_file)
    if is_current(layout.warehouse_file, new.corpus_hash, new.code_version, new.registry_version):
        return dg.MaterializeResult(metadata={"published": False, "dagster/row_count": counts["reports"]})
    with told_in_one_line():
        check_replaceable(layout.warehouse_file)
        guard_shrink(previous.reports if previous else None, new.reports, allow_shrink=builder.workshop.allow_shrink)
        publish(layout.build_file, layout.warehouse_file)
    builder.workshop.store.keep_only(_batches(context))
    return dg.MaterializeResult(
        metadata={
            "published": True,
            "dagster/row_count": counts["reports"],
            "path": dg.MetadataValue.path(str(layout.warehouse_file)),
            "build_id": new.build_id,
            **_rows(counts),
        }
    )


def _rows(counts: dict[str, int]) -> dict[str, int]:
    """Counts by table under names that tell them from other metadata."""
    return {f"{name}_rows": count for name, count in counts.items()}
