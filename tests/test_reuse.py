"""Sentences carried over from one report to the next: planted pairs, what never counts, properties of the pairing."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from reuse_cases import PAIRS, Line, PlantedPair

from pipelines.corpus.reuse import (
    NEAR_SIMILARITY,
    carried_sentences,
    longest_passage,
    similarity,
    stale_year,
)
from pipelines.corpus.sentences import (
    FORMULAS,
    MIN_OWN_LETTERS,
    Formula,
    Sentence,
    is_prose,
    key_of,
    pattern_of,
    says_something,
    sentences_of,
)
from pipelines.identity.identify import identify
from pipelines.outline.headings import outline
from pipelines.text.intake import decode
from pipelines.text.normalize import normalize

GOLDEN = Path(__file__).parent / "golden" / "unseen"

# --- planted pairs ----------------------------------------------------------------------------------------------------


def sources(pair: PlantedPair) -> dict[str, tuple[str, str, bool]]:
    """This year's carried sentences by key: source's key, kind, whether only figures differ."""
    now, before = sentences_of(pair.now(), ()), sentences_of(pair.before(), ())
    return {
        now[one.index].key: (before[one.other].key, one.kind, one.only_figures_differ)
        for one in carried_sentences(now, before)
    }


def expected(line: Line) -> tuple[str, str, bool]:
    return key_of(line.of or ""), line.kind or "", line.only_figures


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_each_sentence_of_a_planted_pair_finds_its_source_or_none(pair: PlantedPair) -> None:
    assert sources(pair) == {key_of(line.now): expected(line) for line in pair.lines if line.kind}


def test_a_republication_in_traditional_script_is_the_same_text() -> None:
    text = "石桥镇2023年度法治政府建设情况报告\n" + "\n".join(line.of or line.now for line in PAIRS[0].lines) + "\n"
    traditional = OpenCC("s2t").convert(text)
    assert traditional != text
    now, before = sentences_of(normalize(traditional).text, ()), sentences_of(normalize(text).text, ())
    assert [(one.kind, one.index, one.other) for one in carried_sentences(now, before)] == [
        ("exact", index, index) for index in range(len(now))
    ]
    assert len(now) == 6


def test_a_short_report_is_compared_like_any_other() -> None:
    now, before = (sentences_of("在旧粮站改建的调解院里说和了四十七家的事。", ()) for _ in range(2))
    assert [one.kind for one in carried_sentences(now, before)] == ["exact"]
    assert carried_sentences(now, ()) == carried_sentences((), before) == []


# --- what counts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.example)
def test_a_set_phrase_says_nothing_of_its_own(formula: Formula) -> None:
    assert formula.example[0] in formula.starts
    assert not says_something(key_of(formula.example), 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，以习近平新时代中国特色社会主义思想为指导，在县委的坚强领导下，扎实推进法治政府建设。",
        "现将2024年度法治政府建设情况报告如下。",
        "一年来，取得了一定成效，但也还存在一些问题和不足，主要表现在以下几个方面。",
        "本年度未制定行政规范性文件，未发生行政诉讼案件。",
        "以上报告，请审阅。",
        "全部按期办结。",
    ],
)
def test_what_every_report_says_does_not_count(sentence: str) -> None:
    assert sentences_of(sentence, ()) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "在县司法局的指导下，把废弃的粮站改成调解院。",
        "深入学习贯彻习近平法治思想，中心组到监狱旁听两起职务犯罪案的庭审。",
        "未发生行政诉讼案件，是三年来乡里头一回把话说在前头的结果。",
        "一是对不满意的工单由分管领导带队回访；",
    ],
)
def test_a_set_phrase_does_not_hide_what_stands_beside_it(sentence: str) -> None:
    assert len(sentences_of(sentence, ())) == 1


@pytest.mark.parametrize(
    "line",
    [
        "石桥镇人民政府",
        "2024年1月15日",
        "县委全面依法治县委员会办公室：",
        "信访件 | 件 | 28 | 35",
        "信访件\t28\t35",
        "附件",
    ],
)
def test_lines_that_are_no_sentences(line: str) -> None:
    assert not is_prose(line)


def test_headings_do_not_count_but_a_first_clause_does() -> None:
    text = (
        "一、健全矛盾纠纷多元化解机制\n（一）把调解挺在诉讼前面。镇里请来退休法官坐堂。\n"
        "二、存在的问题\n一是个别村干部程序意识不强，习惯于凭老经验拍板；"
    )
    found = [sentence.key for sentence in sentences_of(text, outline(text))]
    assert found == ["镇里请来退休法官坐堂", "个别村干部程序意识不强，习惯于凭老经验拍板"]


@pytest.mark.parametrize(
    ("text", "other"),
    [("调解 36件,成功率97%。", "调解36件，成功率97%；"), ("全年１２件", "全年12件"), ("“一站式”", "“一站式")],
)
def test_white_space_and_width_change_no_sentence(text: str, other: str) -> None:
    assert key_of(text) == key_of(other)


@pytest.mark.parametrize(("text", "other"), [("涨1.5万元", "涨15万元"), ("调解36件", "调解37件"), ("36个", "36件")])
def test_exact_is_exact(text: str, other: str) -> None:
    assert key_of(text) != key_of(other)


# --- one to one, and the longest passage ------------------------------------------------------------------------------


def sentence(text: str, theme: str | None = None) -> Sentence:
    return Sentence(0, len(text), theme, key_of(text), pattern_of(key_of(text)))


def test_a_sentence_said_twice_comes_from_one_source_only() -> None:
    twice = [sentence("全镇网格员每周入户走访一遍")] * 2
    assert [(one.index, one.other) for one in carried_sentences(twice, twice[:1])] == [(0, 0)]


def test_the_longest_passage_keeps_its_order() -> None:
    before = [sentence(f"第{name}村的水渠归谁管，大家坐下来说清楚" + name * 9) for name in "甲乙丙丁戊"]
    now = [before[3], before[0], before[1], before[2], sentence("新修的桥头立了一块普法牌子"), before[4]]
    found = longest_passage(carried_sentences(now, before), now)
    assert found is not None
    assert (found.first, found.last, found.other_first, found.other_last, found.sentences) == (1, 3, 0, 2, 3)
    assert longest_passage([], now) is None


# --- a year left standing ---------------------------------------------------------------------------------------------

# (this year's sentence, last year's, theme, what is told); the reports are on 2024 and 2023
STALE: dict[str, tuple[str, str, str | None, int | None]] = {
    "left as it stood": ("2023年，全镇网格员入户走访三遍。", "2023年，全镇网格员入户走访三遍。", None, 2023),
    "figures changed, the year forgotten": ("2023年，调解36件。", "2023年，调解28件。", "disputes", 2023),
    "the year brought up to date": ("2024年，调解36件。", "2023年，调解36件。", None, None),
    "since a year": ("2023年以来，调解36件。", "2023年以来，调解36件。", None, None),
    "a day of a year": ("2023年3月，挂牌运行。", "2023年3月，挂牌运行。", None, None),
    "another year in both": ("2021年，获评示范村。", "2021年，获评示范村。", None, None),
    "a comparison": ("2023年，调解28件，同比下降3%。", "2023年，调解28件，同比下降3%。", None, None),
    "not at the head": ("获评2023年度先进。", "获评2023年度先进。", None, None),
    "a plan for the year reported on": ("2024年，将新建广场。", "2024年，将新建广场。", "plans", 2024),
    "a plan for the year after": ("2025年，将新建广场。", "2024年，将新建广场。", "plans", None),
    "next year's plan told as done": ("2024年，将新建广场。", "2024年，将新建广场。", None, None),
}


@pytest.mark.parametrize("case", STALE)
def test_a_year_left_standing(case: str) -> None:
    now, before, theme, told = STALE[case]
    assert stale_year(sentence(now, theme), sentence(before, theme), 2024, 2023) == told


# --- strangers --------------------------------------------------------------------------------------------------------


@cache
def strangers() -> list[tuple[str, tuple[Sentence, ...]]]:
    """Place and sentences of two batches of reports that other hands wrote."""
    read = []
    for file in sorted([*GOLDEN.glob("u3/*.txt"), *GOLDEN.glob("u10/*.txt")]):
        layer = decode(file.read_bytes())
        normalized = normalize(layer.text)
        identity = identify(layer.text, normalized, file.name, None)
        if identity.is_report:
            read.append((identity.place_name or "", sentences_of(normalized.text, outline(normalized.text))))
    return read


def test_reports_of_strangers_share_next_to_nothing() -> None:
    pairs = [(now, before) for (place, now), (other, before) in combinations(strangers(), 2) if place != other]
    shares = [len(carried_sentences(now, before)) / len(now) for now, before in pairs]
    assert len(shares) > 200
    assert max(shares) <= 0.1
    assert sum(shares) / len(shares) <= 0.005


# --- properties -------------------------------------------------------------------------------------------------------

POOL = sorted({line.now for pair in PAIRS for line in pair.lines} | {s for pair in PAIRS for s in pair.only_before})
reports = st.lists(st.sampled_from(POOL), max_size=12)


@settings(max_examples=60)
@given(reports, st.randoms(use_true_random=False))
def test_a_report_is_wholly_carried_over_from_itself_in_any_order(lines: list[str], rng: object) -> None:
    shuffled = lines.copy()
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    now, before = sentences_of("\n".join(lines), ()), sentences_of("\n".join(shuffled), ())
    carried = carried_sentences(now, before)
    assert [one.kind for one in carried] == ["exact"] * len(now)
    assert sorted(one.other for one in carried) == list(range(len(before)))


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9_999), min_size=1, max_size=6))
def test_other_figures_are_told_from_other_words(figures: list[int]) -> None:
    before = "\n".join(
        f"{name}村的调解员上门{n}次，劝和了{n + 1}户人家。" for name, n in zip("甲乙丙丁戊己", figures, strict=False)
    )
    now = before.replace("上门", "上门9")
    carried = carried_sentences(sentences_of(now, ()), sentences_of(before, ()))
    assert [(one.index, one.other) for one in carried] == [(n, n) for n in range(len(figures))]
    assert all(one.only_figures_differ and one.similarity == 1.0 for one in carried)


@settings(max_examples=60)
@given(reports, reports)
def test_spans_hold_their_sentences_and_pairs_are_one_to_one(lines: list[str], others: list[str]) -> None:
    text, other_text = "\n".join(lines), "\n".join(others)
    now, before = sentences_of(text, ()), sentences_of(other_text, ())
    for report, found in ((text, now), (other_text, before)):
        assert all(key_of(report[s.start : s.end]) == s.key for s in found)
        assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
        assert all(len(s.key) >= MIN_OWN_LETTERS for s in found)
    carried = carried_sentences(now, before)
    assert len({one.other for one in carried}) == len({one.index for one in carried}) == len(carried)
    for one in carried:
        assert (now[one.index].key == before[one.other].key) == (one.kind == "exact")
    back = carried_sentences(before, now)
    assert (
        sorted((one.other, one.index) for one in back if one.kind == "exact")
        == sorted((one.index, one.other) for one in carried if one.kind == "exact")
        or len({s.key for s in now}) < len(now)
        or len({s.key for s in before}) < len(before)
    )


@settings(max_examples=30)
@given(reports, reports)
def test_no_source_above_the_threshold_is_left_lying(lines: list[str], others: list[str]) -> None:
    now, before = sentences_of("\n".join(lines), ()), sentences_of("\n".join(others), ())
    carried = carried_sentences(now, before)
    used_now, used_before = {one.index for one in carried}, {one.other for one in carried}
    for index, one in enumerate(now):
        for other, source in enumerate(before):
            if index not in used_now and other not in used_before:
                denials = [sum(p.count(word) for word in "未无不") for p in (one.pattern, source.pattern)]
                assert similarity(one.pattern, source.pattern) < NEAR_SIMILARITY or denials[0] != denials[1]
