"""Files below the work folder that nothing needs any more.

Belongs here: frames, logs, kept versions, what killed processes left. Does not belong here: Dagster's records
(`runs.py`), how much is kept (`settings.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assets.corpus.fingerprints import FILES_FRAME
from assets.housekeeping.clearing import Clearing, inside, of_files, taken
from assets.housekeeping.settings import Retention
from assets.layout import Layout
from assets.stages.staging import STAGES
from assets.stages.store import SUFFIX, FrameStore, batch_file_name
from warehouse.kept_files import KeptFiles, described

LOG_SUFFIXES = frozenset({".log", ".jsonl"})


def frames_of_other_batches(layout: Layout, store: FrameStore, batches: Sequence[str]) -> Clearing:
    """Frames of batches that are gone, of stages that the program has no more, and what killed writers left.

    Without batches (Dagster's records were lost, or nothing was built yet) only the last two: the frames save reading
    every report again.
    """
    stages = {FILES_FRAME, *(stored for stage in STAGES for stored in stage.stored_names().values())}
    batch_files = {batch_file_name(batch) for batch in batches}
    files = [file for file in store.folder.glob("*/*") if file.is_file() and file.parent.name in stages]
    gone = [file for file in files if file.suffix != SUFFIX or batches and file.name not in batch_files]
    gone += [folder for folder in store.folder.glob("*") if folder.name not in stages]
    return of_files("frames", layout.work_folder, gone)


def older_versions(layout: Layout, retention: Retention) -> Clearing:
    """Kept versions beyond what the settings leave room for, and halves that killed builds left."""
    kept = KeptFiles(layout.versions_folder)
    gone = kept.superfluous(described(layout.warehouse_file), retention.versions)
    return of_files("versions", layout.work_folder, [*(version.path for version in gone), *kept.leftovers()])


def left_by_killed_builds(layout: Layout) -> Clearing:
    """What DuckDB moved out of memory for a build that was killed; the private file itself is the next build's."""
    return of_files("build", layout.work_folder, layout.build_folder.glob("*.tmp"))


def long_logs(layout: Layout, retention: Retention) -> Clearing:
    """Logs that have grown too long: set aside under a number, the oldest of them removed."""
    files = [layout.error_log, *(file for file in layout.alerts_folder.glob("*") if file.suffix in LOG_SUFFIXES)]
    long = [
        file
        for file in inside(layout.work_folder, files)
        if file.is_file() and file.stat().st_size > retention.log_bytes
    ]

    def clear() -> None:
        for file in long:
            _set_aside(file, retention.logs_count)

    # Without any kept aside, the log itself goes.
    oldest = [file.with_name(f"{file.name}.{retention.logs_count}") if retention.logs_count else file for file in long]
    items = tuple(file.relative_to(layout.work_folder).as_posix() for file in long)
    return Clearing("logs", items, sum(map(taken, oldest)), clear)


def _set_aside(log_file: Path, count: int) -> None:
    if count == 0:
        log_file.unlink(missing_ok=True)
        return
    # Nothing is written by this handler: it knows how to move a log aside, and opens no new one.
    handler = RotatingFileHandler(log_file, backupCount=count, delay=True)
    handler.doRollover()
    handler.close()
