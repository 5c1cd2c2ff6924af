"""Dagster's records of runs that nobody looks at any more, and the room that they took in its databases.

Belongs here: which runs stay, deleting the others through Dagster, what Dagster leaves of them in SQLite. Does not
belong here: files of the project's own (`files.py`); ticks, which Dagster's daemon removes itself (`dagster.yaml`).

Measured in November 2026, of builds of two reports: a run takes 390 kB in a database of its own and 220 kB in the index
of all, 54 kB of that in rows of checks, which Dagster leaves when it deletes the run.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import dagster as dg

from assets.housekeeping.clearing import Clearing, inside, remove, taken
from assets.housekeeping.settings import Retention
from assets.layout import Layout

FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
ASSET_EVENTS = (dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_OBSERVATION)
DAY_SECONDS = 24 * 60 * 60

# A database of a run that Dagster does not know may be that of one just being made.
STRAY_AFTER_SECONDS = 60 * 60
INDEX_NAME = "index.db"
# Webserver and daemon write for moments only; who still waits after this may give the room back next week.
LOCKED_SECONDS = 10.0

# Rows that Dagster leaves of a run it has deleted, by database below `history`.
ORPHANED_ROWS = {
    f"runs/{INDEX_NAME}": "delete from asset_check_executions where run_id in (select value from json_each(?))",
    "runs.db": "delete from run_tags where run_id in (select value from json_each(?))",
}

log = logging.getLogger(__name__)


def old_runs(
    layout: Layout, instance: dg.DagsterInstance, retention: Retention, checks: Sequence[dg.AssetCheckKey]
) -> Clearing:
    """Finished runs that are too old or too many, but for those that the pages show as an asset's or check's latest."""
    records = instance.get_run_records(filters=dg.RunsFilter(statuses=FINISHED))
    newest_first = sorted(records, key=lambda record: record.create_timestamp, reverse=True)
    oldest = time.time() - retention.run_days * DAY_SECONDS
    shown = latest_runs(instance, checks)
    gone = tuple(
        record.dagster_run.run_id
        for place, record in enumerate(newest_first)
        if (place >= retention.runs_count or record.create_timestamp.timestamp() < oldest)
        and record.dagster_run.run_id not in shown
    )
    databases = [file for run_id in gone for file in _databases(layout, run_id)]

    def clear() -> None:
        for run_id in gone:
            instance.delete_run(run_id)
            for file in inside(layout.work_folder, _databases(layout, run_id)):
                remove(file)
        _delete_orphaned_rows(layout, gone)

    return Clearing("runs", gone, sum(map(taken, databases)), clear)


def latest_runs(instance: dg.DagsterInstance, checks: Sequence[dg.AssetCheckKey]) -> set[str]:
    """Runs that hold the latest event of an asset, of one of its partitions, or of a check: the pages show them."""
    found = {record.run_id for asset in instance.all_asset_keys() for record in _latest_events(instance, asset)}
    executions = instance.event_log_storage.get_latest_asset_check_execution_by_key(list(checks))
    return found | {execution.run_id for execution in executions.values()}


def _latest_events(instance: dg.DagsterInstance, asset: dg.AssetKey) -> Iterator[dg.EventLogRecord]:
    for kind, fetch in zip(ASSET_EVENTS, (instance.fetch_materializations, instance.fetch_observations), strict=True):
        yield from fetch(asset, limit=1).records
        by_partition = instance.event_log_storage.get_latest_storage_id_by_partition(asset, kind)
        ids = sorted(set(by_partition.values()))
        if ids:
            yield from fetch(dg.AssetRecordsFilter(asset_key=asset, storage_ids=ids), limit=len(ids)).records


def databases_without_run(layout: Layout, instance: dg.DagsterInstance) -> Clearing:
    """Databases of runs that Dagster does not know: it was killed between deleting a run and its events."""
    settled = time.time() - STRAY_AFTER_SECONDS
    strays = [
        file
        for file in (layout.dagster_home / "history" / "runs").glob("*.db")
        if file.name != INDEX_NAME and file.stat().st_mtime < settled and not instance.has_run(file.stem)
    ]
    found = inside(layout.work_folder, [each for file in strays for each in _databases(layout, file.stem)])

    def clear() -> None:
        for file in found:
            remove(file)
        _delete_orphaned_rows(layout, [file.stem for file in strays])

    return Clearing("strays", tuple(file.name for file in found), sum(map(taken, found)), clear)


def _databases(layout: Layout, run_id: str) -> list[Path]:
    """The SQLite files of one run that are there; none where Dagster keeps its records in a server."""
    folder = layout.dagster_home / "history" / "runs"
    return [file for suffix in ("", "-wal", "-shm") if (file := folder / f"{run_id}.db{suffix}").exists()]


def _delete_orphaned_rows(layout: Layout, run_ids: Sequence[str]) -> None:
    for name, statement in ORPHANED_ROWS.items():
        with _opened(layout.dagster_home / "history" / name) as database:
            if database is not None:
                database.execute(statement, [json.dumps(list(run_ids))])
                database.commit()


def room_in_databases(layout: Layout) -> Clearing:
    """Empty pages of Dagster's databases, which SQLite keeps for new rows until it is told to give them back."""
    home = layout.dagster_home
    names = ("history/runs.db", f"history/runs/{INDEX_NAME}", "schedules/schedules.db")
    files = inside(layout.work_folder, [home / name for name in names])
    empty = {file: size for file in files if (size := _empty_bytes(file))}

    def clear() -> None:
        for file in files:
            if _empty_bytes(file):
                _give_back(file)

    return Clearing("databases", tuple(file.name for file in empty), sum(empty.values()), clear)


def _empty_bytes(file: Path) -> int:
    with _opened(file) as database:
        if database is None:
            return 0
        ((pages,),) = database.execute("pragma freelist_count").fetchall()
        ((page_bytes,),) = database.execute("pragma page_size").fetchall()
        return pages * page_bytes
    return 0


def _give_back(file: Path) -> None:
    with _opened(file) as database:
        if database is not None:
            database.execute("vacuum")
            database.execute("pragma wal_checkpoint(truncate)").fetchall()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to one of Dagster's databases, None where there is none; one in use or of another make is let be."""
    if not file.exists():
        yield None
        return
    try:
        with closing(sqlite3.connect(file, timeout=LOCKED_SECONDS)) as database:
            yield database
    except sqlite3.Error as error:
        log.warning("%s was left as it is: %s", file, error)
