"""Closed lists that the comparison needs and an analyst can read in the warehouse: cautions, measure words that differ.

Belongs here: entries as data, each with its sentence or reason. Does not belong here: the rules that set a caution
(`warehouse/sql`), measure words as such (`pipelines/figures/units.py` knows their families).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caution:
    """A code in `year_over_year.cautions` and what it means, for analysts and for clerks."""

    code: str
    meaning: str
    meaning_zh: str


CAUTIONS: tuple[Caution, ...] = (
    Caution(
        "approximate",
        "The year's value carries a word of degree (余, 约, 近, 以上)",
        "本年数值带有“余、约、近、以上”等程度词",
    ),
    Caution("approximate_before", "The previous value carries a word of degree", "上一份报告的数值带有程度词"),
    Caution(
        "conflict",
        "One of the two reports gives different values for the same thing",
        "两年报告中有一份对同一口径给出了不同数值",
    ),
    Caution(
        "contradicts_report",
        "The report itself claims a change that the figures contradict",
        "报告自述的变化与数据不符",
    ),
    Caution(
        "direction_unclear",
        "Words of degree leave open whether it rose or fell: 0 lies between change_low and change_high",
        "受程度词影响，无法确定是增是减",
    ),
    Caution(
        "doubted",
        "A finding doubts one of the two values: its parts do not add up, its rate does not follow from its counts, a"
        " 万 or a point may have slipped, another report quotes it differently (finding_facts leads to it)",
        "两年数值中有一个存疑：分项与合计不符、比率与件数不符、疑似错位“万”字或小数点，或与另一份报告的引用不一致（见问题核查）",
    ),
    Caution("first_report", "The place has no earlier report in the corpus", "该地没有更早的报告"),
    Caution(
        "gap", "previous_year is not the year before: a report is missing between them", "两份报告之间缺少年度报告"
    ),
    Caution(
        "lost_unit",
        "A measure word was lost in scraping and is inferred from the metric",
        "量词在采集中缺失，单位系推断",
    ),
    Caution(
        "measure_word",
        "The measure word changed to one that is not known to count the same",
        "量词前后不同，且不能确定口径一致",
    ),
    Caution(
        "part_year",
        "One of the two figures covers only a part of its year, or both cover different parts; of a series that"
        " is not stated, its report does. Up to December counts as the whole year",
        "两年数字中有一年仅覆盖部分年度，或两年所覆盖的月份不同；未表述的系列看报告。截至12月的按全年计",
    ),
    Caution(
        "resumed", "An earlier report stated the series, the previous one did not", "更早的报告曾表述，上一份报告未表述"
    ),
    Caution(
        "same_part_year",
        "Both figures cover the same months of their years: to be compared with each other, not with full years",
        "两年数字均只覆盖相同的月份，可互相比较，但不能与全年数字比较",
    ),
    Caution(
        "scope",
        "What narrows the figure differs between the two reports, or one of them tells only a part of it (其中…)",
        "两份报告的限定语（口径）不同，或只写了其中一部分",
    ),
    Caution(
        "small_count",
        "The previous value is a count from 1 to 9: one more or less is over a tenth, so change_percent says little",
        "上一份报告的数值为1至9，增减一件就超过一成，百分比意义不大",
    ),
    Caution(
        "unit_changed",
        "The two figures count different things (批 and 件, 人 and 人次) or differ in unit: no change is computed",
        "两年计数口径或单位不同（如“批”与“件”、“人”与“人次”），不计算增减",
    ),
    Caution("zero_before", "The previous value is 0: there is no percentage", "上一份报告的数值为零，无法计算百分比"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The measure words of one series in two years, and whether their values can be compared."""

    before: str
    now: str
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class Counting:
    """Measure words that count the same. Two words of one `scale` whose `counts` differ are not comparable.

    Words of no scale, or of two scales, are never held against each other: 家 and 个 may both count shops.
    """

    scale: str
    counts: str
    words: tuple[str, ...]
    why: str
    example: Pair


COUNTINGS: tuple[Counting, ...] = (
    Counting("matters", "case", ("件", "起", "宗", "例", "桩"), "one matter each", Pair("件", "起", True)),
    Counting("matters", "batch", ("批", "批次"), "brings several matters or people", Pair("批", "件", False)),
    Counting(
        "matters",
        "time",
        ("次", "场", "场次", "轮", "期", "回", "节", "趟"),
        "one occasion, whatever it dealt with",
        Pair("次", "件", False),
    ),
    Counting("matters", "class_hour", ("课时", "学时"), "an occasion lasts several", Pair("次", "课时", False)),
    Counting("matters", "person", ("人", "名", "位"), "each person once", Pair("名", "人", True)),
    Counting(
        "matters",
        "person_time",
        ("人次", "人（次）", "人(次)"),
        "the same person again each time",
        Pair("人", "人次", False),
    ),
    Counting("matters", "enterprise", ("家",), "each enterprise once", Pair("家", "家次", False)),
    Counting("matters", "enterprise_visit", ("家次",), "the same enterprise each time", Pair("家次", "家", False)),
    Counting("matters", "household", ("户",), "several people each", Pair("人", "户", False)),
    Counting("matters", "board", ("块", "面"), "each board once, an issue pasted on it again", Pair("块", "期", False)),
    Counting("money", "yuan", ("元", "万元", "亿元"), "values are stored in 元", Pair("万元", "元", True)),
    Counting("shares", "percent", ("%", "％", "百分之", "成"), "stored in percent", Pair("%", "百分之", True)),
    Counting(
        "areas",
        "square_metre",
        ("平方米", "万平方米", "平米", "亩"),
        "values are stored in 平方米",
        Pair("平方米", "亩", True),
    ),
    Counting("legal_texts", "law", ("部",), "a whole law", Pair("部", "条", False)),
    Counting("legal_texts", "article", ("条",), "an article of a law", Pair("条", "部", False)),
)
