"""A line of a page: its words, the region it lies in, and how much of it is links.

Belongs here: the line itself and what can be asked of it alone. Does not belong here: how lines come about
(`html_blocks.py`), which of them are furniture (`html_aside.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.text.layout import HANZI

_HANZI = re.compile(f"[{HANZI}]")
#: The shortest paragraph of the five real reports has 65 hanzi, the longest line of chrome 31.
_PROSE_HANZI_MIN = 25
_LONG_PROSE_HANZI_MIN = 60


@dataclass(slots=True)
class Line:
    """A line. `region`: index of the innermost region that calls itself furniture, -1 for none."""

    text: str
    region: int = -1
    hanzi: int = 0
    linked_hanzi: int = 0

    @property
    def is_prose(self) -> bool:
        """A sentence of some length: what a menu, a title or a link is not.

        >>> line_of("首页").is_prose
        False
        >>> line_of("全年共调解各类矛盾纠纷36件，办结率达100%，群众满意率逐年提高，没有发生案件。").is_prose
        True
        """
        has_stop = "。" in self.text or "；" in self.text
        commas = self.text.count("，") + self.text.count(",")
        return (self.hanzi >= _PROSE_HANZI_MIN and has_stop) or (self.hanzi >= _LONG_PROSE_HANZI_MIN and commas >= 2)

    @property
    def is_link(self) -> bool:
        """Links and nothing else but dates and marks."""
        return self.linked_hanzi >= 2 and self.hanzi - self.linked_hanzi <= 0.1 * self.hanzi


def hanzi_in(text: str) -> int:
    """How many Chinese characters a text holds.

    >>> hanzi_in("调解36件")
    3
    """
    return len(_HANZI.findall(text))


def line_of(text: str, region: int = -1) -> Line:
    """A line without links."""
    return Line(text, region, hanzi_in(text))
