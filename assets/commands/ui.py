"""The Dagster pages of one warehouse: webserver and daemon as children of this process.

Belongs here: starting and ending them. Does not belong here: what they show (`definitions.py`).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from assets.defaults import LOOPBACK
from assets.errors import PortTaken
from assets.locking import take_for_life
from assets.resources import Workshop
from assets.runs.instance import fail_orphans, opened_instance
from assets.runs.pace import sensor_seconds

# Dagster's children get a signal of their own and need a moment to close their SQLite files.
END_SECONDS = 15
# Dagster would rather be started by `dg dev`, which looks for a project file: an installed wheel has none.
SUPERSEDED = "ignore:Function `dev_command` is superseded"


def serve(workshop: Workshop, port: int) -> int:
    """Run the pages until they end or this process is told to; returns their exit status. Loopback only."""
    sensor_seconds()  # a setting that is no number is told here, in one line, and not by the code server
    _require_free(port)
    taken = take_for_life(workshop.layout.daemon_lock)
    with opened_instance(workshop.layout) as instance:
        fail_orphans(instance, workshop.layout)
    children = subprocess.Popen(
        [
            *(sys.executable, "-m", "dagster", "dev", "--module-name", "assets.definitions"),
            *("--host", LOOPBACK, "--port", str(port)),
        ],
        env={**os.environ, **workshop.environment(), "PYTHONWARNINGS": SUPERSEDED},
        # In a group of their own: a key press reaches this process alone, which then ends them in order.
        start_new_session=True,
    )
    try:
        return wait_for(children)
    finally:
        os.close(taken)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(f"端口 {port} 已被占用（{error.strerror}）：请用 --port 另选一个") from error


def wait_for(children: subprocess.Popen[bytes]) -> int:
    """Wait for the children, and end them when this process is told to end; 1 where nobody told it.

    `dagster dev` ends with status 0 when the daemon has died, so its own status says nothing.
    """
    is_told = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_told
        is_told = True
        children.terminate()

    earlier = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        status = children.wait()
        return 0 if is_told and status in (0, -signal.SIGTERM, 128 + signal.SIGTERM) else 1
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
        _end_group(children)


def _end_group(children: subprocess.Popen[bytes]) -> None:
    """End what is left of the children's group, should their parent have died without ending them."""
    try:
        os.killpg(children.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    try:
        children.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(children.pid, signal.SIGKILL)
