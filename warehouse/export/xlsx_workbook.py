"""The workbook: a first sheet that explains, a sheet a theme, and the lists behind them; or plain tables, if asked for.

Belongs here: which sheets there are and in which order they are made. Does not belong here: their cells
(`xlsx_themes.py`, `xlsx_lists.py`, `xlsx_about.py`).

XlsxWriter writes what no reader of workbooks needs to understand again: notes, links, outlines, number formats, row
by row with bounded memory (see CONSTANT_MEMORY). openpyxl can read as well, which nothing here needs (the tests do).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export.csv_files import batches
from warehouse.export.holdings import sql
from warehouse.export.selection import Chosen, ExportRefused
from warehouse.export.xlsx_about import About, write_about
from warehouse.export.xlsx_cells import MAX_ROWS, Book
from warehouse.export.xlsx_lists import (
    write_comparison,
    write_evidence,
    write_findings,
    write_reports,
    write_table,
)
from warehouse.export.xlsx_themes import Compared, PlaceYear, ThemeSheet

# Measured on 2,000 generated reports, 154,000 rows of all sheets (November 2026): 404 MB against 606 MB, in the same
# time (27 s of CPU against 24 s); the file has 13 MB instead of 10, since each cell carries its own text.
CONSTANT_MEMORY = True

Wrote = Callable[[int], None]


def write_workbook(con: duckdb.DuckDBPyConnection, chosen: Chosen, file: Path, scratch: Path, wrote: Wrote) -> int:
    """The workbook by themes. Returns the rows of all sheets. Raises ExportRefused for more than Excel holds."""
    _require_rows_fit(con, {"证据": "evidence", "年度比较": "comparison", "问题核查": "findings"})
    con.execute(f"create temp table compared as {_query('comparison')}")
    row_of_fact = {
        fact_id: row
        for row, (fact_id,) in enumerate(
            _rows(con, f"select fact_id from ({_query('evidence')})"),
            start=1,
        )
    }
    book = Book(file, scratch, constant_memory=CONSTANT_MEMORY)
    about = About(_rows_of(con, "about")[0], chosen, _rows_of(con, "cautions"))
    meanings = {code: meaning for code, meaning, _ in about.cautions}
    countings = {word: (scale, counts) for word, scale, counts in _rows_of(con, "measure_words")}
    names = dict(_rows_of(con, "themes"))
    series = {theme: list(rows) for theme, rows in groupby(_rows_of(con, "series"), key=lambda row: row[0])}
    first = book.sheet("说明")
    theme_sheets = {
        theme: ThemeSheet(book.sheet(name), name, [row[1:] for row in series[theme]], meanings, countings)
        for theme, name in names.items()
        if theme in series
    }
    comparison, findings = book.sheet("年度比较"), book.sheet("问题核查")
    reports, evidence = book.sheet("报告清单"), book.sheet("证据")
    place_years = [PlaceYear(*row) for row in _rows_of(con, "place_years")]
    for theme, sheet in theme_sheets.items():
        sheet.write(place_years, _compared(con, theme), evidence, row_of_fact)
        wrote(sheet.sheet.rows)
    write_comparison(comparison, _compared(con), names, meanings, evidence, row_of_fact, wrote)
    write_findings(findings, _rows(con, _query("findings")))
    write_reports(reports, _rows(con, _query("reports")))
    cells = {
        fact_id: (sheet.sheet, row, column)
        for sheet in theme_sheets.values()
        for fact_id, (row, column) in sheet.cell_of_fact.items()
    }
    write_evidence(evidence, _rows(con, _query("evidence")), cells, wrote)
    about.contents = [
        *((sheet.sheet, "各单位各年度，一列一个指标") for sheet in theme_sheets.values()),
        (comparison, "每个指标逐年比较，长表，含不可比和未再表述的"),
        (findings, "报告内部或报告之间的矛盾与疑点，按轻重排列"),
        (reports, "哪些单位哪年有报告，哪年没有"),
        (evidence, "每个数字及其原文句子"),
    ]
    write_about(first, about, book.limits, by_theme=True)
    book.workbook.close()
    return sum(sheet.rows for sheet, _ in about.contents)


def write_tables(con: duckdb.DuckDBPyConnection, chosen: Chosen, file: Path, scratch: Path, wrote: Wrote) -> int:
    """A workbook of tables as they stand, a sheet each. Returns their rows."""
    counted = {table.name: _count(con, chosen.rows_of(table)) for table in chosen.tables}
    for table, rows in counted.items():
        _require_fits(table, rows)
    book = Book(file, scratch, constant_memory=CONSTANT_MEMORY)
    about = About(_rows_of(con, "about")[0], chosen, _rows_of(con, "cautions"))
    first = book.sheet("说明")
    for table in chosen.tables:
        sheet = book.sheet(table.said_zh.partition("（")[0].partition("：")[0] or table.name)
        write_table(sheet, table, _rows(con, chosen.rows_of(table)), wrote)
        about.contents.append((sheet, f"{table.said_zh or table.said}（表 {table.name}）"))
    write_about(first, about, book.limits, by_theme=False)
    book.workbook.close()
    return sum(counted.values())


def _require_rows_fit(con: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> None:
    for sheet, name in queries.items():
        _require_fits(sheet, _count(con, _query(name)))


def _require_fits(sheet: str, rows: int) -> None:
    if rows + 1 > MAX_ROWS:
        raise ExportRefused(
            f"“{sheet}”有 {rows:,} 行，超过 Excel 每张表 {MAX_ROWS:,} 行的上限，未导出；"
            "请用 --place 或 --year 缩小范围，或用 --format parquet、--format csv"
        )


def _compared(con: duckdb.DuckDBPyConnection, theme: str | None = None) -> Iterator[Compared]:
    where = "" if theme is None else " where theme = $theme"
    cursor = con.execute(f"from compared{where}", {} if theme is None else {"theme": theme})
    for batch in batches(cursor):
        yield from map(Compared._make, batch)


def _query(name: str) -> str:
    return sql(name).rstrip().removesuffix(";")


def _rows_of(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return con.execute(sql(name)).fetchall()


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    for batch in batches(con.execute(query)):
        yield from batch


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    ((rows,),) = con.execute(f"select count(*) from ({query})").fetchall()
    return int(rows)
