"""The corpus folder: which files and members of archives may be reports, and which batch they belong to.

Belongs here: listing a folder, naming what lies in it, the digest of a listing. Does not belong here: the walk
(`walking.py`), what endings mean (`endings.py`), what a file says (`pipelines/formats`), what the files beside
the reports say (`manifest.py`, `roster.py`, `quality_file.py`).
"""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assets.corpus.endings import ARCHIVE_ENDING, OTHER_ARCHIVES, ending_of, is_left_behind, refusal_by_ending
from assets.corpus.walking import Found, walk
from assets.errors import CorpusError
from pipelines.formats import archives
from pipelines.records import Reject, Unreadable
from pipelines.settings import DEFAULTS, Settings
from warehouse.source_bytes import open_regular

ROOT_BATCH = "."
MANIFEST_NAME = "manifest.csv"
# Files at the top of a corpus that describe reports and are none.
ROSTER_NAME = "roster.csv"
QUALITY_NAME = "quality.yaml"
COMPANION_FILES = frozenset({MANIFEST_NAME, ROSTER_NAME, QUALITY_NAME})

# Linux allows 4,096 bytes a path; a member of an archive may claim 65,535.
MAX_NAME_CHARACTERS = 1_000
# Unicode categories of what would break a line of a table or a terminal; among the invisible, those that turn the
# reading direction, so that a name shows as another. Zero-width spaces break nothing and come with copied titles.
BREAKING_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
TURNING_CHARACTERS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BAD_NAME = ("bad_name", "文件或文件夹名里有换行、控制字符或不是 UTF-8 的文字：请改名后再放入")
# Dagster takes no three dots in a partition's name, since they mean a range.
NOT_IN_BATCH, IN_ITS_PLACE = "...", "…"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus that may be a report; `source` is its path below the corpus folder.

    A member of an archive is at `member` of the archive at `path`; size and times are those of the file on the disk.
    """

    source: str
    batch: str
    path: Path
    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    member: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a corpus folder, in sorted order: reports to read, and files that are none, with the reason."""

    folder: Path
    files: tuple[CorpusFile, ...]
    rejects: tuple[Reject, ...]
    manifest: Path | None
    roster: Path | None = None
    quality: Path | None = None

    @property
    def batches(self) -> tuple[str, ...]:
        """First-level folders that hold anything, and `.` for files directly in the corpus folder."""
        return tuple(sorted({entry.batch for entry in (*self.files, *self.rejects)}))

    @property
    def sources(self) -> frozenset[str]:
        """Every file that may be spoken of, refused ones included."""
        return frozenset(entry.source for entry in (*self.files, *self.rejects))

    def by_batch(self) -> dict[str, tuple[list[CorpusFile], list[Reject]]]:
        """Files and refused files of each batch, in one pass: 300 batches of 30,000 files make nine million pairs."""
        parted: dict[str, tuple[list[CorpusFile], list[Reject]]] = {batch: ([], []) for batch in self.batches}
        for file in self.files:
            parted[file.batch][0].append(file)
        for reject in self.rejects:
            parted[reject.batch][1].append(reject)
        return parted

    def digest(self) -> str:
        """A hash that changes when a file is new, changed or gone; reads no file."""
        lines = [f"{f.source}\t{f.size_bytes}\t{f.mtime_ns}\t{f.ctime_ns}" for f in self.files]
        lines += [f"{reject.source}\t{reject.reason}" for reject in self.rejects]
        for companion in filter(None, (self.manifest, self.roster, self.quality)):
            seen = companion.stat()
            lines.append(f"{companion.name}\t{seen.st_size}\t{seen.st_mtime_ns}\t{seen.st_ctime_ns}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def batch_of(source: str) -> str:
    """The batch of a path below the corpus folder.

    >>> batch_of("2023/east/a.txt"), batch_of("a.txt")
    ('2023', '.')
    """
    first, slash, _ = source.partition("/")
    return first.replace(NOT_IN_BATCH, IN_ITS_PLACE) if slash else ROOT_BATCH


def list_corpus(folder: Path, warehouse_file: Path | None = None, settings: Settings = DEFAULTS) -> Listing:
    """List a corpus folder with the members of its archives; raises CorpusError where it is missing or no folder.

    Hidden files are passed over, and so is `warehouse_file` with what is kept beside it, where that lies in the corpus.
    """
    if not folder.exists():
        raise CorpusError(f"找不到语料文件夹 {folder}：请检查路径")
    if not folder.is_dir():
        raise CorpusError(f"{folder} 不是文件夹：请给出存放报告的文件夹")
    files: list[CorpusFile] = []
    rejects: list[Reject] = []
    taken: set[str] = set()
    for found in walk(folder, warehouse_file):
        if found.source in COMPANION_FILES:
            continue
        for entry in _entries(found, settings):
            single = _single(entry, taken)
            taken.add(single.source)
            (files if isinstance(single, CorpusFile) else rejects).append(single)  # type: ignore[arg-type]
    manifest, roster, quality = (folder / name for name in (MANIFEST_NAME, ROSTER_NAME, QUALITY_NAME))
    return Listing(
        folder=folder,
        files=tuple(sorted(files, key=lambda file: file.source)),
        rejects=tuple(sorted(rejects, key=lambda reject: reject.source)),
        manifest=manifest if manifest.is_file() else None,
        roster=roster if roster.is_file() else None,
        quality=quality if quality.is_file() else None,
    )


def shown_name(name: str) -> tuple[str, bool]:
    """A name as it may stand in a table, and whether it had to be changed for that: then the file is refused.

    >>> shown_name('2023/"引号"，逗号.txt'), shown_name("a\\nb.txt"), shown_name("\\udcd5.txt")
    (('2023/"引号"，逗号.txt', False), ('a\\\\nb.txt', True), ('\\\\xd5.txt', True))
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    shown = "".join(_escaped(character) for character in text[:MAX_NAME_CHARACTERS])
    return shown, shown != name


def _escaped(character: str) -> str:
    breaks = unicodedata.category(character) in BREAKING_CATEGORIES or character in TURNING_CHARACTERS
    return character.encode("unicode_escape").decode("ascii") if breaks else character


def _single(entry: CorpusFile | Reject, taken: set[str]) -> CorpusFile | Reject:
    """The entry, or a reject in its stead where another bears its name: an archive may hold a name twice."""
    if entry.source not in taken:
        return entry
    number = next(number for number in range(2, len(taken) + 3) if f"{entry.source}#{number}" not in taken)
    message = "压缩包里有同名的文件，只读取了其中第一个：请解压改名后直接放入文件夹"
    return Reject(f"{entry.source}#{number}", entry.batch, "duplicate_name", message)


def _entries(found: Found, settings: Settings) -> Iterator[CorpusFile | Reject]:
    """A file as a report to read or a reject; an archive as its members."""
    source, is_changed = shown_name(found.source)
    batch = batch_of(source)
    refusal = BAD_NAME if is_changed else found.refusal
    if refusal is not None:
        yield Reject(source, batch, *refusal)
        return
    try:
        seen = found.path.stat()
    except OSError as error:
        yield Reject(source, batch, "unreadable_file", f"无法打开文件（{error.strerror}）：请检查权限")
        return
    file = CorpusFile(source, batch, found.path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    refusal = refusal_unread(file, seen.st_mode, settings)
    if refusal is not None:
        yield Reject(source, batch, *refusal)
    elif ending_of(source) == ARCHIVE_ENDING:
        yield from _archived(file, settings)
    else:
        yield file


def refusal_unread(file: CorpusFile, mode: int, settings: Settings) -> tuple[str, str] | None:
    """Why a file is refused before a byte of it is read, as reason and message; None where it may be a report."""
    if not stat.S_ISREG(mode):
        return "unsupported_format", "这不是普通文件（是管道、设备或套接字）：请放入报告文件本身"
    ending = ending_of(file.source)
    is_archive = ending == ARCHIVE_ENDING
    message = None if is_archive else refusal_by_ending(ending)
    if message is not None:
        return "unsupported_format", message
    limit_bytes = settings.archive_limit_bytes if is_archive else settings.file_limit_bytes
    if file.size_bytes <= limit_bytes:
        return None
    return "too_large", (
        f"文件有 {file.size_bytes:,} 字节，超过上限 {limit_bytes:,} 字节，未读取；请拆分文件，或在设置中提高上限"
    )


def _archived(archive: CorpusFile, settings: Settings) -> Iterator[CorpusFile | Reject]:
    """The members of an archive, or the one reject that it is as a whole."""
    try:
        with open_regular(archive.path) as file, archives.opened(file, settings) as opened:
            if opened.is_document():
                yield archive
                return
            members = opened.members()
    except Unreadable as refusal:
        yield Reject(archive.source, archive.batch, refusal.reason, refusal.message)
        return
    except OSError as error:
        message = f"无法打开文件（{error.strerror or error}）：请检查权限"
        yield Reject(archive.source, archive.batch, "unreadable_file", message)
        return
    if not members:
        yield Reject(archive.source, archive.batch, "empty", "压缩包里没有文件：请重新取得该文件")
    for member in members:
        if not any(is_left_behind(part) for part in member.name.split("/") if part not in ("..", ".")):
            yield _of_member(archive, member)


def _of_member(archive: CorpusFile, member: archives.Member) -> CorpusFile | Reject:
    name, is_changed = shown_name(member.name)
    source = f"{archive.source}/{name}"
    refusal = BAD_NAME if is_changed else member.refusal or _refusal_in_archive(name)
    if refusal is not None:
        return Reject(source, archive.batch, *refusal)
    return replace(archive, source=source, member=member.position)


def _refusal_in_archive(name: str) -> tuple[str, str] | None:
    ending = ending_of(name)
    if ending == ARCHIVE_ENDING or ending in OTHER_ARCHIVES.endings:
        return "nested_archive", "这是压缩包里的压缩包，没有打开：请先解压外层，再放入文件夹"
    message = refusal_by_ending(ending)
    return ("unsupported_format", message) if message is not None else None
