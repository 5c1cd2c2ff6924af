"""Between which values a figure with a word of degree can lie: 30余 from 30 to below 40, 近百 up to 100, 90%以上.

Belongs here: the bounds that words of degree set, in the figure's own unit. Does not belong here: which qualifier a
number has (`numerals.py`), what is made of bounds (`warehouse/sql`).

A writer who says 30余 has left out the last digit, one who says 1,200余 the last two: the words reach up to one unit of
the last digit that is not zero. 约 and 左右 round to that unit, so half of it to either side; 近 rounds up. 以上, 超过,
不少于 set no upper bound, 不足, 以内 none below but zero.
"""

from __future__ import annotations

import re

# Inside the number or right behind it: what was left out is less than one unit of the last digit.
SOME_MORE = re.compile(r"[余多来几]")
NEARLY = re.compile(r"(?:将近|接近|近)(?:了|达)?$")
NEARLY_REACH = 4
RATE_MAX = 100.0
# Values are kept to hundredths (98.65%, 86.27万元 is a whole number of yuan).
SMALLEST_PLACE = 0.01


def last_place(value: float) -> float:
    """The unit of the last digit that is not zero.

    >>> [last_place(v) for v in (30, 1200, 14000, 86.5, 7, 0)]
    [10.0, 100.0, 1000.0, 0.1, 1.0, 1.0]
    """
    hundredths = round(abs(value) / SMALLEST_PLACE)
    if not hundredths:
        return 1.0
    place = 1
    while hundredths % (place * 10) == 0:
        place *= 10
    return place * SMALLEST_PLACE


def bounds(
    text: str, start: int, end: int, value: float | None, qualifier: str, unit: str
) -> tuple[float | None, float | None]:
    """The least and the greatest value that the words around a number at [start, end) allow; None where they set none.

    >>> bounds("受众1.4万余人次", 2, 9, 14000.0, "over", "person_time")
    (14000.0, 15000.0)
    >>> bounds("满意率98%以上", 3, 6, 98.0, "over", "percent"), bounds("近百件", 1, 3, 100.0, "about", "case")
    ((98.0, 100.0), (50.0, 100.0))
    """
    if value is None:
        return None, None
    if qualifier == "exact":
        return value, value
    place = last_place(value)
    if qualifier == "over":
        has_some_more = SOME_MORE.search(text, start, end) or SOME_MORE.match(text, end)
        return value, _clean(value + place) if has_some_more else RATE_MAX if unit == "percent" else None
    if qualifier == "under":
        return 0.0, value
    if NEARLY.search(text[max(0, start - NEARLY_REACH) : start]):
        return max(0.0, _clean(value - place / 2)), value
    return max(0.0, _clean(value - place / 2)), _clean(value + place / 2)


def _clean(value: float) -> float:
    return round(value, 4)
