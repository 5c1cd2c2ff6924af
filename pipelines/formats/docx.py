"""A Word document (DOCX, DOCM, DOTX, Strict, as Word and WPS write them) to its text layer.

Belongs here: the parts of the package, the order of blocks, tables, running headers, notes, core properties. Does not
belong here: the inside of a paragraph (`docx_runs.py`), counting of lists (`docx_numbering.py`), the legacy format
(`doc.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.formats.counters import glue
from pipelines.formats.docx_numbering import Numbering
from pipelines.formats.docx_runs import ParagraphText, RunReader
from pipelines.formats.grid import GridCell, write_table
from pipelines.formats.layers import LayerWriter
from pipelines.formats.packages import DAMAGED, Package, parse_xml
from pipelines.formats.titles import stated_title
from pipelines.formats.wordml import ALTERNATE, CHOICE, STRICT_NAMESPACES, children, flag, number, r, value, w
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARAGRAPH, _TABLE, _ROW, _CELL = w("p"), w("tbl"), w("tr"), w("tc")
_CONTENT_CONTROL, _CONTROL_CONTENT = w("sdt"), w("sdtContent")
#: Blocks that only hold other blocks: tracked insertions, custom XML, the two halves of a moved passage.
_HOLDERS = frozenset(map(w, ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))) | {CHOICE}
_GONE = frozenset(map(w, ("del", "moveFrom")))


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or a whole table, ready to be written."""

    text: str = ""
    aside: str = ""
    table: tuple[tuple[GridCell, ...], ...] = ()


def read_docx(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of a DOCX file; raises `Unreadable` for whatever is none."""
    package = Package(data, settings)
    main = _main_part(package)
    relations = _relations(package, main)
    root = _part(package, main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise Unreadable("damaged", DAMAGED.format("没有正文部件"))
    reader = _BlockReader(package, relations)
    writer = LayerWriter()
    running = list(_running_parts(body, relations))
    for kind in ("header", "footer"):
        if kind == "footer":
            _write(writer, reader.blocks(body))
        for name in dict.fromkeys(name for part_kind, name in running if part_kind == kind):
            _write(writer, _BlockReader(package, {}).blocks(_part(package, name), f"running_{kind}"))
    layer = writer.layer("docx", "utf-8", _stated(package))
    if not layer.text.strip():
        raise _without_text(package)
    return layer


def _without_text(package: Package) -> Unreadable:
    names = list(package.names())
    if any(name.startswith("word/media/") for name in names):
        return Unreadable("needs_ocr", "文档里只有图片，没有文字；请取得文字版，或先做文字识别（OCR）再放入")
    if any(name.startswith("word/afchunk") for name in names):
        return Unreadable("unsupported_format", "文档的正文是嵌入的网页；请用 Word 打开后另存为 docx 再放入")
    return Unreadable("empty", "文档里没有可读的文字；请重新取得报告")


def _main_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind == "officeDocument":
            return target
    return "word/document.xml"


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to inside the package, by relationship id: (kind, part name). External targets are no part."""
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for item in () if root is None else root.iterchildren(_RELATIONSHIP):
        if item.get("TargetMode", "Internal") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
            found[item.get("Id", "")] = (item.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _part(package: Package, name: str) -> etree._Element | None:
    data = package.read(name)
    if data is None:
        return None
    for strict, usual in STRICT_NAMESPACES:
        data = data.replace(strict, usual)
    return parse_xml(data)


def _stated(package: Package) -> list[tuple[str, str]]:
    """The title. Not the dates: created is when somebody made the file it was copied from, often years before."""
    root = package.xml("docProps/core.xml")
    return [] if root is None else stated_title(root.findtext(_TITLE))


def _running_parts(body: etree._Element, relations: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for section in body.iter(w("sectPr")):
        for kind in ("header", "footer"):
            for reference in children(section, f"{kind}Reference"):
                if target := relations.get(reference.get(r("id"), "")):
                    yield kind, target[1]


def _write(writer: LayerWriter, lines: Iterator[_Line]) -> None:
    for line in lines:
        if line.table:
            write_table(writer, line.table, line.aside)
        elif line.text.strip():
            writer.line(line.text, line.aside)


class _BlockReader:
    """Reads the blocks of one part in order."""

    def __init__(self, package: Package, relations: dict[str, tuple[str, str]]) -> None:
        parts = dict(relations.values())
        self._runs = RunReader()
        self._package = package
        styles = self._related(parts, "styles")
        self._numbering = Numbering(self._related(parts, "numbering"), styles)
        self._contents_styles = _contents_styles(styles)
        self._notes = {kind: self._read_notes(parts, f"{kind}s", kind) for kind in ("footnote", "endnote")}
        self._joined: ParagraphText | None = None

    def _related(self, parts: dict[str, str], kind: str) -> etree._Element | None:
        return _part(self._package, parts[kind]) if kind in parts else None

    def _read_notes(self, parts: dict[str, str], part: str, kind: str) -> dict[str, etree._Element]:
        root = self._related(parts, part)
        # notes with a type are the rules that part notes from the text
        return {note.get(w("id"), ""): note for note in children(root, kind) if note.get(w("type")) is None}

    def blocks(self, parent: etree._Element | None, aside: str = "") -> Iterator[_Line]:
        """The lines of all blocks below an element."""
        for element in () if parent is None else parent:
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element, aside)
            elif element.tag == _TABLE:
                yield _Line(aside=aside, table=self._table(element))
            elif element.tag in _HOLDERS:
                yield from self.blocks(element, aside)
            elif element.tag == ALTERNATE:
                yield from self.blocks(element.find(CHOICE), aside)
            elif element.tag == _CONTENT_CONTROL:
                is_contents = _is_contents_control(element)
                yield from self.blocks(element.find(_CONTROL_CONTENT), "contents" if is_contents else aside)

    def _paragraph(self, paragraph: etree._Element, aside: str) -> Iterator[_Line]:
        properties = paragraph.find(w("pPr"))
        read = self._runs.read(paragraph)
        label = self._numbering.label(properties)
        if self._joined is not None:
            label, read.text = "", self._joined.text + read.text
            self._joined = None
        else:
            read.text = glue(label, read.text) if read.text.strip() else ""
        if _is_mark_deleted(properties):
            # without its mark the paragraph goes on in the next
            self._joined = read
            return
        if value(properties, "pStyle") in self._contents_styles:
            aside = aside or "contents"
        if aside:
            yield _Line(glue(label, read.whole), aside)
        else:
            yield _Line(read.text, read.aside_kind)
            yield from (_Line(words, kind) for kind, words in read.aside)
        for box in read.boxes:
            yield from self.blocks(box, aside)
        for note_kind, key in read.notes:
            yield from self.blocks(self._notes[note_kind].get(key), aside)

    def _table(self, table: etree._Element) -> tuple[tuple[GridCell, ...], ...]:
        rows = [self._row(row) for row in _rows(table)]
        return tuple(tuple(_merged_down(rows, at, cells)) for at, cells in enumerate(rows))

    def _row(self, row: etree._Element) -> list[_WordCell]:
        properties = row.find(w("trPr"))
        column = number(value(properties, "gridBefore"), 0)
        cells = [_WordCell(GridCell(("",), column), 0, False)] if column else []
        for cell in _below(row, _CELL):
            cell_properties = cell.find(w("tcPr"))
            merge = None if cell_properties is None else cell_properties.find(w("vMerge"))
            goes_on = merge is not None and merge.get(w("val"), "continue") == "continue"
            width = max(1, number(value(cell_properties, "gridSpan"), 1))
            cells.append(_WordCell(GridCell(*self._inside(cell, width)), column, goes_on))
            column += width
        return cells

    def _inside(self, cell: etree._Element, width: int) -> tuple[tuple[str, ...], int, int, bool]:
        paragraphs: list[str] = []
        holds_table = False
        for line in self.blocks(cell):
            if line.table:
                holds_table = True
                inner = LayerWriter()
                write_table(inner, line.table)
                paragraphs += inner.layer("", "").text.splitlines()
            elif line.text.strip():
                paragraphs.append(line.text)
        return tuple(paragraphs), width, 1, holds_table


@dataclass(frozen=True, slots=True)
class _WordCell:
    """A cell as Word writes it: `goes_on` where it only continues the cell above."""

    cell: GridCell
    column: int
    goes_on: bool


def _merged_down(rows: list[list[_WordCell]], at: int, cells: list[_WordCell]) -> Iterator[GridCell]:
    """A row's cells with how many rows each covers; those that continue the cell above are covered by it."""
    for cell in cells:
        if cell.goes_on and at and any(above.column == cell.column for above in rows[at - 1]):
            continue
        height = 1
        for below in rows[at + 1 :]:
            if not any(other.column == cell.column and other.goes_on for other in below):
                break
            height += 1
        yield GridCell(cell.cell.paragraphs, cell.cell.columns, height, cell.cell.holds_table)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _below(table, _ROW):
        if not flag(row.find(w("trPr")), "del"):
            yield row


def _below(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those in content controls and tracked insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag == _CONTENT_CONTROL or element.tag in _HOLDERS:
            yield from _below(element, tag)


def _is_mark_deleted(properties: etree._Element | None) -> bool:
    mark = None if properties is None else properties.find(w("rPr"))
    return mark is not None and any(element.tag in _GONE for element in mark)


def _is_contents_control(control: etree._Element) -> bool:
    gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}")
    return (value(gallery, "docPartGallery") or "") == "Table of Contents"


def _contents_styles(styles: etree._Element | None) -> frozenset[str]:
    """Styles of the lines of a table of contents: `toc 1` and its like, whatever their ids."""
    return frozenset(
        style.get(w("styleId"), "")
        for style in children(styles, "style")
        if (value(style, "name") or "").lower().startswith("toc ")
    )
