"""Which loaded reports repeat another, and what a corrected edition changed: rows for `reports` and `findings`.

Belongs here: handing the frame of reports to the rules, and their answers back as rows. Does not belong here: the rules
(`pipelines/corpus/editions.py`, `pipelines/corpus/corrections.py`), the other rows of these tables (`assemble.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.corpus.corrections import Correction, corrected_figures, correction_sentence
from pipelines.corpus.editions import Edition, find_duplicates
from pipelines.corpus.places import Resolution
from pipelines.records import Finding
from warehouse import rows

CORRECTED_EDITION = "corrected_edition"

_EDITION_COLUMNS = ("report_id", "place_id", "year", "published_on", "source", "signature", "covers_until")
_DUPLICATES = {"report_id": pl.String, "duplicate_of": pl.String, "duplicate_similarity": pl.Float64}


@dataclass(frozen=True, slots=True)
class Republications:
    """`duplicates`: columns of `reports`, of those that repeat another. `finding_rows`: what corrections changed."""

    duplicates: pl.DataFrame
    finding_rows: list[rows.Row]


def find_republications(reports: pl.DataFrame, places: Resolution) -> Republications:
    """Republications among `reports`, rows of stage `normalized` with their place_id, one a report_id."""
    texts = reports["text"]
    numbers = {report_id: number for number, report_id in enumerate(reports["report_id"])}
    duplicates = find_duplicates(_editions(reports, places), lambda report_id: texts[numbers[report_id]])
    found = [(report_id, kept, share) for report_id, (kept, share) in sorted(duplicates.items())]
    corrections = [
        row
        for report_id, kept, _ in found
        for row in _correction_rows(*(reports.row(numbers[edition], named=True) for edition in (kept, report_id)))
    ]
    return Republications(pl.DataFrame(found, schema=_DUPLICATES, orient="row"), corrections)


def _editions(reports: pl.DataFrame, places: Resolution) -> Iterator[Edition]:
    """The reports as the rule sees them. A place is not settled where its report's name fits several places."""
    names = {place.place_id: place.name for place in places.places}
    for row in reports.select(_EDITION_COLUMNS).iter_rows(named=True):
        doubts = places.findings.get(row["report_id"], ())
        settled = all(finding.kind != "unresolved_place" for finding in doubts)
        yield Edition(**row, place_name=names.get(row["place_id"]), is_place_settled=settled)


def _correction_rows(kept: rows.Row, superseded: rows.Row) -> list[rows.Row]:
    offsets, other_offsets = rows.normalized_of(kept).offsets, rows.normalized_of(superseded).offsets
    is_later = None not in (kept["published_on"], superseded["published_on"]) and (
        kept["published_on"] > superseded["published_on"]
    )

    def finding(correction: Correction) -> Finding:
        return Finding(
            CORRECTED_EDITION,
            "info" if is_later else "warning",
            correction_sentence(correction, superseded["source"], is_later=is_later),
            correction.number,
            correction.other_number,
            *offsets.raw_span(correction.text_start, correction.text_end),
            *other_offsets.raw_span(correction.other_start, correction.other_end),
        )

    found = tuple(finding(each) for each in corrected_figures(kept["text"], superseded["text"]))
    head = {"report_id": kept["report_id"]}
    of_pair = {"other_report_id": superseded["report_id"]}
    return [{**row, **of_pair} for row in rows.finding_rows(head, kept["report_id"], found)]
