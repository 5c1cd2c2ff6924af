"""What `roster.csv` says of one place: that it should report, and in which years.

Belongs here: the record that travels from the file to the tables. Does not belong here: reading the file
(`assets/corpus/roster.py`), which place of the corpus it is (`places.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.corpus.places import PlaceMention

MENTION_PREFIX = "roster.csv:"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line: a place and the years in which a report is expected, both ends included. None: open at that end."""

    line: int
    place: str
    level: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    division_code: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def mention_id(self) -> str:
        """What stands for the line where a report would have its id.

        >>> RosterEntry(7, "青石镇").mention_id
        'roster.csv:7'
        """
        return f"{MENTION_PREFIX}{self.line}"

    def mention(self) -> PlaceMention:
        """The place as the line names it, for the rules that join the places of a corpus."""
        return PlaceMention(
            self.mention_id,
            self.place,
            level=self.level,
            county=self.county,
            city=self.city,
            province=self.province,
            division_code=self.division_code,
            said_by=f"名册第{self.line}行",
            mended_in="roster.csv 中写明该行的",
        )
