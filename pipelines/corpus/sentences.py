"""The sentences of a report that say something of its own: by these two reports of one place are compared.

Belongs here: where a sentence ends, what is no sentence (headings, salutations, signatures, dates, table rows), which
set phrases every report has, how two sentences are made comparable. Does not belong here: holding two reports against
each other (`reuse.py`, `problems.py`), finding headings (`pipelines/outline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.records import Heading

MIN_OWN_LETTERS = 8
"""Letters besides figures and set phrases that a sentence needs to count: what is shorter (全部按期办结。) may stand
in any report."""

UNFINISHED_LETTERS = 30
"""A line without a mark at its end is a title, caption, signature or table cell; a longer one with a comma is prose."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A set phrase of the genre that tells nothing of a place or a year; `example` is one.

    `starts`: the characters it can begin with: elsewhere it is not tried, and that is nearly everywhere.
    """

    starts: str
    pattern: str
    why: str
    example: str


_IDEAS = "(?:思想|理论|精神|要求|部署|讲话|纲要|论述|决策|意识|责任)"

FORMULAS: tuple[Formula, ...] = (
    Formula(
        "始坚以",
        r"(?:始终)?(?:坚持)?以习近平[^，。；]{0,30}?思想(?:和[^，。；]{0,24}精神)?为(?:根本)?(?:指导|引领|统领|遵循)",
        "whose thought guides the work: prescribed wording",
        "坚持以习近平新时代中国特色社会主义思想为指导",
    ),
    Formula(
        "深全认自持坚扎学宣贯落践领",
        rf"(?:(?:深入|全面|认真|自觉|持续|坚决|扎实)*(?:学习|宣传|贯彻|落实|践行|领会)+)[^，。；]{{0,60}}?{_IDEAS}(?=[，。；]|$)",
        "which ideas are studied: prescribed wording",
        "深入学习贯彻习近平法治思想",
    ),
    Formula(
        "紧围按根对",
        r"(?:紧紧)?(?:围绕|按照|根据|对照)[^，。；]{0,24}(?:要求|部署|期盼|期待|安排)(?:相比)?",
        "whose demands are met: prescribed wording",
        "对照上级要求和群众期盼",
    ),
    Formula(
        "在",
        r"在[^，。；]{0,40}?(?:领导|指导|支持|帮助|监督|关心)下",
        "who leads and helps",
        "在县委、县政府的坚强领导下",
    ),
    Formula(
        "扎全深持不稳积认有切推加提抓做开",
        r"(?:扎实|全力|深入|持续|不断|稳步|积极|全面|认真|有力|切实)*(?:推进|推动|加强|提升|抓好|做好|开展)"
        r"(?:了)?(?:依法(?:行政|治镇|治乡|治街)|(?:全镇|全乡|街道|我镇|我乡)?法治(?:政府)?建设)(?:各项)?(?:工作|水平)*"
        r"(?:再上新台阶|向纵深发展|有序开展|不断提升)?(?=[，。；]|$)",
        "the work as such",
        "扎实推进法治政府建设",
    ),
    Formula(
        "为",
        r"为[^，。；]{0,30}(?:提供|营造|奠定|创造|作出|贡献)[^，。；]{0,16}(?:保障|环境|氛围|基础|贡献|力量|支撑)",
        "what it is all for",
        "为全镇经济社会高质量发展营造良好的法治环境",
    ),
    Formula(
        "现将",
        r"(?:现)?将[^。；]{0,60}?(?:报告|汇报|总结|通报|公布|公告)如下",
        "the report announces itself",
        "现将有关情况报告如下",
    ),
    Formula(
        "特专以上请",
        r"(?:特此|专此)(?:报告|汇报|公布)|(?:以上|上述)报告[^。；]{0,16}|请(?:予)?(?:审阅|审议|批评指正)",
        "the report takes its leave",
        "特此报告",
    ),
    Formula(
        "虽尽取有",
        r"(?:虽然|虽|尽管)?(?:取得|有)(?:了)?(?:一定|明显|积极|阶段性|较好|显著|新|一些)?"
        r"(?:的)?(?:成效|成绩|进展|效果|进步|成果)",
        "there was success",
        "虽然取得了一定的成效",
    ),
    Formula(
        "但同也仍还依工我清存面有",
        r"(?:但(?:是)?|同时)?(?:也|仍|还|依然|工作中|我们|清醒地?|看到|认识到|，)*(?:存在|面临|有)(?:着)?"
        r"(?:一些|一定|不少|许多|很多|以下|几方面|诸多|较大|方面|几个|的)*"
        r"(?:问题|不足|差距|短板|困难|薄弱环节|欠账)(?:(?:和|与|及|、)(?:问题|不足|差距|短板|困难))*",
        "there are problems, not yet which",
        "但也还存在一些问题和不足",
    ),
    Formula("主", r"主要(?:表现在?|是|有|体现在?)(?:以下)?(?:几个方面)?", "a list begins", "主要表现在以下几个方面"),
    Formula(
        "今一2下新",
        r"(?:今年以来|一年来|20\d\d年(?:度)?(?:以来)?|下一步(?:工作中)?|今后|下一年|新的一年)(?=[，。；]|$)",
        "the time that is told of, alone in its clause",
        "一年来，",
    ),
    Formula(
        "全本年今2一均尚也未没无不",
        r"(?:(?:全年|本年度|年内|今年|20\d\d年(?:度)?|一年来))?(?:均|尚|也)?(?:未|没有|无|不存在)(?:有)?(?:新)?"
        r"(?:发生|收到|出现|制定|出台|制发|印发|受理|产生)?(?:过|新)?(?:涉及|针对)?(?:本级|我镇|我乡|街道)?(?:的)?"
        r"(?:(?:行政)?(?:复议|诉讼|应诉|规范性文件|赔偿)|(?:政府)?信息公开|[和、及或])+(?:的)?(?:案件|申请|案|情况)?(?=[，。；]|$)",
        "a nil return in prescribed terms: half of what reports of strangers have in common",
        "本年度未制定行政规范性文件",
    ),
    Formula("2", r"20\d\d年是[^。；]{0,60}之年", "which year of which plan it is", "2021年是“十四五”开局之年"),
    Formula(
        "我街全将",
        r"(?:我们|我镇|我乡|街道|我街道|全镇|全乡)?将(?:继续|进一步|紧紧|始终)*(?=[，。；]|$)",
        "a plan begins",
        "我镇将继续",
    ),
)

# Half-width marks and full-width figures read as one, no white space: scrapers change these, authors do not.
_SAME = {
    **{ord(half): full for half, full in zip(",;:!?()", "，；：！？（）", strict=True)},
    **{ord(full): half for full, half in zip("０１２３４５６７８９％．", "0123456789%.", strict=True)},
    **{ord(space): None for space in " \t\r\n\u3000\u00a0\u200b"},
}
_UNLIKE = re.compile("[" + re.escape("".join(map(chr, _SAME))) + "]")
_ENDS = "。！？；：，、…”’」"
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’」』）)]*|[。！？；!?;]+")
_MARKER = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|[一二三四五六七八九十]{1,2}(?:是|要)|(?:首先|其次|再次|最后|此外)[，,]?"
    r"|第[一二三四五六七八九十]{1,2}[，,、]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d))|[①-⑩]"
)
_HAN_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_FIGURE = re.compile(
    rf"(?=[\d{_HAN_DIGITS}])(?:\d+(?:[，,]\d{{3}})*(?:\.\d+)?|[{_HAN_DIGITS}]+)[{_HAN_DIGITS}]*(?:余|多(?=[个件次场人名份]))?%?"
)
_FORMULA = re.compile("|".join(f"(?=[{formula.starts}])(?:{formula.pattern})" for formula in FORMULAS))
_FORMULA_STARTS = frozenset("".join(formula.starts for formula in FORMULAS))
_PROSE_ENDS = tuple("。！？；!?;")
_BEHIND_PROSE = "”’」』）) 　\t\xa0"
_BEHIND_MARKER = " 　\n.．、，,："


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that counts: [start, end) in the normalised text, behind its marker and with its mark.

    `key`: what is compared for exact sameness. `pattern`: the same with every figure and year number as `#`.
    """

    start: int
    end: int
    theme: str | None
    key: str
    pattern: str


def key_of(text: str) -> str:
    """What two sentences must share to be the same: everything but white space, width of marks and the mark at the end.

    >>> key_of("调解 36件,成功率97.6%。")
    '调解36件，成功率97.6%'
    """
    return (text.translate(_SAME) if _UNLIKE.search(text) else text).rstrip(_ENDS)


def pattern_of(key: str) -> str:
    """A key with its figures read as equal, Chinese numerals too.

    >>> pattern_of("2023年调解1,200余件，聘任法律顾问两名，成功率97.6%")
    '#年调解#件，聘任法律顾问#名，成功率#'
    """
    return _FIGURE.sub("#", key)


def says_something(key: str, least: int = MIN_OWN_LETTERS) -> bool:
    """Whether a key has at least so many letters besides figures and set phrases.

    It reads no further than it must: most sentences say something of their own within a dozen letters.

    >>> says_something("2023年，以习近平法治思想为指导，扎实推进法治政府建设", 1), says_something("调解纠纷36件", 5)
    (False, True)
    """
    at = letters = 0
    while at < len(key) and letters < least:
        formula = _FORMULA.match(key, at) if key[at] in _FORMULA_STARTS else None
        if formula and formula.end() > at:
            at = formula.end()
        else:
            letters += key[at].isalpha() and key[at] not in _HAN_DIGITS
            at += 1
    return letters >= least


def sentences_of(text: str, headings: Sequence[Heading]) -> tuple[Sentence, ...]:
    """The sentences of a normalised text that count, in reading order. Never raises.

    >>> [s.key for s in sentences_of("一、调解\\n在村口大树下设调解点。\\n特此报告。\\n石桥镇", ())]
    ['在村口大树下设调解点']
    """
    found = []
    themes = _Themes(headings)
    for start, end in pieces(text, headings):
        key = key_of(text[start:end])
        if says_something(key):
            found.append(Sentence(start, end, themes.at(start), key, pattern_of(key)))
    return tuple(found)


def pieces(text: str, headings: Iterable[Heading]) -> Iterator[tuple[int, int]]:
    """The spans of all sentences, formulaic ones too: headings, salutations, signatures and table rows left out."""
    for start, end in _bodies(text, headings):
        yield from pieces_between(text, start, end)


def pieces_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of all sentences in [start, end), where no heading stands."""
    for line_start, line_end in _lines(text, start, end):
        if is_prose(text[line_start:line_end]):
            for match in _SENTENCE.finditer(text, line_start, line_end):
                span = trimmed(text, match.start(), match.end())
                if span[0] < span[1]:
                    yield span


def is_prose(line: str) -> bool:
    """Whether a line holds sentences: not a title, salutation, signature, date, caption or table row.

    >>> [is_prose(line) for line in ("调解36件。", "石桥镇人民政府", "县委依法治县办：", "信访件 | 件 | 28。")]
    [True, False, False, False]
    """
    if "|" in line or "\t" in line.strip():
        return False
    if line.rstrip(_BEHIND_PROSE).endswith(_PROSE_ENDS):
        return True
    letters = key_of(line)
    return len(letters) >= UNFINISHED_LETTERS and ("，" in letters or "。" in letters)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space around it and without a marker at its head.

    >>> trimmed(" 一是抓学习。", 0, 7)
    (3, 7)
    """
    while start < end and text[start] in " 　\n\t\xa0":
        start += 1
    marker = _MARKER.match(text, start, end)
    if marker:
        start = marker.end()
    while end > start and text[end - 1] in " 　\n\t\xa0":
        end -= 1
    return start, end


def is_whole_heading(text: str, heading: Heading) -> bool:
    """Whether a heading stands for itself; one that a comma follows is the first clause of a sentence.

    >>> head = Heading(0, 1, None, "一是", "个别干部不学法", "problems", False, 0, 10, 20)
    >>> [is_whole_heading(text, head) for text in ("一是个别干部不学法，靠经验。", "一是个别干部不学法。要学。")]
    [False, True]
    """
    behind = text[heading.text_start : heading.title_end].rstrip(" 　\n")[-1:]
    return behind not in "，,、；;" or text[heading.title_end - 1 : heading.title_end] == "\n"


def _bodies(text: str, headings: Iterable[Heading]) -> Iterator[tuple[int, int]]:
    """What is left of the text without its headings."""
    at = 0
    for heading in sorted(headings, key=lambda h: h.text_start):
        if heading.text_start < at:
            continue
        yield at, heading.text_start
        at = heading.title_end if is_whole_heading(text, heading) else _behind_marker(text, heading)
    yield at, len(text)


def _behind_marker(text: str, heading: Heading) -> int:
    at = heading.text_start + len(heading.marker or "")
    while at < heading.title_end and text[at] in _BEHIND_MARKER:
        at += 1
    return at


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        if line_end > start:
            yield start, line_end
        start = line_end + 1


class _Themes:
    """The theme at a position: that of the innermost heading around it. Positions are asked for in rising order."""

    def __init__(self, headings: Iterable[Heading]):
        self._headings = sorted(headings, key=lambda h: h.text_start)
        self._next = 0
        self._theme: str | None = None

    def at(self, position: int) -> str | None:
        while self._next < len(self._headings) and self._headings[self._next].text_start <= position:
            self._theme = self._headings[self._next].theme
            self._next += 1
        return self._theme
