"""Made-up townships with their counties, in real prefectures.

Belongs here: names. Does not belong here: what the places report (`writing.py`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.writing import Place, fragments

TOWNSHIPS_PER_COUNTY = 12
# One township in ten is named like one of an earlier county: real names repeat, and places must not be merged by name.
REPEATED_NAME_RATE = 0.10
# Endings by their share; an ethnic township adds the people's name.
LEVELS = ("镇", "镇", "镇", "镇", "镇", "镇", "乡", "乡", "民族乡", "街道")


def make_places(seed: int) -> Iterator[Place]:
    """Places without end, a county after the other; county names are used once.

    Raises ValueError when the county names run out, after about a thousand places.
    """
    rng = random.Random(f"{seed}/places")
    words = fragments()["names"]
    parents = [(province, city) for province, cities in words["provinces"].items() for city in cities]
    counties = [first + second + "县" for first in words["county_first"] for second in words["county_second"]]
    rng.shuffle(counties)
    earlier: list[str] = []
    number = 0
    for county in counties:
        province, city = rng.choice(parents)
        taken: set[str] = set()
        while len(taken) < TOWNSHIPS_PER_COUNTY:
            name = rng.choice(earlier) if earlier and rng.random() < REPEATED_NAME_RATE else _name(rng)
            if name in taken:
                continue
            taken.add(name)
            number += 1
            yield Place(number, name, county, city, province, size=rng.lognormvariate(0, 0.4))
        earlier += sorted(taken)
    raise ValueError(f"the made-up counties end after {number} places: ask for fewer reports")


def _name(rng: random.Random) -> str:
    words = fragments()["names"]
    level = rng.choice(LEVELS)
    ending = rng.choice(words["ethnic"]) + "乡" if level == "民族乡" else level
    return rng.choice(words["township_first"]) + rng.choice(words["township_second"]) + ending
