"""Text carried over and problems named again, from the file under construction and the offset maps of its reports.

Belongs here: which reports are held against each other, in portions of places so that memory stays bounded, and the
rows that come of it. Does not belong here: the language (`pipelines/corpus`), findings
(`warehouse/sql/audit_reuse.sql`).

The report before is the one of the last earlier year with a report of the place, as in `year_over_year`: `coverage`
says which report counts for a place and year. The offset maps are no table; they come from the frames of stage
`normalized`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb
import polars as pl

from pipelines.corpus.problems import NamedAgain, Problem, named_again, named_problems
from pipelines.corpus.reuse import EXACT, Carried, carried_sentences, longest_passage, stale_year
from pipelines.corpus.sentences import Sentence, sentences_of
from pipelines.records import Heading, OffsetMap
from warehouse.arrow import FrameStream, insert_frame, query_frame
from warehouse.rows import Row, heading_of, section_id_of
from warehouse.schema.catalog import TABLES, polars_schema, validate

REUSE_TABLES = ("text_reuse", "text_reuse_sentences", "problems")
OFFSET_COLUMNS = ("report_id", "text_starts", "raw_starts", "raw_ends")

REPORTS_AT_ONCE = 2000
"""Reports whose texts are in memory at the same time, give or take a place. Smaller portions read the table of texts
more often."""

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class _Report:
    """A report with what is compared of it."""

    report_id: str
    year: int
    offsets: OffsetMap
    sentences: tuple[Sentence, ...]
    problems: tuple[Problem, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        return self.offsets.raw_span(start, end)


def compare_texts(con: duckdb.DuckDBPyConnection, offsets: pl.DataFrame | pl.LazyFrame) -> None:
    """Fill text_reuse, text_reuse_sentences and problems of an open database that has its `coverage`.

    `offsets`: the columns OFFSET_COLUMNS of stage `normalized`, more columns and other reports may be there too.
    """
    maps = offsets.lazy().select(OFFSET_COLUMNS)
    con.begin()
    for table in REUSE_TABLES:
        con.execute(f"delete from {table}")
    for portion in _portions(con):
        rows: Rows = {table: [] for table in REUSE_TABLES}
        for reports in _places(con, portion, maps):
            _compare_place(reports, rows)
        for table, found in rows.items():
            insert_frame(con, table, validate(TABLES[table], _frame(table, found)))
    con.commit()


def _frame(table: str, rows: list[Row]) -> pl.DataFrame:
    schema = polars_schema(TABLES[table])
    return pl.DataFrame({name: [row[name] for row in rows] for name in schema}, schema=schema)


def _portions(con: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """The reports that count, place after place and year after year, in portions of whole places."""
    counted = query_frame(
        con,
        "select place_id, year, report_id from coverage where report_id is not null order by place_id, year",
    )
    sizes = counted.group_by("place_id", maintain_order=True).len()["len"].to_list()
    start = length = 0
    for size in sizes:
        length += size
        if length >= REPORTS_AT_ONCE:
            yield counted.slice(start, length)
            start, length = start + length, 0
    if length:
        yield counted.slice(start, length)


def _places(con: duckdb.DuckDBPyConnection, portion: pl.DataFrame, maps: pl.LazyFrame) -> Iterator[list[_Report]]:
    """The reports of each place of a portion, by year."""
    con.register("portion", FrameStream(portion))
    texts = query_frame(con, "select report_id, text from portion join report_texts using (report_id)")
    headings = query_frame(con, "select sections.* from sections semi join portion using (report_id)")
    con.unregister("portion")
    text_of = dict(texts.iter_rows())
    headings_of = _headings(headings)
    wanted = maps.join(portion.lazy().select("report_id"), on="report_id", how="semi").collect()
    offsets_of = {report_id: map_ for report_id, *map_ in wanted.iter_rows()}
    for _, rows in groupby(portion.iter_rows(), key=lambda row: row[0]):
        yield [
            _read(report_id, year, text_of[report_id], headings_of.get(report_id, []), offsets_of[report_id])
            for _, year, report_id in rows
        ]


def _headings(sections: pl.DataFrame) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for row in sections.sort("report_id", "ordinal").iter_rows(named=True):
        found.setdefault(row["report_id"], []).append(heading_of(row))
    return found


def _read(report_id: str, year: int, text: str, headings: list[Heading], offsets: list[list[int]]) -> _Report:
    text_starts, raw_starts, raw_ends = map(tuple, offsets)
    return _Report(
        report_id,
        year,
        OffsetMap(text_starts, raw_starts, raw_ends, len(text)),
        sentences_of(text, headings),
        named_problems(text, headings),
    )


def _compare_place(reports: list[_Report], rows: Rows) -> None:
    """Add the rows of one place, its reports being in the order of their years."""
    before: _Report | None = None
    named: list[Row] = []
    for report in reports:
        if before:
            carried = carried_sentences(report.sentences, before.sentences)
            rows["text_reuse_sentences"] += [_sentence_row(report, before, one) for one in carried]
            rows["text_reuse"].append(_reuse_row(report, before, carried))
        named = _problem_rows(report, before, named)
        rows["problems"] += named
        before = report


def _sentence_row(report: _Report, before: _Report, carried: Carried) -> Row:
    now, source = report.sentences[carried.index], before.sentences[carried.other]
    raw_start, raw_end = report.raw_span(now.start, now.end)
    other_start, other_end = before.raw_span(source.start, source.end)
    return {
        "report_id": report.report_id,
        "ordinal": carried.index,
        "raw_start": raw_start,
        "raw_end": raw_end,
        "text_start": now.start,
        "text_end": now.end,
        "theme": now.theme,
        "kind": carried.kind,
        "similarity": carried.similarity,
        "only_figures_differ": carried.only_figures_differ,
        "previous_report_id": before.report_id,
        "other_ordinal": carried.other,
        "other_start": other_start,
        "other_end": other_end,
        "stale_year": stale_year(now, source, report.year, before.year),
    }


def _reuse_row(report: _Report, before: _Report, carried: list[Carried]) -> Row:
    sentences = report.sentences
    exact = sum(one.kind == EXACT for one in carried)
    return {
        "report_id": report.report_id,
        "previous_report_id": before.report_id,
        "previous_year": before.year,
        "sentences": len(sentences),
        "exact": exact,
        "near": len(carried) - exact,
        "only_figures_differ": sum(one.only_figures_differ for one in carried),
        "share": _share(len(carried), len(sentences)),
        "exact_share": _share(exact, len(sentences)),
        "characters_share": _share(_letters(sentences[one.index] for one in carried), _letters(sentences)),
        **_passage(report, before, carried),
    }


def _passage(report: _Report, before: _Report, carried: list[Carried]) -> Row:
    passage = longest_passage(carried, report.sentences)
    if passage is None:
        nowhere = dict.fromkeys(("passage_start", "passage_end", "other_start", "other_end"))
        return {"passage_sentences": 0, **nowhere}
    first, last = report.sentences[passage.first], report.sentences[passage.last]
    other_first, other_last = before.sentences[passage.other_first], before.sentences[passage.other_last]
    start, end = report.raw_span(first.start, last.end)
    other_start, other_end = before.raw_span(other_first.start, other_last.end)
    return {
        "passage_sentences": passage.sentences,
        "passage_start": start,
        "passage_end": end,
        "other_start": other_start,
        "other_end": other_end,
    }


def _letters(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.key) for sentence in sentences)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _problem_rows(report: _Report, before: _Report | None, rows_before: list[Row]) -> list[Row]:
    """The problems of a report; what the report before named learns here whether it is named again."""
    is_compared = before is not None and bool(before.problems) and bool(report.problems)
    again = {one.index: one for one in named_again(report.problems, before.problems)} if is_compared else {}
    if is_compared:
        repeated = {one.other for one in again.values()}
        for row in rows_before:
            row["next_status"] = "repeated" if row["ordinal"] in repeated else "not repeated"
    rows = []
    for problem in report.problems:
        found = again.get(problem.ordinal)
        source = rows_before[found.other] if found else None
        rows.append(_problem_row(report, problem, before if is_compared else None, found, source))
    return rows


def _problem_row(
    report: _Report, problem: Problem, before: _Report | None, found: NamedAgain | None, source: Row | None
) -> Row:
    raw_start, raw_end = report.raw_span(problem.start, problem.end)
    return {
        "report_id": report.report_id,
        "ordinal": problem.ordinal,
        "name": problem.name,
        "section_id": section_id_of(report.report_id, problem.section_ordinal),
        "raw_start": raw_start,
        "raw_end": raw_end,
        "text_start": problem.start,
        "text_end": problem.end,
        "status": "carried" if found else "new" if before else "not compared",
        "similarity": found.similarity if found else None,
        "previous_report_id": before.report_id if before else None,
        "other_ordinal": found.other if found else None,
        "other_start": source["raw_start"] if source else None,
        "other_end": source["raw_end"] if source else None,
        "next_status": "not compared",
        "first_year": source["first_year"] if source else report.year,
        "times_named": source["times_named"] + 1 if source else 1,
    }
