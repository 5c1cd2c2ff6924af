"""Records of the stages as rows of frames, and back: one record in, plain dictionaries out.

Belongs here: the shape of a row, the ids that are made of a record's own content. Does not belong here: reading a
report (`pipelines/`), running over a batch (`warehouse/frames.py`), joining reports (`warehouse/load.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipelines.corpus.signatures import signature_of
from pipelines.records import (
    Extraction,
    Finding,
    Furniture,
    Heading,
    Identity,
    Normalized,
    OffsetMap,
    Reject,
    TextLayer,
)
from pipelines.report import report_id_of

Row = dict[str, Any]

_IDENTITY_COLUMNS = (
    "genre",
    "title",
    "place_name",
    "level",
    "county",
    "city",
    "province",
    "year",
    "year_basis",
    "published_on",
    "published_basis",
    "issuer",
    "document_number",
    "covers_until",
    "url",
    "division_code",
)
# What only the whole warehouse tells of a finding: `warehouse/sql/finding_facts.sql`.
_TOLD_BY_SQL: Row = {"other_report_id": None, "metric_id": None, "category": None}
REFUSED_IDENTITY_COLUMNS = ("place_name", "level", "county", "city", "province", "division_code", "year", "year_basis")


def section_id_of(report_id: str, ordinal: int) -> str:
    """The id of a heading.

    >>> section_id_of("abababababababab", 7)
    'abababababababab-s007'
    """
    return f"{report_id}-s{ordinal:03d}"


def finding_id_of(report_id: str, finding: Finding) -> str:
    """The id of a finding: a hash of report, kind, both spans and both figures; wording may change without a new id."""
    parts = (
        report_id,
        finding.kind,
        finding.raw_start,
        finding.raw_end,
        finding.other_start,
        finding.other_end,
        finding.expected,
        finding.found,
    )
    return hashlib.sha256("|".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[:16]


def raw_row(origin: Mapping[str, str], sha256: str, size_bytes: int, layer: TextLayer) -> Row:
    """Row of stage `raw`. `origin` holds source, batch and input_key."""
    return {
        **origin,
        "report_id": report_id_of(sha256),
        "sha256": sha256,
        "format": layer.format,
        "encoding": layer.encoding,
        "size_bytes": size_bytes,
        "raw_text": layer.text,
        "set_aside": [_furniture(span) for span in layer.set_aside],
        "stated": [{"name": name, "value": value} for name, value in layer.stated],
    }


def set_aside_of(row: Mapping[str, Any]) -> tuple[Furniture, ...]:
    """What the document of a row of stage `raw` marks as none of its text."""
    return tuple(Furniture(**span) for span in row["set_aside"])


def stated_of(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the document of a row of stage `raw` states of itself."""
    return tuple((item["name"], item["value"]) for item in row["stated"])


def reject_row(
    origin: Mapping[str, str], reason: str, message: str, sha256: str | None, identity: Identity | None = None
) -> Row:
    """Row of stage `rejects`. `identity`: what the refused text says of itself, where it could be read."""
    told = {name: getattr(identity, name, None) for name in REFUSED_IDENTITY_COLUMNS}
    return {**origin, "reason": reason, "message": message, "sha256": sha256, **told}


def row_of_reject(reject: Reject, input_key: str = "") -> Row:
    """Row of stage `rejects` of a Reject record, as the plain reader returns it."""
    origin = {"source": reject.source, "batch": reject.batch, "input_key": input_key}
    return reject_row(origin, reject.reason, reject.message, reject.sha256, reject.identity)


def normalized_row(
    origin: Mapping[str, str], raw: Mapping[str, Any], normalized: Normalized, identity: Identity
) -> Row:
    """Row of stage `normalized`. `raw` is the row of stage `raw` that it was made of."""
    return {
        **origin,
        **{name: raw[name] for name in ("report_id", "sha256", "format", "encoding")},
        "text": normalized.text,
        "text_starts": normalized.offsets.text_starts,
        "raw_starts": normalized.offsets.raw_starts,
        "raw_ends": normalized.offsets.raw_ends,
        "script": normalized.script,
        "signature": signature_of(normalized.text),
        "furniture": [_furniture(span) for span in normalized.furniture],
        "repairs": [{"name": name, "count": count} for name, count in normalized.repairs],
        **{name: getattr(identity, name) for name in _IDENTITY_COLUMNS},
        "aliases": list(identity.aliases),
        "identity_findings": [asdict(finding) for finding in identity.findings],
    }


def _furniture(span: Furniture) -> Row:
    return {"kind": span.kind, "raw_start": span.raw_start, "raw_end": span.raw_end}


def normalized_of(row: Mapping[str, Any]) -> Normalized:
    """The Normalized record that a row of stage `normalized` was made of."""
    offsets = OffsetMap(
        tuple(row["text_starts"]), tuple(row["raw_starts"]), tuple(row["raw_ends"]), text_length=len(row["text"])
    )
    return Normalized(
        text=row["text"],
        offsets=offsets,
        script=row["script"],
        furniture=tuple(Furniture(**span) for span in row["furniture"]),
        repairs=tuple((repair["name"], repair["count"]) for repair in row["repairs"]),
    )


def identity_of(row: Mapping[str, Any]) -> Identity:
    """The Identity record that a row of stage `normalized` was made of. Only reports have such rows."""
    return Identity(
        is_report=True,
        aliases=tuple(row["aliases"]),
        findings=findings_of(row["identity_findings"]),
        **{name: row[name] for name in _IDENTITY_COLUMNS},
    )


def findings_of(structs: list[Row]) -> tuple[Finding, ...]:
    """Finding records of a column of stage `normalized`."""
    return tuple(Finding(**struct) for struct in structs)


def section_row(origin: Mapping[str, str], report_id: str, heading: Heading, offsets: OffsetMap) -> Row:
    """Row of stage `sections`."""
    raw_start, raw_end = offsets.raw_span(heading.text_start, heading.text_end)
    return {
        **origin,
        "section_id": section_id_of(report_id, heading.ordinal),
        "report_id": report_id,
        "ordinal": heading.ordinal,
        "level": heading.level,
        "parent_id": None if heading.parent is None else section_id_of(report_id, heading.parent),
        "marker": heading.marker,
        "title": heading.title,
        "theme": heading.theme,
        "inferred": heading.inferred,
        "raw_start": raw_start,
        "raw_end": raw_end,
        "text_start": heading.text_start,
        "text_end": heading.text_end,
        "title_end": heading.title_end,
    }


def heading_of(row: Mapping[str, Any]) -> Heading:
    """The Heading record that a row of stage `sections` was made of."""
    parent = row["parent_id"]
    return Heading(
        ordinal=row["ordinal"],
        level=row["level"],
        parent=None if parent is None else int(parent.rpartition("-s")[2]),
        marker=row["marker"],
        title=row["title"],
        theme=row["theme"],
        inferred=row["inferred"],
        text_start=row["text_start"],
        title_end=row["title_end"],
        text_end=row["text_end"],
    )


def extraction_rows(origin: Mapping[str, str], report_id: str, extraction: Extraction) -> dict[str, list[Row]]:
    """Rows of the stages numerals, facts, stated_changes and findings of one report."""
    head = {**origin, "report_id": report_id}
    return {
        "numerals": [{**head, **asdict_flat(numeral)} for numeral in extraction.numerals],
        "facts": [_fact_row(head, report_id, asdict_flat(fact)) for fact in extraction.facts],
        "stated_changes": [
            {**head, "ordinal": ordinal, **asdict_flat(change)}
            for ordinal, change in enumerate(extraction.stated_changes)
        ],
        "findings": finding_rows(head, report_id, extraction.findings),
    }


def finding_rows(head: Mapping[str, str], report_id: str, findings: tuple[Finding, ...]) -> list[Row]:
    """Rows of stage `findings`; a finding made twice over the same spans and figures is one row."""
    rows = {}
    for finding in findings:
        finding_id = finding_id_of(report_id, finding)
        rows[finding_id] = {**head, "finding_id": finding_id, **_TOLD_BY_SQL, **asdict_flat(finding)}
    return list(rows.values())


def _fact_row(head: Row, report_id: str, fact: Row) -> Row:
    ordinal = fact.pop("section_ordinal")
    return {**head, **fact, "section_id": None if ordinal is None else section_id_of(report_id, ordinal)}


def asdict_flat(record: Any) -> Row:
    """The fields of a flat slotted record; `dataclasses.asdict` copies deeply and costs ten times as much."""
    return {name: getattr(record, name) for name in record.__slots__}
