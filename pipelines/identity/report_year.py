"""Which year a report is about, and until when its figures reach.

Belongs here: the evidence for a year, from the title down to the date of the signature, and the rules between them.
Does not belong here: the wording of dates (`dates`), the manifest (`identity` lets it win).

Evidence, strongest first: `title`, `text` (the opening, then headings, then the body's own years), `reference` (only
documents and programmes that the text names are dated), `signature` and `published` (see `year_before`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from pipelines.identity.titles import is_spam_year
from pipelines.text.dates import month_end, parse_day, parse_year, read_month

LAST_MONTH_OF_LAST_YEARS_REPORT = 6
"""Reports on a year are due by the 1st of March and published by the 1st of April of the next (state rules of 2019);
late ones appear until June. From October on a report tells of the running year; between, a date proves nothing."""

FIRST_MONTH_OF_THIS_YEARS_REPORT = 10
HEAD_CHARACTERS = 700
TAIL_CHARACTERS = 120

_Y = r"(20\d\d|二[〇○零0][〇○零0一二三四五六七八九]{2})"


@dataclass(frozen=True, slots=True)
class YearCue:
    """A wording that names the year reported on. `where`: head or body; the first cue that fits decides."""

    name: str
    where: str
    pattern: str
    why: str
    example: str


TEXT_CUES: tuple[YearCue, ...] = (
    YearCue(
        "announced",
        "head",
        rf"现(?:将|就|把)[^。\n]{{0,40}}?{_Y} ?(?:年|—)",
        "the formula that opens a report",
        "现将2023年法治政府建设情况报告如下",
    ),
    YearCue(
        "opening",
        "head",
        rf"(?:^|\n|。){_Y} ?年(?:度|以来|来|全年)?，",
        "the first sentence names its year",
        "2023年，黑井镇认真学习",
    ),
    YearCue(
        "subject",
        "head",
        rf"(?:^|\n|。)[^。，\n]{{2,14}}(?:镇|乡|街道|县|区|市|局|苏木){_Y} ?年(?:度)?",
        "the first sentence names place and year",
        "黑井镇2023年认真",
    ),
    YearCue(
        "heading",
        "body",
        rf"(?:^|\n|。) ?(?:[一二三四五六七八九]、|（[一二三四五六七八九]）)[^。\n]{{0,12}}{_Y} "
        rf"?年(?:度)?(?=[^。\n]{{0,30}}(?:举措|成效|情况|问题|不足|回顾|完成|主要工作|做法))(?![^。"
        rf"\n]{{0,20}}(?:打算|计划|安排|思路))",
        "a heading names the year",
        "四、2023年度推进法治政府建设存在问题",
    ),
    YearCue("since", "head", rf"{_Y} ?年(?:度)?(?:以来|来)", "the opening names the year", "2024年以来"),
)
CONTRADICTING_CUES = frozenset({"announced", "heading"})
"""Cues that can mean nothing but the report's own year, so that one of another year contradicts the title."""

_CUES = tuple((cue, re.compile(cue.pattern)) for cue in TEXT_CUES)
_PLAN_HEADING = re.compile(
    rf"(?:^|\n|。) ?(?:[一二三四五六七八九]、|（[一二三四五六七八九]）)?{_Y} ?年(?:度)?[^。\n]{{0,20}}(?:打算"
    rf"|计划|安排|思路|重点)(?=[\n。])"
)
_QUOTED = re.compile(r"《[^《》]{1,80}》|“[^“”\n]{1,40}”|〔[^〕]{1,8}〕")
_BODY_YEAR = re.compile(rf"(?<![\d\-—至]){_Y} ?年(?!至|-|—|度?\d{{0,2}}月?至)(?!.{{0,12}}(?:打算|计划|安排))")
_REFERENCE = re.compile(rf"《[^《》]{{0,12}}?{_Y} ?年(?:度)?(?!-|—)[^《》]{{2,60}}》")
_RANGE = re.compile(rf"{_Y}年?[\-—–至]{{1,2}}{_Y} ?年")
_PROGRAMME_RANGE = re.compile(r"[（(][^（()）]{0,4}20\d\d ?[\-—–至][^（()）]{0,12}[)）]|《[^《》]*》")
_TITLE_YEAR = re.compile(rf"(?<![\d〔\[\-])(?:{_Y}) ?年?(?:度)?(?!\d*号|[\-—至]\d)")
_HALF = re.compile(rf"{_Y} ?年(?:度)?(?:的)?上半年|上半年")
_MONTHS = re.compile(rf"(?:{_Y} ?年)?(?:1|一)月?(?:份)?[\-—–至~到]{{1,2}}(1[0-2]|[2-9]|十[一二]?|[二三四五六七八九])月")
_QUARTERS = re.compile(r"(?:前|1-|一至)([二三23])个?季度")
_CUTOFF = re.compile(
    rf"截[至止]到?(?:{_Y} ?年)?((?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末|\d{{1,2}}日)?)(?!\d)"
)
_MONTH_LINE = re.compile(rf"(?:^|\n)（?{_Y} ?年 ?((?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月)）?(?=\n|$)")
_SIGNED = re.compile(rf"{_Y} ?年 ?[\d一二三四五六七八九十]{{1,3}} ?月 ?[\d一二三四五六七八九十]{{1,3}} ?日")


@dataclass(frozen=True, slots=True)
class YearReading:
    """The year reported on with its basis, and the year that something else in the report names instead."""

    year: int | None
    basis: str | None
    other_year: int | None = None
    other_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _ToldYear:
    """A year that the text names by a cue, and where."""

    cue: str
    year: int
    span: tuple[int, int]


def read_year(title: str | None, text: str, signed_on: date | None, published_on: date | None) -> YearReading:
    """The year a report is about, by the strongest evidence; None where nothing tells it.

    >>> read_year("清河镇2023年度法治政府建设情况报告", "现将2022年法治政府建设情况报告如下。", None, None).year
    2023
    """
    told = _told_years(text)
    title_year = year_in_title(title)
    if title_year:
        other = _contradiction(told, title_year)
        return YearReading(title_year, "title", other.year, other.span) if other else YearReading(title_year, "title")
    if told:
        return YearReading(told[0].year, "text")
    for basis, year in (("text", _body_year(text)), ("reference", _referenced_year(text))):
        if year:
            return YearReading(year, basis)
    for basis, day in (("signature", signed_on or _dated_line(text)), ("published", published_on)):
        year = year_before(day, text) if day else None
        if year:
            return YearReading(year, basis)
    return YearReading(None, None)


def year_in_title(title: str | None) -> int | None:
    """The first year that a title names, of a range the last; never a document number or a programme's years.

    >>> year_in_title("黑井镇2023年度法治政府建设情况报告"), year_in_title("关于印发〔2024〕5号的报告")
    (2023, None)
    """
    named = _PROGRAMME_RANGE.sub(lambda m: "■" * len(m.group()), title or "")
    years = [parse_year(m[1]) for m in _TITLE_YEAR.finditer(named) if not is_spam_year(named, m.start())]
    if not years:
        years = [parse_year(m[2]) for m in _RANGE.finditer(named)]
    return next((y for y in years if y), None)


def year_before(day: date, text: str = "") -> int | None:
    """The year that a report signed or published on `day` is about; None in the months that prove nothing.

    >>> year_before(date(2025, 2, 5)), year_before(date(2023, 11, 3)), year_before(date(2023, 8, 1))
    (2024, 2023, None)
    """
    if day.month <= LAST_MONTH_OF_LAST_YEARS_REPORT and "上半年" not in text[:HEAD_CHARACTERS]:
        return day.year - 1
    if (
        day.month >= FIRST_MONTH_OF_THIS_YEARS_REPORT
        or "今年" in text[:HEAD_CHARACTERS]
        or "上半年" in text[:HEAD_CHARACTERS]
    ):
        return day.year
    return None


def _told_years(text: str) -> list[_ToldYear]:
    """The years that the text says it is about, by the strength of their cues."""
    zones = {"head": _masked(text[:HEAD_CHARACTERS]), "body": _masked(text)}
    return [
        _ToldYear(cue.name, year, match.span(1))
        for cue, pattern in _CUES
        for match in pattern.finditer(zones[cue.where])
        if (year := parse_year(match[1]))
    ]


def _contradiction(told: list[_ToldYear], title_year: int) -> _ToldYear | None:
    """A year that the text states against its title; a passing mention beside the title's own year is none."""
    strong = next((t for t in told if t.cue in CONTRADICTING_CUES and t.year != title_year), None)
    return strong or (told[0] if told and all(t.year != title_year for t in told) else None)


def _body_year(text: str) -> int | None:
    """The year that the body names most, at least twice; failing that, the year before the one that is planned."""
    body = _RANGE.sub("", _QUOTED.sub("", text[:-TAIL_CHARACTERS]))
    counted = Counter(parse_year(m[1]) for m in _BODY_YEAR.finditer(body))
    year, count = max(counted.items(), key=lambda item: (item[1], item[0] or 0), default=(None, 0))
    if count >= 2:
        return year
    plan = _PLAN_HEADING.search(text)
    planned = parse_year(plan[1]) if plan else None
    return planned - 1 if planned else None


def _referenced_year(text: str) -> int | None:
    """The newest year in the name of a programme or document, if the text tells of 今年 and names no other year."""
    if not re.search(r"今年|本年度|一年来|全年", text):
        return None
    years = [y for y in (parse_year(m[1]) for m in _REFERENCE.finditer(text)) if y]
    return max(years, default=None)


def _masked(text: str) -> str:
    return _QUOTED.sub(lambda m: "■" * len(m.group()), text)


def signature_day(text: str) -> date | None:
    """The date under the report, None where it has none.

    >>> signature_day("…推进工作。\\n清河镇人民政府\\n2024年1月8日")
    datetime.date(2024, 1, 8)
    """
    tail = text[-TAIL_CHARACTERS:]
    matches = [m for m in _SIGNED.finditer(tail) if not re.match(r"[一-鿿，。；]", tail[m.end() : m.end() + 1] or " ")]
    return parse_day(matches[-1].group()) if matches else None


def _dated_line(text: str) -> date | None:
    """The first day of the month that a line of its own names, under the title or under the text."""
    match = _MONTH_LINE.search(text[:HEAD_CHARACTERS]) or _MONTH_LINE.search(text[-TAIL_CHARACTERS:])
    year, month = (parse_year(match[1]), read_month(match[2])) if match else (None, None)
    return date(year, month, 1) if year and month else None


def covers_until(title: str | None, text: str, year: int | None, dated: date | None) -> date | None:
    """The last day that the figures of a report on `year` can cover; None where nothing tells.

    `dated`: the earlier of signature and publication. A report dated before its year ends covers no more than that.

    >>> covers_until("2024年上半年依法行政工作总结", "", 2024, None), covers_until(None, "截至11月底，", 2024, None)
    (datetime.date(2024, 6, 30), datetime.date(2024, 11, 30))
    """
    if year is None:
        return None
    part = _named_part(f"{title or ''}\n", year) or _announced_part(text, year)
    if part:
        return part
    year_end = date(year, 12, 31)
    if dated and dated.year == year and dated < year_end:
        return dated
    cutoff = _cutoff(text[:HEAD_CHARACTERS], year) or (_cutoff(text, year) if dated is None else None)
    return cutoff or (year_end if dated and dated >= year_end else None)


def names_part_of_year(words: str) -> bool:
    """Half a year, some months or quarters.

    >>> names_part_of_year("2024年上半年工作总结"), names_part_of_year("2024年度工作总结")
    (True, False)
    """
    return any(pattern.search(words) for pattern in (_HALF, _MONTHS, _QUARTERS))


def _announced_part(text: str, year: int) -> date | None:
    """Half a year or some months, where the opening formula announces them."""
    match = re.search(r"现(?:将|就|把)[^。\n]{0,60}", text[:HEAD_CHARACTERS])
    return _named_part(match.group(), year) if match else None


def _named_part(words: str, year: int) -> date | None:
    months = _MONTHS.search(words)
    if months:
        return month_end(year, read_month(months[2] + "月") or 12)
    quarters = _QUARTERS.search(words)
    if quarters:
        return month_end(year, 6 if quarters[1] in "二2" else 9)
    return month_end(year, 6) if _HALF.search(words) else None


def _cutoff(text: str, year: int) -> date | None:
    """The latest 截至 of the year reported on."""
    days = []
    for match in _CUTOFF.finditer(text):
        if match[1] and parse_year(match[1]) != year:
            continue
        month = read_month(match[2])
        days.append(parse_day(f"{year}年{match[2]}") or (month_end(year, month) if month else None))
    return max((d for d in days if d), default=None)
