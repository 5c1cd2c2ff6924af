"""The data tests: all pass on a sound warehouse, and each fails on the very rows it is there for."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import BUILD, corpus_frames, stage_frames

from pipelines.figures.registry import load_registry
from warehouse.bad_rows import DIGIT_RUN, ledger_problems
from warehouse.check_results import SAMPLE_ROWS
from warehouse.checks import DATA_TESTS, DataTest, run_check, run_checks
from warehouse.headings import heading
from warehouse.load import SQL_FOLDER, build_file
from warehouse.relations import RELATIONS
from warehouse.schema import TABLES, column_specs

CHINESE = "[\u4e00-\u9fff]"
ANY_REPORT = "(select min(report_id) from reports)"

# For each data test: statements that bring in what it is there to find.
SPOILED: dict[str, list[str]] = {
    "no_internal_errors": ["update rejects set reason = 'internal_error' where reason = 'empty'"],
    "keys_are_unique": [f"insert into report_texts select * from report_texts where report_id = {ANY_REPORT}"],
    "relations_hold": ["update facts set metric_id = 'disputes.unheard_of' where metric_id = 'disputes.mediated'"],
    "spans_lie_in_text": [
        f"update report_texts set raw_text = left(raw_text, 200) where report_id = {ANY_REPORT}",
    ],
    "ledger_covers_digits": ["delete from numerals where disposition = 'date'"],
    "evidence_holds_number": ["update facts set raw_start = 0, raw_end = 2 where metric_id = 'disputes.mediated'"],
    "zeros_in_words_are_zero": ["update facts set value = 1 where number_text = ''"],
    "duplicates_point_to_what_counts": [f"update reports set duplicate_of = {ANY_REPORT}"],
    "yearly_values_are_facts": ["update yearly_values set value = value + 1 where metric_id = 'disputes.mediated'"],
    "year_over_year_is_complete": ["delete from year_over_year where year = 2024"],
    "changes_follow_from_values": ["update year_over_year set change = change + 1 where status = 'compared'"],
    "peers_follow_from_values": ["update peer_comparisons set value = value + 1 where year = 2024"],
    "areas_add_up": ["update area_totals set total = total + 1 where area_level = 'corpus'"],
    "promises_have_outcomes": [
        "update facts set role = 'target' where metric_id = 'disputes.mediated' and role = 'actual'",
    ],
    "mentions_hold_values": ["update metric_mentions set status = 'not_stated' where metric_id = 'disputes.mediated'"],
    "coverage_is_true": ["update coverage set status = 'expected' where year = 2024"],
    "findings_are_explained": [
        "insert into findings by name select 'f' as finding_id, report_id, 'odd' as kind, 'info' as severity, "
        "'怪' as message from reports limit 1"
    ],
    "carried_sentences_add_up": ["delete from text_reuse_sentences where kind = 'near'"],
    "cautions_are_explained": ["update year_over_year set cautions = ['doubtful'] where year = 2024"],
    "unknowns_have_findings": ["update reports set year = null, place_id = null"],
    "places_are_known": ["update reports set place_id = null where year = 2024"],
    "years_are_known": ["update reports set year = null where year = 2024"],
    "years_are_plausible": ["update reports set year = 2034 where year = 2024"],
    "facts_have_values": ["update facts set value = null where metric_id = 'disputes.mediated'"],
    "ledger_and_facts_agree": ["update numerals set disposition = 'quantity' where disposition = 'fact'"],
    "evidence_is_short": ["update facts set raw_end = raw_start + 121 where metric_id = 'disputes.mediated'"],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.duckdb"
    build_file(path, corpus_frames(), load_registry(), BUILD)
    return path


def test_a_sound_warehouse_passes_every_test_that_blocks(sound: Path) -> None:
    results = run_checks(sound)
    assert [result.name for result in results] == [test.name for test in DATA_TESTS]
    assert [result for result in results if not result.passed] == []
    assert all(result.figures["bad_rows"] == result.bad_count == 0 for result in results)


@pytest.mark.parametrize("test", DATA_TESTS, ids=lambda test: test.name)
def test_each_data_test_finds_what_it_is_there_for(sound: Path, tmp_path: Path, test: DataTest) -> None:
    spoiled = tmp_path / "spoiled.duckdb"
    shutil.copyfile(sound, spoiled)
    with duckdb.connect(str(spoiled)) as con:
        for statement in SPOILED[test.name]:
            con.execute(statement)
        result = run_check(con, test)
    assert not result.passed
    assert result.bad_count > 0
    assert 0 < len(result.sample) <= SAMPLE_ROWS
    assert result.figures["bad_rows"] == result.bad_count
    assert all(re.search(CHINESE, heading(name)) for row in result.sample for name in row), "a clerk reads the headings"
    assert result.remedy_zh == test.remedy_zh


def test_words_of_a_fact_that_do_not_stand_in_its_text_are_found(sound: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.duckdb"
    shutil.copyfile(sound, spoiled)
    with duckdb.connect(str(spoiled)) as con:
        con.execute("update facts set raw_span = raw_span || '又' where metric_id = 'disputes.mediated'")
        ((count,),) = con.execute("select count(*) from facts where metric_id = 'disputes.mediated'").fetchall()
    (result,) = (result for result in run_checks(spoiled) if result.name == "evidence_holds_number")
    assert result.bad_count == count > 0


# A copy of one report, and what makes it lead to no edition that counts.
COPY = """insert into reports by name
    select * replace (repeat('c', 16) as report_id, '转载/1.txt' as source,
        report_id as duplicate_of, 0.98 as duplicate_similarity)
    from reports where source = '2024/青山镇.txt'"""
OF_COPY = "where source = '转载/1.txt'"
OTHER_PLACE = "(select place_id from places where name = '柳河乡')"
DOUBT = (
    "insert into findings by name select 'f' as finding_id, repeat('c', 16) as report_id, 'unresolved_place' as kind, "
    "'warning' as severity, '地名有多处' as message"
)
TWIN = "insert into places by name select * replace ('x' as place_id) from places where name = '青山镇'"
COPIES: dict[str, tuple[list[str], int]] = {
    "a copy": ([], 0),
    "a copy without a place": ([f"update reports set place_id = null {OF_COPY}"], 0),
    "a copy without a year": ([f"update reports set year = null {OF_COPY}"], 0),
    "its name fits two places": ([TWIN, DOUBT, f"update reports set place_id = 'x' {OF_COPY}"], 0),
    "its name fits two places, and nobody doubts": ([TWIN, f"update reports set place_id = 'x' {OF_COPY}"], 1),
    "another town in doubt": ([DOUBT, f"update reports set place_id = {OTHER_PLACE} {OF_COPY}"], 1),
    "another year": ([f"update reports set year = 2022 {OF_COPY}"], 1),
    "no similarity": ([f"update reports set duplicate_similarity = null {OF_COPY}"], 1),
    "a similarity to nothing": ([f"update reports set duplicate_of = null {OF_COPY}"], 1),
    "an edition that is not there": ([f"update reports set duplicate_of = repeat('d', 16) {OF_COPY}"], 1),
    "itself": ([f"update reports set duplicate_of = report_id {OF_COPY}"], 1),
    "what counts has no place": (["update reports set place_id = null where source = '2024/青山镇.txt'"], 1),
    "what counts has no year": (["update reports set year = null where source = '2024/青山镇.txt'"], 1),
}


@pytest.mark.parametrize("case", COPIES)
def test_a_copy_leads_to_the_edition_that_counts(sound: Path, tmp_path: Path, case: str) -> None:
    copied = tmp_path / "copied.duckdb"
    shutil.copyfile(sound, copied)
    statements, bad = COPIES[case]
    (test,) = (test for test in DATA_TESTS if test.name == "duplicates_point_to_what_counts")
    with duckdb.connect(str(copied)) as con:
        for statement in (COPY, *statements):
            con.execute(statement)
        assert run_check(con, test).bad_count == bad


@pytest.mark.skipif("FAZHI_REAL_REPORTS" not in os.environ, reason="FAZHI_REAL_REPORTS names no folder of real reports")
def test_the_real_reports_pass_every_test_that_blocks(tmp_path: Path) -> None:
    folder = Path(os.environ["FAZHI_REAL_REPORTS"])
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}
    assert files
    build_file(tmp_path / "real.duckdb", stage_frames(files), load_registry(), BUILD)
    assert [result for result in run_checks(tmp_path / "real.duckdb") if result.blocking and not result.passed] == []


@pytest.mark.parametrize("test", DATA_TESTS, ids=lambda test: test.name)
def test_each_data_test_says_what_to_do_in_both_languages(test: DataTest) -> None:
    assert len(test.remedy) > 40 and not re.search(CHINESE, test.remedy)
    assert len(test.remedy_zh) > 15 and re.search(CHINESE, test.remedy_zh)
    assert test.remedy[-1] not in ".。" and test.remedy_zh[-1] not in ".。", "a full stop is added where it is shown"


def test_every_query_belongs_to_a_test() -> None:
    queries = {path.stem for path in (SQL_FOLDER / "checks").glob("*.sql")}
    assert queries == {test.name for test in DATA_TESTS if test.find is None}


def test_relations_name_columns_that_exist() -> None:
    for relation in RELATIONS:
        assert relation.column in {spec.name for spec in column_specs(TABLES[relation.table])}
        assert relation.parent_column in {spec.name for spec in column_specs(TABLES[relation.parent])}


# (raw text, ledger rows, problems)
LEDGERS: dict[str, tuple[str, list[tuple[int, int]], list[str]]] = {
    "each run in one row": ("共36件、28件", [(1, 4), (5, 7)], []),
    "a row may be wider than its digits": ("约36余件", [(0, 5)], []),
    "one row over two runs": ("3.5至4.5", [(0, 7)], []),
    "no row": ("共36件", [], ["no row"]),
    "half a run": ("共365件", [(1, 3)], ["no row"]),
    "a run torn in two": ("共365件", [(1, 3), (3, 4)], ["no row"]),
    "two rows over one run": ("共36件", [(1, 3), (1, 4)], ["overlap"]),
    "full-width digits count": ("共３６件", [], ["no row"]),
    "Chinese numerals may have a row": ("三十六件", [(0, 3)], []),
    "no digits, no rows": ("法治", [], []),
}


@pytest.mark.parametrize("case", LEDGERS)
def test_the_ledger_of_one_report(case: str) -> None:
    raw_text, spans, expected = LEDGERS[case]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    assert [problem["problem"] for problem in ledger_problems(raw_text, starts, ends)] == expected


@given(st.text("36件 ，", max_size=30), st.data())
def test_a_ledger_without_problems_covers_each_run_once(raw_text: str, data: st.DataObject) -> None:
    bounds = st.integers(0, len(raw_text))
    drawn = data.draw(st.lists(st.tuples(bounds, bounds).filter(lambda span: span[0] < span[1]), max_size=6))
    spans = sorted(drawn)
    problems = list(ledger_problems(raw_text, [start for start, _ in spans], [end for _, end in spans]))
    torn = any(a < d and c < b for i, (a, b) in enumerate(spans) for c, d in spans[i + 1 :])
    runs = [run.span() for run in DIGIT_RUN.finditer(raw_text)]
    if not torn:
        missed = [run for run in runs if not any(a <= run[0] and run[1] <= b for a, b in spans)]
        assert len(problems) == len(missed)
    else:
        assert problems
