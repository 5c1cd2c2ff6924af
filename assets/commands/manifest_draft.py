"""`fazhi manifest`: a manifest written from what was read, for a person to correct.

Belongs here: which line a file gets, and the file as a whole. Does not belong here: reading it back
(`corpus/manifest.py`), the query (`warehouse/sql/answers/manifest.sql`).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assets.corpus.listing import MANIFEST_NAME, Listing
from assets.corpus.manifest import ALIASES, AS_READ, STATED_COLUMNS, Manifest
from assets.errors import TargetError
from pipelines.records import ManifestRow
from warehouse.answers import Answer
from warehouse.export.inert import inert

COLUMNS = ("source", *STATED_COLUMNS, "place_basis", "year_basis", "status", "title", "duplicate_of", AS_READ)
YEAR_BASES = {
    "manifest": "清单",
    "title": "标题",
    "text": "正文",
    "reference": "引用的文件",
    "signature": "落款日期",
    "published": "发布日期",
}
LOADED, NOT_READ_YET = "loaded", "尚未读取（请先运行 fazhi build）"
STATED, DOUBTFUL, FROM_TEXT, UNKNOWN = "清单", "存疑", "原文", "不明"


@dataclass(frozen=True, slots=True)
class Draft:
    """A manifest that was written: where, how many files it lists, and how many of them need a look."""

    path: Path
    files: int
    doubtful: int


def write_draft(path: Path, listing: Listing, manifest: Manifest, read: Answer, *, force: bool) -> Draft:
    """Write a manifest of every file of the corpus; `read` is the answer of `warehouse.answers.manifest_rows`.

    What `manifest` states stays stated. Raises TargetError where a file is there and `force` is not given.
    """
    if path.exists() and not force:
        kept = "；已填写的内容会保留" if path == listing.folder / MANIFEST_NAME else ""
        raise TargetError(f"{path} 已存在：加 --force 替换{kept}，或用 --out 另写一个文件")
    by_source = {row[0]: dict(zip(read.columns, row, strict=True)) for row in read.rows}
    sources = sorted({entry.source for entry in (*listing.files, *listing.rejects)})
    lines = [draft_line(source, by_source.get(source), manifest.rows.get(source)) for source in sources]
    _replace(path, _as_csv(lines))
    return Draft(path, len(lines), sum(DOUBTFUL in line.values() or UNKNOWN in line.values() for line in lines))


def draft_line(source: str, read: Mapping[str, Any] | None, stated: ManifestRow | None) -> dict[str, str]:
    """The cells of a file: what the manifest states of it, else what was read; `as_read` holds the latter."""
    known = read or {}
    own = {name: getattr(stated, name, None) for name in STATED_COLUMNS}
    as_read = {name: _cell(known[name]) for name in STATED_COLUMNS if known.get(name) and own[name] is None}
    cells = {name: _cell(own[name]) or as_read.get(name, "") for name in STATED_COLUMNS}
    doubts = known.get("doubts") or ""
    return {
        "source": source,
        **cells,
        "place_basis": _basis(cells["place"], own["place"], "unresolved_place" in doubts, FROM_TEXT),
        "year_basis": _basis(cells["year"], own["year"], "year" in doubts, YEAR_BASES.get(known.get("year_basis"), "")),
        "status": _status(read),
        "title": known.get("title") or "",
        "duplicate_of": known.get("duplicate_of") or "",
        AS_READ: json.dumps(as_read, ensure_ascii=False) if as_read else "",
    }


def _status(read: Mapping[str, Any] | None) -> str:
    if read is None:
        return NOT_READ_YET
    return "已载入" if read["status"] == LOADED else f"未载入：{read['status']}"


def _basis(cell: str, stated: object, is_doubtful: bool, told_by: str) -> str:
    if stated is not None:
        return STATED
    if not cell:
        return UNKNOWN
    return DOUBTFUL if is_doubtful else told_by


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_csv(lines: list[dict[str, str]]) -> bytes:
    """As Excel opens it by a double click; a cell that would run as a formula has an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([ALIASES[name][0] for name in COLUMNS])
    writer.writerows([inert(line[name]) for name in COLUMNS] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _replace(path: Path, data: bytes) -> None:
    """The file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise TargetError(f"无法写入 {path}（{error.strerror}）：请检查路径与权限") from error
