"""What of a series is drawn, and what is left open: the rules of an honest chart, without a library of charts.

Belongs here: which years a line may join, intervals, the range of the axis, the band of the peers. Does not belong here:
sizes, colours and the specification (`panel.py`), sentences (`words.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.charts.series import PeerYear, Series, Value

# A line between two figures is dashed where they are of one kind and yet a rise or fall may be none.
CAREFUL = frozenset({"part_year", "scope", "measure_word"})
WHOLE_RATE = 100.0
# Where every rate is at least this, an axis from zero would flatten all to one line.
LEAST_CUT_RATE = 80.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between the figures of two years."""

    before: Value
    now: Value
    is_careful: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of the values' axis. `is_cut`: it does not begin at zero."""

    low: float
    high: float
    is_cut: bool


def segments(values: Sequence[Value]) -> list[Segment]:
    """The pairs of years that a line joins: next to each other, and comparable. Over a gap nothing is known, so nothing is drawn."""
    return [
        Segment(before, now, bool(CAREFUL & set(now.cautions)))
        for before, now in _neighbours(values)
        if now.status == "compared"
    ]


def incomparable(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    """The pairs of neighbouring years whose figures count different things."""
    return [(before, now) for before, now in _neighbours(values) if now.status == "not comparable"]


def _neighbours(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    by_year = {value.year: value for value in values}
    return [
        (by_year[value.year - 1], value)
        for value in values
        if value.previous_year == value.year - 1 and value.year - 1 in by_year
    ]


def intervals(values: Sequence[Value]) -> list[Value]:
    """The figures whose words allow others; a bar shows from where to where."""
    return [value for value in values if value.low < value.high]


def conflicts(values: Sequence[Value]) -> list[Value]:
    """The figures that another of the same year contradicts."""
    return [value for value in values if value.conflict]


def drawn_numbers(values: Sequence[Value], peers: Sequence[PeerYear]) -> list[float]:
    """Every number that must lie within the axis."""
    own = [number for value in values for number in (value.low, value.high, value.value)]
    rivals = [value.rival for value in values if value.rival is not None]
    return [*own, *rivals, *(number for peer in peers for number in (peer.lower_quarter, peer.upper_quarter))]


def axis_of(series: Series) -> Axis:
    """From zero for counts; 0 to 100 for rates, or from 80 where all of them lie above.

    A rate above 100 is a contradiction that the audit tells of; it is drawn where it stands.
    """
    numbers = drawn_numbers(series.values, series.peers.years)
    lowest, highest = min(numbers), max(numbers)
    if series.metric.unit == "percent":
        is_cut = lowest >= LEAST_CUT_RATE
        return Axis(LEAST_CUT_RATE if is_cut else min(0.0, lowest), max(WHOLE_RATE, highest), is_cut)
    return Axis(min(0.0, lowest), _round_up(highest), False)


def _round_up(highest: float) -> float:
    """The end of an axis: room for a label above the highest figure, at a round number.

    >>> _round_up(0), _round_up(3), _round_up(76), _round_up(1200), _round_up(43000)
    (1.0, 4.0, 90.0, 1400.0, 50000.0)
    """
    if highest <= 0:
        return 1.0
    wanted = highest * 1.1
    step = 10 ** math.floor(math.log10(wanted))
    if wanted / step < 2:
        step /= 5 if step >= 5 else 1
    return float(math.ceil(wanted / step) * step)
