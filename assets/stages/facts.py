"""The stage that reads figures, as an asset: ledger, facts, stated changes, findings.

Belongs here: what it reads and which function it calls. Does not belong here: how a figure is told (`pipelines/`).
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.resources import Builder
from assets.stages.describing import told_in_one_line
from assets.stages.keys import metric_keys
from assets.stages.registry import metric_registry
from assets.stages.reports import report_sections, run_stage, stage_options
from assets.stages.staging import METRICS, Frames, StageOutcome, picked, refresh, rows_of
from pipelines.figures.registry import Registry
from warehouse.frames import extract_batch


@dg.asset(
    deps=[report_sections, metric_registry],
    **stage_options("report_metrics", "facts", "numerals", "stated_changes", "findings", "metrics_read"),
)
def report_metrics(context: dg.AssetExecutionContext, builder: Builder) -> dg.MaterializeResult:
    """Every numeral of each report in the ledger, and the facts that a metric of the registry names, with evidence.

    A change of the registry makes this stage read all reports again, and no other.
    """
    with told_in_one_line():
        registry = builder.workshop.load_registry()
    return run_stage(context, builder.workshop.store, "facts", lambda batch: _refresh_metrics(builder, registry, batch))


def _refresh_metrics(builder: Builder, registry: Registry, batch: str) -> StageOutcome:
    store = builder.workshop.store
    keys = metric_keys(store, batch, registry.version)

    def read(sources: Sequence[str]) -> Iterator[Frames]:
        raw, normalized, sections = (
            rows_of(store.read(name, batch), sources) for name in ("raw", "normalized", "sections")
        )
        work = (
            (rows_of(raw, chunk), rows_of(normalized, chunk), rows_of(sections, chunk), registry, picked(keys, chunk))
            for chunk in builder.pool.cut(sources)
        )
        return builder.pool.map(extract_batch, work)

    return refresh(store, METRICS, batch, keys, read)
