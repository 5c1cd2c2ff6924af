"""Tables about figures inside one report, and the registry that names them.

Belongs here: numerals, facts, stated_changes, findings, finding_facts, finding_kinds, metrics, metric_categories,
themes, measure_words. Does not belong here: values compared over years (`tables_series.py`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    COMPARISON_BASES,
    ROLES,
    SEVERITIES,
    STATED_AS,
    TEXT_LIST,
    VERDICTS,
    TableModel,
    category_column,
    column,
    high_column,
    low_column,
    metric_id_column,
    qualifier_column,
    raw_end_column,
    raw_start_column,
    report_id_column,
    text_end_column,
    text_start_column,
)


class Numerals(TableModel):
    """The ledger: every numeral and what it is."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column(
        "Position in the ledger of the report, from 1", "在台账中的序号（从1起）", key=True, ge=0
    )
    text: pl.String = column("The numeral as it stands in the raw text", "原文中的数字", str_length={"min_value": 1})
    raw_start: pl.Int64 = raw_start_column("Start of the numeral in the raw text", "数字在原文中的起点")
    raw_end: pl.Int64 = raw_end_column("End of the numeral in the raw text, exclusive", "数字在原文中的终点（不含）")
    disposition: pl.String = column(
        "What it is: fact, quantity, change, date, title, name, furniture …", "数字的性质", str_length={"min_value": 1}
    )
    value: pl.Float64 = column(
        "Value in the canonical unit; NULL where it counts nothing", "数值（标准单位）；不计数为空", nullable=True
    )
    unit: pl.String = column("Canonical unit", "标准单位", nullable=True)
    qualifier: pl.String = qualifier_column(nullable=True)
    thing: pl.String = column(
        "What a quantity without a metric counts, in the text's own words",
        "无指标数字所计之物（原文用词）",
        nullable=True,
    )
    nearest_metric_id: pl.String = column(
        "Metric whose words stand nearest to a quantity without a metric", "最接近的指标", nullable=True
    )

    class Config:
        name = "numerals"
        description = "The ledger: each run of digits of a report lies in exactly one row that says what it is"
        metadata = {"zh": "数字台账：每处数字恰有一行"}


class FactColumns(TableModel):
    """What is read of a figure, as stage and table share it."""

    fact_id: pl.String = column("Fact: the same in every build of the same input", "数据编号", key=True)
    report_id: pl.String = report_id_column()
    section_id: pl.String = column("Section it stands in", "所在章节", nullable=True)
    numeral_ordinal: pl.Int32 = column(
        "Its row in the ledger; NULL for a zero told in words", "台账序号；以文字表述的零为空", nullable=True, ge=0
    )
    metric_id: pl.String = metric_id_column()
    category: pl.String = category_column()
    detail: pl.String = column(
        "What narrows it, in the text's own words; never a key", "限定语（原文用词）", nullable=True
    )
    value: pl.Float64 = column(
        "Value in the canonical unit; NULL where it can't be read", "数值（标准单位）；无法读出为空", nullable=True
    )
    unit: pl.String = column("Canonical unit of the value", "标准单位")
    measure_word: pl.String = column(
        "Measure word as printed; NULL where it was lost", "原文量词；缺失为空", nullable=True
    )
    unit_inferred: pl.Boolean = column(
        "The measure word was lost and is inferred from the metric", "量词缺失、单位系推断"
    )
    qualifier: pl.String = qualifier_column()
    period: pl.String = column("year, stock, or the words that name another period", "时期：当年、时点或原文用词")
    role: pl.String = column(
        "actual, target (promised) or previous (an earlier year's value)", "实际、目标或往年值", isin=ROLES
    )
    number_text: pl.String = column(
        "Number and measure word, verbatim; '' for a zero told in words", "原文数字与量词；以文字表述的零为空串"
    )
    evidence: pl.String = column("Its sentence, normalised", "所在句子（规范化）")
    raw_start: pl.Int64 = raw_start_column("Start of what is counted and the number, raw", "证据在原文中的起点")
    raw_end: pl.Int64 = raw_end_column(
        "End of what is counted and the number, raw, exclusive", "证据在原文中的终点（不含）"
    )
    text_start: pl.Int64 = text_start_column()
    text_end: pl.Int64 = text_end_column()
    rule: pl.String = column("Rule that read it", "提取规则")
    is_total: pl.Boolean = column("The text itself calls it a total (共, 合计, 累计, 各类)", "原文称其为总数")
    is_part: pl.Boolean = column(
        "The text tells it as a part of another figure of its metric (其中, 包括)", "原文将其列为同一指标另一数的一部分"
    )
    low: pl.Float64 = low_column()
    high: pl.Float64 = high_column()
    until_month: pl.Int32 = column(
        "Last month that it covers, where the text says so (截至11月底); NULL for the whole year",
        "所涵盖的最后月份（原文写明“截至11月底”等）；全年为空",
        nullable=True,
        ge=1,
        le=12,
    )

    class Config:
        name = "fact_columns"
        description = "Shared columns of facts"
        metadata = {"zh": "指标数据的公共列"}


class Facts(FactColumns):
    """Figures that a metric of the registry names."""

    raw_span: pl.String = column("What is counted and the number, verbatim from the raw text", "证据原文（未经修复）")

    class Config:
        name = "facts"
        description = "Figures that a metric of the registry names, each with its evidence"
        metadata = {"zh": "指标数据及其证据"}


class StatedChangeColumns(TableModel):
    """What a report says of a change, before it is held against anything."""

    report_id: pl.String = report_id_column(key=True)
    raw_start: pl.Int64 = column(
        "Start of the claim in the raw text", "表述在原文中的起点", unit="code points", key=True, ge=0
    )
    raw_end: pl.Int64 = column(
        "End of the claim in the raw text, exclusive", "表述在原文中的终点（不含）", unit="code points", key=True, ge=0
    )
    ordinal: pl.Int32 = column(
        "Position among the claims of the report, from 0", "在报告中的序号（从0起）", key=True, ge=0
    )
    metric_id: pl.String = metric_id_column(nullable=True)
    category: pl.String = category_column()
    stated: pl.Float64 = column(
        "Size of the change, signed; to_value - from_value where size_told is false",
        "所称变化（带正负号）",
        nullable=True,
    )
    stated_as: pl.String = column("percent, points or absolute", "表述方式", isin=STATED_AS)
    from_value: pl.Float64 = column("Earlier value told beside it", "所称原值", nullable=True)
    to_value: pl.Float64 = column("Later value told beside it", "所称现值", nullable=True)
    fact_id: pl.String = column("The fact whose change it is", "所指数据编号", nullable=True)
    from_fact_id: pl.String = column("The fact that is its earlier value", "所称原值的数据编号", nullable=True)
    size_told: pl.Boolean = column(
        "The report prints the size; false where it follows from a from–to pair", "报告写明变化幅度"
    )
    base_year: pl.Int32 = column(
        "Year that the report compares with; NULL for another time (环比) or an unknown one", "所比年度", nullable=True
    )

    class Config:
        name = "stated_change_columns"
        description = "Shared columns of stated changes"
        metadata = {"zh": "所称变化的公共列"}


class StatedChanges(StatedChangeColumns):
    """Changes that reports claim themselves, checked."""

    computed: pl.Float64 = column(
        "The same change computed from figures, as stated_as counts", "据数据算得的变化", nullable=True
    )
    compared_with: pl.String = column("What it was computed from", "计算依据", isin=COMPARISON_BASES)
    verdict: pl.String = column(
        "agrees (to the printed precision), contradicts or unverifiable", "核对结论", isin=VERDICTS
    )

    class Config:
        name = "stated_changes"
        description = "Changes that a report itself claims, held against its own figures and the report before"
        metadata = {"zh": "报告自述的变化及核对结果"}


class Findings(TableModel):
    """Contradictions and doubts."""

    finding_id: pl.String = column("Finding: the same in every build of the same input", "发现编号", key=True)
    report_id: pl.String = report_id_column()
    kind: pl.String = column(
        "parts_vs_total, rate_vs_counts, stated_vs_computed …; finding_kinds explains each", "问题种类"
    )
    severity: pl.String = column("error, warning or info", "严重程度", isin=SEVERITIES)
    metric_id: pl.String = column(
        "Metric of the figure in the first span; NULL where no metric is spoken of",
        "第一处数字的指标编号；不涉及指标为空",
        nullable=True,
    )
    category: pl.String = column(
        "Category of that figure, '' the headline; NULL where metric_id is",
        "其类别；空串为总数；无指标为空",
        nullable=True,
    )
    message: pl.String = column("A sentence that a clerk understands", "说明", str_length={"min_value": 1})
    expected: pl.String = column("What would be right", "应为", nullable=True)
    found: pl.String = column("What stands there", "实为", nullable=True)
    raw_start: pl.Int64 = raw_start_column(nullable=True)
    raw_end: pl.Int64 = raw_end_column(nullable=True)
    other_report_id: pl.String = report_id_column(nullable=True)
    other_start: pl.Int64 = raw_start_column(
        "Start of the second span, in the same report or the other", "另一处在原文中的起点", nullable=True
    )
    other_end: pl.Int64 = raw_end_column(
        "End of the second span, exclusive", "另一处在原文中的终点（不含）", nullable=True
    )

    class Config:
        name = "findings"
        description = "Contradictions and doubts found in or between reports"
        metadata = {"zh": "报告内或报告间的矛盾与疑点"}


class FindingFacts(TableModel):
    """Which facts a finding speaks of."""

    finding_id: pl.String = column("Finding", "发现编号", key=True)
    fact_id: pl.String = column("Fact that one of its two spans holds", "所涉数据编号", key=True)
    is_other: pl.Boolean = column("It stands in the second span, not in the first", "位于另一处（第二处）")

    class Config:
        name = "finding_facts"
        description = "The facts that each finding about figures speaks of; a finding on words or places has none"
        metadata = {"zh": "各疑点所涉的数据"}


class FindingKinds(TableModel):
    """What a kind of finding means."""

    kind: pl.String = column("Kind in findings.kind", "问题种类", key=True)
    name_zh: pl.String = column("Short name in Chinese, for headings", "简称", str_length={"max_value": 12})
    scope: pl.String = column(
        "Where its two spans stand: report (both in one), reports (in two), either (one or two; other_report_id tells),"
        " page (damaged text) or corpus (place, year)",
        "范围：同一份报告内、两份报告之间、两者皆可（见 other_report_id）、页面损坏、整个语料",
        isin=("report", "reports", "either", "page", "corpus"),
    )
    caution: pl.String = column(
        "Caution of year_over_year that its figures carry; NULL where it doubts no figure",
        "所涉数值在年度比较中的注意事项代码；不涉及数值为空",
        nullable=True,
    )
    rule: pl.String = column("The rule, in English", "规则（英文）")
    rule_zh: pl.String = column("The rule, in Chinese", "规则（中文）")
    example: pl.String = column("An example", "示例")

    class Config:
        name = "finding_kinds"
        description = "What each kind of finding means: the rules of the audit"
        metadata = {"zh": "疑点种类说明"}


class Themes(TableModel):
    """Themes of the registry."""

    id: pl.String = column("Theme", "主题编号", key=True)
    name: pl.String = column("Chinese name", "名称")
    outline: pl.String = column("Heading of the national outline that it belongs to", "对应的纲要标题", nullable=True)

    class Config:
        name = "themes"
        description = "Themes of the registry"
        metadata = {"zh": "主题"}


class Metrics(TableModel):
    """Metrics of the registry."""

    id: pl.String = column("Metric, theme.measure", "指标编号", key=True)
    name: pl.String = column("Chinese term of the field", "指标名称")
    theme: pl.String = column("Theme it belongs to", "主题编号")
    unit: pl.String = column("Canonical unit of its values", "标准单位")
    kind: pl.String = column(
        "flow (over the year), stock (as it stands) or rate", "流量、存量或比率", isin=("flow", "stock", "rate")
    )
    means: pl.String = column("What is counted, and what is not", "口径")
    rate_of: TEXT_LIST = column(
        "Of a rate: metrics that hold its denominator, where the audit knows them; empty for all others",
        "比率的分母指标（审核规则所知者）；其余为空列表",
    )
    many: pl.Boolean = column(
        "Reports list several activities, each counted: differing figures are no conflict", "可并列多次活动，不视为矛盾"
    )

    class Config:
        name = "metrics"
        description = "Metrics of the registry"
        metadata = {"zh": "指标登记表"}


class MetricCategories(TableModel):
    """Closed list of categories."""

    metric_id: pl.String = metric_id_column(key=True)
    category: pl.String = category_column(key=True)
    words: TEXT_LIST = column("Words of reports that mean it", "表示该类别的用词")

    class Config:
        name = "metric_categories"
        description = "The closed list of categories of each metric, with the words that mean them"
        metadata = {"zh": "指标的类别"}


class MeasureWords(TableModel):
    """Measure words that do not count the same thing."""

    measure_word: pl.String = column("Measure word", "量词", key=True)
    scale: pl.String = column("Words of one scale can be held against each other", "可比组")
    counts: pl.String = column(
        "What it counts; two words of a scale that count differently are not comparable", "所计对象"
    )
    why: pl.String = column("Why it counts that", "理由")

    class Config:
        name = "measure_words"
        description = "Measure words whose counts differ, so that values in them are not comparable"
        metadata = {"zh": "计数口径不同的量词"}
