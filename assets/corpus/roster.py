"""`roster.csv` of a corpus: which places should report, in which years, so that what is missing can be told.

Belongs here: reading that one file into `RosterEntry` records, with errors that name the line. Does not belong here:
encodings and lines (`clerk_csv.py`), which place of the corpus an entry is (`pipelines/corpus/places.py`), what is
missing (`warehouse/sql/coverage.sql`).

One line is one place: `first_year` and `last_year` say from when to when it should report; empty, it should in all
years of the corpus. Who has a list of place-years instead writes one line each, with `year`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assets.corpus.clerk_csv import Cells, ClerkFile, code_in, open_clerk_file, year_in
from assets.errors import CorpusError
from pipelines.corpus.roster import RosterEntry
from pipelines.identity.placenames import level_of, short_ethnic_name
from warehouse.schema.fields import YEARS

ALIASES: dict[str, tuple[str, ...]] = {
    "place": ("地方", "名称", "地名", "单位", "乡镇", "乡镇街道"),
    "level": ("级别", "层级"),
    "county": ("县", "所属县", "县区", "县市区", "县（市、区）", "所属县（市、区）"),
    "city": ("市", "所属市", "地级市", "市州"),
    "province": ("省", "所属省", "省份"),
    "division_code": ("行政区划代码", "区划代码", "代码"),
    "year": ("年度", "年份", "年"),
    "first_year": ("起始年度", "开始年度", "起始年份", "首年"),
    "last_year": ("终止年度", "截止年度", "结束年度", "终止年份", "末年"),
    "note": ("备注", "说明"),
}
"""What a column may be called; `note` is the clerk's own and is not read."""

COLUMN_OF = {name: column for column, names in ALIASES.items() for name in (column, *names)}
UNNAMED = "?"
NAMED = ("place", "level", "county", "city", "province", "division_code")


@dataclass(frozen=True, slots=True)
class Roster:
    """The entries of a roster in the order of their lines, and a hash of its bytes; empty both where there is none."""

    entries: tuple[RosterEntry, ...] = ()
    digest: str = ""


def read_roster(path: Path | None) -> Roster:
    """Read a roster; raises CorpusError naming the line that can't be read."""
    if path is None:
        return Roster()
    opened = open_clerk_file(path)
    columns = _columns(opened)
    entries = tuple(_entry(path, line, cells) for line, cells in opened.lines(columns))
    _require_single(path, entries)
    return Roster(entries, opened.digest)


def _columns(opened: ClerkFile) -> tuple[str, ...]:
    """The header in our names. Spreadsheets add columns without a name at the right; no cell may stand in them."""
    known = "、".join(names[0] for names in ALIASES.values())
    columns: list[str] = []
    for position, name in enumerate(opened.columns):
        column = COLUMN_OF.get(name.lower()) if name else f"{UNNAMED}{position}"
        if column is None:
            raise CorpusError(f"{opened.path} 第1行：不认识“{name}”这一列，可用的列名有：{known}")
        if column in columns:
            raise CorpusError(f"{opened.path} 第1行：“{name}”一列重复，请只保留一列")
        columns.append(column)
    if "place" not in columns:
        raise CorpusError(f"{opened.path} 第1行：缺少“地方”（place）一列，请在首行写明各列名称：{known}")
    if "year" in columns and {"first_year", "last_year"} & set(columns):
        raise CorpusError(f"{opened.path} 第1行：“年度”与“起始年度、终止年度”只能用一种")
    return tuple(columns)


def _entry(path: Path, line: int, cells: Cells) -> RosterEntry:
    if not cells.get("place"):
        raise CorpusError(f"{path} 第{line}行：地方名称为空，请写明是哪个乡镇、街道")
    if astray := next((cell for name, cell in cells.items() if name.startswith(UNNAMED) and cell), None):
        raise CorpusError(f"{path} 第{line}行：“{astray}”所在的列没有列名，请在首行补上")
    first, last = _years(path, line, cells)
    known: dict[str, str | None] = {name: cells.get(name) or None for name in NAMED}
    known["level"] = known["level"] or level_of(cells["place"])
    known["division_code"] = code_in(path, line, cells)
    return RosterEntry(line, first_year=first, last_year=last, **known)


def _years(path: Path, line: int, cells: Mapping[str, str]) -> tuple[int | None, int | None]:
    if "year" in cells:
        year = _year(path, line, "年度", cells["year"])
        if year is None:
            raise CorpusError(
                f"{path} 第{line}行：年度为空；如各年都应有报告，请删去“年度”一列或改用“起始年度、终止年度”"
            )
        return year, year
    first = _year(path, line, "起始年度", cells.get("first_year", ""))
    last = _year(path, line, "终止年度", cells.get("last_year", ""))
    if first and last and first > last:
        raise CorpusError(f"{path} 第{line}行：起始年度 {first} 晚于终止年度 {last}")
    return first, last


def _year(path: Path, line: int, column: str, cell: str) -> int | None:
    year = year_in(path, line, column, cell)
    if year is not None and not YEARS["min_value"] <= year <= YEARS["max_value"]:
        raise CorpusError(
            f"{path} 第{line}行：{column} {year} 不在 {YEARS['min_value']} 至 {YEARS['max_value']} 年之间"
        )
    return year


def _require_single(path: Path, entries: Iterable[RosterEntry]) -> None:
    """No place-year twice, one code a place, one place a code: else nobody knows which line is meant."""
    lines_of: dict[tuple[str | None, ...], list[RosterEntry]] = {}
    named: dict[tuple[str | None, ...], RosterEntry] = {}
    coded: dict[str, RosterEntry] = {}
    for entry in entries:
        name = (entry.place, entry.county, entry.city, entry.province)
        if entry.division_code is not None:
            other = named.setdefault(name, entry)
            if other.division_code != entry.division_code and entry.county:
                raise CorpusError(
                    f"{path} 第{entry.line}行：{entry.place}的代码 {entry.division_code} 与第{other.line}行的"
                    f" {other.division_code} 不同，一个地方请只用一个代码"
                )
            namesake = coded.setdefault(entry.division_code, entry)
            if not _same_name(namesake.place, entry.place) and _overlap(namesake, entry):
                raise CorpusError(
                    f"{path} 第{entry.line}行：代码 {entry.division_code} 在第{namesake.line}行是{namesake.place}，"
                    f"这里是{entry.place}，请改正其一"
                )
        same = lines_of.setdefault((*name, entry.division_code), [])
        for other in same:
            if _overlap(entry, other):
                raise CorpusError(f"{path} 第{entry.line}行：{entry.place}与第{other.line}行重复，请只保留一行")
        same.append(entry)


def _same_name(a: str, b: str) -> bool:
    """Equal but for the peoples in the full name of an ethnic township."""
    return short_ethnic_name(a) == short_ethnic_name(b)


def _overlap(a: RosterEntry, b: RosterEntry) -> bool:
    """Whether two entries of one place expect a report of the same year."""
    starts_in_time = a.first_year is None or b.last_year is None or a.first_year <= b.last_year
    return starts_in_time and (b.first_year is None or a.last_year is None or b.first_year <= a.last_year)
