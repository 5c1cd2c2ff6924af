"""The long sheets: comparisons, findings, evidence, reports, and any table as it stands.

Belongs here: columns and rows of these sheets. Does not belong here: the sheets by theme (`xlsx_themes.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from warehouse.export.csv_files import as_text
from warehouse.export.holdings import HeldTable
from warehouse.export.units import SIGNED_PERCENT, shown_in
from warehouse.export.words import PERIOD_NAMES, QUALIFIER_NAMES, ROLE_NAMES, SEVERITY_NAMES, STATUS_NAMES
from warehouse.export.xlsx_cells import ROW_HEIGHT, Sheet, display_width
from warehouse.export.xlsx_themes import Compared
from warehouse.unit_words import unit_word

COMPARISON_HEADINGS = (
    *(("县（市、区）", 14), ("单位", 18), ("主题", 20), ("指标", 24), ("类别", 12), ("年度", 8), ("本年数值", 13)),
    *(("计量单位", 9), ("对比年度", 9), ("对比年度数值", 13), ("增减", 11), ("增幅（%）", 10), ("可比状态", 10)),
    *(("注意事项", 60), ("出处", 8)),
)
FINDING_HEADINGS = (
    *(("程度", 8), ("县（市、区）", 14), ("单位", 18), ("年度", 8), ("问题", 18), ("指标", 22)),
    *(
        ("类别", 12),
        ("核查规则", 34),
        ("问题说明", 56),
        ("应为", 14),
        ("实为", 18),
        ("原文", 40),
        ("报告文件", 28),
        ("另一份报告", 28),
        ("规则编号", 20),
    ),
)
EVIDENCE_HEADINGS = (
    *(("返回", 9), ("县（市、区）", 14), ("单位", 18), ("年度", 8), ("指标", 24), ("类别", 12), ("数值", 13)),
    *(("计量单位", 9), ("原文句子", 70), ("原文数字", 14), ("精确程度", 9), ("性质", 8), ("时期", 12), ("限定语", 16)),
    *(("所在章节", 26), ("主题", 20), ("报告文件", 28), ("备注", 12), ("证据编号", 20)),
)
REPORT_HEADINGS = (
    *(("省", 10), ("市", 12), ("县（市、区）", 14), ("单位", 18), ("年度", 8), ("有无报告", 9), ("份数", 6)),
    *(("标题", 44), ("发布日期", 12), ("数据截止", 12), ("报告文件", 30), ("网址", 40), ("单位编号", 34)),
)
EXPECTED = 5  # among the texts of a finding; of a lost unit it is the unit's id
BACK_COLUMN = 0
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm:ss"

Wrote = Callable[[int], None]
# Cells of a fact in the theme sheets: sheet, row, column.
Cells = Mapping[str, tuple[Sheet, int, int]]


def write_comparison(
    sheet: Sheet,
    compared: Iterable[Compared],
    themes: Mapping[str, str],
    meanings: Mapping[str, str],
    evidence: Sheet,
    row_of_fact: Mapping[str, int],
    wrote: Wrote,
) -> None:
    """年度比较: a row for each series and year beside the report before."""
    sheet.headings(0, COMPARISON_HEADINGS)
    row = 0
    for row, entry in enumerate(compared, start=1):
        shown = shown_in(entry.unit)
        texts = (entry.county, entry.place, themes.get(entry.theme, entry.theme), entry.metric, entry.category)
        for column, text in enumerate(texts):
            sheet.text(row, column, text)
        sheet.number(row, 5, entry.year, "0", "centred")
        _value(sheet, row, 6, entry.value, entry.unit)
        sheet.text(row, 7, shown.word, "centred")
        sheet.number(row, 8, entry.previous_year, "0", "centred")
        _value(sheet, row, 9, entry.previous_value, entry.unit)
        if entry.change is not None:
            sheet.number(row, 10, shown.change(entry.change), shown.change_format_of(entry.change))
        if entry.change_percent is not None:
            sheet.number(row, 11, entry.change_percent / 100, SIGNED_PERCENT)
        sheet.text(row, 12, STATUS_NAMES.get(entry.status, entry.status), "centred")
        sheet.text(row, 13, "；".join(meanings.get(code, code) for code in entry.cautions))
        if entry.fact_id in row_of_fact:
            sheet.link(row, 14, evidence, row_of_fact[entry.fact_id], 0, "查看")
        if not row % 5000:
            wrote(5000)
    _finish(sheet, COMPARISON_HEADINGS, row, frozen_columns=2)


def write_findings(sheet: Sheet, rows: Iterable[Sequence[Any]]) -> None:
    """问题核查: contradictions and doubts, the gravest first."""
    sheet.headings(0, FINDING_HEADINGS)
    row = 0
    for row, (severity, county, place, year, *texts) in enumerate(rows, start=1):
        sheet.text(row, 0, SEVERITY_NAMES.get(severity, severity), "centred", doubtful=severity == "error")
        sheet.text(row, 1, county)
        sheet.text(row, 2, place)
        sheet.number(row, 3, year, "0", "centred")
        texts[EXPECTED] = texts[EXPECTED] and unit_word(texts[EXPECTED])
        for column, text in enumerate(texts, start=4):
            sheet.text(row, column, text, "wrapped")
        sheet.height(row, zip(texts, _widths(FINDING_HEADINGS)[4:], strict=True))
    _finish(sheet, FINDING_HEADINGS, row, frozen_columns=0)


def write_evidence(sheet: Sheet, rows: Iterable[Sequence[Any]], cells: Cells, wrote: Wrote) -> None:
    """证据: every figure with its sentence, and the way back to the value that it became."""
    sheet.headings(0, EVIDENCE_HEADINGS)
    row = 0
    for row, fields in enumerate(rows, start=1):
        fact_id, county, place, year, theme, metric, category, value, unit, number_text, qualifier, *rest = fields
        role, period, detail, sentence, section, source, is_republication = rest
        if fact_id in cells:
            sheet.link(row, BACK_COLUMN, *cells[fact_id], "返回表格")
        sheet.text(row, 1, county)
        sheet.text(row, 2, place)
        sheet.number(row, 3, year, "0", "centred")
        sheet.text(row, 4, metric)
        sheet.text(row, 5, category)
        _value(sheet, row, 6, value, unit)
        sheet.text(row, 7, shown_in(unit).word, "centred")
        sheet.text(row, 8, sentence, "wrapped")
        sheet.height(row, [(sentence, _widths(EVIDENCE_HEADINGS)[8])])
        named = (number_text, QUALIFIER_NAMES.get(qualifier, qualifier), ROLE_NAMES.get(role, role))
        more = (PERIOD_NAMES.get(period, period), detail, section, theme, source)
        for column, text in enumerate((*named, *more, "重复发布" if is_republication else None, fact_id), start=9):
            sheet.text(row, column, text)
        if not row % 5000:
            wrote(5000)
    _finish(sheet, EVIDENCE_HEADINGS, row, frozen_columns=4)


def write_reports(sheet: Sheet, rows: Iterable[Sequence[Any]]) -> None:
    """报告清单: which place has a report on which year."""
    sheet.headings(0, REPORT_HEADINGS)
    row = 0
    for row, fields in enumerate(rows, start=1):
        province, city, county, place, place_id, year, has_report, reports, title, published, until, source, url = (
            fields
        )
        for column, text in enumerate((province, city, county, place)):
            sheet.text(row, column, text)
        sheet.number(row, 4, year, "0", "centred")
        sheet.text(row, 5, "有" if has_report else "无", "centred", doubtful=not has_report)
        sheet.number(row, 6, reports, "0", "centred")
        sheet.text(row, 7, title)
        _day(sheet, row, 8, published)
        _day(sheet, row, 9, until)
        for column, text in enumerate((source, url, place_id), start=10):
            sheet.text(row, column, text)
    _finish(sheet, REPORT_HEADINGS, row, frozen_columns=4)


def write_table(sheet: Sheet, table: HeldTable, rows: Iterable[Sequence[Any]], wrote: Wrote) -> None:
    """A table or view as it stands, under Chinese headings whose notes give the column's name and meaning."""
    widths = [(column.heading, _width(column.heading, column.dtype)) for column in table.columns]
    sheet.headings(0, widths)
    for position, column in enumerate(table.columns):
        sheet.note(0, position, [column.name, *filter(None, (column.said_zh,))])
    row = 0
    for row, fields in enumerate(rows, start=1):
        for column, value in enumerate(fields):
            _any(sheet, row, column, value)
        if not row % 5000:
            wrote(5000)
    _finish(sheet, widths, row, frozen_columns=0)


def _widths(headings: Sequence[tuple[str, float]]) -> list[float]:
    return [width for _, width in headings]


def _any(sheet: Sheet, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.text(row, column, "是" if value else "否", "centred")
    elif isinstance(value, int | float):
        sheet.number(row, column, value, "General")
    elif isinstance(value, date):
        _day(sheet, row, column, value)
    elif value is not None:
        sheet.text(row, column, as_text(value))


def _value(sheet: Sheet, row: int, column: int, value: float | None, unit: str) -> None:
    if value is not None:
        shown = shown_in(unit)
        sheet.number(row, column, shown.value(value), shown.format_of(value))


def _day(sheet: Sheet, row: int, column: int, value: date | None) -> None:
    if value is not None:
        sheet.day(row, column, value, MOMENT if isinstance(value, datetime) else DAY)


def _width(heading: str, dtype: str) -> float:
    narrow = {"BOOLEAN": 8, "INTEGER": 10, "BIGINT": 10, "DOUBLE": 12, "DATE": 12, "TIMESTAMP": 20}
    return max(narrow.get(dtype, 24), min(display_width(heading) + 2, 24))


def _finish(sheet: Sheet, headings: Sequence[tuple[str, float]], rows: int, *, frozen_columns: int) -> None:
    sheet.rows = rows
    worksheet = sheet.worksheet
    worksheet.set_default_row(ROW_HEIGHT)
    sheet.rule_lines(1, len(headings))
    worksheet.freeze_panes(1, frozen_columns)
    worksheet.autofilter(0, 0, rows, len(headings) - 1)
    worksheet.set_landscape()
    worksheet.set_paper(8)  # A3
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_footer("&L&A&R第 &P 页，共 &N 页")
