"""How a value of each canonical unit is shown to a clerk: the Chinese word, the scale and the number format.

Belongs here: showing. Does not belong here: measure words and conversion (`pipelines/figures/units.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.unit_words import unit_word

WHOLE = "#,##0"
SIGNED_WHOLE = "+#,##0;-#,##0;0"
SIGNED_PERCENT = "+0.0%;-0.0%;0.0%"
MONEY_WORD = "万元"  # as reports print it

# Units of counts: their reports' own measure word (部, 家, 场次) says more than the family's first.
_COUNTED = frozenset({"case", "time", "person", "copy", "item"})


@dataclass(frozen=True, slots=True)
class Shown:
    """How values of a series appear: `word` in the heading, stored value / `divisor`, `number` as Excel's format."""

    word: str
    change_word: str
    divisor: float = 1
    has_cents: bool = False
    is_percent: bool = False

    def value(self, stored: float) -> float:
        """The number that stands in the cell.

        >>> shown_in("yuan").value(862700.0), shown_in("percent").value(98.6)
        (86.27, 0.986)
        """
        return round(stored / self.divisor, 10)

    def change(self, stored: float) -> float:
        """A change in the cell; of a rate in percentage points."""
        return round(stored, 10) if self.is_percent else self.value(stored)

    def format_of(self, stored: float) -> str:
        """Excel's number format for a value; decimals only where there are some."""
        if self.is_percent:
            return "0.0%" if round(stored, 1) == stored else "0.00%"
        if self.has_cents:
            return "#,##0.00" if round(self.value(stored), 2) == self.value(stored) else "#,##0.00##"
        return WHOLE if float(stored).is_integer() else "#,##0.0#"

    def change_format_of(self, stored: float) -> str:
        """Excel's number format for a change, with its sign."""
        if self.is_percent:
            return "+0.0#;-0.0#;0.0"
        if self.has_cents:
            return "+#,##0.00##;-#,##0.00##;0.00"
        return SIGNED_WHOLE if float(stored).is_integer() else "+#,##0.0#;-#,##0.0#;0"

    def told(self, stored: float) -> str:
        """A value in a sentence.

        >>> shown_in("case").told(36.0), shown_in("yuan").told(862700.0), shown_in("percent").told(98.6)
        ('36件', '86.27万元', '98.6%')
        """
        value = stored if self.is_percent else self.value(stored)
        return f"{value:,.4f}".rstrip("0").rstrip(".") + self.word


def shown_in(unit: str, measure_word: str | None = None) -> Shown:
    """How values of a unit appear; `measure_word` is the one that the reports print.

    >>> shown_in("item", "部").word, shown_in("item").word, shown_in("yuan", "元").word
    ('部', '个', '万元')
    """
    word = measure_word if measure_word and unit in _COUNTED else MONEY_WORD if unit == "yuan" else unit_word(unit)
    if unit == "percent":
        return Shown(word, "百分点", divisor=100, is_percent=True)
    if unit == "yuan":
        return Shown(word, word, divisor=10_000, has_cents=True)
    return Shown(word, word)
