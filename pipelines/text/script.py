"""Traditional to simplified script, one character for one, and the question whether a text needs it.

Belongs here: script detection, the conversion, the words that the dictionaries get wrong in this genre. Does not
belong here: other variant forms of characters that have nothing to do with script (`repairs.py`).

The data are the dictionaries of `opencc-python-reimplemented` (TSPhrases over TSCharacters), read from the installed
package, and the short lexicons below. Its own pure-Python loop runs at 1.5 MB/s; here one regular expression finds the
phrases and `str.translate` does the rest.

Where this parts from the reference, and why both are defensible: the reference takes the longest phrase of a whole
segment first, wherever it stands; this takes the first phrase from the left, the longest that begins there. They differ
only where two dictionary phrases overlap (`tests/test_script.py` says how often), and on the lexicons below, by intent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class ScriptWord:
    """A word that the dictionaries convert to the wrong characters: `simplified` has the length of `traditional`."""

    traditional: str
    simplified: str
    why: str


_PLACE = "地名,乾不作干"
PLACE_NAMES = (
    ScriptWord("乾安", "乾安", "吉林松原乾安县;" + _PLACE),
    ScriptWord("乾務", "乾务", "广东珠海乾务镇;" + _PLACE),
    ScriptWord("乾潭", "乾潭", "浙江建德乾潭镇;" + _PLACE),
    ScriptWord("乾佑", "乾佑", "陕西柞水乾佑街道;" + _PLACE),
    ScriptWord("乾州", "乾州", "湖南吉首乾州街道;" + _PLACE),
    ScriptWord("乾溪", "乾溪", "多省乡镇名;" + _PLACE),
    ScriptWord("乾西", "乾西", "浙江金华乾西乡;" + _PLACE),
    ScriptWord("乾塘", "乾塘", "广东湛江乾塘镇;" + _PLACE),
    ScriptWord("乾江", "乾江", "广西合浦乾江;" + _PLACE),
    ScriptWord("乾封", "乾封", "陕西西安旧县名、街道名;" + _PLACE),
    ScriptWord("乾城", "乾城", "湖南旧县名、街道名;" + _PLACE),
    ScriptWord("乾鎮", "乾镇", "湖北天门乾镇驿;" + _PLACE),
    ScriptWord("東乾", "东乾", "村名;" + _PLACE),
    ScriptWord("西乾", "西乾", "村名;" + _PLACE),
    ScriptWord("魏徵", "魏徵", "人名,街道、学校亦用"),
)

_ZHE = "台港字形以著代着,t2s 不改"
GENRE_WORDS = (
    ScriptWord("著力", "着力", _ZHE),
    ScriptWord("著眼", "着眼", _ZHE),
    ScriptWord("著手", "着手", _ZHE),
    ScriptWord("著重", "着重", _ZHE),
    ScriptWord("沿著", "沿着", _ZHE),
    ScriptWord("隨著", "随着", _ZHE),
    ScriptWord("本著", "本着", _ZHE),
    ScriptWord("朝著", "朝着", _ZHE),
    ScriptWord("接著", "接着", _ZHE),
    ScriptWord("圍繞著", "围绕着", _ZHE),
    ScriptWord("存在著", "存在着", _ZHE),
    ScriptWord("規畫", "规划", "台湾用字,词典只有計畫"),
    ScriptWord("策畫", "策划", "台湾用字,词典只有計畫"),
)

#: Old or Hong Kong glyph forms that TSCharacters does not list.
GLYPH_VARIANTS = dict(zip("淸靑緖戸吿砲値鄕硏囬", "清青绪户告炮值乡研回", strict=True))

#: Share of traditional-only among script-telling characters. The two traditional reports measure 0.990 and 0.997 (their
#: 并 and 群 tell simplified), the three simplified ones 0.
_TRADITIONAL_SHARE = 0.9
#: A name or a quoted calligraphy of a few characters does not make a text mixed.
_SIMPLIFIED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class _Tables:
    characters: dict[int, str]
    traditional_only: dict[int, str]
    traditional_signs: frozenset[str]
    simplified_signs: frozenset[str]
    phrases: dict[str, str]


def _dictionary(name: str) -> dict[str, list[str]]:
    text = (resources.files("opencc") / "dictionary" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip())
    return {key: values.split(" ") for key, values in rows}


def _is_gb2312(text: str) -> bool:
    """In the simplified standard of 1980: what it lists (乾 徵 著 too) is no sign of traditional script."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _tables() -> _Tables:
    first = {key: values[0] for key, values in _dictionary("TSCharacters").items()}
    characters = {key: value for key, value in first.items() if key != value and len(value) == 1} | GLYPH_VARIANTS
    phrases = {key: values[0] for key, values in _dictionary("TSPhrases").items() if len(values[0]) == len(key)}
    traditional_only = {key: value for key, value in characters.items() if not _is_gb2312(key)}
    return _Tables(
        characters={ord(key): value for key, value in characters.items()},
        traditional_only={ord(key): value for key, value in traditional_only.items()},
        traditional_signs=frozenset(traditional_only),
        simplified_signs=frozenset(key for key, values in _dictionary("STCharacters").items() if key not in values),
        phrases=phrases,
    )


@cache
def _phrases(with_lexicon: bool) -> dict[str, str]:
    lexicon = {word.traditional: word.simplified for word in (*PLACE_NAMES, *GENRE_WORDS)} if with_lexicon else {}
    return _tables().phrases | lexicon


@cache
def _phrase_pattern(with_lexicon: bool) -> re.Pattern[str]:
    """The phrases as a two-step trie: first character, then the tails, longest first."""
    tails: dict[str, list[str]] = {}
    for phrase in _phrases(with_lexicon):
        tails.setdefault(phrase[0], []).append(phrase[1:])
    branches = (
        first + "(?:" + "|".join(sorted(map(re.escape, rest), key=lambda tail: (-len(tail), tail))) + ")"
        for first, rest in sorted(tails.items())
    )
    return re.compile("|".join(branches))


def detect_script(text: str) -> str:
    """`simplified`, `traditional` or `mixed`, by the characters that only one script has. No evidence: simplified.

    A text without a single traditional-only character, as most are, is known after one scan.

    >>> detect_script("乾县2023年度报告"), detect_script("關刀鎮法治政府建設"), detect_script("法治政府建设與调解工作")
    ('simplified', 'traditional', 'mixed')
    """
    # Text within GB2312 has no sign of traditional script by definition, and its codec is 10 times faster than a look.
    tables = _tables()
    if _is_gb2312(text) or tables.traditional_signs.isdisjoint(text):
        return "simplified"
    # A regular expression over 4,000 characters takes 5 ms for a report of 5,000, counting them 0.5 ms.
    counts = Counter(text)
    traditional = sum(count for character, count in counts.items() if character in tables.traditional_signs)
    simplified = sum(count for character, count in counts.items() if character in tables.simplified_signs)
    share = traditional / (traditional + simplified)
    if share >= _TRADITIONAL_SHARE:
        return "traditional"
    return "simplified" if share <= _SIMPLIFIED_SHARE else "mixed"


def to_simplified(text: str, with_lexicon: bool = True) -> str:
    """Traditional text in simplified characters, of the same length. Do not give it simplified text: 乾县 would suffer.

    `with_lexicon=False` leaves out this module's own words, for comparison with the reference.

    >>> to_simplified("關刀鎮調解糾紛，著力瞭解乾縣")
    '关刀镇调解纠纷，着力了解乾县'
    """
    characters, phrases = _tables().characters, _phrases(with_lexicon)
    pieces: list[str] = []
    done = 0
    for match in _phrase_pattern(with_lexicon).finditer(text):
        pieces.append(text[done : match.start()].translate(characters))
        pieces.append(phrases[match.group()])
        done = match.end()
    pieces.append(text[done:].translate(characters))
    return "".join(pieces)


def to_simplified_where_traditional(text: str) -> str:
    """Only characters that no simplified text has are converted: safe on mixed and on simplified text.

    >>> to_simplified_where_traditional("乾县調解纠纷")
    '乾县调解纠纷'
    """
    return text.translate(_tables().traditional_only)
