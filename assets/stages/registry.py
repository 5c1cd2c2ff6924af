"""The metric registry as an asset: not made by us, but watched, since figures depend on it.

Belongs here: showing it in the graph, recording which version was seen. Does not belong here: what stands in it and how
its version comes about (`pipelines/figures/registry.py`).

Dagster compares the version seen last with the one that a materialization was made of, so a changed registry makes
`report_metrics` and `warehouse_tables` stale ("unsynced" in the pages), and no stage before them. As part of their code
versions it would show only after the code location was loaded again.
"""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.data_version import (
    DATA_VERSION_IS_USER_PROVIDED_TAG,
    DATA_VERSION_TAG,
    extract_data_version_from_entry,
)

from assets.stages.describing import GROUP, OWNERS
from pipelines.figures.registry import Registry

metric_registry = dg.AssetSpec(
    "metric_registry",
    description=(
        "The metrics with their cues, categories and units. Each run and each tick of the sensor looks at its version:"
        " another one makes report_metrics and the warehouse stale, and no stage before them."
    ),
    group_name=GROUP,
    owners=OWNERS,
    kinds={"yaml"},
)


def observe_registry(instance: dg.DagsterInstance, registry: Registry) -> bool:
    """Record the registry if it is another than the one seen last; says whether it was.

    As a materialization, though we only look: of an external asset without an observation function of its own, Dagster
    1.13 counts no observation when it tells what is stale (those with one are in beta, and only observe by a run).
    """
    record = instance.get_latest_data_version_record(metric_registry.key, is_source=False)
    seen = extract_data_version_from_entry(record.event_log_entry) if record else None
    if seen is not None and seen.value == registry.version:
        return False
    tags = {DATA_VERSION_TAG: registry.version, DATA_VERSION_IS_USER_PROVIDED_TAG: "true"}
    metadata = {"metrics": len(registry.metrics), "version": registry.version}
    instance.report_runless_asset_event(dg.AssetMaterialization(metric_registry.key, tags=tags, metadata=metadata))
    return True
