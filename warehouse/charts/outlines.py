"""Text of an SVG as outlines, so that the picture is the same on every machine, with or without a Chinese font.

Belongs here: the font of the charts, the width of a text in it, `<text>` elements turned into paths. Does not belong
here: what a chart shows (`panel.py`, `figure.py`), how the font was made (`font_subset.py`).

Paths and not an embedded @font-face: Word, WPS and Inkscape leave fonts inside an SVG unread, and a chart is made to be
put into a document. Each path keeps its words in `aria-label`, for screen readers and for a search in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONT_FILE = Path(__file__).resolve().parent / "fonts" / "FazhiSansSC.otf"
FAMILY = "Fazhi Sans SC"

SVG = "http://www.w3.org/2000/svg"
TEXT, SPAN, PATH = f"{{{SVG}}}text", f"{{{SVG}}}tspan", f"{{{SVG}}}path"
# Attributes of a text that mean the same on a path; what concerns the letters alone is used up by the outlines.
KEPT = ("transform", "fill", "opacity", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "aria-hidden")
SHARE_BEFORE_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


class _Font:
    """The glyphs of the chart font, parsed once a process."""

    def __init__(self) -> None:
        font = TTFont(FONT_FILE, lazy=True)
        self.glyphs: Any = font.getGlyphSet()
        self.names: dict[int, str] = font.getBestCmap()
        self.units_per_em: int = font["head"].unitsPerEm

    def glyph(self, character: str) -> Any:
        """The glyph of a character; a box for one that the font does not have."""
        return self.glyphs[self.names.get(ord(character), ".notdef")]


@cache
def _font() -> _Font:
    return _Font()


def missing_characters(text: str) -> str:
    """The characters of `text` that the font can't draw, each once, in order.

    >>> missing_characters("云溪镇𰻞36件")
    '𰻞'
    """
    names = _font().names
    return "".join(dict.fromkeys(c for c in text if ord(c) not in names))


def text_width(text: str, size: float) -> float:
    """How wide a text is drawn, in the unit of `size`.

    >>> text_width("矛盾纠纷", 11)
    44.0
    """
    font = _font()
    return sum(font.glyph(character).width for character in text) * size / font.units_per_em


def outlined(svg: str) -> str:
    """The same picture with every text as a path; it needs no font."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag == TEXT:
                parent[index] = _outline_of(child)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _outline_of(element: ElementTree.Element) -> ElementTree.Element:
    """One path for a text element and its lines."""
    size = float(element.get("font-size", "11px").removesuffix("px"))
    share = SHARE_BEFORE_ANCHOR[element.get("text-anchor", "start")]
    pen = SVGPathPen(None, ntos=_short)
    for line, baseline in _lines(element):
        _draw(pen, line, -share * text_width(line, size), baseline, size)
    kept = {name: value for name in KEPT if (value := element.get(name)) is not None}
    words = "\n".join(line for line, _ in _lines(element))
    return ElementTree.Element(PATH, {**kept, "aria-label": words, "d": pen.getCommands()})


def _lines(element: ElementTree.Element) -> Iterator[tuple[str, float]]:
    """The lines of a text element, each with its baseline below the element's own."""
    if element.text:
        yield element.text, 0.0
    baseline = 0.0
    for span in element.iter(SPAN):
        baseline += float(span.get("dy", "0"))
        yield span.text or "", baseline


def _draw(pen: SVGPathPen, line: str, x: float, baseline: float, size: float) -> None:
    font = _font()
    scale = size / font.units_per_em
    for character in line:
        glyph = font.glyph(character)
        glyph.draw(TransformPen(pen, Transform(scale, 0, 0, -scale, x, baseline)))
        x += glyph.width * scale


def _short(number: float) -> str:
    """A coordinate with two decimals at most: a hundredth of a pixel is not seen, and halves the file.

    >>> _short(3.14159), _short(-0.001), _short(12.0)
    ('3.14', '0', '12')
    """
    return f"{round(number, 2) + 0.0:g}"  # + 0.0: no negative zero
