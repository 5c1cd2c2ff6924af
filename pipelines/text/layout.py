"""Where white space is an accident of copying: wrapped lines, margins, spaces within words and numbers, table rows.

Belongs here: finding the spans of white space to cut. Does not belong here: any other character (`repairs.py`); the
reading of tables as figures (the ledger).

Every function returns sorted, disjoint spans of spaces, tabs or line ends, and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Span = tuple[int, int]

#: Characters of Chinese words: the unified ideographs with extension A, the compatibility block, 〇 and 々.
HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇々"
_CHINESE = HANZI + "，。、；：！？“”‘’（）《》〈〉【】〔〕「」『』…—％"

#: What may follow a number: the measure words of the registry's families, dates, magnitudes and approximations.
COUNTED = (
    "年月日号时分件起宗例桩批次场期轮回节课人名位户家个项条部处块面支所座台套篇幅份册本张卷"
    "元万亿余多亩平公里吨辆村天周届类种级组队岁字%"
)

# --- table rows ------------------------------------------------------------------------------------------------------

_MAYBE_ROW = re.compile(r"(?<![^ \n])[-+]?\d[\d.,]*%?(?: +[^ \n]+)*? +[-+]?\d[\d.,]*%?(?![^ \n])")
_NUMBER_CELL = re.compile(r"[-+]?\d[\d.,]*%?")
_SENTENCE_MARK = re.compile(r"[，。；：、！？]|[,;:](?!\d)")


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a flattened table: cells parted by spaces, two of them bare numbers, and no prose.

    >>> is_table_row("黑井司法所 36 12 5"), is_table_row("2024 年 共 调解 36 件"), is_table_row("调解纠纷 36 件")
    (True, False, False)
    """
    if _SENTENCE_MARK.search(line):
        return False
    cells = line.split()
    numbers = [i for i, cell in enumerate(cells) if _NUMBER_CELL.fullmatch(cell)]
    bare = [i for i in numbers if i + 1 >= len(cells) or cells[i + 1][0] not in COUNTED]
    return len(numbers) >= 2 and len(bare) >= 2


def _table_spans(text: str) -> list[Span]:
    """Spans of table rows and of the header line above the first of them, whose spaces part cells."""
    if not _MAYBE_ROW.search(text):
        return []
    spans: list[Span] = []
    start, previous, previous_is_row = 0, (0, 0), False
    for line in text.split("\n"):
        span = (start, start + len(line))
        is_row = is_table_row(line)
        if is_row and not previous_is_row and _is_header(text[slice(*previous)], line):
            spans.append(previous)
        if is_row:
            spans.append(span)
        start, previous, previous_is_row = span[1] + 1, span, is_row
    return spans


def _is_header(line: str, row: str) -> bool:
    return not _SENTENCE_MARK.search(line) and 2 <= len(row.split()) - 1 <= len(line.split())


def _outside(spans: Iterable[Span], protected: list[Span]) -> list[Span]:
    """The spans that begin in none of the protected ones."""
    if not protected:
        return list(spans)
    starts = [start for start, _ in protected]
    kept = []
    for span in spans:
        i = bisect_right(starts, span[0]) - 1
        if i < 0 or span[0] >= protected[i][1]:
            kept.append(span)
    return kept


# --- spaces ----------------------------------------------------------------------------------------------------------

_ROUGHLY = "[余多]?"
_APART = r"(?<![\d.,])(?<![\d.,] )"
#: 2 0 2 4 年 · 20 24 年
_SPLIT_YEAR = re.compile(rf"{_APART}2 ?0 ?[0-3] ?\d(?= ?年)")
#: 3 6 件, 9 8 . 5 %: single digits, the first no zero, before what they count
_SPLIT_DIGITS = re.compile(rf"{_APART}[1-9](?: \d)+(?: ?\. ?\d)?(?= ?{_ROUGHLY}[{COUNTED}])")
#: 1 200余份: groups of three in a sentence, right after a word
_SPLIT_THOUSANDS = re.compile(rf"(?<=[{HANZI}])[1-9]\d{{0,2}}(?: \d{{3}})+(?= ?{_ROUGHLY}[{COUNTED}])")
#: 86. 27万元, after a word
_SPLIT_DECIMAL = re.compile(
    rf"(?:(?<=[{HANZI}])|(?<=[{HANZI}] ))\d+(?: \. ?|\. )\d{{1,2}}(?= ?(?:万|亿|元|%|个百分点))"
)
#: 1 00% · 12,6 55件: two groups right after a word and right before what they count are one number in a sentence
_SPLIT_IN_PROSE = re.compile(rf"(?<=[{HANZI}、，（])\d[\d,.]*(?: [\d.,]*\d){{1,2}}(?= ?(?:[{HANZI}]|[%％]))")
#: a line or a cell that holds nothing but one number in two pieces: 1 2 below 培训, | ２ ６ |
_SPLIT_ALONE = re.compile(
    r"(?:(?<=[\u4e00-\u9fff）\d]\n)|(?<=[\u4e00-\u9fff）\d] \n))\d[\d,]{0,2} [\d,]*\d(?= ?\n)"
    r"|(?<=\|) ?\d[\d,.]* [\d,.]*\d(?= ?(?:[|\n]|$))|(?<=\t)\d[\d,.]* [\d,.]*\d(?=[\t\n])"
)
_SPLIT_NUMBERS = (_SPLIT_ALONE, _SPLIT_YEAR, _SPLIT_DIGITS, _SPLIT_THOUSANDS, _SPLIT_DECIMAL, _SPLIT_IN_PROSE)
_SPACE_IN_NUMBER = re.compile(r"[0-9] [0-9.]|[0-9]\. [0-9]")


def number_spaces(text: str) -> list[Span]:
    """Spaces that OCR put inside a number, never those between two cells of a table row.

    >>> number_spaces("2 0 2 4 年，36 12 5")
    [(1, 2), (3, 4), (5, 6)]
    """
    # Most texts have no space left to look at: 25 µs instead of 770 for 13 kB.
    if " " not in text or not _SPACE_IN_NUMBER.search(text):
        return []
    spans: set[Span] = set()
    for pattern in _SPLIT_NUMBERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            start += text[start] == " "
            if pattern is _SPLIT_ALONE or not _is_row_when_joined(text, start, end):
                spans.update((i, i + 1) for i in range(start, end) if text[i] == " ")
    return sorted(spans)


def _is_row_when_joined(text: str, start: int, end: int) -> bool:
    """Whether the line around a split number is a table row even when that number is one: then nothing is joined."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    joined = text[start:end].replace(" ", "")
    return is_table_row(text[line_start:start] + joined + text[end : line_end if line_end >= 0 else len(text)])


_SPACES = re.compile(" +")
_IS_CHINESE = re.compile(f"[{_CHINESE}]").match
#: 1 . 加强领导
_MARKER_DOT = re.compile(rf"\. ?[{_CHINESE}]")
_NO_SPACE_AFTER = "(\t"
_NO_SPACE_BEFORE = ",;:%)\t"


def chinese_spaces(text: str) -> list[Span]:
    """Spaces beside a Chinese character or mark, outside table rows. Spaces between numbers or Latin words stay.

    >>> chinese_spaces("调解 36 件"), chinese_spaces("36 12 5"), chinese_spaces("Hello world")
    ([(2, 3), (5, 6)], [], [])
    """
    spans = []
    for match in _SPACES.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        is_chinese = _IS_CHINESE(before) or _IS_CHINESE(after) or _MARKER_DOT.match(text, match.end())
        if is_chinese or (before and before in _NO_SPACE_AFTER) or (after and after in _NO_SPACE_BEFORE):
            spans.append(match.span())
    return _outside(spans, _table_spans(text)) if spans else []


_WHITE = re.compile(r"[ \t\n]+")


def margins(text: str) -> list[Span]:
    """White space at the ends of lines and of the text, and all but the first of a run of line ends.

    >>> margins(" 甲 \\n\\n 乙\\n")
    [(0, 1), (2, 3), (4, 6), (7, 8)]
    """
    spans: list[Span] = []
    for match in _WHITE.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            spans.append((start, end))
            continue
        line_end = text.find("\n", start, end)
        if line_end < 0:
            continue
        spans += [span for span in ((start, line_end), (line_end + 1, end)) if span[0] < span[1]]
    return spans


# --- wrapped lines ---------------------------------------------------------------------------------------------------

#: Shorter texts break by chance; five real reports have 16 to 36 lines and none is wrapped.
_WRAPPED_LINES_MIN = 6
_WRAP_WIDTHS = range(32, 121)
#: A line may stop short by two full-width characters, when the next word or mark does not fit.
_WRAP_SLACK = 4
_WRAPPED_SHARE = 0.5
_SENTENCE_END = "。！？；："
_NEW_PARAGRAPH = re.compile(
    r"[ \t]|\n|[（(]?[一二三四五六七八九十百]{1,3}[、.）)]|[（(]\d{1,2}[）)]|\d{1,2}[、.](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,2}[，、章节]"
)
WRAPPED_EXAMPLE = (
    "    2024年，我镇坚持以习近平法治思想为指导，全面落实\n上级关于法治政府建设的决策部署，不断提升依法行政能力\n"
    "和水平，着力化解矛盾纠纷，各项工作取得了明显成效，全\n年共调解各类矛盾纠纷136件，开展普法宣传活动28场次，发\n"
    "放宣传资料12600余份，接受法律咨询320余人次，受到群众\n普遍好评。\n    一、加强组织领导\n",
    "    2024年，我镇坚持以习近平法治思想为指导，全面落实上级关于法治政府建设的决策部署，不断提升依法行政能力"
    "和水平，着力化解矛盾纠纷，各项工作取得了明显成效，全年共调解各类矛盾纠纷136件，开展普法宣传活动28场次，发"
    "放宣传资料12600余份，接受法律咨询320余人次，受到群众普遍好评。\n    一、加强组织领导\n",
)


def _width(line: str) -> int:
    """Columns of a line: a Chinese character fills two, as it has two bytes in this charset."""
    return len(line.encode("gb18030", "replace"))


# A number that stops at a line end right after a word, and digits with what they count at the start of the next line;
# 信息128 before 2.加强… is a figure and an enumerator, and lines of numbers alone are a table.
_BROKEN_NUMBER = re.compile(
    rf"(?<=[{HANZI}，、])\d[\d,.]*(?P<gap> *\n+ *)(?!\d{{1,2}}[.、．](?!\d))\d[\d,.]*(?=[余多]?[{HANZI}%％])"
)


def number_breaks(text: str) -> list[Span]:
    """The line ends inside numbers.

    >>> number_breaks("成功率9\\n4.1%"), number_breaks("信息128\\n2.加强"), number_breaks("12\\n36")
    ([(4, 5)], [], [])
    """
    return [m.span("gap") for m in _BROKEN_NUMBER.finditer(text)]


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """A way of breaking lines at one width: how lines are measured, how short they may stop, how many must fill it."""

    measure: Callable[[str], int]
    widths: range
    slack: int
    share: float


#: By columns, as mail and editors wrap, which keep words together; by characters, as programs cut that count signs.
#: Their lines have one length exactly, so fewer of them prove it: in a `<pre>` of 59 lines 21 have 37 characters, no
#: other length more than 6.
_WRAPPINGS = (
    _Wrapping(_width, _WRAP_WIDTHS, _WRAP_SLACK, _WRAPPED_SHARE),
    _Wrapping(len, range(20, 81), 0, 0.3),
)


def wrap_breaks(text: str) -> list[Span]:
    """The line ends of a text that was wrapped at one width, where a paragraph goes on; [] for a text that was not.

    Wrapped is a text where enough of the lines have one width (give or take a word) and most of them stop in
    mid-sentence. A line that is indented or begins with an enumerator starts a paragraph.
    """
    lines = text.split("\n")
    filled = [line.rstrip() for line in lines if line.strip()]
    if len(filled) < _WRAPPED_LINES_MIN:
        return []
    for wrapping in _WRAPPINGS:
        full = _full_width(filled, wrapping)
        if full is not None:
            return _continued_line_ends(lines, wrapping, full)
    return []


def _full_width(filled: list[str], wrapping: _Wrapping) -> int | None:
    """The width at which the lines were broken, None where they were not."""
    widths = Counter(map(wrapping.measure, filled))
    slack = wrapping.slack
    full = max(widths, key=lambda width: (sum(widths[w] for w in range(width - slack, width + 1)), -width))
    lines_of_width = [line for line in filled if full - slack <= wrapping.measure(line) <= full]
    broken_off = [line for line in lines_of_width if line[-1] not in _SENTENCE_END]
    enough = max(_WRAPPED_LINES_MIN, wrapping.share * len(filled)) if not slack else wrapping.share * len(filled)
    is_wrapped = full in wrapping.widths and len(lines_of_width) >= enough
    return full if is_wrapped and len(broken_off) >= _WRAPPED_SHARE * len(lines_of_width) else None


def _continued_line_ends(lines: list[str], wrapping: _Wrapping, full: int) -> list[Span]:
    spans: list[Span] = []
    # Where no paragraph is indented, a full line that ends its sentence may end its paragraph too.
    is_indented = any(line.strip() and line[0] in " \t" for line in lines)
    position = 0
    for line, following in zip(lines, lines[1:], strict=False):
        position += len(line) + 1
        is_full = full - wrapping.slack <= wrapping.measure(line.rstrip()) <= full
        ends_paragraph = not is_indented and line.rstrip()[-1:] in "。！？"
        if (
            is_full
            and "|" not in line
            and not ends_paragraph
            and following.strip()
            and not _NEW_PARAGRAPH.match(following)
        ):
            spans.append((position - 1, position))
    return spans
