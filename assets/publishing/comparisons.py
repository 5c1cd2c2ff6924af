"""The stages over the whole corpus as assets: tables, comparisons, the published file.

Belongs here: which step of `warehouse/` runs when, with what is kept beside the warehouse. Does not belong here: SQL
and the rules of a table (`warehouse/`), the checks that stand between (`checks.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from assets.commands.given import Given
from assets.corpus.fingerprints import FILES_FRAME, corpus_hash
from assets.errors import CorpusError
from assets.housekeeping.settings import Retention
from assets.layout import Layout
from assets.monitoring.lineage import lineage_metadata
from assets.monitoring.previews import table_previews
from assets.monitoring.state_page import state_page, summary
from assets.publishing.freshness import nothing_to_build
from assets.publishing.targets import check_replaceable
from assets.resources import Builder
from assets.stages.describing import (
    COMPARING,
    GROUP,
    OWNERS,
    PUBLISHING,
    schema_metadata,
    step_tags,
    timed,
    told_in_one_line,
)
from assets.stages.facts import report_metrics
from assets.stages.keys import Inputs, outdated_batches, outdated_message
from assets.stages.partitions import PARTITIONS_NAME
from assets.stages.registry import metric_registry
from assets.stages.staging import NORMALIZED, STAGES
from assets.stages.store import FrameStore
from assets.versions import project_code_version
from warehouse.arrow import kept_open
from warehouse.companions import Companions
from warehouse.kept_files import KeptFiles
from warehouse.load import BuildInfo, load_tables, record_build, run_audit, run_comparisons, run_reuse, table_counts
from warehouse.publish import clean_leftovers, guard_shrink, is_current, publish, published_build
from warehouse.reuse import OFFSET_COLUMNS
from warehouse.rollbacks import is_held_off
from warehouse.schema import STAGE_FRAMES, empty_frame
from warehouse.state import state_of
from warehouse.views import create_views

# Dagster marks the runs that a sensor or a schedule asked for.
AUTOMATIC_TAGS = ("dagster/sensor_name", "dagster/schedule_name")
# The schedule builds at 5:30, or finds that nothing changed and says so (`freshness.py`). An hour's grace for a
# large corpus, then a warning; what is not there by noon did not run.
DAILY = dg.FreshnessPolicy.time_window(warn_window=timedelta(hours=25), fail_window=timedelta(hours=30))


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


def require_one_reading(builder: Builder, batches: Sequence[str]) -> None:
    """Raise CorpusError where batches were read by different code, registries or manifests.

    A run over some batches leaves the others as they were. Years that were read differently do not compare, and a file
    that names the new registry while half of it is old would be taken for current ever after.
    """
    workshop = builder.workshop
    inputs = Inputs(workshop.reading, builder.manifest.rows, workshop.load_registry().version)
    if found := outdated_batches(workshop.store, batches, inputs):
        raise CorpusError(outdated_message(found))


def offset_maps(store: FrameStore, batches: Sequence[str]) -> pl.DataFrame:
    """The offset maps of all reports, by which a sentence is found in the raw text; they are in no table."""
    name = NORMALIZED.primary
    maps = [empty_frame(STAGE_FRAMES[name]).select(OFFSET_COLUMNS)]
    maps += [frame for batch in batches if (frame := store.read(name, batch, OFFSET_COLUMNS)) is not None]
    return pl.concat(maps, how="vertical")


def build_info(builder: Builder, batches: Sequence[str]) -> BuildInfo:
    """What the file under construction is made of: files as read, what lies beside them, code and registry."""
    workshop = builder.workshop
    states = [state for batch in batches if (state := workshop.store.read(FILES_FRAME, batch)) is not None]
    digest = corpus_hash(states, builder.manifest.digest, builder.roster.digest, builder.quality.digest)
    built_at = datetime.now(UTC).replace(tzinfo=None)
    return BuildInfo(
        build_id=f"{built_at:%Y%m%dT%H%M%S.%f}-{digest[:8]}",
        built_at=built_at,
        code_version=project_code_version(),
        registry_version=workshop.load_registry().version,
        corpus_hash=digest,
    )


def earlier_files(layout: Layout) -> tuple[Path | None, list[Path]]:
    """Where the history of builds goes on: the published file, and what was published after it before a rollback."""
    published = published_build(layout.warehouse_file)
    if published is None:
        return None, []
    newer = KeptFiles(layout.versions_folder).newer_than(published)
    return layout.warehouse_file, [version.path for version in newer]


def _batches(context: dg.AssetExecutionContext) -> list[str]:
    return sorted(context.instance.get_dynamic_partitions(PARTITIONS_NAME))


@dg.asset(
    # the registry too: its names, units and categories are tables of their own
    deps=[report_metrics, metric_registry],
    code_version=project_code_version(),
    group_name=GROUP,
    owners=OWNERS,
    tags=step_tags(COMPARING),
    kinds={"duckdb", "polars"},
    metadata={
        **schema_metadata("facts", "reports", "places", "numerals", "sections", "rejects"),
        **lineage_metadata("warehouse_tables"),
    },
)
def warehouse_tables(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """All tables loaded into a private file, built anew from the frames: places resolved, republications marked.

    Nobody else opens this file, so a build that is killed spoils nothing.
    """
    layout = builder.workshop.layout
    clean_leftovers(layout.warehouse_file)
    with timed() as clock, told_in_one_line():
        frames = stage_frames(builder.workshop.store, _batches(context))
        require_one_reading(builder, _batches(context))
        known = Companions(builder.manifest.rows, builder.roster.entries)
        counts = load_tables(layout.build_file, frames, builder.workshop.load_registry(), known)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": counts["facts"],
            **clock,
            **_rows(counts),
            **table_previews(layout.build_file, "facts", "reports", "rejects"),
        }
    )


@dg.asset(
    deps=[warehouse_tables],
    code_version=project_code_version(),
    group_name=GROUP,
    owners=OWNERS,
    tags=step_tags(COMPARING),
    kinds={"duckdb", "sql"},
    metadata={
        **schema_metadata(
            *("year_over_year", "yearly_values", "coverage", "stated_changes", "findings"),
            *("series_spans", "headline_values", "peer_comparisons", "area_totals", "target_outcomes", "report_counts"),
            *("text_reuse", "problems", "digests"),
        ),
        **lineage_metadata("comparisons"),
    },
)
def comparisons(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """Each place's figures and texts by year, each year beside the one before, contradictions and copied text."""
    layout = builder.workshop.layout
    with timed() as clock, kept_open(layout.build_file):
        counts = run_comparisons(layout.build_file)
        counts |= run_reuse(layout.build_file, offset_maps(builder.workshop.store, _batches(context)))
        found = run_audit(layout.build_file)
        create_views(layout.build_file)
        with told_in_one_line():
            info = build_info(builder, _batches(context))
            record_build(layout.build_file, info, *earlier_files(layout), held_to=builder.quality.held_to)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": counts["year_over_year"],
            **clock,
            **_rows(counts),
            **table_previews(layout.build_file, "year_over_year", "findings"),
            **{f"findings: {kind}": count for kind, count in found.items()},
        }
    )


@dg.asset(
    deps=[comparisons],
    code_version=project_code_version(),
    group_name=GROUP,
    owners=OWNERS,
    tags=step_tags(PUBLISHING),
    kinds={"duckdb"},
    freshness_policy=DAILY,
    metadata=schema_metadata("builds", "build_quality", "quality_measures"),
)
def published_warehouse(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """The file that analysts open, replaced whole, and only after the checks: readers never see a half.

    Its state is below under Metadata: `summary` at once, `state` behind its button; figures over all runs under Plots.
    数据库现状见下方 Metadata：summary 为要点，state 为全文（点按钮展开），历次数值见 Plots。
    """
    layout = builder.workshop.layout
    previous = published_build(layout.warehouse_file)
    new = published_build(layout.build_file)
    if new is None:
        raise dg.Failure(description="还没有可发布的文件：请运行整个 build 作业", allow_retries=False)
    counts = table_counts(layout.build_file)
    if is_current(layout.warehouse_file, *new.made_of):
        return dg.MaterializeResult(metadata={**_of_file(builder, layout.build_file, counts), "published": False})
    kept = KeptFiles(layout.versions_folder)
    if is_automatic(context.run.tags) and is_held_off(kept, previous, new.made_of):
        # Asked for before the rollback, and waited for its lock.
        why = nothing_to_build(builder.workshop)
        return dg.MaterializeResult(
            metadata={**_of_file(builder, layout.warehouse_file, counts), "published": False, "held_off": why}
        )
    with timed() as clock, told_in_one_line():
        check_replaceable(layout.warehouse_file)
        guard_shrink(previous.reports if previous else None, new.reports, allow_shrink=builder.workshop.allow_shrink)
        limits = Retention.from_environment().versions
        publish(layout.build_file, layout.warehouse_file, kept.keep)
    removed = kept.prune(layout.warehouse_file, limits)
    builder.workshop.store.keep_only(_batches(context))
    return dg.MaterializeResult(
        metadata={
            **_of_file(builder, layout.build_file, counts),
            "published": True,
            "path": dg.MetadataValue.path(str(layout.warehouse_file)),
            "build_id": new.build_id,
            "replaced_build": previous.build_id if previous else "",
            "versions_removed": len(removed),
            **clock,
        }
    )


def is_automatic(tags: Mapping[str, str]) -> bool:
    """Whether a sensor or a schedule asked for the run with these tags, and not a person.

    >>> is_automatic({"dagster/sensor_name": "corpus_files"}), is_automatic({})
    (True, False)
    """
    return any(tag in tags for tag in AUTOMATIC_TAGS)


def _of_file(builder: Builder, file: Path, counts: dict[str, int]) -> dict[str, Any]:
    """What the page of the published file shows of its content: summary, the whole page, figures to be plotted."""
    state = state_of(file)
    workshop = builder.workshop
    given = Given(workshop.layout.warehouse_file, Path(workshop.registry) if workshop.registry else None)
    return {
        "summary": dg.MetadataValue.md(summary(state)),
        "state": dg.MetadataValue.md(state_page(state, given)),
        "dagster/row_count": counts["reports"],
        **{f"quality: {measure}": round(value, 6) for measure, value in state.values().items()},
        **_rows(counts),
        **table_previews(file, "build_quality"),
    }


def _rows(counts: dict[str, int]) -> dict[str, int]:
    """Counts by table under names that tell them from other metadata."""
    return {f"{name}_rows": count for name, count in counts.items()}
