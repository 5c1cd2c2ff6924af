"""The stages over a batch: DataFrames in, DataFrames out, each a pure function that a worker process can run.

Belongs here: calling the functions of `pipelines/` on each report of a batch, and keeping one report's failure from
losing the others. Does not belong here: any rule about language, the shape of a row (`warehouse/rows.py`), where
frames are kept (`assets/`).

Every function returns frames by stage name (`warehouse.schema.STAGE_FRAMES`), `rejects` always among them. A failure of
our own code is never passed off as bad data: the file goes to `rejects` with reason `internal_error`, its traceback to
the log, and a blocking check (`warehouse/checks.py`) keeps the result from being published.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipelines.figures import extract
from pipelines.formats import guarded
from pipelines.identity import identify as identity
from pipelines.identity import triage
from pipelines.outline import headings as outline
from pipelines.records import ManifestRow, Unreadable
from pipelines.settings import DEFAULTS, Settings
from pipelines.text import normalize
from warehouse import rows
from warehouse.schema.catalog import STAGE_FRAMES, polars_schema
from warehouse.source_bytes import SourceBytes, SourceFile

if TYPE_CHECKING:
    from pipelines.figures.registry import Registry

log = logging.getLogger(__name__)

Frames = dict[str, pl.DataFrame]
INTERNAL_ERROR = "internal_error"
UNREADABLE_FILE = "unreadable_file"


def input_key(*parts: object) -> str:
    """A hash of everything that a row is made from: file hash, manifest row, code version, registry version.

    >>> input_key("ab", 1) == input_key("ab", 1) != input_key("ab", 2)
    True
    """
    return hashlib.sha256("\x1f".join(repr(part) for part in parts).encode()).hexdigest()[:32]


def read_raw(files: Iterable[SourceFile], settings: Settings | None = None) -> Frames:
    """Stage `raw`: bytes to text layers. Returns frames `raw` and `rejects`, a row for each file in one of the two."""
    limits = settings or DEFAULTS
    done = _Collector("raw")
    with SourceBytes(limits) as opened:
        for file in files:
            with_origin = _origin(file.source, file.batch, file.input_key)
            _guarded(done, with_origin, None, lambda f=file, o=with_origin: _read_one(done, f, o, opened, limits))
    return done.frames()


def normalize_batch(
    raw: pl.DataFrame,
    manifest: Mapping[str, ManifestRow] | Sequence[ManifestRow] = (),
    input_keys: Mapping[str, str] | None = None,
) -> Frames:
    """Stage `normalized`: repaired body and identity of each report. Returns `normalized` and `rejects`.

    `manifest`: what manifest.csv says, by source or as rows. `input_keys`: by source, kept in the rows. A document that
    is no report of this kind is a reject whose reason is its genre.
    """
    by_source = manifest if isinstance(manifest, Mapping) else {row.source: row for row in manifest}
    done = _Collector("normalized")
    for raw_row in raw.iter_rows(named=True):
        origin = _origin_of(raw_row, input_keys)
        _guarded(done, origin, raw_row["sha256"], lambda r=raw_row, o=origin: _normalize_one(done, r, o, by_source))
    return done.frames()


def outline_batch(normalized: pl.DataFrame, input_keys: Mapping[str, str] | None = None) -> Frames:
    """Stage `sections`: headings of each report. Returns `sections`, `sections_read` and `rejects`."""
    done = _Collector("sections", "sections_read")
    for row in normalized.iter_rows(named=True):
        origin = _origin_of(row, input_keys)
        _guarded(done, origin, row["sha256"], lambda r=row, o=origin: _outline_one(done, r, o))
    return done.frames()


def extract_batch(
    raw: pl.DataFrame,
    normalized: pl.DataFrame,
    sections: pl.DataFrame,
    registry: Registry,
    input_keys: Mapping[str, str] | None = None,
) -> Frames:
    """Stage `metrics`: ledger, facts, stated changes and in-report findings of each report in `normalized`.

    Returns `numerals`, `facts`, `stated_changes`, `findings`, `metrics_read` and `rejects`. The three frames are
    matched by source; `raw` and `sections` may hold more files than `normalized`.
    """
    raw_texts = dict(raw.select("source", "raw_text").iter_rows())
    headings = defaultdict(list)
    for row in sections.sort("source", "ordinal").iter_rows(named=True):
        headings[row["source"]].append(rows.heading_of(row))
    done = _Collector("numerals", "facts", "stated_changes", "findings", "metrics_read")
    for row in normalized.iter_rows(named=True):
        origin = _origin_of(row, input_keys)
        source = row["source"]
        _guarded(
            done,
            origin,
            row["sha256"],
            lambda r=row, o=origin, s=source: _extract_one(done, r, o, raw_texts[s], tuple(headings[s]), registry),
        )
    return done.frames()


class _Collector:
    """Rows by stage. A report's rows are added together, so that a failure half-way leaves none of them behind."""

    def __init__(self, *stages: str):
        self._rows: dict[str, list[rows.Row]] = {stage: [] for stage in (*stages, "rejects")}

    def add(self, stage_rows: Mapping[str, list[rows.Row]]) -> None:
        for stage, more in stage_rows.items():
            self._rows[stage].extend(more)

    def frames(self) -> Frames:
        return {stage: frame_of(stage, stage_rows) for stage, stage_rows in self._rows.items()}


def frame_of(stage: str, stage_rows: Sequence[rows.Row]) -> pl.DataFrame:
    """A frame of a stage from its rows, with the declared columns in the declared order."""
    schema = polars_schema(STAGE_FRAMES[stage])
    columns = {name: [row[name] for row in stage_rows] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def _guarded(done: _Collector, origin: rows.Row, sha256: str | None, work: Callable[[], None]) -> None:
    """Run `work` on one report; what goes wrong in our code becomes a reject that blocks publishing."""
    try:
        work()
    except Exception as error:  # one report's bug must not lose the batch; the blocking check makes it heard
        log.exception("%s: our code failed on this file", origin["source"])
        message = f"程序内部错误（{_in_one_line(error)}），请将该文件交开发人员"
        done.add({"rejects": [rows.reject_row(origin, INTERNAL_ERROR, message, sha256)]})


def _in_one_line(error: Exception) -> str:
    """An error as operators see it; the log has all of it. What the reading process tells is a whole traceback, and
    that ends with the error itself.

    >>> _in_one_line(guarded.ReaderFailed("Traceback\\n File\\nValueError: odd\\n")), _in_one_line(KeyError("style"))
    ('ValueError: odd', "KeyError: 'style'")
    """
    if isinstance(error, guarded.ReaderFailed):
        return str(error).strip().rpartition("\n")[2]
    return " ".join(f"{type(error).__name__}: {error}".split())


def _origin(source: str, batch: str, key: str) -> rows.Row:
    return {"source": source, "batch": batch, "input_key": key}


def _origin_of(row: Mapping[str, str], input_keys: Mapping[str, str] | None) -> rows.Row:
    return _origin(row["source"], row["batch"], (input_keys or {}).get(row["source"], row["input_key"]))


def _read_one(done: _Collector, file: SourceFile, origin: rows.Row, opened: SourceBytes, settings: Settings) -> None:
    sha256 = None
    try:
        data = _bytes_of(file, opened)
        # A file over the limit is read only that far, so its hash would be one of a part: better none.
        sha256 = hashlib.sha256(data).hexdigest() if len(data) <= settings.file_limit_bytes else None
        layer = guarded.read_layer(data, file.source, settings)
    except Unreadable as error:
        done.add({"rejects": [rows.reject_row(origin, error.reason, error.message, sha256)]})
        return
    done.add({"raw": [rows.raw_row(origin, sha256 or hashlib.sha256(data).hexdigest(), len(data), layer)]})


def _bytes_of(file: SourceFile, opened: SourceBytes) -> bytes:
    try:
        return opened.read(file)
    except OSError as error:
        message = f"文件无法读取（{error.strerror or error}），请检查链接与权限"
        raise Unreadable(UNREADABLE_FILE, message) from error


def _normalize_one(done: _Collector, raw_row: rows.Row, origin: rows.Row, manifest: Mapping[str, ManifestRow]) -> None:
    raw_text, source = raw_row["raw_text"], raw_row["source"]
    normalized = normalize.normalize(raw_text, rows.set_aside_of(raw_row))
    known = identity.identify(raw_text, normalized, source, manifest.get(source), rows.stated_of(raw_row))
    if known.is_report:
        done.add({"normalized": [rows.normalized_row(origin, raw_row, normalized, known)]})
        return
    reject = rows.reject_row(origin, known.genre, triage.explain(known.genre), raw_row["sha256"], known)
    done.add({"rejects": [reject]})


def _outline_one(done: _Collector, row: rows.Row, origin: rows.Row) -> None:
    offsets = rows.normalized_of(row).offsets
    found = [rows.section_row(origin, row["report_id"], heading, offsets) for heading in outline.outline(row["text"])]
    done.add({"sections": found, "sections_read": [_read_mark(origin, row, len(found))]})


def _extract_one(
    done: _Collector,
    row: rows.Row,
    origin: rows.Row,
    raw_text: str,
    headings: tuple,
    registry: Registry,
) -> None:
    normalized = rows.normalized_of(row)
    extraction = extract.extract(normalized, raw_text, headings, rows.identity_of(row), registry, row["report_id"])
    found = rows.extraction_rows(origin, row["report_id"], extraction)
    mark = _read_mark(origin, row, sum(len(stage_rows) for stage_rows in found.values()))
    done.add({**found, "metrics_read": [mark]})


def _read_mark(origin: rows.Row, row: rows.Row, row_count: int) -> rows.Row:
    return {**origin, "report_id": row["report_id"], "row_count": row_count}
