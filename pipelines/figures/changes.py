"""Changes that a report itself claims: 同比增长15%, 较上年增加3件, 由12件降至8件, 翻一番.

Belongs here: telling the size of a change from a value, its sign, how it is stated, and which number of a from–to pair
is the earlier one. Does not belong here: checking a claim against the year before (`warehouse/sql/stated_changes.sql`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.figures.context import Quantity

UP = "增长|增加|上升|提高|提升|上涨|净增|多增|增|升|多|扩大|新增"
DOWN = "下降|减少|降低|回落|下滑|缩减|净减|压减|降|减|少|下跌|缩短"
# The number right after these words is the size of a change. 增至 and 降到 are followed by a value instead.
SIZE_BEFORE = re.compile(
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:(?<=[多少])[\u4e00-\u9fff]{{1,2}}了)?(?:幅度?|比例|率)?(?:了|约|近|达到?|为|将近|超过|逾|超|不足|出|：)*$"
)
COMPARED = re.compile(
    r"同比|环比|较上|较去|较20|较前|较同期|比上|比去|比20|比前|相比|较之|上年|去年|同期|往年|上一年|净"
)
TO_BEFORE = re.compile(
    r"(?:降至|降到|增至|增到|增加到|增加至|升至|升到|上升到|上升至|提高到|提高至|提升到|提升至|下降到|下降至|减少到|减少至|减至|扩大到|扩大至|变为|降为|增为|压减到|压减至|回升到|发展到|归并为|整合为|调整为|精简为|压缩为|合并为|优化为|扩充为|扩充到|归并至|精简至|达到)(?:了|约|近|今年的?|20\d\d年的?|现在的?|目前的?)*$"
)
FROM_BEFORE = re.compile(
    r"(?:由|从)(?:上年|去年|上年度|前年|上一年|20\d\d年|最初|原来|原先|年初|上年同期|去年同期)?(?:度|同期|底)?的?(?:约|近)?$"
)


@dataclass(frozen=True, slots=True)
class Change:
    """The size of a change: `sign` +1 or -1, `stated_as` percent | points | absolute."""

    sign: int
    stated_as: str


def read_change(quantity: Quantity) -> Change | None:
    """The change whose size a quantity is, or None where it is a value.

    A verb of change must stand directly before the number, and a comparison with another time in its clause or the one
    before; 净增3件 and percents after 增长 need none.
    """
    left = quantity.left
    if quantity.cell is not None:
        return _cell_change(quantity)
    m = SIZE_BEFORE.search(left)
    if not m or TO_BEFORE.search(left):
        return None
    family = quantity.token.number.family if quantity.token.number else None
    compared = COMPARED.search(left) or COMPARED.search(quantity.earlier[-24:])
    if m["up"] in ("新增", "多", "增", "升") and not COMPARED.search(left):
        return None
    if not compared and family not in ("percent", "pct_point"):
        return None
    stated_as = "points" if family == "pct_point" else "percent" if family == "percent" else "absolute"
    return Change(1 if m["up"] else -1, stated_as)


def _cell_change(quantity: Quantity) -> Change | None:
    """The change in a table column of changes: its sign is printed, or plus."""
    cell, number = quantity.cell, quantity.token.number
    if cell is None or number is None or not cell.is_change:
        return None
    points = "百分点" in cell.column
    percent = points or "%" in cell.column or "％" in cell.column or number.family == "percent" or "幅" in cell.column
    return Change(-1 if cell.is_negative else 1, "points" if points else "percent" if percent else "absolute")


# 由45名充实到57名, 由86个优化调整为72个: any verb that ends in 到, 至 or 为, between the two numbers of a pair.
PAIRED_FROM = re.compile(r"(?:由|从)[^，。；]{0,14}?\d[\d,.]*[\u4e00-\u9fff%]{0,3}$")
PAIRED_TO = re.compile(r"^[\u4e00-\u9fff]{1,6}(?:到|至|为)了?(?:约|近)?$")
PAIR_FOLLOWS = re.compile(r"[\u4e00-\u9fff]{1,6}(?:到|至|为)了?(?:约|近)?[\d一二三四五六七八九十百]")


def is_from(quantity: Quantity) -> bool:
    """Whether a quantity is the earlier value of a from–to pair (由195件降至167件)."""
    if not FROM_BEFORE.search(quantity.left):
        return False
    if PAIR_FOLLOWS.match(quantity.right + quantity.later[:14]):
        return True
    return bool(
        re.match(
            r"[^。；！？\n]{0,12}?(?:降|增|升|提高|提升|减|下降|扩大|变为|回升|发展到|达到)",
            quantity.right + quantity.later[:14],
        )
    )


def is_to(quantity: Quantity) -> bool:
    """Whether a quantity is the later value of a from–to pair (由195件降至167件)."""
    if TO_BEFORE.search(quantity.left):
        return True
    return bool(PAIRED_TO.match(quantity.left) and PAIRED_FROM.search(quantity.earlier[-30:]))
