"""One question to one file, timed in a process of its own that has seen nothing of the file before.

    python -m benchmarks.view_clock FILE QUERY THREADS

Belongs here: the clock. Does not belong here: which questions (`view_questions.py`), what is made of the times
(`views.py`).
Nothing is imported but DuckDB, so that a new process costs little.
"""

from __future__ import annotations

import json
import sys
import time

import duckdb


def timed(path: str, query: str, threads: int) -> dict[str, float]:
    """Rows of `query`; seconds from opening the file to the last row, and of asking again in the same connection.

    CPU seconds are of all threads: others at work on the machine lengthen them less.
    """
    clock = _Clock()
    with duckdb.connect(path, read_only=True, config={"threads": threads}) as con:
        rows = len(con.execute(query).fetchall())
        first = clock.read("first")
        con.execute(query).fetchall()
        again = clock.read("again")
    return {"rows": rows, **first, **again}


class _Clock:
    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self, what: str) -> dict[str, float]:
        """Seconds since the clock was made or read last."""
        wall, cpu = time.perf_counter(), time.process_time()
        passed = {f"{what}_seconds": wall - self._wall, f"{what}_cpu_seconds": cpu - self._cpu}
        self._wall, self._cpu = wall, cpu
        return passed


if __name__ == "__main__":
    print(json.dumps(timed(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
