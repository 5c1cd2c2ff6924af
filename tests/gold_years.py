"""Gold of the sample corpus → the one figure of each series that counts for a year, in plain Python.

Belongs here: which reports count, what a figure's words leave open, its measure word, which of several figures counts.
Does not belong here: the comparison of two years (`oracle_years.py`), anything that the warehouse computed.

Gold is `seeds/gold.jsonl`. A line of a fact carries doc, raw, number, value, unit, qualifier, metric, category (of the
registry's closed list or its stages; absent for the headline), detail, period, role. Further fields, written where
the report gives cause:

- `total` true: the text itself calls the figure a total (共, 合计, 各类).
- `doubted` true: one of the two passages of a contradiction that the report's `inconsistency` tells of (parts and their
  total, a rate and its count, a figure that the next report quotes otherwise).
- `part` true: told as a part of a figure of its own metric (受理76件，其中灌溉用水9件).
- `until_month`: the last month that the figure covers, where the report says so (截至10月底); in a line with `meta`,
  that of all figures of the report that say nothing else.
- `accept`: further metrics that are no mistake of a reader; nothing is taken from it here.
- `change` true, with `sign`: a change that the report claims; `detail` names its metric (同比:disputes.mediated).

Where the dictionary and the contract leave a reading open, the one taken is marked OPEN.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Gold = dict[str, Any]
Interval = tuple[float | None, float | None]
Series = tuple[str, str]  # metric, category

ACHIEVED_PERIODS = ("year", "stock")
TABLE_CELLS = " | "  # how gold quotes a row of a table
DECEMBER = 12
TRADITIONAL = str.maketrans("兩萬點餘場個項處塊條％０１２３４５６７８９．", "两万点余场个项处块条%0123456789.")
DIGITS = "〇零一二两三四五六七八九"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMERAL = re.compile(rf"^[\d.,，{DIGITS}十百千点]+[余多]?[万亿]?[余多]?")


@dataclass(frozen=True, slots=True)
class Yearly:
    """The one figure of a series that counts for a year."""

    value: float
    interval: Interval
    is_approximate: bool
    word: str | None
    is_word_lost: bool
    narrowed_by: str | None
    covers_month: int
    conflicts: bool
    is_doubted: bool


@dataclass(slots=True)
class Report:
    """A report that counts: who, which year, until when, its figures, the changes it claims."""

    place: tuple[str, str | None]
    year: int
    covers_month: int
    facts: list[Gold] = field(default_factory=list)
    claims: list[Gold] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry declares of a metric: its kind, whether a report lists many, what words mean a category."""

    metrics: Mapping[str, Mapping[str, Any]]

    def is_rate(self, metric: str) -> bool:
        """A rate has points, never percent of percent."""
        return bool(self.metrics[metric]["kind"] == "rate")

    def is_many(self, metric: str) -> bool:
        """One report may count several activities beside each other."""
        return bool(self.metrics[metric].get("many"))

    def category_words(self, metric: str, category: str) -> tuple[str, ...]:
        """The words that mean a category; a stage means itself."""
        entry = self.metrics[metric].get("categories", {}).get(category, category)
        return tuple(word for word in (entry["words"] if isinstance(entry, dict) else entry).split("|") if word)


def read_registry(file: Path) -> Registry:
    """The registry as it is declared."""
    return Registry(yaml.safe_load(file.read_text("utf-8"))["metrics"])


def read_reports(gold_file: Path) -> list[Report]:
    """The reports that count for a year: no notices, no republications, none without a year."""
    lines = [json.loads(line) for line in gold_file.read_text("utf-8").splitlines() if line.strip()]
    reports: dict[str, Report] = {}
    for line in lines:
        meta = line.get("meta")
        if meta and meta["is_report"] and not meta.get("duplicate_of") and meta["year"] is not None:
            until = meta.get("until_month") or _covered_month(meta["year"], meta["published"])
            reports[line["doc"]] = Report((meta["place"], meta["county"]), meta["year"], until)
    for line in lines:
        report = reports.get(line["doc"])
        if report is None or "metric" not in line:
            continue
        if line.get("change"):
            report.claims.append(line)
        elif line["metric"] != "none" and line["role"] == "actual" and line["period"] in ACHIEVED_PERIODS:
            report.facts.append(line)
    return list(reports.values())


def _covered_month(year: int, published: str | None) -> int:
    """The last month that the figures can cover: that of publication, where it lies in the year itself.

    OPEN: the dictionary does not say whether a report of 28 December covers its year; it is taken to.
    """
    day = datetime.date.fromisoformat(published) if published is not None else None
    return day.month if day is not None and day.year == year else DECEMBER


def step(number: str) -> float:
    """What one more in the last figure counts that is written and not zero: 3200余 100, 1.2万余 1000, 十余 10."""
    plain = re.sub(r"[\s,，]", "", number).translate(TRADITIONAL)
    large = re.search("[万亿]", plain)
    scale = float(SCALES[large.group()]) if large else 1.0
    arabic = re.search(r"(\d+)(?:\.(\d+))?", plain)
    if arabic is not None:
        whole, decimals = arabic.group(1), (arabic.group(2) or "").rstrip("0")
        return scale * 10.0 ** (-len(decimals) if decimals else len(whole) - len(whole.rstrip("0")))
    small = re.split("[万亿]", plain.removeprefix("百分之"))[0]
    if "点" in small:
        return scale * 10.0 ** -len(re.findall(f"[{DIGITS}]", small.split("点")[1]))
    last = re.search(f"([{DIGITS}十百千])[^{DIGITS}十百千]*$", small)
    return scale * SCALES.get(last.group(1) if last else "", 1)


def interval(fact: Gold, is_rate: bool) -> Interval:
    """The least and the greatest value that the words of degree allow.

    余, 多 in the numeral: below the next figure of the same place (30余: 30 to 40). 以上, 超, 不少于: no bound above.
    OPEN: that 约 means half a step to both sides, 近 half a step below, and that a rate ends at 100.
    """
    value, qualifier = fact["value"], fact["qualifier"]
    if qualifier == "exact":
        return value, value
    if qualifier == "under":
        return None, value
    width = step(fact["number"])
    if qualifier == "about":
        nearly = re.search(r"近\s*" + re.escape(fact["number"]), fact["raw"]) is not None
        return value - width / 2, value if nearly else value + width / 2
    if re.search("[余餘多]", fact["number"]):
        return value, value + width
    return value, 100.0 if is_rate else None


def measure_word(fact: Gold) -> str | None:
    """The measure word as printed, simplified, without pinyin; from its column in a table; None where there is none."""
    if TABLE_CELLS in fact["raw"]:
        return str(fact["raw"].split(TABLE_CELLS)[1])
    plain = re.sub(r"\s|\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǜü]+\)", "", fact["number"]).translate(TRADITIONAL)
    if plain.startswith("百分之"):
        return "百分之"
    numeral = NUMERAL.match(plain)
    word = plain[numeral.end() :] if numeral else plain
    large = re.search("[万亿]", plain)
    is_scaled_unit = word in ("元", "平方米") and large is not None
    return (large.group() + word if is_scaled_unit and large else word) or None


def yearly_values(report: Report, registry: Registry) -> dict[Series, Yearly]:
    """By metric and category: the figure called a total, else the first; no part while its whole is told."""
    series: dict[Series, list[Gold]] = defaultdict(list)
    for fact in report.facts:
        if not _is_part_of_what_is_told(fact, report.facts):
            series[fact["metric"], fact.get("category", "")].append(fact)
    return {of: _yearly(figures, of, report, registry) for of, figures in series.items()}


def _is_part_of_what_is_told(fact: Gold, told: Iterable[Gold]) -> bool:
    """A part without a category of its own, where the metric has a figure that can be its whole."""
    return bool(fact.get("part")) and any(
        other["metric"] == fact["metric"] and not other.get("part") and other["value"] >= fact["value"]
        for other in told
    )


def _yearly(figures: list[Gold], series: Series, report: Report, registry: Registry) -> Yearly:
    chosen = next((f for f in figures if f.get("total")), figures[0])
    word = measure_word(chosen)
    return Yearly(
        value=chosen["value"],
        interval=interval(chosen, registry.is_rate(series[0])),
        is_approximate=chosen["qualifier"] != "exact",
        word=word,
        is_word_lost=word is None and chosen["number"] != "",
        narrowed_by=narrowed_by(chosen, registry.category_words(*series)),
        covers_month=chosen.get("until_month", report.covers_month),
        conflicts=any(_claim_the_same(chosen, other, registry.is_many(series[0])) for other in figures),
        is_doubted=chosen.get("doubted", False),
    )


def narrowed_by(fact: Gold, category_words: Iterable[str]) -> str | None:
    """What narrows a figure beyond its category: 反电信诈骗 says no more than the category 反诈."""
    detail: str | None = fact["detail"]
    return None if detail is None or any(word in detail for word in category_words) else detail


def _claim_the_same(one: Gold, other: Gold, is_many: bool) -> bool:
    """Two figures of one thing that differ. Of activities that a report lists, only two totals claim the same."""
    if one is other or one["value"] == other["value"] or one["detail"] != other["detail"]:
        return False
    return not is_many or bool(one.get("total") and other.get("total"))
