"""The commands as a user types them: answers, evidence, errors in one line, honest exit statuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from building import build, fazhi, rows, write_report
from click.testing import CliRunner, Result

from assets.commands.cli import main
from assets.layout import Layout
from warehouse.publish import BuildLock

COMMAND_SECONDS = 120


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of two reports and its warehouse."""
    folder = tmp_path_factory.mktemp("commands")
    write_report(folder / "corpus", "青石镇", 2022, 36)
    write_report(folder / "corpus", "青石镇", 2023, 40)
    build(folder / "corpus", folder / "w.duckdb")
    return folder


def run(*arguments: object, **options: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)


def one_line_error(result: Result) -> str:
    """The error line of a command that failed; asserts that it is one line without a traceback."""
    assert result.exit_code == 1, result.output
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("错误：")
    return lines[0]


def test_build_says_what_it_did_and_then_that_nothing_changed(tmp_path: Path) -> None:
    corpus, warehouse = tmp_path / "corpus", tmp_path / "w.duckdb"
    write_report(corpus, "青石镇", 2022, 36)
    (corpus / "empty.txt").touch()
    # The first in a process of its own, as the console script runs it.
    first = fazhi("build", corpus, "--warehouse", warehouse)
    said, complaints = first.communicate(timeout=COMMAND_SECONDS)
    assert (first.returncode, complaints) == (0, "")
    assert "报告 1 份" in said
    assert "empty.txt（empty）" in said
    assert str(warehouse) in said
    second = run("build", corpus, "--warehouse", warehouse)
    assert second.exit_code == 0, second.output
    assert "没有读取报告，没有发布" in second.stdout
    assert str(warehouse) in second.stdout


def test_a_warehouse_among_its_reports_is_current_after_a_build(tmp_path: Path) -> None:
    write_report(tmp_path, "青石镇", 2022, 36, batch=".")
    assert run("build", tmp_path, "--warehouse", tmp_path / "w.duckdb").exit_code == 0
    assert "没有读取报告" in run("build", tmp_path, "--warehouse", tmp_path / "w.duckdb").stdout
    assert rows(tmp_path / "w.duckdb", "select count(*) from rejects") == [(0,)]


def test_a_corpus_that_does_not_exist(tmp_path: Path) -> None:
    error = one_line_error(run("build", tmp_path / "nowhere", "--warehouse", tmp_path / "w.duckdb"))
    assert "找不到语料文件夹" in error
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "report.txt").touch()
    assert "不是文件夹" in one_line_error(run("build", tmp_path / "report.txt", "--warehouse", tmp_path / "w.duckdb"))


def test_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    error = one_line_error(run("build", tmp_path / "corpus", "--warehouse", tmp_path / "w.duckdb"))
    assert "里没有报告" in error


def test_a_warehouse_in_a_folder_that_does_not_exist(built: Path, tmp_path: Path) -> None:
    error = one_line_error(run("build", built / "corpus", "--warehouse", tmp_path / "nowhere" / "w.duckdb"))
    assert "找不到数据库所在的文件夹" in error


def test_a_registry_that_can_not_be_read(built: Path, tmp_path: Path) -> None:
    registry = tmp_path / "metrics.yaml"
    registry.write_text("themes: {}\nmetrics:\n  a.b: {name: 甲}\n", encoding="utf-8")
    result = run("build", built / "corpus", "--warehouse", tmp_path / "w.duckdb", "--registry", registry)
    assert "metrics.yaml" in one_line_error(result)


def test_a_build_while_another_is_at_work(built: Path) -> None:
    with BuildLock(Layout(built / "w.duckdb").lock_file):
        error = one_line_error(run("build", built / "corpus", "--warehouse", built / "w.duckdb"))
    assert "另一个构建正在进行" in error


@pytest.mark.parametrize("arguments", [("build", "--nope"), ("sql", ""), ("evidence",), ("build", "--workers", "x")])
def test_wrong_usage_has_a_status_of_its_own(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


QUERY = "select name, aliases, 1.5 as half, 2.0 as two, null as nothing, date '2024-01-02' as day from places"


def test_sql_as_csv(built: Path) -> None:
    result = run("sql", QUERY, "--format", "csv", "--warehouse", built / "w.duckdb")
    assert list(csv.DictReader(io.StringIO(result.stdout)))[0] | {"aliases": ""} == {
        "name": "青石镇", "aliases": "", "half": "1.5", "two": "2.0", "nothing": "", "day": "2024-01-02",
    }  # fmt: skip


def test_sql_as_json(built: Path) -> None:
    result = run("sql", QUERY, "--format", "json", "--warehouse", built / "w.duckdb")
    assert json.loads(result.stdout) == [
        {"name": "青石镇", "aliases": [], "half": 1.5, "two": 2.0, "nothing": None, "day": "2024-01-02"}
    ]


def test_sql_as_markdown(built: Path) -> None:
    result = run("sql", "select 'a|b' as x, 3.0::double as y", "--format", "md", "--warehouse", built / "w.duckdb")
    assert result.stdout == "| x | y |\n| --- | --- |\n| a\\|b | 3 |\n"


def test_sql_from_standard_input_as_a_table(built: Path) -> None:
    result = run("sql", "--warehouse", built / "w.duckdb", input="select name from places")
    assert result.exit_code == 0
    assert "青石镇" in result.stdout


BAD_SQL = [
    ("selec 1", "syntax error"),
    ("select nothing from places", "nothing"),
    ("delete from facts", "read-only"),
    ("select * from read_csv('nowhere.csv')", "nowhere.csv"),
]


@pytest.mark.parametrize(("query", "word"), BAD_SQL)
def test_bad_sql_is_told_in_one_line(built: Path, query: str, word: str) -> None:
    error = one_line_error(run("sql", query, "--warehouse", built / "w.duckdb"))
    assert "查询有误" in error
    assert word in error


def test_sql_without_a_warehouse(tmp_path: Path) -> None:
    assert "先运行 fazhi build" in one_line_error(run("sql", "select 1", "--warehouse", tmp_path / "w.duckdb"))


def fact_id(built: Path) -> str:
    query = "select fact_id from facts where metric_id = 'disputes.mediated' and value = 36"
    return rows(built / "w.duckdb", query)[0][0]


def test_evidence_marks_the_figure_in_raw_and_repaired_text(built: Path) -> None:
    result = run("evidence", fact_id(built)[:10], "--warehouse", built / "w.duckdb")
    assert result.exit_code == 0, result.output
    raw, repaired = (line for line in result.stdout.splitlines() if line.startswith(("原文", "修复")))
    assert "调解矛盾纠纷【36" in raw
    assert "调解矛盾纠纷【36件】" in repaired
    for word in ("2022/青石镇.txt", "disputes.mediated", "一、健全矛盾纠纷化解体系"):
        assert word in result.stdout


def test_evidence_of_an_unknown_fact(built: Path) -> None:
    assert "没有编号以" in one_line_error(run("evidence", "xyz", "--warehouse", built / "w.duckdb"))


def test_evidence_of_an_unclear_beginning(built: Path) -> None:
    assert "不唯一" in one_line_error(run("evidence", "", "--warehouse", built / "w.duckdb"))


def test_an_error_of_ours_is_one_line_with_a_log(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.answers.ask", lambda *_: 1 / 0)
    error = one_line_error(run("sql", "select 1", "--warehouse", built / "w.duckdb"))
    log = Layout(built / "w.duckdb").error_log
    assert str(log) in error
    assert "ZeroDivisionError" in log.read_text("utf-8")
