"""What a zip package or a compound file (OLE2) is: Word, Excel, OpenDocument, or something else.

Belongs here: telling kinds apart by names of parts and streams, for whole and for broken files. Does not belong here:
reading any part (`packages.py`, `docx.py`, `odt.py`, `doc.py`).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile

import olefile

from pipelines.formats.packages import ZIP_ERRORS, ZIP_MARK

COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: olefile raises OleFileError (an OSError) for what it finds; the others escape it where sector numbers and sizes are
#: nonsense.
OLE_ERRORS = (OSError, IndexError, ValueError, TypeError, AttributeError, OverflowError, MemoryError, struct.error)
_FOLDER_KINDS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_MIME_TYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z]+)")
_MIME_KINDS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
#: Names of the first parts: they tell what a broken package was. Word writes eight parts before its text.
_FIRST_BYTES = 8192
_FIRST_NAMES = re.compile(rb"PK\x03\x04.{26}([\x20-\x7e]{4,60})", re.DOTALL)
_STREAM_KINDS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("EncryptedPackage", "encrypted"),
)


def package_kind(data: bytes) -> str:
    """`docx`, `xlsx`, `pptx`, `odt`, `ods`, `odp`, or '' for another zip and for what is no zip."""
    if not data.startswith(ZIP_MARK):
        return ""
    if mime := _MIME_TYPE.search(data[: 30 + 100]):
        return _MIME_KINDS.get(mime[1], "")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if mime := _packed_mime_type(archive):
                return mime
    except ZIP_ERRORS:
        names = [match[1].decode("ascii") for match in _FIRST_NAMES.finditer(data[:_FIRST_BYTES])]
    if not any(name.lower().startswith(("[content_types].xml", "_rels/.rels")) for name in names):
        return ""
    folders = (name.replace("\\", "/").lstrip("/").lower().partition("/")[0] for name in names)
    # a package that says it is an office file and holds none is broken: most likely it was to be read
    return next((_FOLDER_KINDS[folder] for folder in folders if folder in _FOLDER_KINDS), "docx")


def _packed_mime_type(archive: zipfile.ZipFile) -> str:
    """The kind of an OpenDocument packed anew by a common zip program: its type is not first, or compressed."""
    if not {"mimetype", "content.xml"} <= set(archive.namelist()):
        return ""
    with archive.open("mimetype") as part:
        mime = _MIME_TYPE.fullmatch(b"mimetype" + part.read(100).strip())
    return _MIME_KINDS.get(mime[1], "") if mime else ""


def compound_kind(data: bytes) -> str:
    """`doc`, `xls`, `ppt`, `encrypted`, `broken`, `other` for a compound file, '' for what is none."""
    if not data.startswith(COMPOUND_MARK):
        return ""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            return next((kind for stream, kind in _STREAM_KINDS if compound.exists(stream)), "other")
    except OLE_ERRORS:
        return "broken"
