"""Which time a figure speaks of, and whether it is an achievement, a plan, or an earlier year's value quoted beside it.

Belongs here: the role (actual | target | previous) and the period of a quantity. Does not belong here: the year that
the report is about (`identity.py`).
"""

from __future__ import annotations

import re

from pipelines.figures.context import Quantity
from pipelines.figures.numerals import chinese_value
from pipelines.figures.pairs import is_from, is_to

CHINESE_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
ARABIC_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR = re.compile(r"(20\d\d)年(?:度|底|末)?")
# Words that name another stretch of time than the report's year; the last one before a number governs it.
PERIOD = re.compile(
    r"(?P<year>今年以?来?|本年度?|全年|年内|一年来|当年|截至目前|到目前为止|目前|现有|至今|截[至止](?:\d{1,2}|[一二三四五六七八九十]{1,2})月)"
    r"|(?P<other>近[两二三四五六七八九十\d]{1,2}年来?|[两二三四五六七八九十]年来|连续[两二三四五六七八九十\d]{1,2}年|过去[两二三四五六七八九十\d]{1,2}年|历年(?:来|(?=，|共|累计|总))|(?:自|从)?20\d\d年(?:\d{1,2}月)?(?:启动|实施|开展|成立|创建)?以来|“?[七八十][一二三四]?五”?(?:普法|规划)?(?:期间|以来|启动以来|实施以来)|"
    r"自[^，。]{2,10}以来|20\d\d年?(?:-|—|至|到)20\d\d年)"
    r"|(?P<part>上半年|下半年|[一二三四]季度|前三季度|第[一二三四]季度|\d{1,2}月份|(?<!\d)(?!1月?(?:—|-|~|至|到)(?:9|10|11|12)月)\d{1,2}月?(?:—|-|~|至|到)\d{1,2}月|(?<![\d至到—~-])\d{1,2}月(?=，))"
)
# The year but for its last months: figures to compare with care, yet the year's own. The last such words govern.
UNTIL = re.compile(
    r"(?:截[至止](?:20\d\d年)?(?P<end>[一二三四五六七八九十]{1,2}|\d{1,2})月(?:底|末|份)?"
    r"|(?<!\d)(?:1|一)月?(?:—|-|~|至|到)(?P<last>9|10|11|九|十|十一)月份?|前(?P<months>9|10|11|九|十|十一)个月)"
    r"(?!.*(?:全年|年底|目前))"
)
# 总结“七五”以来的好做法, 对2020年以来印发的文件开展清理: time that belongs to a thing, not to what was done with it.
OF_A_THING = re.compile(r"的")
HANDLED = re.compile(r"(?:对|将|把|就|针对)(?:我镇|我乡|本镇|本乡|全镇|全乡)?$")
CLOSED_BRACKETS = re.compile(r"（[^（）]*）")
MONTHS = 12
UNTIL_REACH = 40  # characters before a figure's own words
PREVIOUS = re.compile(
    r"(?:上年度?|去年|上一年度?|前年|往年|上年同期|去年同期|同期)(?:同期)?(?:全年)?(?:的|为|是|有|共|仅|只有|约|达|：|（)*[^，。；、0-9]{0,8}$"
)
# A comparison word after which the number is no longer last year's: 比上年增加… is a change, 去年以来 is a period.
NOT_PREVIOUS = re.compile(r"(?:上年|去年|前年|同期)[^，。；]{0,10}(?:增|减|降|升|多|少|提高|以来|至今|持平|相比，)")
TARGET = re.compile(
    r"(?:承诺|许下|定下|责任书|力争|争取|计划|(?<!模)拟|预计|目标|确保|下一年|明年|来年|下步|下一步|将|要求|到20\d\d年)[^，。；]{0,22}$"
)
# 不少于40场，实际开展52场: what was promised stands right before what was done.
PROMISED = re.compile(r"(?:不少于|不低于|不得少于|至少)[^，。；]{0,10}$")
# 中心组每年学法不少于8次, 明确每个社区普法不少于4场: a norm for each year or place, not what was done.
YEARLY_NORM = re.compile(
    r"每(?:年|季度?|月|半年|个?(?:社区|村|行政村|嘎查|单位|部门|站所|网格))[^，。；]{0,14}(?:不少于|不低于|至少)$"
)
OF_THE_NORM = re.compile(r"的(?:指标|要求|标准|目标|规定|任务)")  # 按照全年不少于6次的指标
DONE_INSTEAD = re.compile(r"[^，。；]{0,4}，(?:年内|全年|最终|截至目前|到年底)?(?:实际|实有|实开|已)")
# Achievements told with a word of planning: 按计划完成, 计划生育.
NOT_TARGET = re.compile(
    r"(?:按(?:照)?计划|计划生育|目标任务|工作计划|年度计划|学习计划|制定计划|将[^，。；]{1,14}(?:纳入|作为|列入|融入|落实|与|同|划分|划为|整合|调整|归并|合并|细化|细分|下放|优化|打造|列为|移交|分为|定为|送到|发到|送进|编入|设为)|确保[^，。；]{0,14}(?:率|达到)|计划内|计划外|拟(?:出台|作出|签|订|制定|废止|定|上会|提请|发|印发|实施|决策|决定))"
)


def with_arabic_years(text: str) -> str:
    """The same text, character for character, with the years in Arabic digits, so that one rule reads both.

    >>> with_arabic_years("比二〇二一年的十八名增加一半")
    '比2021年的十八名增加一半'
    """
    return CHINESE_YEAR.sub(lambda m: m.group().translate(ARABIC_DIGITS), text)


def role_and_period(quantity: Quantity, kind: str, year: int | None) -> tuple[str, str]:
    """Role and period of a quantity: `year` or `stock` for the report's own time, else the words that name it."""
    own = "stock" if kind == "stock" else "year"
    if quantity.cell is not None:
        named = quantity.cell.year or (year - 1 if year and quantity.cell.is_previous else None)
        return ("previous", str(named)) if named and year and named < year else ("actual", own)
    left = quantity.left
    before = quantity.earlier + left
    if is_from(quantity):
        named = _last_year(left)
        years_back = 2 if "前年" in left else 1
        return "previous", str(named) if named else str(year - years_back) if year else "上年"
    if is_to(quantity) and not quantity.in_plans:
        return "actual", own
    named = _last_year(left) or (_last_year(quantity.earlier[-16:]) if not left.strip() else None)
    if quantity.in_plans and named is None:
        named = _governing_year(before, year)
    if quantity.in_plans and named is not None and named == year:
        return "actual", own
    if quantity.in_plans:
        return (
            ("previous", str(named)) if named and year and named < year else ("target", str(year + 1) if year else own)
        )
    if PREVIOUS.search(left) and not NOT_PREVIOUS.search(left) and not (named and year and named < year):
        return "previous", str(year - (2 if "前年" in left else 1)) if year else "上年"
    other = _other_period(before)
    if other and kind == "rate" and re.fullmatch(r"\d{1,2}月", other):
        other = None  # 5月，组织学法考试，优秀率92%: one event of the year
    if other and not (year and re.fullmatch(rf"(?:自|从)?{year}年以来", other)):
        return "actual", other
    if named is None:
        named = _governing_year(before, year)
    if named is not None and year is not None and named != year:
        return ("previous", str(named)) if named < year else ("target", str(named))
    if TARGET.search(left) and not NOT_TARGET.search(left):
        return "target", own
    if YEARLY_NORM.search(left):
        return "target", own
    after = quantity.right + quantity.later[:12]
    if PROMISED.search(left) and (DONE_INSTEAD.match(after) or OF_THE_NORM.match(after)):
        return "target", own
    return "actual", own


# 要求各村信访量下降5%以上, 力争提高2个百分点: what is asked for or aimed at has not come about.
ASKED_FOR = re.compile(
    r"(?:要求|力争|争取|计划|拟|预计|预期|务求|承诺|到20\d\d年(?!底?(?:为止|末))|目标[是为])[^，。；]{0,40}$"
)


def is_promised(quantity: Quantity, year: int | None) -> bool:
    """Whether the change whose size a quantity is lies ahead or was only asked for, so that nothing can be checked."""
    clause = quantity.earlier[-60:] + quantity.left  # 力争信访总量压降10%以上、化解率提高2个百分点
    if ASKED_FOR.search(clause) and not NOT_TARGET.search(clause):
        return True
    named = _governing_year(quantity.earlier + quantity.left, year)
    return named is not None and year is not None and named > year


def until_month(quantity: Quantity) -> int | None:
    """The month in which a figure's time ends before its year does (截至11月底, 1—11月); None for a whole year."""
    found = UNTIL.search(quantity.earlier[-UNTIL_REACH:] + quantity.left)
    if found is None:
        return None
    words = found["end"] or found["last"] or found["months"]
    month = int(words) if words.isdigit() else int(chinese_value(words) or 0)
    return month if 1 <= month < MONTHS else None


def _last_year(text: str) -> int | None:
    found = [m for m in YEAR.finditer(text) if not re.match(r"(?:以来|至今|启动|-|—|至|版|第)", text[m.end() :])]
    return int(found[-1][1]) if found else None


def _governing_year(before: str, year: int | None) -> int | None:
    """The year that the sentence so far sets, unless a later 今年 takes it back."""
    if year is None:
        return None
    before = CLOSED_BRACKETS.sub("", before)  # a year in closed brackets governs nothing after them
    last = None
    for m in re.finditer(
        r"(?<![较比与由从同去])(20\d\d)年(度|底|末)?(?!以来|至|-|—|版|第|启动|《|[^，。；]{0,12}(?:以来|》))|((?<![较比与同])今年|本年|全年|目前|现|[降增升减](?:至|到|为)|上升到|提高到|下降到|减少到|增加到)",
        before,
    ):
        last = m
    if last is None or last[1] is None:
        return None
    return int(last[1]) if "《" not in before[last.end() :] or "》" in before[last.end() :] else None


def _other_period(before: str) -> str | None:
    before = CLOSED_BRACKETS.sub(
        "", before
    )  # “八五”普法（2021—2025年）: time in closed brackets governs nothing after them
    last = None
    for m in PERIOD.finditer(before):
        if not (m["other"] and (OF_A_THING.match(before, m.end()) or HANDLED.search(before, 0, m.start()))):
            last = m
    if last is None or last["year"]:
        return None
    return last["other"] or last["part"]
