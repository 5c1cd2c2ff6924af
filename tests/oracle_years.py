"""What `year_over_year` must hold for the sample corpus: worked out in plain Python from the gold alone.

Belongs here: the meaning of the table, written a second time from the contract, the dictionary and the closed lists
(`CAUTIONS`, `COUNTINGS`, the registry's units, kinds and `many`). Does not belong here: anything that the warehouse
computed; no SQL, no frame, no extraction is looked at.

Gold is `seeds/gold.jsonl`. A line of a fact carries doc, raw, number, value, unit, qualifier, metric, category (of the
registry's closed list or its stages; absent for the headline), detail, period, role. Further fields, written where
the report gives cause:

- `total` true: the text itself calls the figure a total (共, 合计, 各类).
- `until_month`: the last month that the figure covers, where the report says so (截至11月底); in a line with `meta`, for
  all figures of the report that say nothing else.
- `accept`: further metrics that are no mistake of a reader; nothing is taken from it here.
- `change` true, with `sign`: a change that the report claims; `detail` names its metric (同比:disputes.mediated).

Readings of the written meaning that it leaves open are marked OPEN.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from warehouse.lexicons import COUNTINGS

Gold = dict[str, Any]
Interval = tuple[float | None, float | None]

ACHIEVED_PERIODS = ("year", "stock")
UNSIGNED_DIGITS = "〇零一二两兩三四五六七八九"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000, "萬": 10000, "亿": 10**8}
NUMERAL = re.compile(rf"(?:百分之)?[\d.,，．０-９\s{UNSIGNED_DIGITS}十百千点點半]+(?:[余餘多])?(?:[万萬亿](?:[余餘多])?)?")
TABLE_CELLS = " | "
DECEMBER = 12
SMALL = 10  # the caution small_count: "the previous value is below 10"


class Row(NamedTuple):
    """A row of `year_over_year`, its place by name and county."""

    place: str
    county: str | None
    metric: str
    category: str
    year: int
    value: float | None
    previous_year: int | None
    previous_value: float | None
    change: float | None
    change_percent: float | None
    change_low: float | None
    change_high: float | None
    status: str
    cautions: tuple[str, ...]


Key = tuple[str, str | None, str, str, int]


def key(row: Row) -> Key:
    """What identifies a row."""
    return row[:5]


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


@dataclass(slots=True)
class Report:
    """A report that counts: who, which year, until when, its figures by series, the changes it claims."""

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
        return self.metrics[metric]["kind"] == "rate"

    def is_many(self, metric: str) -> bool:
        return bool(self.metrics[metric].get("many"))

    def category_words(self, metric: str, category: str) -> tuple[str, ...]:
        entry = self.metrics[metric].get("categories", {}).get(category, category)
        return tuple((entry["words"] if isinstance(entry, dict) else entry).split("|"))


def read_registry(file: Path) -> Registry:
    """The registry as it is declared."""
    return Registry(yaml.safe_load(file.read_text("utf-8"))["metrics"])


# Gold → reports


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
    if published is None or datetime.date.fromisoformat(published).year > year:
        return DECEMBER
    return datetime.date.fromisoformat(published).month


# A figure: its interval and its measure word


def step(number: str) -> float:
    """What one more in the last figure that is written and not zero counts: 3200余 100, 1.2万余 1000, 十余 10."""
    compact = re.sub(r"[\s,，]", "", number).translate(str.maketrans("０１２３４５６７８９．兩萬點", "0123456789.两万点"))
    arabic = re.search(r"(\d+)(?:\.(\d+))?", compact)
    scale = 1.0
    for sign in "万亿":
        scale *= SCALES[sign] if sign in compact else 1
    if arabic is not None:
        whole, decimals = arabic.group(1), arabic.group(2) or ""
        if decimals.strip("0"):
            return scale * 10.0 ** -len(decimals.rstrip("0"))
        return scale * 10.0 ** (len(whole) - len(whole.rstrip("0")))
    if "点" in compact:
        decimals = re.match(rf"[{UNSIGNED_DIGITS}]+", compact.split("点")[1])
        return scale * 10.0 ** -len(decimals.group()) if decimals else scale
    smallest = [SCALES[sign] for sign in re.findall("[十百千]", compact.split("万")[0])]
    ends_in_digit = re.search(rf"[一二两三四五六七八九](?![十百千])", compact.split("万")[0])
    return scale * (1 if ends_in_digit or not smallest else smallest[-1])


def interval(fact: Gold, is_rate: bool) -> Interval:
    """The least and the greatest value that the words of degree allow.

    余, 多 after the numeral: below the next figure of the same place (30余: 30 to 40). 以上, 超, 不少于: no bound above.
    OPEN: that 约 means half a step to both sides, 近 half a step below, and that a rate ends at 100.
    """
    value, qualifier = fact["value"], fact["qualifier"]
    if qualifier == "exact":
        return value, value
    width = step(fact["number"])
    words = fact["raw"]
    if qualifier == "over":
        if re.search("[余餘多]", fact["number"]):
            return value, value + width
        return value, 100.0 if is_rate else None
    if qualifier == "under":
        return None, value
    nearly = re.search(r"近\s*" + re.escape(fact["number"]), words) is not None
    return value - width / 2, value if nearly else value + width / 2


def measure_word(fact: Gold) -> str | None:
    """The measure word as printed, repaired; from its column in a table; None where it was lost or none is needed."""
    if TABLE_CELLS in fact["raw"]:
        return str(fact["raw"].split(TABLE_CELLS)[1])
    if not fact["number"]:
        return None
    bare = re.sub(r"\([^)]*\)|（[^）]*）", "", fact["number"])
    if bare.startswith("百分之"):
        return "百分之"
    rest = NUMERAL.sub("", bare, count=1).strip()
    scale = next((s for s in ("亿", "万", "萬") if s in bare), "")
    word = {"場": "场", "場次": "场次", "個": "个", "項": "项", "處": "处", "塊": "块", "條": "条", "％": "%", "餘": ""}.get(rest, rest)
    word = re.sub("^[余餘多]", "", word)
    if word.endswith(("元", "平方米")):
        return {"万": "万", "萬": "万", "亿": "亿", "": ""}[scale] + word.lstrip("万亿萬")
    return word or None


def _counts(word: str) -> tuple[str, str] | None:
    """Scale and what is counted, where a declared list holds the word."""
    return next(((c.scale, c.counts) for c in COUNTINGS if word in c.words), None)


# A report → the value of each of its series


def yearly_values(report: Report, registry: Registry) -> dict[tuple[str, str], Yearly]:
    """By metric and category: the figure called a total, else the first."""
    series: dict[tuple[str, str], list[Gold]] = defaultdict(list)
    for fact in report.facts:
        series[fact["metric"], fact.get("category", "")].append(fact)
    return {
        (metric, category): _yearly(figures, metric, category, report, registry)
        for (metric, category), figures in series.items()
    }


def _yearly(figures: list[Gold], metric: str, category: str, report: Report, registry: Registry) -> Yearly:
    chosen = next((f for f in figures if f.get("total")), figures[0])
    word = measure_word(chosen)
    return Yearly(
        value=chosen["value"],
        interval=interval(chosen, registry.is_rate(metric)),
        is_approximate=chosen["qualifier"] != "exact",
        word=word,
        is_word_lost=word is None and chosen["number"] != "",
        narrowed_by=narrowed_by(chosen, registry.category_words(metric, category)),
        covers_month=chosen.get("until_month", report.covers_month),
        conflicts=any(_claim_the_same(chosen, other, registry.is_many(metric)) for other in figures),
    )


def narrowed_by(fact: Gold, category_words: Iterable[str]) -> str | None:
    """What narrows a figure beyond its category: 反电信诈骗 says no more than the category 反诈."""
    detail = fact["detail"]
    return None if detail is None or any(w and w in detail for w in category_words) else detail


def _claim_the_same(one: Gold, other: Gold, is_many: bool) -> bool:
    """Two figures of one thing that differ. Of activities that a report lists, only two totals claim the same."""
    if one is other or one["value"] == other["value"] or one["detail"] != other["detail"]:
        return False
    return not is_many or bool(one.get("total") and other.get("total"))


# Two years → a row


def rows(reports: Iterable[Report], registry: Registry) -> Iterator[Row]:
    """For each report of a place, in the order of years: a row for every series known by then."""
    by_place: dict[tuple[str, str | None], list[Report]] = defaultdict(list)
    for report in reports:
        by_place[report.place].append(report)
    for of_place in by_place.values():
        before: Report | None = None
        told: dict[int, dict[tuple[str, str], Yearly]] = {}
        known: set[tuple[str, str]] = set()
        for report in sorted(of_place, key=lambda r: r.year):
            told[report.year] = yearly_values(report, registry)
            earlier = set(known)
            known |= set(told[report.year])
            for series in sorted(known):
                now = told[report.year].get(series)
                then = told[before.year].get(series) if before is not None else None
                yield _row(report, before, series, now, then, series in earlier, registry)
            before = report


def _row(
    report: Report,
    before: Report | None,
    series: tuple[str, str],
    now: Yearly | None,
    then: Yearly | None,
    was_known: bool,
    registry: Registry,
) -> Row:
    metric, category = series
    is_rate = registry.is_rate(metric)
    status = _status(now, then)
    change = percent = low = high = None
    if status == "compared":
        assert now is not None and then is not None
        change = now.value - then.value
        low, high = _difference(now.interval, then.interval)
        if not is_rate and then.value != 0:
            percent = 100 * change / then.value
    cautions: set[str] = set()
    if before is None:
        cautions.add("first_report")
    elif before.year != report.year - 1:
        cautions.add("gap")
    if status == "new" and was_known:
        cautions.add("resumed")
    cautions |= _of_each(now, then)
    cautions |= _of_months(now.covers_month if now else report.covers_month, _month_before(before, then))
    if now is not None and then is not None:
        cautions |= _of_both(now, then, status)
    if status == "compared":
        cautions |= _of_change(low, high, then, is_rate, percent)
        if _contradicts(report, before, series, now, then):
            cautions.add("contradicts_report")
    return Row(
        *report.place,
        metric,
        category,
        report.year,
        now.value if now else None,
        before.year if before else None,
        then.value if then else None,
        change,
        percent,
        low,
        high,
        status,
        tuple(sorted(cautions)),
    )


def _status(now: Yearly | None, then: Yearly | None) -> str:
    if now is None:
        return "dropped"
    if then is None:
        return "new"
    return "not comparable" if _count_different_things(now.word, then.word) else "compared"


def _count_different_things(one: str | None, other: str | None) -> bool:
    """Two words of one scale that count differently; words of no scale or of two are never held against each other."""
    if one is None or other is None:
        return False
    this, that = _counts(one), _counts(other)
    return this is not None and that is not None and this[0] == that[0] and this[1] != that[1]


def _difference(now: Interval, then: Interval) -> Interval:
    low = None if now[0] is None or then[1] is None else now[0] - then[1]
    high = None if now[1] is None or then[0] is None else now[1] - then[0]
    return low, high


def _of_each(now: Yearly | None, then: Yearly | None) -> set[str]:
    """Cautions that one figure alone can cause."""
    found: set[str] = set()
    stated = [y for y in (now, then) if y is not None]
    if now is not None and now.is_approximate:
        found.add("approximate")
    if then is not None and then.is_approximate:
        found.add("approximate_before")
    if any(y.conflicts for y in stated):
        found.add("conflict")
    if any(y.is_word_lost for y in stated):
        found.add("lost_unit")
    return found


def _month_before(before: Report | None, then: Yearly | None) -> int | None:
    if then is not None:
        return then.covers_month
    return before.covers_month if before is not None else None


def _of_months(now: int, then: int | None) -> set[str]:
    """Cautions on the months covered.

    OPEN: the sentences of part_year and same_part_year speak of two figures; where a report does not state the series,
    its silence is taken to cover the months of that report.
    """
    if {now, then} <= {DECEMBER, None}:
        return set()
    return {"same_part_year" if now == then else "part_year"}


def _of_both(now: Yearly, then: Yearly, status: str) -> set[str]:
    """Cautions that need two figures."""
    found: set[str] = set()
    if status == "not comparable":
        found.add("unit_changed")
    if now.narrowed_by != then.narrowed_by:
        found.add("scope")
    if now.word is not None and then.word is not None and now.word != then.word:
        this, that = _counts(now.word), _counts(then.word)
        if this is None or this != that:
            found.add("measure_word")
    return found


def _of_change(low: float | None, high: float | None, then: Yearly | None, is_rate: bool, percent: float | None) -> set[str]:
    """Cautions on the change itself.

    OPEN: small_count is taken to speak of counts that have a percentage (not of rates, not of 0).
    """
    assert then is not None
    found: set[str] = set()
    if (low is None or low < 0) and (high is None or high > 0) and low != high:
        found.add("direction_unclear")
    if then.value == 0 and not is_rate:
        found.add("zero_before")
    elif percent is not None and then.value < SMALL:
        found.add("small_count")
    return found


# Changes that a report claims


def _contradicts(
    report: Report, before: Report | None, series: tuple[str, str], now: Yearly | None, then: Yearly | None
) -> bool:
    assert before is not None and now is not None and then is not None
    for claim in report.claims:
        if claim["role"] != "actual" or claim["detail"] != f"同比:{series[0]}" or claim.get("category", "") != series[1]:
            continue
        named = re.search(r"2\s*0\s*\d\s*\d", claim["raw"])
        base = int(re.sub(r"\s", "", named.group())) if named else report.year - 1
        if base == before.year and _can_be_held_against(claim, now, then) and not _agrees(claim, now, then):
            return True
    return False


def _can_be_held_against(claim: Gold, now: Yearly, then: Yearly) -> bool:
    """Whole years can; parts of years only where they are the same and the claim speaks of the same time (同比, 同期)."""
    if now.covers_month != then.covers_month:
        return False
    return now.covers_month == DECEMBER or re.search("同比|同期", claim["raw"]) is not None


def _agrees(claim: Gold, now: Yearly, then: Yearly) -> bool:
    """To the printed precision, and within what the words of degree of both years leave open."""
    stated = claim["value"] if claim["sign"] == "+" else -claim["value"]
    tolerance = step(claim["number"]) * (10 if "成" in claim["number"] else 1) / 2
    if claim["unit"] == "percent" and claim["number"] != "一番":
        if then.value == 0:
            return False
        ends = [100 * (n - t) / t for n in now.interval for t in then.interval if n is not None and t]
    elif claim["number"] == "一番":
        ends, tolerance = [100 * (now.value - then.value) / then.value], 0.5
    else:
        low, high = _difference(now.interval, then.interval)
        ends = [end for end in (low, high) if end is not None]
        tolerance = 1e-6 if claim["unit"] != "pct_point" else tolerance
    if claim["qualifier"] == "about":
        tolerance = max(tolerance, step(claim["number"]) / 2)
    return min(ends) - tolerance - 1e-9 <= stated <= max(ends) + tolerance + 1e-9


def expected_rows(seeds: Path) -> dict[Key, Row]:
    """All rows that `year_over_year` must hold for the sample corpus."""
    made = {key(row): row for row in rows(read_reports(seeds / "gold.jsonl"), read_registry(seeds / "metrics.yaml"))}
    assert made
    return made
