"""How a finished file differs from the one published before: what ought to make an operator look before trusting it.

Belongs here: the list of such differences, what to do about each, and how they are found. Does not belong here: limits
(`expectations.py`), what is wrong with a file by itself (`checks.py`), what a build is held to whatever was before
(`quality_checks.py`).

They warn and never block: a corpus may shrink and a rule may change on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.arrow import query_frame, read_only, scalar
from warehouse.check_results import SAMPLE_ROWS, CheckResult
from warehouse.expectations import ChangeLimit, Expectations
from warehouse.relations import BadRows

QUERIES = Path(__file__).resolve().parent / "sql" / "anomalies"
PREVIOUS = "previous"
NOT_COMPARABLE = "没有可比的上一版"

# Tables that hold what reports tell: fewer rows mean fewer reports or poorer reading. Of findings and refused files
# fewer are rather better, and the registry's tables follow a decision.
TABLES_OF_REPORTS = (
    *("places", "reports", "report_texts", "sections", "numerals", "facts", "yearly_values", "year_over_year"),
    *("coverage", "metric_mentions", "stated_changes", "target_outcomes", "text_reuse", "problems", "digests"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which the file may differ from the one before. `change`: its limit in `quality.yaml`. `find`: the
    rows; None for a query in `warehouse/sql/anomalies/<change>.sql`."""

    change: str
    message: str
    message_zh: str
    remedy: str
    remedy_zh: str
    find: Callable[[duckdb.DuckDBPyConnection, ChangeLimit], BadRows] | None = None

    @property
    def check_name(self) -> str:
        """The name of the check on it."""
        return f"since_last_{self.change}"


def rows_lost(con: duckdb.DuckDBPyConnection, limit: ChangeLimit) -> BadRows:
    """Tables that hold fewer rows than before, by more than the limit."""
    known = _tables_of(con, PREVIOUS)
    if not known:
        raise duckdb.CatalogException("there is no file before")
    lost: BadRows = []
    for table in TABLES_OF_REPORTS:
        if table in known:
            before = scalar(con, f'select count(*) from {PREVIOUS}."{table}"')
            now = scalar(con, f'select count(*) from "{table}"')
            if before >= limit.at_least and now < before * (1 - limit.limit):
                lost.append({"of_table": table, "rows_before": before, "rows": now, "lost_share": 1 - now / before})
    return lost


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "rows_lost",
        "a table lost more of its rows than the limit allows",
        "有的表行数比上次发布减少过多",
        "Compare reports by batch with the last build in `build_quality`: are files missing, or refused? If the "
        "reports are all there, code or registry reads less: `fazhi rollback` serves the file before meanwhile",
        "在 build_quality 中对照各批次报告份数：缺文件或被拒收的先补齐；报告没有少的，多为程序或登记表改动所致，"
        "可先用 fazhi rollback 恢复上一版",
        rows_lost,
    ),
    Difference(
        "coverage_lost",
        "a metric is stated by far fewer reports than in the file before",
        "有的指标覆盖面比上次发布大幅下降",
        "Look at the metric's cues in the registry (`fazhi metrics <id>`) and at its figures in `fazhi unclassified`;"
        " after a deliberate change of the registry nothing is to be done",
        "用 fazhi metrics 加指标编号查看其线索词，并在 fazhi unclassified 中查找它的数字；有意改动登记表的无需处理",
    ),
    Difference(
        "batches_gone",
        "a batch of the file before is gone",
        "上次发布时有的批次现在没有了",
        "Look for the folder: moved, renamed, or a disk that is not mounted? If it went on purpose, do nothing",
        "查找该文件夹：是否移走、改名，或磁盘没有挂载；有意移除的无需处理",
    ),
    Difference(
        "rejects_risen",
        "a far larger share of the files is refused than before",
        "未载入的文件占比比上次发布大幅上升",
        "Open one file of the reason that grew most: its row in `rejects` says the way out; often a site has a new "
        "format, or the scraper fetched error pages",
        "打开增加最多的那种原因的一个文件，rejects 表中写有处理办法；常见的是网站改版，或抓到的是错误页",
    ),
    Difference(
        "values_changed",
        "an unusual share of the values published before has changed",
        "已发布的数值有较多发生变化",
        "See whether reports were replaced (`reports.sha256`) or code or registry changed (`builds`); look at some of "
        "the rows with `fazhi evidence`, tell the readers of the file",
        "在 builds 中查看是报告替换还是程序、登记表改动所致，用 fazhi evidence 抽看几条，并告知使用者",
    ),
)


def run_anomaly_checks(path: Path, previous: Path | None, held_to: Expectations) -> list[CheckResult]:
    """How the file at `path` differs from `previous`, the published one, None where there is none. Both read-only."""
    with read_only(path) as con, _attached(con, previous):
        return anomaly_results(con, held_to)


def anomaly_results(con: duckdb.DuckDBPyConnection, held_to: Expectations) -> list[CheckResult]:
    """One result a difference, in the order of DIFFERENCES, of an open warehouse beside the database `previous`.

    A difference that can't be told, since there is no such database or it lacks a column, passes and says so.
    """
    return [_checked(con, difference, held_to.changes[difference.change]) for difference in DIFFERENCES]


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, previous: Path | None) -> Iterator[None]:
    """The file before as the database `previous`; left out where it can't be opened, which publishing then tells."""
    if previous is None:
        yield
        return
    quoted = str(previous).replace("'", "''")
    with suppress(duckdb.IOException):
        con.execute(f"attach '{quoted}' as {PREVIOUS} (read_only)")
    yield
    con.execute(f"detach database if exists {PREVIOUS}")


def _checked(con: duckdb.DuckDBPyConnection, difference: Difference, limit: ChangeLimit) -> CheckResult:
    try:
        found = _found(con, difference, limit)
    except (duckdb.CatalogException, duckdb.BinderException):
        found = None  # no file before, or of a version that lacks the table or column
    return CheckResult(
        name=difference.check_name,
        blocking=False,
        passed=not found,
        bad_count=len(found or ()),
        sample=(found or [])[:SAMPLE_ROWS],
        message_zh=difference.message_zh,
        remedy_zh=difference.remedy_zh,
        note_zh=NOT_COMPARABLE if found is None else "",
        figures={"bad_rows": len(found or ()), "limit": limit.limit},
    )


def _found(con: duckdb.DuckDBPyConnection, difference: Difference, limit: ChangeLimit) -> BadRows:
    if difference.find is not None:
        return difference.find(con, limit)
    query = (QUERIES / f"{difference.change}.sql").read_text("utf-8")
    return query_frame(con, query, {"limit": limit.limit, "at_least": limit.at_least}).to_dicts()


def _tables_of(con: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    query = "select table_name from duckdb_tables() where database_name = ?"
    return {name for (name,) in con.execute(query, [database]).fetchall()}
