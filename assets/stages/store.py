"""Frames kept between builds: one Parquet file a frame and batch, replaced whole or not at all.

Belongs here: reading, writing and removing these files. Does not belong here: what a frame holds
(`warehouse/schema`), what is done again (`staging.py`).
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

SUFFIX = ".parquet"
# A Parquet file begins and ends with it.
MARK = b"PAR1"
# Most file systems take 255 bytes a name, a hanzi is three of them.
MAX_NAME_BYTES = 200
# zstd at its lowest level: report texts shrink to a third, and writing stays far faster than reading reports.
COMPRESSION_LEVEL = 1

log = logging.getLogger(__name__)


def batch_file_name(batch: str) -> str:
    """The file name of a batch's frames; the prefix keeps the batch `.` from becoming a hidden file.

    >>> batch_file_name("2023"), batch_file_name(".")
    ('batch=2023.parquet', 'batch=..parquet')
    """
    if len(batch.encode()) > MAX_NAME_BYTES:
        return f"batch~{hashlib.sha256(batch.encode()).hexdigest()[:32]}{SUFFIX}"
    return f"batch={batch}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class FrameStore:
    """The frames of one warehouse, below `folder`."""

    folder: Path

    def path(self, frame: str, batch: str) -> Path:
        """Where a frame of a batch lies, whether or not it does."""
        return self.folder / frame / batch_file_name(batch)

    def read(
        self, frame: str, batch: str, columns: Sequence[str] | None = None, first_rows: int | None = None
    ) -> pl.DataFrame | None:
        """A frame of a batch; None where it was never written or can't be read, which means: read the reports anew.

        `columns`: only these. `first_rows`: no more than these. A damaged file is removed, so that whoever looks for
        frames sees it missing.
        """
        path = self.path(frame, batch)
        try:
            return pl.read_parquet(path, columns=list(columns) if columns else None, n_rows=first_rows)
        except FileNotFoundError:
            return None
        except (pl.exceptions.PolarsError, OSError) as error:
            log.warning("frame %s is damaged and will be made anew: %s", path, error)
            if isinstance(error, pl.exceptions.PolarsError):  # not where the system could not open it just now
                with suppress(OSError):
                    path.unlink()
            return None

    def is_whole(self, frame: str, batch: str) -> bool:
        """Whether a frame of a batch is there with its end: a file that was torn off lacks the mark of Parquet.

        20 µs a file; reading the metadata instead takes ten times as long, for 3,300 files of 300 batches at each tick.
        """
        try:
            with self.path(frame, batch).open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - len(MARK)))
                return file.read() == MARK
        except FileNotFoundError:
            return False

    def write(self, frame: str, batch: str, rows: pl.DataFrame) -> None:
        """Replace a frame of a batch by way of a file beside it."""
        path = self.path(frame, batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{os.getpid()}.tmp")
        try:
            rows.write_parquet(beside, compression="zstd", compression_level=COMPRESSION_LEVEL)
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)  # on a full disk half a frame would hold the room that others need
            raise

    def remove(self, frame: str, batch: str) -> None:
        """Remove a frame of a batch if it is there."""
        self.path(frame, batch).unlink(missing_ok=True)

    def keep_only(self, batches: Iterable[str]) -> int:
        """Remove the frames of all other batches, and what a killed build left; returns the number of files."""
        kept = {batch_file_name(batch) for batch in batches}
        strays = [file for file in self.folder.glob("*/*") if file.is_file() and file.name not in kept]
        for file in strays:
            file.unlink(missing_ok=True)
        return len(strays)
