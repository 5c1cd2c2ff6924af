"""`manifest.csv` of a corpus: what its owner knows about the files, which wins over what their text suggests.

Belongs here: reading that one file into `ManifestRow` records, with errors that name the line. Does not belong here:
what is made of a row (`pipelines/identity/identify.py`).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assets.errors import CorpusError
from pipelines.records import ManifestRow

# Excel saves CSV as UTF-8 with a byte order mark, or in the Chinese code page, as the clerk's menu has it.
ENCODINGS = ("utf-8-sig", "gb18030")
TEXT_COLUMNS = ("place", "level", "county", "city", "province", "division_code", "url")
KNOWN_COLUMNS = frozenset({"source", "year", "published_on", *TEXT_COLUMNS})


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of a manifest by source, and a hash of its bytes; empty both where a corpus has none."""

    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    digest: str = ""


def read_manifest(path: Path | None) -> Manifest:
    """Read a manifest; raises CorpusError naming the line that can't be read."""
    if path is None:
        return Manifest()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"无法打开 {path}（{error.strerror}）：请检查权限") from error
    return Manifest(_rows(path, _decoded(path, data)), hashlib.sha256(data).hexdigest())


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CorpusError(f"{path} 的编码无法识别：请在 Excel 中另存为“CSV UTF-8”")


def _rows(path: Path, text: str) -> dict[str, ManifestRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [(name or "").strip() for name in reader.fieldnames or ()]
    if "source" not in columns:
        raise CorpusError(f"{path} 缺少 source 列（报告相对语料文件夹的路径）：请在首行写明各列名称")
    reader.fieldnames = columns
    rows: dict[str, ManifestRow] = {}
    for record in reader:
        # Cells beyond the last column come as a list under None; a line that is too short gives None.
        cells = {name: (cell or "").strip() for name, cell in record.items() if name is not None}
        row = _row(path, reader.line_num, cells)
        if row is None:
            continue
        if row.source in rows:
            raise CorpusError(f"{path} 第{reader.line_num}行：{row.source} 重复出现，请只保留一行")
        rows[row.source] = row
    return rows


def _row(path: Path, line: int, cells: Mapping[str, str]) -> ManifestRow | None:
    """One line as a record; None for an empty line."""
    if not any(cells.values()):
        return None
    source = cells.get("source", "").replace("\\", "/").removeprefix("./")
    if not source:
        raise CorpusError(f"{path} 第{line}行：source 为空，请写明是哪个文件")
    return ManifestRow(
        source=source,
        year=_year(path, line, cells.get("year", "")),
        published_on=_day(path, line, cells.get("published_on", "")),
        extra={name: value for name, value in cells.items() if name not in KNOWN_COLUMNS and value},
        **{name: cells.get(name) or None for name in TEXT_COLUMNS},
    )


def _year(path: Path, line: int, cell: str) -> int | None:
    digits = cell.removesuffix("年")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise CorpusError(f"{path} 第{line}行：year “{cell}” 不是四位数的年份，例如 2024")
    return int(digits)


def _day(path: Path, line: int, cell: str) -> date | None:
    if not cell:
        return None
    parts = cell.replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise CorpusError(f"{path} 第{line}行：published_on “{cell}” 不是日期，例如 2025-01-20") from None
