"""The repairs of a damaged text, as an ordered list of named data: what is cut, what is replaced one for one, and why.

Belongs here: every rule that changes characters of a body, each with an example that a test applies. Does not belong
here: page chrome (`page.py`), markup (`markup.py`), line wrapping and table rows (`layout.py`), the conversion to
simplified script (`script.py`), the order of all of these and the offset map (`normalize.py`).

A repair takes a text and returns a `Mending`: a text of the same length with characters replaced, and the spans to cut
from it. It never adds a character and never cuts a digit: the offset map stays a list of cuts, no figure is lost.

>>> mend(REPAIRS_BY_NAME["doubled_punctuation"], "2023年，，推进法治、，德治")
('2023年，推进法治、德治', 2)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.text import layout
from pipelines.text.layout import HANZI, Span


@dataclass(frozen=True, slots=True)
class Mending:
    """What a repair does to a text: `text` has the length it had, `cuts` are sorted, disjoint spans of it.

    `replacements` counts what was replaced (a pair of quotes as one).
    """

    text: str
    cuts: Sequence[Span] = ()
    replacements: int = 0

    @property
    def changes(self) -> int:
        """Cuts and replacements: the count that a report's `repairs` column shows."""
        return len(self.cuts) + self.replacements


@dataclass(frozen=True, slots=True)
class Repair:
    """A named repair. `apply` returns None where it has nothing to do; `owned` cuts belong to the character before."""

    name: str
    why: str
    example: tuple[str, str]
    apply: Callable[[str], Mending | None]
    owned: bool = False


def mend(repair: Repair, text: str) -> tuple[str, int]:
    """The text after one repair and the number of its cuts and replaced characters, without an offset map."""
    mending = repair.apply(text)
    if mending is None:
        return text, 0
    return remove(mending.text, mending.cuts), mending.changes


def remove(text: str, cuts: Sequence[Span]) -> str:
    """The text without the given sorted, disjoint spans."""
    kept, done = [], 0
    for start, end in cuts:
        kept.append(text[done:start])
        done = end
    kept.append(text[done:])
    return "".join(kept)


def _cut(pattern: re.Pattern[str]) -> Callable[[str], Mending | None]:
    def apply(text: str) -> Mending | None:
        cuts = [match.span() for match in pattern.finditer(text)]
        return Mending(text, cuts) if cuts else None

    return apply


def _cut_spans(find: Callable[[str], Iterable[Span]]) -> Callable[[str], Mending | None]:
    def apply(text: str) -> Mending | None:
        cuts = list(find(text))
        return Mending(text, cuts) if cuts else None

    return apply


def _translate(table: dict[int, str]) -> Callable[[str], Mending | None]:
    # A text without any of them, as most are, costs one scan: a tenth of what str.translate takes on Chinese.
    characters = re.compile("[" + re.escape("".join(map(chr, table))) + "]")

    def apply(text: str) -> Mending | None:
        if not characters.search(text):
            return None
        mended, replacements = characters.subn(lambda match: table[ord(match.group())], text)
        return Mending(mended, replacements=replacements)

    return apply


def _substitute(*rules: tuple[re.Pattern[str], str]) -> Callable[[str], Mending | None]:
    """Each rule replaces its match by as many characters."""

    def apply(text: str) -> Mending | None:
        total = 0
        for pattern, replacement in rules:
            text, replacements = pattern.subn(replacement, text)
            total += replacements
        return Mending(text, replacements=total) if total else None

    return apply


# --- characters ------------------------------------------------------------------------------------------------------

_LINE_END_FORMS = {ord(character): "\n" for character in "\r\x0b\x0c\x85\u2028\u2029"}


def _line_ends(text: str) -> Mending | None:
    cuts = [match.span() for match in re.finditer(r"\r(?=\n)", text)] if "\r" in text else []
    replaced = _translate(_LINE_END_FORMS)(text)
    if not cuts and replaced is None:
        return None
    return Mending(replaced.text, cuts, replaced.replacements - len(cuts)) if replaced else Mending(text, cuts)


_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e0fff]+"
)
_SPACE_FORMS = {ord(character): " " for character in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"} | {
    ord(character): " " for character in "\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u3164"
}

#: Radicals that fonts of exported PDFs use in place of characters, where Unicode gives no compatibility mapping.
_RADICALS = dict(
    zip("⺠⻓⻅⻋⻔⻚⻛⻢⻄⻘⻆⻰⻩⻬⻝⻉⻮⻨⻥⻦⻤⻣⺫", "民长见车门页风马西青角龙黄齐食贝齿麦鱼鸟鬼骨目", strict=True)
)


def _compatibility_forms() -> dict[int, str]:
    blocks = (range(0x2E80, 0x2FD6), range(0xF900, 0xFB00))
    mapped = {code: unicodedata.normalize("NFKC", chr(code)) for block in blocks for code in block}
    single = {code: form for code, form in mapped.items() if len(form) == 1 and form != chr(code)}
    return single | {ord(radical): character for radical, character in _RADICALS.items()}


_FULLWIDTH_ASCII = {
    code: chr(code - 0xFEE0)
    for code in range(0xFF01, 0xFF5F)
    # The punctuation of Chinese prose stays; its half-width forms are widened instead.
    if chr(code) not in "！（），：；？～［］｛｝｜＂＇｀＾＿＜＞"
} | {ord("﹪"): "%", ord("﹢"): "+", ord("﹣"): "-", ord("｜"): "|"}


#: Every decimal digit of Unicode but ASCII's and the full-width ones, which have a repair of their own. A class is
#: one look at a character's category; a table of all 660 took 2 ms a report, more than all other repairs together.
_DIGIT_OF_OTHER_SCRIPT = re.compile(r"[^\D0-9０-９]")


def _digits_of_other_scripts(text: str) -> Mending | None:
    mended, replacements = _DIGIT_OF_OTHER_SCRIPT.subn(lambda match: str(unicodedata.decimal(match.group())), text)
    return Mending(mended, replacements=replacements) if replacements else None


# --- pinyin ----------------------------------------------------------------------------------------------------------

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ\u0300\u0301\u0304\u030c"
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i(?:ang|ong|an|ao|ng|a|e|n|u)?|u(?:ang|ai|an|ng|a|e|i|n|o)?|v[en]?|a(?:ng|i|n|o)?|e(?:ng|i|n|r)?|o(?:ng|u)?)"
)
# Patterns begin with the rarest character, and look back from there: a look-behind tried everywhere costs 4 times more.
_ANNOTATION = re.compile(f"[(（](?:(?<=[{HANZI}].)|(?<=[{HANZI}] .)) ?([a-züɑɡ{_TONED}]{{1,8}}) ?[)）]")
_PARTICLES = frozenset("de le me ne ba ma zhe zi men tou la ya wa li shang".split())
_TONE_MARKS = re.compile("[\u0300\u0301\u0304\u030c]")
#: So many toned annotations prove that a script put them there; then toneless ones are annotations as well.
_ANNOTATED_FROM = 3


@lru_cache(maxsize=4096)
def _plain_syllable(annotation: str) -> str | None:
    """The toneless syllable of an annotation, or None where it is none: (app), (ok), (café)."""
    plain = _TONE_MARKS.sub("", unicodedata.normalize("NFD", annotation.replace("ɑ", "a").replace("ɡ", "g")))
    plain = unicodedata.normalize("NFC", plain).replace("ü", "v")
    return plain if _SYLLABLE.fullmatch(plain) else None


def _pinyin(text: str) -> Iterable[Span]:
    toned, toneless = [], []
    for match in _ANNOTATION.finditer(text):
        annotation = match.group(1)
        plain = _plain_syllable(annotation)
        if plain is None:
            continue
        span = (match.start() - (text[match.start() - 1] == " "), match.end())
        if plain != annotation.replace("ü", "v"):
            toned.append(span)
        elif len(plain) > 1:
            toneless.append((plain, span))
    is_annotated = len(toned) >= _ANNOTATED_FROM
    return sorted(toned + [span for plain, span in toneless if is_annotated or plain in _PARTICLES])


# --- punctuation -----------------------------------------------------------------------------------------------------

_BRACKETS_AND_QUOTES = {
    ord(found): wanted
    for found, wanted in zip(
        "()﹙﹚「」『』﹁﹂﹃﹄〝〞＂︰﹐﹑﹒﹔﹕﹖﹗｡､．",
        '（）（）“”‘’“”‘’“”"：，、.；：？！。、.',
        strict=True,
    )
}
_ASCII_SIDE = "0-9A-Za-z "
_WIDEN = (
    (re.compile(f",(?:(?<![{_ASCII_SIDE}],)|(?![{_ASCII_SIDE}])|(?<=[A-Za-z],)(?=[0-9]))"), "，"),
    (re.compile(f";(?:(?<![{_ASCII_SIDE}];)|(?![{_ASCII_SIDE}]))"), "；"),
    (re.compile(rf":(?:(?<![{_ASCII_SIDE}]:)(?!//)|(?![{_ASCII_SIDE}/\\]))"), "："),
    (re.compile(f"\\?(?<=[{HANZI}）”》]\\?)"), "？"),
    (re.compile(f"!(?<=[{HANZI}）”》]!)"), "！"),
)
_STRAIGHT_QUOTES = (re.compile(r'"([^"\n]{1,80})"'), r"“\1”")

_DOT = re.compile(f"\\.(?<=[{HANZI}）”》]\\.)(?=\n|[{HANZI}“（]|$)")
_ENUMERATOR = re.compile(r"(?:^|[\n。；：！？])[第（]?[一二三四五六七八九十]{1,3}）?$")


def _full_stops(text: str) -> Mending | None:
    # An enumerator (一.加强领导) keeps its dot; what stands in the 6 characters before it tells.
    stops = [m.start() for m in _DOT.finditer(text) if not _ENUMERATOR.search(text[max(0, m.start() - 6) : m.start()])]
    if not stops:
        return None
    pieces = [text[a + 1 : b] for a, b in zip([-1, *stops], [*stops, len(text)], strict=True)]
    return Mending("。".join(pieces), replacements=len(stops))


_RUN_OF_MARKS = re.compile("[，、：；。？！]{2,}")
_STRENGTH = {mark: strength for strength, mark in enumerate("，、：；。？！")}


@lru_cache(maxsize=4096)
def _weaker_positions(marks: str) -> tuple[int, ...]:
    """Which of a run of marks go: all but the strongest; of equals the first stays. Stressed ends (？！) stay whole."""
    strongest = max(marks, key=_STRENGTH.__getitem__)
    if strongest in "？！":
        return tuple(i for i, mark in enumerate(marks) if mark not in "？！")
    return tuple(i for i in range(len(marks)) if i != marks.index(strongest))


def _weaker_marks(text: str) -> Iterable[Span]:
    for match in _RUN_OF_MARKS.finditer(text):
        start = match.start()
        yield from ((start + i, start + i + 1) for i in _weaker_positions(match.group()))


# A line of marks alone goes with its line end, or a blank line would be left; a tab behind a mark would be a margin.
_STRAY_MARK = re.compile(
    r"\A(?P<lines>(?:[，、；：。]+[ \t]*(?:\n|\Z)?)+)|(?P<line>\n[，、；：。]+[ \t]*(?=\n|\Z))"
    r"|\n(?P<at_start>[，、；：。]+[ \t]*)|[（《“](?P<opening>[，、]+)|(?P<closing>，)[）》]"
)


def _stray_marks(text: str) -> Iterable[Span]:
    for match in _STRAY_MARK.finditer(text):
        yield match.span(match.lastgroup or 0)


REPAIRS: tuple[Repair, ...] = (
    Repair(
        "line_ends",
        "files of Windows, old Macs and Word mark line ends in five ways",
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        _line_ends,
    ),
    Repair(
        "invisible_characters",
        "zero-width marks, soft hyphens and control characters split words and numbers unseen",
        ("法\u200b治3\u00ad6件\x07", "法治36件"),
        _cut(_INVISIBLE),
    ),
    Repair(
        "space_forms", "one space for all kinds of space", ("第\u3000一\xa0条", "第 一 条"), _translate(_SPACE_FORMS)
    ),
    Repair(
        "compatibility_forms",
        "PDF exports put radicals and compatibility forms in place of characters",
        ("⼈⺠调解⼯作", "人民调解工作"),
        _translate(_compatibility_forms()),
    ),
    Repair(
        "pinyin",
        "anti-copying scripts annotate characters with pinyin in brackets; it belongs to its character",
        ("阜沙鎮(zhèn)調（tiáo）解APP(app)工作(一)", "阜沙鎮調解APP(app)工作(一)"),
        _cut_spans(_pinyin),
        owned=True,
    ),
    Repair(
        "digits_of_other_scripts",
        "posts print figures in mathematical letters; anti-copying scripts take digits of other languages",
        ("调解𝟏𝟐件，办结٣٦件，१२场", "调解12件，办结36件，12场"),
        _digits_of_other_scripts,
    ),
    Repair(
        "fullwidth_thousands",
        "a full-width comma between full-width digits groups thousands; once the digits are half-width nobody can tell",
        ("户籍人口８２，３１５人", "户籍人口８２,３１５人"),
        _substitute((re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))"), ",")),
    ),
    Repair(
        "fullwidth_alphanumerics",
        "input methods type digits and letters at full width",
        ("２０２４年ＡＰＰ办结９８．５％", "2024年APP办结98.5%"),
        _translate(_FULLWIDTH_ASCII),
    ),
    Repair(
        "wrapped_lines",
        "text from PDF or mail breaks each line at the same width, in mid-sentence",
        layout.WRAPPED_EXAMPLE,
        _cut_spans(layout.wrap_breaks),
    ),
    Repair(
        "line_layout",
        "indents, trailing spaces and blank lines say nothing",
        ("  甲 \n\n 乙\n", "甲\n乙"),
        _cut_spans(layout.margins),
    ),
    Repair(
        "broken_numbers",
        "a line break in the middle of a number, in a text that was not wrapped as a whole, would tell two false "
        "numbers",
        ("调处成功率9\n4.1%，发放资料139\n7份", "调处成功率94.1%，发放资料1397份"),
        _cut_spans(layout.number_breaks),
    ),
    Repair(
        "number_spaces",
        "OCR splits numbers; cells of a flattened table row stay apart",
        ("2 0 2 4 年调解3 6 件，发放1 200余份", "2024 年调解36 件，发放1200余份"),
        _cut_spans(layout.number_spaces),
    ),
    Repair(
        "chinese_spaces",
        "Chinese has no spaces; beside a character or its punctuation one is an accident",
        ("调 解 纠纷 36 件 , 办结 ”", "调解纠纷36件,办结”"),
        _cut_spans(layout.chinese_spaces),
    ),
    Repair(
        "bracket_and_quote_forms",
        "one form of brackets and quotes",
        ("(一)「八五」普法", "（一）“八五”普法"),
        _translate(_BRACKETS_AND_QUOTES),
    ),
    Repair(
        "straight_quotes",
        "quotes of a typewriter, by pairs",
        ('"三重一大"', "“三重一大”"),
        _substitute(_STRAIGHT_QUOTES),
    ),
    Repair(
        "punctuation_width",
        "half-width marks of Chinese prose; between digits or Latin letters they stay",
        ("2023年,办结1,200件;时间12:30", "2023年，办结1,200件；时间12:30"),
        _substitute(*_WIDEN),
    ),
    Repair(
        "full_stops",
        "a dot after a character ends its sentence, unless it is an enumerator's",
        ("一.加强领导.", "一.加强领导。"),
        _full_stops,
    ),
    Repair(
        "doubled_punctuation",
        "anti-copying scripts put commas before or after other marks; the strongest mark is the author's",
        ("一，、学习，，落实，。", "一、学习，落实。"),
        _cut_spans(_weaker_marks),
    ),
    Repair(
        "stray_marks",
        "a mark at the start of a line or inside a bracket closes nothing",
        ("（一，）学习", "（一）学习"),
        _cut_spans(_stray_marks),
    ),
)

REPAIRS_BY_NAME = {repair.name: repair for repair in REPAIRS}
