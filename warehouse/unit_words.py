"""The Chinese word of each canonical unit, for whoever shows a unit: views, workbook, charts.

Belongs here: one word a unit, the commonest of its measure words. Does not belong here: measure words and conversion
(`pipelines/figures/units.py`), scales and number formats (`warehouse/export/units.py`, `warehouse/charts/words.py`).
"""

from __future__ import annotations

from pipelines.figures.units import OTHER

UNIT_WORDS = {
    "case": "件",
    "time": "次",
    "person": "人",
    "person_time": "人次",
    "copy": "份",
    "item": "个",
    "yuan": "元",
    "percent": "%",
    "pct_point": "百分点",
    "square_metre": "平方米",
}


def unit_word(unit: str) -> str:
    """The word of a unit; any other text as it is.

    >>> unit_word("case"), unit_word("other:公里"), unit_word("96")
    ('件', '公里', '96')
    """
    return UNIT_WORDS.get(unit, unit.removeprefix(OTHER))
