"""The builder's lock as one process holds it: once, however many of its parts ask.

Belongs here: counting holders within this process. Does not belong here: the lock itself (`warehouse/publish.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.publish import BuilderBusy, BuildLock

# A second flock on the same file fails even within one process, and a build asks twice: the command before it touches
# partitions or old runs, and the run that it starts.
_holders: dict[Path, tuple[BuildLock, int]] = {}


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
