"""What happens to a clean report between its author and the corpus: named kinds of damage, each with its rate.

Belongs here: the list of damages, and the charsets a file may be saved in. Does not belong here: prose (`writing.py`),
files that are broken as a whole (`generate.py`), any repair: this module knows nothing of `pipelines`.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

from opencc import OpenCC

Apply = Callable[[str, random.Random], str]

# Readings of frequent characters that differ between the scripts, as the scripts of some sites print them.
PINYIN = dict(
    pair.split(":")
    for pair in (
        "鎮:zhèn 發:fā 設:shè 進:jìn 實:shí 學:xué 調:diào 導:dǎo 關:guān 強:qiáng 規:guī 領:lǐng 執:zhí "
        "業:yè 質:zhì 現:xiàn 區:qū 網:wǎng 監:jiān 結:jié 統:tǒng 務:wù 開:kāi 會:huì 議:yì 黨:dǎng 幹:gàn "
        "達:dá 對:duì 權:quán 責:zé 決:jué 訴:sù 糾:jiū 紛:fēn 動:dòng 縣:xiàn 鄉:xiāng 眾:zhòng 處:chù "
        "審:shěn 隊:duì 員:yuán 資:zī 聽:tīng 圍:wéi 廣:guǎng 請:qǐng"
    ).split()
)
PINYIN_SHARE = 0.7
DOUBLED_COMMA_SHARE = 0.15
LOST_MEASURE_WORD_SHARE = 0.15
SPACED_NUMBER_SHARE = 0.20
# Columns of a terminal or a mail: 38 Chinese characters, or twice as many digits.
WRAP_WIDTH_COLUMNS = 76

_MEASURED = re.compile(r"(?<=\d)(?:件|条|次|份|人次|家|处)(?=[，。、])")
_LONG_NUMBER = re.compile(r"\d{2,}")
_SIGNED_DATE = re.compile(r"(\d{4}年\d{1,2})月(\d{1,2}日)\s*$")
_FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")
_HALF_WIDTH = str.maketrans("，；：（）", ",;:()")
_FIRST_LEVEL_MARKER = re.compile(r"^[二三四五六七八九]、", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage: `rate` is the share of reports that it befalls; `apply` draws from the generator given."""

    name: str
    rate: float
    why: str
    example: tuple[str, str]
    apply: Apply


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _lost_measure_words(text: str, rng: random.Random) -> str:
    return _MEASURED.sub(lambda match: "" if rng.random() < LOST_MEASURE_WORD_SHARE else match[0], text)


def _damaged_date(text: str, rng: random.Random) -> str:
    return _SIGNED_DATE.sub(r"\1\2", text)


def _lost_marker(text: str, rng: random.Random) -> str:
    markers = list(_FIRST_LEVEL_MARKER.finditer(text))
    if not markers:
        return text
    lost = rng.choice(markers)
    return text[: lost.start()] + text[lost.end() :]


def _spaced(text: str, rng: random.Random) -> str:
    return _LONG_NUMBER.sub(lambda match: " ".join(match[0]) if rng.random() < SPACED_NUMBER_SHARE else match[0], text)


def _full_width(text: str, rng: random.Random) -> str:
    return text.translate(_FULL_WIDTH)


def _half_width(text: str, rng: random.Random) -> str:
    return text.translate(_HALF_WIDTH)


def _wrapped(text: str, rng: random.Random) -> str:
    out = []
    column = 0
    for character in text:
        width = 2 if east_asian_width(character) in "WF" else 1
        if character != "\n" and column + width > WRAP_WIDTH_COLUMNS:
            out.append("\n")
            column = 0
        out.append(character)
        column = 0 if character == "\n" else column + width
    return "".join(out)


def to_traditional(text: str) -> str:
    """The text in traditional script."""
    return _converter().convert(text)


def _traditional(text: str, rng: random.Random) -> str:
    return to_traditional(text)


def _pinyin(text: str, rng: random.Random) -> str:
    """Traditional script, readings in brackets after some characters, some commas doubled."""
    out = []
    for character in _traditional(text, rng):
        out.append(character)
        if character in PINYIN and rng.random() < PINYIN_SHARE:
            out.append(f"({PINYIN[character]})")
        elif character in "，," and rng.random() < DOUBLED_COMMA_SHARE:
            out.append(character)
    return "".join(out)


def _markup(text: str, rng: random.Random) -> str:
    paragraphs = (f"<p>&nbsp;&nbsp;{html.escape(line)}</p>" for line in text.split("\n") if line)
    return '<div class="article">\n' + "\n".join(paragraphs) + "\n</div>\n"


# In the order in which they happen: the author's slips, the scan, the site's script, the page around it.
DAMAGES = (
    Damage("lost_measure_words", 0.10, "a table or a copy loses them", ("办结62件，", "办结62，"), _lost_measure_words),
    Damage("damaged_date", 0.02, "a character of the signature is lost", ("2024年3月5日", "2024年35日"), _damaged_date),
    Damage("lost_marker", 0.03, "automatic numbering is not copied", ("二、问题", "问题"), _lost_marker),
    Damage("spaced_numbers", 0.06, "OCR sets digits apart", ("36件", "3 6件"), _spaced),
    Damage("full_width_digits", 0.03, "the writer's input method", ("36%", "３６％"), _full_width),
    Damage("half_width_punctuation", 0.15, "the writer's input method", ("（一）", "(一)"), _half_width),
    Damage("wrapped_lines", 0.05, "lines are cut at a width, numbers too", ("…", "…\n…"), _wrapped),
    Damage("traditional_script", 0.02, "a mirror in the other script", ("发展", "發展"), _traditional),
    Damage("pinyin", 0.08, "a script against copying", ("镇，", "鎮(zhèn)，，"), _pinyin),
    Damage("markup", 0.03, "saved with its tags", ("全文", "<p>全文</p>"), _markup),
)
#: The share of reports with the site's menus, metadata and footer around them; made with the words of the place.
PAGE_CHROME_RATE = 0.30
CRLF_RATE = 0.10
# Python codec → share of files. What is left is plain UTF-8.
CHARSETS = {"gb18030": 0.15, "utf-8-sig": 0.05, "utf-16": 0.01}


def damage(text: str, rng: random.Random) -> tuple[str, tuple[str, ...]]:
    """The text after what befell it, and the names of that, in order.

    >>> damage("二、调解纠纷36件。", random.Random(6))
    ('二、调解纠纷３６件。', ('full_width_digits',))
    """
    names = []
    for kind in DAMAGES:
        # Drawn for each kind in turn, so that a new kind at the end leaves the others where they were.
        if rng.random() < kind.rate and not (kind.name == "pinyin" and "traditional_script" in names):
            text = kind.apply(text, rng)
            names.append(kind.name)
    return text, tuple(names)


def encoded(text: str, rng: random.Random) -> tuple[bytes, str]:
    """The bytes of a text in a charset drawn by its share, and the name of that Python codec."""
    if rng.random() < CRLF_RATE:
        text = text.replace("\n", "\r\n")
    drawn = rng.random()
    for codec, share in CHARSETS.items():
        if drawn < share:
            # "utf-16" writes a mark and the machine's byte order: name the order, or bytes differ between machines
            return (b"\xff\xfe" + text.encode("utf-16-le") if codec == "utf-16" else text.encode(codec)), codec
        drawn -= share
    return text.encode("utf-8"), "utf-8"
