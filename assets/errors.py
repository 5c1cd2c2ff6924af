"""Errors that a folder, a file or a question brings about: each is one line for a clerk, with the way out.

Belongs here: these classes, and the list of all of them that the layers below add to. Does not belong here: showing
them (`commands/cli.py`, `stages/describing.py`). Any error that is not in the list is a bug of ours and keeps its
traceback.
"""

from __future__ import annotations

from pipelines.figures.registry import RegistryError
from warehouse.answers import Unanswered
from warehouse.assemble import IncompleteFrames
from warehouse.export.selection import ExportRefused
from warehouse.publish import BuilderBusy, ShrinkRefused, Unpublishable


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


class BuildFailed(Exception):
    """A build that published nothing; `details` is for a developer and goes to the log."""

    def __init__(self, message: str, details: str = ""):
        super().__init__(message)
        self.details = details


EXPECTED_ERRORS = (
    *(CorpusError, TargetError, StorageError, RemoteError, PortTaken, BuildFailed),
    *(RegistryError, BuilderBusy, ShrinkRefused, Unpublishable, IncompleteFrames, Unanswered, ExportRefused),
)

# What the C library, SQLite and DuckDB say; by words, since a run hands on its errors as text.
DISK_FULL_WORDS = ("No space left on device", "database or disk is full", "Disk quota exceeded")


def is_disk_full(words: str) -> bool:
    """Whether an error, or what a run tells of one, comes from a full disk.

    >>> is_disk_full("OSError: [Errno 28] No space left on device: 'w.duckdb'"), is_disk_full("no such table")
    (True, False)
    """
    return any(sign in words for sign in DISK_FULL_WORDS)
