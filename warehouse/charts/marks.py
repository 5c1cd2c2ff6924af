"""What of a series is drawn, and what is left open: the rules of an honest chart, without a library of charts.

Belongs here: which years a line may join, intervals, the range of the axis, the band of the peers. Does not belong
here: sizes, colours and the specification (`panel.py`), sentences (`words.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warehouse.charts.series import PeerYear, Series, Value

# A line between two figures is dashed where they are of one kind and yet a rise or fall may be none.
CAREFUL = frozenset({"part_year", "scope", "measure_word", "doubted"})
WHOLE_RATE = 100.0
# Where every rate is at least this, an axis from zero would flatten all to one line.
LEAST_CUT_RATE = 80.0
# Room for the label above the highest figure; more steps than this crowd the axis.
HEADROOM, MOST_STEPS = 1.1, 5
# Figures are told with two decimals at most.
LEAST_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Segment:
    """A line between the figures of two years."""

    before: Value
    now: Value
    is_careful: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of the values' axis, in whole steps. `is_cut`: it does not begin at zero."""

    low: float
    high: float
    step: float
    is_cut: bool


def segments(values: Sequence[Value]) -> list[Segment]:
    """The pairs of years that a line joins: next to each other, and comparable. Over a gap nothing is known, so
    nothing is drawn.
    """
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
    return [value for value in values if value.low < value.top]


def without_bound(values: Sequence[Value]) -> list[Value]:
    """The figures that may be any amount more; an arrow says so, a bar would make up an end."""
    return [value for value in values if value.high is None]


def conflicts(values: Sequence[Value]) -> list[Value]:
    """The figures that another of the same year contradicts."""
    return [value for value in values if value.conflict]


def drawn_numbers(values: Sequence[Value], peers: Sequence[PeerYear]) -> list[float]:
    """Every number that must lie within the axis."""
    own = [number for value in values for number in (value.low, value.top, value.value)]
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
        step = 5.0 if is_cut else 20.0
        low = LEAST_CUT_RATE if is_cut else _whole_steps(min(0.0, lowest), step, math.floor)
        return Axis(low, _whole_steps(max(WHOLE_RATE, highest), step, math.ceil), step, is_cut)
    are_whole = all(number == round(number) for number in numbers)
    step = _round_step((highest - min(0.0, lowest)) * HEADROOM / MOST_STEPS, 1.0 if are_whole else LEAST_STEP)
    low = _whole_steps(min(0.0, lowest), step, math.floor)
    return Axis(low, max(_whole_steps(highest * HEADROOM, step, math.ceil), low + step), step, False)


def ticks(axis: Axis) -> list[float]:
    """Where the axis is labelled, both ends among them.

    >>> ticks(Axis(80.0, 100.0, 5.0, True))
    [80.0, 85.0, 90.0, 95.0, 100.0]
    """
    return [axis.low + axis.step * index for index in range(round((axis.high - axis.low) / axis.step) + 1)]


def _whole_steps(number: float, step: float, towards: Callable[[float], int]) -> float:
    return towards(number / step) * step


def _round_step(wanted: float, least: float) -> float:
    """The next 1, 2 or 5 with zeros that is not below `wanted`, and at least `least`.

    >>> _round_step(0.66, 1.0), _round_step(16.7, 1.0), _round_step(264, 1.0), _round_step(0.03, 0.01)
    (1.0, 20.0, 500.0, 0.05)
    """
    if wanted <= 0:
        return max(least, 1.0)
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted * (1 - 1e-9))
    return max(least, round(step, 6))
