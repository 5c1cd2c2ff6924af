"""From a finished private file to the published one: whole, or not at all, and never in a reader's way.

Belongs here: the lock of the single builder, the guard against a vanished corpus, the replacement of the published
file. Does not belong here: what stands in the file (`warehouse/load.py`, `warehouse/sql`).

Nobody opens the published file for writing. A reader has either the old file (even after it was replaced: it lives on
as long as it is open) or the new one. Measured in November 2026: publishing 622 MB took 1.0 s.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import duckdb

from warehouse.arrow import read_only, scalar, writing
from warehouse.crashpoints import reached

# A corpus loses single reports when pages are taken down; a tenth at once is a broken disk, a wrong folder or a failed
# scrape.
LARGEST_LOSS = 0.1

# Whoever looks whether the lock is free holds it for a moment, far shorter than this.
LOOK_SECONDS = 0.1

_COPY_SUFFIX = ".publishing"

#: Corpus hash, code version and registry version: the same three make the same tables.
MadeOf = tuple[str, str, str]

#: Device, inode, size in bytes, time of change in nanoseconds.
FileState = tuple[int, int, int, int]


class BuilderBusy(Exception):
    """Another build of the same warehouse is at work; the message is for whoever started this one."""


class ShrinkRefused(Exception):
    """The new corpus is empty or lost too many reports to replace the published file unasked."""


class Unpublishable(Exception):
    """The private file does not read as a warehouse, so it was not published."""


class ForeignFile(Exception):
    """The target exists and is no warehouse of this project: it is not ours to replace."""


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """The last row of `builds` of a warehouse file, and how many reports it holds."""

    build_id: str
    built_at: datetime
    corpus_hash: str
    code_version: str
    registry_version: str
    reports: int

    @property
    def made_of(self) -> MadeOf:
        """What the build was made of."""
        return self.corpus_hash, self.code_version, self.registry_version


class BuildLock:
    """The lock of the only builder of a warehouse, held by the operating system: it dies with its process.

    Raises BuilderBusy at once if another process holds it; never waits for its end. Use as `with BuildLock(path):`.
    """

    def __init__(self, path: Path):
        self._path = path
        self._descriptor: int | None = None

    def __enter__(self) -> BuildLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not _taken(descriptor):
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "?"
            os.close(descriptor)
            raise BuilderBusy(
                f"另一个构建正在进行（进程 {holder}），请等它结束后再试 / "
                f"another build of this warehouse is running (process {holder})"
            )
        os.ftruncate(descriptor, 0)
        with suppress(OSError):  # on a full disk: the name of the holder is a courtesy, the lock is held without it
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _taken(descriptor: int) -> bool:
    """Take the lock; False if another process holds it, and still does after what a sensor's look at it takes."""
    for wait_seconds in (LOOK_SECONDS, 0.0):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            time.sleep(wait_seconds)
    return False


def published_build(target: Path) -> PublishedBuild | None:
    """What the published file says of itself; None where there is none, or none that reads as a warehouse of ours."""
    if not target.is_file():
        return None
    try:
        return _build_in(target.resolve(), state_of(target))
    except duckdb.Error:
        return None


def state_of(file: Path) -> FileState:
    """What tells one content of a file from another: it is written whole and replaced, or written to by a stranger."""
    seen = file.stat()
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns


@lru_cache(maxsize=8)
def _build_in(file: Path, state: FileState) -> PublishedBuild | None:
    """What a file says of itself, asked once for each `state` of the file: a build asks seven times, 0.04 s each.

    Raises duckdb.Error, which is not kept: a file that another process holds may be readable the next time.
    """
    with opened_published(file) as con:
        return newest_build(con)


@contextmanager
def opened_published(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a published or kept file, whatever lies beside it.

    Under another name DuckDB sees no `.wal` beside the file: a stale one would make it unreadable.
    """
    with tempfile.TemporaryDirectory(prefix="fazhi-") as folder:
        alias = Path(folder) / "published.duckdb"
        alias.symlink_to(target.resolve())
        with read_only(alias) as con:
            yield con


def newest_build(con: duckdb.DuckDBPyConnection) -> PublishedBuild | None:
    """The last build that an open warehouse file tells of."""
    builds = con.execute(
        "select build_id, built_at, corpus_hash, code_version, registry_version from builds"
        " order by built_at desc, build_id desc"
    ).fetchall()
    return PublishedBuild(*builds[0], reports=scalar(con, "select count(*) from reports")) if builds else None


def is_current(target: Path, corpus_hash: str, code_version: str, registry_version: str) -> bool:
    """Whether the published file was made of this very input, so that there is nothing to do."""
    build = published_build(target)
    return build is not None and build.made_of == (corpus_hash, code_version, registry_version)


def guard_shrink(previous_reports: int | None, new_reports: int, *, allow_shrink: bool = False) -> None:
    """Refuse an empty corpus, or one that lost more than a tenth of the published reports.

    `previous_reports`: of the published file (`published_build`), None where there is none. Raises ShrinkRefused with a
    one-line message.

    >>> guard_shrink(20, 18)
    >>> guard_shrink(20, 17)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    warehouse.publish.ShrinkRefused: ...
    """
    if allow_shrink:
        return
    if new_reports == 0:
        raise ShrinkRefused(
            "语料中没有一份报告，未发布；确要如此请运行 fazhi build --allow-shrink / "
            "no report in the corpus, nothing published"
        )
    if previous_reports is not None and new_reports < previous_reports * (1 - LARGEST_LOSS):
        raise ShrinkRefused(
            f"报告由 {previous_reports} 份减为 {new_reports} 份，减少超过一成，未发布；"
            "确要如此请运行 fazhi build --allow-shrink / "
            f"{previous_reports} reports became {new_reports}: not published without --allow-shrink"
        )


def clean_leftovers(target: Path) -> list[Path]:
    """Remove what a crashed build left beside `target`; call it under the lock. Returns what was removed.

    A `.wal` beside a published file is such a left-over too: nobody writes there, and it makes the file unreadable.
    Beside a stranger's file it is the stranger's data, and stays.
    """
    leftovers = sorted(path for path in target.parent.iterdir() if _is_copy_of(target, path))
    wal = target.with_name(target.name + ".wal")
    if wal.exists() and published_build(target) is not None:
        leftovers.append(wal)
    for path in leftovers:
        path.unlink(missing_ok=True)
    return leftovers


def _is_copy_of(target: Path, path: Path) -> bool:
    """Whether `path` is a copy that `publish` makes beside `target`, or DuckDB's log of it."""
    name = path.name.removesuffix(".wal")
    middle = name.removeprefix(f"{target.name}.").removesuffix(_COPY_SUFFIX)
    return name == f"{target.name}.{middle}{_COPY_SUFFIX}" and middle.isdecimal()


def checkpoint(private: Path) -> None:
    """Bring everything of the private file into the file itself, so that it can be copied without its log."""
    reached("before_checkpoint")
    with writing(private) as con:
        con.execute("force checkpoint")
    reached("after_checkpoint")


def publish(private: Path, target: Path, keep: Callable[[Path], object] | None = None) -> None:
    """Replace `target` by the content of the private file, atomically. Call it under the lock.

    `keep`: is given `target` before it is replaced (`warehouse/kept_files.py`). Raises Unpublishable if the copy does
    not open or holds no build, ForeignFile if the target is not ours; `target` is then left as it was.
    """
    require_ours(target)
    checkpoint(private)
    replace_by_copy(private, target, keep)


def replace_by_copy(source: Path, target: Path, keep: Callable[[Path], object] | None = None) -> None:
    """Replace `target` by a copy of `source`, a whole warehouse without a log; for what is raised see `publish`."""
    clean_leftovers(target)
    copy = target.with_name(f"{target.name}.{os.getpid()}{_COPY_SUFFIX}")
    reached("before_copy")
    try:
        shutil.copyfile(source, copy)
        reached("after_copy")
        _sanity_check(copy)
        reached("before_fsync")
        sync(copy)
        reached("after_fsync")
        if keep is not None and target.exists():
            keep(target)
        reached("before_replace")
        os.replace(copy, target)
    finally:
        copy.unlink(missing_ok=True)
    sync(target.parent)
    reached("after_replace")


def require_ours(target: Path) -> None:
    """Raise ForeignFile where `target` is something else than a warehouse of this project."""
    if target.exists() and published_build(target) is None:
        raise ForeignFile(
            f"{target} 已存在，但不是本程序发布的数据库，未覆盖；请移走它或换一个文件名 / "
            f"{target} is no warehouse of this tool and was left alone"
        )


def _sanity_check(copy: Path) -> None:
    try:
        with read_only(copy) as con:
            builds = scalar(con, "select count(*) from builds")
    except duckdb.Error as error:
        raise Unpublishable(f"the finished file cannot be read: {error}") from error
    if not builds:
        raise Unpublishable("the finished file does not say which build it is")


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
