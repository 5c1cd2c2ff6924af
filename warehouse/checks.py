"""Data tests on a finished warehouse file: each is a question whose answer is the bad rows.

Belongs here: the list of tests, what each means, what to do when it fails, whether it keeps the file from being
published, and how they are run. Does not belong here: Dagster (`assets/publishing/checks.py`), queries in Python
(`bad_rows.py`, `relations.py`), bounds that an operator sets (`quality_checks.py`), what frames are validated by
(`warehouse/schema`), mending anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.arrow import query_frame, read_only, scalar
from warehouse.bad_rows import doubled_keys, evidence_without_number, uncounted_digits
from warehouse.check_results import SAMPLE_ROWS, CheckResult
from warehouse.load import SQL_FOLDER
from warehouse.relations import BadRows, orphans


@dataclass(frozen=True, slots=True)
class DataTest:
    """A question to the warehouse whose answer should be no row.

    `message` and `message_zh` say what a bad row is, in English and in the words of a clerk; `remedy` and `remedy_zh`
    what to do about it. `population`: the table whose rows are tested, for the figures. `find`: the bad rows; None for
    a query in `warehouse/sql/checks/<name>.sql`.
    """

    name: str
    is_blocking: bool
    message: str
    message_zh: str
    population: str
    remedy: str
    remedy_zh: str
    find: Callable[[duckdb.DuckDBPyConnection], BadRows] | None = None


def run_checks(path: Path) -> list[CheckResult]:
    """Run every data test on the file at `path`, read-only, in the order of DATA_TESTS."""
    with read_only(path) as con:
        return [run_check(con, test) for test in DATA_TESTS]


def run_check(con: duckdb.DuckDBPyConnection, test: DataTest) -> CheckResult:
    """Run one data test on an open warehouse."""
    bad = test.find(con) if test.find else _query(con, test.name)
    return CheckResult(
        name=test.name,
        blocking=test.is_blocking,
        passed=not bad,
        bad_count=len(bad),
        sample=bad[:SAMPLE_ROWS],
        message_zh=test.message_zh,
        remedy_zh=test.remedy_zh,
        figures={
            f"{test.population}_rows": scalar(con, f'select count(*) from "{test.population}"'),
            "bad_rows": len(bad),
        },
    )


def _query(con: duckdb.DuckDBPyConnection, name: str) -> BadRows:
    return query_frame(con, (SQL_FOLDER / "checks" / f"{name}.sql").read_text("utf-8")).to_dicts()


DATA_TESTS: tuple[DataTest, ...] = (
    DataTest(
        "no_internal_errors",
        True,
        "our own code failed on a file",
        "程序读某个文件时出错",
        "rejects",
        remedy="The traceback is in `<warehouse>.work/error.log`: report it with the "
        "file. To publish without the file meanwhile, move it out of the corpus",
        remedy_zh="出错详情在数据库旁 .work 文件夹的 error.log 中，"
        "请连同该文件报给维护者；急需发布时，先把该文件移出语料文件夹再构建",
    ),
    DataTest(
        "keys_are_unique",
        True,
        "rows share a key",
        "有的行编号重复",
        "reports",
        remedy="A fault of the program, not of the reports: keep the published "
        "file, go back to the program version before, report the table and key",
        remedy_zh="属程序缺陷，与报告内容无关：已发布的文件不受影响，请退回上一个程序版本，并将表名和编号报给维护者",
        find=doubled_keys,
    ),
    DataTest(
        "relations_hold",
        True,
        "a row points to one that does not exist",
        "有的行指向不存在的行",
        "reports",
        remedy="A fault of the program, or frames of two versions were mixed: remove "
        "`<warehouse>.work/frames` and build again; if it stays, report the pointer",
        remedy_zh="多为新旧版本的中间文件混用：删除数据库旁 .work 文件夹中的 frames 后重新构建；仍出现则报给维护者",
        find=orphans,
    ),
    DataTest(
        "spans_lie_in_text",
        True,
        "a span lies outside its text",
        "有的起止位置不在原文之内",
        "facts",
        remedy="Remove `<warehouse>.work/frames` and build again; if it stays, it is a "
        "fault of the program: report the row, move its report out to publish meanwhile",
        remedy_zh="删除数据库旁 .work 文件夹中的 frames 后重新构建；"
        "仍出现则属程序缺陷，请报给维护者，急需发布时先移出该报告",
    ),
    DataTest(
        "ledger_covers_digits",
        True,
        "digits are in no ledger row, or in two",
        "有的数字没有登记，或登记了两次",
        "numerals",
        remedy="A number would be passed over in silence: report the report and "
        "its span; to publish meanwhile, move that report out of the corpus",
        remedy_zh="有数字会被漏记：请将报告和位置报给维护者；急需发布时先把该报告移出语料文件夹",
        find=uncounted_digits,
    ),
    DataTest(
        "evidence_holds_number",
        True,
        "a span does not hold its number",
        "有的出处里没有这个数",
        "facts",
        remedy="The evidence would show other words than the figure: report "
        "the row; to publish meanwhile, move that report out of the corpus",
        remedy_zh="出处会与数字对不上：请将该行报给维护者；急需发布时先把该报告移出语料文件夹",
        find=evidence_without_number,
    ),
    DataTest(
        "zeros_in_words_are_zero",
        True,
        "a fact without a number is not a zero told in words",
        "没有数字的数据不是文字表述的零",
        "facts",
        remedy="Look at the sentence with `fazhi evidence <fact_id>` and report "
        "it; to publish meanwhile, move that report out of the corpus",
        remedy_zh="用 fazhi evidence 加 fact_id 查看原句并报给维护者；急需发布时先把该报告移出语料文件夹",
    ),
    DataTest(
        "duplicates_point_to_what_counts",
        True,
        "a republication does not lead to what counts",
        "重复发布的报告没有指向采用的那一份",
        "reports",
        remedy="Two editions each count as the other's copy, or one of another "
        "year: state place and year of both in manifest.csv, or remove the copy",
        remedy_zh="两份报告互为重复，或年度、地方不一致：在 manifest.csv 写明两份的地方和年度，或移走重复的一份",
    ),
    DataTest(
        "yearly_values_are_facts",
        True,
        "a yearly value is not the value of its fact",
        "年度数值与它的出处不一致",
        "yearly_values",
        remedy="A fault of the comparison: keep the published file, go "
        "back to the program version before, report the series",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将该指标报给维护者",
    ),
    DataTest(
        "year_over_year_is_complete",
        True,
        "a series lacks a year, or has one too many",
        "逐年比较缺年份或多年份",
        "year_over_year",
        remedy="A fault of the comparison: keep the published file, go "
        "back to the program version before, report place and metric",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将地方和指标报给维护者",
    ),
    DataTest(
        "changes_follow_from_values",
        True,
        "a change does not follow from its values",
        "增减与前后数值不符",
        "year_over_year",
        remedy="A fault of the comparison: keep the published file, "
        "go back to the program version before, report the row",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将该行报给维护者",
    ),
    DataTest(
        "peers_follow_from_values",
        True,
        "a value among its peers is not the yearly value, or its rank can't be",
        "同级比较中的数值与年度数值不一致，或排名不可能",
        "peer_comparisons",
        remedy="A fault of the comparison among peers: keep the published "
        "file, go back to the program version before, report the row",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将该行报给维护者",
    ),
    DataTest(
        "areas_add_up",
        True,
        "the sum of an area is not that of its values",
        "区域合计与各地数值之和不符",
        "area_totals",
        remedy="A fault of the sums: keep the published file, go back "
        "to the program version before, report area and metric",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将区域和指标报给维护者",
    ),
    DataTest(
        "promises_have_outcomes",
        True,
        "a promise has no outcome, or one that contradicts itself",
        "有的承诺没有结果，或结果自相矛盾",
        "target_outcomes",
        remedy="A fault of the program: look at the promise with `fazhi evidence "
        "<fact_id>` and report it; the published file stays as it is",
        remedy_zh="属程序缺陷：用 fazhi evidence 加 fact_id 查看该承诺并报给维护者；已发布的文件不受影响",
    ),
    DataTest(
        "carried_sentences_add_up",
        True,
        "carried sentences are not as many as told, or two have one source",
        "沿用的句子与所报句数不符，或两句出自同一句",
        "text_reuse",
        remedy="Remove `<warehouse>.work/frames` and build again; if it "
        "stays, report the report: the published file stays as it is",
        remedy_zh="删除数据库旁 .work 文件夹中的 frames 后重新构建；仍出现则将该报告报给维护者，已发布的文件不受影响",
    ),
    DataTest(
        "mentions_hold_values",
        True,
        "a report states a value and is said not to",
        "报告有数值而被列为未表述",
        "metric_mentions",
        remedy="A fault of the program: keep the published file, go back "
        "to the program version before, report place, year and metric",
        remedy_zh="属程序缺陷：已发布的文件不受影响，请退回上一个程序版本，并将地方、年度和指标报给维护者",
    ),
    DataTest(
        "coverage_is_true",
        True,
        "coverage contradicts reports, roster or refused files",
        "报告有无与报告、名册或未载入的文件不一致",
        "coverage",
        remedy="Check the years in roster.csv and manifest.csv for "
        "the places shown; if they are right, report the rows",
        remedy_zh="核对名册 roster.csv 和清单 manifest.csv 中这些地方的年度；无误则将这些行报给维护者",
    ),
    DataTest(
        "cautions_are_explained",
        True,
        "a caution is not explained",
        "有的注意事项没有说明",
        "caution_codes",
        remedy="A code was added without its explanation: add it to "
        "`warehouse/lexicons.py`, or go back to the version before",
        remedy_zh="程序新增了代码而没有说明：请在 warehouse/lexicons.py 补上，或退回上一个程序版本",
    ),
    DataTest(
        "findings_are_explained",
        True,
        "a kind of finding is not explained",
        "有的疑点种类没有说明",
        "finding_kinds",
        remedy="A kind was added without its explanation: add it to "
        "`warehouse/finding_kinds.py`, or go back to the version before",
        remedy_zh="程序新增了疑点种类而没有说明：请在 warehouse/finding_kinds.py 补上，或退回上一个程序版本",
    ),
    DataTest(
        "unknowns_have_findings",
        True,
        "a place or year is unknown without a finding",
        "地方或年份不明而没有记为疑点",
        "reports",
        remedy="A fault of the program: state place and year of the "
        "reports shown in manifest.csv and build again; report them",
        remedy_zh="在 manifest.csv 写明所列报告的地方和年度后重新构建，并报给维护者",
    ),
    DataTest(
        "places_are_known",
        False,
        "the place of a report can't be told",
        "看不出是哪个地方的报告",
        "reports",
        remedy="Run `fazhi manifest`, fill in place and county of the reports "
        "shown, build again; until then they are in no comparison",
        remedy_zh="运行 fazhi manifest，补上所列报告的地方和所属县后重新构建；在此之前这些报告不参加比较",
    ),
    DataTest(
        "years_are_known",
        False,
        "the year of a report can't be told",
        "看不出是哪一年的报告",
        "reports",
        remedy="Run `fazhi manifest`, fill in the year of the reports "
        "shown, build again; until then they are in no comparison",
        remedy_zh="运行 fazhi manifest，补上所列报告的年度后重新构建；在此之前这些报告不参加比较",
    ),
    DataTest(
        "years_are_plausible",
        False,
        "the year of a report lies before the genre or after the build",
        "报告年份过早或晚于今天",
        "reports",
        remedy="Look at the title of each, and state the right year in "
        "manifest.csv; a page dated in the future was misprinted",
        remedy_zh="查看各报告的标题，在 manifest.csv 写明正确年度；年份在今天以后的多为原文误写",
    ),
    DataTest(
        "facts_have_values",
        False,
        "the number of a fact can't be read",
        "有的数读不出来",
        "facts",
        remedy="Look at each with `fazhi evidence <fact_id>`: what the text "
        "leaves open (some tens) stays NULL; report what a reader could read",
        remedy_zh="逐条用 fazhi evidence 查看：原文本就没有确切数字的（如“数十件”）无需处理；人能读出的请报给维护者",
    ),
    DataTest(
        "ledger_and_facts_agree",
        False,
        "ledger and facts disagree on what is a fact",
        "数字登记与指标数据不一致",
        "numerals",
        remedy="The figures can be used; report the rows, and mind "
        "that counts of unclassified figures are off by as many",
        remedy_zh="数据可以使用；请将所列各行报给维护者，在此之前“尚无指标的数字”的个数会有同样多的出入",
    ),
    DataTest(
        "evidence_is_short",
        False,
        "the evidence of a fact is longer than 120 characters",
        "有的出处超过120字",
        "facts",
        remedy="The figures can be used; look at some with `fazhi evidence "
        "<fact_id>`: a sentence without punctuation was cut too late, report it",
        remedy_zh="数据可以使用；用 fazhi evidence 查看几条，多因原文缺少标点而截取过长，可报给维护者",
    ),
)
