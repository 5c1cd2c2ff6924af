"""Data tests on a finished warehouse file: each is a question whose answer is the bad rows.

Belongs here: the list of tests, what each means, whether it keeps the file from being published, and how they are run.
Does not belong here: Dagster (`assets/publishing/checks.py`), what frames are validated by (`warehouse/schema`),
mending anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.arrow import query_frame, read_only, scalar
from warehouse.load import SQL_FOLDER
from warehouse.relations import BadRows, orphans
from warehouse.schema.catalog import TABLES, column_specs

SAMPLE_ROWS = 10
DIGIT_RUN = re.compile(r"[0-9０-９]+")
WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class DataTest:
    """A question to the warehouse whose answer should be no row.

    `message` and `message_zh` say what a bad row is, in English and in the words of a clerk. `population`: the table
    whose rows are tested, for the figures. `find`: the bad rows; None for a query in `warehouse/sql/checks/<name>.sql`.
    """

    name: str
    is_blocking: bool
    message: str
    message_zh: str
    population: str
    find: Callable[[duckdb.DuckDBPyConnection], BadRows] | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a data test found: `sample` holds the first bad rows, `figures` how many rows were looked at."""

    name: str
    blocking: bool
    passed: bool
    bad_count: int
    sample: BadRows
    message: str
    message_zh: str
    figures: dict[str, int] = field(default_factory=dict)


def run_checks(path: Path) -> list[CheckResult]:
    """Run every data test on the file at `path`, read-only, in the order of DATA_TESTS."""
    with read_only(path) as con:
        return [run_check(con, test) for test in DATA_TESTS]


def run_check(con: duckdb.DuckDBPyConnection, test: DataTest) -> CheckResult:
    """Run one data test on an open warehouse."""
    bad = test.find(con) if test.find else _query(con, test.name)
    looked_at = scalar(con, f'select count(*) from "{test.population}"')
    return CheckResult(
        name=test.name,
        blocking=test.is_blocking,
        passed=not bad,
        bad_count=len(bad),
        sample=bad[:SAMPLE_ROWS],
        message=test.message,
        message_zh=test.message_zh,
        figures={f"{test.population}_rows": looked_at, "bad_rows": len(bad)},
    )


def _query(con: duckdb.DuckDBPyConnection, name: str) -> BadRows:
    return query_frame(con, (SQL_FOLDER / "checks" / f"{name}.sql").read_text("utf-8")).to_dicts()


def doubled_keys(con: duckdb.DuckDBPyConnection) -> BadRows:
    """Keys that several rows of a table share, for every table with a key."""
    return [row for table in TABLES for row in _doubled_keys_of(con, table)]


def _doubled_keys_of(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[dict[str, Any]]:
    keys = ", ".join(f'"{spec.name}"' for spec in column_specs(TABLES[table]) if spec.is_key)
    query = f'select {keys}, count(*) as rows from "{table}" group by {keys} having count(*) > 1 order by all'
    for row in query_frame(con, query).to_dicts():
        yield {"of_table": table, "rows": row.pop("rows"), "key": " · ".join(str(part) for part in row.values())}


def uncounted_digits(con: duckdb.DuckDBPyConnection) -> BadRows:
    """Runs of Arabic digits of the raw texts that are in no ledger row, and ledger rows that overlap."""
    spans = query_frame(
        con,
        "select report_id, list(raw_start order by raw_start, raw_end) as starts,"
        " list(raw_end order by raw_start, raw_end) as ends from numerals group by report_id",
    )
    by_report = {report_id: (starts, ends) for report_id, starts, ends in spans.iter_rows()}
    bad: BadRows = []
    for report_id, raw_text in _raw_texts(con):
        starts, ends = by_report.get(report_id, ([], []))
        bad += [{"report_id": report_id, **problem} for problem in ledger_problems(raw_text, starts, ends)]
    return bad


def ledger_problems(raw_text: str, starts: list[int], ends: list[int]) -> Iterator[dict[str, Any]]:
    """What is wrong with the ledger of one report. `starts` and `ends` are those of its rows, sorted by start.

    >>> [p["problem"] for p in ledger_problems("共36件、28件", [1, 2], [3, 4])]
    ['overlap', 'no row']
    """
    for (start, end), (next_start, _) in pairwise(zip(starts, ends, strict=True)):
        if end > next_start:
            yield {"problem": "overlap", "raw_start": start, "raw_end": end, "text": raw_text[start:end]}
    for run in DIGIT_RUN.finditer(raw_text):
        row = bisect_right(starts, run.start()) - 1
        if row < 0 or ends[row] < run.end():
            yield {"problem": "no row", "raw_start": run.start(), "raw_end": run.end(), "text": run.group()}


def evidence_without_number(con: duckdb.DuckDBPyConnection) -> BadRows:
    """Facts and ledger rows whose raw span does not hold the number they were read from, white space ignored, and facts
    that tell other words than those of their span."""
    figures = query_frame(
        con,
        "select report_id, raw_start, raw_end, number_text as said, fact_id, raw_span from facts"
        " union all select report_id, raw_start, raw_end, text, cast(ordinal as varchar), null from numerals"
        " order by all",
    )
    raw_texts = dict(_raw_texts(con))
    bad: BadRows = []
    for report_id, start, end, said, row_id, raw_span in figures.iter_rows():
        evidence = raw_texts[report_id][start:end]
        is_held = said in evidence or WHITE_SPACE.sub("", said) in WHITE_SPACE.sub("", evidence)
        if not is_held or raw_span not in (None, evidence):
            table = "numerals" if raw_span is None else "facts"
            bad.append({"of_table": table, "row": row_id, "report_id": report_id, "said": said, "evidence": evidence})
    return bad


def _raw_texts(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    texts: pl.DataFrame = query_frame(con, "select report_id, raw_text from report_texts order by report_id")
    return texts.iter_rows()


DATA_TESTS: tuple[DataTest, ...] = (
    DataTest(
        "no_internal_errors",
        True,
        "our own code failed on a file",
        "程序读某个文件时出错",
        "rejects",
    ),
    DataTest(
        "keys_are_unique",
        True,
        "rows share a key",
        "有的行编号重复",
        "reports",
        doubled_keys,
    ),
    DataTest(
        "relations_hold", True, "a row points to one that does not exist", "有的行指向不存在的行", "reports", orphans
    ),
    DataTest(
        "spans_lie_in_text",
        True,
        "a span lies outside its text",
        "有的起止位置不在原文之内",
        "facts",
    ),
    DataTest(
        "ledger_covers_digits",
        True,
        "digits are in no ledger row, or in two",
        "有的数字没有登记，或登记了两次",
        "numerals",
        uncounted_digits,
    ),
    DataTest(
        "evidence_holds_number",
        True,
        "a span does not hold its number",
        "有的出处里没有这个数",
        "facts",
        evidence_without_number,
    ),
    DataTest(
        "zeros_in_words_are_zero",
        True,
        "a fact without a number is not a zero told in words",
        "没有数字的数据不是文字表述的零",
        "facts",
    ),
    DataTest(
        "duplicates_point_to_what_counts",
        True,
        "a republication does not lead to what counts",
        "重复发布的报告没有指向采用的那一份",
        "reports",
    ),
    DataTest(
        "yearly_values_are_facts",
        True,
        "a yearly value is not the value of its fact",
        "年度数值与它的出处不一致",
        "yearly_values",
    ),
    DataTest(
        "year_over_year_is_complete",
        True,
        "a series lacks a year, or has one too many",
        "逐年比较缺年份或多年份",
        "year_over_year",
    ),
    DataTest(
        "changes_follow_from_values",
        True,
        "a change does not follow from its values",
        "增减与前后数值不符",
        "year_over_year",
    ),
    DataTest(
        "peers_follow_from_values",
        True,
        "a value among its peers is not the yearly value, or its rank can't be",
        "同级比较中的数值与年度数值不一致，或排名不可能",
        "peer_comparisons",
    ),
    DataTest(
        "areas_add_up",
        True,
        "the sum of an area is not that of its values",
        "区域合计与各地数值之和不符",
        "area_totals",
    ),
    DataTest(
        "promises_have_outcomes",
        True,
        "a promise has no outcome, or one that contradicts itself",
        "有的承诺没有结果，或结果自相矛盾",
        "target_outcomes",
    ),
    DataTest(
        "carried_sentences_add_up",
        True,
        "carried sentences are not as many as told, or two have one source",
        "沿用的句子与所报句数不符，或两句出自同一句",
        "text_reuse",
    ),
    DataTest(
        "mentions_hold_values",
        True,
        "a report states a value and is said not to",
        "报告有数值而被列为未表述",
        "metric_mentions",
    ),
    DataTest(
        "coverage_is_true",
        True,
        "coverage contradicts reports, roster or refused files",
        "报告有无与报告、名册或未载入的文件不一致",
        "coverage",
    ),
    DataTest(
        "cautions_are_explained",
        True,
        "a caution is not explained",
        "有的注意事项没有说明",
        "caution_codes",
    ),
    DataTest(
        "findings_are_explained",
        True,
        "a kind of finding is not explained",
        "有的疑点种类没有说明",
        "finding_kinds",
    ),
    DataTest(
        "unknowns_have_findings",
        True,
        "a place or year is unknown without a finding",
        "地方或年份不明而没有记为疑点",
        "reports",
    ),
    DataTest(
        "places_are_known",
        False,
        "the place of a report can't be told",
        "看不出是哪个地方的报告",
        "reports",
    ),
    DataTest(
        "years_are_known",
        False,
        "the year of a report can't be told",
        "看不出是哪一年的报告",
        "reports",
    ),
    DataTest(
        "years_are_plausible",
        False,
        "the year of a report lies before the genre or after the build",
        "报告年份过早或晚于今天",
        "reports",
    ),
    DataTest(
        "facts_have_values",
        False,
        "the number of a fact can't be read",
        "有的数读不出来",
        "facts",
    ),
    DataTest(
        "ledger_and_facts_agree",
        False,
        "ledger and facts disagree on what is a fact",
        "数字登记与指标数据不一致",
        "numerals",
    ),
    DataTest(
        "evidence_is_short", False, "the evidence of a fact is longer than 120 characters", "有的出处超过120字", "facts"
    ),
)
