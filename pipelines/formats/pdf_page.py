"""A PDF page to glyphs and rules with their places: everything that is asked of PDFium.

Belongs here: calls into PDFium, page rotation, glyphs that have no character. Does not belong here: which glyphs make a
line (`pdf_lines.py`), a table (`pdf_tables.py`) or a paragraph (`pdf_paragraphs.py`).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from pipelines.records import Unreadable

#: A page of the smallest print has some 5,000 characters; a page of a hundred times as many is no page.
_GLYPHS_MAX = 200_000
#: The table pages measured have 20 to 600 lines; a page of more is a drawing, its lines are no table's.
_RULES_MAX = 4000
_OBJECTS_MAX = 50_000
_FORM_DEPTH_MAX = 3
#: A picture that covers more of a page is a scan of it.
_SCAN_SHARE = 0.5
#: The largest page that PDF 1.7 allows (annex C). What is set farther out, or nowhere (NaN), is on no page.
_PLACE_MAX_POINTS = 14_400.0
_UNMAPPED = "\ufffd"
_QUARTER_TURN = math.pi / 2


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, the box that its font sets it in, and the line it stands on, in points from the lower left corner.

    The box is the advance by the font's height, not the ink: a comma fills its place like any other character.
    `follows_space`: the file has a space of its own before it.
    """

    character: str
    left: float
    right: float
    bottom: float
    top: float
    baseline: float
    size: float
    follows_space: bool = False

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight drawn line along an axis: from `start` to `end`, at `at` on the other axis."""

    is_horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. `turned`: text set across the page, such as a watermark."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    turned: str
    unmapped: int
    is_scan: bool


def read_page(page: pypdfium2.PdfPage) -> Page:
    """The glyphs and rules of a page, turned so that its text runs from left to right."""
    text_page = page.get_textpage()
    try:
        glyphs, turns = _glyphs(text_page)
    finally:
        text_page.close()
    width, height = page.get_size()
    # get_size speaks of the page as shown, glyphs lie on the page as stored
    if page.get_rotation() in (90, 270):
        width, height = height, width
    turn = Counter(turns).most_common(1)[0][0] if turns else 0
    upright = tuple(
        _turned(glyph, turn, width, height) for glyph, own in zip(glyphs, turns, strict=True) if own == turn
    )
    others = "".join(glyph.character for glyph, own in zip(glyphs, turns, strict=True) if own != turn)
    rules, picture_share = _drawn(page, width * height)
    if turn % 2:
        width, height = height, width
    return Page(
        width,
        height,
        upright,
        () if turn else tuple(rules),
        "".join(others.split()),
        sum(glyph.character == _UNMAPPED for glyph in glyphs),
        picture_share > _SCAN_SHARE,
    )


def _glyphs(text_page: pypdfium2.PdfTextPage) -> tuple[list[Glyph], list[int]]:
    """All glyphs, and by how many quarters each is turned."""
    count = text_page.count_chars()
    if count > _GLYPHS_MAX:
        raise Unreadable("too_large", f"PDF 的一页有 {count:,} 个字符，超过上限 {_GLYPHS_MAX:,}，未读取；请检查文件")
    glyphs: list[Glyph] = []
    turns: list[int] = []
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    spaced = False
    for i, code in _codes(text_page, count):
        character = _character(code, raw.FPDFText_HasUnicodeMapError(text_page, i) == 1)
        if character.isspace() or not character:
            spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(text_page, i, ctypes.byref(box))
        raw.FPDFText_GetCharOrigin(text_page, i, ctypes.byref(x), ctypes.byref(y))
        if not all(abs(place) <= _PLACE_MAX_POINTS for place in (box.left, box.right, box.bottom, box.top, y.value)):
            continue
        size = raw.FPDFText_GetFontSize(text_page, i)
        glyphs.append(Glyph(character, box.left, box.right, box.bottom, box.top, y.value, size, spaced))
        # PDFium's angles run clockwise
        turns.append(-round(raw.FPDFText_GetCharAngle(text_page, i) / _QUARTER_TURN) % 4)
        spaced = False
    return glyphs, turns


def _codes(text_page: pypdfium2.PdfTextPage, count: int) -> Iterator[tuple[int, int]]:
    """Index and code of each character that the file itself has; halves of one beyond the first plane are joined."""
    high = 0
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if 0xD800 <= code < 0xDC00:
            high = code
        elif high and 0xDC00 <= code < 0xE000:
            yield i, 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
        elif raw.FPDFText_IsGenerated(text_page, i) != 1:
            yield i, code


def _character(code: int, has_no_map: bool) -> str:
    """The character of a code; U+FFFD where the font does not say which it is."""
    if has_no_map or code == 0 or 0xE000 <= code < 0xF900 or code == 0xFFFE or code == 0xFFFD:
        return _UNMAPPED
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return _UNMAPPED
    return "" if code < 0x20 and code != 0x09 else chr(code)


def _turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """The glyph on a page that was turned until its text is level; its line is then taken from the box."""
    if turn == 1:
        box = (glyph.bottom, glyph.top, width - glyph.right, width - glyph.left)
    elif turn == 2:
        box = (width - glyph.right, width - glyph.left, height - glyph.top, height - glyph.bottom)
    elif turn == 3:
        box = (height - glyph.top, height - glyph.bottom, glyph.left, glyph.right)
    else:
        return glyph
    return Glyph(glyph.character, *box, box[2], glyph.size, glyph.follows_space)


def _drawn(page: pypdfium2.PdfPage, area: float) -> tuple[list[Rule], float]:
    """The drawn rules of a page, and what share of it its largest picture covers."""
    rules: list[Rule] = []
    share = 0.0
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
    for i, item in enumerate(page.get_objects(filter=kinds, max_depth=_FORM_DEPTH_MAX)):
        if i > _OBJECTS_MAX or len(rules) > _RULES_MAX:
            return [], share
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            share = max(share, abs((right - left) * (top - bottom)) / max(1.0, area))
        else:
            rules += _rules_of(item)
    return rules, share


def _rules_of(item: pypdfium2.PdfObject) -> Iterator[Rule]:
    """The axis-parallel lines of a path: a line, the sides of a rectangle, a bar filled instead of drawn."""
    count = raw.FPDFPath_CountSegments(item)
    if not 2 <= count <= _RULES_MAX:
        return
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _rule(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _rule(point, first)


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = start, end
    if not all(abs(place) <= _PLACE_MAX_POINTS for place in (x0, y0, x1, y1)):
        return
    if abs(y0 - y1) < 1 < abs(x0 - x1):
        yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) < 1 < abs(y0 - y1):
        yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
