"""All that may go from a work folder, in order, and what removing it gave back.

Belongs here: the list of kinds, removing under the builder's lock, measuring. Does not belong here: what is found of
each kind (`files.py`, `runs.py`), who asks for it (`jobs.py`, `assets/commands/tidying.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import dagster as dg

from assets.housekeeping.clearing import Clearing
from assets.housekeeping.files import frames_of_other_batches, left_by_killed_builds, long_logs, older_versions
from assets.housekeeping.runs import databases_without_run, old_runs, room_in_databases
from assets.housekeeping.settings import Retention
from assets.resources import Workshop
from assets.stages.partitions import PARTITIONS_NAME

# In the order in which they are removed: databases come last, since deleting rows is what leaves room in them.
KIND_NAMES: Mapping[str, str] = {
    "runs": "旧的运行记录",
    "strays": "无主的运行记录",
    "frames": "已撤批次的中间结果",
    "versions": "旧版数据库",
    "logs": "过长的日志",
    "build": "被中断的构建的残留",
    "databases": "记录库中的空页",
}


def find_clearings(workshop: Workshop, instance: dg.DagsterInstance, retention: Retention) -> list[Clearing]:
    """What may go, one a kind, empty ones too. Call it under the builder's lock: a build is still writing."""
    layout = workshop.layout
    return [
        old_runs(layout, instance, retention, _check_keys(workshop)),
        databases_without_run(layout, instance),
        frames_of_other_batches(layout, workshop.store, instance.get_dynamic_partitions(PARTITIONS_NAME)),
        older_versions(layout, retention),
        long_logs(layout, retention),
        left_by_killed_builds(layout),
        room_in_databases(layout),
    ]


def _check_keys(workshop: Workshop) -> list[dg.AssetCheckKey]:
    # the definitions hold the job of housekeeping, so they can't be imported from here before it is
    from assets.definitions import definitions

    return sorted(definitions(workshop).resolve_asset_graph().asset_check_keys)


def carry_out(clearings: Sequence[Clearing], work_folder: Path) -> dict[str, int]:
    """Remove it all, under the same lock; returns the bytes that each kind gave back, as the file system tells."""
    freed: dict[str, int] = {}
    for clearing in clearings:
        before = bytes_below(work_folder)
        clearing.clear()
        freed[clearing.kind] = max(0, before - bytes_below(work_folder))
    return freed


def bytes_below(folder: Path) -> int:
    """Bytes of all files below a folder, each counted once however many names it has."""
    sizes: dict[tuple[int, int], int] = {}
    for file in folder.rglob("*"):
        try:
            status = file.lstat()
        except FileNotFoundError:
            continue  # a log of SQLite's that was just brought into its database
        if not file.is_dir():
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
