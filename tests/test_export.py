"""What is exported is what was asked for, reads back as it was, runs nowhere, and is whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from export_cases import names_in, run, write_warehouse
from hypothesis import given
from hypothesis import strategies as st

from warehouse.arrow import query_frame, read_only
from warehouse.export import csv_files, parquet_files, xlsx_workbook
from warehouse.export.inert import inert, unmarked
from warehouse.export.staging import SCHEMA_FILE
from warehouse.schema.catalog import TABLES

HOSTILE = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1", "'=1")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("export") / "w.duckdb")


REFUSED = {
    "unknown table": (["o.csv", "--table", "fact"], "数据库中没有表“fact”，您要的是 facts"),
    "unknown place": (["o.xlsx", "--place", "南镇"], "没有名为“南镇”的单位"),
    "two of a name": (["o.xlsx", "--place", "东镇"], "某省一市乙县 东镇（乙县/东镇）"),
    "year in words": (["o.xlsx", "--year", "去年"], "看不懂年度“去年”"),
    "year backwards": (["o.xlsx", "--year", "2024-2022"], "请写 2022-2024"),
    "no report then": (["o.xlsx", "--year", "2019"], "没有报告，未导出；数据库中有报告的年度：2022、2023、2024"),
    "no report there then": (["o.xlsx", "--place", "西乡", "--year", "2022"], "没有报告，未导出"),
    "no rows": (["o.csv", "--table", "rejects"], "没有符合条件的行"),
    "no format": (["o"], "请加 --format"),
    "two formats": (["o.csv", "--format", "xlsx"], "不符"),
    "workbook without suffix": (["o", "--format", "xlsx"], "以 .xlsx 结尾"),
    "many tables in a file": (["o.csv"], "只放一张表"),
    "two tables in a file": (["o.parquet", "--table", "facts", "--table", "places"], "只放一张表"),
    "no folder": (["missing/o.csv", "--table", "facts"], "不存在"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_chosen_is_told_in_one_line_and_nothing_is_written(
    warehouse: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = run(warehouse, tmp_path / arguments[0], *arguments[1:])
    assert result.exit_code == 1
    assert result.output.startswith("错误：") and message in result.output
    assert result.output.count("\n") == 1
    assert names_in(tmp_path) == set()


EAST, WEST = "甲县/东镇", "甲县/西乡"
CHOSEN = {
    "all": ([], {EAST: {2022, 2023, 2024}, WEST: {2024}, "乙县/东镇": {2024}}),
    "name": (["--place", "西乡"], {WEST: {2024}}),
    "alias": (["--place", "西苗族乡"], {WEST: {2024}}),
    "id": (["--place", "乙县/东镇"], {"乙县/东镇": {2024}}),
    "county and name": (["--place", "甲县东镇"], {EAST: {2022, 2023, 2024}}),
    "county": (["--place", "甲县", "--year", "2024"], {EAST: {2024}, WEST: {2024}}),
    "range": (["--year", "2022-2023"], {EAST: {2022, 2023}}),
    "years": (["--year", "2022", "--year", "2024", "--place", "甲县东镇"], {EAST: {2022, 2024}}),
}


@pytest.mark.parametrize(("arguments", "expected"), CHOSEN.values(), ids=CHOSEN.keys())
@pytest.mark.parametrize("table", ["reports", "coverage"])
def test_rows_are_those_of_the_chosen_places_and_years(
    warehouse: Path, tmp_path: Path, arguments: list[str], expected: dict[str, set[int]], table: str
) -> None:
    result = run(warehouse, tmp_path / "o.csv", "--table", table, *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, set[int]] = {}
    for row in csv_rows(tmp_path / "o.csv"):
        if row["place_id"] and row.get("status") != "none":
            found.setdefault(row["place_id"], set()).add(int(row["year"]))
    assert found == expected


def test_tables_without_place_or_year_follow_their_report_or_are_told_to_be_whole(
    warehouse: Path, tmp_path: Path
) -> None:
    result = run(warehouse, tmp_path / "o", "--format", "csv", "--place", "西乡")
    assert {row["value"] for row in csv_rows(tmp_path / "o" / "facts.csv")} == {"8", "60"}
    assert len(csv_rows(tmp_path / "o" / "wide.csv")) == 2
    assert "整表导出：metrics" in result.output
    assert "--table numerals" in result.output
    assert not (tmp_path / "o" / "numerals.csv").exists()


def test_csv_is_what_excel_opens(warehouse: Path, tmp_path: Path) -> None:
    run(warehouse, tmp_path / "o.csv", "--table", "year_over_year")
    data = (tmp_path / "o.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") > 1
    (row,) = [row for row in csv_rows(tmp_path / "o.csv") if row["change"] == "-6"]
    assert row["cautions"] == "approximate；direction_unclear；part_year"


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00")))
def test_a_text_comes_back_from_csv_and_begins_no_formula(text: str) -> None:
    line = csv_files.field(text) + ",1\r\n"
    ((found, _),) = csv.reader(io.StringIO(line, newline=""))
    assert unmarked(found) == text
    assert found.lstrip(" \u3000\xa0\ufeff\u200b")[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_hostile_beginning_is_marked(hostile: str) -> None:
    assert inert(hostile) == f"'{hostile}"


@pytest.mark.parametrize("table", list(TABLES))
def test_no_text_column_of_any_table_leaves_as_a_formula_in_csv(warehouse: Path, tmp_path: Path, table: str) -> None:
    poisoned = Path(shutil.copy(warehouse, tmp_path))
    columns = poison(poisoned, table)
    result = run(poisoned, tmp_path / "o.csv", "--table", table)
    assert result.exit_code == 0, result.output
    for row in csv_rows(tmp_path / "o.csv"):
        for column in columns:
            assert row[column].startswith("'") and unmarked(row[column]) in HOSTILE


def test_parquet_reads_back_in_duckdb_and_polars(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "o"
    assert run(warehouse, folder, "--format", "parquet", "--table", "yearly_values", "--table", "facts").exit_code == 0
    with read_only(warehouse) as con:
        values, facts = (query_frame(con, f"from {name} order by all") for name in ("yearly_values", "facts"))
    assert {path.name for path in (folder / "yearly_values").iterdir()} == {"year=2022", "year=2023", "year=2024"}
    as_duckdb = f"from read_parquet('{folder}/yearly_values/**/*.parquet', hive_partitioning = true)"
    names = ", ".join(values.columns)
    read = query_frame(duckdb.connect(), f"select {names} from ({as_duckdb}) order by all")
    assert read.cast({"year": pl.Int32}).equals(values)
    scanned = pl.scan_parquet(folder / "yearly_values", hive_partitioning=True).select(values.columns).collect()
    assert scanned.cast({"year": pl.Int32}).sort(values.columns).equals(values.sort(values.columns))
    assert pl.read_parquet(folder / "facts.parquet").sort(facts.columns).equals(facts.sort(facts.columns))


def test_parquet_says_what_its_columns_mean(warehouse: Path, tmp_path: Path) -> None:
    run(warehouse, tmp_path / "o", "--format", "parquet", "--table", "yearly_values", "--table", "wide")
    file = tmp_path / "o" / "yearly_values" / "year=2022" / "part-0.parquet"
    by_polars = pl.read_parquet_metadata(file)
    assert by_polars["description_zh"] == "年度值"
    assert json.loads(by_polars["columns"])["fact_id"]["description_zh"] == "所取数据编号"
    found = duckdb.connect().execute(f"select key, value from parquet_kv_metadata('{file}')").fetchall()
    assert dict(found)[b"table_name"] == b"yearly_values"
    schema = json.loads((tmp_path / "o" / SCHEMA_FILE).read_text("utf-8"))
    assert schema["wide"]["description_zh"] == "一个视图"
    assert "yearly_values　年度值" in (tmp_path / "o" / "README.txt").read_text("utf-8-sig")


def test_a_report_of_no_known_year_stays_in_the_partitions(warehouse: Path, tmp_path: Path) -> None:
    run(warehouse, tmp_path / "o", "--format", "parquet", "--table", "reports")
    read = duckdb.connect().execute(
        f"select year from read_parquet('{tmp_path}/o/reports/**/*.parquet', hive_partitioning = true)"
    )
    assert sorted(read.fetchall(), key=str) == [(2022,), (2023,), (2024,), (2024,), (2024,), (None,)]


# Made anew each time: a raised exception holds on to the frames it came through, and to their connections.
FAILURES: tuple[Callable[[], BaseException], ...] = (
    lambda: OSError(errno.ENOSPC, "No space left on device"),
    lambda: RuntimeError("ours"),
    KeyboardInterrupt,
)
WRITERS = {
    "csv": (csv_files, "batches", ("o", "--format", "csv")),
    "parquet": (parquet_files, "table_metadata", ("o", "--format", "parquet")),
    "xlsx": (xlsx_workbook, "write_about", ("o.xlsx",)),
}


@pytest.mark.parametrize("failure", FAILURES, ids=("disk full", "error of ours", "Ctrl-C"))
@pytest.mark.parametrize("writer", list(WRITERS))
def test_a_failure_on_the_way_leaves_nothing_and_spares_what_was_there(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str, failure: Callable[[], BaseException]
) -> None:
    module, name, arguments = WRITERS[writer]
    target = tmp_path / arguments[0]
    assert run(warehouse, target, *arguments[1:]).exit_code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with monkeypatch.context() as patched:
        patched.setattr(module, name, failing_at_second_call(getattr(module, name), failure, at_once=writer == "xlsx"))
        result = run(warehouse, target, *arguments[1:], "--force")
        fresh = run(warehouse, tmp_path / f"new-{arguments[0]}", *arguments[1:])
    assert result.exit_code == fresh.exit_code == 1
    assert result.output.startswith("错误：")
    if isinstance(failure(), OSError):
        assert "磁盘空间不足" in result.output
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert names_in(tmp_path) == {arguments[0]}
    assert run(warehouse, target, *arguments[1:], "--force").exit_code == 0


def test_what_exists_is_replaced_only_with_force(warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "o.csv"
    target.write_text("old")
    assert "已存在，未覆盖" in run(warehouse, target, "--table", "facts").output
    assert target.read_text() == "old"
    assert run(warehouse, target, "--table", "facts", "--force").exit_code == 0
    assert target.read_text("utf-8-sig").startswith("fact_id,")


def test_force_spares_a_folder_that_is_not_ours_and_the_warehouse_itself(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear")
    assert "不是本程序导出的" in run(warehouse, tmp_path / "mine", "--format", "csv", "--force").output
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "dear"
    (tmp_path / "o.csv").symlink_to(warehouse)
    assert "数据库本身" in run(warehouse, tmp_path / "o.csv", "--table", "facts", "--force").output
    (tmp_path / "f").write_text("a file")
    assert "不能换成文件夹" in run(warehouse, tmp_path / "f", "--format", "csv", "--force").output
    assert (tmp_path / "f").read_text() == "a file"


def test_a_folder_of_ours_is_replaced_whole(warehouse: Path, tmp_path: Path) -> None:
    run(warehouse, tmp_path / "o", "--format", "csv", "--table", "facts", "--table", "places")
    run(warehouse, tmp_path / "o", "--format", "csv", "--table", "metrics", "--table", "places", "--force")
    assert names_in(tmp_path / "o") == {"metrics.csv", "places.csv", "README.txt", SCHEMA_FILE}


def test_what_a_killed_export_left_is_taken_away(warehouse: Path, tmp_path: Path) -> None:
    dead = tmp_path / ".o.csv.4194399.exporting"  # above the largest process id of Linux
    dead.mkdir()
    (dead / "o.csv").write_text("half")
    run(warehouse, tmp_path / "o.csv", "--table", "facts")
    assert names_in(tmp_path) == {"o.csv"}


def test_no_warehouse_and_a_strange_one_are_told(tmp_path: Path) -> None:
    assert "请先运行 fazhi build" in run(tmp_path / "no.duckdb", tmp_path / "o.xlsx").output
    (tmp_path / "text.duckdb").write_text("no database")
    assert "无法打开数据库" in run(tmp_path / "text.duckdb", tmp_path / "o.xlsx").output
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    assert "不是本程序建立的数据库" in run(tmp_path / "other.duckdb", tmp_path / "o.xlsx").output


def csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def poison(warehouse: Path, table: str) -> list[str]:
    """Leave rows in the table whose every text is hostile; returns the text columns."""
    with duckdb.connect(str(warehouse)) as con:
        described = con.execute(f"describe {table}").fetchall()
        columns = [name for name, dtype, *_ in described if dtype == "VARCHAR"]
        values = {"INTEGER": "1", "BIGINT": "1", "DOUBLE": "-1.5", "BOOLEAN": "true"}
        con.execute(f"delete from {table}")
        for hostile in HOSTILE:
            fields = ["?" if dtype == "VARCHAR" else values.get(dtype, "null") for _, dtype, *_ in described]
            for name, dtype, *_ in described:
                con.execute(f"alter table {table} alter {name} drop not null") if dtype not in values else None
            con.execute(f"insert into {table} values ({', '.join(fields)})", [hostile] * len(columns))
    return columns


def failing_at_second_call(function: Any, failure: Callable[[], BaseException], *, at_once: bool) -> Any:
    calls: Iterator[int] = iter(range(10_000))

    def failing(*arguments: Any, **named: Any) -> Any:
        if next(calls) or at_once:
            raise failure()
        return function(*arguments, **named)

    return failing
