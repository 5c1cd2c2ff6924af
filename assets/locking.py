"""Locks of the operating system, which die with their process: the builder's, and short ones around a file.

Belongs here: counting holders of the builder's lock within this process, waiting for it, short locks. Does not belong
here: the builder's lock itself (`warehouse/publish.py`).
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from assets.errors import DaemonBusy
from warehouse.publish import BuilderBusy, BuildLock

# A second flock on the same file fails even within one process, and a build asks twice: the command before it touches
# partitions or old runs, and the run that it starts.
_holders: dict[Path, tuple[BuildLock, int]] = {}

# Between two looks at a lock that another build holds: a second is nothing beside a build.
LOOK_EVERY_SECONDS = 1.0


@contextmanager
def holding(lock_file: Path) -> Iterator[None]:
    """Hold the builder's lock inside the block; raises BuilderBusy at once if another process holds it."""
    lock, holders = _holders.get(lock_file, (None, 0))
    if lock is None:
        lock = BuildLock(lock_file).__enter__()
    _holders[lock_file] = (lock, holders + 1)
    try:
        yield
    finally:
        lock, holders = _holders.pop(lock_file)
        if holders > 1:
            _holders[lock_file] = (lock, holders - 1)
        else:
            lock.__exit__(None, None, None)


@contextmanager
def holding_when_free(lock_file: Path, patience_seconds: float, told: Callable[[str], None]) -> Iterator[None]:
    """The same, but wait for a build at work; raises BuilderBusy when patience ends. `told` hears once that it waits.

    A build that dies frees the lock, so nobody waits for a process that is gone.
    """
    ends_at = time.monotonic() + patience_seconds
    with ExitStack() as held:
        is_told = False
        while True:
            try:
                held.enter_context(holding(lock_file))
                break
            except BuilderBusy as busy:
                if time.monotonic() >= ends_at:
                    raise
                if not is_told:
                    told(str(busy))
                    is_told = True
                time.sleep(LOOK_EVERY_SECONDS)
        yield


@contextmanager
def alone(lock_file: Path) -> Iterator[None]:
    """Hold a lock of its own file inside the block, waiting for whoever does: for moments only."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_for_life(lock_file: Path) -> int:
    """Lock a file for as long as this process lives, also when it becomes another program; returns the descriptor.

    Raises DaemonBusy if another process holds it.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "?"
        os.close(descriptor)
        raise DaemonBusy(
            f"这个数据库的传感器和定时任务已在运行（进程 {holder}，fazhi ui 或 fazhi serve daemon）：不必再启动；"
            "只看页面用 fazhi serve webserver"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    os.set_inheritable(descriptor, True)  # for exec alone: children are started without it
    return descriptor


def is_held(lock_file: Path) -> bool:
    """Whether a build of this warehouse is at work in any process, this one included."""
    if lock_file in _holders:
        return True
    if not lock_file.exists():
        return False
    try:
        with BuildLock(lock_file):
            return False
    except BuilderBusy:
        return True
