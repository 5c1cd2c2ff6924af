"""The Dagster pages of a warehouse, as `fazhi ui` starts them, asked and ordered about over GraphQL as a browser does.

Belongs here: starting and ending them, questions and orders, finding their processes. Does not belong here: what is
done to them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from assets.defaults import LOOPBACK
from benchmarks.drills.processes import command_of, descendants_of, is_alive, kill, wait_for
from benchmarks.drills.ready_builds import PROJECT

FAZHI = (sys.executable, "-c", "from assets.commands.cli import main; main()")
# Imports of four processes on a machine that does other work too.
START_SECONDS = 600
END_SECONDS = 60
ANSWER_SECONDS = 60
POLL_SECONDS = 0.25

DAEMON, WEBSERVER = "dagster._daemon", "dagster_webserver"
FINISHED = ("SUCCESS", "FAILURE", "CANCELED")

WHAT_RUNS = """{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name }
    sensors { name sensorState { id status } } schedules { name scheduleState { id status } } } } } }"""
RUNS = "{ runsOrError { ... on Runs { results { runId status startTime tags { key value } } } } }"
LAUNCH = """mutation Launch($params: ExecutionParams!) { launchRun(executionParams: $params) { __typename
    ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
EVENTS = """query Events($run: ID!) { logsForRun(runId: $run) { ... on EventConnection { events { __typename
    ... on MessageEvent { message level }
    ... on ErrorEvent { error { message stack } } } } } }"""
STOP_SENSOR = "mutation Stop($id: String!) { stopSensor(id: $id) { __typename } }"
STOP_SCHEDULE = "mutation Stop($id: String!) { stopRunningSchedule(id: $id) { __typename } }"


class Pages(AbstractContextManager["Pages"]):
    """`fazhi ui` on a free port, with its daemon, webserver and code server."""

    def __init__(self, corpus: Path, warehouse: Path, said: Path, **environment: str):
        self._command = [*FAZHI, "ui", str(corpus), "--warehouse", str(warehouse)]
        self._said = said
        self._environment = environment
        self._seen: set[int] = set()
        self.port = 0

    def __enter__(self) -> Pages:
        self.port = free_port()
        with self._said.open("ab") as said:
            self._ui = subprocess.Popen(
                [*self._command, "--port", str(self.port)],
                cwd=PROJECT,
                env={**os.environ, "PYTHONPATH": str(PROJECT), **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            wait_for(self._loaded, START_SECONDS, "the pages come up", POLL_SECONDS)
            # The daemon notes its heart-beats before it looks at sensors.
            wait_for(lambda: self._process(DAEMON), START_SECONDS, "the daemon starts", POLL_SECONDS)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def has_ended(self) -> bool:
        """Whether `fazhi ui` itself is gone."""
        return self._ui.poll() is not None

    def wait(self, seconds: float) -> int:
        """Wait for `fazhi ui` to end by itself; its exit status."""
        return self._ui.wait(seconds)

    def members(self) -> list[int]:
        """Every process of the pages that runs now, runs included."""
        found = [pid for pid in descendants_of(self._ui.pid) if is_alive(pid)]
        self._seen.update(found)
        return found

    def survivors(self) -> list[int]:
        """Processes of the pages that were seen earlier and still run."""
        return [pid for pid in self._seen if is_alive(pid)]

    @property
    def daemon(self) -> int:
        """The process of the daemon."""
        return wait_for(lambda: self._process(DAEMON), START_SECONDS, "the daemon starts")

    @property
    def webserver(self) -> int:
        """The process of the webserver."""
        return wait_for(lambda: self._process(WEBSERVER), START_SECONDS, "the webserver starts")

    def kill_all(self) -> None:
        """SIGKILL to every process at once, as when the power fails."""
        for pid in (self._ui.pid, *self.members()):
            kill(pid)
        self._ui.wait()

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of an answer. Raises OSError where nobody answers, RuntimeError with what the pages refuse."""
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{self.port}/graphql",
            data=json.dumps({"query": query, "variables": variables or {}}).encode(),
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as said:
                answer = json.load(said)
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode("utf-8", "replace")) from error
        if answer.get("errors"):
            raise RuntimeError(str(answer["errors"]))
        return answer["data"]

    def launch(self, job: str, partitions: Sequence[str]) -> str:
        """Start a run of a job over all partitions, as the launchpad does; its id."""
        selector = {**self._repository(), "jobName": job}
        tags = zip(("start", "end"), (partitions[0], partitions[-1]), strict=True)
        metadata = {"tags": [{"key": f"dagster/asset_partition_range_{at}", "value": name} for at, name in tags]}
        params = {"selector": selector, "runConfigData": {}, "executionMetadata": metadata}
        launched = self.ask(LAUNCH, {"params": params})["launchRun"]
        if "run" not in launched:
            raise RuntimeError(f"the run was not launched: {launched}")
        return launched["run"]["runId"]

    def runs(self) -> dict[str, str]:
        """States of all runs by id, the newest first."""
        return {run["runId"]: run["status"] for run in self.ask(RUNS)["runsOrError"]["results"]}

    def finished(self, run_id: str, seconds: float = START_SECONDS) -> str:
        """Wait for a run to end; its state."""

        def state() -> str | None:
            return status if (status := self.runs()[run_id]) in FINISHED else None

        return wait_for(state, seconds, "a run ends", POLL_SECONDS)

    def events(self, run_id: str) -> list[dict[str, Any]]:
        """The events of a run as its page shows them."""
        return self.ask(EVENTS, {"run": run_id})["logsForRun"]["events"]

    def stop_automation(self) -> None:
        """Switch sensors and schedules off, so that only this drill starts runs; the instance remembers that."""
        (repository,) = self.ask(WHAT_RUNS)["repositoriesOrError"]["nodes"]
        for sensor in repository["sensors"]:
            self.ask(STOP_SENSOR, {"id": sensor["sensorState"]["id"]})
        for schedule in repository["schedules"]:
            self.ask(STOP_SCHEDULE, {"id": schedule["scheduleState"]["id"]})

    def _repository(self) -> dict[str, str]:
        (repository,) = self.ask(WHAT_RUNS)["repositoriesOrError"]["nodes"]
        return {"repositoryName": repository["name"], "repositoryLocationName": repository["location"]["name"]}

    def _loaded(self) -> bool:
        if self.has_ended:
            raise RuntimeError(f"fazhi ui ended with status {self._ui.returncode}, see {self._said}")
        try:
            return bool(self.ask(WHAT_RUNS)["repositoriesOrError"].get("nodes"))
        except (OSError, RuntimeError):
            return False

    def _process(self, part: str) -> int | None:
        """The process that runs a part of Dagster: `dagster_webserver` or `dagster._daemon`."""
        return next((pid for pid in self.members() if f"-m {part} " in command_of(pid) + " "), None)

    def _end(self) -> None:
        self.members()
        if not self.has_ended:
            self._ui.send_signal(signal.SIGTERM)
            try:
                self._ui.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._ui.kill()
                self._ui.wait()
        until = time.monotonic() + END_SECONDS
        while self.survivors() and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        for pid in self.survivors():
            kill(pid)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
