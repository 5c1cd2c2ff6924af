"""Errors that a folder, a file or a question brings about: each is one line for a clerk, with the way out.

Belongs here: these classes, and the list of all of them that the layers below add to. Does not belong here: showing
them (`commands/options.py`, `stages/describing.py`). Any error that is not in the list is a bug of ours and keeps its
traceback.
"""

from __future__ import annotations

import errno

from pipelines.figures.registry import RegistryError
from warehouse.answers import Unanswered
from warehouse.assemble import IncompleteFrames
from warehouse.export.selection import ExportRefused
from warehouse.history import Unmigratable
from warehouse.publish import BuilderBusy, ForeignFile, ShrinkRefused, Unpublishable
from warehouse.rollbacks import RollbackRefused


class CorpusError(Exception):
    """The corpus folder or its manifest can't be read."""


class TargetError(Exception):
    """The warehouse can't be published at the path that was given."""


class StorageError(Exception):
    """The database that keeps Dagster's records can't be used."""


class RemoteError(Exception):
    """A corpus or a copy of the warehouse at an address can't be read or written."""


class PortTaken(Exception):
    """Something else listens on the port of the pages."""


class DaemonBusy(Exception):
    """Sensors and schedules of this warehouse are run by another process already."""


class SettingError(Exception):
    """A setting that was given by an environment variable can't be read."""


class DiskFull(Exception):
    """Something could not be written: the disk, or the share of it that one may use, is full, or it is broken."""

    def __init__(self) -> None:
        super().__init__(
            "磁盘写不下了（已满、超出配额，或有故障），没有写完；已发布的数据库不变。请用 df -h 查看并腾出空间，"
            "再运行一次，已读的报告不必再读 / the disk is full: make room and run this again"
        )


class BuildFailed(Exception):
    """A build that published nothing; `details` is for a developer and goes to the log."""

    def __init__(self, message: str, details: str = ""):
        super().__init__(message)
        self.details = details


EXPECTED_ERRORS = (
    *(CorpusError, TargetError, PortTaken, DaemonBusy, SettingError, StorageError, RemoteError, DiskFull, BuildFailed),
    *(RegistryError, BuilderBusy, ShrinkRefused, Unpublishable, ForeignFile, IncompleteFrames, Unanswered),
    *(ExportRefused, RollbackRefused, Unmigratable),
)

# How a full disk is told by the system (Python, DuckDB), by Rust (Polars) and by SQLite, which knows no error number;
# "disk I/O error" is what it says where the index of its log (`-shm`) finds no room.
FULL_DISK_WORDS = (
    *("No space left on device", "Disk quota exceeded", "os error 28"),
    *("database or disk is full", "disk I/O error"),
)


def tells_full_disk(words: str) -> bool:
    """Whether the words of an error say that the disk is full.

    >>> tells_full_disk("IO Error: Could not write file: No space left on device"), tells_full_disk("division by zero")
    (True, False)
    """
    return any(known in words for known in FULL_DISK_WORDS)


def is_full_disk(error: BaseException | None) -> bool:
    """Whether an error, or one that it followed from, came of a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT) or tells_full_disk(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False
