"""The real pages of a small corpus: `fazhi ui` with webserver, daemon and code server, as a user starts them.

Belongs here: starting and ending them, waiting for a run or a tick, what lies on disk. Does not belong here: the
browser (`screen.py`), what should have happened (`test_operator.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from building import PROJECT

from assets.defaults import LOOPBACK
from assets.layout import Layout
from assets.runs.pace import SENSOR_SECONDS_VARIABLE
from assets.stages.store import FrameStore

PLANTED = Path(__file__).parent / "planted"

# Deadlines, not durations. The pages answer after 15 s and a run of seven reports takes 16 s where nothing else is at
# work; beside a dozen test runs on the same two cores it was 50 s and 5 minutes.
START_SECONDS = 600
RUN_SECONDS = 900
END_SECONDS = 60
# How often a waiting test looks again, and how often the sensor does.
LOOK_SECONDS = 0.5
SENSOR_SECONDS = 5

FINISHED = ("SUCCESS", "FAILURE", "CANCELED")
RUNS = "{ runsOrError(limit: 50) { ... on Runs { results { runId status } } } }"
LOADED = "{ assetNodes { assetKey { path } } }"
# The published file as an analyst reads it, in a process of its own: DuckDB locks a file for a whole process.
ASK = (
    "import duckdb, json, sys; con = duckdb.connect(sys.argv[1], read_only=True);"
    " print(json.dumps(con.execute(sys.argv[2]).fetchall()))"
)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the job as Dagster lists it."""

    run_id: str
    status: str


@dataclass
class Pages:
    """The pages of one corpus and warehouse, and the process behind them."""

    corpus: Path
    warehouse: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://{LOOPBACK}:{self.port}"

    def asked(self, query: str) -> dict[str, Any] | None:
        """The answer to a GraphQL query; None while nobody answers."""
        body = json.dumps({"query": query}).encode()
        request = urllib.request.Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
                return json.load(answer)["data"]
        except (urllib.error.URLError, ConnectionError):
            return None

    def runs(self) -> list[Run]:
        """All runs, the newest first."""
        data = self.asked(RUNS)
        assert data is not None, f"the pages are gone:\n{self.log.read_text('utf-8')[-3000:]}"
        return [Run(run["runId"], run["status"]) for run in data["runsOrError"]["results"]]

    def run_after(self, change: Callable[[], None]) -> Run:
        """Make a change; returns the run that it brings about, once that has ended."""
        known = {run.run_id for run in self.runs()}
        change()

        def ended() -> Run | None:
            new = [run for run in self.runs() if run.run_id not in known]
            assert len(new) <= 1, f"one change started {len(new)} runs"
            return next((run for run in new if run.status in FINISHED), None)

        return self.wait(ended, RUN_SECONDS, "a run")

    def wait(self, condition: Callable[[], Found | None], seconds: float, what: str) -> Found:
        """Wait until `condition` gives something; fails with `what` when it does not, or when the pages end."""
        give_up_at = time.monotonic() + seconds
        while time.monotonic() < give_up_at:
            if found := condition():
                return found
            try:
                self.process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            break
        pytest.fail(f"waited for {what} in vain; the pages said:\n{self.log.read_text('utf-8')[-3000:]}")

    def published(self, query: str) -> list[list[Any]]:
        """The rows of a query to the published file."""
        command = [sys.executable, "-c", ASK, str(self.warehouse), query]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def published_digest(self) -> str:
        """The published file as it is, byte by byte."""
        return hashlib.sha256(self.warehouse.read_bytes()).hexdigest()

    def frames(self, frame: str) -> dict[str, tuple[str, int]]:
        """Content and time of change of a stage's frames, by batch."""
        store = FrameStore(Layout(self.warehouse).frames_folder)
        batches = sorted(folder.name for folder in self.corpus.iterdir() if folder.is_dir())
        files = {batch: store.path(frame, batch) for batch in batches}
        return {
            batch: (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
            for batch, file in files.items()
        }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder: Path) -> Iterator[Pages]:
    """The pages of a corpus in `folder`, which has no report yet, until the end of the block."""
    corpus, warehouse, log, port = folder / "corpus", folder / "w.duckdb", folder / "pages.log", free_port()
    corpus.mkdir()
    environment = {
        **os.environ,
        SENSOR_SECONDS_VARIABLE: str(SENSOR_SECONDS),
        "PYTHONPATH": os.pathsep.join(map(str, (PLANTED, PROJECT, os.environ.get("PYTHONPATH", "")))),
    }
    command = [sys.executable, "-c", "from assets.commands.cli import main; main()", "ui"]
    command += [str(corpus), "--warehouse", str(warehouse), "--port", str(port)]
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=subprocess.STDOUT)
    pages = Pages(corpus, warehouse, port, process, log)
    try:
        pages.wait(lambda: (pages.asked(LOADED) or {}).get("assetNodes"), START_SECONDS, "the pages")
        yield pages
    finally:
        process.terminate()
        process.wait(END_SECONDS)
