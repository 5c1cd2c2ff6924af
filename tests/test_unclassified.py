"""Quantities without a metric: what they count, in which group they fall, which metric comes nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_reports import read

from pipelines.figures.unclassified import group_by_ending

# sentence, theme, what it counts
COUNTED = [
    ("组建五老义务巡查队3支。", "community", "五老义务巡查队"),
    ("投入3名专职辅警。", "enforcement", "专职辅警"),
    ("投入巡逻艇2艘。", "enforcement", "投入巡逻艇"),
    ("修通入户便道12公里。", "functions", "修通入户便道"),
]


def _unnamed(sentence: str, theme: str) -> list[tuple[str | None, str | None]]:
    rows = read(sentence, theme).extraction.numerals
    return [(n.thing, n.nearest_metric_id) for n in rows if n.disposition == "quantity"]


@pytest.mark.parametrize(("sentence", "theme", "thing"), COUNTED)
def test_a_quantity_without_a_metric_says_what_it_counts(sentence: str, theme: str, thing: str) -> None:
    assert [found for found, _ in _unnamed(sentence, theme)] == [thing]


def test_a_metric_whose_word_stands_near_is_named() -> None:
    ((thing, nearest),) = _unnamed("行政执法中队编制9名。", "enforcement")
    assert (thing, nearest) == ("行政执法中队编制", "enforcement.staff")


def test_facts_and_dates_say_nothing_of_the_kind() -> None:
    rows = read("2023年调解矛盾纠纷36件。").extraction.numerals
    assert [n.thing for n in rows if n.disposition != "quantity"] == [None] * len(rows)


def test_things_with_a_common_ending_are_one_group() -> None:
    assert group_by_ending([("政法专项编制", "person"), ("中队编制", "person"), ("编制", "item")]) == {
        ("政法专项编制", "person"): "编制",
        ("中队编制", "person"): "编制",
        ("编制", "item"): "编制",
    }


@given(st.lists(st.tuples(st.text("甲乙丙丁", min_size=1, max_size=5), st.sampled_from(["case", "item"])), max_size=12))
def test_a_group_is_named_by_an_ending_of_each_of_its_things(things: list[tuple[str, str]]) -> None:
    groups = group_by_ending(things)
    assert set(groups) == set(things)
    assert all(thing.endswith(name) for (thing, _), name in groups.items())
