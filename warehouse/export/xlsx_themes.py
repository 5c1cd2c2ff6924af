"""The sheets by theme: what a county puts together from its townships' reports.

Belongs here: rows, columns and cells of a theme sheet. Does not belong here: the long lists (`xlsx_lists.py`).

A row is a place and a year, a metric is a column. So a column holds one unit and can be summed, sorted and put into a
pivot table, and a filter on 年度 leaves exactly the summary table that a county office compiles: one line a township.
(The other layout, a row a metric with the years side by side, mixes cases, yuan and percent in one column and needs
forty blocks for forty townships; 年度比较 serves who reads one series through the years.) There is one row of headings,
each unlike all others, because merged ones break filters and pivot tables. The change since the report before stands
right of each value, in columns that Excel's outline buttons fold away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from warehouse.export.units import SIGNED_PERCENT, Shown, shown_in
from warehouse.export.xlsx_cells import ROW_HEIGHT, Sheet, display_width

HEADING_ROW = 2
FIRST_ROW = 3

# Cautions that hold for a place and year as a whole: told once, beside the years, not on every cell of the row.
OF_THE_ROW = frozenset({"first_report", "gap", "part_year"})
# What a reader had better look up before using the figure: the cell is coloured. 余 and 约 are only noted.
DOUBTS = frozenset({"conflict", "contradicts_report", "doubted", "lost_unit", "measure_word", "scope"})

_FIXED = (("县（市、区）", 14), ("单位", 18), ("年度", 8), ("对比年度", 10))


class Compared(NamedTuple):
    """A row of `comparison.sql`."""

    theme: str
    place_id: str
    county: str | None
    place: str
    year: int
    previous_year: int | None
    metric_id: str
    category: str
    metric: str
    is_rate: bool
    unit: str
    value: float | None
    previous_value: float | None
    change: float | None
    change_percent: float | None
    status: str
    cautions: list[str]
    fact_id: str | None
    measure_word: str | None


class PlaceYear(NamedTuple):
    """A row of `place_years.sql`."""

    place_id: str
    county: str | None
    place: str
    year: int
    previous_year: int | None
    has_gap: bool
    is_part_year: bool


@dataclass(frozen=True, slots=True)
class Series:
    """A metric and category with its columns in the sheet."""

    name: str
    means: str
    shown: Shown
    measure_word: str | None
    has_percent: bool
    column: int

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return 3 if self.has_percent else 2


class ThemeSheet:
    """One theme's sheet; remembers where each fact stands, for the way back from the evidence."""

    def __init__(
        self,
        sheet: Sheet,
        theme: str,
        series: Sequence[tuple[Any, ...]],
        meanings: Mapping[str, str],
        countings: Mapping[str, tuple[str, str]],
    ):
        self.sheet = sheet
        self.theme = theme
        self.cell_of_fact: dict[str, tuple[int, int]] = {}
        self._meanings = meanings
        self._countings = countings
        self._series: dict[tuple[str, str], Series] = {}
        column = len(_FIXED)
        for metric_id, category, name, unit, is_rate, means, measure_word in series:
            title = f"{name}·{category}" if category else name
            made = Series(title, means, shown_in(unit, measure_word), measure_word, not is_rate, column)
            self._series[metric_id, category] = made
            column += made.width
        self._columns = column

    def write(
        self,
        place_years: Sequence[PlaceYear],
        compared: Iterable[Compared],
        evidence: Sheet,
        row_of_fact: Mapping[str, int],
    ) -> None:
        """Headings, and a row for each place and year, told of or not: forty townships are forty rows."""
        self._write_head()
        entries_of: dict[tuple[str, int], list[Compared]] = defaultdict(list)
        for entry in compared:
            if (entry.metric_id, entry.category) in self._series:
                entries_of[entry.place_id, entry.year].append(entry)
        for row, place_year in enumerate(place_years, start=FIRST_ROW):
            self._write_place_year(row, place_year)
            entries = entries_of[place_year.place_id, place_year.year]
            for entry in sorted(entries, key=lambda entry: self._series[entry.metric_id, entry.category].column):
                self._write_value(row, entry, evidence, row_of_fact)
        self.sheet.rows = len(place_years)
        self.sheet.worksheet.autofilter(HEADING_ROW, 0, HEADING_ROW + len(place_years), self._columns - 1)
        self.sheet.rule_lines(FIRST_ROW, self._columns, group_by="A:B")

    def _write_head(self) -> None:
        sheet, worksheet = self.sheet, self.sheet.worksheet
        worksheet.set_row(0, 24)
        sheet.text(0, 0, self.theme, "title")
        hint = (
            "点数字看原文出处；黄底使用前请核对，批注说明原因；空白不是零，是报告没有写；左上角 1、2 折叠或展开增减列"
        )
        sheet.text(1, 0, hint, "hint")
        worksheet.set_row(HEADING_ROW, 78)
        sheet.headings(HEADING_ROW, _FIXED)
        for series in self._series.values():
            self._write_heading(series)
        worksheet.freeze_panes(FIRST_ROW, len(_FIXED))
        worksheet.outline_settings(True, False, False)
        worksheet.set_default_row(ROW_HEIGHT)
        worksheet.set_landscape()
        worksheet.set_paper(8)  # A3
        worksheet.repeat_rows(HEADING_ROW)
        worksheet.repeat_columns(0, len(_FIXED) - 1)
        worksheet.set_footer("&L&A&R第 &P 页，共 &N 页")

    def _write_heading(self, series: Series) -> None:
        sheet, worksheet, column = self.sheet, self.sheet.worksheet, series.column
        width = min(max(10, display_width(series.name) // 2 + 3), 16)
        worksheet.set_column(column, column, width)
        worksheet.set_column(column + 1, column + series.width - 1, 9, None, {"level": 1})
        sheet.text(HEADING_ROW, column, f"{series.name}\n（{series.shown.word}）", "heading")
        sheet.note(HEADING_ROW, column, [f"口径：{series.means}"])
        changed = f"\n增减（{series.shown.change_word}）"
        sheet.text(HEADING_ROW, column + 1, f"{series.name}{changed}", "quiet_heading")
        if series.has_percent:
            sheet.text(HEADING_ROW, column + 2, f"{series.name}\n增幅（%）", "quiet_heading")

    def _write_place_year(self, row: int, place_year: PlaceYear) -> None:
        sheet = self.sheet
        flags = (("gap", place_year.has_gap), ("part_year", place_year.is_part_year))
        told = [self._meanings.get(code, code) for code, is_set in flags if is_set]
        sheet.text(row, 0, place_year.county or "不明", "text" if place_year.county else "quiet_left")
        sheet.text(row, 1, place_year.place)
        sheet.number(row, 2, place_year.year, "0", "centred")
        if place_year.previous_year is None:
            sheet.text(row, 3, "无更早报告", "quiet_centred", doubtful=bool(told))
        else:
            sheet.number(row, 3, place_year.previous_year, "0", "centred", doubtful=bool(told))
        if told:
            sheet.note(row, 3, [f"{sentence}。" for sentence in told])

    def _write_value(self, row: int, entry: Compared, evidence: Sheet, row_of_fact: Mapping[str, int]) -> None:
        sheet, series = self.sheet, self._series[entry.metric_id, entry.category]
        shown, column = series.shown, series.column
        if entry.value is None:
            if entry.previous_value is not None:
                sheet.text(row, column, "未表述", "quiet")
                before = shown.told(entry.previous_value)
                sheet.note(row, column, [f"{entry.previous_year}年报告为{before}，本年报告未再表述。"])
            return
        sentences = note_on(entry, shown, self._meanings)
        is_doubtful = entry.status == "not comparable" or bool(DOUBTS.intersection(entry.cautions))
        if self._counts_differ(entry.measure_word, series.measure_word):
            is_doubtful = True
            printed = f"{entry.value:,.10g}{entry.measure_word}"
            sentences.append(f"原文为{printed}，与本列的“{series.measure_word}”所计不同，不要相加。")
        if entry.fact_id in row_of_fact:
            sheet.link(row, column, evidence, row_of_fact[entry.fact_id], 0)
            self.cell_of_fact[entry.fact_id] = (row, column)
        sheet.number(row, column, shown.value(entry.value), shown.format_of(entry.value), doubtful=is_doubtful)
        if sentences:
            sheet.note(row, column, sentences)
        if entry.change is not None:
            sheet.number(row, column + 1, shown.change(entry.change), shown.change_format_of(entry.change), "quiet")
        if series.has_percent and entry.change_percent is not None:
            sheet.number(row, column + 2, entry.change_percent / 100, SIGNED_PERCENT, "quiet")

    def _counts_differ(self, word: str | None, other: str | None) -> bool:
        """Whether two measure words of one scale count different things: 批 and 件, 人 and 人次."""
        one, two = self._countings.get(word or ""), self._countings.get(other or "")
        return one is not None and two is not None and one[0] == two[0] and one[1] != two[1]


def note_on(entry: Compared, shown: Shown, meanings: Mapping[str, str]) -> list[str]:
    """The sentences that belong to a value: why it is not compared, and its cautions, those of the whole row aside."""
    sentences = []
    if entry.status == "not comparable" and entry.previous_value is not None:
        sentences.append(
            f"与{entry.previous_year}年的 {entry.previous_value:,.10g} 口径不同（计量单位或所计对象不同），不作比较。"
        )
    sentences += [f"{meanings.get(code, code)}。" for code in entry.cautions if code not in OF_THE_ROW]
    return sentences
