"""Which files changed since they were hashed last, and the hash of a whole corpus.

Belongs here: the table of file states of a batch (`files` frame) and what follows from it. Does not belong here:
listing a folder (`listing.py`), reading a report.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from assets.corpus.listing import CorpusFile
from assets.stages.store import FrameStore
from pipelines.records import Reject, Unreadable
from pipelines.settings import DEFAULTS, Settings
from warehouse.frames import UNREADABLE_FILE
from warehouse.source_bytes import member_hashes, sha256_of

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


State = tuple[object, ...]
Trusted = Mapping[tuple[str, int, int, int], tuple[int, str]]


def file_states(
    files: Sequence[CorpusFile],
    rejects: Sequence[Reject],
    known: pl.DataFrame | None,
    settings: Settings = DEFAULTS,
) -> pl.DataFrame:
    """One row a file of a batch, in the shape of FILES_SCHEMA; a file is hashed unless its known state still holds.

    `rejects` are files that the listing refused: they have a reason and no hash. A file that can't be opened, and a
    member of an archive that can't be unpacked within the limits, join them.
    """
    trusted = _trusted(known)
    rows = [_state(file, trusted) for file in files if file.member is None]
    archived: dict[Path, list[CorpusFile]] = defaultdict(list)
    for file in files:
        if file.member is not None:
            archived[file.path].append(file)
    for path, members in archived.items():
        rows += _member_states(path, members, trusted, settings)
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


def _state(file: CorpusFile, trusted: Trusted) -> State:
    state = _seen(file)
    if found := trusted.get(state):
        return (*state, *found, None, None)
    hashed_at_ns = time.time_ns()
    try:
        return (*state, hashed_at_ns, sha256_of(file.path), None, None)
    except OSError as error:
        return _refused(file, *_unopened(error))


def _member_states(path: Path, members: Sequence[CorpusFile], trusted: Trusted, settings: Settings) -> Iterator[State]:
    """States of the members of one archive: all are trusted or all are unpacked again, since their sum has a limit."""
    states = {file.member: _seen(file) for file in members}
    if all(state in trusted for state in states.values()):
        yield from ((*state, *trusted[state], None, None) for state in states.values())
        return
    left = {file.member: file for file in sorted(members, key=lambda file: file.member or 0)}
    hashed_at_ns = time.time_ns()
    try:
        for member, told in member_hashes(path, [member for member in left if member is not None], settings):
            file = left.pop(member)
            if isinstance(told, Unreadable):
                yield _refused(file, told.reason, told.message)
            else:
                yield (*states[member], hashed_at_ns, told, None, None)
    except (OSError, Unreadable) as error:
        refusal = (error.reason, error.message) if isinstance(error, Unreadable) else _unopened(error)
        yield from (_refused(file, *refusal) for file in list(left.values()))


def _seen(file: CorpusFile) -> tuple[str, int, int, int]:
    return file.source, file.size_bytes, file.mtime_ns, file.ctime_ns


def _refused(file: CorpusFile, reason: str, message: str) -> State:
    return (*_seen(file), None, None, reason, message)


def _unopened(error: OSError) -> tuple[str, str]:
    return UNREADABLE_FILE, f"无法打开文件（{error.strerror or error}）：请检查权限"


def corpus_hash(states: Iterable[pl.DataFrame], *companion_hashes: str) -> str:
    """A hash over every file's path with its content or the reason it was refused, and over what lies beside them."""
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
