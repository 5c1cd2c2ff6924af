"""The bytes of a file of the corpus, or of a member of an archive: read within limits, from regular files only.

Belongs here: opening what may have changed since it was listed. Does not belong here: listing
(`assets/corpus/listing.py`), what the bytes say (`pipelines/formats`).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.formats import archives
from pipelines.records import Unreadable
from pipelines.settings import Settings

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus: `data`, or `path` to read it from. `input_key` is kept with whatever is made of it.

    `member`: its place in the directory of the ZIP archive at `path`.
    """

    source: str
    batch: str
    data: bytes | None = None
    path: Path | None = None
    input_key: str = ""
    member: int | None = None


class ChangedWhileRead(OSError):
    """A file that somebody writes to: what was read may be half of the one and half of the other."""


def open_regular(path: Path) -> BinaryIO:
    """A regular file for reading; raises OSError for anything else, without waiting for a pipe or following a link."""
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(f"{path.name} 不是普通文件")
    return open(opened, "rb")


@contextmanager
def _unchanged(path: Path) -> Iterator[BinaryIO]:
    """A regular file for reading whole; raises ChangedWhileRead at the end where it was written to meanwhile."""
    with open_regular(path) as file:
        before = os.fstat(file.fileno())
        yield file
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise ChangedWhileRead("读取时正被改写，请等写完后再生成一次")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces so that a huge one does not fill the memory."""
    digest = hashlib.sha256()
    with _unchanged(path) as opened:
        # One that grows without end is refused, and has no hash: reading to its end would never be over.
        left = os.fstat(opened.fileno()).st_size
        while left > 0 and (piece := opened.read(min(PIECE_BYTES, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def member_hashes(path: Path, members: Iterable[int], settings: Settings) -> Iterator[tuple[int, str | Unreadable]]:
    """The SHA-256 of members of an archive in turn, or why one is refused: here their sum is held to its limit.

    Raises OSError where the archive can't be opened, Unreadable where it is none.
    """
    with open_regular(path) as file, archives.opened(file, settings) as archive:
        for member in members:
            if archive.unpacked_bytes >= settings.archive_total_limit_bytes:
                yield member, _too_much(settings)
                continue
            try:
                data = archive.read(member)
            except Unreadable as refusal:
                yield member, refusal
                continue
            is_too_much = archive.unpacked_bytes > settings.archive_total_limit_bytes
            yield member, _too_much(settings) if is_too_much else hashlib.sha256(data).hexdigest()


def _too_much(settings: Settings) -> Unreadable:
    return Unreadable(
        "archive_too_large",
        f"压缩包里的报告解压后合计超过上限 {settings.archive_total_limit_bytes:,} 字节，从这个文件起没有读取；"
        "请拆成几个压缩包，或在设置中提高上限",
    )


class SourceBytes:
    """Reads one file after another; an archive stays open as long as the next file lies in it too.

    Opening reads the whole directory: once for each of 20,000 members would take minutes.
    """

    def __init__(self, settings: Settings):
        self._settings = settings
        self._path: Path | None = None
        self._archive: archives.Archive | None = None
        self._open = ExitStack()

    def __enter__(self) -> SourceBytes:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def read(self, file: SourceFile) -> bytes:
        """The bytes of a file, at most one more than the limit; raises OSError or Unreadable."""
        if file.data is not None:
            return file.data
        if file.path is None:
            raise ValueError("a SourceFile needs data or a path")
        if file.member is not None:
            return self._archive_at(file.path).read(file.member)
        with _unchanged(file.path) as opened:
            return opened.read(self._settings.file_limit_bytes + 1)

    def _archive_at(self, path: Path) -> archives.Archive:
        if self._archive is None or self._path != path:
            self._open.close()
            self._path, self._archive = None, None
            with ExitStack() as opening:
                file = opening.enter_context(open_regular(path))
                self._archive = opening.enter_context(archives.opened(file, self._settings))
                self._path = path
                self._open = opening.pop_all()
        return self._archive
