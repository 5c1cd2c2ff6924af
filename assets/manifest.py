"""`manifest.csv` of a corpus: what its owner knows about the files, which wins over what their text suggests.

Belongs here: reading that one file into `ManifestRow` records, with errors that name the line. Does not belong here:
what is made of a row (`pipelines/identity/identify.py`), encodings and lines (`clerk_csv.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assets.clerk_csv import ClerkFile, code_in, open_clerk_file, year_in
from assets.errors import CorpusError
from pipelines.records import ManifestRow

TEXT_COLUMNS = ("place", "level", "county", "city", "province", "url")
KNOWN_COLUMNS = frozenset({"source", "year", "published_on", "division_code", *TEXT_COLUMNS})


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of a manifest by source, and a hash of its bytes; empty both where a corpus has none."""

    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    digest: str = ""


def read_manifest(path: Path | None) -> Manifest:
    """Read a manifest; raises CorpusError naming the line that can't be read."""
    if path is None:
        return Manifest()
    opened = open_clerk_file(path)
    return Manifest(_rows(opened), opened.digest)


def _rows(opened: ClerkFile) -> dict[str, ManifestRow]:
    path = opened.path
    if "source" not in opened.columns:
        raise CorpusError(f"{path} 缺少 source 列（报告相对语料文件夹的路径）：请在首行写明各列名称")
    rows: dict[str, ManifestRow] = {}
    for line, cells in opened.lines():
        row = _row(path, line, cells)
        if row.source in rows:
            raise CorpusError(f"{path} 第{line}行：{row.source} 重复出现，请只保留一行")
        rows[row.source] = row
    return rows


def _row(path: Path, line: int, cells: Mapping[str, str]) -> ManifestRow:
    """One line as a record."""
    source = cells.get("source", "").replace("\\", "/").removeprefix("./")
    if not source:
        raise CorpusError(f"{path} 第{line}行：source 为空，请写明是哪个文件")
    return ManifestRow(
        source=source,
        year=year_in(path, line, "year", cells.get("year", "")),
        division_code=code_in(path, line, cells),
        published_on=_day(path, line, cells.get("published_on", "")),
        extra={name: value for name, value in cells.items() if name not in KNOWN_COLUMNS and value},
        **{name: cells.get(name) or None for name in TEXT_COLUMNS},
    )


def _day(path: Path, line: int, cell: str) -> date | None:
    if not cell:
        return None
    parts = cell.replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise CorpusError(f"{path} 第{line}行：published_on “{cell}” 不是日期，例如 2025-01-20") from None
