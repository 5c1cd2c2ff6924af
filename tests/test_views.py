"""The views: each as declared, readable by older clients, and showing what an analyst looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from area_cases import laid_side_by_side, place
from small_corpus import BUILD, CORPUS, report_text, stage_frames
from warehouse_cases import (
    DISPUTES,
    FINES,
    HALF_YEAR,
    PETITIONS,
    RATE,
    Row,
    claim,
    empty_warehouse,
    fact,
    report,
    rows_of,
)

from pipelines.figures.registry import load_registry
from warehouse.arrow import query_frame, scalar
from warehouse.ddl import column_comment, table_comment
from warehouse.load import audit, build_file
from warehouse.schema import TABLES
from warehouse.schema.views import VIEWS
from warehouse.views import VIEWS_FOLDER, column_names, metric_columns, view_columns

R21, R22, R24 = (report("甲镇", year) for year in (2021, 2022, 2024))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "building.duckdb"
    contradictory = report_text("石屋乡", 2024).replace("36件，", "36件，同比增长20%，调解成功30件，调解成功率98%，")
    frames = stage_frames({**CORPUS, "2024/石屋乡.txt": contradictory.encode()})
    build_file(path, frames, load_registry(), BUILD)
    return path


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    con = empty_warehouse()
    yield con
    con.close()


# --- what they are ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_the_declared_columns_types_and_comments(built: Path, view: str) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        found = con.execute(
            "select column_name, data_type, comment from duckdb_columns() where table_name = ? order by column_index",
            [view],
        ).fetchall()
        described = con.execute(f"describe {view}").fetchall()
        declared = view_columns(view, con)
        ((comment,),) = con.execute("select comment from duckdb_views() where view_name = ?", [view]).fetchall()
    assert [(name, dtype) for name, dtype, _ in found] == [(spec.name, spec.duckdb_type) for spec in declared]
    assert [(row[0], row[1]) for row in described] == [(spec.name, spec.duckdb_type) for spec in declared]
    assert [said for _, _, said in found] == [column_comment(spec) for spec in declared]
    assert comment == table_comment(VIEWS[view])


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_keeps_to_its_declaration_and_its_key(built: Path, view: str) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        rows = query_frame(con, f"from {view}")
        declared = view_columns(view, con)
    assert rows.height
    for spec in declared:
        assert spec.is_nullable or not rows[spec.name].null_count(), spec.name
    assert not rows.select(spec.name for spec in declared if spec.is_key).is_duplicated().any()


def test_every_view_has_a_file_and_the_reverse_and_no_name_of_a_table() -> None:
    assert {path.stem for path in VIEWS_FOLDER.glob("*.sql")} == set(VIEWS)
    assert not set(VIEWS) & set(TABLES)


# What DuckDB 1.4 was tried with. `if(…)` is none of it: 2.0 writes it into the file as a function that 1.4 lacks.
KNOWN_TO_OLDER_CLIENTS = {
    *("coalesce", "concat_ws", "nullif", "substr", "cast", "array_extract", "list_value"),
    *("count_star", "filter"),
}


def test_views_use_nothing_that_older_clients_lack(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        queries = con.execute("select view_name, sql from duckdb_views() where not internal").fetchall()
    assert {name for name, _ in queries} == set(VIEWS)
    for name, query in queries:
        without_names = re.sub(r" AS \"[^\"]+\"", "", query)
        called = {
            word.strip('"').lower() for word in re.findall(r"(\"?\b[a-z_]\w*\"?)\(", without_names, re.IGNORECASE)
        }
        assert (
            called - {"in", "and", "or", "exclude", "varchar", "on", "then", "when", "case"} <= KNOWN_TO_OLDER_CLIENTS
        ), name


def test_what_a_report_claims_and_names_stands_beside_its_place_and_year_in_its_words(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        (claim_row,) = rows_of(con, "from stated_change_passages where place = '石屋乡'")
        claims = con.execute(
            "select count(*), count_if(contains(raw_text, claim)) from stated_change_passages"
            " join report_texts using (report_id)"
        ).fetchall()
        problems = rows_of(
            con, "select * from problem_passages join report_texts using (report_id) order by place, year, ordinal"
        )
        reused = rows_of(con, "from reuse_reports order by place, year")
        tables = ("stated_changes", "problems", "text_reuse")
        counted = [tuple(scalar(con, f"select count(*) from {table}") for table in tables)]
    assert (claim_row["year"], claim_row["metric"], claim_row["claim"]) == (2024, "矛盾纠纷调处", "同比增长20%")
    assert [(claims[0][0], len(problems), len(reused))] == counted and claims[0][0] == claims[0][1]
    assert all(row["passage"] in row["raw_text"] and row["problem"] in row["passage"] for row in problems)
    carried = [row for row in problems if row["status"] == "carried"]
    assert carried and all(row["previous_passage"] and row["previous_year"] < row["year"] for row in carried)
    assert {row["previous_passage"] for row in problems if row["status"] == "new"} <= {None}
    assert all(row["previous_year"] < row["year"] and row["place"] for row in reused)
    assert any(row["carried_percent"] > 50 for row in reused)


# --- series -----------------------------------------------------------------------------------------------------------


def test_a_series_has_every_year_and_says_why_a_value_is_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = [fact(R22, 9), fact(R24, 12, qualifier="over"), fact(R21, 3, PETITIONS)]
    laid_side_by_side(warehouse, [place("甲镇", province="甲省")], [R21, R22, R24], facts)
    rows = rows_of(
        warehouse,
        "select year, value, gap, qualifier, previous_year, change, status, cautions from series"
        f" where metric_id = '{DISPUTES}' order by year",
    )
    assert [tuple(row.values()) for row in rows] == [
        (2021, None, "not stated", None, None, None, None, []),
        (2022, 9, None, "exact", 2021, None, "new", []),
        (2023, None, "no report", None, None, None, None, []),
        (2024, 12, None, "over", 2022, 3, "compared", ["approximate", "gap", "small_count"]),
    ]
    (named,) = rows_of(warehouse, f"select * from series where metric_id = '{PETITIONS}' and year = 2021")
    assert (named["place"], named["county"], named["province"]) == ("甲镇", "丰源县", "甲省")
    assert (named["metric"], named["theme"], named["unit"]) == ("信访件", "矛盾纠纷与信访", "case")
    dropped = rows_of(warehouse, f"select status, gap from series where metric_id = '{PETITIONS}' and year = 2024")
    assert dropped == [{"status": "dropped", "gap": "not stated"}]


@pytest.mark.parametrize("status", ["none", "expected", "refused"])
def test_a_year_without_a_report_is_no_silence_whatever_is_known_of_it(
    warehouse: duckdb.DuckDBPyConnection, status: str
) -> None:
    laid_side_by_side(warehouse, [place("甲镇")], [R22, R24], [fact(R22, 9), fact(R24, 12)])
    warehouse.execute("update coverage set status = ? where year = 2023", [status])
    (missing,) = rows_of(warehouse, "select gap from series where year = 2023")
    assert missing == {"gap": "no report"}


def test_a_series_holds_each_yearly_value_once(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        lost = con.execute(
            "select * from yearly_values full join (from series where value is not null) as s"
            " using (place_id, metric_id, category, year) where s.value is distinct from yearly_values.value"
        ).fetchall()
        ((values, rows),) = con.execute(
            "select (select count(*) from yearly_values), (select count(*) from series where value is not null)"
        ).fetchall()
    assert lost == [] and values == rows > 0


# --- facts_wide -------------------------------------------------------------------------------------------------------


def test_a_row_of_facts_wide(warehouse: duckdb.DuckDBPyConnection) -> None:
    half = report("乙镇", 2024, covers_until=HALF_YEAR)
    facts = [
        fact(R24, 41, DISPUTES, qualifier="over"),
        fact(R24, 7, DISPUTES, category="受理"),
        fact(R24, 98.5, RATE),
        fact(R24, 862700, FINES, detail="交通"),
        fact(R24, 30, PETITIONS, unit="person", measure_word="人"),
        fact(half, 0, DISPUTES),
    ]
    places = [place("甲镇"), place("乙镇")]
    laid_side_by_side(warehouse, places, [R22, R24, half], facts)
    rows = rows_of(warehouse, "from facts_wide order by place desc, year")
    shown = [
        (
            row["place"],
            row["year"],
            row["矛盾纠纷调处（件）"],
            row["矛盾纠纷调解成功率（％）"],
            row["罚没款（元）"],
            row["信访件（件）"],
        )
        for row in rows
    ]
    assert shown == [
        ("甲镇", 2022, None, None, None, None),
        ("甲镇", 2024, 41, 98.5, 862700, None),
        ("乙镇", 2024, 0, None, None, None),
    ]
    assert [row["is_part_year"] for row in rows] == [False, False, True]
    notes = "矛盾纠纷调处：原文带“余、以上”；信访件：以“人”计，未列入；罚没款：限定语“交通”"
    assert rows[1]["notes"] == notes
    assert rows[0]["notes"] is None and rows[2]["notes"] is None


def test_a_metric_needs_no_quotes_in_sql(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        for column in metric_columns(con):
            con.execute(f"select {column.spec.name} from facts_wide limit 1").fetchall()
        found = con.execute("select place, year, 矛盾纠纷调处（件） from facts_wide order by all").fetchall()
        values = con.execute(
            "select name, year, value from yearly_values join places using (place_id)"
            " where metric_id = 'disputes.mediated' and category = '' order by all"
        ).fetchall()
    assert found == values


@pytest.mark.parametrize(
    ("metrics", "names"),
    [
        ([("a.b", "普法活动", "time")], ["普法活动（次）"]),
        ([("a.b", "道路", "other:公里")], ["道路（公里）"]),
        ([("a.b", "活动", "time"), ("c.d", "活动", "time")], ["活动（次）·a.b", "活动（次）·c.d"]),
        ([("a.b", "活动", "time"), ("c.d", "活动", "item")], ["活动（次）", "活动（个）"]),
        (
            [("a.b", "Road (km)", "item"), ("c.d", "road (KM)", "item")],
            ["Road （km）（个）·a.b", "road （KM）（个）·c.d"],
        ),
    ],
)
def test_columns_are_told_apart(metrics: list[tuple[str, str, str]], names: list[str]) -> None:
    assert list(column_names(metrics).values()) == names


def test_a_metric_whose_name_has_quotes_is_a_column_all_the_same(warehouse: duckdb.DuckDBPyConnection) -> None:
    con = warehouse.cursor()
    con.execute("begin")
    con.execute(
        "insert into metrics values ('a.quoted', '“\"''八五\"普法', 'disputes', 'time', 'flow', '含''引号', [], false)"
    )
    laid_side_by_side_in(con)
    (row,) = rows_of(con, "from facts_wide")
    assert row['“"\'八五"普法（次）'] is None
    con.execute("rollback")


def laid_side_by_side_in(con: duckdb.DuckDBPyConnection) -> None:
    """One report without figures, inside a transaction that is under way."""
    from warehouse.views import make_views

    con.execute("delete from headline_values")
    con.execute(
        "insert into headline_values select '甲镇', 2024, ?, false, list(null::double), null from metrics",
        [R24["report_id"]],
    )
    con.execute("delete from places")
    con.execute("insert into places (place_id, name, aliases) values ('甲镇', '甲镇', [])")
    make_views(con)


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_evidence_shows_the_words_in_the_file_and_where_they_stand(warehouse: duckdb.DuckDBPyConnection) -> None:
    raw = "一、化解\n调解矛盾 纠纷36 件。"
    report_id = R24["report_id"]

    def heading(ordinal: int, title: str, parent: int | None) -> Row:
        spans = dict.fromkeys(("raw_start", "raw_end", "text_start", "text_end", "title_end"), 0)
        parent_id = None if parent is None else f"s{parent}"
        told = {"section_id": f"s{ordinal}", "report_id": report_id, "ordinal": ordinal, "level": ordinal}
        return {**told, "parent_id": parent_id, "title": title, "inferred": False, **spans}

    sections = [heading(1, "主要工作", None), heading(2, "化解矛盾", 1), heading(3, "抓调解", 2)]
    facts = [
        fact(R24, 36, section_id="s3", raw_start=5, raw_end=15, raw_span=raw[5:15], evidence="调解矛盾纠纷36件。"),
        fact(R24, 0, RATE),
    ]
    texts = [{"report_id": report_id, "raw_text": raw, "text": raw}]
    laid_side_by_side(
        warehouse, [place("甲镇")], [R24 | {"title": "报告"}], facts, report_texts=texts, sections=sections
    )
    (row,) = rows_of(warehouse, f"from evidence where metric_id = '{DISPUTES}'")
    assert row["raw_span"] == "调解矛盾 纠纷36 "
    assert row["heading_path"] == "主要工作 > 化解矛盾 > 抓调解"
    assert (row["place"], row["year"], row["title"], row["source"]) == ("甲镇", 2024, "报告", R24["source"])
    (other,) = rows_of(warehouse, f"select heading_path from evidence where metric_id = '{RATE}'")
    assert other["heading_path"] == ""


def test_evidence_has_each_fact_once_with_its_number_in_the_span(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        rows = con.execute("select fact_id, number_text, raw_span from evidence").fetchall()
        ((other_words,),) = con.execute(
            "select count(*) from evidence join report_texts using (report_id)"
            " where raw_span <> substr(raw_text, raw_start + 1, raw_end - raw_start)"
        ).fetchall()
        ((facts,),) = con.execute("select count(*) from facts").fetchall()
    assert other_words == 0
    assert len(rows) == len({fact_id for fact_id, _, _ in rows}) == facts
    assert all(number in span for _, number, span in rows)


def test_a_report_of_no_known_place_has_evidence_too(warehouse: duckdb.DuckDBPyConnection) -> None:
    lost = report(None, 2024)
    texts = [{"report_id": lost["report_id"], "raw_text": "正文", "text": "正文"}]
    laid_side_by_side(warehouse, [], [lost], [fact(lost, 3)], report_texts=texts)
    assert rows_of(warehouse, "select place, value from evidence") == [{"place": None, "value": 3}]


# --- report_quality ---------------------------------------------------------------------------------------------------


def test_a_report_is_counted(warehouse: duckdb.DuckDBPyConnection) -> None:
    def numeral(ordinal: int, disposition: str) -> Row:
        return {
            "report_id": R24["report_id"],
            "ordinal": ordinal,
            "text": "1",
            "raw_start": ordinal,
            "raw_end": ordinal + 1,
            "disposition": disposition,
        }

    kinds = ["fact", "fact", "fact", "quantity", "date", "unread"]
    facts = [
        fact(R24, 165, raw_start=1, numeral_ordinal=0),
        fact(R24, 156, raw_start=9, numeral_ordinal=1, unit_inferred=True),
        fact(R24, 0, FINES),
        fact(R24, None, PETITIONS, numeral_ordinal=2),
        fact(R24, 12, PETITIONS, role="target", period="2025", qualifier="over"),
    ]
    mended = R24 | {"repairs": [{"name": "doubled_comma", "count": 3}, {"name": "pinyin", "count": 40}]}
    copy = report("甲镇", 2024, "copy", duplicate_of=R24["report_id"])
    laid_side_by_side(
        warehouse,
        [place("甲镇")],
        [mended, copy, report(None, 2023)],
        facts,
        numerals=[numeral(ordinal, kind) for ordinal, kind in enumerate(kinds)],
        stated_changes=[claim(R24, 10, "percent", from_value=100, to_value=130)],
    )
    audit(warehouse)  # it counts
    rows = {row["source"]: row for row in rows_of(warehouse, "from report_quality")}
    told = rows[R24["source"]]
    expected = {
        "facts": 5,
        "facts_unread": 1,
        "facts_approximate": 1,
        "zeros_in_words": 2,
        "lost_units": 1,
        "targets": 1,
        "numerals": 6,
        "quantities": 1,
        "counted_numerals": 4,
        "unread_numerals": 1,
        "unclassified_percent": 25,
        "repairs": 43,
        "errors": 2,
        "warnings": 0,
        "conflicts": 1,
        "claims": 1,
        "claims_contradicted": 1,
        "counts_for_year": True,
        "place": "甲镇",
        "county": "丰源县",
    }
    assert {name: told[name] for name in expected} == expected
    republished = rows[copy["source"]]
    assert (republished["counts_for_year"], republished["facts"], republished["unclassified_percent"]) == (
        False,
        0,
        None,
    )
    unknown = next(row for row in rows.values() if row["place"] is None)
    assert (unknown["warnings"], unknown["counts_for_year"]) == (1, False)
