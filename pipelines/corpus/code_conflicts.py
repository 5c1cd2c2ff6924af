"""Two division codes for what looks like one place: a slip in the manifest or roster that tears the place in two.

Belongs here: telling such pairs among the places of a corpus. Does not belong here: the form of a code
(`division_codes.py`), joining places (`places.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipelines.corpus.division_codes import COUNTY_DIGITS
from pipelines.corpus.places import Place
from pipelines.records import Finding


def code_conflicts(places: Iterable[Place]) -> Mapping[str, Finding]:
    """A finding by place_id for each place whose namesake in the same county has another code.

    Two counties may share a name (鼓楼区), so the county is the same only where the codes say so or the city is known.

    >>> a, b = (Place(code, "马营镇", "镇", "甲县", None, None, code, ()) for code in ("620102101", "620102110"))
    >>> sorted(code_conflicts([a, b]))
    ['620102101', '620102110']
    """
    namesakes: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        if place.county and place.division_code:
            namesakes[place.name, place.county].append(place)
    found: dict[str, Finding] = {}
    for group in namesakes.values():
        for place in group:
            others = [other for other in group if other is not place and _same_county(place, other)]
            if others:
                found[place.place_id] = _conflict(place, others)
    return found


def _same_county(a: Place, b: Place) -> bool:
    known = (a.province, a.city) == (b.province, b.city) and a.city is not None
    same_code = (a.division_code or "")[:COUNTY_DIGITS] == (b.division_code or "")[:COUNTY_DIGITS]
    return known or (
        same_code and all(not x or not y or x == y for x, y in ((a.city, b.city), (a.province, b.province)))
    )


def _conflict(place: Place, others: list[Place]) -> Finding:
    codes = "、".join(sorted(other.division_code or "" for other in others))
    county = place.county if place.county != place.name else ""
    return Finding(
        kind="division_code_conflict",
        severity="warning",
        message=f"{county}“{place.name}”有两个行政区划代码（{place.division_code} 和 {codes}），"
        "暂按两个地方入库；请在 manifest.csv 和 roster.csv 中改为同一个代码。",
        expected=codes,
        found=place.division_code,
    )
