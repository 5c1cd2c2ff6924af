"""Joining the places of single reports into the places of a corpus."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus.places import PlaceMention, resolve_places
from pipelines.identity.placenames import PROVINCE_OF_PREFECTURE, full_province, level_of, short_ethnic_name


def mention(report_id: str, name: str | None = "马营镇", **known: str) -> PlaceMention:
    return PlaceMention(report_id, name, level_of(name) if name else None, **known)


def test_same_name_and_same_parents_are_one_place() -> None:
    resolution = resolve_places([mention("r1", county="甲县"), mention("r2", county="甲县")])
    assert [p.county for p in resolution.places] == ["甲县"]
    assert resolution.place_of["r1"] == resolution.place_of["r2"]


def test_same_name_in_two_counties_are_two_places() -> None:
    resolution = resolve_places([mention("r1", county="甲县"), mention("r2", county="乙县")])
    assert len(resolution.places) == 2
    assert resolution.findings == {}


def test_nothing_known_on_either_side_is_one_place() -> None:
    resolution = resolve_places([mention("r1"), mention("r2")])
    assert resolution.place_of == {"r1": "-/-/-/马营镇", "r2": "-/-/-/马营镇"}


def test_who_knows_less_joins_the_only_place_that_fits() -> None:
    resolution = resolve_places(
        [mention("r1", county="甲县", province="甘肃省"), mention("r2"), mention("r3", province="甘肃省")]
    )
    assert set(resolution.place_of.values()) == {"甘肃省/-/甲县/马营镇"}


def test_who_fits_two_places_stays_alone_with_a_finding() -> None:
    resolution = resolve_places(
        [mention("r1", county="甲县"), mention("r2", county="乙县"), mention("r3"), mention("r4")]
    )
    assert len(resolution.places) == 3
    assert resolution.place_of["r3"] == resolution.place_of["r4"] == "-/-/-/马营镇"
    assert resolution.findings.keys() == {"r3", "r4"}
    finding = resolution.findings["r3"][0]
    assert finding.kind == "unresolved_place"
    assert "甲县" in finding.message and "乙县" in finding.message and "manifest.csv" in finding.message


def test_one_county_told_in_pieces_is_one_place() -> None:
    resolution = resolve_places(
        [mention("r1", county="甲县", city="乙市"), mention("r2", county="甲县", province="甘肃省")]
    )
    assert [p.place_id for p in resolution.places] == ["甘肃省/乙市/甲县/马营镇"]


def test_parents_that_share_nothing_do_not_join() -> None:
    resolution = resolve_places([mention("r1", county="甲县"), mention("r2", city="乙市")])
    assert len(resolution.places) == 2


def test_short_and_long_ethnic_forms_of_one_county_are_one_with_an_alias() -> None:
    resolution = resolve_places(
        [mention("r1", "铁石乡", county="黔西市"), mention("r2", "铁石苗族彝族乡", county="黔西市")]
    )
    assert [(p.name, p.level, p.aliases) for p in resolution.places] == [("铁石苗族彝族乡", "民族乡", ("铁石乡",))]


def test_a_short_form_joins_neither_of_two_peoples() -> None:
    resolution = resolve_places(
        [
            mention("r1", "金沟乡", county="甲县"),
            mention("r2", "金沟回族乡", county="甲县"),
            mention("r3", "金沟苗族乡", county="甲县"),
        ]
    )
    assert len(resolution.places) == 3
    assert "r1" in resolution.findings


def test_a_division_code_joins_and_parts() -> None:
    joined = resolve_places(
        [mention("r1", county="甲县", division_code="620102103"), mention("r2", division_code="620102103")]
    )
    assert len(joined.places) == 1
    parted = resolve_places(
        [mention("r1", county="甲县", division_code="1"), mention("r2", county="甲县", division_code="2")]
    )
    assert len(parted.places) == 2


def test_a_report_without_a_name_has_no_place() -> None:
    resolution = resolve_places([mention("r1", None)])
    assert resolution.place_of == {"r1": None}
    assert resolution.places == ()


MENTIONS = st.lists(
    st.builds(
        PlaceMention,
        report_id=st.uuids().map(lambda u: u.hex[:6]),
        name=st.sampled_from(["马营镇", "铁石乡", "铁石苗族彝族乡", "铁石回族乡", None]),
        level=st.none(),
        county=st.sampled_from([None, "甲县", "乙县"]),
        city=st.sampled_from([None, "丙市", "丁市"]),
        province=st.sampled_from([None, "甘肃省", "贵州省"]),
        division_code=st.sampled_from([None, None, None, "62", "52"]),
    ),
    max_size=14,
    unique_by=lambda m: m.report_id,
)


@settings(max_examples=300)
@given(MENTIONS, st.integers())
def test_the_order_of_the_reports_changes_nothing(mentions: list[PlaceMention], seed: int) -> None:
    shuffled = list(mentions)
    random.Random(seed).shuffle(shuffled)
    assert resolve_places(shuffled) == resolve_places(mentions)


@settings(max_examples=300)
@given(MENTIONS)
def test_no_place_contradicts_any_of_its_reports(mentions: list[PlaceMention]) -> None:
    resolution = resolve_places(mentions)
    by_id = {p.place_id: p for p in resolution.places}
    assert len(by_id) == len(resolution.places)
    for m in mentions:
        place_id = resolution.place_of[m.report_id]
        if m.name is None:
            assert place_id is None
            continue
        place = by_id[place_id or ""]
        assert m.name in (place.name, *place.aliases)
        for parent in ("county", "city", "province", "division_code"):
            assert getattr(m, parent) in (None, getattr(place, parent))


def test_the_lists_of_the_state_are_whole() -> None:
    assert len(PROVINCE_OF_PREFECTURE) == 333  # 293 cities, 7 prefectures, 30 autonomous prefectures, 3 leagues
    assert PROVINCE_OF_PREFECTURE["毕节市"] == "贵州省"
    assert full_province("广西") == "广西壮族自治区"
    assert short_ethnic_name("大水彝族苗族布依族乡") == "大水乡"
