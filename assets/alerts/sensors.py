"""When alerts are told and delivered: after runs, and at each tick while something waits for delivery.

Belongs here: the sensors. Does not belong here: the words (`messages.py`), keeping and sending (`outbox.py`,
`channels.py`).

They watch all runs of the instance, builds by hand too: one that cron starts has nobody at its terminal.
"""

from __future__ import annotations

import logging
from contextlib import suppress

import dagster as dg

from assets.alerts.channels import Channel, ChannelError, Undelivered, channels
from assets.alerts.messages import WARNINGS, Alert, of_failed_run, of_warnings
from assets.alerts.outbox import Outbox
from assets.resources import Workshop
from assets.runs.outcomes import events_of

INTERVAL_SECONDS = 30

log = logging.getLogger(__name__)


def tell(workshop: Workshop, alert: Alert) -> bool:
    """Note an alert, to be delivered where a channel is set up (or wrongly set up: that may be mended).

    Where not even a line can be written, as on a full disk, it is sent at once: that is what somebody must know then.
    """
    try:
        found, is_wanted = channels(), False
    except ChannelError:
        found, is_wanted = [], True
    try:
        return Outbox(workshop.layout.alerts_folder).tell(alert, deliver=bool(found) or is_wanted)
    except OSError as error:
        log.warning("alert %s could not be written: %s", alert.alert_id, error)
        for channel in found:
            with suppress(Undelivered):
                channel.send(alert.title, alert.text())
        return True


@dg.run_failure_sensor(
    name="run_failures",
    monitor_all_code_locations=True,
    minimum_interval_seconds=INTERVAL_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of every run that failed, by a red check or otherwise, once. See `<warehouse>.work/alerts`.",
)
def run_failures(context: dg.RunFailureSensorContext, workshop: Workshop) -> None:
    """One alert a failed run."""
    run = context.dagster_run
    tell(workshop, of_failed_run(run, events_of(context.instance, run.run_id)))


@dg.run_status_sensor(
    name="check_warnings",
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitor_all_code_locations=True,
    minimum_interval_seconds=INTERVAL_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of checks that found something without blocking: all of a run at once, and only what is new.",
)
def check_warnings(context: dg.RunStatusSensorContext, workshop: Workshop) -> None:
    """One alert a run, unless the last one said the same: a warning of every day would soon be read by nobody."""
    run_id = context.dagster_run.run_id
    alert = of_warnings(run_id, events_of(context.instance, run_id))
    if alert is not None and alert.reason != Outbox(workshop.layout.alerts_folder).last_reason(WARNINGS):
        tell(workshop, alert)


@dg.sensor(
    name="alert_delivery",
    minimum_interval_seconds=INTERVAL_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Delivers alerts by webhook and mail where FAZHI_ALERT_WEBHOOK or FAZHI_ALERT_SMTP_HOST is set; tries again"
        " with growing pauses, and gives up after half a day."
    ),
)
def alert_delivery(context: dg.SensorEvaluationContext, workshop: Workshop) -> dg.SkipReason:
    """What waits, as far as it is due. Starts no run."""
    try:
        found: list[Channel] = channels()
    except ChannelError as error:
        return dg.SkipReason(f"告警设置有误：{error}")
    if not found:
        return dg.SkipReason("没有设置告警的去处，只写日志")
    done = Outbox(workshop.layout.alerts_folder).deliver(found)
    return dg.SkipReason(
        f"已送达 {done.delivered} 条，未送达 {done.failed} 条，放弃 {done.given_up} 条，待送 {done.waiting} 条"
    )
