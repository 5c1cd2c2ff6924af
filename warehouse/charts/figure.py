"""The whole picture: a place's panels beside each other, and below them what the marks mean and where the figures
stand.

Belongs here: the arrangement of panels, the key, the source line, fonts and their sizes. Does not belong here: a panel
(`panel.py`), making a picture of it (`render.py`).

Several metrics become panels of one picture and not a file each: what is compared is one place's years, and years
stand below each other only in one picture; it is also one picture that goes into a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.charts import marks, words
from warehouse.charts.outlines import FAMILY, text_width
from warehouse.charts.panel import (
    ABSENT,
    ARROW_MARK,
    BOX,
    CROSS,
    DASHED,
    FILLED,
    HOLLOW,
    INK,
    MUTED,
    NOTE_LINE,
    OWN,
    PEER_LINE,
    PEERS,
    RIVAL,
    WARNING,
    Json,
    layer_of,
    notes_of,
    panel,
    panel_width,
)
from warehouse.charts.series import Series, Subject

# Two panels of this width or less stand beside each other; wider ones below each other.
WIDEST_OF_TWO = 450
# Labels of the axis beside a plot, and the space between two panels.
BESIDE_PLOT, BETWEEN = 48, 36
LINE, KEY_SIZE, KEY_INDENT = 19, 12, 30
CLOSING, OPENING = "；，。、）》", "（《"
UNBROKEN = re.compile(r"[!-~]+|.")

# One font, no weight that it does not have, no letters below 11 pixels.
CONFIG: Json = {
    "font": FAMILY,
    "background": "white",
    "padding": 18,
    "view": {"stroke": None},
    "title": {
        **{"anchor": "start", "frame": "group", "font": FAMILY, "fontWeight": "normal", "fontSize": 15, "color": INK},
        **{"subtitleLineHeight": NOTE_LINE, "subtitleFont": FAMILY, "subtitleFontSize": 11.5, "subtitleColor": MUTED},
        "subtitlePadding": 5,
    },
    "axis": {"labelFontSize": 11.5, "labelColor": INK, "labelPadding": 6, "gridColor": "#eceff2"},
    "axisX": {
        **{"grid": False, "labelOverlap": False, "labelLineHeight": 15},
        **{"tickColor": PEER_LINE, "domainColor": PEER_LINE},
    },
    "axisY": {"ticks": False, "domain": False},
}


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A kind of mark and what it means; `mark` is one of Vega-Lite."""

    text: str
    mark: Json


def chart_spec(subject: Subject, drawn: Sequence[Series]) -> Json:
    """The specification of the picture, ready for a renderer. Every series must have a value."""
    width = panel_width(subject)
    columns = 2 if len(drawn) > 1 and width <= WIDEST_OF_TWO else 1
    whole = columns * width + (columns - 1) * (BESIDE_PLOT + BETWEEN)
    note_lines = max(len(notes_of(subject, series)) for series in drawn)
    panels = [panel(subject, series, note_lines) for series in drawn]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {
            **{"text": words.chart_title(subject), "subtitle": words.chart_subtitle(subject)},
            **{"fontSize": 19, "offset": 16},
        },
        "spacing": 22,
        "vconcat": [{"concat": panels, "columns": columns, "spacing": BETWEEN}, _below(subject, drawn, whole)],
        "config": CONFIG,
    }


def key_of(drawn: Sequence[Series]) -> list[KeyEntry]:
    """The kinds of marks that the panels hold, each once; a key of marks that are not there would only cost time."""
    values = [value for series in drawn for value in series.values]
    lines = [line for series in drawn for line in marks.segments(series.values)]
    entries = [
        (any(v.is_exact for v in values), "报告写明的数值", {**FILLED, "color": OWN}),
        (
            any(not v.is_exact for v in values),
            "带程度词的数值（余、以上、约、近、不足等）；竖线是这些词允许的范围",
            {**HOLLOW, "stroke": OWN},
        ),
        (bool(marks.without_bound(values)), "箭头：原文的词（如“以上”）没有上限", ARROW_MARK),
        (any(v.conflict for v in values), "橙色：同一年另有互相矛盾的数字，菱形是另一个数字", RIVAL),
        (
            any(line.is_careful for line in lines),
            "虚线：两年的覆盖期、量词或限定语不同，或有一数存疑，升降须慎看",
            {"type": "rule", "color": OWN, "size": 2, "strokeDash": DASHED},
        ),
        (
            any(marks.incomparable(series.values) for series in drawn),
            "两年所计之物不同，不可比，不连线",
            {"type": "text", "text": "≠", "color": WARNING, "fontSize": 18},
        ),
        (
            any(series.peers.years for series in drawn),
            "灰带是同级单位（含本地）居中的一半，灰线是中位数",
            {"type": "rect", "color": PEERS, "stroke": PEER_LINE, "strokeWidth": 1, "height": 11},
        ),
    ]
    return [KeyEntry(text, mark) for is_there, text, mark in entries if is_there]


def gap_key(subject: Subject, drawn: Sequence[Series]) -> list[KeyEntry]:
    """What the marks on the axis mean, where years are missing."""
    missing = {
        words.year_note(year, None)
        for series in drawn
        for year in subject.years
        if year.year not in {value.year for value in series.values}
    }
    entries = (
        (words.NO_REPORT, "库中没有这一年的报告；线在此断开，不推算", CROSS),
        (words.NOT_STATED, "有报告，但没有表述这一指标；不等于零，线在此断开", BOX),
    )
    return [KeyEntry(f"{why}：{text}", {**ABSENT, "shape": shape}) for why, text, shape in entries if why in missing]


def _below(subject: Subject, drawn: Sequence[Series], width: int) -> Json:
    """The key and the source line, a row a line."""
    years = {value.year for series in drawn for value in series.values}
    entries = [*key_of(drawn), *gap_key(subject, drawn)]
    source = wrapped(words.source_note(subject, years), width, KEY_SIZE)
    rows = len(entries) + 1 + len(source)
    y = {"field": "row", "type": "quantitative", "axis": None, "scale": _pixels(-0.5, rows - 0.5) | {"reverse": True}}
    x = {"type": "quantitative", "axis": None, "scale": _pixels(0, width)}
    texts = [{"x": KEY_INDENT, "row": row, "text": entry.text} for row, entry in enumerate(entries)]
    texts += [{"x": 0, "row": len(entries) + 1 + row, "text": line} for row, line in enumerate(source)]
    mark = {"type": "text", "align": "left", "fontSize": KEY_SIZE, "color": MUTED}
    text = layer_of("texts", texts, mark, x={"field": "x", **x}, y=y, text={"field": "text"})
    layers = [_symbol(entry, row, x, y) for row, entry in enumerate(entries)]
    return {"width": width, "height": LINE * rows, "layer": [*layers, text]}


def _symbol(entry: KeyEntry, row: int, x: Json, y: Json) -> Json:
    rows = [{"x": 9, "from": 0, "to": 20, "row": row}]
    if entry.mark["type"] in ("rule", "rect"):
        return layer_of("key", rows, entry.mark, x={"field": "from", **x}, x2={"field": "to"}, y=y)
    return layer_of("key", rows, entry.mark, x={"field": "x", **x}, y=y)


def _pixels(first: float, last: float) -> Json:
    """A scale on which places are told as they are."""
    return {"domain": [first, last], "nice": False, "zero": False}


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines that are no wider than `width`; Chinese may break anywhere but before a
    mark that closes and after one that opens, numbers and ids nowhere.

    >>> wrapped("来源：甲镇报告；数据", 84, 12)
    ['来源：甲镇报', '告；数据']
    >>> wrapped("编号 2026-11", 48, 12)
    ['编号 ', '2026-11']
    """
    lines = [""]
    for word in UNBROKEN.findall(text):
        if lines[-1] and text_width(lines[-1] + word, size) > width:
            last = lines[-1][-1]
            carried = last if word in CLOSING or last in OPENING else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
        lines[-1] += word
    return lines
