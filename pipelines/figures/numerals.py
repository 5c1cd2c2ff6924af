"""Number words and digits → value, qualifier and measure word; nothing about what is counted.

Belongs here: the grammar of a number (36, 1,204, 1.4万余, 二十一, 百分之九十八点六, 四十余) and of the words of degree
around it. Does not belong here: whether a number counts anything (`ledger.py`) and what (`cues.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.figures.units import MEASURE_PATTERN, family_of, scale_of

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
CHINESE = "零〇一二两三四五六七八九十百千万亿"

_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
# One number with its measure word. Alternatives are guarded by their first character, so that the pattern is tried
# only where a number can begin (design: a pattern with an optional prefix runs at a third of the speed).
NUMBER = re.compile(
    rf"(?P<percent>百分之(?P<pc>[{CHINESE}点]+|{_ARABIC})(?P<pcmore>多|余)?)"
    r"|(?P<tenths>(?P<tens>[一二两三四五六七八九])成(?P<ones>[一二三四五六七八九半])?)(?![立为员功果效都长本绩人年熟品交])"
    r"|(?P<half>一半|半数)"
    rf"|(?P<fraction>(?P<den>[二两三四五六七八九十])分之(?P<numer>[一二两三四五六七八九]))"
    rf"|(?P<arabic>{_ARABIC})(?:(?P<more1>多|余|来)?(?P<scale>[十百千]?[万亿]|[百千])(?P<rest>\d[千百])?(?![分克米瓦])(?P<more2>多|余)?|(?P<more3>多|余|来)?)"
    rf"(?:(?P<measure>{MEASURE_PATTERN}|％)|（(?P<bracketed>{MEASURE_PATTERN})）)?(?P<more4>多(?![了出开])|余)?"
    rf"|(?P<chinese>(?:[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?))(?P<cmore>多|余|来|几)?(?P<cscale>[万亿])?(?P<cmeasure>{MEASURE_PATTERN})?"
)
FIRST = re.compile(rf"[0-9{CHINESE}半]")
ABOUT_BEFORE = re.compile(r"(?:大约|约达到?|约为|约有?|将近|近|大概|约计|估计)\Z")
JOINED = re.compile(r"[、，]|和|与|及|以及")
# 受理、化解纠纷分别为36、35件; the words between 分别 and the first number are a verb and its object at most.
SHARED_OUT = re.compile(r"(?:分别|依次)[^，。；：]*$")
SHARED_OUT_REACH = 40
SCALED = re.compile("[百千]?[万亿]")
SCALE_IS_SHARED = frozenset({"yuan", "square_metre"})
UNIQUE = re.compile("[唯统]一(?=[一二两三四五六七八九十])")  # 唯一一件 is one, not 一一
SOME = "数几好"  # 数十条, 几十人, 好几百: some tens, and nobody can tell how many
# No word of degree is without one of these characters: most numbers are exact, and known to be by one search.
DEGREE = re.compile(r"[约近概估过破于足低少逾超高到多达在]")
DEGREE_AFTER = frozenset("及以有开余之左上前内")
OVER_BEFORE = re.compile(
    r"(?:(?<![不未])超过|突破|(?<!不)高于|不少于|不低于|不得少于|不得低于|不小于|至少|多达|超出|大于|逾|(?<!不)超|高达|"
    r"(?:至少|不少于|不低于)(?:开展|组织|举办|召开|完成|新增|培养|调解)[^，。；0-9]{0,9})\Z"
)
UNDER_BEFORE = re.compile(
    r"(?:不足|不到|不超过|未超过|不高于|(?<!不)(?<!得)低于|(?<!不)(?<!得)少于|(?<!不)小于|至多|最多|控制在)\Z"
)
OVER_AFTER = re.compile(r"(?:及?以上|有余|开外|余)")
UNDER_AFTER = re.compile(r"(?:及?以内|及?以下|之内)")
ABOUT_AFTER = re.compile(r"(?:左右|上下|前后)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text: span with its measure word, value in the measure word's canonical unit.

    `value` is None where the words name no number (a lone 万). `family` is None where no measure word follows.
    `bare_end` is where the numeral itself ends, before the measure word.
    """

    start: int
    end: int
    bare_end: int
    value: float | None
    measure_word: str | None
    family: str | None
    qualifier: str
    is_chinese: bool


def chinese_value(words: str) -> float | None:
    """The value of a Chinese numeral; digits read out one by one count as a number too; None if it names none.

    >>> [chinese_value(w) for w in ("二十一", "十二", "一百零三", "两万四千", "九十八点六", "二〇二四", "百", "万")]
    [21.0, 12.0, 103.0, 24000.0, 98.6, 2024.0, 100.0, None]
    """
    whole, _, decimals = words.partition("点")
    if not whole or whole in ("万", "亿", "千"):
        return None
    if len(whole) == 2 and whole[0] not in "零〇" and not any(c in SCALES for c in whole):
        return None  # 一一, 三五: not a number read out
    if len(whole) > 1 and not any(c in SCALES for c in whole):
        return float("".join(str(DIGITS[c]) for c in whole)) if all(c in DIGITS for c in whole) else None
    total = section = digit = 0
    for c in whole:
        if c in DIGITS:
            digit = DIGITS[c]
        elif SCALES[c] < 10_000:
            section += (digit or (0 if section and not digit and c != "百" else 1)) * SCALES[c]
            digit = 0
        else:
            part = section + digit
            total = total + part * SCALES[c] if c == "万" else (total + part) * SCALES[c]
            section = digit = 0
    value = float(total + section + digit)
    if decimals:
        value += sum(DIGITS.get(c, 0) / 10 ** (i + 1) for i, c in enumerate(decimals))
    return round(value, 6)


def qualify(text: str, start: int, end: int, has_more: bool) -> str:
    """exact | over | under | about, by the words attached to a number; of two, the one inside the numeral wins.

    >>> qualify("受众近1000余份", 3, 9, True), qualify("受众近1000份", 3, 8, False), qualify("达94%以上", 1, 4, False)
    ('over', 'about', 'over')
    """
    if has_more:
        return "over"
    before, after = text[max(0, start - 16) : start], text[end : end + 3]
    if not DEGREE.search(before) and after[:1] not in DEGREE_AFTER:
        return "over" if text[start] in "百千万" and before.endswith("上") else "exact"
    if OVER_AFTER.match(after):
        return "under" if before.endswith("不") else "over"
    if UNDER_AFTER.match(after):
        return "under"
    if text[start] in "百千万" and before.endswith("上"):  # 上百次, 上千人
        return "over"
    if UNDER_BEFORE.search(before):
        return "under"
    if OVER_BEFORE.search(before):
        return "over"
    if ABOUT_BEFORE.search(before) or ABOUT_AFTER.match(after):
        return "about"
    return "exact"


def _arabic(m: re.Match[str]) -> tuple[float | None, bool, str | None]:
    """Value, whether 余/多 stands inside, and the measure word of an Arabic match."""
    value = float(m["arabic"].replace(",", ""))
    for c in m["scale"] or "":
        value *= SCALES[c]
    if m["rest"]:  # 1万2千余份
        value += int(m["rest"][0]) * SCALES[m["rest"][1]]
    more = any(m[g] for g in ("more1", "more2", "more3", "more4"))
    return round(value, 6), more, "%" if m["measure"] == "％" else m["measure"] or m["bracketed"]


def _chinese(m: re.Match[str]) -> tuple[float | None, bool, str | None]:
    """Value, whether 余/多 stands inside, and the measure word of a Chinese match."""
    value = chinese_value(m["chinese"])
    if m["chinese"][0] in SCALES and m.string[m.start() - 1 : m.start()] in tuple(SOME):
        return None, True, m["cmeasure"]  # 数十条: some tens, and nobody can tell how many
    before = m.string[m.start() - 1 : m.start()]
    if value is None and m["chinese"] in SCALES and (m["cmore"] or before in tuple("上近逾超")):  # 千余人, 上千份
        value = float(SCALES[m["chinese"]])
    if value is not None and m["cscale"]:
        value *= SCALES[m["cscale"]]
    return value, bool(m["cmore"]), m["cmeasure"]


def read_number(m: re.Match[str], text: str) -> Number:
    """The number of one match of `NUMBER` in `text`."""
    start, end = m.span()
    if m["percent"]:
        inner = m["pc"]
        value = float(inner.replace(",", "")) if inner[0].isdigit() else chinese_value(inner)
        qualifier = qualify(text, start, end, bool(m["pcmore"]))
        return Number(start, end, end, value, "百分之", "percent", qualifier, not inner[0].isdigit())
    if m["tenths"]:
        ones = m["ones"] or ""
        value = 10 * (chinese_value(m["tens"]) or 0) + (
            5 if ones == "半" else (chinese_value(ones) or 0) if ones else 0
        )
        return Number(start, end, end, value, "成", "percent", qualify(text, start, end, False), True)
    if m["half"]:
        return Number(start, end, end, 50.0, "一半", "percent", qualify(text, start, end, False), True)
    if m["fraction"]:
        value = round(100 * (chinese_value(m["numer"]) or 0) / (chinese_value(m["den"]) or 1), 4)
        return Number(start, end, end, value, "分之", "percent", qualify(text, start, end, False), True)
    is_chinese = m["chinese"] is not None
    value, more, measure = _chinese(m) if is_chinese else _arabic(m)
    if is_chinese and value is None and more and text[start - 1 : start] in tuple(SOME):
        start -= 1  # 数十条: the word that makes it unknown belongs to it
    group = "cmeasure" if is_chinese else "measure" if m["measure"] else "bracketed"
    bare_end = m.start(group) - (group == "bracketed") if measure else end
    family = family_of(measure) if measure else None
    if value is not None and measure:
        value = 100 * (2**value - 1) if measure == "番" else round(value * scale_of(measure), 4)  # 翻两番: four times
        if measure in ("元", "平方米") and (scale := text[start:bare_end].rstrip("余多")[-1:]) in "万亿":
            measure = scale + measure  # as printed: 万元 and 元 are different measure words of one unit
    return Number(start, end, bare_end, value, measure, family, qualify(text, start, end, more), is_chinese)


def find_numbers(text: str, only_counted: bool = False) -> list[Number]:
    """Every number of a normalised text in reading order, Arabic and Chinese, whether or not it counts anything.

    `only_counted` leaves out Chinese numerals without a measure word, nine of ten in a report (一体, 二、, 三是).

    >>> [(n.value, n.measure_word, n.qualifier) for n in find_numbers("受众1.4万余人次，约二十一件，百分之九十八点六")]
    [(14000.0, '人次', 'over'), (21.0, '件', 'about'), (98.6, '百分之', 'exact')]
    >>> [(n.value, n.measure_word) for n in find_numbers("分别为36、35件，金额分别为3.5、12.4万元")]
    [(36.0, '件'), (35.0, '件'), (35000.0, '万元'), (124000.0, '万元')]
    >>> [n.value for n in find_numbers("分别为3.5、4.1、12.4万元")]
    [35000.0, 41000.0, 124000.0]
    """
    out: list[Number] = []
    position = 0
    for first in FIRST.finditer(text):  # a set of characters is searched ten times faster than NUMBER
        if first.start() < position or UNIQUE.match(text, max(0, first.start() - 1)):
            continue
        m = NUMBER.match(text, first.start())
        if m and not (only_counted and m["chinese"] and not m["cmeasure"]):
            number = read_number(m, text)
            if out and number.start < out[-1].end:  # 十几百: 几 ends the first numeral, so it opens no second
                number = replace(number, start=m.start())
            out.append(number)
        position = m.end() if m else first.end()
    return _with_shared_units(text, out)


def _with_shared_units(text: str, numbers: list[Number]) -> list[Number]:
    """Numbers before another one with whose measure word they are told, 分别为36、35件, each with that measure word."""
    printed = list(numbers)
    told_with = len(numbers) - 1  # of a run, the number that has the measure word beside it
    for i in range(len(numbers) - 2, -1, -1):
        number, following = numbers[i], numbers[i + 1]
        if following is printed[i + 1]:
            told_with = i + 1
        if number.measure_word not in (None, "个") or not JOINED.fullmatch(text, number.end, following.start):
            continue
        if number.measure_word == "个":
            if following.family == "pct_point":  # 分别上升0.8个、2.5个百分点: the first 个 is short for 个百分点
                numbers[i] = replace(number, family="pct_point")
        elif _is_shared_out(text, number) and following.family and number.value is not None:
            numbers[i] = _measured_like(text, number, printed[told_with])
    return numbers


def _is_shared_out(text: str, number: Number) -> bool:
    """Whether the number is one of several shared out by 分别 or 依次; 第3、5条 and 2、3名 (two or three) are not."""
    clause = text[max(0, number.start - SHARED_OUT_REACH) : number.start]
    return not number.is_chinese and SHARED_OUT.search(clause) is not None and not clause.endswith("第")


def _measured_like(text: str, number: Number, last: Number) -> Number:
    """The number with the measure word of the last of its run; as it was, where the 万 of the last may not be its own.

    12.5、10.3万元 and 3.5、12.4万平方米 share the 万, a decimal of 万人 does; 30、1.2万件 may be thirty or 300,000.
    """
    own = text[number.start : number.bare_end]
    scaled = None if SCALED.search(own) else SCALED.search(text, last.start, last.bare_end)
    scale = scaled[0] if scaled else ""
    if scale and not (last.family in SCALE_IS_SHARED or "." in own):
        return number
    value = (number.value or 0) * scale_of((last.measure_word or "").removeprefix(scale))
    for character in scale:
        value *= SCALES[character]
    return replace(number, value=round(value, 4), measure_word=last.measure_word, family=last.family)
