"""The commands about metrics as an analyst types them: `metrics`, `unclassified`, `build` with another registry.

The corpus counts boundary posts (界桩, in 根): no metric of the project's registry names them.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest
from building import build, report_text, rows
from click.testing import CliRunner, Result

from assets.commands.cli import main
from assets.layout import Layout
from pipelines.figures.registry import default_path

POSTS = "今年以来，新设界桩36根，悬挂法治宣传标语2公里。"
ENTRY = """\
  community.boundary_posts:
    name: 界桩
    unit: {unit}
    kind: flow
    means: 新设的界桩
    cues:
      - head: 界桩
        not: 修复
        unless: 养护
    examples:
      match:
        - 新设界桩{number}根 = 36
"""


def run(*arguments: object, columns: int = 200) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env={"COLUMNS": str(columns)})


def said(result: Result) -> str:
    """The output of a command that succeeded."""
    assert result.exit_code == 0, result.output
    return result.stdout


def error(result: Result) -> str:
    """The one line of a command that failed."""
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("错误：")
    return line


def write_registry(file: Path, unit: str = "other:根", number: int = 36) -> Path:
    """A copy of the project's registry with a metric of boundary posts."""
    file.write_text(default_path().read_text("utf-8") + ENTRY.format(unit=unit, number=number), "utf-8")
    return file


def write_posts(corpus: Path) -> Path:
    """A corpus of one report that counts boundary posts."""
    corpus.mkdir(parents=True, exist_ok=True)
    text = report_text("青石镇", 2023, 40).replace("今年以来，", POSTS + "\n今年以来，")
    (corpus / "青石镇.txt").write_text(text, "utf-8")
    return corpus


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that the project's registry gives."""
    folder = tmp_path_factory.mktemp("shipped")
    build(write_posts(folder / "corpus"), folder / "w.duckdb")
    return folder / "w.duckdb"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, with a blank in its path, of another registry, `my.yaml`, and the warehouse that it gives."""
    folder = tmp_path_factory.mktemp("my own")
    registry = write_registry(folder / "my.yaml")
    build(write_posts(folder / "corpus"), folder / "w.duckdb", registry=str(registry))
    return folder


def commands_in(text: str) -> list[list[str]]:
    """The commands that a text prints, as a shell would part them."""
    return [shlex.split(line[line.index("fazhi ") :])[1:] for line in text.splitlines() if "fazhi " in line]


# ---- metrics ----


def test_all_metrics_are_listed_with_their_coverage(shipped: Path) -> None:
    listed = said(run("metrics", "--warehouse", shipped))
    assert re.search(r"disputes\.mediated +矛盾纠纷调处 +case +全年 +1 +100%", listed)
    assert "还没有指标的数字" in listed


def test_metrics_of_a_theme_as_csv(shipped: Path) -> None:
    table = csv.DictReader(
        io.StringIO(said(run("metrics", "--theme", "disputes", "--format", "csv", "--warehouse", shipped)))
    )
    reports = {row["id"]: row["reports"] for row in table}
    assert reports["disputes.mediated"] == "1" and all(metric.startswith("disputes.") for metric in reports)


@pytest.mark.parametrize("metric", ["community.boundary_posts", "界桩"])
def test_one_metric_is_shown_with_its_words_and_figures(own: Path, metric: str) -> None:
    shown = said(run("metrics", metric, "--warehouse", own / "w.duckdb", "--registry", own / "my.yaml"))
    for words in (
        "界桩　community.boundary_posts",
        "单位　other:根",
        "旁边没有 修复",
        "前文没有 养护",
        "新设界桩36根 = 36",
    ):
        assert words in shown
    assert re.search(r"（总） +1 +1 +36", shown)
    assert "另一份登记表" not in shown


def test_one_metric_as_csv(own: Path) -> None:
    arguments = ("metrics", "界桩", "--format", "csv", "--warehouse", own / "w.duckdb", "--registry", own / "my.yaml")
    (row,) = csv.DictReader(io.StringIO(said(run(*arguments))))
    assert (row["facts"], row["largest"]) == ("1", "36.0")


def test_an_unknown_metric_is_told_with_its_like(shipped: Path) -> None:
    told = error(run("metrics", "mediated", "--warehouse", shipped))
    assert "登记表中没有指标 mediated" in told and "disputes.mediated（矛盾纠纷调处）" in told


def test_a_metric_of_another_registry_asks_for_that_registry(own: Path) -> None:
    told = error(run("metrics", "community.boundary_posts", "--warehouse", own / "w.duckdb"))
    assert "本库用另一份登记表建成，请加 --registry" in told


def test_words_of_another_registry_are_told_as_such(own: Path, shipped: Path) -> None:
    shown = said(run("metrics", "disputes.mediated", "--warehouse", own / "w.duckdb"))
    assert "本库用另一份登记表建成" in shown and "请加 --registry" in shown
    assert "另一份登记表" not in said(run("metrics", "disputes.mediated", "--warehouse", shipped))


def test_the_registry_of_the_project_can_be_written_to_a_file_once(tmp_path: Path) -> None:
    file = tmp_path / "my-metrics.yaml"
    assert str(file) in said(run("metrics", "--export", file))
    assert file.read_bytes() == default_path().read_bytes()
    file.write_text("mine", "utf-8")
    assert "已存在，未覆盖" in error(run("metrics", "--export", file))
    assert file.read_text("utf-8") == "mine"
    assert "无法写入" in error(run("metrics", "--export", tmp_path / "nowhere" / "m.yaml"))


# ---- metrics --check ----


def test_a_registry_that_holds_is_told_with_the_next_step(own: Path) -> None:
    checked = said(run("metrics", "--check", "--registry", own / "my.yaml", "--warehouse", own / "w.duckdb"))
    assert "0 条不成立" in checked
    (command,) = commands_in(checked)
    assert command == ["build", "报告文件夹", "--warehouse", str(own / "w.duckdb"), "--registry", str(own / "my.yaml")]


def test_an_example_that_fails_ends_with_status_one(tmp_path: Path) -> None:
    registry = write_registry(tmp_path / "my.yaml", number=63)
    result = run("metrics", "--check", "--registry", registry)
    assert result.exit_code == 1
    line = len(registry.read_text("utf-8").splitlines())
    assert f"第{line}行：例句“新设界桩63根 = 36”应得界桩（community.boundary_posts）36" in result.stdout
    assert "1 条不成立" in result.stdout
    assert commands_in(result.stdout) == [["metrics", "--check", "--registry", str(registry)]]


def test_a_head_that_may_be_a_list_is_hinted_at(tmp_path: Path) -> None:
    registry = write_registry(tmp_path / "my.yaml")
    registry.write_text(registry.read_text("utf-8").replace("head: 界桩", "head: 界桩、界碑"), "utf-8")
    assert "提示：第" in run("metrics", "--check", "--registry", registry).stdout


# ---- unclassified ----


def test_figures_without_a_metric_are_told_with_their_sentence(shipped: Path) -> None:
    shown = said(run("unclassified", "--warehouse", shipped))
    assert "other:根" in shown and "界桩36根" in shown
    assert "--format csv" in shown


def test_a_figure_that_has_its_metric_is_no_longer_listed(own: Path) -> None:
    assert "other:根" not in said(run("unclassified", "--warehouse", own / "w.duckdb", "--registry", own / "my.yaml"))
    facts = rows(own / "w.duckdb", "select value, unit, measure_word from facts where metric_id like '%posts'")
    assert facts == [(36, "other:根", "根")]


def test_the_list_fits_a_terminal_of_80_columns(own: Path, shipped: Path) -> None:
    shown = said(run("unclassified", "--warehouse", shipped, columns=80))
    assert "…" not in shown
    assert re.search(r"界桩36根", re.sub(r"\s+", "", shown))
    csv_rows = csv.DictReader(io.StringIO(said(run("unclassified", "--format", "csv", "--warehouse", shipped))))
    for row in csv_rows:
        assert row["nearest_metric_id"] in shown  # whole, in one line
        assert row["unit"] in shown


def test_a_nearest_metric_of_another_unit_is_marked(shipped: Path) -> None:
    table = list(csv.DictReader(io.StringIO(said(run("unclassified", "--format", "csv", "--warehouse", shipped)))))
    shown = said(run("unclassified", "--warehouse", shipped))
    near = [row for row in table if row["nearest_metric_id"]]
    assert any(row["unit"] != row["nearest_unit"] for row in near)
    for row in near:
        line = next(line for line in shown.splitlines() if f" {row['nearest_metric_id']}" in line)
        assert ("单位不同" in line) == (row["unit"] != row["nearest_unit"]), line


# ---- build ----


def test_a_build_warns_of_examples_that_do_not_hold(tmp_path: Path) -> None:
    registry = write_registry(tmp_path / "my.yaml", number=63)
    corpus, warehouse = write_posts(tmp_path / "corpus"), tmp_path / "w.duckdb"
    told = said(run("build", corpus, "--warehouse", warehouse, "--registry", registry, "--workers", 1))
    (warning,) = [line for line in told.splitlines() if "例句不成立" in line]
    assert warning.startswith("提示：登记表有 1 条例句不成立")
    assert commands_in(warning) == [["metrics", "--check", "--registry", str(registry)]]


def test_a_build_with_examples_that_hold_does_not_warn(own: Path) -> None:
    told = said(run("build", own / "corpus", "--warehouse", own / "w.duckdb", "--registry", own / "my.yaml"))
    assert "例句" not in told


def test_printed_commands_run_as_printed(own: Path) -> None:
    """Once they lacked --warehouse, held <fact_id>, and had words behind them that a shell would have handed on."""
    options = ("--warehouse", own / "w.duckdb", "--registry", own / "my.yaml")
    printed = [
        command
        for arguments in (("build", own / "corpus"), ("metrics",), ("unclassified",))
        for command in commands_in(said(run(*arguments, *options)))
    ]
    assert {command[0] for command in printed} == {"sql", "evidence", "ui", "metrics", "unclassified"}
    for command in printed:
        if command[0] == "ui":
            assert command[1:] == [str(own / "corpus"), *map(str, options)]
        else:
            assert said(run(*command))


@pytest.mark.parametrize("text", [default_path().read_text("utf-8").encode("gbk", "ignore"), b"themes: [", b""])
def test_a_registry_that_can_not_be_read_leaves_nothing_behind(tmp_path: Path, text: bytes) -> None:
    registry, warehouse = tmp_path / "my.yaml", tmp_path / "w.duckdb"
    registry.write_bytes(text)
    told = error(run("build", write_posts(tmp_path / "corpus"), "--warehouse", warehouse, "--registry", registry))
    assert str(registry) in told and "内部错误" not in told
    assert ("UTF-8" in told) == (len(text) > 10)
    assert not warehouse.exists() and not Layout(warehouse).work_folder.exists()
