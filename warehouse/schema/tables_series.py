"""Tables about values over the years.

Belongs here: yearly_values, year_over_year, caution_codes. Does not belong here: how they are computed
(`warehouse/sql`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
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
    report_id_column,
)


class YearlyValues(TableModel):
    """The one value of a series in a year."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    year: pl.Int32 = column("Year reported on", "年度", key=True)
    value: pl.Float64 = column("Value in the metric's unit", "数值（指标的标准单位）")
    unit: pl.String = column("Canonical unit", "标准单位")
    qualifier: pl.String = qualifier_column()
    low: pl.Float64 = low_column()
    high: pl.Float64 = high_column()
    report_id: pl.String = report_id_column()
    fact_id: pl.String = column("The fact that the value was taken from", "所取数据编号")
    detail: pl.String = column("What narrows that fact, in the text's own words", "限定语（原文用词）", nullable=True)
    is_part: pl.Boolean = column(
        "The report tells it only as a part (其中…), and no broader figure of the metric",
        "报告只将其作为一部分写出（“其中……”），没有更大的数",
    )
    measure_word: pl.String = column(
        "Measure word as printed; NULL where it was lost", "原文量词；缺失为空", nullable=True
    )
    unit_inferred: pl.Boolean = column("The measure word was lost", "量词缺失、单位系推断")
    figure_count: pl.Int64 = column(
        "Figures of the report that name this series", "报告中该系列的数字个数", unit="facts", ge=1
    )
    is_part_year: pl.Boolean = column(
        "The figure covers only a part of its year: the report does, or the text says so (截至11月底)",
        "数字仅覆盖部分年度（报告如此，或原文写明“截至11月底”等）",
    )
    covers_month: pl.Int32 = column(
        "Last month that a part-year figure covers; NULL for the whole year or where nothing says",
        "部分年度数字所涵盖的最后月份；全年或未写明为空",
        nullable=True,
        ge=1,
        le=12,
    )
    conflict: pl.Boolean = column(
        "Places in the year's reports claim the same and give different values", "同一口径数字前后不一"
    )
    conflict_fact_id: pl.String = column("The fact that contradicts it", "与之矛盾的数据编号", nullable=True)

    class Config:
        name = "yearly_values"
        description = "Place × metric × category × year: the one value that counts; only what was achieved"
        metadata = {"zh": "年度值"}


class YearOverYear(TableModel):
    """Each series beside the report before."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    year: pl.Int32 = column("Year in which the place has a report", "年度", key=True)
    value: pl.Float64 = column(
        "Value of the year; NULL where the report does not state it", "本年数值；未表述为空", nullable=True
    )
    previous_year: pl.Int32 = column("Last earlier year with a report of this place", "上一份报告的年度", nullable=True)
    previous_value: pl.Float64 = column(
        "Value of that year; NULL where that report does not state it", "上一份报告的数值；未表述为空", nullable=True
    )
    unit: pl.String = column("Canonical unit of both values", "标准单位")
    change: pl.Float64 = column(
        "value - previous_value; for rates in percentage points", "增减量（比率为百分点）", nullable=True
    )
    change_percent: pl.Float64 = column(
        "Change in percent of previous_value; NULL for rates and where that is 0",
        "增减百分比；比率及上年为零时为空",
        unit="percent",
        nullable=True,
    )
    change_low: pl.Float64 = change_low_column()
    change_high: pl.Float64 = change_high_column()
    status: pl.String = column("compared, new, dropped or not comparable", "可比状态", isin=STATUSES)
    cautions: TEXT_LIST = column("Codes of caution_codes, in alphabetical order", "注意事项代码")
    fact_id: pl.String = column("Fact behind value", "本年数据编号", nullable=True)
    previous_fact_id: pl.String = column("Fact behind previous_value", "上一份报告的数据编号", nullable=True)

    class Config:
        name = "year_over_year"
        description = (
            "Place × metric × category × year with a report, for every series known by then, beside the report before"
        )
        metadata = {"zh": "年度比较"}


class CautionCodes(TableModel):
    """What a caution means."""

    code: pl.String = column("Code in year_over_year.cautions", "代码", key=True)
    meaning: pl.String = column("What it means, in English", "英文说明")
    meaning_zh: pl.String = column("What it means, in Chinese", "中文说明")

    class Config:
        name = "caution_codes"
        description = "What each caution of year_over_year means"
        metadata = {"zh": "注意事项代码说明"}
