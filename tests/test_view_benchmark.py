"""The benchmark of the views asks real questions of rows that a real build could have made. How fast, no test asks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from benchmarks.view_questions import QUESTIONS
from benchmarks.view_rows import FACTS_PER_REPORT, YEARS, Rows
from benchmarks.views import ViewCosts, measure_views, show_views
from warehouse.arrow import query_frame, scalar
from warehouse.schema import TABLES, validate
from warehouse.schema.views import VIEWS


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ViewCosts]:
    path = tmp_path_factory.mktemp("bench") / "views.duckdb"
    return path, measure_views(path, 20_000)


def test_every_question_has_an_answer(measured: tuple[Path, ViewCosts]) -> None:
    _, costs = measured
    assert {asked.question for asked in costs.asked if not asked.rows} == set()
    assert costs.reports == Rows(20_000).reports >= 20_000 // FACTS_PER_REPORT


def test_every_view_is_asked() -> None:
    asked = " ".join(QUESTIONS.values())
    assert {view for view in VIEWS if not re.search(rf"\b{view}\b", asked)} == set()


def test_no_table_is_left_empty(measured: tuple[Path, ViewCosts]) -> None:
    path, _ = measured
    with duckdb.connect(str(path), read_only=True) as con:
        empty = {table for table in TABLES if not scalar(con, f'select count(*) from "{table}"')}
        outcomes = con.execute("select distinct status from target_outcomes").fetchall()
        verdicts = con.execute("select distinct verdict from stated_changes").fetchall()
    assert empty == set()
    assert {("met",), ("missed",), ("not due",)} <= set(outcomes)
    assert {("agrees",), ("contradicts",), ("unverifiable",)} == set(verdicts)


def test_the_rows_keep_to_their_declarations(measured: tuple[Path, ViewCosts]) -> None:
    path, _ = measured
    with duckdb.connect(str(path), read_only=True) as con:
        for table, model in TABLES.items():
            validate(model, query_frame(con, f'from "{table}"'))
        years = con.execute("select count(distinct year), count(*) from reports group by place_id").fetchall()
        spans = con.execute(
            "select count_if(substr(raw_text, raw_start + 1, raw_end - raw_start) <> raw_span)"
            " from facts join report_texts using (report_id)"
        ).fetchall()
    assert set(years) == {(YEARS, YEARS)}
    assert spans == [(0,)]


def test_the_table_tells_each_question_and_the_size_of_a_fact(measured: tuple[Path, ViewCosts]) -> None:
    _, costs = measured
    told = io.StringIO()
    show_views(Console(file=told, width=200), costs)
    assert all(asked.question in told.getvalue() for asked in costs.asked)
    assert f"{costs.bytes_per_fact:.0f} bytes a fact" in told.getvalue()


def test_a_question_that_takes_too_long_first_or_again_is_named(measured: tuple[Path, ViewCosts]) -> None:
    _, costs = measured
    slow = (replace(costs.asked[0], first_seconds=2.1), replace(costs.asked[1], again_seconds=2.1), costs.asked[2])
    told = io.StringIO()
    show_views(Console(file=told, width=200), replace(costs, asked=slow))
    named = told.getvalue().splitlines()[-1]
    assert [asked.question in named for asked in slow] == [True, True, False]
