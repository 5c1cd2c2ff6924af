"""Script detection and conversion, held to the reference OpenCC and to the words it gets wrong."""

from __future__ import annotations

import itertools
import random

import pytest
from opencc import OpenCC

from pipelines.text import script
from pipelines.text.script import (
    GENRE_WORDS,
    PLACE_NAMES,
    detect_script,
    to_simplified,
    to_simplified_where_traditional,
)

REFERENCE = OpenCC("t2s")
DICTIONARY = {name: script._dictionary(name) for name in ("TSPhrases", "TSCharacters")}
ENTRIES = sorted({*DICTIONARY["TSPhrases"], *DICTIONARY["TSCharacters"]})

#: Of 1,232 strings of two dictionary phrases that share a character, so many convert differently: the reference takes
#: the longest phrase of a segment first, wherever it stands (反覆盆子 → 反|覆盆子), this module the first from the left
#: (反覆|盆子). Without context neither is right always; in no report seen do phrases overlap.
OVERLAPS_THAT_PART = 58

DETECTED = [
    ("今年共调解矛盾纠纷36件", "simplified"),
    ("乾县2023年度法治政府建设情况报告", "simplified"),
    ("后记,並無", "mixed"),
    ("關于進一步加強法治政府建設的報告", "traditional"),
    ("鎮黨委進一步創建民主法治示范村,最后一公里,并落實責任,開展調解,維護穩定", "traditional"),
    ("全镇调解糾紛七十八宗，办结信訪件", "mixed"),
    ("2024 APP 100%", "simplified"),
    ("", "simplified"),
]

BUGS_CAUGHT = [
    ("乾縣乾安縣乾務鎮", "乾县乾安县乾务镇"),
    ("幹部乾部若干", "干部干部若干"),
    ("著力推進，圍繞著中心，著名著作", "着力推进，围绕着中心，著名著作"),
    ("規畫與計畫", "规划与计划"),
    ("瞭解情況，瞭望塔", "了解情况，瞭望塔"),
    ("覆蓋率與答覆率", "覆盖率与答复率"),
    ("迳頭鎮逕頭鎮", "迳头镇迳头镇"),
    ("餘姚沈陽后里谷城岳陽", "余姚沈阳后里谷城岳阳"),
    ("敎育淸單戸籍", "教育清单户籍"),
]

STAYS_IN_MIXED = ["乾县", "徵信", "于都县", "着力", "干部", "瞭望"]


@pytest.mark.parametrize(("text", "expected"), DETECTED)
def test_script_is_told_by_the_characters_that_only_one_script_has(text: str, expected: str) -> None:
    assert detect_script(text) == expected


@pytest.mark.parametrize(("traditional", "simplified"), BUGS_CAUGHT)
def test_words_that_a_careless_conversion_breaks(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize("word", STAYS_IN_MIXED)
def test_simplified_words_survive_in_a_mixed_text(word: str) -> None:
    assert to_simplified_where_traditional(word + "調解") == word + "调解"


def test_every_dictionary_entry_converts_as_the_reference_does() -> None:
    parted = [e for e in ENTRIES if to_simplified(e, with_lexicon=False) != _reference(e)]
    assert len(ENTRIES) > 4_300
    assert parted == []


def test_random_mixes_convert_as_the_reference_does() -> None:
    # Entries are parted by commas: where they touch, a phrase may begin in one and end in the next (see below).
    dice = random.Random(20261121)
    for _ in range(300):
        mix = "，".join(dice.choices(ENTRIES, k=30))
        assert to_simplified(mix, with_lexicon=False) == _reference(mix)


def test_overlapping_phrases_part_from_the_reference_only_where_known() -> None:
    phrases = sorted(DICTIONARY["TSPhrases"])
    overlapped = {a + b[1:] for a, b in itertools.product(phrases, phrases) if a != b and a[-1] == b[0]}
    parted = [text for text in overlapped if to_simplified(text, with_lexicon=False) != REFERENCE.convert(text)]
    assert len(overlapped) == 1_232
    assert len(parted) == OVERLAPS_THAT_PART


def test_conversion_keeps_the_length_of_every_entry() -> None:
    assert [e for e in ENTRIES if len(to_simplified(e)) != len(e)] == []
    assert [e for e in ENTRIES if len(to_simplified_where_traditional(e)) != len(e)] == []


@pytest.mark.parametrize("word", [*PLACE_NAMES, *GENRE_WORDS], ids=lambda word: word.traditional)
def test_lexicon_entries_are_needed_and_keep_their_length(word: script.ScriptWord) -> None:
    assert word.why
    assert len(word.traditional) == len(word.simplified)
    assert to_simplified(word.traditional) == word.simplified
    assert to_simplified(word.traditional, with_lexicon=False) != word.simplified


@pytest.mark.parametrize("variant", sorted(script.GLYPH_VARIANTS))
def test_glyph_variants_are_not_in_the_dictionary(variant: str) -> None:
    assert variant not in DICTIONARY["TSCharacters"]


def _reference(text: str) -> str:
    """The reference, and this module's glyph variants, which it leaves alone."""
    return REFERENCE.convert(text).translate(str.maketrans(script.GLYPH_VARIANTS))
