"""Tables and a view about what is there and what is missing.

Belongs here: roster, coverage, metric_mentions, and the view metric_coverage. Does not belong here: what was refused as
such (`tables_reports.py`), values (`tables_series.py`), how anything is computed (`warehouse/sql`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse.schema.fields import (
    COVERAGE,
    METRIC_COVERAGE,
    TEXT_LIST,
    YEARS,
    TableModel,
    column,
    metric_id_column,
    qualifier_column,
    report_id_column,
)

MENTIONS = tuple(status for status in METRIC_COVERAGE if status not in ("refused", "no_report"))


class Roster(TableModel):
    """Who should report, as roster.csv of the corpus says."""

    line: pl.Int32 = column("Line of roster.csv", "名册行号", key=True, ge=1)
    place_id: pl.String = column("Place", "地方编号")
    name: pl.String = column("Name as the roster gives it", "名册所写名称")
    first_year: pl.Int32 = column(
        "First year with a report expected; NULL: the corpus's first",
        "起始年度；空为语料首年",
        nullable=True,
        in_range=YEARS,
    )
    last_year: pl.Int32 = column(
        "Last year with a report expected; NULL: the corpus's last",
        "终止年度；空为语料末年",
        nullable=True,
        in_range=YEARS,
    )
    doubt: pl.String = column(
        "Why the line stands for itself: several places of the corpus fit it", "不能对应到唯一地方的原因", nullable=True
    )

    class Config:
        name = "roster"
        description = "Places that should report, from roster.csv beside the reports; empty where there is none"
        metadata = {"zh": "应报告单位名册（取自 roster.csv；没有名册则为空）"}


class Coverage(TableModel):
    """Which places report in which years, and why the others have no report."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    year: pl.Int32 = column("Year, from the corpus's or roster's first to the last", "年度", key=True)
    status: pl.String = column(
        "report; refused (a file of that place and year is in rejects); expected (by the roster, and nothing is there);"
        " none (nothing is there, and no roster expects it)",
        "report 有报告；refused 有文件但未载入；expected 名册要求而没有；none 没有，名册也未要求",
        isin=COVERAGE,
    )
    expected: pl.Boolean = column(
        "The roster lists this place for this year; NULL where the corpus has no roster",
        "名册要求该地该年有报告；没有名册为空",
        nullable=True,
    )
    report_id: pl.String = report_id_column(nullable=True)
    reports: pl.Int64 = column(
        "Reports of this place and year, republications included",
        "该年度的报告份数（含重复发布）",
        unit="reports",
        ge=0,
    )
    covers_until: pl.Date = column("Last day that the report's figures can cover", "数据截止日", nullable=True)
    refused_source: pl.String = column(
        "The refused file, where status is refused; the first by path", "未载入的文件（取路径在前者）", nullable=True
    )
    refused_reason: pl.String = column(
        "Why it was refused, as in rejects.reason", "未载入的原因（代码，同 rejects.reason）", nullable=True
    )

    class Config:
        name = "coverage"
        description = "Place × year: is there a report, and which one counts; if there is none, what is known of it"
        metadata = {"zh": "各地各年度报告有无，没有的属于哪种情形"}


def _parts_stated_column() -> Any:
    return column(
        "Categories that the year's report states a value for, as in yearly_values: with a NULL headline, all that it"
        " tells (一审, 二审)",
        "报告有数值的分项（同 yearly_values）；总数为空时即其所述的全部（如一审、二审）",
    )


def _rate_base_column() -> Any:
    return column(
        "Of a rate: the count that it is a share of, the first of metrics.rate_of that the report states, also where"
        " the rate is not told; 0: no rate is due. NULL for other metrics, and where no such count is told",
        "比率的分母：报告所述 metrics.rate_of 中首个指标的总数，未写比率时亦列；为 0 时无比率可言；其余为空",
        nullable=True,
    )


def _set_aside_column() -> Any:
    return column(
        "Figures of the metric in the report that are not the year's: targets, earlier years, other periods",
        "报告中该指标的非本年数字（目标、往年、其他时期）个数",
        unit="facts",
        ge=0,
    )


class MetricMentions(TableModel):
    """What a report says of a metric, where it says anything."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    year: pl.Int32 = column("Year with a report", "有报告的年度", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    status: pl.String = column(
        "stated, zero, zero_of_part, unreadable or not_stated, as metric_coverage explains them",
        "表述情形（说明见 metric_coverage）",
        isin=MENTIONS,
    )
    parts_stated: TEXT_LIST = _parts_stated_column()
    rate_base: pl.Float64 = _rate_base_column()
    set_aside: pl.Int64 = _set_aside_column()

    class Config:
        name = "metric_mentions"
        description = (
            "Place × year × metric that the counting report says anything of: what metric_coverage is made of,"
            " which has a row for silence too"
        )
        metadata = {"zh": "各报告对各指标的表述（metric_coverage 所用；未提及的不列）"}


class MetricCoverage(TableModel):
    """Whether a place's report of a year states a metric: a view, since it has a row for every combination."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    year: pl.Int32 = column("Year", "年度", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    status: pl.String = column(
        "stated (a figure other than 0); zero (0 in figures or words, and nothing else); zero_of_part (0"
        " only of what words or a category narrow: 因执法不当引发的行政诉讼); unreadable (a figure is there"
        " and has no value: 数十件); not_stated; refused and no_report (no report is loaded, see report_status)",
        "stated 有非零数；zero 只有零（数字或文字）；zero_of_part 只有某一部分的零（如“因执法不当引发的”）；"
        "unreadable 有数而读不出（如“数十件”）；not_stated 报告未提；"
        "refused 文件未载入；no_report 没有报告",
        isin=METRIC_COVERAGE,
    )
    report_status: pl.String = column("coverage.status: expected tells a gap from none", "报告有无", isin=COVERAGE)
    report_id: pl.String = report_id_column(nullable=True)
    value: pl.Float64 = column(
        "The headline value of the year (yearly_values, category ''); NULL where only parts are told",
        "总数的年度值；只写分项时为空",
        nullable=True,
    )
    unit: pl.String = column("Canonical unit of the metric", "标准单位")
    qualifier: pl.String = qualifier_column(nullable=True)
    detail: pl.String = column(
        "What narrows the headline value: a zero may be that of a part only",
        "总数的限定语；零可能只是某一部分的零",
        nullable=True,
    )
    conflict: pl.Boolean = column(
        "The year's reports contradict each other on the headline", "总数前后不一", nullable=True
    )
    parts_stated: TEXT_LIST = _parts_stated_column()
    rate_base: pl.Float64 = _rate_base_column()
    set_aside: pl.Int64 = _set_aside_column()

    class Config:
        name = "metric_coverage"
        description = "Place × year × metric: is it stated, and if not, why. A view: filter by metric or place"
        metadata = {"zh": "各地各年度各指标的表述情形（视图；请按指标或地方筛选）"}
