"""Reports with gold, read whole: what was found of it, held by floors that never fall silently.

The sample corpus was written with the rules in sight: it guards against going back and proves nothing about other text.
The batches of `golden/unseen` were written without sight of the rules; their first-shot figures stand in that folder's
README, and since then they guard like the sample, each with the lookalikes among its reports.
The real reports stand outside the project, in the folder that the environment variable FAZHI_REAL_REPORTS names.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest
from scoring import Corpus, GoldDocument, Score, gather, load_gold_file, score, torn_rows, uncovered_digits
from small_reports import registry

from pipelines.report import read_report

PROJECT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).parent / "golden" / "floors.json"
UNSEEN = Path(__file__).parent / "golden" / "unseen"
REAL_REPORTS = "FAZHI_REAL_REPORTS"
ROOM_ABOVE_FLOOR = 0.01  # a figure further above its floor than this calls for a higher floor
CORPORA = tuple(json.loads(FLOORS.read_text(encoding="utf-8")))


def _folder_and_gold(corpus: str) -> tuple[Path, Path]:
    """Where the reports and the gold of a corpus lie; skips only where nobody named the folder of real reports."""
    if corpus == "sample":
        return PROJECT / "seeds" / "reports", PROJECT / "seeds" / "gold.jsonl"
    if corpus != "real":
        return UNSEEN / corpus, UNSEEN / corpus / "gold.jsonl"
    named = os.environ.get(REAL_REPORTS)
    if named is None:
        pytest.skip(f"{REAL_REPORTS} is not set: real reports stand outside the project")
    folder = Path(named)
    assert folder.is_dir(), f"{REAL_REPORTS} names no folder"
    return folder, folder.parent / "contract" / "gold.jsonl"


@cache
def _read(folder: Path) -> Corpus:
    files = sorted(p for p in folder.rglob("*.txt"))
    return gather(read_report(p.read_bytes(), p.relative_to(folder).as_posix(), ".", registry()) for p in files)


@cache
def _scored(folder: Path, gold_file: Path) -> tuple[Score, dict[str, GoldDocument]]:
    gold = load_gold_file(gold_file)
    return score(_read(folder), gold), gold


def _floors(corpus: str) -> dict[str, float]:
    return json.loads(FLOORS.read_text(encoding="utf-8"))[corpus]


def test_every_corpus_with_gold_is_held_by_floors() -> None:
    assert set(CORPORA) == {"sample", "real"} | {folder.name for folder in UNSEEN.iterdir() if folder.is_dir()}


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_figure_has_a_floor_and_every_floor_a_figure(corpus: str) -> None:
    assert set(_floors(corpus)) == set(Score().figures())


@pytest.mark.parametrize("corpus", CORPORA)
def test_gold_speaks_of_files_that_are_there(corpus: str) -> None:
    folder, gold_file = _folder_and_gold(corpus)
    names = [p.name for p in folder.rglob("*.txt")]
    gold = load_gold_file(gold_file)
    assert gold
    assert [doc for doc in gold if not any(name.startswith(doc) for name in names)] == []


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_quote_of_gold_is_lost_in_the_raw_text(corpus: str) -> None:
    result, _ = _scored(*_folder_and_gold(corpus))
    assert [m for m in result.misses if "gold quote" in m] == []


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_figure_falls_below_its_floor(corpus: str) -> None:
    result, _ = _scored(*_folder_and_gold(corpus))
    figures, floors = result.figures(), _floors(corpus)
    fallen = {name: round(figures[name], 4) for name in floors if figures[name] < floors[name]}
    assert not fallen, "below the floors: " + json.dumps(fallen) + "\n" + "\n".join(result.misses)


@pytest.mark.parametrize("corpus", CORPORA)
def test_floors_rise_with_the_figures(corpus: str) -> None:
    result, _ = _scored(*_folder_and_gold(corpus))
    figures, floors = result.figures(), _floors(corpus)
    risen = {name: round(figures[name], 4) for name in floors if figures[name] > floors[name] + ROOM_ABOVE_FLOOR}
    assert not risen, f"raise the floors of {corpus!r} in {FLOORS.name}: " + json.dumps(risen)


@pytest.mark.parametrize("corpus", CORPORA)
def test_promises_that_need_no_gold_hold_for_every_report(corpus: str) -> None:
    folder, _ = _folder_and_gold(corpus)
    reports = _read(folder).reports
    assert reports
    for report in reports:
        raw_text, numerals = report.layer.text, report.extraction.numerals
        assert uncovered_digits(raw_text, numerals) == [], report.source
        assert torn_rows(numerals) == 0, report.source
        assert all(raw_text[n.raw_start : n.raw_end] == n.text for n in numerals), report.source
