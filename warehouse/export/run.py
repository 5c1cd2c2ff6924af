"""One export from beginning to end: the choice settled, the files made beside the target, moved there whole.

Belongs here: the order of steps, which form an output takes. Does not belong here: a format's details, arguments and
what is shown (`assets/commands/exporting.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from warehouse.arrow import read_only
from warehouse.export.csv_files import write_csv
from warehouse.export.holdings import HeldTable, held_tables, sql
from warehouse.export.parquet_files import table_metadata, write_parquet, write_parquet_file
from warehouse.export.selection import LEFT_OUT, Chosen, ExportRefused, Wanted, choose
from warehouse.export.staging import SCHEMA_FILE, written_whole
from warehouse.export.xlsx_workbook import write_tables, write_workbook

FORMATS = ("xlsx", "parquet", "csv")
README_FILE = "README.txt"

# Without these a file is no warehouse of ours.
NEEDED = {"builds", "places", "reports", "coverage"}


class ExportListener(Protocol):
    """Whoever wants to see an export move."""

    def part_started(self, name: str, rows: int) -> None:
        """A table begins and has so many rows, as far as is known."""

    def rows_done(self, rows: int) -> None:
        """So many more of its rows are written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file with its rows and size."""

    path: Path
    rows: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `unnarrowed`: tables that have no place or year, written whole; `left_out`: not asked for."""

    target: Path
    kind: str
    files: tuple[Written, ...]
    unnarrowed: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]


def kind_of(target: Path, kind: str | None) -> str:
    """The format, from what was said or from the suffix; raises ExportRefused where they contradict or say nothing.

    >>> kind_of(Path("汇总.xlsx"), None), kind_of(Path("out"), "csv")
    ('xlsx', 'csv')
    """
    suffix = target.suffix.lower().removeprefix(".")
    if kind is None and suffix not in FORMATS:
        raise ExportRefused(f"看不出 {target.name} 是什么格式：请加 --format xlsx、parquet 或 csv，或写明后缀")
    if kind and suffix in FORMATS and suffix != kind:
        raise ExportRefused(f"后缀 .{suffix} 与 --format {kind} 不符，请改一处")
    if kind == "xlsx" and suffix != "xlsx":
        raise ExportRefused(f"Excel 工作簿的文件名要以 .xlsx 结尾，例如 {target.name}.xlsx")
    return kind or suffix


def export(
    warehouse: Path, target: Path, kind: str | None, wanted: Wanted, *, force: bool, listener: ExportListener
) -> Exported:
    """Write what is wanted of a warehouse file to `target`; nothing is left if anything goes wrong.

    Raises ExportRefused with a line for a clerk.
    """
    kind = kind_of(target, kind)
    if not warehouse.exists():
        raise ExportRefused(f"找不到数据库 {warehouse}：请先运行 fazhi build，或用 --warehouse 指定")
    if target.exists() and target.samefile(warehouse):
        raise ExportRefused("不能用导出的文件替换数据库本身，请换一个名字")
    with ExitStack() as opened:
        try:
            con = opened.enter_context(read_only(warehouse))
            held = held_tables(con)
        except duckdb.Error as error:
            raise ExportRefused(f"无法打开数据库 {warehouse}：{str(error).strip().splitlines()[0]}") from error
        if not NEEDED <= held.keys():
            raise ExportRefused(f"{warehouse} 不是本程序建立的数据库")
        return _export(con, held, target, kind, wanted, force=force, listener=listener)


def _export(
    con: duckdb.DuckDBPyConnection,
    held: Mapping[str, HeldTable],
    target: Path,
    kind: str,
    wanted: Wanted,
    *,
    force: bool,
    listener: ExportListener,
) -> Exported:
    chosen = choose(con, held, wanted)
    is_file = target.suffix.lower() == f".{kind}"
    if is_file and kind != "xlsx" and len(wanted.tables) != 1:
        raise ExportRefused(f"一个 .{kind} 文件只放一张表：请用一个 --table 指定，或去掉后缀，导出为文件夹")
    _require_rows(con, chosen, wanted)
    with written_whole(target, force=force, name=target.name) as product:
        if is_file:
            rows = {product: _write_file(con, kind, chosen, wanted, product, listener)}
        else:
            product.mkdir()
            rows = _write_folder(con, kind, chosen, product, listener)
        files = tuple(
            Written(target / path.relative_to(product), count, path.stat().st_size) for path, count in rows.items()
        )
    unnarrowed = [table.name for table in chosen.tables if chosen.is_narrowed and not chosen.narrows(table)]
    left_out = [(name, _count(con, held[name])) for name in LEFT_OUT if not wanted.tables and name in held]
    by_theme = kind == "xlsx" and not wanted.tables
    return Exported(target, kind, files, () if by_theme else tuple(unnarrowed), () if by_theme else tuple(left_out))


def _write_file(
    con: duckdb.DuckDBPyConnection, kind: str, chosen: Chosen, wanted: Wanted, file: Path, listener: ExportListener
) -> int:
    if kind == "xlsx":
        listener.part_started(file.name, 0)
        write = write_tables if wanted.tables else write_workbook
        return write(con, chosen, file, file.parent, listener.rows_done)
    (table,) = chosen.tables
    listener.part_started(table.name, _count_chosen(con, chosen, table))
    if kind == "csv":
        return write_csv(con, chosen.rows_of(table), file, listener.rows_done)
    return write_parquet_file(con, table, chosen.rows_of(table), file, listener.rows_done)


def _write_folder(
    con: duckdb.DuckDBPyConnection, kind: str, chosen: Chosen, folder: Path, listener: ExportListener
) -> dict[Path, int]:
    files: dict[Path, int] = {}
    for table in chosen.tables:
        listener.part_started(table.name, _count_chosen(con, chosen, table))
        files |= _writer(con, kind, table, listener.rows_done)(chosen.rows_of(table), folder / file_name(table.name))
    described = {table.name: table_metadata(table) for table in chosen.tables}
    for entry in described.values():
        entry["columns"] = json.loads(entry["columns"])
    (folder / SCHEMA_FILE).write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (folder / README_FILE).write_text(_readme(con, kind, chosen), "utf-8-sig", newline="\r\n")
    return files


def _writer(
    con: duckdb.DuckDBPyConnection, kind: str, table: HeldTable, wrote: Callable[[int], None]
) -> Callable[[str, Path], dict[Path, int]]:
    if kind == "parquet":
        return lambda query, path: write_parquet(con, table, query, path, wrote)
    return lambda query, path: {(file := path.with_name(f"{path.name}.csv")): write_csv(con, query, file, wrote)}


def file_name(table: str) -> str:
    """A table's name as a file's: whatever a path could misread becomes _.

    >>> file_name("year_over_year"), file_name("../x")
    ('year_over_year', '___x')
    """
    return "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in table)


def _readme(con: duckdb.DuckDBPyConnection, kind: str, chosen: Chosen) -> str:
    (build,) = con.execute(sql("about")).fetchall()
    lines = [
        "法治政府建设年度报告数据",
        f"数据库构建：{build[1]:%Y-%m-%d %H:%M}（世界时），编号 {build[0]}，语料 {build[2]}，指标登记表 {build[3]}",
    ]
    if chosen.is_narrowed:
        years = "、".join(map(str, chosen.years)) or "全部"
        lines.append(f"范围：单位 {'、'.join(chosen.place_names) or '全部'}；年度 {years}")
    lines += ["", "空值表示报告没有写到，不是零。各列的含义见 _schema.json（中英文）。", ""]
    lines += [f"{table.name}　{table.said_zh or table.said}" for table in chosen.tables]
    lines += ["", *_FORMAT_NOTES[kind], ""]
    return "\n".join(lines)


_FORMAT_NOTES = {
    "csv": (
        'UTF-8（带 BOM），行尾 CRLF，用 Excel 双击即可打开。列表用；连接。空字段为空值，"" 为空文字。',
        "以 = + - @ 等开头的文字前加了一个 ' ，以免被当作公式运行；用程序读取时去掉它即可。数字列不加。",
    ),
    "parquet": (
        "有年度的表按年分在 year=2023/ 等文件夹中，年度写在路径上。表和列的说明也写在每个文件的元数据里。",
        "DuckDB：select * from read_parquet('yearly_values/**/*.parquet', hive_partitioning = true)",
        "Polars：pl.scan_parquet('yearly_values/', hive_partitioning=True)",
    ),
}


def _require_rows(con: duckdb.DuckDBPyConnection, chosen: Chosen, wanted: Wanted) -> None:
    if wanted.tables and not any(_count_chosen(con, chosen, table) for table in chosen.tables):
        raise ExportRefused(f"{'、'.join(table.name for table in chosen.tables)} 中没有符合条件的行，未导出")


def _count_chosen(con: duckdb.DuckDBPyConnection, chosen: Chosen, table: HeldTable) -> int:
    ((rows,),) = con.execute(chosen.rows_of(table, "count(*)")).fetchall()
    return int(rows)


def _count(con: duckdb.DuckDBPyConnection, table: HeldTable) -> int:
    return _count_chosen(con, Chosen((), (), (), ()), table)
