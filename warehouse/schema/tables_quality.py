"""The table that counts what is known of each report's reading.

Belongs here: report_counts. Does not belong here: the names beside the counts (view `report_quality`), findings
themselves (`tables_figures.py`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse.schema.fields import TableModel, column, report_id_column


def count_column(en: str, zh: str) -> Any:
    """A count that is 0 where there is nothing to count."""
    return column(en, zh, ge=0)


class ReportCountColumns(TableModel):
    """The counts, as table and view share them."""

    facts: pl.Int64 = count_column("Figures with a metric", "指标数据条数")
    facts_unread: pl.Int64 = count_column("Of them, without a value that can be read", "其中数值无法读出的条数")
    facts_approximate: pl.Int64 = count_column("Of them, with a word of degree", "其中带程度词的条数")
    zeros_in_words: pl.Int64 = count_column("Of them, zeros told in words", "其中以文字表述的零")
    lost_units: pl.Int64 = count_column("Of them, with a measure word lost in scraping", "其中量词缺失的条数")
    targets: pl.Int64 = count_column("Of them, promises", "其中承诺的条数")
    numerals: pl.Int64 = count_column("Rows of the ledger", "数字台账条数")
    quantities: pl.Int64 = count_column("Numerals that count something without a metric", "尚无指标的数字个数")
    counted_numerals: pl.Int64 = count_column(
        "Numerals that count something, with a metric or without", "计数的数字个数"
    )
    unread_numerals: pl.Int64 = count_column("Numerals that could not be read", "无法读出的数字个数")
    sections: pl.Int64 = count_column("Headings", "标题个数")
    sections_without_theme: pl.Int64 = count_column("Headings whose theme nothing tells", "主题不明的标题个数")
    headings_inferred: pl.Int64 = count_column("Headings whose marker was missing", "标记缺失的标题个数")
    repairs: pl.Int64 = count_column("Places that were mended", "修复的处数")
    errors: pl.Int64 = count_column("Findings of severity error", "严重疑点个数")
    warnings: pl.Int64 = count_column("Findings of severity warning", "一般疑点个数")
    infos: pl.Int64 = count_column("Findings of severity info", "提示个数")
    conflicts: pl.Int64 = count_column("Yearly values of this report that are in conflict", "前后不一的年度值个数")
    claims: pl.Int64 = count_column("Changes that the report itself claims", "报告自述的变化个数")
    claims_contradicted: pl.Int64 = count_column("Of them, contradicted by figures", "其中与数据不符的个数")

    class Config:
        name = "report_count_columns"
        description = "Shared counts of a report"
        metadata = {"zh": "报告计数的公共列"}


class ReportCounts(ReportCountColumns):
    """One row a report."""

    report_id: pl.String = report_id_column(key=True)

    class Config:
        name = "report_counts"
        description = "What was counted in each report, republications included; report_quality shows it with names"
        metadata = {"zh": "各报告的计数"}
