"""Changes that a report itself claims: 同比增长15%, 较上年增加3件, 由12件降至8件, 翻一番.

Belongs here: telling whether a quantity is the size of a change, its sign and how it is stated, with which year it
compares. Does not belong here: the words themselves (`change_words.py`), from–to pairs (`pairs.py`), which figure a
change speaks of (`claims.py`), checking a claim against the year before (`warehouse/sql/stated_changes.sql`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.figures.change_words import (
    BASE_YEAR,
    BEFORE_LAST_YEAR,
    CHANGE_JOIN,
    CHANGE_VERB,
    COMPARED,
    DOWN,
    GOVERNING,
    LIST_JOIN,
    NAMELESS,
    NEEDS_COMPARISON,
    NOT_MORE,
    OTHER_TIME,
    SIZE_BEFORE,
    THING_BETWEEN,
    UP,
)
from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.numerals import chinese_value
from pipelines.figures.pairs import PAIR_JUST_TOLD, TO_BEFORE

# 是去年的2倍, 达到上年的1.5倍: the size is what goes beyond once.
TIMES_OF = re.compile(
    r"(?:是|为|达到?|相当于|约为|接近)?(?:上年|去年|20\d\d年|上年同期|去年同期|前年)(?:度|同期|全年)?的(?:约|近)?$"
)
COMPARED_REACH = 24  # how far before its clause a comparison may stand: 较上年有所上升，其中诉求类增加12件
COMPARED_REACH_PERCENT = 60
PAIR_REACH = 60
# 起数下降22.7%、死亡人数减少1人: what a change in percent compares with, the next one does too.
SHARE_JUST_TOLD = re.compile(rf"(?:{UP}|{DOWN})(?:了|约|近)*\d[\d.]*(?:%|个百分点)[，、](?:[^，。；、\d]{{0,8}})$")
# 来访26批，少11批；网上14件，多3件: in a list of such clauses each has the comparison of the first.
LESS_OR_MORE_JUST_TOLD = re.compile(rf"[，、](?:{UP}|{DOWN})(?:了|约|近)*[\d,.]+[^，。；\d]{{0,3}}；$")
CONTRASTS = ("则", "却", "反而", "反倒")


@dataclass(frozen=True, slots=True)
class Change:
    """The size of a change: `sign` +1 or -1, `stated_as` percent | points | absolute, `size` in its unit.

    `thing` holds words between verb and number that say what changed (多排查23件); `years_back` is how many years
    before the report's year it compares with, None where it compares with another time; `base_year` if it is named.
    """

    sign: int
    stated_as: str
    size: float
    thing: str = ""
    years_back: int | None = 1
    base_year: int | None = None


def read_change(quantity: Quantity) -> Change | None:
    """The change whose size a quantity is, or None where it is a value.

    A verb of change must stand before the number, and a comparison with another time in its clause or before; 净增3件
    and percents after 增长 need none.
    """
    number = quantity.token.number
    if number is None or number.value is None:
        return None
    if quantity.cell is not None:
        return _cell_change(quantity, number.value)
    if quantity.in_plans:
        return None
    if number.measure_word == "倍" and TIMES_OF.search(quantity.left):
        return _change(quantity, 1 if number.value >= 100 else -1, "percent", abs(round(number.value - 100, 6)))
    found = _verb(quantity)
    if found is None:
        return None
    sign, thing = found
    return _change(quantity, sign, _stated_as(number.family), number.value, thing)


def _stated_as(family: str | None) -> str:
    return "points" if family == "pct_point" else "percent" if family == "percent" else "absolute"


def _change(quantity: Quantity, sign: int, stated_as: str, size: float, thing: str = "") -> Change:
    near = quantity.earlier[-COMPARED_REACH:] + quantity.left
    named = BASE_YEAR.search(quantity.left) or BASE_YEAR.search(near)
    if named:
        return Change(
            sign,
            stated_as,
            size,
            thing,
            None,
            int(chinese_value(named[1]) or 0) if named[1][0] == "二" else int(named[1]),
        )
    if OTHER_TIME.search(quantity.left) and not re.search(r"同比|上年|去年", quantity.left):
        return Change(sign, stated_as, size, thing, None)
    return Change(sign, stated_as, size, thing, 2 if BEFORE_LAST_YEAR.search(near) else 1)


def _verb(quantity: Quantity) -> tuple[int, str] | None:
    """The sign of the verb before a number, and the words between them; None where no change is claimed."""
    left, earlier, number = quantity.left, quantity.earlier, quantity.token.number
    if number is None or TO_BEFORE.search(left):
        return None
    is_share = number.family in ("percent", "pct_point")
    compared_here = bool(COMPARED.search(left) or GOVERNING.search(earlier + left))
    if m := SIZE_BEFORE.search(left):
        word = m["up"] or m["down"]
        sign = 1 if m["up"] else -1
        bare = not left[: m.start()].strip("、，和与及今年的共合计总净只仅却") and word != "新增"
        bare = bare or left[: m.start()].endswith(CONTRASTS)
        compared = compared_here or _compared_before(quantity, is_share, bare)
        if word in NEEDS_COMPARISON and not compared_here:
            # 上年53件，多了11件; 分别增加3件、减少2件 share the comparison before; a lone 新增3件 has none
            return (sign, "") if compared and bare else None
        return (sign, "") if compared or is_share else None
    if is_share or not (m := THING_BETWEEN.search(left)):
        return None
    if NOT_MORE.search(left, m.start("up") if m["up"] else m.start("down")):
        return None
    return 1 if m["up"] else -1, m["thing"]


def _compared_before(quantity: Quantity, is_share: bool, bare: bool) -> bool:
    """Whether the words before a number's clause compare with another time, so that 增加3件 is the size of a change.

    `bare`: the clause has no word but the verb of change, or one of contrast (次数则减少了4次).
    """
    before = (quantity.before + quantity.earlier)[-COMPARED_REACH:] if bare else quantity.earlier[-COMPARED_REACH:]
    if COMPARED.search(quantity.earlier[-COMPARED_REACH_PERCENT:] if is_share else before):
        return True
    told = quantity.earlier + quantity.left
    if bare and LESS_OR_MORE_JUST_TOLD.search(quantity.before):
        return True
    if SHARE_JUST_TOLD.search(told) or (bare and PAIR_JUST_TOLD.search(quantity.earlier[-PAIR_REACH:])):
        return True
    number = quantity.token.number
    same = re.compile(rf"[\d余多]{re.escape(number.measure_word)}[，、]$") if number and number.measure_word else None
    return bool(
        bare and same and same.search(quantity.earlier) and not NEEDS_COMPARISON & {quantity.left.strip("了约近")}
    )


def _cell_change(quantity: Quantity, size: float) -> Change | None:
    """The change in a table column of changes: its sign is printed, or plus."""
    cell, number = quantity.cell, quantity.token.number
    if cell is None or number is None or not cell.is_change:
        return None
    points = "百分点" in cell.column or number.family == "pct_point"
    if number.family not in (None, "percent", "pct_point"):
        return Change(-1 if cell.is_negative else 1, "absolute", size)
    percent = points or "%" in cell.column or "％" in cell.column or number.family == "percent" or "幅" in cell.column
    sign = -1 if cell.is_negative else 1
    return Change(sign, "points" if points else "percent" if percent else "absolute", size)


def goes_on(text: str, last: Quantity, before: Change, quantity: Quantity, change: Change) -> bool:
    """Whether a change was told in one breath with the one before, of another thing: 分别下降12.3%和15.8%.

    增长12%、下降3件 must speak of two things; 增加23件、增长18.9% speak of one.
    """
    between = text[last.token.end : quantity.token.start]
    if CHANGE_JOIN.fullmatch(between) is None:
        return False
    same_kind = before.sign == change.sign and before.stated_as != change.stated_as
    return "分别" in last.left or not CHANGE_VERB.search(between) or not same_kind


OWN_VERB = re.compile(rf"(?:[、，；]|和|与|及)(?P<which>后者)?(?:则)?(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|约|近)*")


def continued_change(text: str, last: Quantity, change: Change, quantity: Quantity) -> Change | None:
    """The change of a number without words of its own, right after `change`: 下降12.3%和15.8%, 分别下降两成、15人次."""
    number, before = quantity.token.number, last.token.number
    if number is None or number.value is None or before is None:
        return None
    between = text[last.token.end : quantity.token.start]
    if m := OWN_VERB.fullmatch(between):  # 分别增长12%、减少17次; 前者下降两成，后者增加11名
        if "分别" in last.left or m["which"]:
            sign = 1 if m["up"] else -1
            return replace(change, sign=sign, size=number.value, thing="", stated_as=_stated_as(number.family))
        return None
    if not LIST_JOIN.fullmatch(between):
        return None
    if "分别" not in last.left and (change.stated_as == "absolute" or before.family != number.family):
        return None  # 增加3件、受众200人次: the second is a value
    return replace(change, size=number.value, thing="", stated_as=_stated_as(number.family))


def nameless(clause: str) -> str:
    """What a clause names, without comparing words, verbs of change and fillers; '' where it names nothing.

    >>> nameless("矛盾纠纷总量较上年下降"), nameless("较2022年同期增长"), nameless("同比分别减少")
    ('矛盾纠纷', '', '')
    """
    verb = SIZE_BEFORE.search(clause)
    return strip_filler(NAMELESS.sub("", clause[: verb.start()] if verb else clause)).strip("、和与及以")
