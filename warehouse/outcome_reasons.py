"""Why it can't be said whether a promise was kept, and the words that show it, as a closed list analysts can read.

Belongs here: an entry a reason, with its words where words tell it. Does not belong here: the order in which reasons
are looked at (`warehouse/sql/target_outcomes.sql`), what makes a figure a promise (`pipelines/figures/periods.py`).

Words are looked for in the promise's own clause, from the last comma before its number.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeReason:
    """A code in `target_outcomes.reason`; `words` show it where it is a matter of words."""

    reason: str
    meaning: str
    meaning_zh: str
    example: str
    words: tuple[str, ...] = ()


OUTCOME_REASONS: tuple[OutcomeReason, ...] = (
    OutcomeReason(
        "addition",
        "The promise adds to what there is; the report tells how much there is",
        "承诺的是新增数，报告写的是总数",
        "新增持证人员3名",
        (
            "新增",
            "增设",
            "增配",
            "新建",
            "新设",
            "新培",
            "新聘",
            "新创建",
            "新发展",
            "新打造",
            "新考取",
            "新取得",
            "再建",
            "打造",
            "培育",
        ),
    ),
    OutcomeReason(
        "approximate",
        "The promise lies within what a word of degree (余, 约) leaves open",
        "数值带有程度词，无法判断是否达到",
        "不少于350件，实际300余件",
    ),
    OutcomeReason("conflict", "The report gives two values", "报告前后数字不一", "人民调解员58名……63名"),
    OutcomeReason(
        "each",
        "The promise is for each village, quarter or month, the report tells them together",
        "承诺按每村、每季度等计，报告写的是合计",
        "每季度开展案卷评查1次",
        (
            *("每季", "每月", "每半年", "每周", "每个月", "每村", "每个村", "每个行政村", "每个社区", "每社区"),
            *("各村", "各社区", "每单位", "每个单位", "每人", "每名", "人均", "村均", "每个网格"),
        ),
    ),
    OutcomeReason("lost_unit", "A measure word was lost in scraping", "量词在采集中缺失", "力争达到12"),
    OutcomeReason(
        "part_year",
        "The report covers only a part of the year, and the promise is not yet kept in it",
        "报告仅覆盖部分年度，尚不能判断",
        "上半年报告",
    ),
    OutcomeReason(
        "scope",
        "Promise and figure are narrowed differently",
        "承诺与实际的限定语（口径）不同",
        "村级合同40份，合同55份",
    ),
    OutcomeReason("unit", "Promise and figure count different things", "承诺与实际的计量单位不同", "50人，62人次"),
    OutcomeReason("unread", "The promised number can't be read", "承诺的数字无法读出", ""),
)
