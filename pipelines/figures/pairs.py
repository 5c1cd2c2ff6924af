"""From–to pairs: two figures of which the text says that one became the other (由195件降至167件).

Belongs here: which figure of a pair is the earlier one, which the later, and the pairs of a report. Does not belong
here: sizes of changes (`changes.py`), what a pair is a pair of (`claims.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.figures.context import Quantity

OF_NOW = r"(?:了|约|近|今年的?|20\d\d年的?|现在的?|目前的?|本年的?)*"
TO_BEFORE = re.compile(
    r"(?:降|增|升|减|缩|扩|提|涨|跌|变|改|达|上升|下降|增加|增长|减少|提高|提升|扩大|缩减|压减|压缩|回升|回落|攀升|下滑|发展|归并|整合|调整|精简|合并|优化|"
    rf"扩充|充实|加|添|并|扩展|拓展|加密|跌落|跃升|上调)(?:至|到|为|成){OF_NOW}$"
)
FROM_BEFORE = re.compile(
    r"(?:由|从)(?:上年|去年|上年度|前年|上一年|上一年度|20\d\d年|最初|原来|原先|原|年初|上年同期|去年同期|20\d\d年同期|改革前|整治前|过去|往年)?(?:度|同期|底|末|全年)?的?(?:约|近)?$"
)
# 由45名充实到57名, 由86个优化调整为72个: any verb that ends in 到, 至 or 为, between the two numbers of a pair.
PAIRED_FROM = re.compile(r"(?:由|从)[^，。；]{0,14}?\d[\d,.]*[\u4e00-\u9fff%]{0,3}$")
PAIRED_TO = re.compile(rf"^，?[\u4e00-\u9fff]{{0,6}}(?:到|至|为|成){OF_NOW}$")
PAIR_FOLLOWS = re.compile(rf"，?[\u4e00-\u9fff]{{0,6}}(?:到|至|为|成){OF_NOW}[\d一二两三四五六七八九十百]")
VERB_FOLLOWS = re.compile(r"[^。；！？\n]{0,12}?(?:降|增|升|提高|提升|减|下降|扩大|变为|回升|发展到|达到)")
_NUMBER = r"[\d零〇一二两三四五六七八九十百千万][\d,.零〇一二三四五六七八九十百千万余多]*"
# 由10支增至13支，增加3支: right after a pair even 增加 without 较上年 is the size of its change.
PAIR_JUST_TOLD = re.compile(
    rf"(?:由|从)[^，。；]{{0,14}}?{_NUMBER}[^，。；\d]{{0,12}}?，?[^，。；\d]{{0,8}}(?:至|到|为|成){OF_NOW}{_NUMBER}[^，。；\d]{{0,4}}[，、（]$"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The earlier and the later figure of one thing."""

    before: Quantity
    after: Quantity

    @property
    def values(self) -> tuple[float | None, float | None]:
        """What the pair runs from and to, in the unit of its measure words."""
        a, b = self.before.token.number, self.after.token.number
        return a.value if a else None, b.value if b else None


def is_from(quantity: Quantity) -> bool:
    """Whether a quantity is the earlier value of a from–to pair (由195件降至167件)."""
    if not FROM_BEFORE.search(quantity.left):
        return False
    if PAIR_FOLLOWS.match(quantity.right + quantity.later[:18]):
        return True
    return bool(VERB_FOLLOWS.match(quantity.right + quantity.later[:14]))


def is_to(quantity: Quantity) -> bool:
    """Whether a quantity is the later value of a from–to pair (由195件降至167件)."""
    if TO_BEFORE.search(quantity.left):
        return True
    return bool(PAIRED_TO.match(quantity.left) and PAIRED_FROM.search(quantity.earlier[-30:]))


def find_pairs(quantities: list[Quantity]) -> list[Pair]:
    """The pairs of a report in reading order: neighbours in one sentence, of one unit, with two different values."""
    return [Pair(a, b) for a, b in zip(quantities, quantities[1:], strict=False) if _is_pair(a, b)]


def _is_pair(before: Quantity, after: Quantity) -> bool:
    a, b = before.token.number, after.token.number
    if before.sentence_start != after.sentence_start or after.in_plans or not (a and b):
        return False
    if a.value is None or b.value is None or a.family != b.family or a.value == b.value:
        return False
    return is_from(before) and is_to(after)
