"""What `year_over_year` must hold for the sample corpus: worked out in plain Python from the gold alone.

Belongs here: the meaning of the table, written a second time from the contract, the dictionary and the closed lists
(`CAUTIONS`, `COUNTINGS`). Does not belong here: the reading of gold (`gold_years.py`), anything that the warehouse
computed; no SQL, no frame, no extraction is looked at.

Where the dictionary and the contract leave a reading open, the one taken is marked OPEN.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gold_years import (
    DECEMBER,
    Gold,
    Interval,
    Registry,
    Report,
    Series,
    Yearly,
    read_registry,
    read_reports,
    step,
    yearly_values,
)

from warehouse.lexicons import COUNTINGS

SMALL = 10  # small_count: "the previous value is below 10"
DOUBLED = "一番"
TENTHS = "成"


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


def expected_rows(seeds: Path) -> dict[Key, Row]:
    """All rows that `year_over_year` must hold for the sample corpus."""
    return {key(row): row for row in _rows(read_reports(seeds / "gold.jsonl"), read_registry(seeds / "metrics.yaml"))}


def _rows(reports: Iterable[Report], registry: Registry) -> Iterator[Row]:
    """For each report of a place, in the order of years: a row for every series known by then."""
    by_place: dict[tuple[str, str | None], list[Report]] = defaultdict(list)
    for report in reports:
        by_place[report.place].append(report)
    for of_place in by_place.values():
        before: Report | None = None
        told_before: dict[Series, Yearly] = {}
        known: set[Series] = set()
        for report in sorted(of_place, key=lambda r: r.year):
            told = yearly_values(report, registry)
            for series in sorted(known | set(told)):
                yield _row(report, before, series, told.get(series), told_before.get(series), series in known, registry)
            known |= set(told)
            before, told_before = report, told


def _row(
    report: Report,
    before: Report | None,
    series: Series,
    now: Yearly | None,
    then: Yearly | None,
    was_known: bool,
    registry: Registry,
) -> Row:
    is_rate = registry.is_rate(series[0])
    status = _status(now, then)
    cautions = _of_reports(report, before, now, then) | _of_each(now, then)
    change = percent = low = high = None
    if status == "new" and was_known:
        cautions.add("resumed")
    if now is not None and then is not None:
        cautions |= _of_both(now, then)
        if status == "compared":
            change = now.value - then.value
            low, high = _difference(now.interval, then.interval)
            percent = None if is_rate or then.value == 0 else 100 * change / then.value
            cautions |= _of_change((low, high), then.value, is_rate)
            if before is not None and any(_contradicts(c, series, report, before, now, then) for c in report.claims):
                cautions.add("contradicts_report")
    return Row(
        *report.place,
        *series,
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


def _counts(word: str) -> tuple[str, str] | None:
    """Scale and what is counted, where a declared list holds the word."""
    return next(((c.scale, c.counts) for c in COUNTINGS if word in c.words), None)


def _count_different_things(one: str | None, other: str | None) -> bool:
    """Two words of one scale that count differently; words of no scale or of two are never held against each other."""
    this, that = _counts(one or ""), _counts(other or "")
    return this is not None and that is not None and this[0] == that[0] and this[1] != that[1]


def _difference(now: Interval, then: Interval) -> Interval:
    low = None if now[0] is None or then[1] is None else now[0] - then[1]
    high = None if now[1] is None or then[0] is None else now[1] - then[0]
    return low, high


def _of_reports(report: Report, before: Report | None, now: Yearly | None, then: Yearly | None) -> set[str]:
    """Cautions on which reports stand side by side, and on the months that they cover.

    OPEN: the sentences of part_year and same_part_year speak of two figures; where a report does not state the series,
    its silence is taken to cover the months of that report.
    """
    month = now.covers_month if now else report.covers_month
    if before is None:
        return {"first_report"} | ({"part_year"} if month != DECEMBER else set())
    found = {"gap"} if before.year != report.year - 1 else set()
    month_before = then.covers_month if then else before.covers_month
    if month != month_before:
        found.add("part_year")
    elif month != DECEMBER:
        found.add("same_part_year")
    return found


def _of_each(now: Yearly | None, then: Yearly | None) -> set[str]:
    """Cautions that one figure alone can cause."""
    stated = [yearly for yearly in (now, then) if yearly is not None]
    causes = {
        "approximate": now is not None and now.is_approximate,
        "approximate_before": then is not None and then.is_approximate,
        "conflict": any(yearly.conflicts for yearly in stated),
        "doubted": any(yearly.is_doubted for yearly in stated),
        "lost_unit": any(yearly.is_word_lost for yearly in stated),
    }
    return {code for code, is_caused in causes.items() if is_caused}


def _of_both(now: Yearly, then: Yearly) -> set[str]:
    """Cautions that need two figures."""
    found = {"scope"} if now.narrowed_by != then.narrowed_by else set()
    if _count_different_things(now.word, then.word):
        found.add("unit_changed")
    if now.word is not None and then.word is not None and now.word != then.word:
        this, that = _counts(now.word), _counts(then.word)
        if this is None or this != that:
            found.add("measure_word")
    return found


def _of_change(change: Interval, before: float, is_rate: bool) -> set[str]:
    """Cautions on the change itself.

    OPEN: small_count is taken to speak of changes that have a percentage (not of rates, not where 0 stood before); a
    change without a bound reaches beyond 0.
    """
    low, high = change
    found: set[str] = set()
    if (low is None or low < 0) and (high is None or high > 0):
        found.add("direction_unclear")
    if not is_rate and before < SMALL:
        found.add("small_count" if before else "zero_before")
    return found


def _contradicts(claim: Gold, series: Series, report: Report, before: Report, now: Yearly, then: Yearly) -> bool:
    """A claim on this series and these two years, beyond its printed precision.

    OPEN: parts of years are held against a claim only where they are the same months and it speaks of the same time
    (同比, 同期): 较上年 may mean the whole of it.
    """
    if claim["role"] != "actual" or (claim["detail"], claim.get("category", "")) != (f"同比:{series[0]}", series[1]):
        return False
    named = re.search(r"(2\s*0\s*\d\s*\d)\s*年", claim["raw"])
    base = int(re.sub(r"\s", "", named.group(1))) if named else report.year - 1
    is_whole = now.covers_month == then.covers_month == DECEMBER
    is_same_time = now.covers_month == then.covers_month and re.search("同比|同期", claim["raw"]) is not None
    return base == before.year and (is_whole or is_same_time) and not _agrees(claim, now, then)


def _agrees(claim: Gold, now: Yearly, then: Yearly) -> bool:
    """To the printed precision, and within what the words of degree of both years leave open."""
    stated = claim["value"] if claim["sign"] == "+" else -claim["value"]
    half = 0.5 if claim["number"] == DOUBLED else step(claim["number"]) * (10 if TENTHS in claim["number"] else 1) / 2
    low, high = _difference(now.interval, then.interval)
    assert low is not None and high is not None, "a claim on a figure without a bound: not met in the sample corpus"
    if claim["unit"] == "percent":
        low, high = 100 * low / then.value, 100 * high / then.value
    else:
        half = half if claim["unit"] == "pct_point" else 0.0
    return low - half - 1e-9 <= stated <= high + half + 1e-9
