"""From the stream of tags and texts of a page to its lines and tables.

Belongs here: which tags end a line, how white space of the source collapses, what stands in which cell and region.
Does not belong here: which tags are seen (`html_walk.py`), rows of merged cells (`html_tables.py`), what is set aside
(`html_aside.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.formats.html_lines import Line, hanzi_in
from pipelines.formats.html_regions import region_kind
from pipelines.formats.html_tables import Table, TableCell
from pipelines.formats.html_walk import Event

#: Elements that browsers print on lines of their own.
BLOCK_TAGS = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main marquee menu nav ol p plaintext pre "
    "search section "
    "summary table caption tbody thead tfoot tr td th ul xmp ucapcontent founder-content".split()
)
_KEEPS_LINES_TAGS = frozenset({"pre", "listing", "xmp", "plaintext"})
_KEEPS_LINES_STYLE = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|pre-line|break-spaces)\b", re.I)
_BLOCK_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|list-item|table|table-row)\b", re.I)
#: What source code calls white space; a no-break or an ideographic space is a character of the text.
_SOURCE_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPAN_MAX = 1000  # as browsers bound it


@dataclass(frozen=True, slots=True)
class Region:
    """An element that calls itself furniture: its kind, and the index of the region around it (-1 for none)."""

    kind: str
    parent: int


@dataclass(slots=True)
class _Open:
    """What an open element changes until it closes."""

    is_block: bool
    region: int
    keeps_lines: bool
    is_link: bool
    is_small: bool


@dataclass(slots=True)
class Blocks:
    """The lines and tables of a page in document order, and the regions that its lines refer to."""

    items: list[Line | Table] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)


def read_blocks(events: Iterable[Event]) -> Blocks:
    """The lines and tables of a page."""
    writer = _BlockWriter()
    for event in events:
        if event.kind == "text":
            writer.text(event.text)
        elif event.kind == "start":
            writer.start(event.tag, event.attributes)
        else:
            writer.end(event.tag)
    writer.flush()
    return writer.blocks


class _BlockWriter:
    """The state of a page half read: the line begun, the open elements, the open tables."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._open: list[_Open] = [_Open(True, -1, False, False, False)]
        self._tables: list[Table] = []
        self._cells: list[TableCell | None] = []  # of each open table, the cell that is open
        self._pieces: list[str] = []
        self._linked_hanzi = 0
        self._after_link = False

    # --- elements ---

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        around = self._open[-1]
        style = attributes.get("style") or ""
        is_block = tag in BLOCK_TAGS or bool(style and _BLOCK_STYLE.search(style))
        is_link = around.is_link or (tag == "a" and bool(attributes.get("href")))
        if is_block or tag == "br":
            self.flush()
        elif is_link and not around.is_link and self._after_link:
            self._pieces.append(" ")  # two links side by side are two words
        elif tag in ("sup", "sub") and self._ends_in_digit():
            self._pieces.append("[")  # a note behind a number is no digit of it
        elif tag == "rt":
            self._pieces.append("(")  # pinyin above a character, in the form that the repairs know
        self._after_link = False
        kind = region_kind(tag, attributes)
        region = self._new_region(kind, around.region) if kind else around.region
        keeps_lines = around.keeps_lines or tag in _KEEPS_LINES_TAGS or bool(_KEEPS_LINES_STYLE.search(style))
        is_small = tag in ("sup", "sub") and bool(self._pieces) and self._pieces[-1] == "["
        self._open.append(_Open(is_block, region, keeps_lines, is_link, is_small))
        self._start_table_part(tag, attributes)

    def end(self, tag: str) -> None:
        if self._open[-1].is_block:
            self.flush()
        closed = self._open.pop()
        self._after_link = closed.is_link and not self._open[-1].is_link
        if closed.is_small:
            self._pieces.append("]")
        elif tag == "rt":
            self._pieces.append(")")
        elif tag == "table":
            self._tables.pop()
            self._cells.pop()
        elif tag in ("td", "th") and self._cells:
            self._cells[-1] = None

    def _new_region(self, kind: str, parent: int) -> int:
        self.blocks.regions.append(Region(kind, parent))
        return len(self.blocks.regions) - 1

    def _start_table_part(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "table":
            table = Table(attributes.get("role") in ("presentation", "none"))
            self._container().append(table)
            self._tables.append(table)
            self._cells.append(None)
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            table = self._tables[-1]
            if not table.rows:
                table.rows.append([])
            cell = TableCell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
            table.rows[-1].append(cell)
            self._cells[-1] = cell

    def _container(self) -> list[Line | Table]:
        if not self._tables:
            return self.blocks.items
        cell = self._cells[-1]
        return cell.items if cell is not None else self._tables[-1].heading

    # --- text ---

    def text(self, text: str) -> None:
        state = self._open[-1]
        if state.keeps_lines:
            first, *others = text.split("\n")
            self._add(first, state)
            for line in others:
                self.flush()
                self._add(line, state)
            return
        self._add(_SOURCE_SPACE.sub(" ", text), state)

    def _add(self, text: str, state: _Open) -> None:
        if not text:
            return
        self._after_link = False
        self._pieces.append(text)
        if state.is_link:
            self._linked_hanzi += hanzi_in(text)

    def _ends_in_digit(self) -> bool:
        return bool(self._pieces) and self._pieces[-1][-1:].isdigit()

    def flush(self) -> None:
        """End the line that was begun; a line of white space alone is none."""
        text = "".join(self._pieces)
        if not self._open[-1].keeps_lines:  # tabs of a `<pre>` part the cells of a table
            text = _SOURCE_SPACE.sub(" ", text).strip(" ")
        if text.strip():
            line = Line(text, self._open[-1].region, hanzi_in(text), self._linked_hanzi)
            self._container().append(line)
        self._pieces.clear()
        self._linked_hanzi = 0


def _span(value: str | None) -> int:
    digits = re.match(r"\s*\d{1,4}", value or "", re.ASCII)
    return max(1, min(int(digits.group()), _SPAN_MAX)) if digits else 1
