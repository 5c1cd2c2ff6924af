"""Tables that count how well reports were read, each report and each build.

Belongs here: report_counts, build_quality, quality_measures. Does not belong here: the names beside the counts (view
`report_quality`), findings themselves (`tables_figures.py`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse.schema.fields import QUALITY_VERDICTS, TableModel, column, report_id_column


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


class QualityMeasures(TableModel):
    """What is measured of every build."""

    measure: pl.String = column("Measure", "度量编号", key=True)
    name_zh: pl.String = column("Its name in Chinese", "名称")
    unit: pl.String = column("What its values count; share: between 0 and 1", "单位；share 为 0 到 1 之间的比例")
    meaning: pl.String = column("What is measured, in English", "含义（英文）")
    meaning_zh: pl.String = column("What is measured, in Chinese", "含义（中文）")
    remedy: pl.String = column("What to do where it misses its bound, in English", "未达到时的处理办法（英文）")
    remedy_zh: pl.String = column("What to do where it misses its bound, in Chinese", "未达到时的处理办法（中文）")

    class Config:
        name = "quality_measures"
        description = "What build_quality measures, and what to do where a build misses a bound"
        metadata = {"zh": "构建质量的度量及处理办法"}


class BuildQuality(TableModel):
    """One row a build, measure and batch."""

    build_id: pl.String = column("Build, as in builds", "构建编号", key=True)
    measure: pl.String = column("Measure, as in quality_measures", "度量编号", key=True)
    batch: pl.String = column("First-level folder; '' for the whole corpus", "批次；空串为整个语料", key=True)
    value: pl.Float64 = column("Value; NULL where there was nothing to measure", "数值；无可度量为空", nullable=True)
    basis: pl.Int64 = column(
        "Reports, files, numerals or digits that the value is an average or share of", "数值所依据的个数", ge=0
    )
    floor: pl.Float64 = column("Least value that quality.yaml allows", "下限（quality.yaml）", nullable=True)
    ceiling: pl.Float64 = column("Greatest value that quality.yaml allows", "上限（quality.yaml）", nullable=True)
    blocks: pl.Boolean = column("A miss keeps the file from being published", "未达到则不发布")
    verdict: pl.String = column(
        "kept, missed, unbounded (no bound holds) or unmeasured (nothing to measure)",
        "kept 达到，missed 未达到，unbounded 未设界限，unmeasured 无可度量",
        isin=QUALITY_VERDICTS,
    )

    class Config:
        name = "build_quality"
        description = "Measures of each build beside its bounds: every build of the corpus, the last thirty by batch"
        metadata = {"zh": "历次构建的质量度量（整个语料保留全部构建，分批次保留最近三十次）"}
