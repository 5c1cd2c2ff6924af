"""Parts of a zip package (DOCX, ODT) and the XML in them, read under limits.

Belongs here: opening the package, reading a part up to a limit, parsing XML that can neither grow nor reach outside.
Does not belong here: what a part means (`docx.py`, `odt.py`), archives of several reports (`archives.py`).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from pipelines.records import Unreadable
from pipelines.settings import Settings

ZIP_MARK = b"PK\x03\x04"
DAMAGED = "文件已损坏，读不出完整内容（{}）；请重新下载，或用 Word、WPS 打开后另存一份再放入"
ENCRYPTED = "文件有打开密码，未读取；请去掉密码后另存一份再放入"

#: What `zipfile` raises on bytes that are no sound package: its own error; zlib's on a bad stream; EOFError where data
#: end early; NotImplementedError for methods and versions; ValueError, OSError, OverflowError from offsets that point
#: outside; struct.error from cut-off extra fields; RuntimeError for a part that is encrypted.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    OverflowError,
    struct.error,
    RuntimeError,
)
_ENCRYPTED_FLAG = 0x1
#: Others decompress without a bound on what one read gives (a block of bzip2 of 45 bytes holds 900 kB), and neither
#: Word nor LibreOffice writes them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK_BYTES = 1 << 16


class Package:
    """A zip package whose parts are read one by one, all together up to `settings.unpacked_limit_bytes`."""

    def __init__(self, data: bytes, settings: Settings) -> None:
        self._limit = settings.unpacked_limit_bytes
        self._left = self._limit
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {_name(info.filename): info for info in self._archive.infolist()}
        except ZIP_ERRORS as error:
            raise Unreadable("damaged", DAMAGED.format("压缩结构不完整")) from error

    def names(self) -> Iterator[str]:
        """The names of all parts, in lower case, with forward slashes."""
        return iter(self._parts)

    def __contains__(self, name: str) -> bool:
        return _name(name) in self._parts

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. What the directory says of its size is not believed."""
        info = self._parts.get(_name(name))
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Unreadable("encrypted", ENCRYPTED)
        if info.compress_type not in _METHODS:
            raise Unreadable("damaged", DAMAGED.format("压缩方法不是文档所用的"))
        try:
            with self._archive.open(info) as part:
                return self._bounded(part)
        except ZIP_ERRORS as error:
            raise Unreadable("damaged", DAMAGED.format("部件解不开")) from error

    def _bounded(self, part: io.BufferedIOBase | zipfile.ZipExtFile) -> bytes:
        chunks: list[bytes] = []
        while chunk := part.read(_CHUNK_BYTES):
            self._left -= len(chunk)
            if self._left < 0:
                raise Unreadable(
                    "too_large",
                    f"文件解压后超过上限 {self._limit:,} 字节，未读取；请检查是否放错了文件，或在设置中提高上限",
                )
            chunks.append(chunk)
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, None where there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)


def _name(name: str) -> str:
    """Names differ in case and slashes between writers; OPC compares them without regard to case."""
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document. No entity is expanded, nothing is fetched, depth and text sizes are libxml2's small
    limits (256 levels, 10 MB a text). A document type declaration has no business in an office file and is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    # ValueError: an encoding declaration that lxml does not know.
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable("damaged", DAMAGED.format("XML 读不通")) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "unsafe_xml", "文件的 XML 带有实体声明（DTD），可能有害，未读取；请用 Word、WPS 另存一份再放入"
        )
    return root
