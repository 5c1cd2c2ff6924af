"""The sentence in which a run ends when a check keeps the file from being published."""

from __future__ import annotations

from dataclasses import replace

import dagster as dg
import pytest

from assets.publishing.verdict import MOST_TOLD, require_passed
from warehouse.checks import CheckResult

SHOWN_AT = dg.AssetKey("comparisons")
RED = CheckResult("no_internal_errors", True, False, 2, [], "程序读某个文件时出错", "请报告开发者")


def told(*results: CheckResult) -> str:
    """What the page of the run says."""
    with pytest.raises(dg.Failure) as failure:
        require_passed(results, SHOWN_AT)
    return failure.value.description or ""


def test_the_reason_and_the_place_of_the_rows_are_told() -> None:
    assert told(RED, replace(RED, name="green", passed=True, bad_count=0)) == (
        "数据检查未通过，未发布，原来的数据库未动：no_internal_errors（程序读某个文件时出错：2 处）。"
        "出错的行见资产 comparisons 的 Checks 页"
    )


def test_of_many_the_first_are_told_and_all_are_counted() -> None:
    said = told(*[replace(RED, name=f"check_{number}") for number in range(MOST_TOLD + 2)])
    assert "check_0（" in said and f"check_{MOST_TOLD}（" not in said and "等 5 项" in said


def test_a_warning_ends_no_run() -> None:
    require_passed([replace(RED, blocking=False)], SHOWN_AT)
