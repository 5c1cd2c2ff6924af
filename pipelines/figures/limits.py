"""What no figure can exceed: a part its whole, a stage the one before it, a rate a hundred percent.

Belongs here: such limits as named entries, and the figures of one report that break them. Does not belong here: sums
and quotients (`arithmetic.py`), figures of another year (`warehouse/sql/audit_years.sql`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.figures.context import Quantity, strip_filler
from pipelines.records import Finding, Normalized


@dataclass(frozen=True, slots=True)
class Within:
    """`part` can be no more than `whole`: words of two stages of one thing."""

    name: str
    whole: str
    part: str
    why: str
    example: str


WITHIN: tuple[Within, ...] = (
    Within(
        "closed",
        "受理|收到|接收|登记|排查|摸排|排摸|接待|立案|承接|接报|收集|征集|转办|交办|接到|接诉|申请|发现|承办|梳理|查找|受案",
        "办结|审结|化解|结案|答复|回复|整改|解决|成功|办理完毕|销号|办成|调处|调解|处理|处置|立行立改|转送|转交|符合条件|批准",
        "no more can be closed than came in; what was carried over from earlier years is excluded by its words",
        "受理20件，办结23件",
    ),
    Within(
        "settled",
        "调处|调解|化解",
        "成功|达成协议|履行|兑现",
        "only what was mediated can succeed",
        "调解80件，成功82件",
    ),
    Within(
        "satisfied",
        "回访|测评|调查|参评|问卷|评价|抽查|走访|受访|评议|回收",
        "满意",
        "nobody is satisfied who was not asked",
        "回访100人，满意120人",
    ),
    Within(
        "passed",
        "参考|参加|参训|应考|报名|考试|测试|参试|应试",
        "合格|通过|及格|优秀|取得|取证|达标",
        "only candidates pass",
        "参考45人，合格47人",
    ),
    Within(
        "graded",
        "抽取|抽查|评查|评审|抽调",
        "优秀|合格|优良|瑕疵",
        "only what was looked at is graded",
        "评查24卷，优秀27卷",
    ),
    Within(
        "appeared", "应诉|开庭|诉讼", "出庭", "a head appears only in a case that there was", "诉讼3件，负责人出庭5件"
    ),
    Within(
        "adopted",
        "提出|出具|反馈|收集|征集|征求",
        "采纳|吸收|落实",
        "only what was proposed is adopted",
        "提出意见12条，采纳15条",
    ),
)
# The second count may hold what the first does not.
WIDER = re.compile(r"含|上年|往年|去年|结转|历史|积案|存量|遗留|另|以前年度|跨年|历年|陈年|旧案|旧存|期末")
WIDER_PART = re.compile(r"累计|历年来?|自")  # 受理20件，累计办结23件; a whole that is 累计 holds its parts all the same
RATE_NAME = re.compile(
    r"(?:率|满意度|知晓度|认可度|评价度)(?:分别|均|都|也|已|高|保持|稳定|在|达到?|至|到|为|约|近|的|是|超过|超|逾|：)*$"
)
# Rates that may pass a hundred: of growth, of a plan overfulfilled.
MAY_PASS_100 = re.compile(r"增长率|增速|增幅|涨幅|完成率|进度|执行率|超额|投入|周转|占比|比率")
# What may stand beside the word of a stage without naming another thing: 被主办单位采纳171条, 成绩合格61人.
NEUTRAL = re.compile(
    r"^(?:通过|经过?|依托|借助)[^，。；]{1,14}$|^对[^，。；]{0,10}(?=表示|满意)|按时|按期|及时|如期|依法|年底前|当年|现已|并|其中|全部|已|均|成功|[，、；的了和有]|到位|完毕|完成|被|由|并|经初审|评定为|[\u4e00-\u9fff]{0,4}(?:单位|部门|机关)|人数|件数|成绩|结果|群众|当事人|意见|表示|率|数"
)
# 开庭6次，其中负责人出庭7次; 18个行政村中，有19个建成
PART_OF = re.compile(r"^[^，。；]{0,12}，?其中[^，。；、]{0,16}$|^[^，。；]{0,14}(?:中|里)，?(?:已?有|已|仅有|共有)?$")
STAGES = {entry.name: (re.compile(entry.whole), re.compile(entry.part)) for entry in WITHIN}
REACH_QUANTITIES = 2  # the stages of one thing stand side by side: 受理20件，办结18件，满意17件


def broken_limits(
    quantities: list[Quantity], changes: set[int], rates: set[int], normalized: Normalized
) -> Iterator[Finding]:
    """A finding for each figure above what it can be. `changes`: token indices that are sizes of changes; `rates`: of
    figures whose metric is a rate."""
    values = [q for q in quantities if q.index not in changes and q.token.kind == "counted" and not q.in_plans]
    for at, quantity in enumerate(values):
        if finding := _impossible_rate(quantity, quantity.index in rates, normalized):
            yield finding
        for earlier in reversed(values[max(0, at - REACH_QUANTITIES) : at]):
            if _exceeds(earlier, quantity, normalized.text):
                yield _above(earlier, quantity, normalized)
                break


def _impossible_rate(quantity: Quantity, has_rate_metric: bool, normalized: Normalized) -> Finding | None:
    number = quantity.token.number
    if number is None or number.family != "percent" or number.value is None or number.value <= 100:
        return None
    if quantity.cell is not None:
        named = quantity.cell.label + quantity.cell.column
        is_rate = "率" in named or "度" in quantity.cell.label
    else:
        named = quantity.left
        is_rate = has_rate_metric or bool(RATE_NAME.search(quantity.left))
    if not is_rate or MAY_PASS_100.search(named):
        return None
    start = quantity.left_start if quantity.token.start - quantity.left_start < 24 else quantity.token.start
    words = normalized.text[start : quantity.token.end].strip("，；、")
    span = normalized.offsets.raw_span(start, quantity.token.end)
    return Finding(
        "impossible_rate", "error", f"“{words}”：比率不可能超过100%，请核对原文。", "100%", f"{number.value:g}%", *span
    )


def _exceeds(whole: Quantity, part: Quantity, text: str) -> bool:
    a, b = whole.token.number, part.token.number
    if whole.sentence_start != part.sentence_start or a is None or b is None or not a.value or not b.value:
        return False
    if (
        a.family != b.family
        or a.family == "percent"
        or b.value <= a.value
        or a.qualifier != "exact"
        or b.qualifier == "under"
    ):
        return False
    if whole.cell is not None or part.cell is not None or WIDER.search(text, whole.left_start, part.token.end + 12):
        return False
    between = text[whole.token.end : part.token.start]
    if WIDER_PART.search(between):
        return False
    if PART_OF.search(between) and part.part_of in (None, whole.index):
        return True
    own = strip_filler(part.left) or part.right  # 86名干部参加考试，88人成绩合格
    for wholes, parts in STAGES.values():
        said = parts.search(own)
        if said and wholes.search(whole.left + whole.right) and not parts.search(strip_filler(whole.left)[-3:]):
            rest = NEUTRAL.sub("", parts.sub("", own))
            return not rest or any(rest[i : i + 2] in whole.left + whole.right for i in range(len(rest) - 1))
    return False


def _above(whole: Quantity, part: Quantity, normalized: Normalized) -> Finding:
    a, b = whole.token.number, part.token.number
    assert a is not None and b is not None
    text = normalized.text
    first = normalized.offsets.raw_span(part.left_start, part.token.end)
    second = normalized.offsets.raw_span(whole.left_start, whole.token.end)
    words = text[part.left_start : part.token.end].strip("，；、")
    of = text[whole.left_start : whole.token.end].strip("，；、")
    return Finding(
        "count_above_total",
        "error",
        f"“{words}”多于“{of}”，不可能，请核对原文。",
        f"≤{a.value:g}",
        f"{b.value:g}",
        *first,
        *second,
    )
