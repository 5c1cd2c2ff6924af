"""Republications of one report, and different reports of one place and year."""

from __future__ import annotations

from datetime import date

import pytest
from edition_cases import (
    BUGS_CAUGHT_DUPLICATES,
    BUGS_CAUGHT_NOT_DUPLICATES,
    DUPLICATES,
    NOT_DUPLICATES,
    A,
    B,
    Pair,
    edition,
    misread,
    report,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus import editions as rules
from pipelines.corpus.candidates import CROWD, Edition, can_be_one, candidate_pairs
from pipelines.corpus.editions import find_duplicates

ONE_REPORT = {**DUPLICATES, **BUGS_CAUGHT_DUPLICATES}
TWO_REPORTS = {**NOT_DUPLICATES, **BUGS_CAUGHT_NOT_DUPLICATES}

Found = dict[str, tuple[str, float]]


def duplicates_of(*texts: tuple[Edition, str]) -> Found:
    """Duplicates among editions given with their texts."""
    text_of = {each.report_id: text for each, text in texts}.__getitem__
    return find_duplicates([each for each, _ in texts], text_of)


def told(report_id: str, text: str, *known: object, **more: object) -> tuple[Edition, str]:
    return edition(report_id, text, *known, **more), text


def both_ways(pair: Pair) -> tuple[Found, Found]:
    """What is found with the first text as report a, and with the second as report a."""
    one = duplicates_of(told("a", pair.text, **pair.known), told("b", pair.other, **pair.other_known))
    other = duplicates_of(told("b", pair.text, **pair.known), told("a", pair.other, **pair.other_known))
    return one, other


@pytest.mark.parametrize("case", ONE_REPORT)
def test_one_report(case: str) -> None:
    one, other = both_ways(ONE_REPORT[case])
    assert len(one) == len(other) == 1
    assert {share for _, share in one.values()} == {share for _, share in other.values()}


@pytest.mark.parametrize("case", TWO_REPORTS)
def test_two_reports(case: str) -> None:
    assert both_ways(TWO_REPORTS[case]) == ({}, {})


def test_a_republication_repeats_the_first_edition() -> None:
    old = told("a", report(1, "\n2024年1月5日"), published=date(2024, 1, 5))
    new = told("b", report(1, "\n清河镇人民政府\n2024年3月1日"), published=date(2024, 3, 1))
    duplicates = duplicates_of(old, new)
    assert duplicates["b"][0] == "a"
    assert 0.9 < duplicates["b"][1] < 1


def test_a_corrected_edition_supersedes_the_first() -> None:
    old = told("a", A, published=date(2024, 1, 5))
    new = told("b", A.replace("召开专题会议", "召开专题会议1", 1), published=date(2024, 3, 1))
    assert duplicates_of(old, new) == {"a": ("b", pytest.approx(0.97, abs=0.03))}


def test_a_correction_without_place_does_not_take_the_figures_out_of_the_series() -> None:
    old = told("a", A, published=date(2024, 1, 5))
    new = told("b", A.replace("召开专题会议", "召开专题会议1", 1), None, published=date(2024, 3, 1))
    assert duplicates_of(old, new).keys() == {"b"}


def test_the_same_letters_are_wholly_alike() -> None:
    assert duplicates_of(told("a", A, None), told("b", A), told("c", A, year=None)) == {
        "a": ("b", 1.0),
        "c": ("b", 1.0),
    }


def test_a_page_without_a_place_joins_the_place_whose_text_it_is_most_like() -> None:
    town, twin = told("a", A + "另。"), told("b", A, "q")
    assert (
        duplicates_of(town, twin, told("c", "情况\n" + A, None)).items()
        == {"c": ("b", pytest.approx(0.99, abs=0.01))}.items()
    )


def test_texts_that_cannot_be_one_are_not_read() -> None:
    found = [edition("a", A), edition("b", B, "q"), edition("c", A, "r"), edition("d", report(3), None, None)]
    assert find_duplicates(found, lambda report_id: pytest.fail(f"{report_id} was read")) == {}


def test_a_crowd_of_one_place_and_year_is_not_compared_pair_by_pair() -> None:
    crowd = [told(f"r{number:03d}", report(number)) for number in range(CROWD + 20)]
    copies = [told(f"s{number:03d}", report(number, "特此报告。")) for number in range(10)]
    pairs = list(candidate_pairs([each for each, _ in crowd + copies]))
    assert len(pairs) < 2 * len(copies)
    assert duplicates_of(*crowd, *copies).keys() == {f"s{number:03d}" for number in range(10)}


FAMILY = [
    told("a", A),
    told("b", A + "\n清河镇"),
    told("c", B),
    told("d", "情况\n" + A, None),
    told("e", A, published=date(2024, 1, 1)),
    told("f", misread(A, 0.01), year=None),
    told("g", A, "q"),
    told("h", B + "情况", None, None),
    told("i", A.replace("召开专题会议", "召开专题会议1", 1), published=date(2024, 2, 1)),
]


@settings(deadline=None)
@given(st.permutations(FAMILY))
def test_the_order_of_the_reports_changes_nothing(order: list[tuple[Edition, str]]) -> None:
    expected = duplicates_of(*FAMILY)
    assert duplicates_of(*order) == expected
    assert {report_id: kept for report_id, (kept, _) in expected.items()} == {
        **dict.fromkeys("abef", "i"),
        "d": "g",
        "h": "c",
    }


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[Edition, str]]:
    """A handful of reports: few places, years and figures, damaged or not, so that many are alike."""
    size = draw(st.integers(2, 7))
    reports = []
    for number in range(size):
        text = report(draw(st.integers(1, 2)), draw(st.sampled_from(["", "\n清河镇人民政府"])))
        text = misread(text, draw(st.sampled_from([0.0, 0.01])), seed=number)
        place, year = draw(st.sampled_from(["p", "q", None])), draw(st.sampled_from([2022, 2023, None]))
        reports.append(told(f"r{number}", text, place, year, is_place_settled=draw(st.booleans()), place_name="清河镇"))
    return reports


@settings(max_examples=60)
@given(corpora())
def test_candidates_lose_nothing_that_comparing_all_pairs_finds(reports: list[tuple[Edition, str]]) -> None:
    found = duplicates_of(*reports)
    everything = lambda ordered: ((a, b) for a in ordered for b in ordered if a is not b and can_be_one(a, b))  # noqa: E731
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "candidate_pairs", everything)
        assert duplicates_of(*reports) == found


@settings(max_examples=60)
@given(corpora())
def test_what_counts_repeats_nothing_and_contradicts_none_of_its_copies(reports: list[tuple[Edition, str]]) -> None:
    by_id = {each.report_id: each for each, _ in reports}
    found = duplicates_of(*reports)
    assert not found.keys() & {kept for kept, _ in found.values()}
    assert all(can_be_one(by_id[copy], by_id[kept]) and 0 < share <= 1 for copy, (kept, share) in found.items())
