"""What people ask of a published file: a query of their own, the evidence of a figure, what the file holds.

Belongs here: read-only questions and their answers as plain values. Does not belong here: showing them
(`assets/console.py`), anything that writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.arrow import read_only

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
