"""From a specification to pictures: SVG text, PNG bytes.

Belongs here: the calls of vl-convert. Does not belong here: what is drawn (`figure.py`), letters as outlines
(`outlines.py`), files (`assets/commands/chart.py`).

The PNG is made of the finished SVG, which holds no text any more: both are one picture, and no font of the machine
can get into it. The font is registered only so that titles and labels are measured as they will be drawn.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import vl_convert

from warehouse.charts.outlines import FONT_FILE, outlined

# Twice the size of the SVG: sharp on paper at the width of a page.
PNG_SCALE = 2.0


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONT_FILE.parent))


def svg_of(spec: dict[str, Any]) -> str:
    """The picture as SVG; the same specification gives the same bytes."""
    _register_font()
    return outlined(vl_convert.vegalite_to_svg(json.dumps(spec, ensure_ascii=False)))


def png_of(svg: str) -> bytes:
    """The same picture as PNG."""
    return vl_convert.svg_to_png(svg, scale=PNG_SCALE)
