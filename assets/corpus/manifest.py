"""`manifest.csv` of a corpus: what its owner knows about the files, which wins over what their text suggests.

Belongs here: reading that one file into `ManifestRow` records, with all its faults at once, each with its line. Does
not belong here: what is made of a row (`pipelines/identity/identify.py`), encodings and lines (`clerk_csv.py`), writing
one from what was read (`commands/manifest_draft.py`).

A draft says in its column `as_read` what was read of a file. A cell that still says the same states nothing: a draft
that nobody touched changes nothing, and in one that was corrected only what was corrected counts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from assets.corpus.clerk_csv import BadCell, Cells, ClerkFile, code_in, open_clerk_file, year_in
from assets.corpus.roster import ALIASES as ROSTER_ALIASES
from assets.errors import CorpusError
from pipelines.identity.placenames import LEVELS
from pipelines.records import ManifestRow
from warehouse.export.inert import unmarked
from warehouse.schema.fields import YEARS

TEXT_COLUMNS = ("place", "level", "county", "city", "province", "url")
STATED_COLUMNS = ("place", "level", "county", "city", "province", "division_code", "year", "published_on", "url")
AS_READ = "as_read"
ALIASES: dict[str, tuple[str, ...]] = {
    "source": ("文件", "文件路径", "路径"),
    **{name: ROSTER_ALIASES[name] for name in STATED_COLUMNS if name in ROSTER_ALIASES},
    "published_on": ("发布日期", "公开日期"),
    "url": ("网址", "来源网址"),
    # What a draft tells and what a clerk notes; none of it is a statement.
    "status": ("读取情况",),
    "place_basis": ("地方依据",),
    "year_basis": ("年度依据",),
    "title": ("标题",),
    "duplicate_of": ("重复于",),
    "note": ("备注", "说明"),
    AS_READ: ("读取所得（请勿改动）",),
}
"""What a column may be called: its name, or any of these; a draft takes the first of them."""

COLUMN_OF = {name: column for column, names in ALIASES.items() for name in (column, *names)}
LEVEL_NAMES = tuple(name for name, _, _ in LEVELS)
# A clerk corrects a screenful and builds again.
MAX_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of a manifest by source, and a hash of its bytes; empty both where a corpus has none."""

    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    digest: str = ""


def read_manifest(path: Path | None, sources: Collection[str] | None = None) -> Manifest:
    """Read a manifest; raises CorpusError with every fault and its line.

    `sources`: the files of the corpus, so that a line about none of them is a fault; None where they are not known.
    """
    if path is None:
        return Manifest()
    opened = open_clerk_file(path)
    return Manifest(_Reading(opened, sources).rows(), opened.digest)


class _Reading:
    """One reading of a manifest; faults are collected and told together at its end."""

    def __init__(self, opened: ClerkFile, sources: Collection[str] | None):
        self._opened = opened
        self._path = opened.path
        self._sources = frozenset(sources) if sources is not None else None
        self._faults: list[str] = []
        self._lines: dict[str, int] = {}

    def rows(self) -> dict[str, ManifestRow]:
        """The rows that state something, by source; raises CorpusError."""
        columns = self._columns()
        rows: dict[str, ManifestRow] = {}
        if "source" in columns:
            for line, cells in self._opened.lines(columns):
                row = self._row(line, {name: unmarked(cell) for name, cell in cells.items()})
                if row is not None:
                    rows[row.source] = row
        if self._faults:
            raise CorpusError(self._all_faults())
        return {source: row for source, row in rows.items() if row != ManifestRow(source)}

    def _all_faults(self) -> str:
        shown = "；".join(self._faults[:MAX_FAULTS_SHOWN])
        if len(self._faults) == 1:
            return f"{self._path} {shown}"
        more = f"；其余 {len(self._faults) - MAX_FAULTS_SHOWN} 处从略" if len(self._faults) > MAX_FAULTS_SHOWN else ""
        return f"{self._path} 有 {len(self._faults)} 处错误：{shown}{more}"

    def _columns(self) -> tuple[str, ...]:
        """The header in our names. Spreadsheets add columns without a name at the right; they are not read."""
        columns: list[str] = []
        for position, name in enumerate(self._opened.columns):
            column = COLUMN_OF.get(name) or COLUMN_OF.get(name.lower()) if name else f"?{position}"
            if column is None:
                self._faults.append(f"第1行：不认识“{name}”这一列{_nearest(name, COLUMN_OF)}")
                column = f"?{position}"
            elif column in columns:
                self._faults.append(f"第1行：“{name}”一列重复，请只保留一列")
                column = f"?{position}"
            columns.append(column)
        if "source" not in columns:
            self._faults.append("第1行：缺少 source（文件）列，即报告相对语料文件夹的路径，请在首行写明各列名称")
        return tuple(columns)

    def _row(self, line: int, cells: Cells) -> ManifestRow | None:
        """What a line states; None where it has no file. Its faults are noted."""
        source = self._source(line, cells.get("source", ""))
        stated = self._statements(source, line, cells)
        told = cells.get(AS_READ)
        if not told:
            return stated if source else None
        try:
            as_read = json.loads(told)
        except json.JSONDecodeError:
            as_read = None
        if not isinstance(as_read, dict):
            self._faults.append(f"第{line}行：“{ALIASES[AS_READ][0]}”一格已损坏，请恢复原样或清空该格")
            return None
        read = self._statements(source, line, {name: str(value) for name, value in as_read.items()})
        same = [name for name in STATED_COLUMNS if getattr(stated, name) == getattr(read, name)]
        return replace(stated, **dict.fromkeys(same)) if source else None

    def _source(self, line: int, cell: str) -> str:
        """The file that a line is about; '' with a fault where that is none, or another line's already."""
        known = self._sources is not None and cell in self._sources
        source = cell if known else cell.replace("\\", "/").removeprefix("./")
        if not source:
            self._faults.append(f"第{line}行：source 为空，请写明是哪个文件")
        elif source in self._lines:
            self._faults.append(f"第{line}行：{source} 重复出现（见第{self._lines[source]}行），请只保留一行")
            return ""
        elif self._sources is not None and source not in self._sources:
            self._faults.append(f"第{line}行：语料文件夹里没有 {source}{_nearest(source, self._sources)}")
        self._lines.setdefault(source, line)
        return source

    def _statements(self, source: str, line: int, cells: Mapping[str, str]) -> ManifestRow:
        texts = {name: cells.get(name) or None for name in TEXT_COLUMNS}
        level = texts["level"]
        if level is not None and level not in LEVEL_NAMES:
            self._faults.append(f"第{line}行：level “{level}” 不是可用的级别，请用 {'、'.join(LEVEL_NAMES)} 之一")
        row = ManifestRow(source, **texts)
        try:
            row = replace(row, year=_year(self._path, line, cells.get("year", "")))
        except BadCell as fault:
            self._faults.append(fault.told)
        try:
            row = replace(row, division_code=code_in(self._path, line, cells))
        except BadCell as fault:
            self._faults.append(fault.told)
        try:
            row = replace(row, published_on=_day(self._path, line, cells.get("published_on", "")))
        except BadCell as fault:
            self._faults.append(fault.told)
        return row


def _nearest(name: str, known: Collection[str]) -> str:
    found = get_close_matches(name, known, n=1, cutoff=0.7)
    return f"，是不是 {found[0]}？" if found else "，请检查"


def _year(path: Path, line: int, cell: str) -> int | None:
    year = year_in(path, line, "year", cell)
    if year is not None and not YEARS["min_value"] <= year <= YEARS["max_value"]:
        raise BadCell(path, line, f"year {year} 不在 {YEARS['min_value']} 至 {YEARS['max_value']} 年之间")
    return year


def _day(path: Path, line: int, cell: str) -> date | None:
    if not cell:
        return None
    parts = cell.replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise BadCell(path, line, f"published_on “{cell}” 不是日期，例如 2025-01-20") from None
