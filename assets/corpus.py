"""The corpus folder: which files are reports, which batch they belong to, and which of them changed.

Belongs here: listing a folder, hashing files that changed, the digest of a listing. Does not belong here: what a file
says (`pipelines/text/intake.py`), what manifest and roster say (`manifest.py`, `roster.py`).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets.errors import CorpusError
from pipelines.records import Reject

ROOT_BATCH = "."
REPORT_SUFFIX = ".txt"
MANIFEST_NAME = "manifest.csv"
# Files at the top of a corpus that describe reports and are none.
ROSTER_NAME = "roster.csv"
COMPANION_FILES = frozenset({MANIFEST_NAME, ROSTER_NAME})


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus that should be a report; `source` is its path below the corpus folder."""

    source: str
    batch: str
    path: Path
    size_bytes: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a corpus folder, in sorted order: reports to read, and files that are none, with the reason."""

    folder: Path
    files: tuple[CorpusFile, ...]
    rejects: tuple[Reject, ...]
    manifest: Path | None
    roster: Path | None = None

    @property
    def batches(self) -> tuple[str, ...]:
        """First-level folders that hold anything, and `.` for files directly in the corpus folder."""
        return tuple(sorted({entry.batch for entry in (*self.files, *self.rejects)}))

    def digest(self) -> str:
        """A hash that changes when a file is new, changed or gone; reads no file."""
        lines = [f"{f.source}\t{f.size_bytes}\t{f.mtime_ns}\t{f.ctime_ns}" for f in self.files]
        lines += [f"{reject.source}\t{reject.reason}" for reject in self.rejects]
        for companion in filter(None, (self.manifest, self.roster)):
            seen = companion.stat()
            lines.append(f"{companion.name}\t{seen.st_size}\t{seen.st_mtime_ns}\t{seen.st_ctime_ns}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def batch_of(source: str) -> str:
    """The batch of a path below the corpus folder.

    >>> batch_of("2023/east/a.txt"), batch_of("a.txt")
    ('2023', '.')
    """
    first, slash, _ = source.partition("/")
    return first if slash else ROOT_BATCH


def list_corpus(folder: Path, warehouse_file: Path | None = None) -> Listing:
    """List a corpus folder; raises CorpusError where it is missing or no folder.

    Hidden files are passed over, and so is `warehouse_file` with what is kept beside it, where that lies in the corpus.
    """
    if not folder.exists():
        raise CorpusError(f"找不到语料文件夹 {folder}：请检查路径")
    if not folder.is_dir():
        raise CorpusError(f"{folder} 不是文件夹：请给出存放报告的文件夹")
    files: list[CorpusFile] = []
    rejects: list[Reject] = []
    for path in _walk(folder, set(), warehouse_file):
        entry = _classify(path, path.relative_to(folder).as_posix())
        if isinstance(entry, CorpusFile):
            files.append(entry)
        elif entry is not None:
            rejects.append(entry)
    manifest, roster = folder / MANIFEST_NAME, folder / ROSTER_NAME
    return Listing(
        folder=folder,
        files=tuple(sorted(files, key=lambda file: file.source)),
        rejects=tuple(sorted(rejects, key=lambda reject: reject.source)),
        manifest=manifest if manifest.is_file() else None,
        roster=roster if roster.is_file() else None,
    )


def _walk(folder: Path, visited: set[tuple[int, int]], warehouse_file: Path | None) -> Iterator[Path]:
    """Every entry below `folder` that is no folder; linked folders are followed, each folder once."""
    try:
        seen = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(f"无法读取文件夹 {folder}（{error.strerror}）：请检查权限") from error
    if (seen.st_dev, seen.st_ino) in visited:
        return
    visited.add((seen.st_dev, seen.st_ino))
    ours = None
    if warehouse_file is not None and folder.resolve() == warehouse_file.parent.resolve():
        ours = f"{warehouse_file.name}."
    for entry in entries:
        if entry.name.startswith(".") or (ours is not None and f"{entry.name}.".startswith(ours)):
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), visited, warehouse_file)
        else:
            yield Path(entry.path)


def _classify(path: Path, source: str) -> CorpusFile | Reject | None:
    """A report to read, a reject with its reason, or None for a companion file at the top of the corpus."""
    readable_name = source.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    batch = batch_of(readable_name)
    if source in COMPANION_FILES:
        return None
    if readable_name != source:
        return Reject(readable_name, batch, "bad_name", "文件名不是有效的 UTF-8 文字：请改名后再放入")
    try:
        seen = path.stat()
    except FileNotFoundError:
        return Reject(source, batch, "dangling_link", "这是一个失效的链接，指向的文件不存在：请放入文件本身或删除链接")
    except OSError as error:
        return Reject(source, batch, "unreadable_file", f"无法打开文件（{error.strerror}）：请检查权限")
    if not stat.S_ISREG(seen.st_mode):
        return Reject(source, batch, "unsupported_format", "这不是普通文件：请放入 .txt 文本文件")
    if path.suffix.lower() != REPORT_SUFFIX:
        shown = path.suffix or "无扩展名"
        return Reject(source, batch, "unsupported_format", f"暂不支持 {shown} 文件：请另存为 .txt 文本后放入同一文件夹")
    return CorpusFile(source, batch, path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
