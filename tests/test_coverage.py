"""What is there and what is missing: coverage of places and years, and of metrics."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from small_corpus import NOTICE, report_text, stage_frames
from small_reports import registry, small_report
from warehouse_cases import (
    DISPUTES,
    EVENTS,
    FINES,
    HALF_YEAR,
    RATE,
    Row,
    compared,
    fact,
    report,
    rows_of,
    unchecked_frame,
)

from pipelines.corpus.roster import RosterEntry
from pipelines.records import ManifestRow
from warehouse.arrow import query_frame
from warehouse.assemble import assemble
from warehouse.checks import DATA_TESTS, run_check
from warehouse.companions import Companions
from warehouse.ddl import create_tables
from warehouse.load import audit, compare, insert_tables
from warehouse.schema import TABLES, validate
from warehouse.views import make_views

Warehouse = duckdb.DuckDBPyConnection


def covered(
    texts: dict[str, bytes], roster: tuple[RosterEntry, ...] = (), manifest: tuple[ManifestRow, ...] = ()
) -> Warehouse:
    """A warehouse in memory of reports that were really read."""
    companions = Companions({row.source: row for row in manifest}, roster)
    tables = assemble(stage_frames(texts, manifest), registry(), companions)
    con = duckdb.connect(":memory:", config={"threads": 1})
    create_tables(con)
    insert_tables(con, {name: validate(TABLES[name], frame) for name, frame in tables.items()})
    compare(con)
    audit(con)
    make_views(con)
    for name in ("coverage", "rejects", "roster"):
        validate(TABLES[name], query_frame(con, f"from {name}"))
    return con


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


# --- metrics ----------------------------------------------------------------------------------------------------------

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)
HALF_24 = R24 | {"covers_until": HALF_YEAR}


def of_metric(con: Warehouse, metric_id: str = DISPUTES, year: int = 2024) -> dict[str, Any]:
    (row,) = rows_of(con, f"from metric_coverage where metric_id = '{metric_id}' and year = {year}")
    return row


# figures of the report -> (status, headline value, figures set aside)
METRIC_CASES: dict[str, tuple[list[Row], tuple[str, float | None, int]]] = {
    "a figure": ([fact(R24, 36)], ("stated", 36, 0)),
    "a figure of a part only": ([fact(R24, 12, category="受理")], ("stated", None, 0)),
    "a zero in figures": ([fact(R24, 0)], ("zero", 0, 0)),
    "a zero in words": ([fact(R24, 0, number_text="", measure_word=None)], ("zero", 0, 0)),
    "a zero of the whole and a figure of a part": ([fact(R24, 0), fact(R24, 2, category="受理")], ("stated", 0, 0)),
    "a narrowed zero first and a figure after": (
        [fact(R24, 0, detail="劳资", raw_start=1), fact(R24, 3, detail="邻里", raw_start=90)],
        ("stated", 0, 0),
    ),
    "a figure without a value": ([fact(R24, None)], ("unreadable", None, 0)),
    "a figure without a value, and one with": ([fact(R24, None, raw_start=1), fact(R24, 5)], ("stated", 5, 0)),
    "nothing": ([fact(R24, 5, EVENTS)], ("not_stated", None, 0)),
    "a promise": ([fact(R24, 36, role="target", period="2025")], ("not_stated", None, 1)),
    "last year's figure": ([fact(R24, 36, role="previous", period="2023")], ("not_stated", None, 1)),
    "a figure of another time": ([fact(R24, 36, period="2021—2024年")], ("not_stated", None, 1)),
    "a figure and a promise": ([fact(R24, 36), fact(R24, 40, role="target", period="2025")], ("stated", 36, 1)),
    "a half-year's figure in the report on it": (
        [fact(HALF_24, 36, period="上半年"), fact(HALF_24, 80, period="全年")],
        ("stated", 36, 1),
    ),
    "two figures that contradict each other": ([fact(R24, 36, raw_start=1), fact(R24, 40)], ("stated", 36, 0)),
}


@pytest.mark.parametrize("case", METRIC_CASES)
def test_whether_a_report_states_a_metric(warehouse: Warehouse, case: str) -> None:
    facts, expected = METRIC_CASES[case]
    row = of_metric(compared(warehouse, [HALF_24 if case.startswith("a half-year") else R24], facts))
    assert (row["status"], row["value"], row["set_aside"]) == expected
    assert row["report_id"] == R24["report_id"]
    assert row["conflict"] is (None if expected[1] is None else case.startswith("two figures"))


def test_parts_that_are_told_without_a_whole(warehouse: Warehouse) -> None:
    con = compared(
        warehouse, [R24], [fact(R24, 3, category="化解"), fact(R24, 5, category="受理"), fact(R24, 2, EVENTS)]
    )
    row = of_metric(con)
    assert (row["status"], row["value"], row["parts_stated"]) == ("stated", None, ["化解", "受理"])
    assert of_metric(con, EVENTS)["parts_stated"] == of_metric(con, FINES)["parts_stated"] == []


# figures of the report -> (status of the rate, the count that it is a share of)
BASES: dict[str, tuple[list[Row], tuple[str, float | None]]] = {
    "rate and count": ([fact(R24, 98, RATE), fact(R24, 50)], ("stated", 50)),
    "the count alone": ([fact(R24, 50)], ("not_stated", 50)),
    "nothing to make a rate of": ([fact(R24, 0)], ("not_stated", 0)),
    "the rate alone": ([fact(R24, 98, RATE)], ("stated", None)),
    "the count of a part": ([fact(R24, 98, RATE), fact(R24, 7, category="受理")], ("stated", None)),
}


@pytest.mark.parametrize("case", BASES)
def test_what_a_rate_is_a_share_of(warehouse: Warehouse, case: str) -> None:
    facts, expected = BASES[case]
    con = compared(warehouse, [R24], facts)
    row = of_metric(con, RATE)
    assert (row["status"], row["rate_base"]) == expected
    assert of_metric(con)["rate_base"] is None


# a ledger row of the report -> status
LEFT_OPEN = {
    "a number left open beside the metric's words": ({"value": None, "nearest_metric_id": DISPUTES}, "unreadable"),
    "beside another's words": ({"value": None, "nearest_metric_id": EVENTS}, "not_stated"),
    "a readable quantity beside its words": ({"value": 12.0, "nearest_metric_id": DISPUTES}, "not_stated"),
    "a title": ({"value": None, "disposition": "title"}, "not_stated"),
}


@pytest.mark.parametrize("case", LEFT_OPEN)
def test_a_number_that_the_text_leaves_open(warehouse: Warehouse, case: str) -> None:
    columns, status = LEFT_OPEN[case]
    row = {"report_id": R24["report_id"], "ordinal": 1, "text": "数十件", "raw_start": 3, "raw_end": 6}
    con = compared(warehouse, [R24], [fact(R24, 90, RATE)], (), [{**row, "disposition": "quantity", **columns}])
    assert of_metric(con)["status"] == status


def test_a_number_left_open_as_it_is_really_read() -> None:
    con = covered({"a.txt": small_report("全年共调解矛盾纠纷数十件，成功率达98%。").encode()})
    assert of_metric(con, "disputes.mediated", 2023)["status"] == "unreadable"
    assert of_metric(con, "disputes.success_rate", 2023)["status"] == "stated"


def test_a_year_without_a_report_has_no_report_for_any_metric(warehouse: Warehouse) -> None:
    con = compared(warehouse, [report("甲镇", 2022), R24], [fact(R24, 36)])
    found = rows_of(con, "select distinct status, report_status from metric_coverage where year = 2023")
    assert found == [{"status": "no_report", "report_status": "none"}]


def test_expected_and_refused_years_reach_the_metrics(warehouse: Warehouse) -> None:
    compared(warehouse, [report("甲镇", 2021), R24], [fact(R24, 36)])
    roster = {"line": 2, "place_id": "甲镇", "name": "甲镇", "first_year": 2023}
    reject = {"source": "r.txt", "batch": ".", "reason": "notice", "message": "通知", "place_id": "甲镇", "year": 2022}
    tables = {"roster": [roster], "rejects": [reject]}
    try:
        insert_tables(warehouse, {name: unchecked_frame(name, rows) for name, rows in tables.items()})
        compare(warehouse)
        found = rows_of(warehouse, f"from metric_coverage where metric_id = '{DISPUTES}' order by year")
    finally:
        warehouse.execute("delete from roster")
        warehouse.execute("delete from rejects")
    assert [(row["year"], row["status"], row["report_status"]) for row in found] == [
        (2021, "not_stated", "report"),
        (2022, "refused", "refused"),
        (2023, "no_report", "expected"),
        (2024, "stated", "report"),
    ]


def test_a_row_for_every_place_year_and_metric_and_only_the_counting_report(warehouse: Warehouse) -> None:
    half = report("甲镇", 2024, "b", covers_until=HALF_YEAR)
    con = compared(warehouse, [R23, R24, half, report("乙镇", 2024)], [fact(half, 5)])
    assert of_metric_of(con, "甲镇")["status"] == "not_stated"
    counts = con.execute("select count(*), count(distinct (place_id, year, metric_id)) from metric_coverage").fetchall()
    metrics = con.execute("select count(*) from metrics").fetchall()[0][0]
    assert counts == [(2 * 2 * metrics,) * 2]


def of_metric_of(con: Warehouse, place: str) -> dict[str, Any]:
    (row,) = rows_of(
        con, f"from metric_coverage where metric_id = '{DISPUTES}' and year = 2024 and place_id = '{place}'"
    )
    return row


# what is done to coverage -> what the data test says of it
SPOILED = {
    "delete from coverage where year = 2022": "no row",
    "update coverage set status = 'report' where year = 2023": "report without a report",
    "update coverage set status = 'none' where year = 2022": "none in spite of a report",
    "update coverage set status = 'refused', refused_source = 'no.txt' where year = 2023": "refused without a file",
    "update coverage set expected = true where year = 2022": "report against the roster",
    "update coverage set status = 'expected' where name = '柳林镇'": "expected against the roster",
}


@pytest.mark.parametrize("statement", SPOILED)
def test_a_false_coverage_is_not_published(statement: str) -> None:
    texts = {**QINGSHAN, "r.txt": TOWN_NOTICE.encode()}
    con = covered(texts, (RosterEntry(2, "青山镇", first_year=2023), RosterEntry(3, "柳林镇", last_year=2021)))
    (test,) = (test for test in DATA_TESTS if test.name == "coverage_is_true")
    assert run_check(con, test).passed
    con.execute(statement.replace("name = '柳林镇'", "place_id like '%柳林镇'"))
    assert SPOILED[statement] in {row["problem"] for row in run_check(con, test).sample}
