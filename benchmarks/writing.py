"""The prose of one made-up report: a place, its figures over the years, and sentences chosen from `fragments.yaml`.

Belongs here: how fragments become a clean text. Does not belong here: the fragments themselves, damage (`damage.py`),
files and years of the corpus (`generate.py`).

Everything is drawn from `random.Random(<a string>)`, which gives the same draws in every process and on every machine;
the string names seed, place and year, so a report does not depend on how many others are made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIRST_YEAR = 2021

# Shares of reports or figures; they are set to be like what readers of real reports meet, not fitted to any of them.
THOUSANDS_COMMA_RATE = 0.15
APPROXIMATE_RATE = 0.12
CHINESE_NUMERAL_RATE = 0.10
WRONG_SUM_RATE = 0.03
GENERIC_HEADING_RATE = 0.25
# The gold of five real reports has 6 to 61 facts each, 28 on average, in 2,500 to 4,800 characters: few figures, much
# prose. With these shares 400 reports give 4 to 62 facts, 26 on average, in 2,200 to 4,250 characters (mean 3,300).
SAID_SHARE = (0.10, 0.75)
THEMES_PER_REPORT = (9, 14)
TARGET_CHARACTERS = (3000, 4300)
# What stands around the items: title, opening, headings, problems, plans.
FRAME_CHARACTERS = 900

CHINESE_DIGITS = "零一二三四五六七八九十"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)(?:\.(last|change|part[123]))?(?::([^}]*))?\}")


@cache
def fragments() -> dict[str, Any]:
    """The words that reports are written from."""
    return yaml.safe_load(Path(__file__).with_name("fragments.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up township; `size` multiplies its counts."""

    number: int
    name: str
    county: str
    city: str
    province: str
    size: float

    @property
    def level(self) -> str:
        """The last word of its name: 镇, 乡 or 街道."""
        return "街道" if self.name.endswith("街道") else self.name[-1]

    def words(self, year: int, rng: random.Random) -> dict[str, str]:
        """What the slots of a template say of the place and the year; dates are in the spring of the next year."""
        is_street = self.level == "街道"
        month, day = rng.randint(1, 3), rng.randint(1, 28)
        return {
            "place": self.name,
            "short": self.level,
            "government": self.name + ("办事处" if is_street else "人民政府"),
            "chief": "办事处主任" if is_street else self.level + "长",
            "party": "党工委" if is_street else "党委",
            "county": self.county,
            "city": self.city,
            "province": self.province,
            "year": str(year),
            "last_year": str(year - 1),
            "next_year": str(year + 1),
            "month": str(month),
            "day": str(day),
            "month2": f"{month:02d}",
            "day2": f"{day:02d}",
            "minute": f"{rng.randint(0, 59):02d}",
            "views": str(rng.randint(3, 4000)),
            "code": f"{rng.randint(0, 999999):06d}",
            "county_code": f"{rng.randint(110000, 659999)}",
        }


class Figures:
    """The figures of a place: each starts somewhere in its declared range and drifts from year to year."""

    def __init__(self, seed: int, place: Place):
        self._seed = seed
        self._place = place

    def value(self, name: str, year: int) -> float:
        """The figure in its unit (pieces, percent, yuan, square metres); the same whenever it is asked for."""
        kind, *limits = fragments()["figures"][name].split()
        if kind == "ratio":
            part, whole = (self.value(limit, year) for limit in limits[1:])
            return round(100 * part / whole, 1) if whole else 100.0
        rng = random.Random(f"{self._seed}/{self._place.number}/{name}")
        low, high = float(limits[0]), float(limits[1])
        if kind in ("rate", "share"):
            percent = [rng.uniform(low, high) for _ in range(FIRST_YEAR - 1, year + 1)][-1]
            if kind == "share":
                return round(self.value(limits[3], year) * percent / 100)
            return 100.0 if percent > 99.5 else round(percent, 1)
        size = 1.0 if kind == "rare" else self._place.size
        value = size * (rng.uniform(low, high) if kind == "rare" else low * (high / low) ** rng.random())
        for _ in range(FIRST_YEAR, year + 1):
            value *= rng.uniform(0.72, 1.36)
        return float(max(0 if kind == "rare" else 1, round(value)))

    def parts(self, name: str, year: int) -> tuple[int, int, int]:
        """Three parts that add up to the figure, but for one report in thirty, whose second part is miscounted."""
        rng = random.Random(f"{self._seed}/{self._place.number}/{year}/{name}/parts")
        whole = int(self.value(name, year))
        first = round(whole * rng.uniform(0.3, 0.5))
        second = round((whole - first) * rng.uniform(0.4, 0.7))
        miscounted = rng.randint(1, 3) if rng.random() < WRONG_SUM_RATE else 0
        return first, second + miscounted, whole - first - second


class Writer:
    """Writes the reports of one place in one year."""

    def __init__(self, seed: int, place: Place, year: int):
        self.rng = random.Random(f"{seed}/{place.number}/{year}/text")
        self.words = place.words(year, self.rng)
        self._figures = Figures(seed, place)
        self._year = year
        self._said_share = self.rng.uniform(*SAID_SHARE)
        self._has_commas = self.rng.random() < THOUSANDS_COMMA_RATE

    def report(self) -> str:
        """A clean report: title, addressee, opening, themes, problems, plans, signature."""
        words = fragments()
        parts = [self.pick(words["titles"]), self.pick(words["addressees"]), self.pick(words["openings"])]
        parts += self._body()
        parts.append(self.pick(words["signatures"]))
        return "\n".join(part for part in parts if part) + "\n"

    def other_document(self) -> str:
        """A document in the same vocabulary that is no report of this kind."""
        return self.pick(fragments()["other_genres"]) + "\n"

    def chrome(self) -> tuple[str, str]:
        """Page chrome to stand before and after the text."""
        words = fragments()["chrome"]
        head = self.rng.sample(words["head"], self.rng.randint(1, 3))
        foot = self.rng.sample(words["foot"], self.rng.randint(1, 3))
        return "\n".join(map(self.say, head)), "\n".join(map(self.say, foot))

    def pick(self, templates: Sequence[Any]) -> str:
        """One of the templates, said."""
        return self.say(self.rng.choice(templates))

    def say(self, template: str | Mapping[str, str]) -> str:
        """A template with its alternatives chosen and its slots filled."""
        if not isinstance(template, str):
            slot = _SLOT.search(template["say"])
            is_zero = slot is not None and self._figures.value(slot[1], self._year) == 0
            template = template["zero" if is_zero else "say"]
        while (choice := _CHOICE.search(template)) is not None:
            template = template[: choice.start()] + self.rng.choice(choice[1].split("|")) + template[choice.end() :]
        return _SLOT.sub(self._fill, template)

    def _fill(self, slot: re.Match[str]) -> str:
        name, aspect, measure = slot.groups()
        if name in self.words:
            return self.words[name]
        value = self._figures.value(name, self._year)
        if aspect is None:
            return self._number(name, value)
        if aspect == "change":
            return self._change(value, self._figures.value(name, self._year - 1), measure or "")
        if aspect == "last":
            return f"{self._figures.value(name, self._year - 1):.0f}"
        return str(self._figures.parts(name, self._year)[int(aspect[-1]) - 1])

    def _number(self, name: str, value: float) -> str:
        """A figure as reports print it: 1,234 or 1234, 1230余, 三, 98.5, 3.65万元."""
        kind = fragments()["figures"][name].split()[0]
        if kind == "yuan":
            return f"{value / 10000:.2f}万元" if value >= 10000 else f"{value:.0f}元"
        if kind in ("rate", "ratio"):
            return f"{value:g}"
        count = int(value)
        if kind != "rare" and count >= 100 and self.rng.random() < APPROXIMATE_RATE:
            return f"{count // 10 * 10}余"
        if 3 <= count <= 10 and self.rng.random() < CHINESE_NUMERAL_RATE:
            return CHINESE_DIGITS[count]
        return f"{count:,}" if self._has_commas else str(count)

    def _change(self, value: float, before: float, measure: str) -> str:
        """How a report states a change: 较上年增加8件, 同比下降12.5%."""
        if value == before:
            return "与上年持平"
        if self.rng.random() < 0.5 or not before:
            return f"较上年{'增加' if value > before else '减少'}{abs(value - before):.0f}{measure}"
        percent = round(100 * abs(value - before) / before, 1)
        return f"同比{'增长' if value > before else '下降'}{percent:g}%"

    def _body(self) -> list[str]:
        """Sections in a style of headings; the first theme stays first, the others change places."""
        words = fragments()
        first, *others = words["themes"]
        count = self.rng.randint(*THEMES_PER_REPORT) - 1
        themes = [first, *self.rng.sample(others, count)]
        has_generic_heading = self.rng.random() < GENERIC_HEADING_RATE
        style = "digit" if has_generic_heading else self.rng.choice(("bracket_line", "bracket_inline", "firstly"))
        bodies = iter(self._bodies([item for theme in themes for item in theme["items"]]))
        lines = [f"一、{self.pick(words['generic_headings'])}"] if has_generic_heading else []
        for ordinal, theme in enumerate(themes, 1):
            marker = f"（{_chinese(ordinal)}）" if has_generic_heading else f"{_chinese(ordinal)}、"
            lines.append(marker + self.pick(theme["headings"]))
            lines += self._items(theme["items"], bodies, style)
        ordinal = 1 if has_generic_heading else len(themes)
        for offset, key in enumerate(("problems", "plans"), 1):
            lines.append(f"{_chinese(ordinal + offset)}、{self.pick(words[key]['headings'])}")
            lines.append("".join(map(self.say, words[key]["sentences"])))
        return lines

    def _bodies(self, items: Sequence[Mapping[str, Any]]) -> list[str]:
        """The body of each item: some of its sentences, then prose until the report is long enough."""
        bodies = [self._sentences(item) for item in items]
        prose = self.rng.sample(fragments()["prose"], len(fragments()["prose"]))
        target = self.rng.uniform(*TARGET_CHARACTERS)
        for index in self.rng.sample(range(len(bodies)), len(bodies)) * 2:
            if prose and (not bodies[index] or sum(map(len, bodies)) + FRAME_CHARACTERS < target):
                bodies[index] += self.say(prose.pop())
        return bodies

    def _sentences(self, item: Mapping[str, Any]) -> str:
        """Some of an item's sentences, in their order; parts are not told without their total, the first sentence."""
        first, *others = item["sentences"]
        said = [first] if self.rng.random() < self._said_share else []
        said += [
            sentence
            for sentence in others
            if self.rng.random() < self._said_share and (said or ".part" not in str(sentence))
        ]
        return "".join(map(self.say, said))

    def _items(self, items: Sequence[Mapping[str, Any]], bodies: Iterator[str], style: str) -> list[str]:
        """The items of a section with the next of the bodies, as lines of their own or run together."""
        paragraphs = [
            _headed(style, ordinal, self.pick(item["leads"]), next(bodies)) for ordinal, item in enumerate(items, 1)
        ]
        return ["".join(paragraphs)] if style == "firstly" else paragraphs


def _headed(style: str, ordinal: int, lead: str, body: str) -> str:
    number = _chinese(ordinal)
    return {
        "bracket_line": f"（{number}）{lead}\n{body}",
        "bracket_inline": f"（{number}）{lead}。{body}",
        "firstly": f"{number}是{lead}。{body}",
        "digit": f"{ordinal}.{lead}。{body}",
    }[style]


def _chinese(number: int) -> str:
    """A Chinese numeral below 20.

    >>> _chinese(3), _chinese(10), _chinese(14)
    ('三', '十', '十四')
    """
    return CHINESE_DIGITS[number] if number <= 10 else "十" + CHINESE_DIGITS[number - 10]
