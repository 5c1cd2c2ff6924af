"""Labels of DOCX paragraphs that stand in no run: 一、 and （一） that Word counts from numbering.xml.

Belongs here: list definitions, their overrides, lists that come with a paragraph style, and counting. Does not belong
here: how a count is written (`counters.py`), the paragraphs themselves (`docx.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipelines.formats.counters import Counter, written
from pipelines.formats.wordml import children, flag, number, value, w

_STYLE_OF = {
    "decimal": "decimal",
    "decimalZero": "zero_padded",
    "decimalFullWidth": "fullwidth",
    "decimalFullWidth2": "fullwidth",
    "decimalHalfWidth": "decimal",
    "decimalEnclosedCircle": "circled",
    "decimalEnclosedCircleChinese": "circled",
    "decimalEnclosedParen": "bracketed",
    "decimalEnclosedFullstop": "dotted",
    "chineseCounting": "chinese",
    "chineseCountingThousand": "chinese",
    "taiwaneseCounting": "chinese",
    "taiwaneseCountingThousand": "chinese",
    "japaneseCounting": "chinese",
    "koreanDigital": "chinese",
    "ideographDigital": "chinese_digits",
    "japaneseDigitalTenThousand": "chinese_digits",
    "taiwaneseDigital": "chinese_digits",
    "chineseLegalSimplified": "chinese_formal",
    "ideographLegalTraditional": "chinese_formal",
    "ideographEnclosedCircle": "bracketed_han",
    "ideographTraditional": "heavenly_stems",
    "ideographZodiac": "earthly_branches",
    "lowerLetter": "lower_letter",
    "upperLetter": "upper_letter",
    "lowerRoman": "lower_roman",
    "upperRoman": "upper_roman",
    "bullet": "bullet",
    "none": "none",
}
_PLACEHOLDER = re.compile(r"%([1-9])")
_LINKS_MAX = 20  # styles based on styles: a ring of them shall end


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int
    restarts: bool
    is_legal: bool


class Numbering:
    """Hands out the label of each paragraph in reading order.

    The counts of a list belong to its abstract definition, so two lists of one definition go on counting, as in Word,
    unless a list overrides the start.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._style_links: dict[str, str] = {}
        self._instances: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = {}
        self._counters: dict[str, Counter] = {}
        self._overridden: set[tuple[str, int]] = set()
        self._styled = _styled_lists(styles)
        self._level_of_style: dict[tuple[str, str], int] = {}
        for definition in children(numbering, "abstractNum"):
            self._read_definition(definition)
        for instance in children(numbering, "num"):
            self._read_instance(instance)

    def _read_definition(self, definition: etree._Element) -> None:
        key = definition.get(w("abstractNumId"), "")
        self._abstract[key] = {}
        for level in children(definition, "lvl"):
            depth = number(level.get(w("ilvl")), 0)
            self._abstract[key][depth] = _level(level)
            if style := value(level, "pStyle"):
                self._level_of_style[key, style] = depth
        if link := value(definition, "styleLink"):
            self._style_links.setdefault(link, key)
        if link := value(definition, "numStyleLink"):
            self._style_links[f"#{key}"] = link

    def _read_instance(self, instance: etree._Element) -> None:
        starts: dict[int, int] = {}
        levels: dict[int, _Level] = {}
        for override in children(instance, "lvlOverride"):
            depth = number(override.get(w("ilvl")), 0)
            if (start := value(override, "startOverride")) is not None:
                starts[depth] = number(start, 1)
            for level in children(override, "lvl"):
                levels[depth] = _level(level)
        self._instances[instance.get(w("numId"), "")] = (value(instance, "abstractNumId") or "", starts, levels)

    def label(self, properties: etree._Element | None) -> str:
        """The label of the next paragraph, '' for one without. `properties`: its `w:pPr`."""
        num_id, depth = self._list_of(properties)
        if num_id not in self._instances:
            return ""
        key, starts, overriding = self._instances[num_id]
        # a definition that only points to a list style
        key = self._style_links.get(self._style_links.get(f"#{key}", ""), key)
        levels = {**self._abstract.get(key, {}), **overriding}
        level = levels.get(depth)
        if level is None:
            return ""
        counter = self._counters.setdefault(key, Counter())
        if depth in starts and (num_id, depth) not in self._overridden:
            self._overridden.add((num_id, depth))
            counter.restart(depth)
        kept = [other for other, deeper in levels.items() if not deeper.restarts]
        counter.next(depth, starts.get(depth, level.start), kept)
        return _PLACEHOLDER.sub(lambda match: _shown(int(match[1]) - 1, levels, level, counter), level.pattern)

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int]:
        style = value(properties, "pStyle") or self._styled.default
        from_style, style_depth = self._styled.lists.get(style, ("", None))
        own = properties.find(w("numPr")) if properties is not None else None
        num_id = value(own, "numId") or from_style
        own_depth = value(own, "ilvl")
        if own_depth is not None:
            return num_id, number(own_depth, 0)
        key = self._instances.get(num_id, ("", {}, {}))[0]
        return num_id, self._level_of_style.get((key, style), style_depth or 0)


def _shown(depth: int, levels: dict[int, _Level], shown_by: _Level, counter: Counter) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    style = "decimal" if shown_by.is_legal and level.style not in ("bullet", "none") else level.style
    return written(counter.at(depth, level.start), style)


def _level(level: etree._Element) -> _Level:
    style = _STYLE_OF.get(value(level, "numFmt") or "decimal", "decimal")
    pattern = value(level, "lvlText") or ""
    return _Level(
        style,
        # a bullet's letter is one of a symbol font, without meaning in a text
        "" if style == "bullet" else pattern,
        number(value(level, "start"), 1),
        value(level, "lvlRestart") != "0",
        flag(level, "isLgl"),
    )


@dataclass(frozen=True, slots=True)
class _StyledLists:
    """Lists that paragraph styles bring along, by style id; `default` is the style of a paragraph that names none."""

    lists: dict[str, tuple[str, int | None]]
    default: str


def _styled_lists(styles: etree._Element | None) -> _StyledLists:
    by_id = {style.get(w("styleId"), ""): style for style in children(styles, "style")}
    default = next(
        (
            key
            for key, style in by_id.items()
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")
        ),
        "",
    )
    lists: dict[str, tuple[str, int | None]] = {}
    for key in by_id:
        found = _inherited_list(key, by_id)
        if found[0]:
            lists[key] = found
    return _StyledLists(lists, default)


def _inherited_list(key: str, by_id: dict[str, etree._Element]) -> tuple[str, int | None]:
    depth: int | None = None
    style = by_id.get(key)
    for _ in range(_LINKS_MAX):
        if style is None:
            break
        properties = style.find(w("pPr"))
        own = properties.find(w("numPr")) if properties is not None else None
        own_depth = value(own, "ilvl")
        if depth is None and own_depth is not None:
            depth = number(own_depth, 0)
        if num_id := value(own, "numId"):
            return num_id, depth
        style = by_id.get(value(style, "basedOn") or "")
    return "", None
