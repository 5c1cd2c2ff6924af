"""What is asked for, as tables, places and years of the file: names resolved, rows narrowed, errors told in one line.

Belongs here: reading a choice and turning it into SQL conditions. Does not belong here: what is done with the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import duckdb

from warehouse.export.holdings import HeldTable, quoted, sql

# Left out unless asked for: each digit of each report (3 million rows in 30,000 reports), and the texts themselves.
LEFT_OUT = ("numerals", "report_texts")

MAX_NAMES_SHOWN = 8
_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*[-–—~～至到]\s*((?:19|20)\d\d))?年?")


class ExportRefused(Exception):
    """Nothing was written; the message is one line for a clerk, with the way out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice as it was typed; empty means no limit."""

    tables: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the names it may be asked for by."""

    place_id: str
    name: str
    county: str | None
    city: str | None
    province: str | None
    aliases: tuple[str, ...]

    @property
    def whereabouts(self) -> str:
        """Where it is, as far as the file knows, and its id."""
        above = "".join(part for part in (self.province, self.city, self.county) if part and part != self.name)
        return f"{above or '上级不明'} {self.name}（{self.place_id}）"

    def paths(self) -> set[str]:
        """Its name with one or more of its parents before it: 丰源县双河镇."""
        found, above = set(), ""
        for parent in (self.county, self.city, self.province):
            above = (parent or "" if parent != self.name else "") + above
            found |= {above + name for name in (self.name, *self.aliases)}
        return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice settled against the file. Empty `place_ids` or `years` mean all."""

    tables: tuple[HeldTable, ...]
    place_ids: tuple[str, ...]
    place_names: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether places or years were asked for."""
        return bool(self.place_ids or self.years)

    def narrows(self, table: HeldTable) -> bool:
        """Whether the choice of places and years leaves rows of this table out."""
        return bool(self._conditions(table))

    def rows_of(self, table: HeldTable, columns: str = "*") -> str:
        """A query of the chosen rows of a table; `open_selection` must have been called on the connection."""
        conditions = self._conditions(table)
        where = f" where {' and '.join(conditions)}" if conditions else ""
        return f"select {columns} from {quoted(table.name)}{where}"

    def _conditions(self, table: HeldTable) -> list[str]:
        if not self.is_narrowed:
            return []
        by_place = "place_id in (select place_id from chosen_places)"
        by_year = "year in (select year from chosen_years)"
        if table.has("report_id") and not table.has("place_id", "year"):
            return ["report_id in (select report_id from chosen_reports)"]
        asked = ((self.place_ids, "place_id", by_place), (self.years, "year", by_year))
        return [condition for ids, column, condition in asked if ids and table.has(column)]


def choose(con: duckdb.DuckDBPyConnection, held: Mapping[str, HeldTable], wanted: Wanted) -> Chosen:
    """Settle a choice, and open it on the connection as `chosen_places`, `chosen_years`, `chosen_reports`.

    Raises ExportRefused for a name that is unknown or ambiguous, a year that is none, and where no report is left.
    """
    tables = _tables(held, wanted.tables)
    known = [Place(*row[:5], tuple(row[5] or ())) for row in con.execute(sql("places")).fetchall()]
    places = {place.place_id: place for typed in wanted.places for place in resolve_place(known, typed)}
    chosen = Chosen(
        tables,
        tuple(sorted(places)),
        tuple(places[place_id].name for place_id in sorted(places)),
        tuple(sorted({year for typed in wanted.years for year in parse_years(typed)})),
    )
    held_years = [year for (year,) in con.execute(sql("years")).fetchall()]
    _open_selection(con, chosen)
    if chosen.is_narrowed and not con.execute("select count(*) from chosen_reports").fetchall()[0][0]:
        span = "、".join(map(str, held_years)) or "没有"
        raise ExportRefused(f"所选单位和年度没有报告，未导出；数据库中有报告的年度：{span}")
    return chosen


def parse_years(typed: str) -> Iterable[int]:
    """The years of '2023' or '2021-2023'.

    >>> list(parse_years("2021-2023")), list(parse_years("2023年"))
    ([2021, 2022, 2023], [2023])
    """
    match = _YEARS.fullmatch(typed.strip())
    if match is None:
        raise ExportRefused(f"看不懂年度“{typed}”：请写 2023 或 2021-2023")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ExportRefused(f"年度“{typed}”前后颠倒：请写 {last}-{first}")
    return range(first, last + 1)


def resolve_place(known: Sequence[Place], typed: str) -> list[Place]:
    """The place that is meant by an id, a name, an alias or a name with parents; all of a county by its name."""
    asked = typed.strip()
    if by_id := [place for place in known if place.place_id == asked]:
        return by_id
    named = [place for place in known if asked in (place.name, *place.aliases)]
    found = named or [place for place in known if asked.replace("/", "") in place.paths()]
    if len(found) > 1:
        listed = "；".join(place.whereabouts for place in found[:MAX_NAMES_SHOWN])
        rest = " …" if len(found) > MAX_NAMES_SHOWN else ""
        raise ExportRefused(f"“{typed}”有 {len(found)} 个：{listed}{rest}。请用括号中的编号指定")
    if found:
        return found
    below = [place for place in known if asked and asked in (place.county, place.city, place.province)]
    if below:
        return below
    raise ExportRefused(f"没有名为“{typed}”的单位" + _nearest(asked, sorted({place.name for place in known})))


def _tables(held: Mapping[str, HeldTable], wanted: Sequence[str]) -> tuple[HeldTable, ...]:
    for name in wanted:
        if name not in held:
            raise ExportRefused(f"数据库中没有表“{name}”" + _nearest(name, list(held)))
    names = dict.fromkeys(wanted) if wanted else [name for name in held if name not in LEFT_OUT]
    return tuple(held[name] for name in names)


def _nearest(typed: str, names: Sequence[str]) -> str:
    close = get_close_matches(typed, names, n=3, cutoff=0.4) or [name for name in names if typed and typed in name][:3]
    if close:
        return f"，您要的是 {'、'.join(close)} 吗？"
    shown = "、".join(names[:MAX_NAMES_SHOWN])
    return f"；有的是：{shown}{' 等' if len(names) > MAX_NAMES_SHOWN else ''}" if names else ""


def _open_selection(con: duckdb.DuckDBPyConnection, chosen: Chosen) -> None:
    places, years = {"places": list(chosen.place_ids)}, {"years": list(chosen.years)}
    con.execute(sql("chosen_places"), places)
    con.execute(sql("chosen_years"), years)
    con.execute(sql("chosen_reports"), places | years)
