"""Named points at which a test can kill this process, to show that the published file outlives it.

Belongs here: the names and the switch. Does not belong here: anything that runs in a normal build; without the
environment variable, `reached` is one dictionary look-up.

The variable holds the name of a point, or `@FILE` with the name in that file: a server hands its environment on to
every run that it starts, and only a file can name another point for the next one.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

ENVIRONMENT_VARIABLE = "FAZHI_CRASH_AT"

CRASH_POINTS = (
    "reading",
    "between_stages",
    "loading",
    "before_checkpoint",
    "after_checkpoint",
    "before_copy",
    "after_copy",
    "before_fsync",
    "after_fsync",
    "keeping",
    "before_replace",
    "after_replace",
    "pruning",
)


def reached(name: str) -> None:
    """Say that the build has come to `name`; the process kills itself (SIGKILL) if the environment asks for it here.

    Raises ValueError for a name that is not in CRASH_POINTS, so that no test waits for a point that does not exist.
    """
    if name not in CRASH_POINTS:
        raise ValueError(f"unknown crash point: {name}")
    if ends_at(name):
        os.kill(os.getpid(), signal.SIGKILL)


def ends_at(name: str) -> bool:
    """Whether the environment asks for the end of this process at `name`."""
    wanted = os.environ.get(ENVIRONMENT_VARIABLE)
    return wanted is not None and _point(wanted) == name


def _point(wanted: str) -> str:
    """The point that the variable names, itself or by a file; a file that is not there names none."""
    if not wanted.startswith("@"):
        return wanted
    file = Path(wanted[1:])
    return file.read_text("utf-8").strip() if file.exists() else ""
