"""How long the Dagster pages take to load in a headless Chromium, told by its own protocol.

Belongs here: opening a page, when it came to rest, which questions it asked the server. Does not belong here: starting
the pages (`drills/pages.py`), which of them are measured (`scale.py`).

A page is at rest when nothing began or ended for REST_SECONDS and no answer is outstanding. Questions that a page
repeats as long as it is open (status polls) come later than that, and web sockets do not count. Of scripts nobody waits
for the end: the browser does not tell the end of those that it took from its own memory.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from websockets.sync.client import ClientConnection, connect

from benchmarks.drills.processes import wait_for

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--remote-debugging-port=0", "--window-size=1600,1000", "about:blank"),
)
PORT_FILE = "DevToolsActivePort"
START_SECONDS = 120
REST_SECONDS = 3.0
LONGEST_SECONDS = 120.0
AWAITED = frozenset({"Document", "Fetch", "XHR"})
MESSAGE_BYTES = 256 * 1024 * 1024


@dataclass(slots=True)
class Question:
    """A request of a page to GraphQL; `seconds` is None while it is under way."""

    name: str
    start: float
    seconds: float | None = None
    size_bytes: int = 0


@dataclass(slots=True)
class PageLoad:
    """A page from the order to open it until it came to rest; `is_at_rest` is false where that took too long."""

    name: str
    shell_seconds: float = 0.0
    rest_seconds: float = 0.0
    is_at_rest: bool = True
    questions: list[Question] = field(default_factory=list)

    def slowest(self) -> Question | None:
        """The question that took longest."""
        return max(self.questions, key=lambda question: question.seconds or 0.0, default=None)


def browser_path() -> str | None:
    """The browser of this machine, None where it has none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@contextmanager
def opened_browser() -> Iterator[int]:
    """A browser with an empty profile; the port of its protocol."""
    browser = browser_path()
    if browser is None:
        raise FileNotFoundError("no Chromium on this machine")
    with tempfile.TemporaryDirectory(prefix="fazhi-browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [browser, f"--user-data-dir={profile}", *FLAGS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield wait_for(lambda: _port(Path(profile) / PORT_FILE), START_SECONDS, "the browser starts")
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _port(file: Path) -> int | None:
    lines = file.read_text("ascii").splitlines() if file.exists() else []
    return int(lines[0]) if lines else None


def load_page(port: int, name: str, url: str) -> PageLoad:
    """Open a page in a new tab, wait until it is at rest, and close it again."""
    with urlopen(Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")) as answer:
        tab = json.load(answer)
    try:
        # A browser on a busy machine may not answer pings for longer than it takes to give up.
        with connect(
            tab["webSocketDebuggerUrl"], max_size=MESSAGE_BYTES, compression=None, ping_interval=None
        ) as socket:
            return _Loading(socket, name).of(url)
    finally:
        urlopen(f"http://127.0.0.1:{port}/json/close/{tab['id']}").close()


class _Loading:
    """One page being loaded: what is under way, and what was asked."""

    def __init__(self, socket: ClientConnection, name: str):
        self._socket = socket
        self._page = PageLoad(name)
        self._under_way: set[str] = set()
        self._asked: dict[str, Question] = {}
        self._last = 0.0

    def of(self, url: str) -> PageLoad:
        for number, (method, parameters) in enumerate(
            (("Network.enable", {}), ("Page.enable", {}), ("Page.navigate", {"url": url}))
        ):
            self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        started = self._last = time.monotonic()
        while self._under_way or time.monotonic() - self._last < REST_SECONDS or not self._page.shell_seconds:
            if time.monotonic() - started > LONGEST_SECONDS:
                self._page.is_at_rest = False
                break
            self._hear(started)
        self._page.rest_seconds = self._last - started
        self._page.questions = list(self._asked.values())
        return self._page

    def _hear(self, started: float) -> None:
        try:
            told = json.loads(self._socket.recv(timeout=0.2))
        except TimeoutError:
            return
        method, parameters = told.get("method"), told.get("params", {})
        if method == "Page.loadEventFired" and not self._page.shell_seconds:
            self._page.shell_seconds = time.monotonic() - started
            self._last = time.monotonic()
        elif method == "Network.requestWillBeSent":
            self._begun(parameters)
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self._ended(parameters)

    def _begun(self, parameters: dict[str, Any]) -> None:
        request = parameters["request"]
        if request["url"].startswith("data:"):
            return
        if parameters.get("type") in AWAITED:
            self._under_way.add(parameters["requestId"])
        self._last = time.monotonic()
        if request["url"].endswith("/graphql") or "/graphql?" in request["url"]:
            told = json.loads(request.get("postData") or "{}")
            name = told.get("operationName") or "unnamed"
            self._asked[parameters["requestId"]] = Question(name, parameters["timestamp"])

    def _ended(self, parameters: dict[str, Any]) -> None:
        self._under_way.discard(parameters["requestId"])
        self._last = time.monotonic()
        if question := self._asked.get(parameters["requestId"]):
            question.seconds = parameters["timestamp"] - question.start
            question.size_bytes = int(parameters.get("encodedDataLength", 0))
