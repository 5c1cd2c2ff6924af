"""`year_over_year` of the sample corpus against a second reckoning from gold, and against rows worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import PROJECT, rows
from gold_years import interval, measure_word, step
from hand_worked_years import HAND_WORKED, HandWorked, Quote
from oracle_years import Key, Row, expected_rows, key

from warehouse.lexicons import CAUTIONS

SEEDS = PROJECT / "seeds"
AT_LEAST = 150  # rows that must be compared
HAND_WORKED_AT_LEAST = 20
STATUSES = {"compared", "new", "dropped", "not comparable"}
QUERY = """
    select p.name, p.county, metric_id, category, year, value, previous_year, previous_value,
        change, change_percent, change_low, change_high, status, cautions
    from year_over_year join places as p using (place_id)
"""

Rows = dict[Key, Row]


@pytest.fixture(scope="module")
def found(sample: Path) -> Rows:
    """The rows of the warehouse of the sample corpus."""
    made = [Row(*values[:-1], tuple(values[-1])) for values in rows(sample, QUERY)]
    assert len({key(row) for row in made}) == len(made)
    return {key(row): row for row in made}


@pytest.fixture(scope="module")
def expected() -> Rows:
    """The rows of the second reckoning."""
    return expected_rows(SEEDS)


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return one == other


def _differing(expected: Rows, found: Rows) -> Iterator[tuple[Key, str]]:
    """Each row that the two do not share, with both versions."""
    for at in sorted(expected.keys() | found.keys(), key=str):
        want, got = expected.get(at), found.get(at)
        if want is None or got is None:
            yield at, f"{at}\n    gold      {want}\n    warehouse {got}"
        elif not all(map(_same, want, got)):
            fields = [f"{n}: {w} / {g}" for n, w, g in zip(Row._fields, want, got, strict=True) if not _same(w, g)]
            yield at, f"{at} (gold / warehouse)\n    " + "\n    ".join(fields)


def test_the_warehouse_says_what_gold_says_row_for_row(expected: Rows, found: Rows) -> None:
    wrong = [text for _, text in _differing(expected, found)]
    assert not wrong, f"{len(wrong)} rows differ\n" + "\n".join(wrong)


def test_enough_rows_with_every_status_and_every_caution(expected: Rows) -> None:
    assert sum(row.status == "compared" for row in expected.values()) >= AT_LEAST
    assert {row.status for row in expected.values()} == STATUSES
    assert {caution for row in expected.values() for caution in row.cautions} == {caution.code for caution in CAUTIONS}


@pytest.mark.parametrize("case", HAND_WORKED, ids=lambda case: "-".join(map(str, key(case.row))))
def test_rows_worked_out_by_hand(case: HandWorked, expected: Rows, found: Rows) -> None:
    for reckoned in (expected, found):
        assert all(map(_same, case.row, reckoned[key(case.row)])), f"{reckoned[key(case.row)]}\n{case.arithmetic}"


def test_hand_worked_rows_are_enough_and_quote_the_reports() -> None:
    quotes = [q for case in HAND_WORKED for q in (case.before, case.now, *case.further) if q is not None]
    assert len({key(case.row) for case in HAND_WORKED}) == len(HAND_WORKED) >= HAND_WORKED_AT_LEAST
    assert {case.row.status for case in HAND_WORKED} == STATUSES
    assert {c for case in HAND_WORKED for c in case.row.cautions} == {caution.code for caution in CAUTIONS}
    assert [quote for quote in quotes if not _is_told(quote)] == []


def _is_told(quote: Quote) -> bool:
    raw = (SEEDS / "reports" / Path(quote.source)).read_bytes()
    try:
        return quote.words in raw.decode("utf-8")
    except UnicodeDecodeError:
        return quote.words in raw.decode("gb18030")


@pytest.mark.parametrize(
    ("number", "counts"),
    [
        ("3200余件", 100),
        ("1.2万余件", 1000),
        ("195万余元", 10_000),
        ("十余次", 10),
        ("三千一百余平方米", 100),
        ("一百二十余次", 10),
        ("二十一件", 1),
        ("百分之九十八点六", 0.1),
        ("17.2%", 0.1),
        ("１００％", 100),
        ("5,120件", 10),
        ("1 4次", 1),
    ],
)
def test_what_one_more_in_the_last_figure_counts(number: str, counts: float) -> None:
    assert step(number) == pytest.approx(counts)


@pytest.mark.parametrize(
    ("raw", "number", "value", "qualifier", "bounds", "word"),
    [
        ("巡查30余次", "30余次", 30, "over", (30, 40), "次"),
        ("超过700人", "700人", 700, "over", (700, None), "人"),
        ("不足50件", "50件", 50, "under", (None, 50), "件"),
        ("约300人次", "300人次", 300, "about", (250, 350), "人次"),
        ("近10次", "10次", 10, "about", (5, 10), "次"),
        ("6個(gè)", "6個(gè)", 6, "exact", (6, 6), "个"),
        ("43.5萬元", "43.5萬元", 435_000, "exact", (435_000, 435_000), "万元"),
        ("信息146", "146", 146, "exact", (146, 146), None),
        ("执法检查 | 次 | 214", "214", 214, "exact", (214, 214), "次"),
    ],
)
def test_what_a_figure_of_gold_leaves_open(
    raw: str, number: str, value: float, qualifier: str, bounds: tuple[float | None, float | None], word: str | None
) -> None:
    fact = {"raw": raw, "number": number, "value": value, "qualifier": qualifier}
    assert interval(fact, is_rate=False) == bounds
    assert measure_word(fact) == word
