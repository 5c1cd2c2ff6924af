"""Readers that open, query and close the published file while builds replace it: no error, no mixed state."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from building import PROJECT, build, write_report

READERS = 2
PLACES = ("青石镇", "白河乡", "双塔镇")
VERSIONS = 3
# A reader ends when it is told to; this only keeps it from living on if the test dies.
MOST_ROUNDS = 1_000_000
READER_SECONDS = 60

# In each version every report says the same figure, so a mixture of two versions shows.
READER = """
import os, sys, pathlib, duckdb
os.nice(10)  # loops that never rest would leave the builds no time on two cores
warehouse, stop, most = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
query = '''
    select count(distinct f.value), count(*), any_value(f.value),
        (select counts->>'facts' from builds order by built_at desc limit 1)::int = (select count(*) from facts)
    from facts as f where f.metric_id = 'disputes.mediated'
'''
seen, rounds = set(), 0
print('ready', flush=True)
while rounds < most and not stop.exists():
    con = duckdb.connect(warehouse, read_only=True)
    values, facts, value, counted = con.execute(query).fetchone()
    con.close()
    assert (values, facts, counted) == (1, 3, True), (values, facts, counted)
    seen.add(value)
    rounds += 1
print(rounds, sorted(seen))
"""


def test_readers_meet_no_error_and_no_mixed_state(tmp_path: Path) -> None:
    corpus, warehouse, stop = tmp_path / "corpus", tmp_path / "w.duckdb", tmp_path / "stop"
    _write_version(corpus, 0)
    build(corpus, warehouse)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(warehouse), str(stop), str(MOST_ROUNDS)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        for version in range(1, VERSIONS):
            _write_version(corpus, version)
            assert build(corpus, warehouse).is_published
    finally:
        stop.touch()
        ended = [reader.communicate(timeout=READER_SECONDS) for reader in readers]
    for reader, (said, complaints) in zip(readers, ended, strict=True):
        assert reader.returncode == 0, complaints
        rounds, seen = said.split(" ", 1)
        assert int(rounds) >= VERSIONS
        assert len(seen.split(",")) > 1, "the reader saw one version only: nothing was shown"


def _write_version(corpus: Path, version: int) -> None:
    for place in PLACES:
        write_report(corpus, place, 2023, 50 + version)
