"""The job that takes a corpus all the way to a published warehouse.

Belongs here: which assets a build runs through. Does not belong here: when it runs (`schedules.py`, `sensors.py`,
`builds.py`).
"""

from __future__ import annotations

import dagster as dg

BUILD_JOB_NAME = "build"

# In order; the first four by batch, the others once for the whole corpus.
STAGE_ASSETS = ("raw_reports", "normalized_reports", "report_sections", "report_metrics")
WAREHOUSE_ASSETS = ("warehouse_tables", "comparisons", "published_warehouse")

# What a run prints when the pages start it; the pages themselves show every event.
CONSOLE_LEVEL = "WARNING"


def console_config(level: str) -> dict[str, object]:
    """Run configuration that lets a run print events of this level and above."""
    return {"loggers": {"console": {"config": {"log_level": level}}}}


build_job = dg.define_asset_job(
    BUILD_JOB_NAME,
    selection=dg.AssetSelection.assets(*STAGE_ASSETS, *WAREHOUSE_ASSETS),
    executor_def=dg.in_process_executor,
    config=console_config(CONSOLE_LEVEL),
    description="From the files of the corpus to the published warehouse: all stages, checks, and the publishing.",
)
