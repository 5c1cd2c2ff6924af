"""Stated changes, their verdicts and contradictions of the unseen batches, held by floors that never fall silently.

Only batches whose gold tells claims and findings (from u5 on) are scored; their first-shot figures stand in
`golden/unseen/README.md`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from scoring_audit import AuditScore, gold_rows, score_audit, warehouse_of

GOLDEN = Path(__file__).parent / "golden"
FLOORS = GOLDEN / "audit_floors.json"
BATCHES = tuple(json.loads(FLOORS.read_text(encoding="utf-8")))
ROOM_ABOVE_FLOOR = 0.01
AT_MOST = "false_findings_a_report"  # the one figure that must not rise


@cache
def _scored(batch: str) -> AuditScore:
    folder = GOLDEN / "unseen" / batch
    return score_audit(warehouse_of(folder), folder / "gold.jsonl")


def _bounds(batch: str) -> dict[str, float]:
    return json.loads(FLOORS.read_text(encoding="utf-8"))[batch]


def test_every_batch_with_claims_is_held_by_floors() -> None:
    told = {f.parent.name for f in (GOLDEN / "unseen").glob("*/gold.jsonl") if gold_rows(f, "claim")}
    assert set(BATCHES) == told


@pytest.mark.parametrize("batch", BATCHES)
def test_no_figure_is_worse_than_its_bound(batch: str) -> None:
    result, bounds = _scored(batch), _bounds(batch)
    figures = result.figures()
    worse = {n: round(f, 4) for n, f in figures.items() if (f > bounds[n] if n == AT_MOST else f < bounds[n])}
    assert not worse, json.dumps(worse) + "\n" + "\n".join(result.misses)


@pytest.mark.parametrize("batch", BATCHES)
def test_bounds_follow_the_figures(batch: str) -> None:
    figures, bounds = _scored(batch).figures(), _bounds(batch)
    better = {
        name: round(figure, 4)
        for name, figure in figures.items()
        if (bounds[name] - figure if name == AT_MOST else figure - bounds[name]) > ROOM_ABOVE_FLOOR
    }
    assert not better, f"tighten the bounds of {batch!r} in {FLOORS.name}: " + json.dumps(better)
