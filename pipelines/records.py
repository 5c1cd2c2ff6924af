"""The values that travel between the stages of a report: plain, frozen, picklable records.

Belongs here: the shape of what one stage hands to the next, and the offset map that ties normalised text to
raw text. Does not belong here: any rule about language, any table definition (see `warehouse/schema.py`).

Offsets count Unicode code points and are half-open. `raw_*` offsets lie in the text layer as found,
`text_*` offsets in the normalised text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Any


class Unreadable(Exception):
    """Bytes that cannot be read as text: `reason` is a reject code, `message` a sentence for a clerk, in Chinese."""

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each normalised character stood in the raw text, as runs that were kept unbroken.

    Run `i` starts at `text_starts[i]` and `raw_starts[i]`; `raw_ends[i]` is where its last character's
    territory ends in the raw text: pinyin in brackets belongs to the character it annotates, so it lies beyond
    the character itself. An empty map is the map of an empty text.
    """

    text_starts: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]
    text_length: int

    def _run(self, position: int) -> int:
        return max(0, bisect_right(self.text_starts, position) - 1)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the normalised span [start, end), with what is glued to its last character.

        >>> m = OffsetMap((0, 2), (0, 7), (7, 9), 4)   # 發(fā)X.. : two characters, a gap of pinyin, two more
        >>> m.raw_span(0, 2), m.raw_span(1, 3), m.raw_span(2, 2)
        ((0, 7), (1, 8), (7, 7))
        """
        if not self.text_starts:
            return 0, 0
        first = self._run(min(start, max(0, self.text_length - 1)))
        raw_start = self.raw_starts[first] + (start - self.text_starts[first])
        if end <= start:
            return raw_start, raw_start
        last = self._run(end - 1)
        run_end = self.text_starts[last + 1] if last + 1 < len(self.text_starts) else self.text_length
        if end == run_end:
            return raw_start, self.raw_ends[last]
        return raw_start, self.raw_starts[last] + (end - self.text_starts[last])


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span of page chrome that was set aside: `kind` names the rule (`navigation`, `metadata`, `footer` …)."""

    kind: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text of a file as found, before any repair. `encoding` is a Python codec name, `format` e.g. `txt`.

    `set_aside`: spans that the document itself marks as none of its text (a page's navigation, a running header).
    `stated`: what the document says of itself outside its text, as (name, value): `title`, `published`, `issuer`,
    `source`, `author`, `document_number`, `site`, `url`, `page_title` (a browser's, with the site's name behind it).
    """

    text: str
    encoding: str
    format: str = "txt"
    set_aside: tuple[Furniture, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Normalized:
    """The body of a report after all repairs. `repairs` counts each named repair that changed something."""

    text: str
    offsets: OffsetMap
    script: str  # simplified | traditional | mixed
    furniture: tuple[Furniture, ...] = ()
    repairs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction or doubt inside one report, in the words of a clerk. Spans are raw offsets."""

    kind: str
    severity: str  # error | warning | info
    message: str
    expected: str | None = None
    found: str | None = None
    raw_start: int | None = None
    raw_end: int | None = None
    other_start: int | None = None
    other_end: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, on which year. What the text does not say is None; doubts are findings."""

    is_report: bool
    genre: str  # report | notice | plan | disclosure_report | news | template | not_text …
    title: str | None = None
    place_name: str | None = None
    level: str | None = None  # 镇 乡 民族乡 街道 苏木 县 区 市 部门
    county: str | None = None
    city: str | None = None
    province: str | None = None
    aliases: tuple[str, ...] = ()
    year: int | None = None
    year_basis: str | None = None  # title text signature published reference manifest
    published_on: date | None = None
    published_basis: str | None = None  # manifest page document signature
    issuer: str | None = None
    document_number: str | None = None
    covers_until: date | None = None
    url: str | None = None
    division_code: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its body: `level` is the depth in this report's outline, `text_end` the end of its body.

    `title_end` is where the heading itself ends in the normalised text and its body begins.
    """

    ordinal: int
    level: int
    parent: int | None  # ordinal of the parent heading
    marker: str | None
    title: str
    theme: str | None
    inferred: bool
    text_start: int
    title_end: int
    text_end: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """One row of the ledger: a numeral of the raw text and what it is. Offsets of furniture exist only in raw.

    `thing` and `nearest_metric_id` are told of quantities without a metric only: what it counts, what comes nearest.
    """

    ordinal: int
    text: str
    raw_start: int
    raw_end: int
    disposition: str
    value: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    thing: str | None = None
    nearest_metric_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that a metric of the registry names, with the span that holds what is counted and the number."""

    fact_id: str
    section_ordinal: int | None
    numeral_ordinal: int | None
    metric_id: str
    category: str
    detail: str | None
    value: float | None
    unit: str
    measure_word: str | None
    unit_inferred: bool
    qualifier: str
    period: str
    role: str
    number_text: str
    evidence: str
    raw_start: int
    raw_end: int
    text_start: int
    text_end: int
    rule: str
    is_total: bool = False  # the text itself calls it a total (共, 合计, 累计, 各类)
    is_part: bool = False  # told as a part of another figure of its metric (其中, 包括)
    low: float | None = None  # between these the words of degree allow it to lie; None where they set no bound
    high: float | None = None
    until_month: int | None = None  # the last month it covers, where the text says so (截至11月底)


@dataclass(frozen=True, slots=True)
class StatedChange:
    """A change that the report itself claims. `stated` is signed; `stated_as` is percent, points or absolute.

    `size_told`: the report prints the size; else it follows from the from–to pair. `base_year`: the year it compares
    with; None where that is another time (环比) or unknown.
    """

    metric_id: str | None
    category: str
    stated: float | None
    stated_as: str
    from_value: float | None
    to_value: float | None
    raw_start: int
    raw_end: int
    fact_id: str | None = None
    from_fact_id: str | None = None
    size_told: bool = True
    base_year: int | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that the last stage reads out of one report."""

    numerals: tuple[Numeral, ...]
    facts: tuple[Fact, ...]
    stated_changes: tuple[StatedChange, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One report, read whole: what the plain function `pipelines.report.read_report` returns."""

    report_id: str
    sha256: str
    source: str
    batch: str
    layer: TextLayer
    normalized: Normalized
    identity: Identity
    sections: tuple[Heading, ...]
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Reject:
    """A file that was not loaded as a report: why, in a code and in a sentence a clerk understands.

    `identity`: what its text says of place and year, where it could be read.
    """

    source: str
    batch: str
    reason: str
    message: str
    sha256: str | None = None
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What `manifest.csv` says about one file; it wins over what the text suggests. None: says nothing."""

    source: str
    place: str | None = None
    level: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    division_code: str | None = None
    year: int | None = None
    published_on: date | None = None
    url: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
