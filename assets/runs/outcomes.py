"""What a run has to say for itself, from its events: why it failed, and what its checks found.

Belongs here: telling that in one line. Does not belong here: where it is shown (`builds.py` for the command,
`assets/alerts` for whoever is not looking).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import dagster as dg

from assets.errors import BuildFailed, DiskFull, tells_full_disk
from assets.publishing.verdict import REMEDY
from assets.runs.liveness import GONE

CHECKS_SHOWN = 3

# How Dagster's code server ends a run whose process died under it; why stands in an event before, in its own words.
FROM_OUTSIDE = "This run has been marked as failed from outside the execution context."


def events_of(instance: dg.DagsterInstance, run_id: str) -> list[dg.DagsterEvent]:
    """The events of a run as the instance keeps them."""
    return [entry.dagster_event for entry in instance.all_logs(run_id) if entry.dagster_event is not None]


def checks_of(events: Iterable[dg.DagsterEvent]) -> list[dg.AssetCheckEvaluation]:
    """What the checks of a run found."""
    kind = dg.DagsterEventType.ASSET_CHECK_EVALUATION
    return [cast(dg.AssetCheckEvaluation, e.event_specific_data) for e in events if e.event_type is kind]


def blocked_by(checks: Iterable[dg.AssetCheckEvaluation]) -> list[dg.AssetCheckEvaluation]:
    """The checks that kept a warehouse from being published."""
    return [
        check
        for check in checks
        if not check.passed and check.blocking and check.severity is dg.AssetCheckSeverity.ERROR
    ]


def failure_of(events: Sequence[dg.DagsterEvent]) -> BuildFailed:
    """The first thing that went wrong, in one line: checks that block publishing, else a failed step."""
    if failed := blocked_by(checks_of(events)):
        # Dagster lets the step of a blocking check fail too, but in words of its own.
        shown = "；".join(check_message(check) for check in failed[:CHECKS_SHOWN])
        return BuildFailed(f"数据检查未通过，未发布：{shown}", _check_details(failed))
    for event in events:
        if event.is_step_failure and (message := _step_message(event)) is not None:
            return message
    failure = next((event for event in events if event.is_run_failure), None)
    return _run_message(failure) if failure else BuildFailed("构建未完成，未发布")


def check_message(check: dg.AssetCheckEvaluation) -> str:
    """What a check found and what to do about it."""
    said = f"（{check.description}）" if check.description else ""
    remedy = check.metadata.get(REMEDY)
    return f"{check.check_name}{said}" + (f"。怎么办：{remedy.value}" if remedy else "")


def _check_details(failed: list[dg.AssetCheckEvaluation]) -> str:
    """What each failed check shows of the bad rows."""
    lines = [f"{check.check_name} {name}: {value.value}" for check in failed for name, value in check.metadata.items()]
    return "\n".join(lines) + "\n"


def _step_message(event: dg.DagsterEvent) -> BuildFailed | None:
    data: Any = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return BuildFailed(data.user_failure_data.description)
    error = data.error.cause or data.error if data.error else None
    if error is None:
        return None
    if tells_full_disk(data.error.to_string()):
        return BuildFailed(str(DiskFull()))
    if error.cls_name == dg.DagsterExecutionInterruptedError.__name__:
        return BuildFailed("已中断，未发布；已读的报告下次不必再读")
    return BuildFailed(
        f"程序内部错误（{event.step_key}：{_first_line(error.message, error.cls_name)}），未发布",
        data.error.to_string(),
    )


def _run_message(event: dg.DagsterEvent) -> BuildFailed:
    """Of a run that failed outside its steps: before the first one, or because its process is gone."""
    data: Any = event.event_specific_data
    error = data.error if data is not None else None
    if error is None:
        said = _first_line(event.message, "")
        is_gone = said in ("", FROM_OUTSIDE) or GONE in said  # run monitoring puts words of its own around ours
        return BuildFailed(f"构建未完成，未发布：{GONE if is_gone else said}")
    if tells_full_disk(error.to_string()):
        return BuildFailed(str(DiskFull()))
    cause = error
    while cause.cause is not None:
        cause = cause.cause
    return BuildFailed(f"构建未能开始，未发布：{_first_line(cause.message, cause.cls_name)}", error.to_string())


def _first_line(text: str | None, otherwise: str | None) -> str:
    lines = (text or "").strip().splitlines()
    return lines[0] if lines else otherwise or ""
