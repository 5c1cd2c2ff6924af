"""How the corpus of formats is read end to end: facts by format, metadata, triage and republications against its gold.

    PYTHONPATH=.:tests python tests/formats/judging.py

Belongs here: reading the corpus as a build does (listing, stages, tables), and the figures of that. Does not belong
here: the gold, the files (`make.py`), what must hold (`test_format_judging.py`), matching facts (`../scoring.py`).

Legacy Word files need LibreOffice with its Writer; where that is not installed they are left out and counted.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

from scoring import GoldDocument, Score, load_gold_file, score_report  # noqa: E402  beside this folder, not a package

from assets.corpus.listing import list_corpus  # noqa: E402
from pipelines.figures.registry import load_registry  # noqa: E402
from pipelines.records import Extraction, Fact, Numeral, ReadReport, TextLayer  # noqa: E402
from pipelines.text.script import to_simplified_where_traditional  # noqa: E402
from warehouse import rows  # noqa: E402
from warehouse.arrow import insert_frame, query_frame  # noqa: E402
from warehouse.assemble import assemble  # noqa: E402
from warehouse.ddl import create_tables  # noqa: E402
from warehouse.frames import extract_batch, normalize_batch, outline_batch, read_raw  # noqa: E402
from warehouse.load import audit, compare  # noqa: E402
from warehouse.schema.catalog import TABLES, validate  # noqa: E402
from warehouse.source_bytes import SourceFile  # noqa: E402

FILES = HERE / "files"
Row = dict[str, Any]
Expected = Mapping[str, Any]

GENRES = {
    # the project calls an interpretation what the other hand calls one of a policy: the same kind
    "policy_interpretation": "interpretation",
    # litter of systems and Word's owner files are passed over like hidden files: nobody asks why they are absent
    "no_text": None,
}
"""Where gold and the project differ by a name only: the project's reason for gold's genre, None for not listed."""

METADATA = ("title", "issuer", "document_number", "published_on", "published_basis", "url")
IDENTITY = ("place_name", "level", "county", "city", "province", "year", "script")
_GOLD_NAMES = {"place_name": "place"}


def has_writer() -> bool:
    """Whether LibreOffice can read Word files here: its Writer is a library beside the program."""
    program = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
    return program is not None and any(Path(program).resolve().parent.glob("libswlo.*"))


def name_of(row: Expected) -> str:
    """The source that the project gives the file or member of an expectation."""
    return row["file"] + (f"/{row['member']}" if row.get("member") else "")


def expectations() -> dict[str, Row]:
    """What a perfect reader says of each file, by source."""
    lines = (HERE / "expected.jsonl").read_text("utf-8").splitlines()
    return {name_of(row): row for row in map(json.loads, lines)}


@dataclass(frozen=True)
class Judged:
    """The corpus as it was read: stage frames and tables. `left_out`: sources that only LibreOffice could read."""

    frames: Mapping[str, pl.DataFrame]
    listed_rejects: Mapping[str, str]
    tables: duckdb.DuckDBPyConnection
    left_out: frozenset[str]
    expected: Mapping[str, Expected] = field(default_factory=expectations)

    @cached_property
    def reports(self) -> dict[str, Row]:
        """Rows of `reports`, with the columns of their place, by source."""
        place_columns = "p.name as place_name, p.level, p.county, p.city, p.province"
        query = f"select r.*, {place_columns} from reports as r left join places as p using (place_id)"
        return {row["source"]: row for row in query_frame(self.tables, query).to_dicts()}

    @cached_property
    def rejects(self) -> dict[str, str]:
        """The reason of each refused file, by source."""
        found = dict(self.tables.execute("select source, reason from rejects").fetchall())
        return {**found, **self.listed_rejects}

    def judged_sources(self) -> Iterator[tuple[str, Expected]]:
        """What is expected of each file that can be read here."""
        return ((source, row) for source, row in self.expected.items() if source not in self.left_out)


def read_corpus(folder: Path = FILES) -> Judged:
    """List, read and load the corpus as a build does, into tables in memory."""
    listing = list_corpus(folder)
    left_out = frozenset() if has_writer() else frozenset(_word_files(expectations()))
    files = [
        SourceFile(f.source, f.batch, path=f.path, input_key=f.source, member=f.member)
        for f in listing.files
        if f.source not in left_out
    ]
    registry = load_registry()
    raw = read_raw(files)
    normalized = normalize_batch(raw["raw"])
    sections = outline_batch(normalized["normalized"])
    metrics = extract_batch(raw["raw"], normalized["normalized"], sections["sections"], registry)
    stages = (raw, normalized, sections, metrics)
    frames = {name: frame for stage in stages for name, frame in stage.items()}
    frames["rejects"] = pl.concat([stage["rejects"] for stage in stages])
    con = duckdb.connect()
    create_tables(con)
    for name, frame in assemble(frames, registry).items():
        insert_frame(con, name, validate(TABLES[name], frame))
    compare(con)
    audit(con)
    return Judged(frames, {reject.source: reject.reason for reject in listing.rejects}, con, left_out)


def _word_files(expected: Mapping[str, Expected]) -> Iterator[str]:
    return (source for source, row in expected.items() if row["format"] == "doc")


# ---- figures by format ----


@dataclass(frozen=True, slots=True)
class FormatFigures:
    """facts_f of a format's files, and of the same texts as plain text, each text as often as the format has it."""

    files: int
    facts_f: float
    facts_f_as_text: float
    attributes: float
    quantities_f: float
    outline_f: float


def scores_by_file(judged: Judged, gold: Mapping[str, GoldDocument]) -> dict[str, Score]:
    """The score of each report that has gold, by source."""
    read = {report.source: report for report in _read_reports(judged.frames)}
    scores = {}
    for source, row in judged.judged_sources():
        if row.get("gold") and source in read:
            scores[source] = Score()
            place = judged.reports[source]["place_name"]
            score_report(scores[source], row["gold"], gold[row["gold"]], read[source], place)
    return scores


def figures_by_format(judged: Judged, scores: Mapping[str, Score]) -> dict[str, FormatFigures]:
    """Figures of each format, members of archives apart as `zip`."""
    by_format: dict[str, list[str]] = {}
    for source in scores:
        row = judged.expected[source]
        by_format.setdefault("zip" if row.get("member") else row["format"], []).append(source)
    return {name: _figures(judged, scores, sources) for name, sources in sorted(by_format.items())}


def _figures(judged: Judged, scores: Mapping[str, Score], sources: list[str]) -> FormatFigures:
    own = _sum(scores[source] for source in sources).figures()
    as_text = _sum(scores[_text_of(judged.expected[source])] for source in sources).figures()
    return FormatFigures(
        len(sources),
        own["facts_f"],
        as_text["facts_f"],
        own["attributes"],
        own["quantities_f"],
        own["outline_f"],
    )


def _text_of(row: Expected) -> str:
    """The plain text that a file is compared with: of its edition, where there is one, else of its family's report."""
    own = f"txt/{row['gold']}-utf8.txt"
    return own if (FILES / own).exists() else f"txt/{row['source']}-utf8.txt"


def _sum(scores: Iterator[Score]) -> Score:
    total = Score()
    for score in scores:
        total.counts.update(score.counts)
        total.misses.extend(score.misses)
    return total


def _read_reports(frames: Mapping[str, pl.DataFrame]) -> Iterator[ReadReport]:
    """The records that the rows of the stages were made of."""
    raw = {row["source"]: row for row in frames["raw"].iter_rows(named=True)}
    of_source: dict[str, dict[str, list[Row]]] = {}
    for name in ("sections", "numerals", "facts"):
        for row in frames[name].iter_rows(named=True):
            of_source.setdefault(row["source"], {}).setdefault(name, []).append(row)
    for row in frames["normalized"].iter_rows(named=True):
        told = of_source.get(row["source"], {})
        layer = TextLayer(raw[row["source"]]["raw_text"], row["encoding"], row["format"])
        facts = tuple(_record(Fact, {"section_ordinal": None, **fact}) for fact in told.get("facts", ()))
        numerals = tuple(_record(Numeral, numeral) for numeral in told.get("numerals", ()))
        headings = tuple(map(rows.heading_of, told.get("sections", ())))
        yield ReadReport(
            row["report_id"],
            row["sha256"],
            row["source"],
            row["batch"],
            layer,
            rows.normalized_of(row),
            rows.identity_of(row),
            headings,
            Extraction(numerals, facts, (), ()),
        )


def _record(kind: type, row: Row) -> Any:
    return kind(**{each.name: row[each.name] for each in fields(kind)})


# ---- metadata, triage, republications ----


def metadata_misses(judged: Judged) -> dict[str, list[str]]:
    """For each column that gold tells of: the reports where the warehouse says something else.

    Titles are kept in simplified script like all repaired text (`reports.title`); gold has them as printed.
    """
    misses: dict[str, list[str]] = {column: [] for column in (*IDENTITY, *METADATA)}
    for source, row in judged.judged_sources():
        report = judged.reports.get(source)
        if report is None or not row["is_report"]:
            continue
        for column, found in misses.items():
            want, got = row[_GOLD_NAMES.get(column, column)], report[column]
            want = to_simplified_where_traditional(want) if column == "title" and want else want
            if want != (str(got) if column == "published_on" and got else got):
                found.append(f"{source}: {want} is {got}")
    return misses


def triage_misses(judged: Judged) -> list[str]:
    """Files that are not what gold says: a report loaded, or refused for its genre's reason."""
    misses = []
    for source, row in judged.judged_sources():
        want = "report" if row["is_report"] else GENRES.get(row["genre"], row["genre"])
        got = "report" if source in judged.reports else judged.rejects.get(source)
        if want != got:
            misses.append(f"{source}: {want} is {got}")
    return misses


def family_misses(judged: Judged) -> list[str]:
    """Pairs of reports that are one family's and not led to one edition, or of two families and led to one."""
    families = {s: row["family"] for s, row in judged.judged_sources() if s in judged.reports and row["is_report"]}
    heads = {source: _head(judged, source) for source in families}
    of_head: dict[str, set[str]] = {}
    for source, head in heads.items():
        of_head.setdefault(head, set()).add(families[source])
    mixed = [f"{head}: {sorted(found)}" for head, found in of_head.items() if len(found) > 1]
    heads_of = Counter(families[next(s for s in heads if heads[s] == head)] for head in of_head)
    return mixed + [f"{family}: {count} editions count" for family, count in heads_of.items() if count > 1]


def _head(judged: Judged, source: str) -> str:
    """The report_id of the edition that counts for a file."""
    row = judged.reports[source]
    return row["duplicate_of"] or row["report_id"]


def edition_misses(judged: Judged) -> list[str]:
    """Families with a correction where another edition counts, and copies without a similarity."""
    sources = {report["report_id"]: source for source, report in judged.reports.items()}
    rows_of = judged.expected
    corrected = {row["family"] for row in rows_of.values() if row.get("duplicate_kind") == "corrected"}
    misses = []
    for source, report in judged.reports.items():
        counting = sources[_head(judged, source)]
        is_correction = rows_of[counting].get("duplicate_kind") == "corrected"
        if (rows_of[source]["family"] in corrected) != is_correction:
            misses.append(f"{source}: {counting} counts")
        if (report["duplicate_of"] is None) != (report["duplicate_similarity"] is None):
            misses.append(f"{source}: repeats {counting} with similarity {report['duplicate_similarity']}")
    return misses


def corrections_told(judged: Judged) -> set[tuple[str, str]]:
    """The figures that findings say a corrected edition changed: the new one and the old one."""
    query = "select distinct expected, found from findings where kind = 'corrected_edition'"
    return set(query_frame(judged.tables, query).iter_rows())


def main() -> None:
    """Print the figures, and every miss."""
    judged = read_corpus()
    scores = scores_by_file(judged, load_gold_file(HERE / "gold.jsonl"))
    print("| format | files | facts_f | the same as txt | attributes | quantities_f | outline_f |")
    print("| --- |" + " ---: |" * 6)
    for name, of in figures_by_format(judged, scores).items():
        shown = (of.facts_f, of.facts_f_as_text, of.attributes, of.quantities_f, of.outline_f)
        print(f"| {name} | {of.files} | " + " | ".join(f"{figure:.3f}" for figure in shown) + " |")
    reports = sum(row["is_report"] and source in judged.reports for source, row in judged.judged_sources())
    for column, found in metadata_misses(judged).items():
        print(f"{column}: {reports - len(found)} of {reports}", *found, sep="\n  ")
    for question in (triage_misses, family_misses, edition_misses):
        misses = question(judged)
        print(f"{question.__name__}: {len(misses)}", *misses, sep="\n  ")
    print("figures that corrections changed:", *sorted(corrections_told(judged)))
    print(f"left out for want of LibreOffice Writer: {len(judged.left_out)}")


if __name__ == "__main__":
    main()
