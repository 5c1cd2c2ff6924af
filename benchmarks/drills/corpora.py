"""A small corpus that has several states, and what a build of each must publish.

Belongs here: the files of each state, the digest of a published file, builds from scratch to compare with. Does not
belong here: what is done to a build (`kills.py`, `full_disk.py`, `two_builds.py`).

Between any two states files change, one comes or goes, and at times a batch does: a mix of two states is none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from benchmarks.places import make_places
from benchmarks.writing import Writer
from warehouse.arrow import read_only
from warehouse.checks import run_checks
from warehouse.history import CARRIED
from warehouse.schema import TABLES

STATES = 6
PLACES = 7
YEARS = (2021, 2022, 2023)
# Of 21 files or more at most two are gone in the next state: a tenth would be refused as a vanished corpus.
SEED = 2026
# Reports of this place are web pages, so that the process that reads documents is at work too.
HTML_PLACE = 3


def files_of(state: int) -> dict[str, bytes]:
    """The files of a state by their path below the corpus.

    >>> len(files_of(0)), len(files_of(1)), files_of(0) == files_of(0)
    (21, 21, True)
    """
    files: dict[str, bytes] = {}
    for place in islice(make_places(SEED), PLACES):
        for year in YEARS:
            # A quarter of the reports has a wording and figures of this state alone.
            edition = SEED + state if (place.number + year + state) % 4 == 0 else SEED
            text = Writer(edition, place, year).report()
            is_page = place.number == HTML_PLACE
            name = f"{year}/{place.number:02d}.{'html' if is_page else 'txt'}"
            files[name] = (_as_page(text) if is_page else text).encode("utf-8")
        if state % 3 == 1 and place.number == 1:
            files["2024/01.txt"] = Writer(SEED + state, place, 2024).report().encode("utf-8")
    if state % 2:
        del files["2022/05.txt"]
    return files


def _as_page(text: str) -> str:
    title, *paragraphs = text.splitlines()
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs if paragraph)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>\n{body}</body></html>\n"


def bring_to(corpus: Path, state: int) -> None:
    """Make the folder hold the files of a state; files that are as they should be are not touched."""
    wanted = files_of(state)
    for path in [path for path in corpus.rglob("*") if path.is_file()]:
        if path.relative_to(corpus).as_posix() not in wanted:
            path.unlink()
    for name, data in wanted.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    for folder in [path for path in corpus.iterdir() if path.is_dir() and not any(path.iterdir())]:
        folder.rmdir()


def digest_of_bytes(warehouse: Path) -> str:
    """A hash of the file as it lies on disk; empty where there is none."""
    return hashlib.sha256(warehouse.read_bytes()).hexdigest() if warehouse.exists() else ""


def digest_of_tables(warehouse: Path) -> str:
    """A hash of the sorted rows of every table, the file's history aside: ids and times of builds differ each time."""
    digest = hashlib.sha256()
    with read_only(warehouse) as con:
        for table in TABLES:
            if table in CARRIED:
                continue
            rows = con.execute(f'from "{table}" order by all').fetchall()
            digest.update(f"{table} {len(rows)} {rows!r}".encode())
    return digest.hexdigest()


def broken_tests(warehouse: Path) -> list[str]:
    """The data tests that a published file should have been kept back by."""
    return [result.name for result in run_checks(warehouse) if result.blocking and not result.passed]


def state_of(warehouse: Path, truths: Mapping[int, str]) -> int | None:
    """The state whose tables the file holds, as a build from scratch made them; None for a mix or anything else."""
    found = digest_of_tables(warehouse)
    return next((state for state, digest in truths.items() if digest == found), None)
