"""Views of the warehouse, declared as its tables are.

Belongs here: the list of views, the columns of most of them, with both sentences and unit. Does not belong here: views
of what a report says of itself (`views_reports.py`), the query behind a view (`warehouse/sql/views/<name>.sql`),
creating it (`warehouse/views.py`).

A column declared here is what a client sees; its type is held to the query by a test. Keys are for the reader.
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    ROLES,
    SCRIPTS,
    SEVERITIES,
    STATUSES,
    TEXT_LIST,
    TableModel,
    category_column,
    change_high_column,
    change_low_column,
    column,
    high_column,
    low_column,
    metric_id_column,
    qualifier_column,
    raw_end_column,
    raw_start_column,
    report_id_column,
)
from warehouse.schema.tables_coverage import MetricCoverage
from warehouse.schema.tables_quality import ReportCountColumns
from warehouse.schema.views_reports import ProblemPassages, ReuseReports, StatedChangePassages

GAPS = ("no report", "not stated")


class Series(TableModel):
    """A series year by year."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    place: pl.String = column("Full name of the place", "地方全称")
    level: pl.String = column("镇, 乡, 街道 …", "层级", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    city: pl.String = column("Prefecture-level city above", "所属地级市", nullable=True)
    province: pl.String = column("Province above", "所属省份", nullable=True)
    metric_id: pl.String = metric_id_column(key=True)
    metric: pl.String = column("Name of the metric", "指标名称")
    theme: pl.String = column("Name of its theme", "主题名称")
    category: pl.String = category_column(key=True)
    year: pl.Int32 = column("Year, from the place's first report to its last", "年度：该地首份报告至末份报告", key=True)
    value: pl.Float64 = column("Value of the year; NULL where gap says why", "本年数值；为空时见 gap", nullable=True)
    unit: pl.String = column("Canonical unit", "标准单位")
    qualifier: pl.String = qualifier_column(nullable=True)
    low: pl.Float64 = low_column()
    high: pl.Float64 = high_column()
    detail: pl.String = column("What narrows the value, in the text's own words", "限定语（原文用词）", nullable=True)
    gap: pl.String = column(
        "Why there is no value: no report, or a report that does not state it; NULL where there is one",
        "无数值的原因：no report 无报告，not stated 报告未表述；有数值时为空",
        nullable=True,
        isin=GAPS,
    )
    previous_year: pl.Int32 = column("Last earlier year with a report", "上一份报告的年度", nullable=True)
    previous_value: pl.Float64 = column(
        "Value of that year; NULL where that report does not state it", "上一份报告的数值；未表述为空", nullable=True
    )
    change: pl.Float64 = column(
        "Change from previous_value, for rates in percentage points; NULL where none can be told",
        "较上一份报告的增减量（比率为百分点）；不可比为空",
        nullable=True,
    )
    change_percent: pl.Float64 = column(
        "The same in percent; NULL for rates", "增减百分比；比率为空", unit="percent", nullable=True
    )
    change_low: pl.Float64 = change_low_column()
    change_high: pl.Float64 = change_high_column()
    status: pl.String = column(
        "compared, new, dropped or not comparable; NULL before the series begins and without a report",
        "可比状态；系列开始之前或无报告为空",
        nullable=True,
        isin=STATUSES,
    )
    cautions: TEXT_LIST = column("Codes of caution_codes", "注意事项代码")
    report_id: pl.String = report_id_column(nullable=True)
    fact_id: pl.String = column("Fact behind value", "数据编号", nullable=True)

    class Config:
        name = "series"
        description = "Each series of a place, with a row for every year between the place's first and last report"
        metadata = {"zh": "逐年系列（含缺口）"}


class FactsWide(TableModel):
    """The columns before those of the metrics."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    province: pl.String = column("Province", "省份", nullable=True)
    city: pl.String = column("Prefecture-level city", "地级市", nullable=True)
    county: pl.String = column("County or district", "县（市、区）", nullable=True)
    place: pl.String = column("Full name of the place", "地方全称")
    level: pl.String = column("镇, 乡, 街道 …", "层级", nullable=True)
    year: pl.Int32 = column("Year reported on", "年度", key=True)
    report_id: pl.String = report_id_column()
    is_part_year: pl.Boolean = column("The report covers only a part of its year", "报告仅覆盖部分年度")
    notes: pl.String = column(
        "What to mind about single values, in Chinese; NULL where there is nothing",
        "对个别数值的说明；无则为空",
        nullable=True,
    )

    class Config:
        name = "facts_wide"
        description = (
            "For a spreadsheet: one row a place and year with a report, one column a metric of the registry, "
            "named as the metric with its unit"
        )
        metadata = {"zh": "宽表：每地每年一行，每个指标一列（指标名称及单位为列名），取总数"}


class Evidence(TableModel):
    """A fact and where it stands."""

    fact_id: pl.String = column("Fact", "数据编号", key=True)
    report_id: pl.String = report_id_column()
    place_id: pl.String = column("Place", "地方编号", nullable=True)
    place: pl.String = column("Full name of the place", "地方全称", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    province: pl.String = column("Province above", "所属省份", nullable=True)
    level: pl.String = column("镇, 乡, 街道 …", "层级", nullable=True)
    year: pl.Int32 = column("Year reported on", "报告年度", nullable=True)
    metric_id: pl.String = metric_id_column()
    metric: pl.String = column("Name of the metric", "指标名称")
    theme: pl.String = column("Theme of the metric, as in themes.id", "指标所属主题")
    category: pl.String = category_column()
    detail: pl.String = column("What narrows it, in the text's own words", "限定语（原文用词）", nullable=True)
    value: pl.Float64 = column("Value in the canonical unit", "数值（标准单位）", nullable=True)
    low: pl.Float64 = low_column()
    high: pl.Float64 = high_column()
    unit: pl.String = column("Canonical unit", "标准单位")
    measure_word: pl.String = column(
        "Measure word as printed; NULL where it was lost", "原文量词；缺失为空", nullable=True
    )
    qualifier: pl.String = qualifier_column()
    period: pl.String = column("year, stock, or the words that name another period", "时期：当年、时点或原文用词")
    role: pl.String = column("actual, target or previous", "实际、目标或往年值", isin=ROLES)
    number_text: pl.String = column("Number and measure word, verbatim", "原文数字与量词")
    sentence: pl.String = column("Its sentence, normalised", "所在句子（规范化）")
    raw_span: pl.String = column("What is counted and the number, verbatim from the raw text", "证据原文（未经修复）")
    raw_start: pl.Int64 = raw_start_column()
    raw_end: pl.Int64 = raw_end_column()
    heading_path: pl.String = column("Headings above it, outermost first", "所在标题（由外到内）")
    title: pl.String = column("Title of the report", "报告标题", nullable=True)
    source: pl.String = column("Path of the file below the corpus folder", "文件路径")
    url: pl.String = column("Address it was taken from", "来源网址", nullable=True)
    duplicate_of: pl.String = column(
        "The edition that counts, where this report is a republication", "重复发布时所依据的版本", nullable=True
    )
    rule: pl.String = column("Rule that read it", "提取规则")

    class Config:
        name = "evidence"
        description = "Each fact with its sentence, its words in the raw text, headings and report"
        metadata = {"zh": "数据出处"}


class FindingPassages(TableModel):
    """A finding with the words it speaks of, in one report or two."""

    finding_id: pl.String = column("Finding", "发现编号", key=True)
    kind: pl.String = column("Kind, as in finding_kinds", "问题种类")
    severity: pl.String = column("error, warning or info", "严重程度", isin=SEVERITIES)
    place: pl.String = column("Full name of the place", "地方全称", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    year: pl.Int32 = column("Year reported on", "报告年度", nullable=True)
    metric_id: pl.String = metric_id_column(nullable=True)
    metric: pl.String = column("Name of the metric", "指标名称", nullable=True)
    category: pl.String = column("Category of the figure; NULL where no metric is spoken of", "类别", nullable=True)
    message: pl.String = column("What is wrong, in a sentence", "说明")
    expected: pl.String = column("What would be right", "应为", nullable=True)
    found: pl.String = column("What stands there", "实为", nullable=True)
    passage: pl.String = column("The words in the raw text", "原文", nullable=True)
    other_year: pl.Int32 = column(
        "Year of the report that holds the second passage", "另一处所在报告的年度", nullable=True
    )
    other_passage: pl.String = column(
        "The second passage, in the same report or another", "另一处原文（同一份或另一份报告）", nullable=True
    )
    source: pl.String = column("Path of the file below the corpus folder", "文件路径")
    other_source: pl.String = column("Path of the other file", "另一份文件的路径", nullable=True)

    class Config:
        name = "finding_passages"
        description = "Each finding with both passages, verbatim"
        metadata = {"zh": "疑点及其两处原文"}


class ReusePassages(TableModel):
    """A carried-over sentence beside its source."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column("Position among the report's sentences that count", "句序", key=True)
    place: pl.String = column("Full name of the place", "地方全称", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    year: pl.Int32 = column("Year reported on", "报告年度")
    previous_year: pl.Int32 = column("Year of the report it comes from", "来源报告的年度")
    kind: pl.String = column("exact or near", "沿用方式")
    only_figures_differ: pl.Boolean = column("Nothing but figures or years changed", "只改了数字或年份")
    similarity: pl.Float64 = column("How alike the two sentences are, 0 to 1", "相似度")
    sentence: pl.String = column("The sentence, from the raw text", "本年原句")
    previous_sentence: pl.String = column("Its source, from the raw text of the report before", "上一份报告中的来源句")

    class Config:
        name = "reuse_passages"
        description = "Each sentence carried over, beside its source in the place's report before"
        metadata = {"zh": "沿用的句子及其来源"}


class _NamedReport(TableModel):
    report_id: pl.String = report_id_column(key=True)
    source: pl.String = column("Path below the corpus folder", "语料文件夹内的路径")
    batch: pl.String = column("First-level folder", "批次（一级文件夹）")
    place_id: pl.String = column("Place", "地方编号", nullable=True)
    place: pl.String = column("Full name of the place", "地方全称", nullable=True)
    level: pl.String = column("镇, 乡, 街道 …", "层级", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    city: pl.String = column("Prefecture-level city above", "所属地级市", nullable=True)
    province: pl.String = column("Province above", "所属省份", nullable=True)
    year: pl.Int32 = column("Year reported on", "报告年度", nullable=True)
    title: pl.String = column("Title, repaired", "标题", nullable=True)
    published_on: pl.Date = column("Day of publication", "发布日期", nullable=True)
    covers_until: pl.Date = column("Last day that its figures can cover", "数据截止日", nullable=True)
    script: pl.String = column("Script before conversion", "原文字体", isin=SCRIPTS)
    duplicate_of: pl.String = column("The edition that counts", "重复发布时所依据的版本", nullable=True)
    counts_for_year: pl.Boolean = column(
        "It is the report that counts for its place and year", "是否为该地该年所取报告"
    )
    unclassified_percent: pl.Float64 = column(
        "quantities in percent of counted_numerals; NULL where nothing is counted",
        "尚无指标的数字占计数数字的百分比；无计数数字为空",
        unit="percent",
        nullable=True,
    )

    class Config:
        name = "named_report"
        description = "A report with its place"
        metadata = {"zh": "报告及其地方"}


class ReportQuality(ReportCountColumns, _NamedReport):
    """How well a report could be read."""

    class Config:
        name = "report_quality"
        description = "One row a report: how much was read, what is without a metric, doubts, repairs and losses"
        metadata = {"zh": "报告质量：每份报告一行"}


VIEWS: dict[str, type[TableModel]] = {
    "series": Series,
    "facts_wide": FactsWide,
    "evidence": Evidence,
    "metric_coverage": MetricCoverage,
    "finding_passages": FindingPassages,
    "reuse_passages": ReusePassages,
    "stated_change_passages": StatedChangePassages,
    "problem_passages": ProblemPassages,
    "reuse_reports": ReuseReports,
    "report_quality": ReportQuality,
}
