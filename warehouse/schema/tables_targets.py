"""Tables that hold promises against what came of them.

Belongs here: target_outcomes, outcome_reasons. Does not belong here: what makes a figure a promise
(`pipelines/figures/periods.py`), how rows are computed (`warehouse/sql/target_outcomes.sql`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    TEXT_LIST,
    YEARS,
    TableModel,
    category_column,
    column,
    metric_id_column,
    qualifier_column,
    report_id_column,
)

OUTCOMES = ("met", "missed", "unclear", "not reported", "no report", "not due")
BOUNDS = ("at least", "at most")


class TargetOutcomes(TableModel):
    """What was promised and what came of it."""

    fact_id: pl.String = column("The promise: a fact of role target", "承诺的数据编号", key=True)
    report_id: pl.String = report_id_column()
    place_id: pl.String = column("Place", "地方编号")
    metric_id: pl.String = metric_id_column()
    category: pl.String = category_column()
    report_year: pl.Int32 = column("Year of the report that promises", "作出承诺的报告年度", in_range=YEARS)
    target_year: pl.Int32 = column(
        "Year that the promise is for; report_year where a report holds its own year's plan against its result",
        "承诺所指年度；报告自述当年计划时即报告年度",
        in_range=YEARS,
    )
    promised_value: pl.Float64 = column(
        "Value promised; NULL where it can't be read", "承诺数值；无法读出为空", nullable=True
    )
    promised_unit: pl.String = column("Canonical unit of the promise", "承诺的标准单位")
    promised_qualifier: pl.String = qualifier_column()
    promised_detail: pl.String = column(
        "What narrows the promise, in the text's own words", "承诺的限定语", nullable=True
    )
    promised_number_text: pl.String = column("Number and measure word of the promise, verbatim", "承诺的原文数字与量词")
    promised_sentence: pl.String = column("Sentence of the promise, normalised", "承诺所在句子（规范化）")
    bound: pl.String = column(
        "at least; at most for 不超过, 以内, 控制在 and a promised zero", "承诺方向：不少于或不超过", isin=BOUNDS
    )
    achieved_value: pl.Float64 = column(
        "Value of target_year in yearly_values; NULL where none is stated",
        "目标年度的实际数值；未表述为空",
        nullable=True,
    )
    achieved_unit: pl.String = column("Canonical unit of that value", "实际数值的标准单位", nullable=True)
    achieved_qualifier: pl.String = qualifier_column(nullable=True)
    status: pl.String = column(
        "met, missed, unclear (reason tells why), not reported (a report, no such value), no report (of a year that"
        " coverage spans) or not due (target_year lies after all years of coverage)",
        "结果：met 达到，missed 未达到，unclear 无法判断，not reported 报告未表述，"
        "no report 该年应已有报告而没有，not due 目标年度在语料各年度之后",
        isin=OUTCOMES,
    )
    met: pl.Boolean = column(
        "Whether it was kept; NULL where that can't be said", "是否达到；无法判断为空", nullable=True
    )
    reason: pl.String = column("Why it is unclear, a code of outcome_reasons", "无法判断的原因代码", nullable=True)
    achieved_fact_id: pl.String = column("Fact behind achieved_value", "实际数据编号", nullable=True)
    achieved_report_id: pl.String = column(
        "Report that counts for target_year; NULL where there is none", "目标年度的报告编号；无报告为空", nullable=True
    )

    class Config:
        name = "target_outcomes"
        description = "Each promise of a report that counts for its year, against what target_year's report states"
        metadata = {"zh": "承诺与实际"}


class OutcomeReasons(TableModel):
    """Why a promise's outcome is unclear."""

    reason: pl.String = column("Code in target_outcomes.reason", "原因代码", key=True)
    meaning: pl.String = column("What it means, in English", "英文说明")
    meaning_zh: pl.String = column("What it means, in Chinese", "中文说明")
    example: pl.String = column("An example", "示例")
    words: TEXT_LIST = column("Words of the promise's clause that show it", "表明该原因的用词")

    class Config:
        name = "outcome_reasons"
        description = "Why it can't be said whether a promise was kept"
        metadata = {"zh": "承诺结果无法判断的原因"}
