"""A small warehouse for the tests of charts: one township with every kind of year, and its neighbours.

Belongs here: the rows, and reading a specification. Does not belong here: an expectation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import duckdb
from warehouse_cases import DISPUTES, Row, fact, load_rows, report

from warehouse.charts.figure import chart_spec
from warehouse.charts.series import ChartQueries, Place, Series
from warehouse.load import compare

PLACE = "湖北省/兰江市/清平县/云溪镇"
NAMESAKE = "湖北省/兰江市/丰源县/云溪镇"
LAST_YEAR = 2024
HALF, NOVEMBER, MID_NOVEMBER = (6, 30), (11, 30), (11, 14)

Figures = Mapping[int, Any]


def warehouse_of(
    con: duckdb.DuckDBPyConnection,
    figures: Mapping[str, Figures],
    silent: tuple[int, ...] = (),
    until: Mapping[int, tuple[int, int]] | None = None,
    peers: Mapping[str, Mapping[str, Figures]] | None = None,
) -> ChartQueries:
    """Load reports of PLACE and its peers. A figure is a value, or a dictionary with `value` and columns of `facts`.

    `silent`: years with a report that states none of the metrics. `until`: day on which a year's figures end. `peers`:
    for each other place (by its id, whose parts are its parents and its name) its figures.
    """
    reports, facts = [], []
    everyone = {PLACE: figures, **(peers or {})}
    for place, stated in everyone.items():
        quiet = silent if place == PLACE else ()
        for year in sorted({*quiet, *(year for series in stated.values() for year in series)}):
            ends = (until or {}).get(year) if place == PLACE else None
            covers_until = date(year, *ends) if ends else None
            title = f"{place.rpartition('/')[2]}{year}年度法治政府建设情况报告"
            reports.append(report(place, year, title=title, covers_until=covers_until))
            for metric, series in stated.items():
                for told in _told(series.get(year)):
                    facts.append(fact(reports[-1], metric_id=metric, **told))
    load_rows(con, reports, facts, places=map(_place_row, everyone))
    compare(con)  # no chart shows what the audit finds
    con.execute("delete from builds")
    con.execute(
        "insert into builds (build_id, built_at, code_version, registry_version, corpus_hash, counts)"
        " values ('20261122T080000.1-ab12', $1, 'code', 'registry', 'corpus', '{}')",
        [datetime(2026, 11, 22, 8)],
    )
    return ChartQueries(con)


def _place_row(place_id: str) -> Row:
    province, city, county, name = place_id.split("/")
    level = "部门" if name.endswith("局") else name[-1]
    parents = {"province": province, "city": city, "county": county}
    return {"place_id": place_id, "name": name, "level": level, "aliases": [], **parents}


def _told(figure: Any) -> list[dict[str, Any]]:
    if figure is None:
        return []
    listed = figure if isinstance(figure, list) else [figure]
    return [told if isinstance(told, dict) else {"value": float(told)} for told in listed]


def place_of(queries: ChartQueries, place_id: str = PLACE) -> Place:
    return next(place for place in queries.places() if place.place_id == place_id)


def series_of(queries: ChartQueries, metric: str = DISPUTES, category: str = "") -> Series:
    return queries.series(place_of(queries), queries.metrics()[metric], category)


def spec_of(queries: ChartQueries, *metrics: str) -> dict[str, Any]:
    """The specification of a chart of PLACE."""
    drawn = [series_of(queries, metric) for metric in metrics or (DISPUTES,)]
    return chart_spec(queries.subject(place_of(queries)), drawn)


def panel_of(spec: Mapping[str, Any], index: int = 0) -> dict[str, Any]:
    return spec["vconcat"][0]["concat"][index]


def layer_rows(panel: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a layer; none where the panel has no such layer."""
    return [row for layer in panel["layer"] if layer["description"] == name for row in layer["data"]["values"]]


def labels_of(panel: Mapping[str, Any]) -> str:
    """The expression that labels the years."""
    return panel["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]


def below(spec: Mapping[str, Any]) -> str:
    """The key and the source line."""
    return "\n".join(row["text"] for row in spec["vconcat"][1]["layer"][-1]["data"]["values"])


def neighbours(count: int, value: float = 100.0, county: str = "清平县", years: tuple[int, ...] = (2023, 2024)) -> Any:
    """Towns of a county, each with a value 10 above the last."""
    return {f"湖北省/兰江市/{county}/甲{i}镇": {DISPUTES: dict.fromkeys(years, value + 10 * i)} for i in range(count)}
