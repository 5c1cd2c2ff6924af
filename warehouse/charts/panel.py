"""One panel: a series over the years, as an Altair chart.

Belongs here: marks, scales, sizes and colours of a panel. Does not belong here: what may be drawn (`marks.py`), sentences
(`words.py`), the picture around the panels (`figure.py`).

Why Altair and not matplotlib: a chart is here a specification in plain JSON before it is a picture, so a test can ask
whether a line joins two years instead of comparing pixels, and vl-convert turns it into the same SVG on every machine, without a
browser and without the network. matplotlib would need numpy, Pillow and five more packages beside a font all the same, keeps its state
in globals, and writes what it drew, not what it meant. The price: vl-convert is 33 MB, matplotlib with what it needs about as much.
Licences: Altair and vl-convert BSD-3-Clause, fontTools and narwhals MIT.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt

from warehouse.charts import marks, words
from warehouse.charts.series import Series, Subject, Value
from warehouse.charts.words import Unit

OWN, WARNING, PEERS, PEER_LINE, MUTED, INK = "#1f4e79", "#c2410c", "#dfe3e8", "#8a94a0", "#6b7280", "#1f2933"
HEIGHT = 210
# A year's label may be 截至11月14日: eight letters of 11 pixels do not fit, six do, so the day goes on a line of its own.
LEAST_WIDTH, WIDTH_OF_YEAR = 380, 64
POINT_SIZE = 58
CROSS, BOX, DASH = "M-0.7,-0.7L0.7,0.7M0.7,-0.7L-0.7,0.7", "M-0.6,-0.6L0.6,-0.6L0.6,0.6L-0.6,0.6Z", "M-0.9,0L0.9,0"
DASHED = [5, 4]

Rows = list[dict[str, Any]]


def panel_width(subject: Subject) -> int:
    """The width of a panel's plot: more years need more room for their labels."""
    return max(LEAST_WIDTH, WIDTH_OF_YEAR * len(subject.years))


def notes_of(subject: Subject, series: Series) -> list[str]:
    """The lines below a panel's title."""
    unit, axis = words.unit_of(series), marks.axis_of(series)
    cut = [words.cut_note(axis.low, unit)] if axis.is_cut else []
    return [words.peers_note(series, subject.place), *cut]


def panel(subject: Subject, series: Series, note_lines: int = 1) -> alt.LayerChart:
    """The panel of a series; it must have at least one value. `note_lines`: room kept for notes, the same beside another."""
    unit = words.unit_of(series)
    notes = notes_of(subject, series)
    notes += [" "] * (note_lines - len(notes))
    title = alt.Title(words.panel_title(series, unit), subtitle=notes)
    layers = [layer for layer in _Drawing(subject, series, unit, marks.axis_of(series)).layers() if layer is not None]
    return alt.layer(*layers).properties(width=panel_width(subject), height=HEIGHT, title=title)


class _Drawing:
    """The layers of one panel, from the back to the front; each is None where it would be empty."""

    def __init__(self, subject: Subject, series: Series, unit: Unit, axis: marks.Axis):
        self.subject, self.series, self.unit, self.range = subject, series, unit, axis
        self.by_year = {value.year: value for value in series.values}

    def layers(self) -> list[alt.Chart | None]:
        """All layers."""
        return [
            self._absent(),
            self._band(),
            self._median(),
            self._lines(),
            self._incomparable(),
            self._interval_bars(),
            self._interval_ends("low"),
            self._interval_ends("high"),
            self._rival_bars(),
            self._points("exact", is_filled=True),
            self._points("approximate", is_filled=False),
            self._rivals(),
            *self._labels(),
            *self._rival_labels(),
        ]

    def _absent(self) -> alt.Chart:
        """A mark on the axis for each year without a figure; also what gives the panel its axis of years."""
        rows = [
            {"year": year.year, "y": self.range.low, "why": words.year_note(year, None)}
            for year in self.subject.years
            if year.year not in self.by_year
        ]
        shape = alt.condition(alt.datum.why == words.NO_REPORT, alt.value(CROSS), alt.value(BOX))
        layer = self._layer("absent", rows, keep_empty=True)
        mark = layer.mark_point(stroke=MUTED, fill="white", strokeWidth=2, size=100, opacity=1)
        return mark.encode(x=self._x(), y=self._y(), shape=shape)

    def _band(self) -> alt.Chart | None:
        """A step a year, as wide as the year: the peers of a year say nothing of the time between two reports."""
        rows = [
            {**self._step(peer.year), "y": self._shown(peer.lower_quarter), "y2": self._shown(peer.upper_quarter)}
            for peer in self.series.peers.years
        ]
        layer = self._layer("band", rows)
        return layer and layer.mark_rect(color=PEERS).encode(x=self._x("from"), x2="to:Q", y=self._y(), y2="y2:Q")

    def _median(self) -> alt.Chart | None:
        rows = [{**self._step(peer.year), "y": self._shown(peer.median)} for peer in self.series.peers.years]
        layer = self._layer("median", rows)
        return layer and layer.mark_rule(color=PEER_LINE, size=2).encode(x=self._x("from"), x2="to:Q", y=self._y())

    def _lines(self) -> alt.Chart | None:
        rows = [
            {
                **{"year": line.before.year, "y": self._shown(line.before.value)},
                **{"to": line.now.year, "y2": self._shown(line.now.value), "careful": line.is_careful},
            }
            for line in marks.segments(self.series.values)
        ]
        layer = self._layer("lines", rows)
        dash = alt.condition(alt.datum.careful, alt.value(DASHED), alt.value([1, 0]))
        return layer and layer.mark_rule(color=OWN, size=2).encode(
            x=self._x(), x2="to:Q", y=self._y(), y2="y2:Q", strokeDash=dash
        )

    def _incomparable(self) -> alt.Chart | None:
        rows = [
            {"year": now.year - 0.5, "y": self._shown((before.value + now.value) / 2)}
            for before, now in marks.incomparable(self.series.values)
        ]
        layer = self._layer("incomparable", rows)
        mark = layer and layer.mark_text(text="≠", fontSize=20, color=WARNING)
        return mark and mark.encode(x=self._x(), y=self._y())

    def _interval_bars(self) -> alt.Chart | None:
        rows = [
            {"year": value.year, "y": self._shown(value.low), "y2": self._shown(value.high)}
            for value in marks.intervals(self.series.values)
        ]
        layer = self._layer("intervals", rows)
        return layer and layer.mark_rule(color=OWN, size=1.5).encode(x=self._x(), y=self._y(), y2="y2:Q")

    def _interval_ends(self, end: str) -> alt.Chart | None:
        rows = [
            {"year": value.year, "y": self._shown(getattr(value, end))}
            for value in marks.intervals(self.series.values)
            if getattr(value, end) != value.value
        ]
        layer = self._layer(f"interval_{end}", rows)
        mark = layer and layer.mark_point(shape=DASH, stroke=OWN, strokeWidth=1.5, size=70, filled=False)
        return mark and mark.encode(x=self._x(), y=self._y())

    def _points(self, name: str, is_filled: bool) -> alt.Chart | None:
        rows = [
            {**self._at(value), "conflict": value.conflict}
            for value in self.series.values
            if value.is_exact is is_filled
        ]
        layer = self._layer(name, rows)
        colour = alt.condition(alt.datum.conflict, alt.value(WARNING), alt.value(OWN))
        if is_filled:
            mark = layer and layer.mark_point(shape="circle", size=POINT_SIZE, filled=True, opacity=1)
            return mark and mark.encode(x=self._x(), y=self._y(), color=colour)
        # white inside, so that neither the line nor the bar goes through it
        mark = layer and layer.mark_point(shape="circle", size=POINT_SIZE, strokeWidth=2, opacity=1)
        return mark and mark.encode(x=self._x(), y=self._y(), stroke=colour, fill=alt.value("white"))

    def _rival_rows(self) -> Rows:
        return [
            {**self._at(value), "y2": self._shown(value.rival), "text": words.figure_text(self._shown(value.rival))}
            for value in marks.conflicts(self.series.values)
            if value.rival is not None
        ]

    def _rival_bars(self) -> alt.Chart | None:
        layer = self._layer("rival_bars", self._rival_rows())
        mark = layer and layer.mark_rule(color=WARNING, size=1, strokeDash=[2, 2])
        return mark and mark.encode(x=self._x(), y=self._y(), y2="y2:Q")

    def _rivals(self) -> alt.Chart | None:
        layer = self._layer("rivals", self._rival_rows())
        mark = layer and layer.mark_point(
            shape="diamond", stroke=WARNING, fill="white", strokeWidth=2, size=POINT_SIZE, opacity=1
        )
        return mark and mark.encode(x=self._x(), y=self._y("y2"))

    def _labels(self) -> Sequence[alt.Chart | None]:
        """Figures above their points; below one whose rival stands above it."""
        below = {value.year for value in self.series.values if value.rival is not None and value.rival > value.value}
        rows = [
            {
                "year": value.year,
                "y": self._shown(value.low if value.year in below else value.high),
                "text": words.value_text(value, self.unit),
            }
            for value in self.series.values
        ]
        return (
            *self._texts("labels", [row for row in rows if row["year"] not in below], "y", dy=-11, color=INK),
            *self._texts("labels_below", [row for row in rows if row["year"] in below], "y", dy=14, color=INK),
        )

    def _rival_labels(self) -> Sequence[alt.Chart | None]:
        return self._texts("rival_labels", self._rival_rows(), "y2", dx=9, align="left", color=WARNING)

    def _texts(self, name: str, rows: Rows, y: str, **look: Any) -> Sequence[alt.Chart | None]:
        """Labels, on a white edge of their own that keeps them readable on lines and bands."""
        layer = self._layer(name, rows)
        if layer is None:
            return ()
        edge = layer.mark_text(fontSize=12, stroke="white", strokeWidth=3, strokeJoin="round", **look)
        return [
            mark.encode(x=self._x(), y=self._y(y), text="text:N")
            for mark in (edge, layer.mark_text(fontSize=12, **look))
        ]

    def _layer(self, name: str, rows: Rows, keep_empty: bool = False) -> alt.Chart | None:
        """An empty chart on the rows; None where there are none."""
        if not rows and not keep_empty:
            return None
        return alt.Chart(alt.InlineData(values=rows)).properties(description=name)

    def _x(self, field: str = "year") -> alt.X:
        first, last = self.subject.years[0].year, self.subject.years[-1].year
        axis = alt.Axis(
            values=[year.year for year in self.subject.years], format="d", title=None, labelExpr=self._year_labels()
        )
        return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False))

    def _year_labels(self) -> str:
        """An expression that puts below each year what is missing in it."""
        labels = {str(year.year): _label_lines(year.year, self._note(year)) for year in self.subject.years}
        return f"{json.dumps(labels, ensure_ascii=False)}[datum.label]"

    def _note(self, year: Any) -> str:
        return words.year_note(year, self.by_year.get(year.year))

    def _y(self, field: str = "y") -> alt.Y:
        low, high = self._shown(self.range.low), self._shown(self.range.high)
        axis = alt.Axis(title=None, values=[self._shown(tick) for tick in marks.ticks(self.range)])
        return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[low, high], nice=False, zero=False))

    def _at(self, value: Value) -> dict[str, Any]:
        return {"year": value.year, "y": self._shown(value.value)}

    def _step(self, year: int) -> dict[str, float]:
        return {"from": year - 0.5, "to": year + 0.5}

    def _shown(self, value: float) -> float:
        """A value in the unit of the panel."""
        return round(value / self.unit.divisor, 6)


def _label_lines(year: int, note: str) -> list[str]:
    """The lines of a year's label; a note that is too wide for a year breaks after its month."""
    if len(note) > len("截至11月"):
        month, _, day = note.partition("月")
        return [str(year), f"{month}月", day]
    return [str(year), note] if note else [str(year)]
