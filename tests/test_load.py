"""From frames to the private file: which file is loaded, that input order changes nothing, the row of the build."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from small_corpus import BUILD, CORPUS, all_rows, corpus_frames, report_text, stage_frames

from pipelines.figures.registry import load_registry
from warehouse.assemble import IncompleteFrames, assemble
from warehouse.ddl import WHOLE_TEXTS
from warehouse.history import CARRIED
from warehouse.load import build_file, load_tables, record_build, run_audit, run_comparisons, run_reuse, table_counts
from warehouse.rows import reject_row
from warehouse.schema import TABLES, InvalidFrame, validate
from warehouse.schema.views import VIEWS

BUILT_TABLES = tuple(table for table in TABLES if table not in CARRIED)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of CORPUS; nobody may change it."""
    path = tmp_path_factory.mktemp("built") / "building.duckdb"
    build_file(path, corpus_frames(), load_registry(), BUILD)
    return path


def query(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


# Frames may be lazy as well: those of one of the seeds are.
LAZY = 2


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_in_the_frames_changes_nothing(built: Path, tmp_path: Path, seed: int) -> None:
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in corpus_frames().items()}
    again = tmp_path / "shuffled.duckdb"
    frames = {name: frame.lazy() for name, frame in shuffled.items()} if seed == LAZY else shuffled
    build_file(again, frames, load_registry(), BUILD)
    assert all_rows(again, BUILT_TABLES) == all_rows(built, BUILT_TABLES)


def test_every_table_keeps_to_its_declaration(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        for name, model in TABLES.items():
            validate(model, pl.DataFrame(con.sql(f"from {name}")))


def test_nothing_but_the_declared_tables_and_views_is_in_the_file(built: Path) -> None:
    objects = "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
    assert {name for (name,) in query(built, objects)} == set(TABLES) | set(VIEWS)
    assert query(built, "select function_name from duckdb_functions() where not internal") == []


def test_the_small_corpus_is_compared(built: Path) -> None:
    rows = query(
        built,
        "select name, year, value, previous_value, change, status from year_over_year join places using (place_id)"
        " where metric_id = 'disputes.mediated' and category = '' order by name, year",
    )
    assert rows == [
        ("柳河乡", 2023, 12, None, None, "new"),
        ("柳河乡", 2024, 9, 12, -3, "compared"),
        ("青山镇", 2022, 30, None, None, "new"),
        ("青山镇", 2023, 36, 30, 6, "compared"),
        ("青山镇", 2024, 41, 36, 5, "compared"),
    ]


def test_older_clients_can_open_the_file(built: Path) -> None:
    ((tags,),) = query(built, "select tags from duckdb_databases() where database_name = 'building'")
    assert tags["storage_version"].startswith("v1.4")


def test_whole_texts_are_packed_and_what_is_filtered_by_is_not(built: Path) -> None:
    packed = {
        (table, column)
        for table in TABLES
        for (column,) in query(
            built, f"select distinct column_name from pragma_storage_info('{table}') where compression = 'ZSTD'"
        )
    }
    assert packed == {(table, column) for table, columns in WHOLE_TEXTS.items() for column in columns}


def test_evidence_is_found_by_sql_alone(built: Path) -> None:
    found = query(
        built,
        "select substr(raw_text, raw_start + 1, raw_end - raw_start), number_text from facts"
        " join report_texts using (report_id) where metric_id = 'disputes.mediated' and role = 'actual'",
    )
    assert len(found) == 5
    assert all(number in evidence for evidence, number in found)


# --- what only the whole corpus can tell ------------------------------------------------------------------------------

SERIES = "select place_id, metric_id, category, year, value from year_over_year order by all"
COPIES = {**CORPUS, "2025/a.txt": CORPUS["2024/青山镇.txt"], "0/z.txt": CORPUS["2024/青山镇.txt"]}


REPUBLISHED = {"2024/转载.txt": ("网站首页\n" + report_text("青山镇", 2024, 41, meetings=3)).encode()}
UNPLACED = {"本镇.txt": report_text("本镇", 2024).replace("本镇人民政府\n", "").encode()}


@pytest.fixture(scope="module")
def of_copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of CORPUS with copies of one of its files, one printed anew, and a report of no known place."""
    path = tmp_path_factory.mktemp("copies") / "copies.duckdb"
    build_file(path, stage_frames({**COPIES, **REPUBLISHED, **UNPLACED}), load_registry(), BUILD)
    return path


def test_of_equal_files_the_first_path_is_loaded(of_copies: Path) -> None:
    equal = "'0/z.txt', '2024/青山镇.txt', '2025/a.txt'"
    assert query(of_copies, f"select source from reports where source in ({equal})") == [("0/z.txt",)]
    rejected = query(of_copies, "select source, message from rejects where reason = 'same_file' order by source")
    assert [source for source, _ in rejected] == ["2024/青山镇.txt", "2025/a.txt"]
    assert all("0/z.txt" in message for _, message in rejected)
    assert query(of_copies, "select count(*) - count(distinct fact_id) from facts") == [(0,)]


def test_of_equal_files_the_next_is_loaded_when_our_code_failed_on_the_first() -> None:
    frames = stage_frames(COPIES)
    origin = {"source": "0/z.txt", "batch": "0", "input_key": ""}
    failed = pl.DataFrame([reject_row(origin, "internal_error", "m", None)], schema=frames["rejects"].schema)
    tables = assemble({**frames, "rejects": pl.concat([frames["rejects"], failed])}, load_registry())
    assert "2024/青山镇.txt" in tables["reports"]["source"]
    assert "0/z.txt" not in tables["reports"]["source"]


def test_a_file_that_two_stages_gave_up_is_one_reject() -> None:
    frames = corpus_frames()
    tables = assemble({**frames, "rejects": pl.concat([frames["rejects"]] * 2)}, load_registry())
    assert tables["rejects"].height == frames["rejects"].height


def test_a_republication_is_loaded_and_marked(of_copies: Path) -> None:
    marked = query(
        of_copies,
        "select copy.source, kept.source from reports as copy"
        " join reports as kept on kept.report_id = copy.duplicate_of",
    )
    assert len(marked) == 1 and set(marked[0]) == {"2024/转载.txt", "0/z.txt"}
    assert query(of_copies, "select count(*) from yearly_values where year = 2024 and conflict") == [(0,)]


def test_a_report_whose_place_cannot_be_told_is_loaded_with_a_finding(of_copies: Path, built: Path) -> None:
    unplaced = "from reports where source = '本镇.txt'"
    assert query(of_copies, f"select place_id, year {unplaced}") == [(None, 2024)]
    kinds = query(of_copies, f"select kind from findings where report_id = (select report_id {unplaced})")
    assert ("unresolved_place",) in kinds
    # no series is of it: they are those of the other reports
    assert query(of_copies, SERIES) == query(built, SERIES)


@pytest.mark.parametrize("stage", ["raw", "sections_read", "metrics_read"])
def test_a_report_that_a_stage_did_not_read_is_not_loaded_without_its_figures(stage: str) -> None:
    frames = corpus_frames()
    with pytest.raises(IncompleteFrames, match=stage):
        assemble({**frames, stage: frames[stage].filter(pl.col("source") != "2024/青山镇.txt")}, load_registry())


def test_nothing_is_written_when_a_frame_breaks_its_schema(tmp_path: Path) -> None:
    frames = corpus_frames()
    facts = frames["facts"].with_columns(role=pl.lit("hope"))
    path = tmp_path / "broken.duckdb"
    with pytest.raises(InvalidFrame, match="hope"):
        load_tables(path, {**frames, "facts": facts}, load_registry())
    assert not path.exists()


def test_an_empty_corpus_makes_an_empty_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    counts = build_file(path, stage_frames({}), load_registry(), BUILD)
    assert counts["reports"] == counts["year_over_year"] == counts["coverage"] == 0
    assert counts["metrics"] == len(load_registry().metrics)


# --- step by step, as the assets do it --------------------------------------------------------------------------------


def test_the_steps_can_be_repeated_and_two_builds_of_one_input_are_equal_row_for_row(
    built: Path, tmp_path: Path
) -> None:
    path = tmp_path / "steps.duckdb"
    path.with_name(path.name + ".wal").write_bytes(b"left by a killed build")
    load_tables(path, corpus_frames(), load_registry())
    load_tables(path, corpus_frames(), load_registry())
    for _ in range(2):
        run_comparisons(path)
        run_reuse(path, corpus_frames()["normalized"])
        run_audit(path)
        record_build(path, BUILD)
    assert all_rows(path, tuple(TABLES)) == all_rows(built, tuple(TABLES))


def test_the_history_of_builds_is_carried_on(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.duckdb"
    second = replace(BUILD, build_id="b2", built_at=datetime(2026, 2, 1), corpus_hash="corpus-2")
    build_file(path, corpus_frames(), load_registry(), second, previous=built)
    builds = query(path, "select build_id, counts from builds")
    assert [build_id for build_id, _ in builds] == ["b1", "b2"]
    assert json.loads(builds[1][1])["reports"] == 5


def test_counts_are_those_of_the_tables(built: Path) -> None:
    counts = table_counts(built)
    for table in random.Random(1).sample(list(TABLES), 6):
        assert query(built, f"select count(*) from {table}") == [(counts[table],)]
