"""Processes of a drill: finding, killing and outliving them, by /proc.

Belongs here: what a process tree is and when it is gone. Does not belong here: what the processes do. Only processes
that a drill started itself, or that descend from these, are ever sent a signal.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

PROC = Path("/proc")
POLL_SECONDS = 0.02

Answer = TypeVar("Answer")


class TookTooLong(RuntimeError):
    """What a drill waited for did not come about; the message says what that was."""


def wait_for(ask: Callable[[], Answer | None], seconds: float, what: str, every: float = POLL_SECONDS) -> Answer:
    """The first answer that is true. Raises TookTooLong."""
    until = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > until:
            raise TookTooLong(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet waited for does not."""
    return _stat(pid)[:1] not in ([], ["Z"])


def command_of(pid: int) -> str:
    """The command line of a process, empty where it is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""


def descendants_of(pid: int) -> list[int]:
    """Children of a process, their children and so on."""
    children: dict[int, list[int]] = {}
    for child in _all_pids():
        if len(stat := _stat(child)) > 1:
            children.setdefault(int(stat[1]), []).append(child)
    found, waiting = [], [pid]
    while waiting:
        of_one = children.get(waiting.pop(), [])
        found += of_one
        waiting += of_one
    return found


def session_members(session: int) -> list[int]:
    """Processes of a session that still run."""
    return [pid for pid in _all_pids() if len(stat := _stat(pid)) > 3 and int(stat[3]) == session and stat[0] != "Z"]


def kill(pid: int) -> None:
    """SIGKILL, to a process that may be gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """State, parent, group, session of a process and what follows in /proc/PID/stat; empty where it is gone."""
    try:
        told = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return told.rpartition(")")[2].split()  # the name before may hold spaces and brackets
