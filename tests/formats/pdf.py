"""PDF files with a text layer, laid out by hand so that lines break where offices' files break them.

Belongs here: pages, columns, running heads, the order in which text is painted. Does not belong here: PDF made by
LibreOffice with embedded fonts (`office.py`).

Lines break by width alone, in mid-sentence and in mid-number, without a hyphen. Two fonts: an embedded subset of
WenQuanYi Micro Hei (Apache licence) with a map to Unicode, and for `unembedded` Adobe's STSong-Light, which is not
embedded, so that its text layer goes through the predefined encoding UniGB-UCS2-H.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from article import Article
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT, UNEMBEDDED = "WenQuanYiMicroHei", "STSong-Light"
PAGE_WIDTH, PAGE_HEIGHT = 595, 842  # A4 in points
TOP, BOTTOM = 760, 82
pdfmetrics.registerFont(UnicodeCIDFont(UNEMBEDDED))
pdfmetrics.registerFont(TTFont(FONT, os.environ.get("FORMATS_FONT", "wqy-microhei.ttc")))


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one row of a table."""

    text: str
    size: float = 12.0
    is_centred: bool = False
    cells: tuple[str, ...] = ()


def _wrapped(text: str, size: float, width: float, font: str) -> Iterator[str]:
    line, used = "", 0.0
    for c in text:
        advance = pdfmetrics.stringWidth(c, font, size)
        if line and used + advance > width:
            yield line
            line, used = "", 0.0
        line, used = line + c, used + advance
    yield line


def _lines(article: Article, width: float, font: str) -> list[Line]:
    lines: list[Line] = []
    for b in article.blocks:
        if b.kind == "table":
            lines += [Line("", 11, cells=row) for row in b.rows]
        elif b.kind == "title":
            lines += [Line(part, 16, True) for part in _wrapped(b.text, 16, width, font)]
        else:
            indent = "" if b.kind in ("addressee", "signature", "date") else "　　"
            lines += [Line(part) for part in _wrapped(indent + b.text, 12, width, font)]
    return lines


@dataclass(frozen=True, slots=True)
class Print:
    """How a file is printed: running head, foot, columns, font, characters one by one, lines above the title."""

    foot: str
    head: str = ""
    columns: int = 1
    font: str = FONT
    by_character: bool = False
    by_row: bool = False
    above: tuple[Line, ...] = ()


def _draw(canvas: Canvas, line: Line, x: float, y: float, width: float, how: Print) -> None:
    canvas.setFont(how.font, line.size)
    if line.cells:
        step = width / len(line.cells)
        for i, cell in enumerate(line.cells):
            canvas.drawString(x + i * step + 4, y, cell)
            canvas.rect(x + i * step, y - 6, step, 20)
    elif line.is_centred:
        canvas.drawCentredString(x + width / 2, y, line.text)
    elif how.by_character:
        for c in line.text:
            canvas.drawString(x, y, c)
            x += pdfmetrics.stringWidth(c, how.font, line.size)
    else:
        canvas.drawString(x, y, line.text)


def _furniture(canvas: Canvas, how: Print, number: int, of: int) -> None:
    canvas.setFont(how.font, 9)
    if how.head:
        canvas.drawString(70, 800, how.head)
    canvas.drawCentredString(PAGE_WIDTH / 2, 45, how.foot.format(n=number, of=of))


def _pages(lines: list[Line], columns: int, step: float) -> list[list[list[Line]]]:
    """Lines dealt into pages and columns."""
    height = int((TOP - BOTTOM) / step)
    stacks = [lines[i : i + height] for i in range(0, len(lines), height)]
    return [stacks[i : i + columns] for i in range(0, len(stacks), columns)]


def _file(article: Article, how: Print) -> bytes:
    """The PDF; `by_row` paints each row across both columns, so that the order of painting is no reading order."""
    gap, step = (30.0, 18.0) if how.columns > 1 else (0.0, 22.0)
    width = (PAGE_WIDTH - 140 - gap * (how.columns - 1)) / how.columns
    pages = _pages([*how.above, *_lines(article, width, how.font)], how.columns, step)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for number, stacks in enumerate(pages, 1):
        _furniture(canvas, how, number, len(pages))
        placed = [(r, c, line) for c, stack in enumerate(stacks) for r, line in enumerate(stack)]
        for r, c, line in sorted(placed, key=lambda at: at[:2]) if how.by_row else placed:
            _draw(canvas, line, 70 + c * (width + gap), TOP - r * step, width, how)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


Values = dict[str, Any]


def one_column(article: Article, values: Values) -> bytes:
    """Page numbers — 1 — at the foot, no running head."""
    return _file(article, Print("— {n} —"))


def unembedded(article: Article, values: Values) -> bytes:
    """As `one_column`, in a font that the reader must bring."""
    return _file(article, Print("— {n} —", font=UNEMBEDDED))


def running_head(article: Article, values: Values) -> bytes:
    """A running head with a year and an issue number, 第1页 共3页 at the foot."""
    return _file(article, Print("第{n}页 共{of}页", f"{values['county']}政务公开资料汇编 2025年第4期"))


def two_columns(article: Article, values: Values) -> bytes:
    """Two columns, painted one after the other."""
    return _file(article, Print("{n}", columns=2))


def two_columns_by_row(article: Article, values: Values) -> bytes:
    """Two columns, painted row by row across both."""
    return _file(article, Print("{n}", columns=2, by_row=True))


def by_character(article: Article, values: Values) -> bytes:
    """Every character painted by itself, as some office suites print."""
    return _file(article, Print("- {n} -", by_character=True))


def printed_page(article: Article, values: Values) -> bytes:
    """A web page printed by a browser: date and title above, address and page below, the site's line as well."""
    above = (Line(f"发布时间：{values['published']}　来源：{values['source_name']}　浏览次数：{values['views']}", 10),)
    return _file(
        article, Print(f"{values['url']}　　{{n}}/{{of}}", f"2026/10/30 14:05　　{article.title}", above=above)
    )


def letterhead(article: Article, values: Values) -> bytes:
    """A red letterhead and a document number above the title."""
    above = (Line(f"{values['issuer']}文件", 22, True), Line(values["number"], 12, True), Line("", 12))
    return _file(article, Print("— {n} —", above=above))


KINDS: dict[str, Callable[[Article, Values], bytes]] = {
    kind.__name__: kind
    for kind in (
        one_column,
        unembedded,
        running_head,
        two_columns,
        two_columns_by_row,
        by_character,
        printed_page,
        letterhead,
    )
}
