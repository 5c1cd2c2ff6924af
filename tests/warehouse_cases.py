"""Made-up rows for the tests of the tables: a report or a fact in one short call, everything else filled in.

Belongs here: defaults and a warehouse in memory. Does not belong here: an expectation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
import polars as pl

from pipelines.figures.bounds import bounds
from pipelines.figures.registry import Category, Metric, Registry, Theme
from warehouse.arrow import query_frame
from warehouse.assemble import registry_tables
from warehouse.ddl import create_tables
from warehouse.load import AUDIT_SQL, COMPARISON_SQL, SHARED_SQL, insert_tables, run_sql
from warehouse.schema.catalog import TABLES, polars_schema, validate
from warehouse.views import make_views

Row = dict[str, Any]

DISPUTES = "disputes.mediated"
RATE = "disputes.success_rate"
EVENTS = "publicity.events"
FINES = "enforcement.fines"
PETITIONS = "disputes.petitions"

REGISTRY = Registry(
    version="test",
    themes={"disputes": Theme("disputes", "矛盾纠纷与信访", None)},
    metrics={
        DISPUTES: Metric(
            DISPUTES,
            "矛盾纠纷调处",
            "disputes",
            "case",
            "flow",
            "调处的矛盾纠纷件数",
            categories={"受理": Category("受理", ("受理",)), "化解": Category("化解", ("化解", "调解成功"))},
        ),
        RATE: Metric(RATE, "矛盾纠纷调解成功率", "disputes", "percent", "rate", "调解成功率"),
        EVENTS: Metric(EVENTS, "普法宣传活动", "disputes", "time", "flow", "普法活动场次", many=True),
        FINES: Metric(FINES, "罚没款", "disputes", "yuan", "flow", "罚没金额"),
        PETITIONS: Metric(PETITIONS, "信访件", "disputes", "case", "flow", "信访件(批)数"),
    },
)


def hex_id(*parts: object) -> str:
    """Sixteen hex digits that depend on the parts alone."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def report(place: str | None, year: int | None, edition: str = "", **columns: Any) -> Row:
    """A row of `reports`; `edition` tells two reports of one place and year apart."""
    report_id = hex_id(place, year, edition)
    row = {
        "report_id": report_id,
        "sha256": report_id * 4,
        "source": f"{year}/{place}{edition}.txt",
        "batch": str(year),
        "place_id": place,
        "year": year,
        "year_basis": "title" if year else None,
        "format": "txt",
        "encoding": "utf-8",
        "script": "simplified",
        "repairs": [],
    }
    return {**row, **columns}


def fact(of: Row, value: float | None, metric_id: str = DISPUTES, **columns: Any) -> Row:
    """A row of `facts` in report `of`. Its place in the text, if not given, depends on its content alone."""
    content = (metric_id, value, sorted(columns.items(), key=str))
    start = columns.get("raw_start", int(hex_id(content), 16) % 10_000)
    metric = REGISTRY.metrics[metric_id]
    word = {"case": "件", "time": "次", "percent": "%", "yuan": "元"}[metric.unit]
    low, high = bounds("", 0, 0, value, columns.get("qualifier", "exact"), metric.unit)
    row = {
        "fact_id": hex_id(of["report_id"], start, content),
        "report_id": of["report_id"],
        "section_id": None,
        "numeral_ordinal": None,
        "metric_id": metric_id,
        "category": "",
        "value": value,
        "unit": metric.unit,
        "measure_word": word,
        "unit_inferred": False,
        "qualifier": "exact",
        "period": "year",
        "role": "actual",
        "number_text": "" if value is None else f"{value:g}{word}",
        "evidence": f"{metric.name}{content}",
        "raw_start": start,
        "raw_end": start + 4,
        "text_start": start,
        "text_end": start + 4,
        "raw_span": f"{metric.name}{value}",
        "rule": "test",
        "is_total": False,
        "is_part": False,
        "low": low,
        "high": high,
    }
    return {**row, **columns}


def claim(of: Row, stated: float | None, stated_as: str, metric_id: str = DISPUTES, **columns: Any) -> Row:
    """A row of `stated_changes` in report `of`, not yet judged."""
    row = {
        "report_id": of["report_id"],
        "raw_start": 100,
        "raw_end": 120,
        "ordinal": 0,
        "metric_id": metric_id,
        "category": "",
        "stated": stated,
        "stated_as": stated_as,
        "size_told": True,
        "base_year": of["year"] - 1 if of["year"] else None,
        "compared_with": "none",
        "verdict": "unverifiable",
    }
    return {**row, **columns}


def frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame that keeps to the declaration of `table`; what a row leaves out is NULL."""
    return validate(TABLES[table], unchecked_frame(table, rows))


def unchecked_frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame with the columns and types of `table`; half of a comparison's time would be checking them."""
    listed = list(rows)
    schema = polars_schema(TABLES[table])
    return pl.DataFrame({name: [row.get(name) for row in listed] for name in schema}, schema=schema)


def compared(
    con: duckdb.DuckDBPyConnection,
    reports: list[Row],
    facts: list[Row],
    claims: Iterable[Row] = (),
    numerals: Iterable[Row] = (),
) -> duckdb.DuckDBPyConnection:
    """Load the rows into a database of `empty_warehouse`, in place of what is there, and run comparisons and audit."""
    load_rows(con, reports, facts, claims, numerals)
    compare_and_audit(con)
    return con


def load_rows(
    con: duckdb.DuckDBPyConnection,
    reports: list[Row],
    facts: list[Row],
    claims: Iterable[Row] = (),
    numerals: Iterable[Row] = (),
    places: Iterable[Row] | None = None,
) -> None:
    """Load the rows in place of what is there, nothing that follows from them. Without `places`, a place has the name
    that is its id, and no parents."""
    named = sorted({row["place_id"] for row in reports} - {None})
    bare = ({"place_id": place, "name": place, "aliases": []} for place in named)
    tables = {
        "places": unchecked_frame("places", bare if places is None else places),
        "reports": unchecked_frame("reports", reports),
        "facts": unchecked_frame("facts", facts),
        "stated_changes": unchecked_frame("stated_changes", claims),
        "numerals": unchecked_frame("numerals", numerals),
    }
    for table in tables.keys() | {"findings"}:
        con.execute(f"delete from {table}")
    insert_tables(con, {name: rows for name, rows in tables.items() if rows.height})


def compare_and_audit(con: duckdb.DuckDBPyConnection) -> None:
    """Comparisons and audit on one connection, which keeps what both are made of: a build makes it twice."""
    run_sql(con, (*COMPARISON_SQL, *(name for name in AUDIT_SQL if name not in SHARED_SQL)))


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """A database in memory with all tables, empty but for those of the registry; on one thread, since it is small."""
    con = duckdb.connect(":memory:", config={"threads": 1})
    create_tables(con)
    insert_tables(con, registry_tables(REGISTRY))
    make_views(con)
    return con


def rows_of(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query as dictionaries."""
    return query_frame(con, query).to_dicts()


HALF_YEAR = date(2024, 6, 30)
