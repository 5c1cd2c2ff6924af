"""Tables that hold places side by side: a place among its peers, and the sums of counties, provinces and the corpus.

Belongs here: series_spans, headline_values, peer_comparisons, area_totals, peer_levels. Does not belong here: one place
over the years (`tables_series.py`), how rows are computed (`warehouse/sql`).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse.schema.fields import (
    TableModel,
    category_column,
    column,
    metric_id_column,
    qualifier_column,
    report_id_column,
)

NUMBER_LIST = pl.List(pl.Float64)
AREA_LEVELS = ("county", "province", "corpus")
PEER_GROUPS = ("乡级", "县级", "部门")
LOWER = "Lower quartile, between two values in proportion,"
UPPER = "Upper quartile, between two values in proportion,"


def _counted_as_column(*, key: bool = False) -> Any:
    return column(
        "What the values count, as measure_words tells: 批 and 件 of one unit are two things",
        "计数口径（见 measure_words）",
        key=key,
    )


def _places_column(among: str, zh: str) -> Any:
    return column(
        f"Places {among} that state a value, itself included; NULL where level or county is unknown",
        f"{zh}有该数值的地方数（含本地）；层级或县不明为空",
        unit="places",
        nullable=True,
        ge=1,
    )


def _rank_column(zh: str) -> Any:
    return column(
        "1 is the largest value, equal values share a rank; NULL among fewer than 5 places",
        f"{zh}排名：最大为 1，同值同名次；不足 5 个地方为空",
        nullable=True,
        ge=1,
    )


def _tied_column(zh: str) -> Any:
    return column(
        "Other places with the same value; NULL where there is no rank",
        f"{zh}与本地同值的其他地方数；无排名为空",
        unit="places",
        nullable=True,
        ge=0,
    )


def _percentile_column(zh: str) -> Any:
    return column(
        "Share of the other places whose value is lower, an equal one counted as half; NULL where there is no rank",
        f"{zh}低于本地的其他地方所占百分比，同值计一半；无排名为空",
        unit="percent",
        nullable=True,
        in_range={"min_value": 0, "max_value": 100},
    )


def _quartile_column(which: str, zh: str) -> Any:
    return column(f"{which} of their values; NULL where there is no rank", f"{zh}；无排名为空", nullable=True)


def _told_column(what: str, zh: str) -> Any:
    return column(f"How many of these values {what}", f"其中{zh}", unit="places", nullable=True, ge=0)


class SeriesSpans(TableModel):
    """Which series there are."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    first_report_year: pl.Int32 = column("Year of the place's first report", "该地首份报告的年度")
    last_report_year: pl.Int32 = column("Year of the place's last report", "该地末份报告的年度")
    first_year: pl.Int32 = column("First year that states the series", "首次表述的年度")
    last_year: pl.Int32 = column("Last year that states the series", "末次表述的年度")
    years_stated: pl.Int64 = column("Years that state it", "有表述的年数", unit="years", ge=1)

    class Config:
        name = "series_spans"
        description = "Place × metric × category that any report of the place states, with its years"
        metadata = {"zh": "系列清单及其起止年度"}


class HeadlineValues(TableModel):
    """The headlines of a report as one list."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    year: pl.Int32 = column("Year reported on", "年度", key=True)
    report_id: pl.String = report_id_column()
    is_part_year: pl.Boolean = column("The report covers only a part of its year", "报告仅覆盖部分年度")
    headlines: NUMBER_LIST = column(
        "The headline of each metric in its own unit, in the order of metrics.id; NULL where the report states none",
        "各指标的总数，按指标编号排列；未表述为空",
    )
    notes: pl.String = column(
        "What to mind about single values, in Chinese; NULL where there is nothing",
        "对个别数值的说明；无则为空",
        nullable=True,
    )

    class Config:
        name = "headline_values"
        description = "The headlines of each place and year with a report, which facts_wide shows as columns"
        metadata = {"zh": "每地每年各指标的总数（宽表所用）"}


class PeerComparisons(TableModel):
    """Each value among those of its peers."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    year: pl.Int32 = column("Year reported on", "年度", key=True)
    value: pl.Float64 = column("Value of the year, as in yearly_values", "本年数值（同 yearly_values）")
    unit: pl.String = column("Canonical unit; only values of one unit are ranked together", "标准单位")
    counted_as: pl.String = _counted_as_column()
    qualifier: pl.String = qualifier_column()
    is_narrowed: pl.Boolean = column("Words of the report narrow the value", "数值带有限定语")
    is_part_year: pl.Boolean = column("The report covers only a part of its year", "报告仅覆盖部分年度")
    conflict: pl.Boolean = column("The year's reports give another value too", "同一口径数字前后不一")
    peer_level: pl.String = column(
        "Group of levels that it is ranked within; NULL where the level is unknown",
        "同级分组：乡级、县级、部门；不明为空",
        nullable=True,
        isin=PEER_GROUPS,
    )
    county_id: pl.String = column(
        "County as province/city/county; NULL unknown", "所属县：省/市/县；不明为空", nullable=True
    )
    county_places: pl.Int64 = _places_column("of the same level in the county and year", "同县同级同年")
    county_rank: pl.Int64 = _rank_column("县内")
    county_tied: pl.Int64 = _tied_column("县内")
    county_percentile: pl.Float64 = _percentile_column("县内")
    county_q1: pl.Float64 = _quartile_column(LOWER, "县内下四分位数")
    county_median: pl.Float64 = _quartile_column("Median", "县内中位数")
    county_q3: pl.Float64 = _quartile_column(UPPER, "县内上四分位数")
    county_approximate: pl.Int64 = _told_column("carry a word of degree", "带程度词的个数（县内）")
    county_narrowed: pl.Int64 = _told_column("are narrowed by words", "带限定语的个数（县内）")
    county_doubtful: pl.Int64 = _told_column(
        "cover a part of the year or are in conflict", "部分年度或前后不一的个数（县内）"
    )
    corpus_places: pl.Int64 = _places_column("of the same level in the corpus and year", "语料中同级同年")
    corpus_rank: pl.Int64 = _rank_column("语料中")
    corpus_tied: pl.Int64 = _tied_column("语料中")
    corpus_percentile: pl.Float64 = _percentile_column("语料中")
    corpus_q1: pl.Float64 = _quartile_column(LOWER, "语料中下四分位数")
    corpus_median: pl.Float64 = _quartile_column("Median", "语料中位数")
    corpus_q3: pl.Float64 = _quartile_column(UPPER, "语料中上四分位数")
    corpus_approximate: pl.Int64 = _told_column("carry a word of degree", "带程度词的个数（语料中）")
    corpus_narrowed: pl.Int64 = _told_column("are narrowed by words", "带限定语的个数（语料中）")
    corpus_doubtful: pl.Int64 = _told_column(
        "cover a part of the year or are in conflict", "部分年度或前后不一的个数（语料中）"
    )

    class Config:
        name = "peer_comparisons"
        description = (
            "Each yearly value among the places of the same level in its county and in the corpus; "
            "approximate, narrowed and doubtful values take part as printed and are counted"
        )
        metadata = {"zh": "与同级地方的比较"}


class AreaTotals(TableModel):
    """Sums and spreads of an area."""

    area_id: pl.String = column(
        "province/city/county, the province, or corpus; '-' for what is unknown",
        "区域编号：省/市/县、省或 corpus；不明处为“-”",
        key=True,
    )
    area_level: pl.String = column("county, province or corpus", "区域层级：县、省或整个语料", isin=AREA_LEVELS)
    province: pl.String = column(
        "Province; NULL for the corpus, and in the rows of places whose province nothing tells",
        "省份；整个语料，以及省份不明的地方为空",
        nullable=True,
    )
    city: pl.String = column("City of a county; NULL elsewhere", "县所属地级市；其余为空", nullable=True)
    county: pl.String = column("County; NULL elsewhere", "县（市、区）；其余为空", nullable=True)
    peer_level: pl.String = column(
        "Level of the places that are added: a county's own figures contain those of its townships",
        "所汇总地方的层级：县级数字已含乡级，不可相加",
        key=True,
        isin=PEER_GROUPS,
    )
    year: pl.Int32 = column("Year reported on", "年度", key=True)
    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    unit: pl.String = column("Canonical unit", "标准单位", key=True)
    counted_as: pl.String = _counted_as_column(key=True)
    reports_known: pl.Int64 = column(
        "Places of the area and level with a report on the year", "该区域该层级当年有报告的地方数", unit="places", ge=1
    )
    reports_due: pl.Int64 = column(
        "Places of the area and level that the roster expects to report; NULL where the corpus has no roster",
        "名册要求该区域该层级当年应有报告的地方数；没有名册为空",
        unit="places",
        nullable=True,
        ge=0,
    )
    reports_stating: pl.Int64 = column(
        "Those whose report states a value in this unit", "其中以该单位表述该数值的地方数", unit="places", ge=1
    )
    coverage_percent: pl.Float64 = column(
        "reports_stating in percent of reports_known",
        "表述率",
        unit="percent",
        in_range={"min_value": 0, "max_value": 100},
    )
    total: pl.Float64 = column(
        "Sum of the stated values, never an estimate for the others; NULL for rates",
        "已表述数值之和，不推算未表述者；比率为空",
        nullable=True,
    )
    median: pl.Float64 = column("Median of the stated values", "中位数")
    smallest: pl.Float64 = column("Smallest stated value", "最小值")
    largest: pl.Float64 = column("Largest stated value", "最大值")
    approximate: pl.Int64 = _told_column("carry a word of degree", "带程度词的个数")
    narrowed: pl.Int64 = _told_column("are narrowed by words", "带限定语的个数")
    part_year: pl.Int64 = _told_column("come from a report on a part of the year", "仅覆盖部分年度的个数")
    conflicts: pl.Int64 = _told_column("are in conflict", "前后不一的个数")

    class Config:
        name = "area_totals"
        description = (
            "County, province or corpus × level of places × year × metric × category: coverage, sum and spread"
        )
        metadata = {"zh": "区域汇总"}


class PeerLevels(TableModel):
    """Which levels are held side by side."""

    level: pl.String = column("Level in places.level", "层级", key=True)
    peer_level: pl.String = column("Group it is compared within", "同级分组", isin=PEER_GROUPS)
    why: pl.String = column("Why it belongs there", "理由")

    class Config:
        name = "peer_levels"
        description = "Levels of government that peer_comparisons and area_totals hold side by side"
        metadata = {"zh": "可相互比较的层级"}
