"""One report through all stages: the oracle for whatever runs many at once.

Belongs here: the order of the stages and nothing else. Does not belong here: any rule, any file access, any table.
"""

from __future__ import annotations

import hashlib

from pipelines.figures.extract import extract
from pipelines.figures.registry import Registry
from pipelines.formats.read import read_layer
from pipelines.identity import triage
from pipelines.identity.identify import identify
from pipelines.outline.headings import outline
from pipelines.records import ManifestRow, ReadReport, Reject, Unreadable
from pipelines.text.normalize import normalize


def report_id_of(sha256: str) -> str:
    """A report is named by the first 16 hex digits of its file's SHA-256."""
    return sha256[:16]


def read_report(
    data: bytes, source: str, batch: str, registry: Registry, manifest_row: ManifestRow | None = None
) -> ReadReport | Reject:
    """Reads one file whole. A file that is no text, or no report of this kind, is a Reject.

    Never raises for bad input.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        layer = read_layer(data, source)
    except Unreadable as error:
        return Reject(source, batch, error.reason, error.message, sha256)
    normalized = normalize(layer.text, layer.set_aside)
    identity = identify(layer.text, normalized, source, manifest_row, layer.stated)
    if not identity.is_report:
        return Reject(source, batch, identity.genre, triage.explain(identity.genre), sha256, identity)
    headings = outline(normalized.text)
    report_id = report_id_of(sha256)
    extraction = extract(normalized, layer.text, headings, identity, registry, report_id)
    return ReadReport(report_id, sha256, source, batch, layer, normalized, identity, headings, extraction)
