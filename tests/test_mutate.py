"""Damaged files break no reader, the damage is the same for the same seed, and what breaks would be counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import mutate
from benchmarks.mutate import WENT_WRONG, become, inputs, made_seeds, run, seeds_by_reader
from pipelines.formats import archives, guarded
from pipelines.records import Unreadable

SEEDS = {"txt": [made_seeds()["a.txt"]], "zip": [made_seeds()["a.zip"]]}


def test_the_same_seed_gives_the_same_inputs_whatever_their_number() -> None:
    few, many = list(inputs(SEEDS, 20, 1)), list(inputs(SEEDS, 40, 1))
    assert few == many[:20]
    assert few != list(inputs(SEEDS, 20, 2))
    assert all(data != seed for (reader, data) in few for seed in SEEDS[reader] if reader == "txt")


def test_every_reader_has_seeds_that_it_reads() -> None:
    # LibreOffice takes ten seconds to start; `test_doc.py` starts it.
    seeds_of = {reader: seeds for reader, seeds in seeds_by_reader().items() if reader not in mutate.BY_ANOTHER_PROGRAM}
    assert {become(reader, data)[0] for reader, seeds in seeds_of.items() for data in seeds[:1]} <= {"read", "refused"}
    assert become("txt", made_seeds()["a.txt"]) == ("read", "")
    assert become("zip", made_seeds()["a.zip"]) == ("read", "")


# As many damaged files for all readers of ours together, and for one that starts LibreOffice for each of them.
DAMAGED, DAMAGED_FOR_ANOTHER_PROGRAM = 270, 8


def test_damaged_files_go_wrong_for_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    # What hangs is found all the same; what is slow is for the benchmark to tell, not for a machine with other work.
    monkeypatch.setattr(mutate, "LIMITS", replace(mutate.LIMITS, reader_limit_seconds=60))
    told: list[str] = []
    others = {reader: seeds for reader, seeds in seeds_by_reader().items() if reader in mutate.BY_ANOTHER_PROGRAM}
    ours = {reader: seeds for reader, seeds in seeds_by_reader().items() if reader not in others}
    tallies = run(ours, DAMAGED, 7, None, told.append) | run(others, DAMAGED_FOR_ANOTHER_PROGRAM, 7, None, told.append)
    assert told == []
    assert sum(tally.counts.total() for tally in tallies.values()) == DAMAGED + DAMAGED_FOR_ANOTHER_PROGRAM
    assert sum(tally.counts["refused"] for tally in tallies.values()) > 0


@pytest.mark.parametrize(
    ("raised", "counted"),
    [
        (guarded.ReaderFailed("KeyError"), "crash"),
        (Unreadable(guarded.READER_CRASHED, ""), "crash"),
        (Unreadable(guarded.TOO_SLOW, ""), "hang"),
        (Unreadable(guarded.TOO_MUCH_MEMORY, ""), "memory"),
    ],
)
def test_what_goes_wrong_is_counted_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: Exception, counted: str
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(guarded, "read_layer", fail)
    monkeypatch.setattr(archives.Archive, "members", fail)
    told: list[str] = []
    tallies = run(SEEDS, 2, 7, tmp_path / "kept", told.append)
    assert tallies["txt"].counts == {counted: 1}
    assert counted in WENT_WRONG
    assert f"input 0 (txt): {counted}" in told[0]
    assert (tmp_path / "kept" / f"7-0-{counted}.txt").read_bytes() == next(inputs(SEEDS, 1, 7))[1]
