"""What is told: an alert, as one line for a person and as one for a program.

Belongs here: the words. Does not belong here: where it goes (`channels.py`), when it is told (`sensors.py`), keeping it
(`outbox.py`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

from assets.defaults import PAGES_VARIABLE, TIME_ZONE
from assets.runs.outcomes import blocked_by, check_message, checks_of, failure_of
from assets.runs.requests import BUILDING_JOBS, RETRY_AFTER_SECONDS

RUN_FAILED, CHECK_FAILED, JOB_FAILED = "run_failed", "check_failed", "job_failed"
WARNINGS, NOT_STARTED, TEST = "warnings", "not_started", "test"

TITLES = {
    RUN_FAILED: "构建失败，数据库仍是上一版",
    CHECK_FAILED: "数据检查未通过，数据库仍是上一版",
    JOB_FAILED: "作业失败，与已发布的数据库无关",
    WARNINGS: "已发布，但有数据提示",
    NOT_STARTED: "定时构建没有启动，数据库仍是上一版",
    TEST: "这是一条测试消息",
}
ADVICE = {
    RUN_FAILED: f"自动的构建 {RETRY_AFTER_SECONDS // 60} 分钟后再试一次；再失败请看该次运行的记录和 error.log",
    CHECK_FAILED: "请在页面 comparisons 的 Checks 里看坏行和处理办法，改正原文件或清单后会自动重建",
    JOB_FAILED: "请在页面 Runs 里看该次运行的记录",
    WARNINGS: "不影响使用，请抽空在页面 comparisons 的 Checks 里核对",
    NOT_STARTED: "请按所说的改正，传感器会在半分钟内自动构建",
    TEST: "收到即说明告警设置可用，无需处理",
}
# Robots of office chats cut or refuse texts of more than 2,048 bytes (WeCom); a hanzi is three of them.
MAX_REASON_CHARACTERS = 400
RUN_ID_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that somebody should know. Told once for each `alert_id`."""

    alert_id: str
    kind: str
    told_at: str
    title: str
    reason: str
    advice: str
    run_id: str = ""

    def line(self) -> str:
        """For a person, in one line."""
        run = f"（运行 {self.run_id[:RUN_ID_SHOWN]}）" if self.run_id else ""
        return f"{self.told_at} 【fazhi】{self.title}{run}：{self.reason}。{self.advice}"

    def text(self) -> str:
        """For a chat or a mail: the same with a link, where the address of the pages is known."""
        pages = os.environ.get(PAGES_VARIABLE, "").rstrip("/")
        link = f"\n{pages}/runs/{self.run_id}" if pages and self.run_id else ""
        return f"{self.line()}{link}"

    def record(self) -> dict[str, str]:
        """For a program."""
        return asdict(self)


def of_failed_run(run: dg.DagsterRun, events: Sequence[dg.DagsterEvent]) -> Alert:
    """Of a run that failed: one alert, whether a check stopped it or something else."""
    kind = CHECK_FAILED if blocked_by(checks_of(events)) else RUN_FAILED
    if run.job_name not in BUILDING_JOBS:
        kind = JOB_FAILED
    told = f"作业 {run.job_name}：{failure_of(events)}" if kind == JOB_FAILED else str(failure_of(events))
    return _alert(f"{run.run_id}-failed", kind, told, run.run_id)


def of_warnings(run_id: str, events: Iterable[dg.DagsterEvent]) -> Alert | None:
    """All checks of a run that found something without blocking, in one alert; None where there are none."""
    found = [check_message(check) for check in checks_of(events) if not check.passed]
    return _alert(f"{run_id}-warnings", WARNINGS, "；".join(sorted(found)), run_id) if found else None


def of_no_start(reason: str) -> Alert:
    """Of a build that the schedule could not ask for; told once a day for the same reason."""
    day = f"{datetime.now(ZoneInfo(TIME_ZONE)):%Y%m%d}"
    return _alert(f"{day}-{hashlib.sha256(reason.encode()).hexdigest()[:8]}", NOT_STARTED, reason)


def of_test() -> Alert:
    """A message that only shows whether messages arrive."""
    return _alert(f"test-{datetime.now(ZoneInfo(TIME_ZONE)):%Y%m%d%H%M%S%f}", TEST, "由 fazhi alerts --test 发出")


def _alert(alert_id: str, kind: str, reason: str, run_id: str = "") -> Alert:
    told_at = datetime.now(ZoneInfo(TIME_ZONE)).isoformat(timespec="seconds")
    in_one_line = " ".join(reason.split()).rstrip("。")
    is_long = len(in_one_line) > MAX_REASON_CHARACTERS
    shown = in_one_line[: MAX_REASON_CHARACTERS - 1] + "…" if is_long else in_one_line
    return Alert(alert_id, kind, told_at, TITLES[kind], shown, ADVICE[kind], run_id)
