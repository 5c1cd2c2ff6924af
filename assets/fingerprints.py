"""Which files changed since they were hashed last, and the hash of a whole corpus.

Belongs here: the table of file states of a batch (`files` frame) and what follows from it. Does not belong here:
listing a folder (`corpus.py`), reading a report.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from assets.corpus import CorpusFile
from assets.store import FrameStore
from pipelines.records import Reject
from warehouse.frames import UNREADABLE_FILE

FILES_FRAME = "files"
FILES_SCHEMA = pl.Schema(
    {
        "source": pl.String,
        "size_bytes": pl.Int64,
        "mtime_ns": pl.Int64,
        "ctime_ns": pl.Int64,
        "hashed_at_ns": pl.Int64,
        "sha256": pl.String,
        "reason": pl.String,
        "message": pl.String,
    }
)
# A file may change within one tick of its file system's clock and keep its times, so a state is trusted only when the
# file was older than this as it was hashed. FAT has the coarsest clock that is still met with: two seconds.
SETTLED_AFTER_NS = 2_000_000_000
READ_BYTES = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces so that a huge one does not fill the memory."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def file_states(files: Sequence[CorpusFile], rejects: Sequence[Reject], known: pl.DataFrame | None) -> pl.DataFrame:
    """One row a file of a batch, in the shape of FILES_SCHEMA; a file is hashed unless its known state still holds.

    `rejects` are files that the listing refused: they have a reason and no hash. A file that can't be opened joins
    them.
    """
    trusted = _trusted(known)
    rows = [_state(file, trusted) for file in files]
    rows += [(r.source, None, None, None, None, None, r.reason, r.message) for r in rejects]
    return pl.DataFrame(rows, schema=FILES_SCHEMA, orient="row").sort("source")


def _trusted(known: pl.DataFrame | None) -> dict[tuple[str, int, int, int], tuple[int, str]]:
    """Hash and time of hashing by source, size and times, of files that had settled when they were hashed."""
    if known is None or known.schema != FILES_SCHEMA:
        return {}
    settled = known.filter(
        pl.col("sha256").is_not_null(),
        pl.max_horizontal("mtime_ns", "ctime_ns") + SETTLED_AFTER_NS < pl.col("hashed_at_ns"),
    )
    return {(row[0], row[1], row[2], row[3]): (row[4], row[5]) for row in settled.iter_rows()}


def _state(file: CorpusFile, trusted: dict[tuple[str, int, int, int], tuple[int, str]]) -> tuple[object, ...]:
    state = (file.source, file.size_bytes, file.mtime_ns, file.ctime_ns)
    if found := trusted.get(state):
        return (*state, *found, None, None)
    hashed_at_ns = time.time_ns()
    try:
        return (*state, hashed_at_ns, sha256_of(file.path), None, None)
    except OSError as error:
        return (*state, None, None, UNREADABLE_FILE, f"无法打开文件（{error.strerror}）：请检查权限")


def corpus_hash(states: Iterable[pl.DataFrame], *companion_hashes: str) -> str:
    """A hash over every file's path with its content or the reason it was refused, and over manifest and roster."""
    digest = hashlib.sha256("\t".join(companion_hashes).encode())
    lines = sorted(
        f"{source}\t{sha256 or reason}"
        for frame in states
        for source, sha256, reason in frame.select("source", "sha256", "reason").iter_rows()
    )
    digest.update("\n".join(lines).encode())
    return digest.hexdigest()[:32]


def known_states(store: FrameStore, batch: str) -> pl.DataFrame | None:
    """The states that the last build kept of a batch."""
    return store.read(FILES_FRAME, batch)


def rejects_of(states: pl.DataFrame, batch: str) -> dict[str, Reject]:
    """Files of a batch that were refused before anything of them was read, by source."""
    refused = states.filter(pl.col("reason").is_not_null()).select("source", "reason", "message")
    return {source: Reject(source, batch, reason, message) for source, reason, message in refused.iter_rows()}


def as_read(states: pl.DataFrame, raw: pl.DataFrame | None, rejects: pl.DataFrame | None) -> pl.DataFrame:
    """States corrected by what the readers found, for a file that changed or went between hashing and reading.

    `raw` and `rejects` are frames of the stage raw_reports. A corrected state is never trusted by the next build.
    """
    if raw is None or rejects is None:
        return states
    gone = rejects.filter(pl.col("reason") == UNREADABLE_FILE).select("source", gone=pl.lit(True))
    seen = raw.select("source", read_sha256="sha256")
    joined = states.join(seen, on="source", how="left").join(gone, on="source", how="left")
    is_gone = pl.col("gone").fill_null(False)
    is_other = pl.col("read_sha256").ne(pl.col("sha256")).fill_null(False)
    return joined.with_columns(
        sha256=pl.when(is_gone).then(None).when(is_other).then("read_sha256").otherwise("sha256"),
        reason=pl.when(is_gone).then(pl.lit(UNREADABLE_FILE)).otherwise("reason"),
        hashed_at_ns=pl.when(is_gone | is_other).then(None).otherwise("hashed_at_ns"),
    ).select(FILES_SCHEMA.names())
