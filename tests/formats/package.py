"""Zip packages whose bytes depend on their content alone: the same call gives the same file on any day.

Belongs here: writing zip containers (DOCX, archives). Does not belong here: what is in them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

MADE_ON = (2024, 1, 18, 9, 30, 0)
UTF8_NAMES = 0x800  # general purpose bit 11


class GbkName(zipfile.ZipInfo):
    """An entry whose name is written as GBK bytes without the flag of UTF-8, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  zipfile's own name
        return self.filename.encode("gbk"), self.flag_bits & ~UTF8_NAMES


def packed(members: Iterable[tuple[str, bytes]], *, gbk_names: bool = False) -> bytes:
    """A zip of these members, in this order."""
    kind = GbkName if gbk_names else zipfile.ZipInfo
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members:
            entry = kind(name, MADE_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return buffer.getvalue()


def repacked(data: bytes, dated: tuple[bytes, bytes] | None = None) -> bytes:
    """The same zip with fixed times, for libraries that write the present one; `dated`: pattern and time in its XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return packed((name, re.sub(*dated, body) if dated else body) for name, body in members)
