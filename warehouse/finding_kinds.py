"""What each kind of finding means: the audit as a closed list that analysts and clerks can read in the warehouse.

Belongs here: an entry a kind, with the rule in one sentence and an example. Does not belong here: the rules themselves
(`pipelines/figures/arithmetic.py`, `pipelines/figures/limits.py`, `pipelines/identity`, `warehouse/sql/audit.sql`,
`warehouse/sql/audit_years.sql`, `warehouse/sql/audit_reuse.sql`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingKind:
    """`scope`: report (both spans in one), reports (in two), either, page (damage of the text), corpus (place, year).

    `caution`: what the figures that it speaks of carry in `year_over_year`; None where it speaks of no figure.
    """

    kind: str
    name_zh: str
    scope: str
    caution: str | None
    rule: str
    rule_zh: str
    example: str


FINDING_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "parts_vs_total",
        "分项与合计不符",
        "report",
        "doubted",
        "The parts told right after a total do not add up to it",
        "紧跟合计列出的各分项相加不等于合计",
        "事项合计80项，其中许可4项……相加为82",
    ),
    FindingKind(
        "rate_vs_counts",
        "比率与件数不符",
        "report",
        "doubted",
        "A rate contradicts the two counts told in its sentence, by more than one point",
        "比率与同一句中的两个数算出的结果相差一个百分点以上",
        "受理32件，办结30件，办结率98.8%",
    ),
    FindingKind(
        "count_above_total",
        "部分大于整体",
        "report",
        "doubted",
        "A stage or quality is larger than what it is a part of",
        "部分大于整体：办结多于受理、满意多于回访、合格多于参考",
        "受理20件，办结23件",
    ),
    FindingKind(
        "impossible_rate", "比率超过100%", "report", "doubted", "A rate is above 100%", "比率超过100%", "满意率达到103%"
    ),
    FindingKind(
        "conflicting_figures",
        "前后数字不一",
        "either",
        "conflict",
        "The same figure is told twice and differently, in one report or in two on the same year",
        "同一数字前后两处不一致（同一份报告内，或同一年度的两份报告之间）",
        "人民调解员58名……人民调解员63名",
    ),
    FindingKind(
        "corrected_edition",
        "更正版",
        "reports",
        None,
        "The same report was published again with another figure: the edition that counts beside the one it replaces; "
        "a warning where nothing tells that the one that counts came later",
        "同一份报告再次发布时改了数字（本版本计入，原版本不再计入；分不清发布先后的为警告）",
        "原版本调解36件，更正后调解38件",
    ),
    FindingKind(
        "stated_vs_computed",
        "自述增减有误",
        "either",
        "contradicts_report",
        "A change that the report claims contradicts its own figures or the report of the year before",
        "报告自述的增减与文中的数字或上一年报告不符",
        "由47件降至31件，下降43%",
    ),
    FindingKind(
        "previous_vs_report",
        "往年数不一致",
        "reports",
        "doubted",
        "An earlier year's figure quoted in the report differs from what that year's report said",
        "报告引用的往年数字与当年报告不一致",
        "上年为342人次，而上年报告为324人次",
    ),
    FindingKind(
        "scale_jump",
        "数量级突变",
        "reports",
        "doubted",
        "A figure is about ten, a hundred or ten thousand times that of the report before: a slipped 万 or point",
        "与上一份报告相差约十倍、百倍、万倍，疑为“万”字或小数点之误",
        "38.6万元，次年412万元",
    ),
    FindingKind(
        "unit_changed",
        "计量口径改变",
        "reports",
        "unit_changed",
        "The same series is counted in other things than in the report before",
        "同一指标与上一份报告的计量单位所指不同",
        "来访42批，次年39件",
    ),
    FindingKind(
        "foreign_place",
        "出现外地名称",
        "report",
        None,
        "Another township's name stands where the reporter's own must: copied text",
        "本应写本地名称处写着其他乡镇，疑为照抄未改",
        "白石镇党委坚持……",
    ),
    FindingKind(
        "copied_text",
        "大段照抄",
        "reports",
        None,
        "At least three tenths of the sentences come from the place's report before, word for word or nearly so; "
        "a warning from half, an error where four fifths are unchanged to the last figure",
        "三成以上的句子沿用上一份报告（过半为警告；八成以上一字未改为错误）",
        "与2022年报告相比，全文120句中有96句（80%）沿用该年文字",
    ),
    FindingKind(
        "stale_year",
        "年份未改",
        "reports",
        None,
        "A sentence carried over still opens with the year of the report before as its own",
        "沿用上一份报告的句子，句首年份未改",
        "2024年的报告中仍写“2023年，……”",
    ),
    FindingKind(
        "lost_unit",
        "量词缺失",
        "page",
        "lost_unit",
        "A measure word was lost and is inferred",
        "量词缺失，单位系推断",
        "政务信息128，",
    ),
    FindingKind("damaged_date", "日期缺字", "page", None, "A date lost a sign", "日期缺字", "2023年611日"),
    FindingKind(
        "unread_number",
        "数字不确切",
        "page",
        None,
        "A number is left open by the text and has no value",
        "原文没有确切的数",
        "数十条",
    ),
    FindingKind(
        "unresolved_place",
        "地方不明",
        "corpus",
        None,
        "Whose report it is can't be told",
        "无法判断是哪个地方的报告",
        "双河镇",
    ),
    FindingKind(
        "division_code_conflict",
        "区划代码冲突",
        "corpus",
        None,
        "Manifest and roster give two division codes to what looks like one place",
        "清单与名册对疑为同一地方给出了两个行政区划代码",
        "甲县马营镇：620102101 与 620102110",
    ),
    FindingKind(
        "unresolved_year",
        "年度不明",
        "corpus",
        None,
        "Which year it reports on can't be told",
        "无法判断是哪一年的报告",
        "",
    ),
    FindingKind(
        "year_mismatch",
        "年份不一致",
        "page",
        None,
        "Title and text name different years",
        "标题与正文的年份不一致",
        "标题2023年，正文2022年",
    ),
)
