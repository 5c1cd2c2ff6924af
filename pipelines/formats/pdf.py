"""A PDF with a text layer to the layer of all readers.

Belongs here: opening the file, the order of pages, what is refused (encrypted, scanned, without characters). Does not
belong here: glyphs (`pdf_page.py`), lines, tables, paragraphs (`pdf_lines.py`, `pdf_tables.py`, `pdf_paragraphs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from pipelines.formats.packages import DAMAGED, ENCRYPTED
from pipelines.formats.pdf_flow import PdfFlow
from pipelines.formats.pdf_lines import gutter_of, lines_of
from pipelines.formats.pdf_page import Glyph, Page, read_page
from pipelines.formats.pdf_paragraphs import edge_kinds, margins_of, usual_size
from pipelines.formats.pdf_tables import Table, find_tables
from pipelines.formats.titles import stated_title
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings
from pipelines.text.intake import COMMON_CHARACTERS

_OPENING_BYTES = 1024  # readers accept as much before the mark
#: A PDF ends with the place of its table within the last 1,024 bytes. PDFium opens files without it too, by the objects
#: that it finds: of a download that was cut off, a part of the report.
_CLOSING_BYTES = 4096
#: A page of text has hundreds of characters; scanners and their apps print a line of their own below.
_SCANNED_PAGE_CHARACTERS_MAX = 60
#: Characters that the font does not name: a sign or two are decoration, more are text that would be missing.
_UNMAPPED_SHARE_MAX = 0.01
#: Wrong character maps give rare characters; sound reports have 0.18 to 0.96 (see `intake`).
_COMMON_SHARE_MIN = 0.08
_COMMON_NEEDS_CHARACTERS = 30


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: its mark, perhaps after white space and a byte order mark."""
    return data[:_OPENING_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-")


def read_pdf(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of a PDF. Scripts, links and forms in it are never run, followed or filled."""
    if b"startxref" not in data[-_CLOSING_BYTES:]:
        raise Unreadable("damaged", DAMAGED.format("PDF 在结尾处被截断"))
    try:
        document = pypdfium2.PdfDocument(data)
    # PdfiumError is all that opening raises for bytes that PDFium refuses.
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Unreadable("encrypted", ENCRYPTED) from error
        raise Unreadable("damaged", DAMAGED.format("PDF 结构不完整")) from error
    try:
        if len(document) > settings.pdf_pages_limit:
            raise Unreadable(
                "too_large",
                f"PDF 有 {len(document):,} 页，超过上限 {settings.pdf_pages_limit:,} 页，未读取；"
                "请只放入报告所在的页，或在设置中提高上限",
            )
        pages = list(_pages(document))
        stated = stated_title(document.get_metadata_value("Title"))
    finally:
        document.close()
    _refuse_unreadable(pages)
    return _layer(pages, stated)


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    for i in range(len(document)):
        try:
            page = document[i]
            try:
                yield read_page(page)
            finally:
                page.close()
        # PdfiumError: a page or its text cannot be loaded. A report with a page missing is none.
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", DAMAGED.format(f"PDF 第 {i + 1} 页")) from error


def _refuse_unreadable(pages: Sequence[Page]) -> None:
    counts = [len(page.glyphs) for page in pages]
    scans = sum(
        page.is_scan and count <= _SCANNED_PAGE_CHARACTERS_MAX for page, count in zip(pages, counts, strict=True)
    )
    if pages and scans * 2 >= len(pages):
        raise Unreadable(
            "needs_ocr",
            f"PDF 是扫描件：{len(pages)} 页中有 {scans} 页只有图像；请取得文字版，或先做文字识别（OCR）再放入",
        )
    if not any(counts):
        raise Unreadable("empty", "PDF 里没有可读的文字；请取得文字版，或先做文字识别（OCR）再放入")
    unmapped = sum(page.unmapped for page in pages)
    characters = [glyph.character for page in pages for glyph in page.glyphs]
    wide = [character for character in characters if character > "\x7f"]
    common = sum(character in COMMON_CHARACTERS for character in wide)
    is_nonsense = len(wide) >= _COMMON_NEEDS_CHARACTERS and common < _COMMON_SHARE_MIN * len(wide)
    if unmapped > _UNMAPPED_SHARE_MAX * len(characters) or is_nonsense:
        raise Unreadable(
            "no_text_map",
            "PDF 的字体没有写明字形各是什么字，读不出文字；请取得 Word 版，或打印成图后做文字识别（OCR）再放入",
        )


def _layer(pages: Sequence[Page], stated: list[tuple[str, str]]) -> TextLayer:
    tables = [find_tables(page.rules, page.glyphs) for page in pages]
    loose = [
        [glyph for glyph in page.glyphs if not _in_any(glyph, own)] for page, own in zip(pages, tables, strict=True)
    ]
    gutter = next((found for glyphs in loose if (found := gutter_of(glyphs)) is not None), None)
    laid = [
        (page, lines_of(glyphs, number, gutter)) for number, (page, glyphs) in enumerate(zip(pages, loose, strict=True))
    ]
    body_size = usual_size([line for _, lines in laid for line in lines])
    kinds = edge_kinds(laid, body_size)
    body = [line for number, (_, lines) in enumerate(laid) for i, line in enumerate(lines) if (number, i) not in kinds]
    flow = PdfFlow(margins_of(body), body_size)
    for number, (page, lines) in enumerate(laid):
        flow.page(number, lines, tables[number], {i: kind for (own, i), kind in kinds.items() if own == number})
        if page.turned:
            flow.hold(number, page.turned, "watermark")
    flow.end_paragraphs()
    return flow.writer.layer("pdf", "utf-8", stated)


def _in_any(glyph: Glyph, tables: Sequence[Table]) -> bool:
    return any(glyph in table.glyphs for table in tables)
