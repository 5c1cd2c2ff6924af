"""The measuring side of the benchmark: what it counts and prints. How fast anything is, no test asks."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.builds import BuildCost, BuildFailed, StepCost, measure_build
from benchmarks.generate import write_corpus
from benchmarks.memory import MemorySamples
from benchmarks.run import Results, show
from benchmarks.stages import STEPS, StageCost, _files_of, _write_readings, run_stage

PROJECT = Path(__file__).resolve().parent.parent


def test_stages_hand_on_what_can_be_read_and_only_that(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    summary = write_corpus(corpus, 6, seed=1)
    (corpus / "2021" / "empty.txt").write_bytes(b"")
    (corpus / "2021" / "zz-notice.txt").write_text("各村:\n关于召开会议的通知。\n", encoding="utf-8")
    before = tmp_path / "files"
    _write_readings(before, _files_of(corpus))
    costs = {}
    for stage in STEPS:
        after = tmp_path / stage
        costs[stage] = run_stage(stage, before, after)
        before = after
    assert {stage: cost.reports for stage, cost in costs.items()} == {
        "decode": 8,
        "normalize": 7,
        "identify": 7,
        "outline": 6,
        "extract": 6,
    }
    assert costs["decode"].size_bytes == costs["normalize"].size_bytes
    assert costs["outline"].size_bytes == summary.size_bytes
    assert all(cost.seconds > 0 for cost in costs.values())


def test_stage_of_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"")
    cost = run_stage("decode", tmp_path / "none", tmp_path / "after")
    assert (cost.reports, cost.reports_per_second, cost.megabytes_per_second) == (0, 0.0, 0.0)


def test_failed_build_is_told_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="no-such-corpus"):
        measure_build("cold", tmp_path / "no-such-corpus", tmp_path / "warehouse.duckdb")


def test_memory_peak_is_that_of_the_window() -> None:
    memory = MemorySamples([(1.0, 10), (2.0, 50), (3.0, 20)])
    assert (memory.peak_bytes(), memory.peak_bytes(2.5, 9.0), memory.peak_bytes(1.1, 1.2)) == (50, 20, 10)
    assert MemorySamples().peak_bytes() is None


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_own_peak_is_what_was_held_and_not_what_the_parent_holds() -> None:
    held_here = b"x" * 200_000_000
    code = "from benchmarks.memory import *; held = bytearray(b'x' * 30_000_000) * 2; print(peak_memory_bytes())"
    told = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert 60_000_000 < int(told.stdout) < len(held_here)


def _results(second_steps: tuple[StepCost, ...] = ()) -> Results:
    steps = (StepCost("raw_reports", 12.0, 14.0, 300_000_000, 100), StepCost("comparisons", 14.0, 15.0, None, None))
    builds = (
        BuildCost("everything new", 10.0, 10.0, 400_000_000, steps),
        BuildCost("nothing changed", 30.0, 2.0, None, second_steps),
        BuildCost("one file changed", 40.0, 4.0, None, ()),
    )
    stages = (StageCost("decode", 100, 1_000_000, 0.5, 30_000_000), StageCost("extract", 90, 900_000, 1.5, 50_000_000))
    return Results(100, 1_000_000, stages, builds, 8_000_000, 2_000_000)


def _shown(results: Results) -> list[list[str]]:
    console = Console(width=160, record=True, file=io.StringIO())
    show(console, results)
    return [[cell.strip() for cell in line.split("│")] for line in console.export_text().splitlines()]


def test_rates_are_those_of_the_figures() -> None:
    shown = _shown(_results())
    assert ["", "all of them", "100", "2.00", "50", "0.5", "50", ""] in shown
    assert ["", "everything new", "10.00", "10", "400", "100", ""] in shown
    assert ["", "raw_reports", "100", "2.00", "20%", "50", "0.5", "300", ""] in shown
    assert ["", "(before the first step)", "", "2.00", "20%", "", "", "", ""] in shown
    assert ["", "(after the last step)", "", "5.00", "50%", "", "", "", ""] in shown
    assert "Whole path: 10 reports/s" in shown[-1][0]


def test_second_build_that_finds_work_is_pointed_out() -> None:
    doubt = "found work"
    assert doubt not in str(_shown(_results()))
    assert doubt in str(_shown(_results((StepCost("raw_reports", 30.5, 31.0, None, 100),))))
