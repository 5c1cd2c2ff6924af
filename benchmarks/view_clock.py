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

    `cpu_seconds`: of all threads when asked again, which others at work on the machine do not lengthen.
    """
    started = time.perf_counter()
    with duckdb.connect(path, read_only=True, config={"threads": threads}) as con:
        rows = len(con.execute(query).fetchall())
        first = time.perf_counter() - started
        started, cpu_started = time.perf_counter(), time.process_time()
        con.execute(query).fetchall()
        again, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    return {"rows": rows, "first_seconds": first, "again_seconds": again, "cpu_seconds": cpu}


if __name__ == "__main__":
    print(json.dumps(timed(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
