"""Dates, years and periods of a normalised text, with their spans.

Belongs here: every wording that names a day, a month, a year, a time of day or a stretch of time, damaged days
included. Does not belong here: deciding which year a report is about (`report_year`), quantities that are no time.

Two categories, as the ledger uses them: `date` names a point (2024年2月5日, 6月11日, 2023年, 9时30分), `period` a
stretch (2021-2025年, 近5年, 1至11月, 15个工作日). A damaged day is never mended into data: it has no value, only
`expected`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_CN_YEAR = r"[二][〇○零０0Oo][〇○零０0一二三四五六七八九]{2}"
_YEAR = rf"(?:(?:19|20)\d\d|{_CN_YEAR})"
_CN_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|{_CN_DAY})"
_TO = r"(?:-|—{1,2}|–|－|~|～|至|到)"
_MONTH_PART = r"(?:份|底|初|末|中旬|上旬|下旬)?"
_CN_COUNT = r"(?:十[一二三四五六七八九]?|[一二两三四五六七八九]十?[一二三四五六七八九]?)"


@dataclass(frozen=True, slots=True)
class DateRule:
    """One wording of time: `kind` reaches the span, `category` is `date` or `period`."""

    kind: str
    category: str
    pattern: str
    why: str
    example: str


DATE_RULES: tuple[DateRule, ...] = (
    DateRule(
        "year_range", "period", rf"{_YEAR}年?(?:度)? ?{_TO} ?{_YEAR} ?年(?:度)?", "plans span years", "2021-2025年"
    ),
    DateRule(
        "day_range",
        "period",
        rf"(?:{_YEAR}年)?{_MONTH}月{_DAY}日?{_TO}(?:{_YEAR}年)?(?:{_MONTH}月)?{_DAY}日",
        "campaigns",
        "12月1日至7日",
    ),
    DateRule(
        "month_range",
        "period",
        rf"(?:{_YEAR}年)?{_MONTH}月?(?:份)?{_TO}(?:{_YEAR}年)?{_MONTH}月{_MONTH_PART}",
        "part of a year",
        "1至11月",
    ),
    DateRule("day", "date", rf"{_YEAR} ?年 ?{_MONTH} ?月 ?{_DAY} ?[日号]", "a full date", "2024年2月5日"),
    DateRule(
        "day",
        "date",
        r"20\d\d-(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        "a full date of a page",
        "2024-02-05",
    ),
    DateRule(
        "day",
        "date",
        r"20\d\d(?P<sep>[./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        "a full date of a page",
        "2024.2.5",
    ),
    DateRule("damaged_month", "date", r"20\d\d(?:1[0-2]|0[1-9])月(?:\d{1,2}日)?", "the sign 年 was lost", "202311月"),
    DateRule("month_of_year", "date", rf"{_YEAR} ?年 ?{_MONTH}月{_MONTH_PART}", "a month of a year", "2024年11月底"),
    DateRule("year", "date", rf"{_YEAR} ?年(?:度|底|初|末)?", "a year", "2023年度"),
    DateRule("month_day", "date", rf"{_MONTH} ?月 ?{_DAY} ?[日号]", "a day of this year", "6月11日"),
    DateRule(
        "damaged_day",
        "date",
        r"\d{3,4}日(?!内|以内|之内|后|前|行动|攻坚|无|期限|左右|以上|志愿|安全|竞赛|整治|专项|为|游)",
        "the sign 月 was lost",
        "611日",
    ),
    DateRule(
        "damaged_day",
        "date",
        r"(?:3[2-9]|[4-9]\d)日(?=召开|举行|上午|下午|当天|前后|组织|开展|在|，[镇乡县党我])",
        "the sign 月 was lost; no month has so many days, and what follows happens on a day",
        "75日召开",
    ),
    DateRule("month", "date", rf"(?:1[0-2]|0?[1-9]|十[一二])月{_MONTH_PART}", "a month of this year", "11月份"),
    DateRule(
        "time",
        "date",
        r"(?:2[0-3]|[01]?\d)[:：][0-5]\d(?:[:：][0-5]\d)?|(?:2[0-3]|1?\d)[时点](?:[0-5]?\d分|半"
        r"|整)?(?=[至到，。、—-]|召开|在)",
        "a time of day",
        "9时30分",
    ),
    DateRule(
        "duration",
        "period",
        rf"(?<!坐班)(?<!驻点)(?<!值班)(?:近|前|过去|未来|为期|连续)?(?:\d{{1,3}}|{_CN_COUNT})(?:个月|个工作日|工作日|年|天|周(?!年|边)"
        rf"|个星期|小时|分钟|个小时|日)"
        r"(?:来|内|以内|之内|以来|以上)?",
        "a stretch of time",
        "近5年",
    ),
    DateRule(
        "day_of_month",
        "date",
        r"(?:每月|本月|当月)(?:3[01]|[12]\d|0?[1-9])[日号]|(?:3[01]|[12]\d|[1-9])[日号](?=[，。至召上下前])",
        "a day of some month",
        "每月15日",
    ),
)

_START = r"(?=[0-9二一三四五六七八九十两近前过未为连每本当])"
_NOT_BEFORE = r"(?<![\d.〔\[第])"
_ANY = "|".join(f"(?P<r{index}>{rule.pattern})" for index, rule in enumerate(DATE_RULES))
_SCAN = re.compile(f"{_START}{_NOT_BEFORE}(?:{_ANY})")
_PARTS = re.compile(rf"({_YEAR}) ?[年\-/.] ?({_MONTH}) ?[月\-/.] ?({_DAY})")
_FIRST_YEAR = re.compile(_YEAR)
_CN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零０Oo", "0")
_NAMED_DURATION = re.compile(r"行动|计划|规划|攻坚|整治|年级|一(?:贯|遇)")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or period at [start, end) of the text.

    `day` is the calendar day where year, month and day are all written; `year` the first year named. A damaged span
    has neither day nor month: `expected` says how it must have read, for a clerk, never for a column.
    """

    start: int
    end: int
    kind: str
    category: str
    text: str
    year: int | None = None
    day: date | None = None
    is_damaged: bool = False
    expected: str | None = None


def find_dates(text: str) -> list[DateSpan]:
    """All dates and periods of a normalised text, in reading order, without overlaps.

    >>> [(d.text, d.category, d.expected) for d in find_dates("2023年，611日召开会议，近5年共12件")]
    [('2023年', 'date', None), ('611日', 'date', '6月11日'), ('近5年', 'period', None)]
    """
    return list(_spans(text))


def _spans(text: str) -> Iterator[DateSpan]:
    for match in _SCAN.finditer(text):
        rule = DATE_RULES[int((match.lastgroup or "r0")[1:])]
        found, start, end = match.group(), match.start(), match.end()
        if rule.kind == "duration" and not _is_duration(found, text[end : end + 2]):
            continue
        expected = None
        if rule.kind == "damaged_day":
            expected = mend_day(found)
        elif rule.kind == "damaged_month":
            expected = f"{found[:4]}年{found[4:]}"
        if rule.kind == "damaged_day" and expected is None:
            continue
        year = _FIRST_YEAR.search(found) if expected is None else None
        yield DateSpan(
            start,
            end,
            rule.kind,
            rule.category,
            found,
            year=parse_year(year.group()) if year else None,
            day=parse_day(found) if rule.kind == "day" else None,
            is_damaged=expected is not None,
            expected=expected,
        )


def _is_duration(found: str, following: str) -> bool:
    """一日 and 三年行动 are words, not stretches; Arabic counts and 近三年 are."""
    if found[0].isdigit() or found[0] in "近前过未为连":
        return not _NAMED_DURATION.match(following)
    return found.endswith(("来", "内", "以来", "个月", "工作日")) or found[-1] in "年" and following[:1] in "，来内"


def mend_day(damaged: str) -> str | None:
    """How a day without its 月 must have read; both readings where two are possible, None where none is.

    >>> mend_day("611日"), mend_day("1204日"), mend_day("111日"), mend_day("365日")
    ('6月11日', '12月4日', '1月11日或11月1日', None)
    """
    digits = damaged[:-1]
    readings = []
    for cut in (1, 2):
        month, day = digits[:cut], digits[cut:]
        if month[0] != "0" and day.strip("0") and len(day) <= 2 and _is_day_of_year(int(month), int(day)):
            readings.append(f"{int(month)}月{int(day)}日")
    return "或".join(readings) or None


def _is_day_of_year(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def parse_year(text: str) -> int | None:
    """A year in Arabic or Chinese digits.

    >>> parse_year("2024"), parse_year("二〇二四"), parse_year("二零二四"), parse_year("明年")
    (2024, 2024, 2024, None)
    """
    digits = "".join(_CN_DIGITS.get(c, c) for c in text)
    return int(digits) if re.fullmatch(r"\d{4}", digits) else None


def parse_day(text: str) -> date | None:
    """The first full date in a text, None where there is none or the calendar has no such day.

    >>> parse_day("2025年2月5日"), parse_day("二〇二三年十二月三十日"), parse_day("2023-02-30")
    (datetime.date(2025, 2, 5), datetime.date(2023, 12, 30), None)
    """
    match = _PARTS.search(text)
    if not match:
        return None
    year = parse_year(match[1])
    try:
        return date(year or 0, _number(match[2]), _number(match[3]))
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "〇一二三四五六七八九".index(text)
    return ("一二三四五六七八九".index(tens) + 1 if tens else 1) * 10 + (
        "〇一二三四五六七八九".index(ones) if ones else 0
    )


def read_month(text: str) -> int | None:
    """The month that 11月底 or 十一月 names; None for anything else.

    >>> read_month("11月底"), read_month("十一月"), read_month("年底")
    (11, 11, None)
    """
    match = re.match(rf"({_MONTH}) ?月", text)
    return _number(match[1]) if match else None
