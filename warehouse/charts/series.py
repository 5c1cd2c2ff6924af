"""What a chart is drawn from: a place's series, its years, its peers, read from a published warehouse.

Belongs here: the rows of `warehouse/sql/charts` as plain values. Does not belong here: which place or metric somebody
means (`naming.py`), how anything is drawn (`panel.py`, `figure.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.answers import Unanswered
from warehouse.arrow import read_only

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"

# Among fewer, itself included, peer_comparisons tells no quartiles: they would be single places shown as a range.
LEAST_PEERS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A local government."""

    place_id: str
    name: str
    level: str | None
    county: str | None
    city: str | None
    province: str | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as far as a chart needs it."""

    id: str
    name: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A series that a place states, in how many of its years, and by how many places of the corpus."""

    metric_id: str
    category: str
    years: int
    places: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the corpus, and what report the place has on it."""

    year: int
    has_report: bool
    covers_until: date | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a year, the bounds that its words allow, and how it compares with the report before.

    `high` is None where the words set no bound (以上).
    """

    year: int
    value: float
    measure_word: str | None
    qualifier: str
    low: float
    high: float | None
    is_part_year: bool
    conflict: bool
    rival: float | None
    previous_year: int | None
    status: str | None
    cautions: tuple[str, ...]

    @property
    def top(self) -> float:
        """The highest number that is drawn of it."""
        return self.value if self.high is None else self.high

    @property
    def is_exact(self) -> bool:
        """Whether the report gives it without a word of degree."""
        return self.qualifier == "exact"


@dataclass(frozen=True, slots=True)
class PeerYear:
    """The middle half of the peers that state the series in a year, the place itself among them."""

    year: int
    places: int
    lower_quarter: float
    median: float
    upper_quarter: float


class PeerGroup(NamedTuple):
    """A group in a year: how many state the series, and their quartiles where they are enough."""

    name: str
    places: int
    quartiles: PeerYear | None


@dataclass(frozen=True, slots=True)
class Peers:
    """The peers that a panel shows. `group`: county, corpus, or none where too few state the series in every year.
    `years` holds only years with quartiles; `most` is the largest number of peers in a year.
    """

    group: str
    years: tuple[PeerYear, ...] = ()
    most: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One metric × category of a place, over the years."""

    metric: Metric
    category: str
    values: tuple[Value, ...]
    peers: Peers


@dataclass(frozen=True, slots=True)
class Subject:
    """The place of a chart, the years of its corpus, and the build that all was read from."""

    place: Place
    years: tuple[Year, ...]
    build_id: str
    built_at: datetime


class ChartQueries:
    """The questions of a chart, on one connection to a published file."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self._con = con

    def places(self) -> list[Place]:
        """All places."""
        return [Place(*row[:-1], tuple(row[-1])) for row in self._rows("places")]

    def metrics(self) -> dict[str, Metric]:
        """All metrics of the registry that the warehouse was built with, by id."""
        return {row[0]: Metric(*row) for row in self._rows("metrics")}

    def stated(self, place: Place) -> list[Stated]:
        """The series that a place states, the most fully stated first."""
        return [Stated(*row) for row in self._rows("stated", place_id=place.place_id)]

    def subject(self, place: Place) -> Subject:
        """The place with the years of the corpus and the build."""
        ((build_id, built_at),) = self._rows("build")
        years = tuple(Year(*row) for row in self._rows("years", place_id=place.place_id))
        return Subject(place, years, build_id, built_at)

    def series(self, place: Place, metric: Metric, category: str) -> Series:
        """One series with its peers; without values where the place does not state it."""
        key = {"place_id": place.place_id, "metric_id": metric.id, "category": category}
        values = tuple(Value(*row[:-1], tuple(row[-1])) for row in self._rows("values", **key))
        by_group = [
            PeerGroup(group, places, None if median is None else PeerYear(year, places, lower, median, upper))
            for group, year, places, lower, median, upper in self._rows("peers", **key)
        ]
        return Series(metric, category, values, chosen_peers(by_group))

    def _rows(self, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
        query = (SQL_FOLDER / "charts" / f"{name}.sql").read_text("utf-8")
        return self._con.execute(query, parameters or None).fetchall()


def chosen_peers(by_group: Sequence[PeerGroup]) -> Peers:
    """The county where enough of its places state the series in some year, else the corpus, else none.

    One group for all years of a panel: a band that changes its meaning from year to year would show a change that is
    none.
    """
    for name in ("county", "corpus"):
        years = tuple(group.quartiles for group in by_group if group.name == name and group.quartiles)
        if years:
            return Peers(name, years, max(year.places for year in years))
    return Peers("none", (), max((group.places for group in by_group if group.places), default=0))


@contextmanager
def chart_queries(warehouse_file: Path) -> Iterator[ChartQueries]:
    """The questions of a chart on a published file; raises Unanswered where it can't be read."""
    if not warehouse_file.exists():
        raise Unanswered(f"找不到数据库 {warehouse_file}：请先运行 fazhi build，或用 --warehouse 指定")
    try:
        with read_only(warehouse_file) as con:
            yield ChartQueries(con)
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Unanswered(f"无法从数据库 {warehouse_file} 取数：{reason}") from error
