"""Builds that die, in processes forked from one that has got ready once: run as a program by `test_crashes.py`.

Belongs here: forking, telling how each build ended. Does not belong here: getting ready (the drills' program does it in
the same way), what must hold afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from building import build_and_die

from benchmarks.drills.ready_builds import get_ready

# A build that hangs ends by another signal than the one that the test waits for.
CRASH_SECONDS = 120


def killed_build(corpus: Path, warehouse: Path, point: str) -> int:
    """The exit status of a build that is to kill itself at a named point; negative for a signal."""
    child = os.fork()
    if child == 0:
        signal.alarm(CRASH_SECONDS)
        build_and_die(corpus, warehouse, point)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Answer each line (corpus, warehouse and point as a list) by the exit status of a build."""
    get_ready()
    for line in sys.stdin:
        corpus, warehouse, point = json.loads(line)
        print(killed_build(Path(corpus), Path(warehouse), point), flush=True)


if __name__ == "__main__":
    main()
