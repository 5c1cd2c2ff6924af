"""The reader pool: runs a pure function over chunks of work, in this process or in several.

Belongs here: processes and how they end. Does not belong here: what is computed (functions of `warehouse/frames.py`).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait as wait_for_sentinels
from pathlib import Path
from typing import Any, TypeVar

from assets.logs import log_to

Item = TypeVar("Item")
Result = TypeVar("Result")

# Two workers take 0.6 s to start (2 cores, November 2026), in which one core takes some 100 reports through all four
# stages: with fewer, it is faster to read them where we are. Counted over the stages, so four times as many.
POOLED_FROM_REPORTS = 400
# Reports a chunk: 64 are about 1 MB of text, up to half a second of work, and a smooth progress bar.
CHUNK_REPORTS = 64
# A batch of fewer reports is cut so that each worker gets this many chunks of it, and all end at about the same time.
CHUNKS_A_WORKER = 2
# Chunks in flight for each worker: enough that none waits, few enough that the corpus is never in memory twice.
CHUNKS_IN_FLIGHT = 3


def worker_count(setting: int) -> int:
    """The number of processes for a setting, where 0 means one for each core that this process may use."""
    if setting > 0:
        return setting
    # Not every system tells which cores this process may use.
    usable_cores = getattr(os, "sched_getaffinity", None)
    return len(usable_cores(0)) if usable_cores else os.cpu_count() or 1


def chunked(items: Sequence[Item], size: int = CHUNK_REPORTS) -> list[Sequence[Item]]:
    """Cut a sequence into pieces of at most `size`.

    >>> chunked("abcde", 2)
    ['ab', 'cd', 'e']
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


class ReaderPool:
    """Runs chunks in worker processes that start when first needed, and end with this process however it ends."""

    def __init__(self, workers: int, log_file: Path):
        self.workers = worker_count(workers)
        self._log_file = log_file
        self._executor: ProcessPoolExecutor | None = None
        self._reports_seen = 0

    @property
    def has_started(self) -> bool:
        """Whether there are worker processes."""
        return self._executor is not None

    def cut(self, sources: Sequence[Item]) -> list[Sequence[Item]]:
        """Chunks of the reports to read, of a size that gives every worker something to do."""
        self._reports_seen += len(sources)
        share = -(-len(sources) // (self.workers * CHUNKS_A_WORKER))
        return chunked(sources, max(1, min(CHUNK_REPORTS, share)))

    def map(self, function: Callable[..., Result], chunks: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """`function(*chunk)` of each chunk, in order: here while the run has read few reports, else in the workers.

        `chunks` is drawn from only as fast as the workers need, so its frames may be cut on the way.
        """
        if self.workers == 1 or self._reports_seen < POOLED_FROM_REPORTS:
            for chunk in chunks:
                yield function(*chunk)
            return
        executor = self._started()
        pending: deque[Future[Result]] = deque()
        for chunk in chunks:
            pending.append(executor.submit(function, *chunk))
            if len(pending) >= self.workers * CHUNKS_IN_FLIGHT:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()

    def close(self) -> None:
        """End the workers; unfinished chunks are given up."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # Not fork: this process has threads (Polars, Dagster), whose locks a forked child would inherit.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["warehouse.frames"])
            self._executor = ProcessPoolExecutor(
                self.workers, mp_context=context, initializer=_begin, initargs=(self._log_file,)
            )
        return self._executor


def _begin(log_file: Path) -> None:
    """What each worker does first."""
    log_to(log_file)
    _end_with_parent()


def _end_with_parent() -> None:
    """Leave when the builder is gone: after kill -9 a worker would wait for its next chunk for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), daemon=True)
        watch.start()


def _wait_and_exit(sentinel: int) -> None:
    wait_for_sentinels([sentinel])
    os._exit(1)
