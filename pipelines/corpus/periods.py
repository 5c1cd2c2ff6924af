"""Which part of a year a text says that it is about, by its own words: a half-year report is not the annual one.

Belongs here: the words of a period in title and body. Does not belong here: the day until which figures reach, which
needs the year (`pipelines/identity/report_year.py`), the verdict on a pair (`editions.py`).

A half-year report is often written over the annual one of the year before, and its figures may be so few that they
nearly agree; but it says 上半年 where that one says 全年.
"""

from __future__ import annotations

import re

from pipelines.identity.report_year import names_part_of_year

PART, WHOLE = "part", "whole"
HEAD_LINES = 3
"""Lines in which a title stands: what a page left over may come first."""

LONGEST_TITLE = 60

_PART_WORDS = re.compile(r"上半年|(?:前|一至|1[-—至])[二三23]个?季度|1月?[-—至][6-9]月")
_WHOLE_WORDS = re.compile(r"全年|一年来|年度报告|本年度")
_YEAR = re.compile(r"20\d\d年")


def period_told(text: str) -> str | None:
    """`part` or `whole` of a year; None where a text's words leave it open. The title says it, else the body.

    >>> period_told("清河镇2024年上半年工作总结\\n"), period_told("清河镇2024年法治政府建设年度报告\\n")
    ('part', 'whole')
    >>> period_told("法治政府建设情况\\n上半年调解纠纷36件。"), period_told("法治政府建设情况\\n调解36件。")
    ('part', None)
    """
    lines = [line for line in text.split("\n") if line.strip()][:HEAD_LINES]
    titles = [line for line in lines if len(line) <= LONGEST_TITLE and "。" not in line]
    if any(names_part_of_year(title) for title in titles):
        return PART
    if any(_YEAR.search(title) for title in titles):
        return WHOLE
    parts, wholes = bool(_PART_WORDS.search(text)), bool(_WHOLE_WORDS.search(text))
    if parts == wholes:
        return None  # an annual report may look back on its first half
    return PART if parts else WHOLE
