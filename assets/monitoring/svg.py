"""Small charts as pictures that Markdown carries within itself, which Dagster's pages render.

Belongs here: the drawing of bars and of a line with its bounds. Does not belong here: which figures are drawn
(`state_page.py`), charts of places for readers (`warehouse/charts`, which takes a second to start and embeds a font).

Letters are left to the browser's own fonts: whoever opens the pages reads Chinese.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.sax.saxutils import escape

# Colours of both themes of the pages: mid-tones that are told from white and from near-black.
BLUE, ORANGE, GREY = "#4f7dc9", "#d9822b", "#8a94a6"
BAR_WIDTH, BAR_GAP, PLOT_HEIGHT, MARGIN = 34, 14, 120, 18
LINE_WIDTH, LINE_HEIGHT, PAD = 150, 30, 4


def picture(svg: str, words: str) -> str:
    """Markdown of a picture; `words` are read where it can't be seen."""
    encoded = base64.b64encode(svg.encode()).decode()
    return f"![{words}](data:image/svg+xml;base64,{encoded})"


def bars(labels: Sequence[str], lower: Sequence[float], upper: Sequence[float]) -> str:
    """Columns of two parts, the first below; the sum is written above, the label underneath."""
    greatest = max((a + b for a, b in zip(lower, upper, strict=True)), default=0) or 1
    width = MARGIN * 2 + len(labels) * (BAR_WIDTH + BAR_GAP)
    drawn = []
    for position, (label, first, second) in enumerate(zip(labels, lower, upper, strict=True)):
        left = MARGIN + position * (BAR_WIDTH + BAR_GAP)
        first_height, second_height = (part / greatest * PLOT_HEIGHT for part in (first, second))
        top = MARGIN + PLOT_HEIGHT - first_height - second_height
        drawn.append(_box(left, top + second_height, first_height, BLUE) + _box(left, top, second_height, ORANGE))
        middle = left + BAR_WIDTH / 2
        drawn.append(_letters(middle, top - 4, f"{first + second:g}"))
        drawn.append(_letters(middle, MARGIN + PLOT_HEIGHT + 14, label))
    return _svg(width, PLOT_HEIGHT + MARGIN * 2 + 4, "".join(drawn))


def line(values: Sequence[float | None], floor: float | None = None, ceiling: float | None = None) -> str:
    """Values in their order as a line, the last one marked, with dashes where a bound lies near them.

    A bound far off would press the line flat: it is drawn only within three times the span of the values.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, most = min(known), max(known)
    reach = max(most - least, abs(most) * 0.05, 1e-9)
    bounds = [b for b in (floor, ceiling) if b is not None and least - 3 * reach <= b <= most + 3 * reach]
    low, high = min(known + bounds), max(known + bounds)
    step = (LINE_WIDTH - 2 * PAD) / max(len(values) - 1, 1)

    def height(value: float) -> float:
        return (
            LINE_HEIGHT / 2
            if high == low
            else LINE_HEIGHT - PAD - (value - low) / (high - low) * (LINE_HEIGHT - 2 * PAD)
        )

    points = [(PAD + step * n, height(value)) for n, value in enumerate(values) if value is not None]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = "".join(
        f'<line x1="0" x2="{LINE_WIDTH}" y1="{height(bound):.1f}" y2="{height(bound):.1f}" stroke="{ORANGE}"'
        ' stroke-dasharray="4 3"/>'
        for bound in bounds
    )
    last_x, last_y = points[-1]
    dot = f'<circle cx="{last_x:.1f}" cy="{last_y:.1f}" r="3" fill="{BLUE}"/>'
    drawn = f'{dashes}<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="1.5"/>{dot}'
    return _svg(LINE_WIDTH, LINE_HEIGHT, drawn)


def _box(left: float, top: float, height: float, colour: str) -> str:
    return f'<rect x="{left}" y="{top:.1f}" width="{BAR_WIDTH}" height="{height:.1f}" fill="{colour}"/>'


def _letters(middle: float, bottom: float, text: str) -> str:
    return f'<text x="{middle}" y="{bottom:.1f}" text-anchor="middle">{escape(text)}</text>'


def _svg(width: float, height: float, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif"'
        f' font-size="11" fill="{GREY}">{content}</svg>'
    )
