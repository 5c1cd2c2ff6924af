"""Alerts as files beside the warehouse: what was told, and what is still to be delivered.

Belongs here: telling each alert once, keeping it until it is delivered or given up. Does not belong here: how a channel
delivers (`channels.py`), the words (`messages.py`).

    alerts.jsonl     one alert a line, for programs
    alerts.log       the same for people, with what became of its delivery
    pending/*.json   alerts that some channel has not taken yet
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assets.alerts.channels import Channel, Undelivered
from assets.alerts.messages import Alert
from assets.defaults import TIME_ZONE
from assets.locking import alone

# Tries after 0, 1, 3, 7, 15, 31 minutes and then hourly: a server that is down for half a day still gets the message.
MOST_TRIES = 18
FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 3600
# Three deliveries by two channels, each ended after 8 s, fit into the 60 s that Dagster gives a tick.
ALERTS_A_TICK = 3


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of deliveries came to."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Outbox:
    """The alerts of one warehouse, in its folder."""

    folder: Path

    @property
    def records(self) -> Path:
        """One alert a line, for programs."""
        return self.folder / "alerts.jsonl"

    @property
    def log(self) -> Path:
        """One line each, for people."""
        return self.folder / "alerts.log"

    def tell(self, alert: Alert, *, deliver: bool) -> bool:
        """Note an alert, and keep it for delivery if so asked; False where it was told before.

        The line for programs comes last and is what counts as told: a crash before it means telling again.
        """
        with alone(self.folder / "lock"):
            if alert.alert_id in self._told_ids():
                return False
            if deliver:
                self._keep(alert.alert_id, {"alert": alert.record(), "tries": {}, "next_at": 0.0})
            _append(self.log, alert.line())
            _append(self.records, json.dumps(alert.record(), ensure_ascii=False))
            return True

    def last_reason(self, kind: str) -> str | None:
        """The reason of the newest alert of a kind."""
        reasons = [record["reason"] for record in self._told() if record.get("kind") == kind]
        return reasons[-1] if reasons else None

    def newest(self, count: int) -> list[str]:
        """The newest lines for people."""
        return self.log.read_text("utf-8").splitlines()[-count:] if self.log.exists() else []

    def deliver(self, channels: Sequence[Channel], now: float | None = None) -> Delivery:
        """Try what is due, a few at a time; what no channel is left for, or was tried too often, is put away."""
        at = time.time() if now is None else now
        done = {"delivered": 0, "failed": 0, "given_up": 0}
        with alone(self.folder / "lock"):
            for file in self._due(at)[:ALERTS_A_TICK]:
                done[self._deliver_one(file, channels, at)] += 1
            return Delivery(**done, waiting=len(self._pending()))

    def _deliver_one(self, file: Path, channels: Sequence[Channel], at: float) -> str:
        kept = json.loads(file.read_text("utf-8"))
        alert, tries = Alert(**kept["alert"]), kept["tries"]
        open_channels = [channel for channel in channels if tries.get(channel.name) != "done"]
        for channel in open_channels:
            try:
                channel.send(alert.title, alert.text())
                tries[channel.name] = "done"
            except Undelivered as reason:
                tries[channel.name] = tries.get(channel.name, 0) + 1
                self._note(alert, f"{channel.name} 第 {tries[channel.name]} 次未送达：{reason}")
        left = [tries[channel.name] for channel in open_channels if tries[channel.name] != "done"]
        if left and max(left) < MOST_TRIES:
            pause = min(FIRST_PAUSE_SECONDS * 2 ** (max(left) - 1), LONGEST_PAUSE_SECONDS)
            self._keep(alert.alert_id, {**kept, "tries": tries, "next_at": at + pause})
            return "failed"
        if left:
            self._note(alert, "未送达，不再试")
        file.unlink(missing_ok=True)
        return "given_up" if left else "delivered"

    def _due(self, at: float) -> list[Path]:
        return [file for file in self._pending() if _next_at(file) <= at]

    def _pending(self) -> list[Path]:
        return sorted((self.folder / "pending").glob("*.json"))

    def _keep(self, alert_id: str, content: dict[str, Any]) -> None:
        file = self.folder / "pending" / f"{alert_id}.json"
        file.parent.mkdir(exist_ok=True)
        beside = file.with_suffix(".tmp")
        beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, file)

    def _note(self, alert: Alert, what: str) -> None:
        now = datetime.now(ZoneInfo(TIME_ZONE)).isoformat(timespec="seconds")
        _append(self.log, f"{now} {alert.alert_id}：{what}")

    def _told(self) -> list[dict[str, Any]]:
        if not self.records.exists():
            return []
        return [told for line in self.records.read_text("utf-8").splitlines() if (told := _record(line))]

    def _told_ids(self) -> set[str]:
        return {str(told.get("alert_id")) for told in self._told()}


def _next_at(file: Path) -> float:
    return float(json.loads(file.read_text("utf-8"))["next_at"])


def _record(line: str) -> dict[str, Any] | None:
    """A line of the log for programs; None for one that a full disk or a crash cut short."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _append(file: Path, line: str) -> None:
    """Add a line, on a line of its own even where the last one was cut short."""
    with file.open("ab+") as opened:
        opened.seek(0, os.SEEK_END)
        if opened.tell():
            opened.seek(-1, os.SEEK_END)
            line = line if opened.read(1) == b"\n" else f"\n{line}"
        opened.write(f"{line}\n".encode())
