"""Everything that Dagster is told of: the one entry point of `fazhi ui`, `dg` and the commands.

Belongs here: putting definitions together. Does not belong here: any definition.
"""

from __future__ import annotations

import dagster as dg

from assets.alerts.sensors import alert_delivery, check_warnings, run_failures
from assets.housekeeping.jobs import housekeeping_job, weekly_housekeeping
from assets.publishing.checks import anomaly_checks, quality_checks, warehouse_checks
from assets.publishing.comparisons import comparisons, published_warehouse, warehouse_tables
from assets.remote.jobs import remote_jobs, remote_sensors
from assets.resources import Builder, Workshop
from assets.runs.jobs import build_job
from assets.runs.schedules import daily_build
from assets.runs.sensors import corpus_files
from assets.stages.facts import report_metrics
from assets.stages.registry import metric_registry
from assets.stages.reports import normalized_reports, raw_reports, report_files, report_sections


def definitions(workshop: Workshop) -> dg.Definitions:
    """The definitions of one corpus and warehouse."""
    return dg.Definitions(
        assets=[
            report_files,
            metric_registry,
            raw_reports,
            normalized_reports,
            report_sections,
            report_metrics,
            warehouse_tables,
            comparisons,
            published_warehouse,
        ],
        asset_checks=[warehouse_checks, quality_checks, anomaly_checks],
        jobs=[build_job, housekeeping_job, *remote_jobs(workshop)],
        schedules=[daily_build, weekly_housekeeping],
        sensors=[corpus_files, run_failures, check_warnings, alert_delivery, *remote_sensors(workshop)],
        resources={"workshop": workshop, "builder": Builder(workshop=workshop)},
        # A run starts in 0.3 s instead of 5 s; the reading itself is spread over processes by the reader pool.
        executor=dg.in_process_executor,
    )


defs = definitions(Workshop.from_environment())
