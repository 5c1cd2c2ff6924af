"""The views in the private file, and the columns of `facts_wide`, which follow from the registry.

Belongs here: making views of `warehouse/sql/views/<name>.sql` with their comments, naming a metric's column. Does not
belong here: a column's sentence (`warehouse/schema/views.py`), what a view selects (its SQL file).

DuckDB 1.4 clients open the file too: a view may use only what 1.4 knows, and no macro, since none is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse.arrow import writing
from warehouse.ddl import comments_on, quoted_name, table_comment
from warehouse.schema.catalog import ColumnSpec, column_specs
from warehouse.schema.views import VIEWS
from warehouse.unit_words import unit_word

VIEWS_FOLDER = Path(__file__).resolve().parent / "sql" / "views"

# Full-width, so that SQL needs no quotes around the name of a column.
FULL_WIDTH = str.maketrans("()%", "（）％")
METRICS_MARKER = re.compile(r"/\* metric columns.*?\*/")


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """A metric as a column of `facts_wide`."""

    metric_id: str
    unit: str
    spec: ColumnSpec


def create_views(path: Path) -> None:
    """Make every view of the private file anew, from the metrics that stand in it."""
    with writing(path) as con:
        con.begin()
        make_views(con)
        con.commit()


def make_views(con: duckdb.DuckDBPyConnection) -> None:
    """Every view on an open database that holds the tables, with a comment on each view and column."""
    for name, model in VIEWS.items():
        con.execute(f'create or replace view "{name}" as\n{_query(name, con)}')
        for statement in comments_on("view", name, table_comment(model), view_columns(name, con)):
            con.execute(statement)


def view_columns(name: str, con: duckdb.DuckDBPyConnection) -> tuple[ColumnSpec, ...]:
    """The columns of a view of this database, in order: those declared, in `facts_wide` also one a metric."""
    declared = column_specs(VIEWS[name])
    return declared + tuple(column.spec for column in metric_columns(con)) if name == "facts_wide" else declared


def metric_columns(con: duckdb.DuckDBPyConnection) -> tuple[MetricColumn, ...]:
    """A column for each metric of the database, by id, so that themes stay together."""
    metrics = con.execute("select id, name, unit, means from metrics order by id").fetchall()
    named = column_names((metric_id, name, unit) for metric_id, name, unit, _ in metrics)
    return tuple(
        MetricColumn(metric_id, unit, _metric_spec(named[metric_id], metric_id, unit, means))
        for metric_id, _, unit, means in metrics
    )


def column_names(metrics: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The column of each metric, given as (id, name, unit): its name with the unit's word.

    Two metrics of one name are told apart by their ids, and so is one that bears the name of a fixed column.

    >>> column_names([("a.b", "下辖村(社区)", "item"), ("a.c", "里程", "other:公里")])
    {'a.b': '下辖村（社区）（个）', 'a.c': '里程（公里）'}
    """
    names = {metric_id: _column_name(name, unit) for metric_id, name, unit in metrics}
    taken = [spec.name.lower() for spec in column_specs(VIEWS["facts_wide"])]
    taken += [name.lower() for name in names.values()]
    return {
        metric_id: name if taken.count(name.lower()) == 1 else f"{name}·{metric_id}"
        for metric_id, name in names.items()
    }


def _column_name(name: str, unit: str) -> str:
    return f"{name}（{unit_word(unit)}）".translate(FULL_WIDTH)


def _metric_spec(name: str, metric_id: str, unit: str, means: str) -> ColumnSpec:
    return ColumnSpec(
        name=name,
        dtype=pl.Float64(),
        duckdb_type="DOUBLE",
        description=f"Headline of {metric_id}; NULL where the report states none (parts and stages are in categories)",
        description_zh=means,
        unit=unit,
        is_key=False,
        is_nullable=True,
    )


def _query(name: str, con: duckdb.DuckDBPyConnection) -> str:
    query = (VIEWS_FOLDER / f"{name}.sql").read_text("utf-8")
    return _with_metrics(query, metric_columns(con)) if name == "facts_wide" else query


def _with_metrics(query: str, columns: tuple[MetricColumn, ...]) -> str:
    """The query of `facts_wide` with a metric's place in the list as a column; lists follow the order of the ids."""
    shown = ",\n  ".join(
        f"headline_values.headlines[{place}] as {quoted_name(column.spec.name)}"
        for place, column in enumerate(columns, start=1)
    )
    return METRICS_MARKER.sub(lambda _: shown, query)
