"""说明, the first sheet: what the workbook is, of which build, how to read it, and what it could not hold.

Belongs here: the sentences of that sheet. Does not belong here: the meaning of a caution, which the file holds itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from warehouse.export.selection import Chosen
from warehouse.export.words import STATUS_MEANINGS, STATUS_NAMES
from warehouse.export.xlsx_cells import MAX_LINKS, Limits, Sheet
from warehouse.export.xlsx_themes import DOUBTS, OF_THE_ROW

MAX_NAMES_TOLD = 30
TEXT_WIDTH = 96

HOW_TO_READ = (
    "主题表一行是一个单位的一个年度，一列是一个指标。在“年度”上筛选某一年，得到的就是各单位当年的汇总表，可以直接求和、排序、做透视表。",
    "点任一数字，跳到“证据”表中的原文句子；点句子左边的“返回表格”回到该数字。",
    "空白表示报告没有写到，不是零；报告写明“未发生”“没有”的才是 0。“未表述”表示以前的报告写过、本年没有再写。",
    "黄色单元格使用前请核对，原因写在批注里（鼠标停在单元格上）。有批注而不是黄色的，只是提醒，例如“3000余份”的“余”。",
    "增减、增幅与“对比年度”相比，即该单位上一份报告的年度，不一定是上一年。比率的增减是百分点；上一份为 0 的没有增幅。",
    "金额单位是万元。指标名称上的批注写明口径，即计入什么、不计入什么。",
    "点左上角的 1 隐藏全部增减列，点 2 重新显示。",
    "数值全部取自报告原文，没有补缺；增减和增幅由表中数值算得。同一报告对同一数字前后说法不一的，见“问题核查”。",
)


@dataclass(slots=True)
class About:
    """What the first sheet tells; rows as the queries give them."""

    build: Sequence[Any]
    chosen: Chosen
    cautions: Sequence[Sequence[Any]]
    contents: list[tuple[Sheet, str]] = field(default_factory=list)


def write_about(sheet: Sheet, about: About, limits: Limits, *, by_theme: bool) -> None:
    """Write the sheet; last of all, since it tells what the others could not hold."""
    sheet.worksheet.set_column(0, 0, 24)
    sheet.worksheet.set_column(1, 1, TEXT_WIDTH)
    sheet.worksheet.set_column(2, 2, 12)
    sheet.worksheet.hide_gridlines(2)
    sheet.worksheet.set_landscape()
    sheet.worksheet.set_paper(9)  # A4
    sheet.worksheet.fit_to_pages(1, 0)
    writer = _Lines(sheet)
    writer.title("法治政府建设年度报告数据")
    _build(writer, about)
    _contents(writer, about)
    if by_theme:
        writer.subtitle("怎样看")
        for number, sentence in enumerate(HOW_TO_READ, start=1):
            writer.line(f"{number}.", sentence)
        writer.subtitle("可比状态")
        for status, meaning in STATUS_MEANINGS.items():
            writer.line(STATUS_NAMES[status], meaning)
    writer.subtitle("注意事项", "出现次数")
    for code, meaning, comparisons in about.cautions:
        writer.line(_where_shown(code), f"{meaning}（{code}）", comparisons)
    _limits(writer, limits)


class _Lines:
    """Lines from top to bottom: a word, a sentence, a count."""

    def __init__(self, sheet: Sheet):
        self._sheet = sheet
        self.row = 0

    def title(self, text: str) -> None:
        self._sheet.worksheet.set_row(self.row, 34)
        self._sheet.text(self.row, 0, text, "big_title")
        self.row += 1

    def subtitle(self, text: str, counted: str = " ") -> None:
        self.row += 1
        self._sheet.worksheet.set_row(self.row, 22)
        for column, part in enumerate((text, " ", counted)):
            self._sheet.text(self.row, column, part, "subtitle")
        self.row += 1

    def line(self, word: str, sentence: str, count: int | None = None, target: Sheet | None = None) -> None:
        if target is None:
            self._sheet.text(self.row, 0, word, "wrapped")
        else:
            self._sheet.link(self.row, 0, target, 0, 0, word)
        self._sheet.text(self.row, 1, sentence, "wrapped")
        self._sheet.number(self.row, 2, count, "#,##0")
        self._sheet.height(self.row, [(sentence, TEXT_WIDTH)])
        self.row += 1


def _build(writer: _Lines, about: About) -> None:
    build_id, built_at, corpus_hash, registry, all_reports, reports, all_places, places, first, last = about.build
    writer.line("这是什么", "从各单位法治政府建设年度报告原文中提取的数据，每个数字都能查到出处，并与上一份报告比较。")
    span = f"{first}–{last}年" if first else "年度不明"
    writer.line("收录", f"报告 {reports} 份，单位 {places} 个，{span}")
    if about.chosen.is_narrowed:
        writer.line("范围", _scope(about.chosen) + f"（数据库共有报告 {all_reports} 份、单位 {all_places} 个）")
    writer.line("数据库构建", f"{built_at:%Y-%m-%d %H:%M}（世界时），编号 {build_id}")
    writer.line("语料与指标登记表", f"语料 {corpus_hash}，指标登记表 {registry}（同一编号可重新得到同一张表）")


def _scope(chosen: Chosen) -> str:
    names = "、".join(chosen.place_names[:MAX_NAMES_TOLD])
    more = f" 等 {len(chosen.place_names)} 个单位" if len(chosen.place_names) > MAX_NAMES_TOLD else ""
    years = "、".join(map(str, chosen.years))
    return "；".join(
        part for part in (f"单位：{names}{more}" if names else "", f"年度：{years}" if years else "") if part
    )


def _contents(writer: _Lines, about: About) -> None:
    writer.subtitle("目录（点名称前往）", "行数")
    for sheet, said in about.contents:
        writer.line(sheet.name, said, sheet.rows, sheet)


def _where_shown(code: str) -> str:
    if code in OF_THE_ROW:
        return "“对比年度”列"
    return "黄底，有批注" if code in DOUBTS else "批注"


def _limits(writer: _Lines, limits: Limits) -> None:
    if not (limits.cut_texts or limits.missing_links):
        return
    writer.subtitle("Excel 的限制")
    if limits.missing_links:
        writer.line(
            "链接",
            f"Excel 每张表最多 {MAX_LINKS:,} 个链接，有 {limits.missing_links:,} 个单元格因此没有链接，数据不受影响；"
            "要有全部链接，请用 --place 或 --year 分开导出。",
        )
    if limits.cut_texts:
        writer.line(
            "过长的文字",
            f"{limits.cut_texts:,} 个单元格的文字超过 Excel 的上限 32,767 字，只留下开头；全文请导出 csv。",
        )
