"""ZIP archives: which files lie in one, and the bytes of each, within limits that trust nothing the archive declares.

Belongs here: the directory of an archive, names of members and their charset, unpacking one member in memory, the
guards against bombs. Does not belong here: which endings may be reports (`assets/corpus/listing.py`), what a member
says (`read.py`), any file written: nothing is ever unpacked onto a disk.

What is refused whole raises `Unreadable`; what concerns one member is its `refusal`, and the others are read.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from pipelines.records import Unreadable
from pipelines.settings import Settings
from pipelines.text import intake

#: The directory is read in one piece; with entries of at least 46 bytes this is some 90,000 of them, 60 MB as objects.
DIRECTORY_LIMIT_BYTES = 4_000_000
PIECE_BYTES = 1 << 16
#: Below this size a member is unpacked whatever its ratio: a form of blanks is small and shrinks well.
RATIO_FLOOR_BYTES = 1_000_000
#: What every zip program can write. LZMA may ask for a dictionary of 4 GB, bzip2 unpacks 10 MB/s.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
#: What zipfile takes names for that are not marked as UTF-8; each byte is a character, so the bytes can be had back.
_UNMARKED = "cp437"
_DRIVE = re.compile(r"[A-Za-z]:")
#: A document whose parts lie in a zip, sent under the ending .zip.
_DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "META-INF/manifest.xml"})
#: What zipfile and zlib raise on bad archives: structure, checksums, unknown methods, names, sizes that cannot be.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(EOFError, IndexError, OverflowError, ValueError, OSError),
)

BAD_NAME = ("bad_name", "压缩包里这个文件的名称不是可读的文字：请解压改名后直接放入文件夹")
_REPACK = "解压后把其中的报告直接放入文件夹，或重新压缩为普通 zip"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its place in the directory, its name with `/`, and why it is refused, if it is."""

    position: int
    name: str
    refusal: tuple[str, str] | None = None


class _Bounded(io.RawIOBase):
    """A file that counts what is read of it, and reads no piece larger than a directory may be."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.bytes_read = 0

    def seekable(self) -> bool:
        """An archive is read from its end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; all that is left may only be asked for where that is little (a comment's room)."""
        if size > DIRECTORY_LIMIT_BYTES:
            raise Unreadable("archive_too_large", f"压缩包的目录有 {size:,} 字节，超过上限，未读取；请{_REPACK}")
        data = self._file.read(size if size >= 0 else DIRECTORY_LIMIT_BYTES)
        self.bytes_read += len(data)
        return data


class Archive:
    """An opened ZIP archive; use `opened`."""

    def __init__(self, file: BinaryIO, settings: Settings):
        self._settings = settings
        #: What was unpacked of all members so far, refused ones included.
        self.unpacked_bytes = 0
        self._bounded = _Bounded(file)
        self._zip = zipfile.ZipFile(self._bounded)  # type: ignore[arg-type]
        self._entries = self._zip.infolist()

    def is_document(self) -> bool:
        """Whether this is no archive of files but one document (docx, odt …) under a wrong ending."""
        return any(entry.filename in _DOCUMENT_PARTS for entry in self._entries)

    def members(self) -> tuple[Member, ...]:
        """Every file of the directory in its order, folders left out; raises Unreadable where there are too many."""
        limit = self._settings.archive_member_limit
        if len(self._entries) > limit:
            raise Unreadable(
                "archive_too_many",
                f"压缩包里有 {len(self._entries):,} 个文件，超过上限 {limit:,} 个，未读取；请拆成几个压缩包，"
                "或在设置中提高上限",
            )
        encoding = _names_encoding(self._entries)
        found = (_member(at, entry, encoding) for at, entry in enumerate(self._entries))
        return tuple(member for member in found if not member.name.endswith("/"))

    def read(self, position: int) -> bytes:
        """The bytes of a member, checked against their checksum; raises Unreadable."""
        try:
            return b"".join(self._unpacked(self._entries[position]))
        except BROKEN as error:
            raise _damaged("压缩包中的这个文件已损坏，解不开", error) from error

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Pieces of a member, until one limit is met; the sizes in the directory are never looked at."""
        unpacked, limit = 0, self._settings.file_limit_bytes
        read_before = self._bounded.bytes_read
        with self._zip.open(entry) as opened:
            while piece := opened.read(PIECE_BYTES):
                unpacked += len(piece)
                self.unpacked_bytes += len(piece)
                if unpacked > limit:
                    raise too_large(limit)
                packed = max(1, self._bounded.bytes_read - read_before)
                if unpacked > RATIO_FLOOR_BYTES and unpacked > packed * self._settings.archive_ratio_limit:
                    raise Unreadable(
                        "archive_bomb",
                        f"这个文件解压后是压缩时的 {unpacked // packed:,} 倍以上，像是压缩炸弹，未读取；"
                        "请确认来源，如确是报告请解压后放入",
                    )
                yield piece


def too_large(limit_bytes: int) -> Unreadable:
    """The refusal of a member that unpacks to more than a file may have."""
    return Unreadable(
        "too_large", f"解压后超过单个文件的上限 {limit_bytes:,} 字节，未读取；请拆分文件，或在设置中提高上限"
    )


@contextmanager
def opened(file: BinaryIO, settings: Settings) -> Iterator[Archive]:
    """An archive to list and read; raises Unreadable where it is none."""
    try:
        archive = Archive(file, settings)
    except BROKEN as error:
        raise _damaged("这不是完整的 zip 压缩包，打不开", error) from error
    yield archive


def _damaged(what: str, error: Exception) -> Unreadable:
    return Unreadable("bad_archive", f"{what}（{type(error).__name__}）；请重新取得该文件，或{_REPACK}")


def _raw_name(entry: zipfile.ZipInfo) -> str:
    """The whole name: zipfile cuts it at a NUL, behind which another name could hide."""
    return entry.orig_filename


def _names_encoding(entries: list[zipfile.ZipInfo]) -> str:
    """The charset of the names that are not marked as UTF-8: what reads as Chinese, all of them taken together.

    Chinese Windows writes GBK, macOS UTF-8, both without a mark.
    """
    raw = [_raw_name(entry).encode(_UNMARKED, "ignore") for entry in entries if not entry.flag_bits & _NAME_IS_UTF8]
    joined = b"\n".join(raw).replace(b"\0", b"")
    if joined.isascii():
        return _UNMARKED
    try:
        return intake.decode(joined, limit_bytes=DIRECTORY_LIMIT_BYTES).encoding
    except Unreadable:
        return _UNMARKED


def _member(position: int, entry: zipfile.ZipInfo, encoding: str) -> Member:
    name = _raw_name(entry)
    if not entry.flag_bits & _NAME_IS_UTF8:
        raw = name.encode(_UNMARKED, "replace")
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            return Member(position, raw.decode(encoding, "backslashreplace"), BAD_NAME)
    name = name.replace("\\", "/")
    return Member(position, name, _refusal(entry, name))


def _refusal(entry: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    """Why a member is not even unpacked."""
    parts = name.split("/")
    if ".." in parts or name.startswith("/") or _DRIVE.match(name):
        return "unsafe_name", "压缩包里这个文件的路径指向文件夹之外，未读取；请解压后把报告直接放入文件夹"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "links_out", "压缩包里的这一项是链接，不是文件，未读取；请放入它所指的文件本身"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted", "压缩包加了密码，读不出来；请用密码解压后放入"
    if entry.compress_type not in METHODS:
        return "unsupported_compression", f"压缩方法（编号 {entry.compress_type}）不受支持；请{_REPACK}"
    return None
