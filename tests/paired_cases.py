"""Small cases of other hands laid over reports: a sentence or two of this year, perhaps one of the year before.

Belongs here: making a warehouse of such cases, each in a county of its own. Does not belong here: what must be found
(`test_contradictions.py`, `test_small_changes.py`).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import duckdb
from scoring_audit import warehouse_of

GOLDEN = Path(__file__).parent / "golden"
THIS_YEAR, LAST_YEAR = 2023, 2022
DIGITS = "甲乙丙丁戊己庚辛壬癸"
REPORT = (
    "石桥镇{year}年度法治政府建设情况报告\n\n"
    "　　石桥镇坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，"
    "在{county}县委、{county}县政府的坚强领导下，在{county}县司法局的有力指导下，扎实推进依法行政，"
    "为全镇经济社会高质量发展营造良好的法治环境。现将{year}年度法治政府建设工作情况报告如下：\n"
    "　　一、主要工作开展情况\n　　{body}\n\n石桥镇人民政府\n{next_year}年1月15日\n"
)


@cache
def cases(name: str) -> tuple[dict, ...]:
    """The cases of one file of `golden`, in order; `this` and `last` are sentences, `last` may be null."""
    return tuple(json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines())


def warehouse_of_cases(name: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse of the cases; the source of each report is `‹number of the case›-‹year›.txt`."""
    for number, case in enumerate(cases(name)):
        county = "".join(DIGITS[int(digit)] for digit in f"{number:03d}")
        for year, key in ((THIS_YEAR, "this"), (LAST_YEAR, "last")):
            if case.get(key):
                text = REPORT.format(year=year, next_year=year + 1, county=county, body=case[key])
                (folder / f"{number:03d}-{year}.txt").write_text(text, encoding="utf-8")
    return warehouse_of(folder)
