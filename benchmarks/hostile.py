"""Hostile files through the reading of a corpus: what becomes of each, how long it takes, how much memory it needs.

    python -m benchmarks.hostile [--only WORDS]

Belongs here: running them and printing. Does not belong here: the files (`hostile_files.py`, `hostile_cases.py`).

Each file is read in a process of its own, as a build reads it: listed, hashed, its text layer taken. Seconds run from
the listing to the end; memory is the largest that the process, and the reading process that it starts, ever held.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from assets.corpus.fingerprints import file_states, rejects_of
from assets.corpus.listing import list_corpus
from benchmarks.hostile_cases import ARCHIVES, FILES, READ, Case, documents
from benchmarks.memory import peak_memory_bytes
from pipelines.formats import guarded, read
from pipelines.settings import DEFAULTS, Settings
from warehouse.frames import read_raw
from warehouse.source_bytes import SourceFile

SAMPLE_INTERVAL_SECONDS = 0.02
# Names of cases in one line, also where the output goes to a file.
TABLE_WIDTH = 130


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hostile file came to, and what that took. `reader_bytes`: of the reading process, None without one."""

    became: str
    seconds: float
    own_bytes: int | None
    reader_bytes: int | None


def outcomes(folder: Path, settings: Settings = DEFAULTS) -> dict[str, str]:
    """What becomes of every file of a folder by source, as a build reads it: a reason of `rejects`, or READ."""
    listing = list_corpus(folder, settings=settings)
    states = file_states(listing.files, listing.rejects, None, settings)
    refused = {source: reject.reason for source, reject in rejects_of(states, ".").items()}
    files = [
        SourceFile(f.source, f.batch, None, f.path, "", f.member) for f in listing.files if f.source not in refused
    ]
    frames = read_raw(files, settings)
    rejects = dict(frames["rejects"].select("source", "reason").iter_rows())
    return {**refused, **rejects, **dict.fromkeys(frames["raw"]["source"], READ)}


def expected(case: Case) -> str:
    """What a case must come to with the readers that there are."""
    is_read = not case.format or case.format in {known.name for known in read.FORMATS}
    return case.becomes if is_read else case.becomes_unread


def became(case: Case, folder: Path, settings: Settings = DEFAULTS) -> str:
    """What a case comes to: one word where all files of it come to the same."""
    case.put(folder)
    return "+".join(sorted(set(outcomes(folder, settings).values()))) or "nothing"


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine where somebody listens, and the list of those who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/canary.dtd"

        def listen() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:  # closed: the listening is over
                    return
                came.append(str(caller))
                connection.close()

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        yield address, came
        server.shutdown(socket.SHUT_RDWR)
    listening.join()


@contextmanager
def _reader_memory() -> Iterator[list[int]]:
    """The largest memory of this process's reading process while the block runs, as the last of a list."""
    peaks: list[int] = []
    is_over = threading.Event()

    def sample() -> None:
        while not is_over.wait(SAMPLE_INTERVAL_SECONDS):
            process_id = guarded.current_process_id()
            size = peak_memory_bytes(process_id) if process_id else None
            if size:
                peaks.append(max(size, peaks[-1] if peaks else 0))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    try:
        yield peaks
    finally:
        is_over.set()
        sampler.join()


def _measure(case_name: str, address: str, canary: str, answer: multiprocessing.Queue[Cost]) -> None:
    """Run a case in this process, which was started for it."""
    case = next(case for case in _cases(address, canary) if case.name == case_name)
    with tempfile.TemporaryDirectory(prefix="fazhi-hostile-") as folder:
        _made_elsewhere(case, folder)
        with _reader_memory() as reader_peaks:
            begun = time.perf_counter()
            found = outcomes(Path(folder))
            seconds = time.perf_counter() - begun
            time.sleep(2 * SAMPLE_INTERVAL_SECONDS)
    told = "+".join(sorted(set(found.values()))) or "nothing"
    answer.put(Cost(told, seconds, peak_memory_bytes(), reader_peaks[-1] if reader_peaks else None))


def _made_elsewhere(case: Case, folder: str) -> None:
    """Let another process make the file, so that what making it takes is not counted."""
    making = multiprocessing.get_context("fork").Process(target=case.put, args=(Path(folder),))
    making.start()
    making.join()


def _cases(address: str, canary: str) -> tuple[Case, ...]:
    return (*FILES, *ARCHIVES, *documents(address, canary))


def _table() -> Table:
    figures = (Column(name, justify="right") for name in ("s", "MB", "reader MB"))
    return Table("file", "becomes", *figures, "", box=None)


def _megabytes(size_bytes: int | None) -> str:
    return "" if size_bytes is None else f"{size_bytes / 1e6:.0f}"


@click.command()
@click.option("--only", default="", help="Only cases whose name holds these words")
def main(only: str) -> None:
    """Read every hostile file and print what became of it, seconds and peak memory."""
    console, table, failures = Console(highlight=False, width=TABLE_WIDTH), _table(), 0
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="canary-") as folder, listener() as (address, came):
        canary = f"{folder}/canary"
        os.mkfifo(canary)  # whoever opens it waits until the limit ends him
        for case in _cases(address, canary):
            if only.lower() not in case.name.lower():
                continue
            answer: multiprocessing.Queue[Cost] = context.Queue()
            process = context.Process(target=_measure, args=(case.name, address, canary, answer))
            process.start()
            cost = answer.get()
            process.join()
            is_as_expected = cost.became == expected(case)
            failures += not is_as_expected
            mark = "" if is_as_expected else f"not {expected(case)}"
            own, reader = _megabytes(cost.own_bytes), _megabytes(cost.reader_bytes)
            table.add_row(case.name, cost.became, f"{cost.seconds:.2f}", own, reader, mark)
    console.print(table)
    console.print(f"{len(came)} connections to the address that documents name")
    sys.exit(1 if failures or came else 0)


if __name__ == "__main__":
    main()
