"""Numbers of lists as a page shows them: 一、 （二） 3. ④ 伍.

Belongs here: how a count is written in each style that Word and LibreOffice offer for Chinese text, and counting by
level. Does not belong here: where a format keeps its styles (`docx_numbering.py`, `odt_lists.py`), what a mark means
for the outline (`pipelines/outline/markers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

_PLAIN = ("〇一二三四五六七八九", "十百千")
_FORMAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SIGNS = {
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "bracketed": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "dotted": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "bracketed_han": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "heavenly_stems": "甲乙丙丁戊己庚辛壬癸",
    "earthly_branches": "子丑寅卯辰巳午未申酉戌亥",
}
_COUNT_MAX = 9999


def _positional(count: int, digits: str, places: str) -> str:
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit:
            written += (digits[0].replace("〇", "零") if zero else "") + digits[digit]
            written += places[power - 1] if power else ""
        zero = bool(written) and not digit
    return written


def _chinese(count: int) -> str:
    written = _positional(count, *_PLAIN)
    return written[1:] if 10 <= count < 20 else written


def _roman(count: int) -> str:
    written = ""
    for value, sign in (*_ROMAN, *_ROMAN_ONES):
        written += sign * (count // value)
        count %= value
    return written


def _letters(count: int) -> str:
    """As Word counts after z: aa, bb."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "zero_padded": lambda count: f"{count:02d}",
    "fullwidth": lambda count: str(count).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "chinese": _chinese,
    "chinese_formal": lambda count: _positional(count, *_FORMAL),
    "chinese_digits": lambda count: "".join(_PLAIN[0][int(digit)] for digit in str(count)),
    "lower_roman": _roman,
    "upper_roman": lambda count: _roman(count).upper(),
    "lower_letter": _letters,
    "upper_letter": lambda count: _letters(count).upper(),
}


def written(count: int, style: str) -> str:
    """A count in a style, '' in a style without a number (bullets); beyond a style's signs, in digits.

    >>> [written(n, "chinese") for n in (1, 10, 12, 20, 105)]
    ['一', '十', '十二', '二十', '一百零五']
    >>> written(3, "circled"), written(21, "circled"), written(4, "upper_roman"), written(11, "chinese_formal")
    ('③', '21', 'IV', '壹拾壹')
    """
    if style in ("bullet", "none"):
        return ""
    if style in _SIGNS:
        signs = _SIGNS[style]
        return signs[count - 1] if 0 < count <= len(signs) else str(count)
    if not 0 < count <= _COUNT_MAX:
        return str(count)
    return _STYLES.get(style, str)(count)


class Counter:
    """The counts of one list by level: a level starts anew when one further out has counted.

    >>> counter = Counter()
    >>> [counter.next(level) for level in (0, 1, 1, 0, 1)]
    [1, 1, 2, 2, 1]
    """

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, level: int, start: int = 1, kept: Collection[int] = ()) -> int:
        """The next count of a level. `start`: what its first is; `kept`: deeper levels that never start anew."""
        self._counts[level] = self._counts[level] + 1 if level in self._counts else start
        for deeper in [other for other in self._counts if other > level and other not in kept]:
            del self._counts[deeper]
        return self._counts[level]

    def at(self, level: int, start: int = 1) -> int:
        """Where a level stands; its start where it has not counted yet."""
        return self._counts.get(level, start)

    def restart(self, level: int) -> None:
        """Forget a level, so that its next count is its start."""
        self._counts.pop(level, None)


def glue(label: str, text: str) -> str:
    """A label before its text. Only after ASCII it needs a space: 1. 2023年 is no 1.2023.

    >>> glue("（一）", "加强领导"), glue("1.", "2023年"), glue("", "无编号")
    ('（一）加强领导', '1. 2023年', '无编号')
    """
    return f"{label} {text}" if label and label[-1].isascii() and text else label + text
