"""The workbook as a clerk meets it: values, notes, links there and back, and nothing that runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from export_cases import run, write_warehouse
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.export import xlsx_cells, xlsx_workbook
from warehouse.export.inert import is_risky

THEME = "矛盾纠纷与信访"
LOCATION = re.compile(r"'((?:[^']|'')+)'!([A-Z]+\d+)")

# Every text that the workbook shows and no join depends on.
SHOWN_TEXTS = {
    "places": ("name", "county", "city", "province"),
    "reports": ("title", "source", "url"),
    "themes": ("name",),
    "metrics": ("name", "means"),
    "facts": ("number_text", "detail", "evidence", "period", "measure_word"),
    "findings": ("message", "expected", "found", "severity"),
    "finding_kinds": ("rule_zh",),
    "caution_codes": ("meaning_zh",),
    "yearly_values": ("measure_word", "detail"),
    "builds": ("build_id", "corpus_hash", "registry_version"),
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("workbook") / "w.duckdb")


@pytest.fixture(scope="module")
def book(warehouse: Path) -> Workbook:
    target = warehouse.with_name("o.xlsx")
    result = run(warehouse, target)
    assert result.exit_code == 0, result.output
    return load_workbook(target)


def cells_by_heading(sheet: Worksheet, row: int, heading_row: int = 3) -> dict[str, Cell]:
    """The cells of a row under their headings, line breaks aside."""
    headings = [str(cell.value or "").replace("\n", "") for cell in sheet[heading_row]]
    return dict(zip(headings, sheet[row], strict=True))


def row_of(sheet: Worksheet, county: str, place: str, year: int) -> dict[str, Cell]:
    """The row of a place and year in a theme sheet."""
    for row in range(4, sheet.max_row + 1):
        cells = cells_by_heading(sheet, row)
        if (cells["县（市、区）"].value, cells["单位"].value, cells["年度"].value) == (county, place, year):
            return cells
    raise AssertionError(f"no row of {county}{place} {year}")


def test_sheets_are_in_the_order_of_reading(book: Workbook) -> None:
    assert book.sheetnames == ["说明", THEME, "年度比较", "问题核查", "报告清单", "证据"]


def test_values_stand_in_their_units_with_the_change_beside(book: Workbook) -> None:
    cells = row_of(book[THEME], "甲县", "东镇", 2023)
    found = {heading: cell.value for heading, cell in cells.items()}
    assert found["矛盾纠纷调处（件）"] == 30
    assert found["矛盾纠纷调处增减（件）"] == -6
    assert found["矛盾纠纷调处增幅（%）"] == pytest.approx(-6 / 36, abs=1e-6)
    assert found["罚没款（万元）"] == 90
    assert found["罚没款增减（万元）"] == 3.73
    assert found["矛盾纠纷调解成功率（%）"] == 0.986
    assert found["矛盾纠纷调解成功率增减（百分点）"] == 1.3
    assert "矛盾纠纷调解成功率增幅（%）" not in found
    assert found["对比年度"] == 2022
    formats = {heading: cell.number_format for heading, cell in cells.items()}
    assert formats["矛盾纠纷调处（件）"] == "#,##0"
    assert formats["矛盾纠纷调解成功率（%）"] == "0.0%"
    assert formats["罚没款（万元）"] == "#,##0.00"


def test_headings_are_all_different(book: Workbook) -> None:
    headings = [cell.value for cell in book[THEME][3]]
    assert len(headings) == len(set(headings)) and all(headings)


def test_cautions_are_sentences_in_notes_and_doubts_are_coloured(book: Workbook) -> None:
    cells = row_of(book[THEME], "甲县", "东镇", 2023)
    approximate = cells["矛盾纠纷调处（件）"].comment
    assert approximate is not None and "本年数值带有“余、约、近、以上”等程度词。" in approximate.text
    assert "approximate" not in approximate.text
    assert "仅覆盖部分年度" in cells["对比年度"].comment.text
    different = cells["信访件（件）"]
    assert "口径不同" in different.comment.text and "23" in different.comment.text
    assert different.fill.start_color.rgb == "FFFFF2CC"
    assert cells["信访件增减（件）"].value is None
    batches = row_of(book[THEME], "甲县", "东镇", 2022)["信访件（件）"]
    assert "原文为23批，与本列的“件”所计不同" in batches.comment.text
    assert batches.fill.start_color.rgb == "FFFFF2CC"
    assert cells["罚没款（万元）"].fill.fill_type is None


def test_what_a_report_no_longer_states_is_neither_zero_nor_unsaid(book: Workbook) -> None:
    cell = row_of(book[THEME], "甲县", "东镇", 2024)["罚没款（万元）"]
    assert cell.value == "未表述"
    assert "2023年报告为90万元" in cell.comment.text
    assert row_of(book[THEME], "甲县", "西乡", 2024)["罚没款（万元）"].value is None


def test_each_report_has_a_row_in_each_theme(book: Workbook) -> None:
    assert book[THEME].max_row == 3 + 5


def test_every_link_leads_to_a_cell_with_content(book: Workbook) -> None:
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    name, place = LOCATION.fullmatch(cell.hyperlink.location).groups()
                    target = book[name.replace("''", "'")][place]
                    assert any(other.value is not None for other in book[target.parent.title][target.row])
                    seen += 1
    assert seen > 20


def test_a_value_leads_to_its_sentence_and_back(book: Workbook) -> None:
    cell = row_of(book[THEME], "甲县", "东镇", 2023)["罚没款（万元）"]
    place = LOCATION.fullmatch(cell.hyperlink.location).group(2)
    evidence = cells_by_heading(book["证据"], book["证据"][place].row, heading_row=1)
    assert evidence["数值"].value == 90
    assert evidence["原文句子"].value.startswith("罚没款")
    assert evidence["返回"].hyperlink.location == f"'{THEME}'!{cell.coordinate}"


def test_every_fact_is_in_the_evidence_targets_and_unplaced_ones_too(book: Workbook, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        facts = {fact_id for (fact_id,) in con.execute("select fact_id from facts").fetchall()}
    rows = [cells_by_heading(book["证据"], row, heading_row=1) for row in range(2, book["证据"].max_row + 1)]
    assert {cells["证据编号"].value for cells in rows} == facts
    assert "目标" in {cells["性质"].value for cells in rows}


def test_the_first_sheet_tells_build_scope_and_limits(warehouse: Path, tmp_path: Path) -> None:
    run(warehouse, tmp_path / "o.xlsx", "--place", "西乡", "--year", "2023-2024")
    told = texts_of(load_workbook(tmp_path / "o.xlsx")["说明"])
    assert "单位：西乡；年度：2023、2024（数据库共有报告 6 份、单位 3 个）" in told
    assert "2026-11-22 00:00（世界时），编号 b1" in told
    assert "Excel 的限制" not in told


def test_excels_limits_are_told(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_cells, "MAX_LINKS", 3)
    monkeypatch.setattr(xlsx_cells, "MAX_CELL_TEXT", 150)
    assert run(warehouse, tmp_path / "o.xlsx").exit_code == 0
    book = load_workbook(tmp_path / "o.xlsx")
    told = texts_of(book["说明"])
    assert "--place" in told and "个单元格的文字超过" in told
    assert sum(cell.hyperlink is not None for row in book["证据"].iter_rows() for cell in row) == 3


def test_too_many_rows_are_refused_with_the_way_out(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_workbook, "MAX_ROWS", 10)
    for arguments in ((), ("--table", "facts")):
        result = run(warehouse, tmp_path / "o.xlsx", *arguments)
        assert result.exit_code == 1 and "--place 或 --year" in result.output
    assert list(tmp_path.iterdir()) == []


def test_no_text_of_a_report_is_a_formula(warehouse: Path, tmp_path: Path) -> None:
    poisoned = Path(shutil.copy(warehouse, tmp_path))
    with duckdb.connect(str(poisoned)) as con:
        for table, columns in SHOWN_TEXTS.items():
            for column in columns:
                con.execute(f"update {table} set {column} = '=HYPERLINK(\"x\")' || coalesce({column}, '')")
    tables = [word for name in SHOWN_TEXTS for word in ("--table", name)]
    assert run(poisoned, tmp_path / "o.xlsx").exit_code == 0
    assert run(poisoned, tmp_path / "t.xlsx", *tables).exit_code == 0
    hostile = 0
    for file in ("o.xlsx", "t.xlsx"):
        for cell in (cell for sheet in load_workbook(tmp_path / file) for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            if isinstance(cell.value, str) and is_risky(cell.value):
                assert cell.quotePrefix
                hostile += 1
    assert hostile > 100


def test_tables_come_under_chinese_headings_with_a_sheet_each(warehouse: Path, tmp_path: Path) -> None:
    assert run(warehouse, tmp_path / "o.xlsx", "--table", "year_over_year", "--table", "wide").exit_code == 0
    book = load_workbook(tmp_path / "o.xlsx")
    assert book.sheetnames == ["说明", "年度比较", "一个视图"]
    sheet = book["年度比较"]
    assert [cell.value for cell in sheet[1]][:4] == ["地方编号", "指标编号", "登记表中的环节、类别或层级", "年度"]
    assert "change_percent" in {cell.comment.text.splitlines()[0] for cell in sheet[1]}
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")


SHEET_NAMES = {
    "long": ("健全社会矛盾纠纷行政预防调处化解体系不断促进社会公平正义的若干情况说明", 31),
    "signs": ("a/b\\c?d*e[f]:g", 14),
    "quotes": ("'引'", 1),
    "empty": ("", 1),
    "taken": ("说明", 5),
    "reserved": ("History", 10),
}


@pytest.mark.parametrize(("wanted", "length"), SHEET_NAMES.values(), ids=SHEET_NAMES.keys())
def test_sheet_names_are_what_excel_takes(wanted: str, length: int) -> None:
    name = xlsx_cells.sheet_name(wanted, {"说明"})
    assert len(name) == length
    assert not set("[]:*?/\\") & set(name) and name.lower() not in ("", "说明", "history")


def texts_of(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
