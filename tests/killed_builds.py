"""A build that dies at the last of its named points, and what it would have left at each of the others: run as a
program by `test_crashes.py`.

Belongs here: forking, copying the folder at each point, telling how the build ended. Does not belong here: getting
ready (the drills' program does it in the same way), what must hold afterwards.

What kill -9 leaves is what lies in the folder at that moment: what was written is with the operating system, locks die
with their process. So the build stops at each point while this program, another process, copies the folder; a build
killed anew at each of eleven points took 30 s of CPU more, and left the same files. That a real death leaves no lock is
shown by the last point, and by `test_publish.py` for each point of publishing.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import quick_dagster
from building import build

from benchmarks.drills.ready_builds import get_ready
from warehouse import crashpoints

# A build that hangs ends by another signal than the one that the test waits for.
CRASH_SECONDS = 120


def build_and_die(folder: Path, copier: Connection) -> None:
    """Build `corpus` of the folder into its `w.duckdb`, wait at each point, and die at the last."""

    def ends_at(point: str) -> bool:
        copier.send(point)
        copier.recv()
        return point == crashpoints.CRASH_POINTS[-1]

    signal.alarm(CRASH_SECONDS)
    crashpoints.ends_at = ends_at
    build(folder / "corpus", folder / "w.duckdb")


def copy_at_each_point(folder: Path, copies: Path) -> int:
    """Copy the folder to `copies/<point>` when its build comes to a point for the first time; the build's exit status,
    negative for a signal."""
    ours, builds_end = Pipe()
    child = os.fork()
    if child == 0:
        ours.close()
        build_and_die(folder, builds_end)
        os._exit(0)
    builds_end.close()
    try:
        while True:
            copy = copies / ours.recv()
            if not copy.exists():
                shutil.copytree(folder, copy)
            ours.send(None)
    except EOFError:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    quick_dagster.install()
    get_ready()
    print(copy_at_each_point(Path(sys.argv[1]), Path(sys.argv[2])))
