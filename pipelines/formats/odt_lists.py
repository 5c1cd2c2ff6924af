"""Labels of ODT paragraphs that stand in no text: list and outline numbers that LibreOffice counts.

Belongs here: list styles, which list goes on counting, labels. Does not belong here: how a count is written
(`counters.py`), the walk over the document (`odt.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.formats.counters import Counter, written
from pipelines.formats.opendocument import LOEXT, STYLE, TEXT, XML_ID, number

#: The format names its first count (1, a, I), or for Chinese a row of them (一, 二, 三, ...).
_STYLE_OF_FIRST = {
    "1": "decimal",
    "a": "lower_letter",
    "A": "upper_letter",
    "i": "lower_roman",
    "I": "upper_roman",
    "一": "chinese",
    "壹": "chinese_formal",
    "①": "circled",
    "１": "fullwidth",
    "甲": "heavenly_stems",
    "子": "earthly_branches",
    "〇": "chinese_digits",
    "": "none",
}
_PLACEHOLDER = re.compile(r"%(\d+)%")
_LEVEL_STYLES = (TEXT + "list-level-style-number", TEXT + "outline-level-style")
_OUTLINE = TEXT + "outline-style"
OUTLINE_STYLE = ""


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class ListStyles:
    """The list styles of a document by name; the outline's own under `OUTLINE_STYLE`."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        for root in roots:
            if root is not None:
                for definition in root.iter(TEXT + "list-style", _OUTLINE):
                    name = OUTLINE_STYLE if definition.tag == _OUTLINE else definition.get(STYLE + "name", "")
                    self._levels[name] = dict(_levels(definition))

    def label(self, style: str, depth: int, counter: Counter, start: int | None = None) -> str:
        """The next label of a list at a depth (0 the outermost), '' where the style has none."""
        levels = self._levels.get(style, {})
        level = levels.get(depth)
        if level is None or level.style == "none":
            return ""
        if start is not None:
            counter.restart(depth)
        counter.next(depth, level.start if start is None else start)
        return _PLACEHOLDER.sub(lambda match: _shown(int(match[1]) - 1, levels, counter), level.pattern)


def _shown(depth: int, levels: dict[int, _Level], counter: Counter) -> str:
    level = levels.get(depth)
    return "" if level is None else written(counter.at(depth, level.start), level.style)


def _levels(definition: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in definition.iterchildren(*_LEVEL_STYLES):
        depth = number(level.get(TEXT + "level"), 1) - 1
        style = _STYLE_OF_FIRST.get(level.get(STYLE + "num-format", "")[:1], "decimal")
        yield depth, _Level(style, _pattern(level, depth), number(level.get(TEXT + "start-value"), 1))


def _pattern(level: etree._Element, depth: int) -> str:
    """`%1%.%2%、`: LibreOffice writes it since 7.0, others only its pieces."""
    whole = level.get(LOEXT + "num-list-format")
    if whole is not None:
        return whole
    shown = min(number(level.get(TEXT + "display-levels"), 1), depth + 1)
    numbers = ".".join(f"%{i}%" for i in range(depth + 2 - shown, depth + 2))
    return level.get(STYLE + "num-prefix", "") + numbers + level.get(STYLE + "num-suffix", "")


class OpenLists:
    """Which count a `text:list` takes up: its own, or that of the list it continues."""

    def __init__(self) -> None:
        self._by_id: dict[str, Counter] = {}
        self._by_style: dict[str, Counter] = {}

    def counter(self, element: etree._Element, style: str) -> Counter:
        """The counter of an outermost list."""
        continued = self._by_id.get(element.get(TEXT + "continue-list", ""))
        if continued is None and element.get(TEXT + "continue-numbering") == "true":
            continued = self._by_style.get(style)
        counter = continued or Counter()
        self._by_style[style] = counter
        if key := element.get(XML_ID):
            self._by_id[key] = counter
        return counter
