"""What the sensors tell of runs: each failure once, by check or otherwise, and warnings only when they are new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from alert_servers import WebhookServer, serving
from building import workshop
from dagster._core.test_utils import create_run_for_test

from assets.alerts.sensors import alert_delivery, check_warnings, run_failures
from assets.resources import Workshop
from assets.runs.instance import opened_instance
from assets.runs.liveness import GONE

# What the checks of the little asset below find, told by the tests.
FOUND = {"blocks": True, "warns": True}


@dg.asset(
    check_specs=[
        dg.AssetCheckSpec("blocks", asset="little", blocking=True),
        dg.AssetCheckSpec("warns", asset="little"),
    ]
)
def little() -> dg.MaterializeResult:
    """An asset with a check of either kind, so that no warehouse need be built."""
    severity = {"blocks": dg.AssetCheckSeverity.ERROR, "warns": dg.AssetCheckSeverity.WARN}
    return dg.MaterializeResult(
        check_results=[
            dg.AssetCheckResult(passed=passed, check_name=name, severity=severity[name], description="坏行：3 处")
            for name, passed in FOUND.items()
        ]
    )


@dg.asset(deps=[little])
def after_little() -> None:
    """What a blocking check keeps from being made."""


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setitem(FOUND, "blocks", True)
    monkeypatch.setitem(FOUND, "warns", True)
    return workshop(tmp_path / "corpus", tmp_path / "w.duckdb")


@pytest.fixture
def instance(ours: Workshop) -> Iterator[dg.DagsterInstance]:
    with opened_instance(ours.layout) as instance:
        yield instance


class Daemon:
    """Evaluates a sensor as the daemon does, and keeps its cursor."""

    def __init__(self, sensor: dg.SensorDefinition, instance: dg.DagsterInstance, ours: Workshop):
        self._sensor, self._instance, self._ours = sensor, instance, ours
        self._cursor: str | None = None
        self.tick()

    def tick(self, *, loses_cursor: bool = False) -> Any:
        context = dg.build_sensor_context(
            instance=self._instance, cursor=self._cursor, resources={"workshop": self._ours}
        )
        done = self._sensor.evaluate_tick(context)
        if not loses_cursor:
            self._cursor = done.cursor
        return done


def told(ours: Workshop) -> list[dict[str, str]]:
    """What was told so far."""
    records = ours.layout.alerts_folder / "alerts.jsonl"
    return [json.loads(line) for line in records.read_text("utf-8").splitlines()] if records.exists() else []


def little_run(instance: dg.DagsterInstance) -> None:
    job = dg.Definitions([little, after_little]).resolve_implicit_global_asset_job_def()
    job.execute_in_process(instance=instance, raise_on_error=False)


@pytest.mark.parametrize("said", [GONE, None], ids=["by our launcher", "by Dagster's code server"])
def test_a_run_that_died_is_told_once(instance: dg.DagsterInstance, ours: Workshop, said: str | None) -> None:
    daemon = Daemon(run_failures, instance, ours)
    run = create_run_for_test(instance, job_name="build", status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(run, said)
    daemon.tick(loses_cursor=True)
    daemon.tick()
    daemon.tick()
    (alert,) = told(ours)
    assert (alert["kind"], alert["run_id"]) == ("run_failed", run.run_id)
    assert "进程已不在" in alert["reason"]
    assert (ours.layout.alerts_folder / "alerts.log").read_text("utf-8").count("\n") == 1


def test_a_failure_of_another_job_is_told_as_that(instance: dg.DagsterInstance, ours: Workshop) -> None:
    daemon = Daemon(run_failures, instance, ours)
    run = create_run_for_test(instance, job_name="housekeeping", status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(run, "no space left")
    daemon.tick()
    (alert,) = told(ours)
    assert (alert["kind"], "housekeeping" in alert["reason"]) == ("job_failed", True)


def test_a_red_check_is_told_with_what_it_found(
    instance: dg.DagsterInstance, ours: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, warnings = (Daemon(sensor, instance, ours) for sensor in (run_failures, check_warnings))
    monkeypatch.setitem(FOUND, "blocks", False)
    little_run(instance)
    failures.tick()
    warnings.tick()
    (alert,) = told(ours)
    assert alert["kind"] == "check_failed"
    assert "blocks（坏行：3 处）" in alert["reason"]


def test_warnings_come_in_one_message_and_not_every_day(
    instance: dg.DagsterInstance, ours: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, warnings = (Daemon(sensor, instance, ours) for sensor in (run_failures, check_warnings))
    little_run(instance)
    warnings.tick()
    assert told(ours) == [], "nothing was found"
    monkeypatch.setitem(FOUND, "warns", False)
    for _ in range(2):
        little_run(instance)
        warnings.tick()
    failures.tick()
    (alert,) = told(ours)
    assert (alert["kind"], alert["reason"]) == ("warnings", "warns（坏行：3 处）")


def test_what_is_told_is_delivered_by_the_next_tick(
    instance: dg.DagsterInstance, ours: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, delivery = (Daemon(sensor, instance, ours) for sensor in (run_failures, alert_delivery))
    server = WebhookServer()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FAZHI_ALERT_WEBHOOK", server.address)
    run = create_run_for_test(instance, job_name="build", status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(run, GONE)
    with serving(server):
        failures.tick()
        said = delivery.tick().skip_message
        delivery.tick()
    assert len(server.received) == 1
    assert "已送达 1 条" in said
    monkeypatch.setenv("FAZHI_ALERT_WEBHOOK_TEMPLATE", "not json")
    assert "FAZHI_ALERT_WEBHOOK_TEMPLATE" in delivery.tick().skip_message
