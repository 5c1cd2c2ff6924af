"""Views that set what a report says beside its place and year: claims, problems, text of the year before.

Belongs here: the columns of stated_change_passages, problem_passages, reuse_reports. Does not belong here: the tables
that they name (`tables_figures.py`, `tables_reuse.py`), the views of figures (`views.py`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse.schema.fields import (
    COMPARISON_BASES,
    STATED_AS,
    VERDICTS,
    TableModel,
    category_column,
    column,
    metric_id_column,
    report_id_column,
)
from warehouse.schema.tables_reuse import NEXT_STATUSES, PROBLEM_STATUSES


def _place_id_column() -> Any:
    return column("Place", "地方编号", nullable=True)


def _place_column() -> Any:
    return column("Full name of the place", "地方全称", nullable=True)


def _county_column() -> Any:
    return column("County or district above", "所属县（市、区）", nullable=True)


def _source_column() -> Any:
    return column("Path of the file below the corpus folder", "文件路径")


def _percent_column(en: str, zh: str) -> Any:
    return column(en, zh, unit="percent", in_range={"min_value": 0, "max_value": 100})


class StatedChangePassages(TableModel):
    """A change that a report claims, in its words."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column("Position among the report's claims, from 0", "在报告中的序号（从0起）", key=True, ge=0)
    place_id: pl.String = _place_id_column()
    place: pl.String = _place_column()
    county: pl.String = _county_column()
    year: pl.Int32 = column("Year reported on", "报告年度", nullable=True)
    metric_id: pl.String = metric_id_column(nullable=True)
    metric: pl.String = column("Name of the metric", "指标名称", nullable=True)
    category: pl.String = category_column()
    claim: pl.String = column("The claim, verbatim from the raw text", "所称变化的原文")
    stated: pl.Float64 = column(
        "Size of the change, signed, as stated_as counts", "所称变化（带正负号）", nullable=True
    )
    stated_as: pl.String = column("percent, points or absolute", "表述方式", isin=STATED_AS)
    from_value: pl.Float64 = column("Earlier value told beside it", "所称原值", nullable=True)
    to_value: pl.Float64 = column("Later value told beside it", "所称现值", nullable=True)
    base_year: pl.Int32 = column(
        "Year that the report compares with; NULL unknown", "所比年度；不明为空", nullable=True
    )
    computed: pl.Float64 = column("The same change computed from figures", "据数据算得的变化", nullable=True)
    compared_with: pl.String = column("What it was computed from", "计算依据", isin=COMPARISON_BASES)
    verdict: pl.String = column("agrees, contradicts or unverifiable", "核对结论", isin=VERDICTS)
    source: pl.String = _source_column()
    duplicate_of: pl.String = column(
        "The edition that counts, where this report is a republication", "重复发布时所依据的版本", nullable=True
    )

    class Config:
        name = "stated_change_passages"
        description = "Each change that a report claims, with place, year and its words"
        metadata = {"zh": "报告自述的变化及其原文"}


class ProblemPassages(TableModel):
    """A problem that a report names, in its words."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column("Position among the report's problems, from 0", "问题序号（从0起）", key=True, ge=0)
    place_id: pl.String = _place_id_column()
    place: pl.String = _place_column()
    county: pl.String = _county_column()
    year: pl.Int32 = column("Year reported on", "报告年度")
    problem: pl.String = column("Its heading or first clause, in the text's own words", "问题的标题或首个分句")
    status: pl.String = column(
        "carried, new or not compared with the report before",
        "较上一份报告：已提出、新提出或无从比较",
        isin=PROBLEM_STATUSES,
    )
    next_status: pl.String = column(
        "repeated, not repeated or not compared in the report after",
        "下一份报告：再次提出、未再提出或无从比较",
        isin=NEXT_STATUSES,
    )
    first_year: pl.Int32 = column(
        "Year of the first of the reports in a row that name it", "连续提出该问题的首个年度", nullable=True
    )
    times_named: pl.Int64 = column(
        "Reports in a row that name it, this one included", "连续提出该问题的报告份数（含本份）", unit="reports", ge=1
    )
    similarity: pl.Float64 = column(
        "How alike the two wordings are, 0 to 1; NULL unless carried", "两次表述的相似度；非沿用为空", nullable=True
    )
    passage: pl.String = column("Its wording, verbatim from the raw text", "问题表述的原文")
    previous_year: pl.Int32 = column("Year of the report before, where compared", "所比上一份报告的年度", nullable=True)
    previous_passage: pl.String = column(
        "Its wording there, verbatim; NULL unless carried", "上一份报告中的原文；非沿用为空", nullable=True
    )
    source: pl.String = _source_column()

    class Config:
        name = "problem_passages"
        description = (
            "Each problem that a report names, with place, year and its words, beside those of the report before"
        )
        metadata = {"zh": "各报告列出的存在问题及其原文"}


class ReuseReports(TableModel):
    """How much of a report stood in the one before."""

    report_id: pl.String = report_id_column(key=True)
    place_id: pl.String = column("Place", "地方编号")
    place: pl.String = _place_column()
    county: pl.String = _county_column()
    province: pl.String = column("Province above", "所属省份", nullable=True)
    year: pl.Int32 = column("Year reported on", "报告年度")
    previous_year: pl.Int32 = column("Year of the place's report before", "上一份报告的年度")
    sentences: pl.Int64 = column("Sentences that count", "计入比较的句数", unit="sentences", ge=0)
    exact: pl.Int64 = column("Of these, word for word in the report before", "一字未改的句数", unit="sentences", ge=0)
    near: pl.Int64 = column(
        "Of these, there but for figures, years or small edits",
        "仅改数字、年份或个别字词的句数",
        unit="sentences",
        ge=0,
    )
    only_figures_differ: pl.Int64 = column(
        "Of `near`, those where figures alone changed", "其中只改了数字的句数", unit="sentences", ge=0
    )
    carried_percent: pl.Float64 = _percent_column("exact + near in percent of sentences", "沿用句数占比")
    exact_percent: pl.Float64 = _percent_column("exact in percent of sentences", "一字未改的句数占比")
    passage_sentences: pl.Int64 = column(
        "Sentences of the longest passage carried over in one piece", "最长连续沿用段落的句数", unit="sentences", ge=0
    )
    source: pl.String = _source_column()
    previous_report_id: pl.String = column("Report of that year", "上一份报告的编号")

    class Config:
        name = "reuse_reports"
        description = "Each report that has one before it: how much of its text comes from there, with place and year"
        metadata = {"zh": "各报告沿用上一份报告文字的程度（含地方与年度）"}
