"""Carried-over text in the warehouse: which report is the one before, spans in both raw texts, findings, problems."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from reuse_cases import PAIRS
from small_corpus import BUILD, all_rows, stage_frames
from warehouse_cases import Row, rows_of

from pipelines.corpus.sentences import key_of
from pipelines.figures.registry import load_registry
from warehouse import reuse
from warehouse.arrow import writing
from warehouse.checks import run_checks
from warehouse.load import build_file, run_reuse
from warehouse.reuse import REUSE_TABLES

SENTENCES = [line.now for pair in PAIRS[:3] for line in pair.lines]
OTHERS = [sentence for pair in PAIRS[:4] for sentence in pair.only_before] + [line.now for line in PAIRS[4].lines]
PROBLEMS = "执法力量偏弱，队员多为兼职；普法形式比较单一。"

REPORT = """{place}{year}年度法治政府建设工作报告

{year}年，{place}在县委、县政府的坚强领导下，深入学习贯彻习近平法治思想，扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作情况
{work}
二、存在的问题
{problems}
三、下一步工作
{plans}

{place}人民政府
{next_year}年1月15日
"""


def report(year: int, work: list[str], problems: str = PROBLEMS, plans: str = "", place: str = "青山镇") -> bytes:
    """A report with the given sentences under 主要工作情况."""
    said = plans or f"{place}将在{year + 1}年把调解室建到每个村口，让群众就近说理。"
    words = {"work": "\n".join(work), "problems": problems, "plans": said}
    return REPORT.format(place=place, year=year, next_year=year + 1, **words).encode()


def built(folder: Path, files: dict[str, bytes]) -> Path:
    """A warehouse of the files, whose data tests all pass."""
    path = folder / "w.duckdb"
    build_file(path, stage_frames(files), load_registry(), BUILD)
    assert [result.name for result in run_checks(path) if result.blocking and not result.passed] == []
    return path


CASES: dict[str, dict[str, bytes]] = {}
"""The reports of each case by their files. All lie in one warehouse, each case in places of its own: to build a
warehouse takes 2 s, whatever lies in it."""

# what a case sees of the warehouse
OF_A_CASE = ("reports", "report_texts", "text_reuse", "text_reuse_sentences", "problems", "findings")


def case(*places: str, **reports: bytes) -> tuple[str, ...]:
    """Lay the reports of a case down, by the names of their files; returns its places."""
    CASES["、".join(places)] = {f"{name}.txt": report for name, report in reports.items()}
    return places


@pytest.fixture(scope="module")
def of_all_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of all cases."""
    files = {f"{case}/{name}": data for case, reports in CASES.items() for name, data in reports.items()}
    return built(tmp_path_factory.mktemp("cases"), files)


Seen = Callable[[tuple[str, ...]], duckdb.DuckDBPyConnection]


@pytest.fixture
def seen(of_all_cases: Path) -> Iterator[Seen]:
    """Opens the warehouse as if it held the reports of one case alone."""
    with duckdb.connect(str(of_all_cases), read_only=True) as con:

        def narrowed(places: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
            named = ", ".join(f"'{place}'" for place in places)
            inside = f"select report_id from w.reports join w.places using (place_id) where name in ({named})"
            for table in OF_A_CASE:
                query = f"select * from w.{table} where report_id in ({inside})"
                con.execute(f"create temp view {table} as {query}")
            return con

        yield narrowed


def only(con: duckdb.DuckDBPyConnection, query: str) -> Row:
    (row,) = rows_of(con, query)
    return row


HANDED_IN_AGAIN = case("青山镇", a2022=report(2022, SENTENCES), a2024=report(2024, SENTENCES))


def test_a_report_handed_in_again_is_an_error(seen: Seen) -> None:
    con = seen(HANDED_IN_AGAIN)
    row = only(con, "from text_reuse")
    assert row["previous_year"] == 2022
    assert row["exact"] >= len(SENTENCES)
    assert row["share"] >= 0.95
    found = only(con, "from findings where kind = 'copied_text'")
    assert found["severity"] == "error"
    assert found["message"].startswith(
        f"与2022年报告相比，全文{row['sentences']}句中有{row['exact'] + row['near']}句（"
    )
    texts = dict(con.execute("select report_id, raw_text from report_texts").fetchall())
    passage = texts[found["report_id"]][found["raw_start"] : found["raw_end"]].splitlines()
    other = texts[found["other_report_id"]][found["other_start"] : found["other_end"]].splitlines()
    assert passage[: len(SENTENCES)] == other[: len(SENTENCES)] == SENTENCES


VISITS = [f"{name}村的调解员上门{n}次，劝和了{n + 1}户人家。" for n, name in enumerate("甲乙丙丁戊己庚辛壬癸", 3)]
NEW_FIGURES = case(
    "白石镇",
    a2022=report(2022, VISITS, place="白石镇"),
    a2023=report(2023, [line.replace("上门", "上门1") for line in VISITS], place="白石镇"),
)


def test_last_years_words_with_new_figures_are_a_warning(seen: Seen) -> None:
    con = seen(NEW_FIGURES)
    row = only(con, "from text_reuse")
    assert row["only_figures_differ"] >= 10
    found = only(con, "from findings where kind = 'copied_text'")
    assert found["severity"] == "warning"
    assert f"{row['only_figures_differ']}句只改了数字" in found["message"]


HALF_NEW = case(
    "双塔镇",
    a2022=report(2022, SENTENCES[:14], "无", place="双塔镇"),
    a2023=report(2023, [*SENTENCES[:7], *OTHERS[:7]], "无", "略", place="双塔镇"),
)


def test_half_new_is_told_as_half(seen: Seen) -> None:
    row = only(seen(HALF_NEW), "from text_reuse")
    assert (row["exact"], row["sentences"]) == (7, 14)
    assert row["share"] == 0.5


WRITTEN_ANEW = case(
    "东岗镇",
    a2022=report(2022, SENTENCES, place="东岗镇"),
    a2023=report(2023, OTHERS, "村级合同管理不够规范。", "新的一年把法庭搬进渔港，船靠岸就能开庭。", "东岗镇"),
)


def test_a_report_written_anew_has_a_row_and_no_finding(seen: Seen) -> None:
    con = seen(WRITTEN_ANEW)
    assert only(con, "from text_reuse")["share"] <= 0.1
    assert rows_of(con, "from findings where kind in ('copied_text', 'stale_year')") == []


FORMULA = "我镇将继续扎实推进法治政府建设。"
FORMULAS = case(
    "石桥镇",
    a2022=report(2022, SENTENCES[:9], "无", FORMULA, "石桥镇"),
    a2023=report(2023, OTHERS[:9], "无", FORMULA, "石桥镇"),
)


def test_formulas_alone_share_nothing(seen: Seen) -> None:
    row = only(seen(FORMULAS), "from text_reuse")
    assert (row["exact"], row["near"], row["share"], row["passage_sentences"]) == (0, 0, 0.0, 0)
    assert row["passage_start"] is None


FEW = [*SENTENCES[:3], *["开会学习。"] * 20]
FEW_SENTENCES = case("柳林镇", **{f"a{year}": report(year, FEW, "无", "略", "柳林镇") for year in (2022, 2023)})


def test_a_few_sentences_are_no_share(seen: Seen) -> None:
    con = seen(FEW_SENTENCES)
    assert only(con, "from text_reuse")["share"] == 1.0
    assert rows_of(con, "from findings where kind = 'copied_text'") == []


HALFWIDTH = report(2024, SENTENCES, place="丰源镇").decode().replace("，", ",").replace("\n", "\r\n　　").encode()
IN_OTHER_CHARACTERS = case("丰源镇", a2022=report(2022, SENTENCES, place="丰源镇"), a2024=HALFWIDTH)


def test_every_span_holds_its_sentence_in_both_raw_texts(seen: Seen) -> None:
    sentences = (
        seen(IN_OTHER_CHARACTERS)
        .execute(
            """
        select
          s.kind,
          substr(t.text, s.text_start + 1, s.text_end - s.text_start),
          substr(t.raw_text, s.raw_start + 1, s.raw_end - s.raw_start),
          substr(o.raw_text, s.other_start + 1, s.other_end - s.other_start)
        from text_reuse_sentences s
        join report_texts t using (report_id)
        join report_texts o on o.report_id = s.previous_report_id
        """
        )
        .fetchall()
    )
    assert len(sentences) >= len(SENTENCES)
    for kind, text, raw, other in sentences:
        assert key_of(text) == key_of(raw)
        assert (key_of(raw) == key_of(other)) == (kind == "exact")


TITLE = "清平镇2022年度法治政府建设工作报告"
ONE_THAT_COUNTS = case(
    *("清平镇", "柳河乡"),
    a2020=report(2020, SENTENCES, place="清平镇"),
    a2022=report(2022, OTHERS, place="清平镇"),
    b2022=report(2022, OTHERS, place="清平镇").replace(TITLE.encode(), f"转载：{TITLE}".encode()),
    a2023=report(2023, SENTENCES, place="清平镇"),
    c2023=report(2023, SENTENCES, place="柳河乡"),
)


def test_the_report_before_is_the_one_that_counts_in_the_last_earlier_year(seen: Seen) -> None:
    con = seen(ONE_THAT_COUNTS)
    found = con.execute(
        "select r.year, t.previous_year from text_reuse t join reports r using (report_id) order by 1"
    ).fetchall()
    assert found == [(2022, 2020), (2023, 2022)]
    sources = con.execute(
        "select distinct duplicate_of from text_reuse t join reports r on r.report_id = t.previous_report_id"
    ).fetchall()
    assert sources == [(None,)]


STALE = "2022年，全镇网格员把每户人家走了三遍，记下一千条心愿。"
STALE_PLAN = "2023年，把调解室建到每个村口，让群众就近说理。"
STALE_YEARS = case(
    "云溪镇",
    **{f"a{year}": report(year, [STALE, *OTHERS], plans=STALE_PLAN, place="云溪镇") for year in (2022, 2023)},
)


def test_a_year_left_standing_is_found(seen: Seen) -> None:
    con = seen(STALE_YEARS)
    found = rows_of(
        con, "select found, expected, message, raw_start from findings where kind = 'stale_year' order by raw_start"
    )
    assert [(row["found"], row["expected"]) for row in found] == [("2022", "2023"), ("2023", "2024")]
    assert "句首仍为“2022年”，而报告年度为2023年" in found[0]["message"]
    assert "打算的年份仍为2023年" in found[1]["message"]


PROBLEMS_BY_YEAR = {
    2021: "执法力量偏弱，队员多为兼职；村级合同管理不规范。",
    2022: "普法形式比较单一；执法力量偏弱，持证的少。",
    2023: "执法力量仍然偏弱，办案不熟；案卷说理不透。",
}
FOLLOWED = case(
    "兰江镇", **{f"a{year}": report(year, OTHERS, said, place="兰江镇") for year, said in PROBLEMS_BY_YEAR.items()}
)


def test_a_problem_is_followed_over_the_years(seen: Seen) -> None:
    con = seen(FOLLOWED)
    found = con.execute(
        """
        select r.year, p.name, p.status, p.next_status, p.first_year, p.times_named, o.year
        from problems p join reports r using (report_id) left join reports o on o.report_id = p.previous_report_id
        order by r.year, p.ordinal
        """
    ).fetchall()
    assert found == [
        (2021, "执法力量偏弱", "not compared", "repeated", 2021, 1, None),
        (2021, "村级合同管理不规范", "not compared", "not repeated", 2021, 1, None),
        (2022, "普法形式比较单一", "new", "not repeated", 2022, 1, 2021),
        (2022, "执法力量偏弱", "carried", "repeated", 2021, 2, 2021),
        (2023, "执法力量仍然偏弱", "carried", "not compared", 2021, 3, 2022),
        (2023, "案卷说理不透", "new", "not compared", 2023, 1, 2022),
    ]
    spans = con.execute(
        """
        select substr(t.raw_text, p.raw_start + 1, p.raw_end - p.raw_start),
          substr(o.raw_text, p.other_start + 1, p.other_end - p.other_start)
        from problems p join report_texts t using (report_id)
        join report_texts o on o.report_id = p.previous_report_id
        where p.status = 'carried' order by p.first_year, p.times_named
        """
    ).fetchall()
    assert spans == [
        ("执法力量偏弱，持证的少。", "执法力量偏弱，队员多为兼职；"),
        ("执法力量仍然偏弱，办案不熟；", "执法力量偏弱，持证的少。"),
    ]


BROKEN_ROW = case(
    "长泰镇",
    **{
        f"a{year}": report(year, OTHERS, "无" if year == 2022 else PROBLEMS, place="长泰镇")
        for year in (2021, 2022, 2023)
    },
)


def test_a_report_that_names_no_problems_breaks_the_row(seen: Seen) -> None:
    assert seen(BROKEN_ROW).execute("select distinct status, next_status, times_named from problems").fetchall() == [
        ("not compared", "not compared", 1)
    ]


NINE_REPORTS = {
    f"{year}/{place}.txt": report(year, SENTENCES if year % 2 else OTHERS, place=place)
    for year in (2021, 2022, 2023)
    for place in ("青山镇", "柳河乡", "石桥镇")
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of NINE_REPORTS, all of them compared in one portion."""
    assert len(NINE_REPORTS) < reuse.REPORTS_AT_ONCE
    return built(tmp_path_factory.mktemp("whole"), NINE_REPORTS)


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_portions_change_nothing(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    portions = Path(shutil.copy(whole, tmp_path))
    monkeypatch.setattr(reuse, "REPORTS_AT_ONCE", at_once)
    with writing(portions) as con:
        for table in REUSE_TABLES:
            con.execute(f"delete from {table}")
    run_reuse(portions, stage_frames(dict(reversed(NINE_REPORTS.items())))["normalized"])
    found, expected = (all_rows(path, REUSE_TABLES) for path in (portions, whole))
    assert found == expected
    assert all(expected.values())


def test_an_empty_corpus_has_empty_tables(tmp_path: Path) -> None:
    assert not any(all_rows(built(tmp_path, {}), REUSE_TABLES).values())
