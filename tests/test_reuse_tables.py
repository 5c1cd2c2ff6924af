"""Carried-over text in the warehouse: which report is the one before, spans in both raw texts, findings, problems."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from reuse_cases import PAIRS
from small_corpus import BUILD, stage_frames
from warehouse_cases import Row, rows_of

from pipelines.corpus.sentences import key_of
from pipelines.figures.registry import load_registry
from warehouse import reuse
from warehouse.checks import run_checks
from warehouse.load import build_file
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


def built(folder: Path, files: dict[str, bytes]) -> duckdb.DuckDBPyConnection:
    """A warehouse of the files, whose data tests all pass, opened for reading."""
    path = folder / "w.duckdb"
    build_file(path, stage_frames(files), load_registry(), BUILD)
    assert [result.name for result in run_checks(path) if result.blocking and not result.passed] == []
    return duckdb.connect(str(path), read_only=True)


def only(con: duckdb.DuckDBPyConnection, query: str) -> Row:
    (row,) = rows_of(con, query)
    return row


COPIED = {"2022/青山镇.txt": report(2022, SENTENCES), "2024/青山镇.txt": report(2024, SENTENCES)}


def test_a_report_handed_in_again_is_an_error(tmp_path: Path) -> None:
    con = built(tmp_path, COPIED)
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


def test_last_years_words_with_new_figures_are_a_warning(tmp_path: Path) -> None:
    work = [f"{name}村的调解员上门{n}次，劝和了{n + 1}户人家。" for n, name in enumerate("甲乙丙丁戊己庚辛壬癸", 3)]
    again = [line.replace("上门", "上门1") for line in work]
    con = built(tmp_path, {"2022/a.txt": report(2022, work), "2023/a.txt": report(2023, again)})
    row = only(con, "from text_reuse")
    assert row["only_figures_differ"] >= 10
    found = only(con, "from findings where kind = 'copied_text'")
    assert found["severity"] == "warning"
    assert f"{row['only_figures_differ']}句只改了数字" in found["message"]


def test_half_new_is_told_as_half(tmp_path: Path) -> None:
    work = [*SENTENCES[:7], *OTHERS[:7]]
    con = built(
        tmp_path, {"2022/a.txt": report(2022, SENTENCES[:14], "无"), "2023/a.txt": report(2023, work, "无", "略")}
    )
    row = only(con, "from text_reuse")
    assert (row["exact"], row["sentences"]) == (7, 14)
    assert row["share"] == 0.5


def test_a_report_written_anew_has_a_row_and_no_finding(tmp_path: Path) -> None:
    problems, plans = "村级合同管理不够规范。", "新的一年把法庭搬进渔港，船靠岸就能开庭。"
    files = {"2022/a.txt": report(2022, SENTENCES), "2023/a.txt": report(2023, OTHERS, problems, plans)}
    con = built(tmp_path, files)
    assert only(con, "from text_reuse")["share"] <= 0.1
    assert rows_of(con, "from findings where kind in ('copied_text', 'stale_year')") == []


def test_formulas_alone_share_nothing(tmp_path: Path) -> None:
    said = "我镇将继续扎实推进法治政府建设。"
    files = {
        "2022/a.txt": report(2022, SENTENCES[:9], "无", said),
        "2023/a.txt": report(2023, OTHERS[:9], "无", said),
    }
    row = only(built(tmp_path, files), "from text_reuse")
    assert (row["exact"], row["near"], row["share"], row["passage_sentences"]) == (0, 0, 0.0, 0)
    assert row["passage_start"] is None


def test_a_few_sentences_are_no_share(tmp_path: Path) -> None:
    con = built(
        tmp_path,
        {f"{year}/a.txt": report(year, SENTENCES[:3] + ["开会学习。"] * 20, "无", "略") for year in (2022, 2023)},
    )
    assert only(con, "from text_reuse")["share"] == 1.0
    assert rows_of(con, "from findings where kind = 'copied_text'") == []


def test_every_span_holds_its_sentence_in_both_raw_texts(tmp_path: Path) -> None:
    halfwidth = report(2024, SENTENCES).decode().replace("，", ",").replace("\n", "\r\n　　").encode()
    con = built(tmp_path, {**COPIED, "2024/青山镇.txt": halfwidth})
    sentences = con.execute(
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
    ).fetchall()
    assert len(sentences) >= len(SENTENCES)
    for kind, text, raw, other in sentences:
        assert key_of(text) == key_of(raw)
        assert (key_of(raw) == key_of(other)) == (kind == "exact")


def test_the_report_before_is_the_one_that_counts_in_the_last_earlier_year(tmp_path: Path) -> None:
    files = {
        "2020/a.txt": report(2020, SENTENCES),
        "2022/a.txt": report(2022, OTHERS),
        "2022/转载.txt": report(2022, OTHERS).replace(
            "青山镇2022年度法治政府建设工作报告".encode(), "转载：青山镇2022年度法治政府建设工作报告".encode()
        ),
        "2023/a.txt": report(2023, SENTENCES),
        "2023/b.txt": report(2023, SENTENCES, place="柳河乡"),
    }
    con = built(tmp_path, files)
    found = con.execute(
        "select r.year, t.previous_year from text_reuse t join reports r using (report_id) order by 1"
    ).fetchall()
    assert found == [(2022, 2020), (2023, 2022)]
    sources = con.execute(
        "select distinct duplicate_of from text_reuse t join reports r on r.report_id = t.previous_report_id"
    ).fetchall()
    assert sources == [(None,)]


def test_a_year_left_standing_is_found(tmp_path: Path) -> None:
    stale, plan = (
        "2022年，全镇网格员把每户人家走了三遍，记下一千条心愿。",
        "2023年，把调解室建到每个村口，让群众就近说理。",
    )
    con = built(
        tmp_path,
        {year: report(int(year[:4]), [stale, *OTHERS], plans=plan) for year in ("2022/a.txt", "2023/a.txt")},
    )
    found = rows_of(
        con, "select found, expected, message, raw_start from findings where kind = 'stale_year' order by raw_start"
    )
    assert [(row["found"], row["expected"]) for row in found] == [("2022", "2023"), ("2023", "2024")]
    assert "句首仍为“2022年”，而报告年度为2023年" in found[0]["message"]
    assert "打算的年份仍为2023年" in found[1]["message"]


def test_a_problem_is_followed_over_the_years(tmp_path: Path) -> None:
    said = {
        2021: "执法力量偏弱，队员多为兼职；村级合同管理不规范。",
        2022: "普法形式比较单一；执法力量偏弱，持证的少。",
        2023: "执法力量仍然偏弱，办案不熟；案卷说理不透。",
    }
    con = built(tmp_path, {f"{year}/a.txt": report(year, OTHERS, text) for year, text in said.items()})
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


def test_a_report_that_names_no_problems_breaks_the_row(tmp_path: Path) -> None:
    said = {2021: PROBLEMS, 2022: "无", 2023: PROBLEMS}
    con = built(tmp_path, {f"{year}/a.txt": report(year, OTHERS, text) for year, text in said.items()})
    assert con.execute("select distinct status, next_status, times_named from problems").fetchall() == [
        ("not compared", "not compared", 1)
    ]


NINE_REPORTS = {
    f"{year}/{place}.txt": report(year, SENTENCES if year % 2 else OTHERS, place=place)
    for year in (2021, 2022, 2023)
    for place in ("青山镇", "柳河乡", "石桥镇")
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of NINE_REPORTS, all of them compared in one portion."""
    assert len(NINE_REPORTS) < reuse.REPORTS_AT_ONCE
    with built(tmp_path_factory.mktemp("whole"), NINE_REPORTS) as con:
        yield con


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_portions_change_nothing(
    whole: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(reuse, "REPORTS_AT_ONCE", at_once)
    portions = built(tmp_path, dict(reversed(NINE_REPORTS.items())))
    for table in REUSE_TABLES:
        assert rows_of(whole, f"from {table}") == rows_of(portions, f"from {table}") != []


def test_an_empty_corpus_has_empty_tables(tmp_path: Path) -> None:
    con = built(tmp_path, {})
    assert all(rows_of(con, f"from {table}") == [] for table in REUSE_TABLES)
