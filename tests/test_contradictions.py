"""Small contradictions and their harmless twins, written by somebody who had not seen the rules: floors for both.

`golden/contradictions.jsonl`: 12 planted cases and 12 twins for each of ten kinds (`kind` is null for a twin, `near`
says what it is near to); `this` is of the report of 2023, `last` of the report of 2022. First shot: 75 of 120 found, 5
false in 120; what is missed today is told by the numbers below.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from scoring_audit import warehouse_of

CASES = Path(__file__).parent / "golden" / "contradictions.jsonl"
# Planted cases of each kind that are found, of 12. A number that rises must be raised here.
FOUND = {
    "conflicting_figures": 10,
    "count_above_total": 11,
    "foreign_place": 11,
    "impossible_rate": 12,
    "parts_vs_total": 12,
    "previous_vs_report": 12,
    "rate_vs_counts": 11,
    "scale_jump": 12,
    "stated_vs_computed": 12,
    "unit_changed": 10,
}
FALSE_TWINS = 1  # a figure of one village beside the whole town's of the next year
DIGITS = "甲乙丙丁戊己庚辛壬癸"
REPORT = (
    "石桥镇{year}年度法治政府建设情况报告\n\n"
    "　　石桥镇坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，"
    "在{county}县委、{county}县政府的坚强领导下，在{county}县司法局的有力指导下，扎实推进依法行政，为全镇经济社会高质量发展营造良好的法治环境。现将{year}年度法治政府建设"
    "工作情况报告如下：\n　　一、主要工作开展情况\n　　{body}\n\n石桥镇人民政府\n{next_year}年1月15日\n"
)


@cache
def _cases() -> tuple[dict, ...]:
    return tuple(json.loads(line) for line in CASES.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, set[str]]:
    """The kinds of findings of each case; every case lies in a county of its own."""
    folder = tmp_path_factory.mktemp("contradictions")
    for number, case in enumerate(_cases()):
        county = "".join(DIGITS[int(digit)] for digit in f"{number:03d}")
        for year, key in ((2023, "this"), (2022, "last")):
            if case[key]:
                text = REPORT.format(year=year, next_year=year + 1, county=county, body=case[key])
                (folder / f"{number:03d}-{year}.txt").write_text(text, encoding="utf-8")
    con = warehouse_of(folder)
    rows = con.execute(
        "select source, kind from findings join reports using (report_id)"
        " where severity <> 'info' and kind <> 'unresolved_place'"
    ).fetchall()
    kinds: dict[int, set[str]] = {number: set() for number in range(len(_cases()))}
    for source, kind in rows:
        kinds[int(source[:3])].add(kind)
    return kinds


def test_each_kind_has_its_cases_and_twins() -> None:
    planted = Counter(case["kind"] for case in _cases() if case["kind"])
    twins = Counter(case["near"] for case in _cases() if not case["kind"])
    assert planted == twins == dict.fromkeys(FOUND, 12)


@pytest.mark.parametrize("kind", FOUND)
def test_planted_contradictions_are_found(kind: str, found: dict[int, set[str]]) -> None:
    missed = [
        case["this"] for number, case in enumerate(_cases()) if case["kind"] == kind and kind not in found[number]
    ]
    assert 12 - len(missed) == FOUND[kind], missed


def test_harmless_twins_are_left_alone(found: dict[int, set[str]]) -> None:
    false = [(case["this"], found[n]) for n, case in enumerate(_cases()) if not case["kind"] and found[n]]
    assert len(false) == FALSE_TWINS, false
