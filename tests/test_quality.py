"""What is measured of a build, what is told of a miss, what is carried on, what differs from the file before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from small_corpus import BUILD, corpus_frames

from pipelines.figures.registry import load_registry
from warehouse.anomalies import DIFFERENCES, NOT_COMPARABLE, anomaly_results, run_anomaly_checks
from warehouse.check_results import CheckResult
from warehouse.expectations import Expectations, default_expectations, parse_expectations
from warehouse.headings import heading
from warehouse.load import build_file, record_build
from warehouse.quality import BUILDS_WITH_BATCHES, quality_history, record_quality
from warehouse.quality_checks import check_name, quality_results
from warehouse.quality_measures import QUALITY_MEASURES
from warehouse.schema import TABLES, empty_frame

DEFAULTS = default_expectations()
# Differences of a small corpus: none is too small to be told.
STRICT = parse_expectations(
    "\n".join(["changes:", *(f"  {d.change}: {{limit: 0.2, at_least: 1, why: 小语料}}" for d in DIFFERENCES)]), DEFAULTS
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the small corpus: five reports, two refused files, three batches; nobody may change it."""
    path = tmp_path_factory.mktemp("quality") / "building.duckdb"
    build_file(path, corpus_frames(), load_registry(), BUILD)
    return path


@pytest.fixture(scope="module")
def copied(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy in memory, with the file itself beside it as the one published before."""
    with duckdb.connect() as con:
        con.execute(f"attach '{built}' as previous (read_only)")
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            con.execute(f'create table "{table}" as from previous."{table}"')
        yield con


@pytest.fixture
def con(copied: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, to be changed at will: it is put back afterwards."""
    copied.begin()
    yield copied
    copied.rollback()


def measured(con: duckdb.DuckDBPyConnection, text: str) -> dict[str, CheckResult]:
    """Results of the checks on a warehouse that is held to what a quality.yaml says."""
    record_quality(con, BUILD.build_id, empty_frame(TABLES["build_quality"]), parse_expectations(text, DEFAULTS))
    return {result.name: result for result in quality_results(con)}


def test_every_measure_is_taken_of_the_corpus_and_of_each_batch(con: duckdb.DuckDBPyConnection) -> None:
    found = {(m, b): v for m, b, v in con.execute("select measure, batch, value from build_quality").fetchall()}
    assert set(found) == {(said.measure, batch) for said in QUALITY_MEASURES for batch in ("", "2022", "2023", "2024")}
    assert (found["reports", ""], found["reports", "2024"]) == (5, 2)
    assert found["facts_a_report", ""] == 9
    assert found["rejects_share", ""] == pytest.approx(2 / 7)
    assert found["rejects_share", "2024"] == 0.5
    assert found["unclassified_share", ""] == found["unplaced_share", ""] == found["undated_share", ""] == 0
    assert found["numerals_accounted_share", ""] == 1
    assert all(result.passed for result in quality_results(con))


# measure -> (statement that spoils it, the value of the whole corpus after it)
SPOILED: dict[str, tuple[str, float]] = {
    "reports": ("delete from reports", 0),
    "facts_a_report": ("update report_counts set facts = 2", 2),
    "unclassified_share": ("update report_counts set quantities = counted_numerals", 1),
    "unplaced_share": ("update reports set place_id = null where year = 2024", 0.4),
    "undated_share": ("update reports set year = null where year = 2024", 0.4),
    "rejects_share": ("update rejects set reason = 'same_file'", 0),
    "numerals_accounted_share": ("delete from numerals where disposition = 'fact'", 0.487),
}


@pytest.mark.parametrize("measure", [said.measure for said in QUALITY_MEASURES])
def test_each_measure_sees_what_it_is_there_for(con: duckdb.DuckDBPyConnection, measure: str) -> None:
    statement, value = SPOILED[measure]
    con.execute(statement)
    bound = "{ceiling: 0, floor: 0, why: x}" if measure == "rejects_share" else "{why: x}"
    results = measured(con, f"measures:\n  {measure}: {bound}\n")
    result = results[check_name(measure)]
    assert result.figures["value"] == pytest.approx(value, abs=0.001)
    assert result.passed == (measure == "rejects_share"), "copies of a file are not refusals"


def test_a_miss_shows_its_rows_and_the_way_out(con: duckdb.DuckDBPyConnection) -> None:
    result = measured(con, "measures:\n  facts_a_report: {floor: 30, why: x}\n")["quality_facts_a_report"]
    assert (result.passed, result.blocking, result.bad_count) == (False, False, 1)
    assert result.sample == [{"batch": "", "value": 9.0, "floor": 30.0, "ceiling": None, "basis": 5}]
    assert "低于下限 30" in result.message_zh and "fazhi unclassified" in result.remedy_zh


def test_what_may_block_does_and_only_where_it_is_missed(con: duckdb.DuckDBPyConnection) -> None:
    text = """
measures:
  rejects_share: {ceiling: 0.1, blocks: true, why: x}
  reports: {floor: 5, blocks: true, why: x}
"""
    results = measured(con, text)
    assert [name for name, result in results.items() if result.blocking] == ["quality_rejects_share"]


def test_a_batch_is_held_to_its_own_number_even_where_it_is_gone(con: duckdb.DuckDBPyConnection) -> None:
    text = """
batches:
  "2023": {reports: 3, why: 名册三个单位}
  "2024": {reports: 2, why: 名册两个单位}
  "2025": {reports: 2, blocks: true, why: 名册两个单位}
"""
    result = measured(con, text)["quality_reports"]
    assert [(row["batch"], row["value"], row["floor"]) for row in result.sample] == [("2023", 2, 3), ("2025", 0, 2)]
    assert result.blocking and "批次 2023 的报告份数 2，低于下限 3" in result.message_zh


def test_small_batches_are_not_judged_by_what_holds_for_all(con: duckdb.DuckDBPyConnection) -> None:
    text = "measures:\n  facts_a_report: {batch_floor: 30, why: x}\n"
    assert measured(con, text)["quality_facts_a_report"].passed
    con.execute(
        "insert into rejects by name select rejects.* replace (source || n as source) from rejects, range(10) as r(n)"
    )
    result = measured(con, text)["quality_facts_a_report"]
    assert [row["batch"] for row in result.sample] == ["2024"]


def test_the_measures_of_earlier_builds_are_kept_by_batch_for_a_while(built: Path, tmp_path: Path) -> None:
    path = changed(
        built,
        tmp_path,
        "insert into builds select builds.* replace (build_id || n as build_id, built_at + to_days(n::int) as built_at)"
        f" from builds, range(1, {BUILDS_WITH_BATCHES + 5}) as r(n)",
        "insert into build_quality select q.* replace (builds.build_id as build_id)"
        " from build_quality as q, builds where builds.build_id <> q.build_id",
    )
    kept = quality_history([path])
    assert kept.filter(batch="")["build_id"].n_unique() == BUILDS_WITH_BATCHES + 5
    # with the build that is to come there are as many as are kept
    assert kept.filter(pl.col("batch") != "")["build_id"].n_unique() == BUILDS_WITH_BATCHES - 1
    assert f"b1{BUILDS_WITH_BATCHES + 4}" in kept.filter(batch="2024")["build_id"]


def test_a_build_is_recorded_after_those_before_it(built: Path, tmp_path: Path) -> None:
    path = changed(built, tmp_path)
    second = replace(BUILD, build_id="b2", built_at=BUILD.built_at + timedelta(days=1))
    for _ in range(2):
        record_build(path, second, built)
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute("select build_id, count(*) from build_quality group by all order by all").fetchall()
    assert found == [("b1", 28), ("b2", 28)]


def test_a_file_older_than_the_measures_has_no_history(built: Path, tmp_path: Path) -> None:
    older = changed(built, tmp_path, "drop table build_quality")
    assert quality_history([older]).is_empty()
    assert not quality_history([built]).is_empty()


# --- beside the file that was published before ------------------------------------------------------------------------

# difference -> (statement on the new file, what its first row must hold)
DIFFERENT: dict[str, tuple[str, dict[str, object]]] = {
    "rows_lost": ("delete from facts where metric_id <> 'disputes.mediated'", {"of_table": "facts", "rows_before": 45}),
    "coverage_lost": (
        "delete from yearly_values where metric_id = 'publicity.materials' and year > 2022",
        {"metric_id": "publicity.materials", "place_years_before": 5, "place_years": 1},
    ),
    "batches_gone": (
        "delete from reports where batch in ('2022', '2023')",
        {"batch": "2022", "reports_before": 1},
    ),
    "rejects_risen": (
        "insert into rejects by name select report_id as source, batch, 'notice' as reason, '' as message from reports",
        {"reason": "notice", "files_before": 1, "files": 6},
    ),
    "values_changed": (
        "update yearly_values set value = value * 2 where metric_id in ('disputes.mediated', 'publicity.materials',"
        " 'disputes.petitions')",
        {"place": "柳河乡", "value": 24.0, "value_before": 12.0},
    ),
}


def difference(con: duckdb.DuckDBPyConnection, change: str, limits: Expectations = STRICT) -> CheckResult:
    results = {result.name: result for result in anomaly_results(con, limits)}
    return results[f"since_last_{change}"]


def test_a_file_does_not_differ_from_itself(con: duckdb.DuckDBPyConnection) -> None:
    results = anomaly_results(con, STRICT)
    assert [result.name for result in results] == [said.check_name for said in DIFFERENCES]
    assert all(result.passed and not result.note_zh for result in results)


@pytest.mark.parametrize("change", [said.change for said in DIFFERENCES])
def test_each_difference_is_told_with_its_rows(con: duckdb.DuckDBPyConnection, change: str) -> None:
    statement, expected = DIFFERENT[change]
    con.execute(statement)
    result = difference(con, change)
    assert not result.passed and not result.blocking
    assert any(expected.items() <= row.items() for row in result.sample), result.sample
    assert all(heading(name) != name for name in result.sample[0]), "a clerk reads the headings"


@pytest.mark.parametrize("change", [said.change for said in DIFFERENCES])
def test_a_few_rows_of_difference_are_chance(con: duckdb.DuckDBPyConnection, change: str) -> None:
    con.execute(DIFFERENT[change][0])
    assert difference(con, change, _lenient(change)).passed


def _lenient(change: str) -> Expectations:
    return parse_expectations(f"changes:\n  {change}: {{limit: 0.3, at_least: 1000, why: x}}\n", STRICT)


def told_beside(built: Path, previous: Path | None) -> dict[str, str]:
    """What each difference says of a pass."""
    return {result.name: result.note_zh for result in run_anomaly_checks(built, previous, STRICT) if result.passed}


def test_without_a_file_before_nothing_differs_and_that_is_said(built: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database")
    for previous in (None, broken):
        assert set(told_beside(built, previous).values()) == {NOT_COMPARABLE}


def test_an_older_file_is_compared_in_what_it_holds(built: Path, tmp_path: Path) -> None:
    older = changed(built, tmp_path, "drop table metric_mentions cascade", "alter table rejects drop column reason")
    told = told_beside(built, older)
    assert told.pop("since_last_rejects_risen") == NOT_COMPARABLE
    assert set(told.values()) == {""} and len(told) == len(DIFFERENCES) - 1


def changed(built: Path, into: Path, *statements: str) -> Path:
    """A copy of the file after some statements."""
    path = into / "it's changed.duckdb"
    shutil.copyfile(built, path)
    with duckdb.connect(str(path)) as con:
        for statement in statements:
            con.execute(statement)
    return path
