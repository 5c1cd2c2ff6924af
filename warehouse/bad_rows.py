"""Bad rows that one query does not find: those that take a loop over tables, or characters of the raw texts.

Belongs here: a function from an open warehouse to its bad rows. Does not belong here: what a bad row means and what to
do about it (`checks.py`), rows that point to nothing (`relations.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import duckdb
import polars as pl

from warehouse.arrow import query_frame
from warehouse.relations import BadRows
from warehouse.schema.catalog import TABLES, column_specs

DIGIT_RUN = re.compile(r"[0-9０-９]+")
WHITE_SPACE = re.compile(r"\s+")


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
