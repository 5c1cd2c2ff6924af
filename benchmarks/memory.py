"""How much memory processes hold, from /proc; nothing where there is none.

Belongs here: reading memory figures. Does not belong here: starting what is measured (`stages.py`, `builds.py`).

`resource.getrusage` will not do for a child: on Linux its peak begins at that of the process that started it (the
parent's memory is the child's until exec), so a small child of a large parent would look large.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
# A step of a build lasts a second or more at the default size; walking /proc for one sample takes a few milliseconds.
SAMPLE_INTERVAL_SECONDS = 0.1


def peak_memory_bytes(process_id: int | None = None) -> int | None:
    """The largest resident memory that a process (this one) ever held, None where the system does not tell."""
    try:
        status = (PROC / str(process_id or "self") / "status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(line.split()[1]) * 1024 if line else None


@dataclass
class MemorySamples:
    """Resident memory of a session of processes over time, as pairs of a time (`time.time`) and bytes.

    Pages that processes share are counted in each of them, so the sums are an upper bound.
    """

    samples: list[tuple[float, int]] = field(default_factory=list)

    def peak_bytes(self, start: float = 0.0, end: float = float("inf")) -> int | None:
        """The largest sum between two times; the nearest sample where none lies between, None without samples.

        >>> MemorySamples([(1.0, 10), (2.0, 30), (3.0, 20)]).peak_bytes(2.5, 3.5)
        20
        """
        inside = [size for at, size in self.samples if start <= at <= end]
        if inside:
            return max(inside)
        return min(self.samples, key=lambda sample: abs(sample[0] - start))[1] if self.samples else None


@contextmanager
def sampled_session(session_id: int) -> Iterator[MemorySamples]:
    """Sample the memory of all processes of a session while the block runs."""
    memory = MemorySamples()
    is_over = threading.Event()

    def sample() -> None:
        while not is_over.wait(SAMPLE_INTERVAL_SECONDS):
            size = _session_bytes(session_id)
            if size:
                memory.samples.append((time.time(), size))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    try:
        yield memory
    finally:
        is_over.set()
        sampler.join()


def _session_bytes(session_id: int) -> int:
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    return page_bytes * sum(
        _resident_pages(entry) for entry in _process_folders() if _session_of(int(entry.name)) == session_id
    )


def _process_folders() -> list[Path]:
    return [entry for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _session_of(process_id: int) -> int | None:
    try:
        return os.getsid(process_id)
    except OSError:  # it has ended since the folder was listed
        return None


def _resident_pages(folder: Path) -> int:
    try:
        return int((folder / "statm").read_text(encoding="ascii").split()[1])
    except OSError:  # likewise
        return 0
