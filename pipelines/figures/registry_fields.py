"""The values of a registry's keys: words, names, units, choices, lists, examples; each checked as it is read.

Belongs here: what a value may look like, with a fault in Chinese on the key's own line. Does not belong here: which
keys an entry has and what they mean together (`registry.py`), the form of the text (`registry_yaml.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.figures.registry_values import Example
from pipelines.figures.registry_yaml import COLON_CAUSE, Entries, Items, RegistryError, fault
from pipelines.figures.units import FAMILIES, FAMILY_OF, OTHER, family_of

# What cannot stand in a word: marks that part clauses, blanks, and the signs of regular expressions.
WRONG_BAR = re.compile("[｜丨]")
WRONG_MARK = re.compile(r"[，；。,;\s]")
REGEX_SIGN = re.compile(r"[.*+?\[\](){}^$\\]")
EXAMPLE_PARTS = re.compile(r"^(?P<sentence>.*?)\s*[=＝]\s*(?P<value>[^=＝]*)$", re.S)
PLAIN_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
MEASURES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of the registry, read key by key; `entry` is the id that faults name."""

    raw: Entries
    entry: str = ""

    def line(self, key: str) -> int:
        """The key's own line; the mapping's first where the key is missing."""
        return self.raw.lines.get(key, self.raw.line)

    def fault(self, key: str, said: str) -> RegistryError:
        """An error on the line of a key."""
        return fault(self.line(key), said, self.entry)

    def allow(self, keys: Collection[str], what: str, elsewhere: dict[str, str] | None = None) -> None:
        """Raise RegistryError for a key that `what` doesn't have; `elsewhere` tells where else some keys belong."""
        for key in self.raw:
            if key not in keys:
                hint = f"；{key} 属于 {elsewhere[key]}，请检查缩进" if elsewhere and key in elsewhere else ""
                raise self.fault(key, f"{what}没有“{key}”这一项，可以写 {'、'.join(keys)}{hint}")

    def text(self, key: str) -> str:
        """Words in one piece; raises RegistryError where they are missing."""
        value = self.raw.get(key)
        if value is None or value == "":
            raise self.fault(key, f"缺少 {key}")
        if not isinstance(value, str):
            raise self.fault(key, f"{key} 要写文字，不是 {_shown(value)}")
        return value

    def choice(self, key: str, among: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        if default is not None and key not in self.raw:
            return default
        value = self.text(key)
        if value not in among:
            raise self.fault(key, f"{key} 只能是 {'、'.join(among)}，不是“{value}”")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false where the key is missing."""
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"{key} 只能写 true 或 false，不是 {_shown(value)}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Alternatives parted by |; none where the key is missing."""
        return read_words(self.raw[key], key, self.line(key), self.entry) if key in self.raw else ()

    def ids(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """One id or a list of them, each of a metric."""
        value = self.raw.get(key, ())
        found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Items | tuple) else (value,)
        for other in found:
            if not isinstance(other, str) or other not in known:
                raise self.fault(key, f"{key} 写的 {_shown(other)} 不是指标编号")
        return found

    def units(self, key: str) -> tuple[str, ...]:
        """A list of units; none where the key is missing."""
        value = self.raw.get(key, ())
        if isinstance(value, str):
            raise self.fault(key, f"{key} 要写成列表：{key}: [{value}]")
        return tuple(read_unit(unit, line, self.entry) for line, unit in self.items(key))

    def unit(self, key: str) -> str:
        """The canonical unit."""
        return read_unit(self.text(key), self.line(key), self.entry)

    def items(self, key: str) -> Iterator[tuple[int, Any]]:
        """Line and value of each item of a list; nothing where the key is missing or empty."""
        value = self.raw.get(key)
        if value is None:
            return iter(())
        if not isinstance(value, Items):
            raise self.fault(key, f"{key} 要写成列表，每项一行，以“- ”开头")
        return zip(value.lines, value, strict=True)

    def mapping(self, key: str, shape: str) -> Fields | None:
        """The mapping under a key, None where the key is missing or empty; `shape` tells how it should look."""
        value = self.raw.get(key)
        if value is None:
            return None
        if not isinstance(value, Entries):
            raise self.fault(key, f"{key} {shape}，不是 {_shown(value)}")
        return Fields(value, self.entry)


def read_words(value: Any, what: str, line: int, entry: str) -> tuple[str, ...]:
    """Alternatives parted by |, as they stand in a report; blanks about them don't count."""
    if not isinstance(value, str) or not value:
        raise fault(line, f"{what} 要写词，几个词用 | 隔开，不是 {_shown(value)}", entry)
    if found := WRONG_BAR.search(value):
        raise fault(line, f"{what} 里的“{found.group()}”是全角：词与词之间用半角 | 隔开", entry)
    words = tuple(word.strip() for word in value.split("|"))
    if "" in words:
        raise fault(line, f"{what} 里有空词：开头、结尾或中间多了一个 |", entry)
    for word in words:
        if found := REGEX_SIGN.search(word):
            raise fault(
                line, f"{what} 的“{word}”里有“{found.group()}”：这里只写原词，不写正则表达式，括号用全角", entry
            )
        if found := WRONG_MARK.search(word):
            raise fault(line, f"{what} 的“{word}”里有“{found.group()}”：词与词之间用 | 隔开", entry)
    return words


def read_unit(value: Any, line: int, entry: str) -> str:
    """A unit that a metric may have: a family, or `other:` with a measure word of no family (other:公里)."""
    if isinstance(value, str):
        if value in FAMILIES and value + ":" != OTHER:
            return value
        if value.startswith(OTHER) and family_of(value.removeprefix(OTHER)) == value:
            return value
    raise fault(line, f"不认识的单位“{value}”{_belonging(value)}。可用的单位：{units_told()}", entry)


def _belonging(value: Any) -> str:
    """To which unit a Chinese measure word belongs; '' where it is none."""
    word = str(value).removeprefix(OTHER)
    if word in FAMILY_OF:
        return f"：{word} 属于 {family_of(word)}"
    return f"：程序读不出量词“{word}”" if str(value).startswith(OTHER) and word else ""


def units_told() -> str:
    """All units with their first measure words: case（件、起、宗）、…"""
    told = [
        f"{family}（{'、'.join(words.split()[:MEASURES_SHOWN])}）"
        for family, words in FAMILIES.items()
        if family + ":" != OTHER
    ]
    others = FAMILIES[OTHER.rstrip(":")].split()
    return "、".join(told) + f"，以及 other:量词（{'、'.join(OTHER + word for word in others[:MEASURES_SHOWN])} 等）"


def read_match(written: Any, line: int, entry: str) -> Example:
    """A sentence with the value that it must give: `调解纠纷36件 = 36`."""
    sentence = read_sentence(written, line, entry)
    parts = EXAMPLE_PARTS.match(sentence)
    if parts is None or not parts["sentence"]:
        raise fault(line, f"例句“{sentence}”没有写数值：在句子后面写 = 和应读出的数，如 {sentence} = 36", entry)
    value = parts["value"]
    if not PLAIN_NUMBER.fullmatch(value):
        raise fault(
            line,
            f"例句的 = 后面要写应读出的数，不是“{value}”：用半角数字，按单位折算好（1.3万 写 13000），不带量词和 %",
            entry,
        )
    return Example(sentence, parts["sentence"], float(value.replace(",", "")), line)


def read_counterexample(written: Any, line: int, entry: str) -> Example:
    """A sentence that must not give the metric."""
    sentence = read_sentence(written, line, entry)
    return Example(sentence, sentence, None, line)


def read_sentence(written: Any, line: int, entry: str) -> str:
    """The words of an example."""
    if isinstance(written, Entries):
        raise fault(line, "例句里有半角冒号加空格：请改用全角 ：，或用引号括起整句", entry)
    if not isinstance(written, str) or not written.strip():
        raise fault(line, f"例句要写一句话，不是 {_shown(written)}", entry)
    return written.strip()


def colon_hint(value: Any) -> str:
    """The likely cause where words stand in place of a mapping: a colon that is none."""
    return f"；{COLON_CAUSE}" if isinstance(value, str) and re.search("[:：]", value) else ""


def _shown(value: Any) -> str:
    """A value for a message: short, and without Python's own words."""
    if value is None:
        return "空"
    if isinstance(value, Entries):
        return "几个键和值"
    if isinstance(value, Items):
        return "列表"
    return f"“{str(value).lower() if isinstance(value, bool) else value}”"
