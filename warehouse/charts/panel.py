"""One panel: a series over the years, as a specification of Vega-Lite.

Belongs here: marks, scales, sizes and colours of a panel. Does not belong here: what may be drawn (`marks.py`),
sentences (`words.py`), the picture around the panels (`figure.py`).

Why Vega-Lite and not matplotlib: a chart is here plain JSON before it is a picture, so a test can ask whether a line
joins two years instead of comparing pixels; vl-convert (BSD-3-Clause, one wheel of 33 MB that needs nothing else)
turns it into the same SVG on every machine, without a browser and without the network. matplotlib would bring numpy,
Pillow and more, keeps its state in globals, and writes what it drew, not what it meant. Why not through Altair: it
copies and checks the chart at each step, 1.5 to 3 s for four panels where the JSON itself is made in a few hundredths.
"""

from __future__ import annotations

import json
from typing import Any

from warehouse.charts import marks, words
from warehouse.charts.series import Series, Subject, Value, Year
from warehouse.charts.words import Unit

OWN, WARNING, PEERS, PEER_LINE, MUTED, INK = "#1f4e79", "#c2410c", "#dfe3e8", "#8a94a0", "#6b7280", "#1f2933"
HEIGHT = 210
# A year's label may be 截至11月14日: eight letters of 11 pixels do not fit, six do, so the day goes on a line of its
# own.
LEAST_WIDTH, WIDTH_OF_YEAR = 380, 64
LABEL_SIZE = 12
# Between a plot and its title: room for the label of a figure at the top.
TITLE_OFFSET, NOTE_LINE = 22, 15
# Shapes of points as Vega-Lite takes them: a path within 1 of the middle.
CROSS, BOX = "M-0.7,-0.7L0.7,0.7M0.7,-0.7L-0.7,0.7", "M-0.6,-0.6L0.6,-0.6L0.6,0.6L-0.6,0.6Z"
BAR_END = "M-0.9,0L0.9,0"
# From the point upwards, its head above.
ARROW = "M0,-1.1L0,-3M-0.7,-2.2L0,-3L0.7,-2.2"
DASHED = [5, 4]

Json = dict[str, Any]
Rows = list[Json]

FILLED: Json = {"type": "point", "shape": "circle", "size": 62, "opacity": 1, "filled": True}
# White inside, so that neither a line nor a bar goes through it.
HOLLOW: Json = {**FILLED, "size": 58, "filled": False, "fill": "white", "strokeWidth": 2}
RIVAL: Json = {**HOLLOW, "shape": "diamond", "stroke": WARNING}
ARROW_MARK: Json = {"type": "point", "shape": ARROW, "stroke": OWN, "strokeWidth": 1.5, "size": 70, "opacity": 1}
ABSENT: Json = {"type": "point", "stroke": MUTED, "fill": "white", "strokeWidth": 2, "size": 100, "opacity": 1}
COLOUR: Json = {"condition": {"test": "datum.conflict", "value": WARNING}, "value": OWN}


def panel_width(subject: Subject) -> int:
    """The width of a panel's plot: more years need more room for their labels."""
    return max(LEAST_WIDTH, WIDTH_OF_YEAR * len(subject.years))


def notes_of(subject: Subject, series: Series) -> list[str]:
    """The lines below a panel's title."""
    unit, axis = words.unit_of(series), marks.axis_of(series)
    cut = [words.cut_note(axis.low, unit)] if axis.is_cut else []
    return [words.peers_note(series, subject.place), *cut]


def panel(subject: Subject, series: Series, note_lines: int = 1) -> Json:
    """The panel of a series that has at least one value. `note_lines`: room kept for notes, the same beside another."""
    unit = words.unit_of(series)
    notes = notes_of(subject, series)
    offset = TITLE_OFFSET + NOTE_LINE * (note_lines - len(notes))
    layers = _Drawing(subject, series, unit, marks.axis_of(series)).layers()
    return {
        "title": {"text": words.panel_title(series, unit), "subtitle": notes, "offset": offset},
        "width": panel_width(subject),
        "height": HEIGHT,
        "layer": layers,
    }


def layer_of(name: str, rows: Rows, mark: Json, **encoding: Json) -> Json:
    """One layer on rows of its own; its name is for whoever reads the specification."""
    return {"description": name, "data": {"values": rows}, "mark": mark, "encoding": encoding}


class _Drawing:
    """The layers of one panel."""

    def __init__(self, subject: Subject, series: Series, unit: Unit, axis: marks.Axis):
        self.subject, self.series, self.unit, self.range = subject, series, unit, axis
        self.by_year = {value.year: value for value in series.values}

    def layers(self) -> list[Json]:
        """All layers that have something to show, from the back to the front."""
        layers = [
            self._absent(),
            self._band(),
            self._median(),
            self._lines(),
            self._incomparable(),
            self._intervals(),
            self._interval_ends("low"),
            self._interval_ends("high"),
            self._arrows(),
            *self._conflict_bars(),
            self._points("exact", is_exact=True),
            self._points("approximate", is_exact=False),
            *self._labels(),
        ]
        # the first one stays even when it is empty: it gives every panel the axis of all years
        return [layer for index, layer in enumerate(layers) if index == 0 or layer["data"]["values"]]

    def _absent(self) -> Json:
        """A mark on the axis for each year without a figure."""
        rows = [
            {"year": year.year, "y": self._shown(self.range.low), "why": words.year_note(year, None)}
            for year in self.subject.years
            if year.year not in self.by_year
        ]
        shape = {"condition": {"test": f"datum.why == '{words.NO_REPORT}'", "value": CROSS}, "value": BOX}
        return layer_of("absent", rows, ABSENT, x=self._x(), y=self._y(), shape=shape)

    def _band(self) -> Json:
        """A step a year, as wide as the year: the peers of a year say nothing of the time between two reports."""
        rows = [
            {**_step(peer.year), "y": self._shown(peer.lower_quarter), "y2": self._shown(peer.upper_quarter)}
            for peer in self.series.peers.years
        ]
        mark = {"type": "rect", "color": PEERS}
        return layer_of("band", rows, mark, x=self._x("from"), x2={"field": "to"}, y=self._y(), y2={"field": "y2"})

    def _median(self) -> Json:
        rows = [{**_step(peer.year), "y": self._shown(peer.median)} for peer in self.series.peers.years]
        mark = {"type": "rule", "color": PEER_LINE, "size": 2}
        return layer_of("median", rows, mark, x=self._x("from"), x2={"field": "to"}, y=self._y())

    def _lines(self) -> Json:
        rows = [
            {
                **self._at(line.before),
                **{"to": line.now.year, "y2": self._shown(line.now.value), "careful": line.is_careful},
            }
            for line in marks.segments(self.series.values)
        ]
        mark = {"type": "rule", "color": OWN, "size": 2}
        dash = {"condition": {"test": "datum.careful", "value": DASHED}, "value": [1, 0]}
        ends = {"x2": {"field": "to"}, "y2": {"field": "y2"}}
        return layer_of("lines", rows, mark, x=self._x(), y=self._y(), strokeDash=dash, **ends)

    def _incomparable(self) -> Json:
        rows = [
            {"year": now.year - 0.5, "y": self._shown((before.value + now.value) / 2)}
            for before, now in marks.incomparable(self.series.values)
        ]
        mark = {"type": "text", "text": "≠", "fontSize": 20, "color": WARNING}
        return layer_of("incomparable", rows, mark, x=self._x(), y=self._y())

    def _intervals(self) -> Json:
        rows = [
            {"year": value.year, "y": self._shown(value.low), "y2": self._shown(value.top)}
            for value in marks.intervals(self.series.values)
        ]
        mark = {"type": "rule", "color": OWN, "size": 1.5}
        return layer_of("intervals", rows, mark, x=self._x(), y=self._y(), y2={"field": "y2"})

    def _arrows(self) -> Json:
        rows = [self._at(value) for value in marks.without_bound(self.series.values)]
        return layer_of("arrows", rows, ARROW_MARK, x=self._x(), y=self._y())

    def _interval_ends(self, end: str) -> Json:
        rows = [
            {"year": value.year, "y": self._shown(getattr(value, end))}
            for value in marks.intervals(self.series.values)
            if getattr(value, end) not in (None, value.value)
        ]
        mark = {"type": "point", "shape": BAR_END, "stroke": OWN, "strokeWidth": 1.5, "size": 70, "opacity": 1}
        return layer_of(f"interval_{end}", rows, mark, x=self._x(), y=self._y())

    def _points(self, name: str, is_exact: bool) -> Json:
        rows = [
            {**self._at(value), "conflict": value.conflict}
            for value in self.series.values
            if value.is_exact is is_exact
        ]
        at = {"x": self._x(), "y": self._y()}
        if is_exact:
            return layer_of(name, rows, FILLED, color=COLOUR, **at)
        return layer_of(name, rows, HOLLOW, stroke=COLOUR, **at)

    def _conflict_bars(self) -> list[Json]:
        """The other figure of a year, and what ties it to the one that counts."""
        rows = [
            {**self._at(value), "y2": self._shown(value.rival), "text": words.figure_text(self._shown(value.rival))}
            for value in marks.conflicts(self.series.values)
            if value.rival is not None
        ]
        bar = {"type": "rule", "color": WARNING, "size": 1, "strokeDash": [2, 2]}
        return [
            layer_of("rival_bars", rows, bar, x=self._x(), y=self._y(), y2={"field": "y2"}),
            layer_of("rivals", rows, RIVAL, x=self._x(), y=self._y("y2")),
            *self._texts("rival_labels", rows, "y2", dx=9, align="left", color=WARNING),
        ]

    def _labels(self) -> list[Json]:
        """Figures above their points; below one whose rival stands above it."""
        below = {value.year for value in self.series.values if value.rival is not None and value.rival > value.value}
        rows = [
            {
                "year": value.year,
                "y": self._shown(value.low if value.year in below else value.top),
                "text": words.value_text(value, self.unit),
            }
            for value in self.series.values
        ]
        open_ended = {value.year for value in marks.without_bound(self.series.values)} - below
        above = [row for row in rows if row["year"] not in below | open_ended]
        return [
            *self._texts("labels", above, "y", dy=-11, color=INK),
            *self._texts("labels_open", [row for row in rows if row["year"] in open_ended], "y", dy=-21, color=INK),
            *self._texts("labels_below", [row for row in rows if row["year"] in below], "y", dy=14, color=INK),
        ]

    def _texts(self, name: str, rows: Rows, y: str, **look: Any) -> list[Json]:
        """Labels, on a white edge of their own that keeps them readable on lines and bands."""
        mark = {"type": "text", "fontSize": LABEL_SIZE, **look}
        edge = {**mark, "stroke": "white", "strokeWidth": 3, "strokeJoin": "round"}
        at = {"x": self._x(), "y": self._y(y), "text": {"field": "text"}}
        return [layer_of(f"{name}_edge", rows, edge, **at), layer_of(name, rows, mark, **at)]

    def _x(self, field: str = "year") -> Json:
        years = [year.year for year in self.subject.years]
        return {
            "field": field,
            "type": "quantitative",
            "axis": {"values": years, "format": "d", "title": None, "labelExpr": self._year_labels()},
            "scale": {"domain": [years[0] - 0.5, years[-1] + 0.5], "nice": False, "zero": False},
        }

    def _year_labels(self) -> str:
        """An expression that puts below each year what is missing in it."""
        labels = {str(year.year): _label_lines(year, self._note(year)) for year in self.subject.years}
        return f"{json.dumps(labels, ensure_ascii=False)}[datum.label]"

    def _note(self, year: Year) -> str:
        return words.year_note(year, self.by_year.get(year.year))

    def _y(self, field: str = "y") -> Json:
        ends = [self._shown(self.range.low), self._shown(self.range.high)]
        return {
            "field": field,
            "type": "quantitative",
            "axis": {"title": None, "values": [self._shown(tick) for tick in marks.ticks(self.range)]},
            "scale": {"domain": ends, "nice": False, "zero": False},
        }

    def _at(self, value: Value) -> Json:
        return {"year": value.year, "y": self._shown(value.value)}

    def _shown(self, value: float) -> float:
        """A value in the unit of the panel."""
        return round(value / self.unit.divisor, 6)


def _step(year: int) -> Json:
    return {"from": year - 0.5, "to": year + 0.5}


def _label_lines(year: Year, note: str) -> list[str]:
    """The lines of a year's label; a note that is too wide for a year breaks after its month."""
    if len(note) > len("截至11月"):
        month, _, day = note.partition("月")
        return [str(year.year), f"{month}月", day]
    return [str(year.year), note] if note else [str(year.year)]
