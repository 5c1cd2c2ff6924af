"""Places side by side: ranks, medians and sums, held to a plain reckoning in Python and to cases worked out by hand."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator

import duckdb
import pytest
from area_cases import laid_side_by_side, place
from warehouse_cases import DISPUTES, EVENTS, HALF_YEAR, RATE, Row, empty_warehouse, fact, frame, report, rows_of

from pipelines.identity.placenames import LEVELS
from warehouse.load import compare, insert_tables
from warehouse.peer_levels import PEER_LEVELS

FEWEST = 5


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    con = empty_warehouse()
    yield con
    con.close()


# --- against a plain reckoning ----------------------------------------------------------------------------------------

COUNTIES = (("甲省", "丰源县"), ("甲省", "清平县"), ("乙省", "丰源县"))


def random_corpus(seed: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Places of three counties, two years, three metrics; some values missing, approximate, narrowed, in 批, equal."""
    drawn = random.Random(seed)
    places, reports, facts = [], [], []
    for number in range(36):
        province, county = drawn.choice(COUNTIES)
        level = drawn.choice(["镇", "镇", "乡", "街道", "县", None])
        places.append(place(f"地{number:02d}", level, county, province=province))
        for year in (2023, 2024):
            if drawn.random() < 0.1:
                continue
            covers = {"covers_until": HALF_YEAR} if year == 2024 and drawn.random() < 0.1 else {}
            of = report(f"地{number:02d}", year, **covers)
            reports.append(of)
            for metric in (DISPUTES, EVENTS, RATE):
                if drawn.random() < 0.2:
                    continue
                word = {"measure_word": drawn.choice(["件", "起", "个", "批"])} if metric == DISPUTES else {}
                told = {
                    "qualifier": drawn.choice(["exact", "exact", "over", "about"]),
                    "detail": drawn.choice([None, None, "村级"]),
                }
                facts.append(fact(of, drawn.randint(0, 9), metric, **word, **told))
    return places, reports, facts


def reckoned(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The yearly values with their place, read once; everything else is reckoned in Python."""
    return rows_of(
        con,
        "select v.*, p.level, p.county, p.province from yearly_values as v join places as p using (place_id)",
    )


def counted_as(row: Row) -> str:
    return "batch" if row["measure_word"] == "批" else row["unit"]


def group_of(row: Row) -> str | None:
    return next((entry.peer_level for entry in PEER_LEVELS if entry.level == row["level"]), None)


def series_of(row: Row) -> tuple:
    return row["metric_id"], row["category"], row["year"], row["unit"], counted_as(row), group_of(row)


def grouped(rows: list[Row], key: Callable[[Row], object]) -> dict[object, list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def standing(row: Row, peers: list[Row]) -> tuple:
    """Count, rank, tied, percentile and median, and what is told of the values: the long way round."""
    others = [peer["value"] for peer in peers if peer is not row]
    told = (
        sum(peer["qualifier"] != "exact" for peer in peers),
        sum(peer["detail"] is not None for peer in peers),
        sum(peer["is_part_year"] or peer["conflict"] for peer in peers),
    )
    if len(peers) < FEWEST:
        return (len(peers), None, None, None, None, None, None, *told)
    tied = others.count(row["value"])
    lower = sum(value < row["value"] for value in others)
    rank = 1 + sum(value > row["value"] for value in others)
    share = pytest.approx((lower + tied / 2) / len(others) * 100)
    quartiles = statistics.quantiles((peer["value"] for peer in peers), n=4, method="inclusive")
    return (len(peers), rank, tied, share, *quartiles, *told)


MEASURES = ("places", "rank", "tied", "percentile", "q1", "median", "q3", "approximate", "narrowed", "doubtful")


@pytest.mark.parametrize("seed", range(4))
def test_ranks_and_medians_are_those_of_a_plain_reckoning(warehouse: duckdb.DuckDBPyConnection, seed: int) -> None:
    laid_side_by_side(warehouse, *random_corpus(seed))
    values = reckoned(warehouse)
    found = {(r["place_id"], r["metric_id"], r["year"]): r for r in rows_of(warehouse, "from peer_comparisons")}
    assert len(found) == len(values)
    assert any(row["county_rank"] for row in found.values()) and any(row["county_tied"] for row in found.values())
    frame("peer_comparisons", found.values())
    in_corpus = grouped(values, series_of)
    in_county = grouped(values, lambda row: (series_of(row), row["province"], row["county"]))
    for row in values:
        told = found[row["place_id"], row["metric_id"], row["year"]]
        assert (told["peer_level"], told["counted_as"]) == (group_of(row), counted_as(row))
        for scope, peers in (
            ("corpus", in_corpus[series_of(row)]),
            ("county", in_county[series_of(row), row["province"], row["county"]]),
        ):
            measured = tuple(told[f"{scope}_{measure}"] for measure in MEASURES)
            assert measured == ((None,) * len(MEASURES) if group_of(row) is None else standing(row, peers))


@pytest.mark.parametrize("seed", range(4))
def test_sums_and_coverage_are_those_of_a_plain_reckoning(warehouse: duckdb.DuckDBPyConnection, seed: int) -> None:
    places, reports, facts = random_corpus(seed)
    laid_side_by_side(warehouse, places, reports, facts)
    by_name = {row["name"]: row for row in places}
    expected = {}
    for area, inside in (
        ("corpus", lambda row: ("corpus",)),
        ("province", lambda row: (row["province"],)),
        ("county", lambda row: (f"{row['province']}/-/{row['county']}",)),
    ):
        known = grouped(
            reports,
            lambda r, inside=inside: (inside(by_name[r["place_id"]]), group_of(by_name[r["place_id"]]), r["year"]),
        )
        groups = grouped(reckoned(warehouse), lambda row, inside=inside: (inside(row), series_of(row)))
        for ((area_id,), series), peers in groups.items():
            if series[-1] is None:
                continue
            numbers = [peer["value"] for peer in peers]
            reports_known = len(known[(area_id,), series[-1], series[2]])
            expected[area_id, *series] = {
                "area_level": area,
                "reports_known": reports_known,
                "reports_stating": len(peers),
                "coverage_percent": pytest.approx(len(peers) / reports_known * 100),
                "total": None if series[0] == RATE else sum(numbers),
                "median": statistics.median(numbers),
                "smallest": min(numbers),
                "largest": max(numbers),
                "approximate": sum(peer["qualifier"] != "exact" for peer in peers),
                "narrowed": sum(peer["detail"] is not None for peer in peers),
                "part_year": sum(peer["is_part_year"] for peer in peers),
                "conflicts": sum(peer["conflict"] for peer in peers),
            }
    found = rows_of(warehouse, "from area_totals")
    frame("area_totals", found)
    keys = ("area_id", "metric_id", "category", "year", "unit", "counted_as", "peer_level")
    assert {
        tuple(row[key] for key in keys): {name: row[name] for name in next(iter(expected.values()))} for row in found
    } == expected


# --- worked out by hand -----------------------------------------------------------------------------------------------


def five_places(*values: float, **columns: object) -> tuple[list[Row], list[Row], list[Row]]:
    """One county whose towns state these values in 2024."""
    places = [place(f"{number}镇") for number in range(len(values))]
    reports = [report(row["name"], 2024) for row in places]
    return places, reports, [fact(of, value, **columns) for of, value in zip(reports, values, strict=True)]


# values in the order of the places; rank, others tied, percentile of each
RANKS = {
    "all apart": ((10, 20, 30, 40, 50), [(5, 0, 0), (4, 0, 25), (3, 0, 50), (2, 0, 75), (1, 0, 100)]),
    "two share a rank, and the next is left out": (
        (10, 20, 50, 50, 60),
        [(5, 0, 0), (4, 0, 25), (2, 1, 62.5), (2, 1, 62.5), (1, 0, 100)],
    ),
    "all alike": ((7, 7, 7, 7, 7), [(1, 4, 50)] * 5),
    "four are too few": ((10, 20, 30, 40), [(None, None, None)] * 4),
    "zero is a value": ((0, 0, 1, 2, 3), [(4, 1, 12.5), (4, 1, 12.5), (3, 0, 50), (2, 0, 75), (1, 0, 100)]),
}


@pytest.mark.parametrize("case", RANKS)
def test_ranks(warehouse: duckdb.DuckDBPyConnection, case: str) -> None:
    values, expected = RANKS[case]
    laid_side_by_side(warehouse, *five_places(*values))
    rows = rows_of(
        warehouse,
        "select county_rank, county_tied, county_percentile, county_places from peer_comparisons order by place_id",
    )
    assert [(r["county_rank"], r["county_tied"], r["county_percentile"]) for r in rows] == expected
    assert {row["county_places"] for row in rows} == {len(values)}


def test_a_county_is_never_ranked_among_its_townships_nor_added_to_them(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5)
    bureau, county = report("丰源县司法局", 2024), report("丰源县", 2024)
    places += [place("丰源县司法局", "部门"), place("丰源县", "县")]
    laid_side_by_side(warehouse, places, [*reports, bureau, county], [*facts, fact(bureau, 15), fact(county, 99)])
    totals = rows_of(warehouse, "select peer_level, total, reports_known from area_totals where area_level = 'county'")
    assert {row["peer_level"]: (row["total"], row["reports_known"]) for row in totals} == {
        "乡级": (15, 5),
        "部门": (15, 1),
        "县级": (99, 1),
    }
    ranked = rows_of(
        warehouse, "select place_id, county_places, county_rank from peer_comparisons where peer_level <> '乡级'"
    )
    assert all((row["county_places"], row["county_rank"]) == (1, None) for row in ranked)


def test_batches_are_not_ranked_among_cases_and_an_unknown_word_joins_them(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5, measure_word="件")
    facts[0]["measure_word"] = "批"
    facts[1]["measure_word"] = "个"
    laid_side_by_side(warehouse, places, reports, facts)
    rows = rows_of(warehouse, "select counted_as, county_places from peer_comparisons order by place_id")
    assert [tuple(row.values()) for row in rows] == [("batch", 1), *[("case", 4)] * 4]


def test_only_the_report_that_counts_is_added(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5)
    half = report("0镇", 2024, "half", covers_until=HALF_YEAR)
    copy = report("1镇", 2024, "copy", duplicate_of=reports[1]["report_id"])
    laid_side_by_side(warehouse, places, [*reports, half, copy], [*facts, fact(half, 500), fact(copy, 2)])
    (row,) = rows_of(
        warehouse, "select total, reports_known, reports_stating from area_totals where area_level = 'corpus'"
    )
    assert tuple(row.values()) == (15, 5, 5)


# (province, city, county) as three places of 丰源县 tell them, and how many counties that is
PARENTS = {
    "one leaves out what the others tell": ([(None, None), ("甲省", "景川市"), (None, "景川市")], 1),
    "each tells a part": ([("甲省", None), (None, "景川市"), (None, None)], 1),
    "two provinces have one of that name": ([("甲省", None), ("乙省", None), ("甲省", "景川市")], 2),
    "where two fit, it stays by itself": ([(None, None), ("甲省", None), ("乙省", None)], 3),
}


@pytest.mark.parametrize("case", PARENTS)
def test_one_county_told_in_several_ways(warehouse: duckdb.DuckDBPyConnection, case: str) -> None:
    parents, expected = PARENTS[case]
    places = [place(f"{number}镇", province=province, city=city) for number, (province, city) in enumerate(parents)]
    reports = [report(row["name"], 2024) for row in places]
    laid_side_by_side(warehouse, places, reports, [fact(of, 3) for of in reports])
    found = rows_of(warehouse, "select area_id from area_totals where area_level = 'county'")
    assert len(found) == expected
    assert rows_of(warehouse, "select place_id from places where parents_from = place_id") == []
    # what a county is given for its sums stands in the place itself, and a second run adds nothing to it
    known = rows_of(warehouse, "from places order by place_id")
    assert len({(row["province"], row["city"]) for row in known}) == expected
    for row, told in zip(known, parents, strict=True):
        assert (row["parents_from"] is not None) == ((row["province"], row["city"]) != told)
    compare(warehouse)
    assert rows_of(warehouse, "from places order by place_id") == known


def test_places_of_no_known_province_are_a_row_of_their_own(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5)
    for number, row in enumerate(places):
        row |= {"county": f"{number}县", "province": "甲省" if number < 3 else None}
    laid_side_by_side(warehouse, places, reports, facts)
    rows = rows_of(
        warehouse, "select area_id, province, total from area_totals where area_level = 'province' order by area_id"
    )
    assert [tuple(row.values()) for row in rows] == [("-", None, 9), ("甲省", "甲省", 6)]


def test_a_roster_tells_how_many_reports_are_due(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5)
    places.append(place("5镇"))
    laid_side_by_side(warehouse, places, reports, facts)
    asked = "select reports_known, reports_due from area_totals where area_level = 'county'"
    assert rows_of(warehouse, asked) == [{"reports_known": 5, "reports_due": None}]
    listed = [{"line": n, "place_id": f"{n}镇", "name": f"{n}镇"} for n in range(2, 6)]
    insert_tables(warehouse, {"roster": frame("roster", listed)})
    try:
        compare(warehouse)
        # two of the five were not due, and one that was is missing
        assert rows_of(warehouse, asked) == [{"reports_known": 5, "reports_due": 4}]
    finally:
        warehouse.execute("delete from roster")


def test_a_place_of_no_known_county_is_ranked_in_the_corpus_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    places, reports, facts = five_places(1, 2, 3, 4, 5)
    places[4]["county"] = None
    laid_side_by_side(warehouse, places, reports, facts)
    rows = rows_of(
        warehouse,
        "select county_places, county_rank, corpus_places, corpus_rank from peer_comparisons order by place_id",
    )
    assert [tuple(row.values()) for row in rows] == [(4, None, 5, rank) for rank in (5, 4, 3, 2)] + [(None, None, 5, 1)]


def test_every_level_that_a_place_can_have_has_peers() -> None:
    known = {entry.level for entry in PEER_LEVELS}
    assert {level for level, _, _ in LEVELS} <= known
    assert len(known) == len(PEER_LEVELS)
