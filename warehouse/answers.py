"""What people ask of a published file: a query of their own, the evidence of a figure, what the file holds.

Belongs here: read-only questions and their answers as plain values. Does not belong here: showing them
(`assets/commands/console.py`), anything that writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.figures.unclassified import group_by_ending
from warehouse.arrow import read_only
from warehouse.ddl import quoted_name

ANSWERS_FOLDER = Path(__file__).resolve().parent / "sql" / "answers"


class Unanswered(Exception):
    """A question without an answer; the message is one line for whoever asked, with the way out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query, as Python values, under their column names."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact and where it stands. Spans are offsets into `raw_text` and `text`; `section_path` is outermost first."""

    fact: Mapping[str, Any]
    section_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a warehouse holds: counts by topic (tables, years, statuses, findings, rejects) and entry, and each reject
    as (source, reason, message)."""

    counts: Mapping[str, Mapping[str, int]]
    rejects: tuple[tuple[str, str, str], ...]


def ask(warehouse_file: Path, query: str, parameters: Mapping[str, Any] | None = None) -> Answer:
    """The answer to any read-only query; raises Unanswered where the file or the query does not allow one."""
    if not warehouse_file.exists():
        raise Unanswered(f"找不到数据库 {warehouse_file}：请先运行 fazhi build，或用 --warehouse 指定")
    with ExitStack() as opened:
        try:
            con = opened.enter_context(read_only(warehouse_file))
        except duckdb.Error as error:
            raise Unanswered(f"无法打开数据库 {warehouse_file}：{_first_line(error)}") from error
        try:
            cursor = con.execute(query, parameters) if parameters else con.execute(query)
            return Answer(tuple(column[0] for column in cursor.description or ()), cursor.fetchall())
        except duckdb.Error as error:
            raise Unanswered(f"查询有误：{_first_line(error)}") from error


def first_rows(warehouse_file: Path, table: str, columns: Sequence[str], count: int) -> list[dict[str, Any]]:
    """The first rows of a table, in the order of the file, with these columns only."""
    listed = ", ".join(quoted_name(column) for column in columns)
    answer = ask(warehouse_file, f"select {listed} from {quoted_name(table)} limit {count:d}")
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def evidence_of(warehouse_file: Path, prefix: str) -> Evidence:
    """The fact whose id begins with `prefix`; raises Unanswered where there is none or more than one."""
    found = ask(warehouse_file, _sql("evidence"), {"prefix": prefix})
    facts = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    if not facts:
        raise Unanswered(f"没有编号以 {prefix} 开头的数据：facts 表的 fact_id 列列出全部编号")
    if len(facts) > 1:
        raise Unanswered(f"编号 {prefix} 不唯一（{'、'.join(fact['fact_id'] for fact in facts[:5])} …）：请多写几位")
    path = ask(warehouse_file, _sql("section_path"), {"section_id": facts[0]["section_id"]})
    return Evidence(facts[0], tuple(title for (title,) in path.rows))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The metric whose words stand nearest to a quantity; its unit may be another than the quantity's."""

    id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Unclassified:
    """Quantities without a metric that count the same, as far as words tell. `things` are their words, most told first;
    `nearest`: the metric whose words stand nearest to most of them; `words` show one of them."""

    name: str
    unit: str
    quantities: int
    reports: int
    things: tuple[str, ...]
    nearest: Nearest | None
    words: str


def metrics(warehouse_file: Path, theme: str | None = None) -> Answer:
    """Every metric with its coverage: in how many reports and places it is stated, and in which years."""
    return ask(warehouse_file, _sql("metrics"), {"theme": theme})


def metric_values(warehouse_file: Path, metric_id: str) -> Answer:
    """The figures of one metric by category, each with a sentence that shows it."""
    return ask(warehouse_file, _sql("metric_values"), {"metric_id": metric_id})


def has_metric(warehouse_file: Path, metric: str) -> bool:
    """Whether a metric of this id or name is in the warehouse; False where there is no warehouse."""
    return warehouse_file.exists() and any(metric in row[:2] for row in _known_metrics(warehouse_file))


def built_with(warehouse_file: Path) -> str | None:
    """The version of the registry that the warehouse was built with."""
    found = ask(warehouse_file, _sql("registry_version")).rows
    return found[0][0] if found else None


def any_fact(warehouse_file: Path) -> str | None:
    """The id of a fact to look at, None in a warehouse without facts."""
    found = ask(warehouse_file, _sql("any_fact")).rows
    return found[0][0] if found else None


def _known_metrics(warehouse_file: Path) -> list[tuple[Any, ...]]:
    return ask(warehouse_file, _sql("known_metrics")).rows


def unclassified(warehouse_file: Path) -> list[Unclassified]:
    """Quantities without a metric, grouped by what they count, the most frequent first."""
    found = ask(warehouse_file, _sql("unclassified")).rows
    known = {row[0]: Nearest(*row) for row in _known_metrics(warehouse_file)}
    group_of = group_by_ending((thing, unit) for thing, unit, *_ in found if thing)
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        groups[group_of.get((row[0], row[1]), row[0]), row[1]].append(row)
    made = [_group(name, unit, rows, known) for (name, unit), rows in groups.items()]
    return sorted(made, key=lambda g: (-g.reports, -g.quantities, g.name, g.unit))


def _group(name: str, unit: str, rows: list[tuple[Any, ...]], known: Mapping[str, Nearest]) -> Unclassified:
    things = Counter(row[0] for row in rows)
    nearest = Counter(row[2] for row in rows if row[2]).most_common(1)
    return Unclassified(
        name,
        unit,
        len(rows),
        len({row[4] for row in rows}),
        tuple(thing for thing, _ in things.most_common() if thing),
        known.get(nearest[0][0]) if nearest else None,
        rows[0][5],
    )


def manifest_rows(warehouse_file: Path) -> Answer:
    """Every file with what was read of it, refused ones included: what a manifest of them would say."""
    return ask(warehouse_file, _sql("manifest"))


def holdings(warehouse_file: Path) -> Holdings:
    """What the file holds, for a summary."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for topic, entry, count in ask(warehouse_file, _sql("holdings")).rows:
        counts[topic][entry] = count
    return Holdings(counts, tuple(ask(warehouse_file, _sql("rejects")).rows))


def _sql(name: str) -> str:
    return (ANSWERS_FOLDER / f"{name}.sql").read_text("utf-8")


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
