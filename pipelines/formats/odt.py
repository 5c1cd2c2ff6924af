"""An OpenDocument text (ODT, OTT) to its text layer.

Belongs here: the parts of the package, blocks, tables, running headers, notes, the inside of paragraphs. Does not
belong here: counting of lists (`odt_lists.py`), spreadsheets and presentations (`refused.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.formats.counters import Counter, glue
from pipelines.formats.grid import COLUMNS_MAX, GridCell, write_table
from pipelines.formats.layers import LayerWriter
from pipelines.formats.odt_lists import OUTLINE_STYLE, ListStyles, OpenLists
from pipelines.formats.opendocument import DC_TITLE, DRAW, MANIFEST, OFFICE, STYLE, SVG, TABLE, TEXT, number
from pipelines.formats.packages import DAMAGED, ENCRYPTED, Package
from pipelines.formats.titles import stated_title
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset((TEXT + "p", TEXT + "h"))
_ITEM, _HEADER_ITEM, _LIST = TEXT + "list-item", TEXT + "list-header", TEXT + "list"
_CONTENTS = frozenset(TEXT + name for name in ("table-of-content", "alphabetical-index", "illustration-index"))
_PAGE_FIELDS = frozenset(TEXT + name for name in ("page-number", "page-count", "page-continuation"))
#: Deleted text of tracked changes, comments, rendered list labels (counted anew), alternative text, forms and objects.
_DROPPED = frozenset(
    (
        TEXT + "tracked-changes",
        TEXT + "number",
        TEXT + "note-citation",
        TEXT + "hidden-text",
        TEXT + "table-of-content-source",
        TEXT + "alphabetical-index-source",
        TEXT + "illustration-index-source",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        OFFICE + "annotation",
        OFFICE + "forms",
        OFFICE + "binary-data",
        SVG + "title",
        SVG + "desc",
        DRAW + "object",
    )
)
_SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_RUNNING = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_ROWS_REPEATED_MAX = 100
_SPACES_MAX = 80  # a line of them: more only place something on the page


def read_odt(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of an ODT file; raises `Unreadable` for whatever is none."""
    package = Package(data, settings)
    _refuse_encrypted(package)
    content, styles = package.xml("content.xml"), package.xml("styles.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unreadable("damaged", DAMAGED.format("没有正文部件"))
    reader = _BlockReader(ListStyles((styles, content)))
    writer = LayerWriter()
    running = list(_running(styles))
    _write(writer, (part for part in running if "header" in part.tag), reader)
    for line in reader.blocks(body):
        line.write(writer)
    _write(writer, (part for part in running if "footer" in part.tag), reader)
    layer = writer.layer("odt", "utf-8", _stated(package))
    if not layer.text.strip():
        raise _without_text(package)
    return layer


def _refuse_encrypted(package: Package) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
        raise Unreadable("encrypted", ENCRYPTED)


def _without_text(package: Package) -> Unreadable:
    if any(name.startswith("pictures/") for name in package.names()):
        return Unreadable("needs_ocr", "文档里只有图片，没有文字；请取得文字版，或先做文字识别（OCR）再放入")
    return Unreadable("empty", "文档里没有可读的文字；请重新取得报告")


def _stated(package: Package) -> list[tuple[str, str]]:
    meta = package.xml("meta.xml")
    return [] if meta is None else stated_title(next((item.text for item in meta.iter(DC_TITLE)), None))


def _running(styles: etree._Element | None) -> Iterator[etree._Element]:
    for page in () if styles is None else styles.iter(STYLE + "master-page"):
        yield from page.iterchildren(*(STYLE + name for name in _RUNNING))


def _write(writer: LayerWriter, parts: Iterator[etree._Element], reader: _BlockReader) -> None:
    """Running headers or footers, each wording once: every kind of page has its own."""
    seen: set[str] = set()
    for part in parts:
        kind = "running_header" if "header" in part.tag else "running_footer"
        for line in reader.blocks(part, kind):
            if line.text not in seen:
                seen.add(line.text)
                line.write(writer)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or a whole table, ready to be written."""

    text: str = ""
    aside: str = ""
    table: tuple[tuple[GridCell, ...], ...] = ()

    def write(self, writer: LayerWriter) -> None:
        if self.table:
            write_table(writer, self.table, self.aside)
        elif self.text.strip():
            writer.line(self.text, self.aside)


@dataclass(slots=True)
class _Paragraph:
    """What is gathered while a paragraph is walked."""

    own: list[str] = field(default_factory=list)
    page_fields: list[str] = field(default_factory=list)
    hanging: list[etree._Element] = field(default_factory=list)
    keeps_page_fields: bool = False

    def say(self, words: str) -> None:
        """Runs of white space in the file are one space; further spaces are elements of their own."""
        words = _WHITE_SPACE.sub(" ", words)
        if words.startswith(" ") and (not self.own or self.own[-1].endswith((" ", "\n"))):
            words = words[1:]
        if words:
            self.own.append(words)


@dataclass(frozen=True, slots=True)
class _List:
    """The list that blocks stand in: its style, its counter, how deep."""

    style: str
    counter: Counter
    depth: int


class _BlockReader:
    """Reads blocks in order; at most two calls a level of the XML, which libxml2 bounds at 256."""

    def __init__(self, styles: ListStyles) -> None:
        self._styles = styles
        self._lists = OpenLists()
        self._outline = Counter()

    def blocks(self, parent: etree._Element, aside: str = "", within: _List | None = None) -> Iterator[_Line]:
        """The lines of all blocks below an element."""
        for element in parent:
            if element.tag in _PARAGRAPHS:
                yield from self._paragraph(element, aside, self._outline_label(element))
            elif element.tag == _LIST:
                yield from self._list(element, aside, within)
            elif element.tag == TABLE + "table":
                yield _Line("", aside, tuple(self._rows(element)))
            elif element.tag in _CONTENTS:
                yield from self.blocks(element, "contents")
            elif element.tag not in _DROPPED:
                yield from self.blocks(element, aside, within)

    def _outline_label(self, element: etree._Element) -> str:
        if element.tag != TEXT + "h" or element.get(TEXT + "is-list-header") == "true":
            return ""
        depth = number(element.get(TEXT + "outline-level"), 1) - 1
        return self._styles.label(OUTLINE_STYLE, depth, self._outline)

    def _list(self, element: etree._Element, aside: str, within: _List | None) -> Iterator[_Line]:
        style = element.get(TEXT + "style-name") or (within.style if within else "")
        if within is None:
            here = _List(style, self._lists.counter(element, style), 0)
        else:
            here = _List(style, within.counter, within.depth + 1)
        for item in element.iterchildren(_ITEM, _HEADER_ITEM):
            start = item.get(TEXT + "start-value")
            label_due = item.tag == _ITEM
            for block in item:
                if block.tag in _PARAGRAPHS:
                    given = None if start is None else number(start, 1)
                    label = self._styles.label(style, here.depth, here.counter, given) if label_due else ""
                    label_due = False
                    yield from self._paragraph(block, aside, label)
                elif block.tag == _LIST:
                    yield from self._list(block, aside, here)

    def _paragraph(self, element: etree._Element, aside: str, label: str) -> Iterator[_Line]:
        paragraph = _Paragraph(keeps_page_fields=bool(aside))
        _walk(element, paragraph)
        text = "".join(paragraph.own)
        yield _Line(glue(label, text) if text.strip() else "", aside)
        yield _Line("".join(paragraph.page_fields), "page_number")
        for hanging in paragraph.hanging:
            yield from self.blocks(hanging, aside)

    def _rows(self, table: etree._Element) -> Iterator[tuple[GridCell, ...]]:
        for element in table:
            if element.tag == TABLE + "table-row":
                cells = tuple(self._cells(element))
                # an empty row that fills a sheet is repeated by the million
                repeated = number(element.get(TABLE + "number-rows-repeated"), 1)
                yield from [cells] * (min(repeated, _ROWS_REPEATED_MAX) if any(cell.text for cell in cells) else 1)
            elif element.tag not in (TABLE + "table-column", TABLE + "table-columns"):
                yield from self._rows(element)

    def _cells(self, row: etree._Element) -> Iterator[GridCell]:
        for cell in row.iterchildren(TABLE + "table-cell"):
            lines = list(self.blocks(cell))
            paragraphs: list[str] = []
            for line in lines:
                inner = LayerWriter()
                line.write(inner)
                paragraphs += inner.layer("", "").text.splitlines()
            one = GridCell(
                tuple(paragraphs),
                number(cell.get(TABLE + "number-columns-spanned"), 1),
                number(cell.get(TABLE + "number-rows-spanned"), 1),
                any(line.table for line in lines),
            )
            yield from [one] * min(number(cell.get(TABLE + "number-columns-repeated"), 1), COLUMNS_MAX)


def _walk(parent: etree._Element, paragraph: _Paragraph) -> None:
    paragraph.say(parent.text or "")
    for element in parent:
        tag = element.tag
        if tag == TEXT + "s":
            paragraph.own.append(" " * min(number(element.get(TEXT + "c"), 1), _SPACES_MAX))
        elif tag in _SIGNS:
            paragraph.own.append(_SIGNS[tag])
        elif tag in _PAGE_FIELDS and not paragraph.keeps_page_fields:
            paragraph.page_fields.append(element.text or "")
        elif tag == TEXT + "note":
            paragraph.hanging += element.iterchildren(TEXT + "note-body")
        elif tag == DRAW + "text-box":
            paragraph.hanging.append(element)
        elif tag == TEXT + "ruby-text":
            # pinyin goes behind its character in brackets, where the repairs of the text know it
            paragraph.say(f"({element.text or ''})")
        elif tag not in _DROPPED:
            _walk(element, paragraph)
        paragraph.say(element.tail or "")
