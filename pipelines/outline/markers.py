"""The marks that Chinese official prose puts before a heading: 一、 （一） 1. （1） ① 一是 第一， 首先，.

Belongs here: how each family of marks looks, how deep it usually stands, what must not be taken for it, and finding
all candidates of a text. Does not belong here: deciding which candidates are headings and how deep they are
(`outline`), where the title ends (`heading_titles`).

A candidate is cheap to find and often wrong; only the sequence of its family (一、 then 二、) makes it a heading.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂"
DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖"
SINGLE_SIGNS = frozenset(CIRCLED + BRACKETED_HAN + BRACKETED + DOTTED)
_TITLE_VERB = "加强|强化|深化|健全|完善|推进|落实|坚持|提升|规范|优化|严格|抓好|存在|下一步|下步"
SEQUENCE_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}


@dataclass(frozen=True, slots=True)
class MarkFamily:
    """One family of marks. `rank`: families with a smaller rank stand further out where both occur."""

    name: str
    rank: int
    pattern: str
    why: str
    example: str
    is_clause: bool = False
    """Counts clauses of running prose: always the innermost level, may stand anywhere in a paragraph."""


FAMILIES: tuple[MarkFamily, ...] = (
    MarkFamily(
        "chapter",
        0,
        r"第[一二三四五六七八九十]{1,2}(?:部分|章|篇)[、：:，,]?",
        "long reports of counties",
        "第一部分 工作情况",
    ),
    MarkFamily(
        "comma",
        1,
        r"[一二三四五六七八九十]{1,3} ?(?:、[.．，,、]?|[.．](?!\d)|，、)(?![一二三四五六七八九十\d]+[、是审产类级期])"
        rf"|(?:(?<=\n)|(?<![\s\S]))[一二三四五六七八九十]{{1,3}} ?(?={_TITLE_VERB})",
        "the outermost mark of official prose; scraping leaves 一 . or 一、. behind, or nothing of the sign",
        "一、主要举措",
    ),
    MarkFamily(
        "bracket",
        2,
        rf"[（(]?[一二三四五六七八九十]{{1,3}} ?[）)][、.]?|[{BRACKETED_HAN}]",
        "the second mark of official prose; an opening bracket gets lost",
        "（一）健全机制",
    ),
    MarkFamily(
        "dot",
        3,
        rf"\d{{1,2}} ?(?:[.．][)）]?(?![\d.])|、(?!\d))|[{DOTTED}]",
        "the third mark; never a decimal",
        "1.严格程序",
    ),
    MarkFamily(
        "number_bracket",
        4,
        rf"[（(]\d{{1,2}}[）)][、.]?|\d{{1,2}}[）)]|[{BRACKETED}]",
        "the fourth mark, or the second of a hasty writer",
        "（1）党建引领",
    ),
    MarkFamily("circled", 5, f"[{CIRCLED}]", "the fifth mark", "①宣传到户"),
    MarkFamily(
        "clause",
        9,
        r"(?:十?[一二三四五六七八九]|十)(?:是(?!一[、，,])|要(?![求素点件闻领务害职]))[，,：:]?",
        "counts the measures inside a paragraph",
        "一是开展会前学法",
        is_clause=True,
    ),
    MarkFamily(
        "nth", 9, r"第[一二三四五六七八九十][，,、：:]", "counts inside a paragraph", "第一，抓学习", is_clause=True
    ),
    MarkFamily("sequence", 9, r"(?:首先|其次|再次|最后)[，,]", "counts in words", "首先，加强领导", is_clause=True),
)
BY_NAME = {family.name: family for family in FAMILIES}

NOT_AFTER: dict[str, tuple[str, str]] = {
    "comma": (
        "一二三四五六七八九十第、“《〈（(·周期初高大其再",
        "一、二 inside a list of numbers, 第二、 周三、 初二、",
    ),
    "bracket": ("一二三四五六七八九十第", "第（一）项"),
    "dot": ("0123456789.、—-第〔[（(“+/~×", "3.5, 附件1、2, 2023.1."),
    "number_bracket": ("0123456789第", "第（1）项"),
    "clause": (
        "第统唯万逐归专之不同独进更主需还只就也都〇零一二三四五六七八九十两单",
        "第一是, 统一是, 需要, 进一步要",
    ),
}
"""Family → characters that cannot stand right before its mark, with an example of what they prevent."""

STOPS = "。；：！？.;:!?”）)】…\n \t　"
"""After these a new sentence may begin, so a mark in the middle of a paragraph is one without further proof."""

_SCAN = re.compile(
    r"(?=[一二三四五六七八九十0-9（(第首其再最"
    + CIRCLED
    + BRACKETED_HAN
    + BRACKETED
    + DOTTED
    + "])(?:"
    + "|".join(f"(?P<{family.name}>{family.pattern})" for family in FAMILIES)
    + ")"
)
_QUOTED = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,80}”|〔[^〔〕\n]{1,10}〕")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mark that may open a heading. `start` and `end` are offsets of the mark, without the space after it."""

    family: MarkFamily
    value: int
    start: int
    end: int
    opens_line: bool
    after_stop: bool


def find_candidates(text: str) -> list[Candidate]:
    """Every mark of a text that its own characters and its neighbours allow, in reading order.

    >>> [(c.family.name, c.value) for c in find_candidates("一、成效\\n（二）抓普法。一是宣讲3次。办结1.5万件")]
    [('comma', 1), ('bracket', 2), ('clause', 1)]
    """
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    candidates: list[Candidate] = []
    next_quote = 0
    for match in _SCAN.finditer(text):
        start = match.start()
        while next_quote < len(quoted) and quoted[next_quote][1] <= start:
            next_quote += 1
        if next_quote < len(quoted) and quoted[next_quote][0] <= start:
            continue
        name = match.lastgroup or ""
        before = text[start - 1] if start else "\n"
        if before in NOT_AFTER.get(name, ("",))[0]:
            continue
        candidates.append(
            Candidate(
                BY_NAME[name], mark_value(match.group()), start, match.end(), _opens_line(text, start), before in STOPS
            )
        )
    return candidates


def _opens_line(text: str, start: int) -> bool:
    """Nothing but spaces stands before the mark on its line."""
    while start and text[start - 1] in " 　":
        start -= 1
    return start == 0 or text[start - 1] == "\n"


def mark_value(mark: str) -> int:
    """The number a mark stands for; 0 where it only continues a series (最后).

    >>> mark_value("（十二）"), mark_value("3."), mark_value("③"), mark_value("其次，"), mark_value("二十、")
    (12, 3, 3, 2, 20)
    """
    for word, value in SEQUENCE_WORDS.items():
        if mark.startswith(word):
            return value
    arabic = re.search("[0-9]+", mark)
    if arabic:
        return int(arabic.group())
    if mark[0] in SINGLE_SIGNS:
        return int(unicodedata.numeric(mark[0]))
    digits = [_DIGITS[c] for c in mark if c in _DIGITS]
    if 10 not in digits:
        return digits[-1] if digits else 0
    ten = digits.index(10)
    return (digits[ten - 1] if ten else 1) * 10 + (digits[ten + 1] if ten + 1 < len(digits) else 0)
