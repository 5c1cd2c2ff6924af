"""What is there and what is missing: coverage of places and years."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from coverage_cases import Warehouse, covered, new_warehouse
from small_corpus import NOTICE, report_text
from warehouse_cases import rows_of

from pipelines.corpus.roster import RosterEntry
from pipelines.records import ManifestRow
from warehouse.checks import DATA_TESTS, run_check


def statuses(con: Warehouse) -> dict[tuple[str, int], tuple[str, bool | None]]:
    rows = con.execute(
        "select name, year, status, expected from coverage join places using (place_id) order by all"
    ).fetchall()
    return {(name, year): (status, expected) for name, year, status, expected in rows}


QINGSHAN = {f"{year}.txt": report_text("青山镇", year).encode() for year in (2022, 2024)}


def test_without_a_roster_nothing_is_expected() -> None:
    assert statuses(covered(QINGSHAN)) == {
        ("青山镇", 2022): ("report", None),
        ("青山镇", 2023): ("none", None),
        ("青山镇", 2024): ("report", None),
    }


# roster entry -> status and whether expected, by place and year, beside the two reports of 青山镇
ROSTERS: dict[str, tuple[tuple[RosterEntry, ...], dict[tuple[str, int], tuple[str, bool]]]] = {
    "all years": (
        (RosterEntry(2, "青山镇"),),
        {
            ("青山镇", 2022): ("report", True),
            ("青山镇", 2023): ("expected", True),
            ("青山镇", 2024): ("report", True),
        },
    ),
    "some years": (
        (RosterEntry(2, "青山镇", first_year=2024),),
        {
            ("青山镇", 2022): ("report", False),
            ("青山镇", 2023): ("none", False),
            ("青山镇", 2024): ("report", True),
        },
    ),
    "years beyond the reports": (
        (RosterEntry(2, "青山镇", first_year=2023, last_year=2025),),
        {
            ("青山镇", 2022): ("report", False),
            ("青山镇", 2023): ("expected", True),
            ("青山镇", 2024): ("report", True),
            ("青山镇", 2025): ("expected", True),
        },
    ),
    "a place without any report": (
        (RosterEntry(2, "柳林镇", "镇", last_year=2022),),
        {
            ("柳林镇", 2022): ("expected", True),
            ("柳林镇", 2023): ("none", False),
            ("柳林镇", 2024): ("none", False),
            ("青山镇", 2022): ("report", False),
            ("青山镇", 2023): ("none", False),
            ("青山镇", 2024): ("report", False),
        },
    ),
    "a place in two spans": (
        (RosterEntry(2, "青山镇", last_year=2022), RosterEntry(3, "青山镇", first_year=2024)),
        {
            ("青山镇", 2022): ("report", True),
            ("青山镇", 2023): ("none", False),
            ("青山镇", 2024): ("report", True),
        },
    ),
}


@pytest.mark.parametrize("case", ROSTERS)
def test_what_a_roster_expects(case: str) -> None:
    roster, expected = ROSTERS[case]
    assert statuses(covered(QINGSHAN, roster)) == expected


def test_a_report_lands_on_the_place_of_the_roster_and_takes_its_parents_and_code() -> None:
    con = covered(QINGSHAN, (RosterEntry(2, "青山镇", "镇", "甲县", "乙市", "甘肃省", "620102101"),))
    (place,) = rows_of(con, "from places")
    assert (place["county"], place["division_code"]) == ("甲县", "620102101")
    assert con.execute("select distinct place_id from reports").fetchall() == [(place["place_id"],)]
    assert rows_of(con, "select line, place_id, doubt from roster") == [
        {"line": 2, "place_id": place["place_id"], "doubt": None}
    ]


def test_two_namesakes_of_the_roster_leave_a_report_in_doubt() -> None:
    con = covered(QINGSHAN, (RosterEntry(2, "青山镇", county="甲县"), RosterEntry(3, "青山镇", county="乙县")))
    assert con.execute("select count(*) from places").fetchall() == [(3,)]
    assert con.execute("select distinct kind from findings where kind like '%place'").fetchall() == [
        ("unresolved_place",)
    ]


def test_a_line_of_the_roster_that_fits_two_places_says_so() -> None:
    manifest = (ManifestRow("2022.txt", county="甲县"), ManifestRow("2024.txt", county="乙县"))
    con = covered(QINGSHAN, (RosterEntry(7, "青山镇"),), manifest)
    ((doubt,),) = con.execute("select doubt from roster").fetchall()
    assert "名册第7行只写“青山镇”" in doubt and "roster.csv" in doubt


def test_two_codes_from_manifest_and_roster_are_a_finding() -> None:
    manifest = (ManifestRow("2022.txt", county="甲县", division_code="620102101"),)
    con = covered(QINGSHAN, (RosterEntry(2, "青山镇", "镇", "甲县", division_code="620102110"),), manifest)
    findings = con.execute(
        "select source, message from findings join reports using (report_id) where kind = 'division_code_conflict'"
    ).fetchall()
    assert [source for source, _ in findings] == ["2022.txt"]
    assert "620102101" in findings[0][1] and "620102110" in findings[0][1]


# --- refused files ----------------------------------------------------------------------------------------------------

TOWN_NOTICE = "青山镇人民政府" + NOTICE.format(year=2023)

# (refused file, row of the manifest for it) -> status, reason of 青山镇 in 2023
REFUSED: dict[str, tuple[bytes, ManifestRow | None, tuple[str, str | None]]] = {
    "a text that names place and year": (TOWN_NOTICE.encode(), None, ("refused", "notice")),
    "a text that names no place": (NOTICE.format(year=2023).encode(), None, ("none", None)),
    "a file without text, by the manifest": (
        b"",
        ManifestRow("r.txt", place="青山镇", year=2023),
        ("refused", "empty"),
    ),
    "a file without text": (b"", None, ("none", None)),
    "the manifest names the place only, the text the year": (
        NOTICE.format(year=2023).encode(),
        ManifestRow("r.txt", place="青山镇"),
        ("refused", "notice"),
    ),
    "the manifest names the year only": (b"", ManifestRow("r.txt", year=2023), ("none", None)),
    "the manifest names another place": (
        TOWN_NOTICE.encode(),
        ManifestRow("r.txt", place="柳河乡"),
        ("none", None),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_file_is_told_from_no_file(case: str) -> None:
    data, row, expected = REFUSED[case]
    con = covered({**QINGSHAN, "r.txt": data}, (), (row,) if row else ())
    found = con.execute(
        "select status, refused_reason, refused_source from coverage join places using (place_id)"
        " where name = '青山镇' and year = 2023"
    ).fetchall()
    assert found == [(*expected, "r.txt" if expected[1] else None)]


def test_a_refused_text_never_makes_a_place_and_the_manifest_does() -> None:
    notice = TOWN_NOTICE.replace("青山镇", "柳河乡").encode()
    assert {name for name, _ in statuses(covered({**QINGSHAN, "r.txt": notice}))} == {"青山镇"}
    manifest = (ManifestRow("r.txt", place="柳河乡", year=2023),)
    con = covered({**QINGSHAN, "r.txt": b""}, (), manifest)
    assert statuses(con)["柳河乡", 2023] == ("refused", None)
    assert con.execute("select level from places where name = '柳河乡'").fetchall() == [("乡",)]


def test_a_refused_file_beside_a_report_and_one_that_was_expected() -> None:
    texts = {**QINGSHAN, "r.txt": TOWN_NOTICE.encode(), "s.txt": TOWN_NOTICE.replace("2023", "2024").encode()}
    found = statuses(covered(texts, (RosterEntry(2, "青山镇"),)))
    assert found["青山镇", 2023] == ("refused", True)
    assert found["青山镇", 2024] == ("report", True)


def test_the_year_of_a_refused_text_does_not_widen_the_years_and_that_of_the_manifest_does() -> None:
    old = TOWN_NOTICE.replace("2023", "2019").encode()
    assert min(year for _, year in statuses(covered({**QINGSHAN, "r.txt": old}))) == 2022
    manifest = (ManifestRow("r.txt", place="青山镇", year=2020),)
    found = statuses(covered({**QINGSHAN, "r.txt": b""}, (), manifest))
    assert found["青山镇", 2020] == ("refused", None)
    assert found["青山镇", 2021] == ("none", None)


def test_a_copy_of_a_file_counts_for_the_place_that_the_manifest_gives_it() -> None:
    texts = {**QINGSHAN, "copy.txt": QINGSHAN["2022.txt"]}
    con = covered(texts, (), (ManifestRow("copy.txt", place="柳河乡", year=2023),))
    assert statuses(con)["柳河乡", 2023] == ("refused", None)
    assert con.execute(
        "select refused_reason from coverage where refused_source = '2022.txt' or refused_source = 'copy.txt'"
    ).fetchall() == [("same_file",)]


# what is done to coverage -> what the data test says of it
SPOILED = {
    "delete from coverage where year = 2022": "no row",
    "update coverage set status = 'report' where year = 2023": "report without a report",
    "update coverage set status = 'none' where year = 2022": "none in spite of a report",
    "update coverage set status = 'refused', refused_source = 'no.txt' where year = 2023": "refused without a file",
    "update coverage set expected = true where year = 2022": "report against the roster",
    "update coverage set status = 'expected' where name = '柳林镇'": "expected against the roster",
}


@pytest.fixture(scope="module")
def true_coverage() -> Iterator[Warehouse]:
    """A warehouse of its own with coverage of every status; each test takes back what it does to it."""
    texts = {**QINGSHAN, "r.txt": TOWN_NOTICE.encode()}
    roster = (RosterEntry(2, "青山镇", first_year=2023), RosterEntry(3, "柳林镇", last_year=2021))
    with new_warehouse() as con:
        yield covered(texts, roster, con=con)


@pytest.mark.parametrize("statement", SPOILED)
def test_a_false_coverage_is_not_published(true_coverage: Warehouse, statement: str) -> None:
    (test,) = (test for test in DATA_TESTS if test.name == "coverage_is_true")
    assert run_check(true_coverage, test).passed
    true_coverage.begin()
    true_coverage.execute(statement.replace("name = '柳林镇'", "place_id like '%柳林镇'"))
    found = {row["problem"] for row in run_check(true_coverage, test).sample}
    true_coverage.rollback()
    assert SPOILED[statement] in found
