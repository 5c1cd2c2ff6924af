"""Fourteen hundred sentences, nine wordings and two lookalikes a metric, written without sight of the registry's cues.

They were scored once before anybody looked: F 0.914 on both halves (at commit 384d8a5). Now they guard what
the registry learned: a cue that is widened for one sentence and loses three others falls below the floor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipelines.figures.extract import extract
from pipelines.figures.registry import load_registry
from pipelines.outline.headings import outline
from pipelines.records import Identity
from pipelines.text.normalize import normalize

GOLDEN = Path(__file__).parent / "golden"
IDENTITY = Identity(is_report=True, genre="report", year=2023)


def _sentences() -> Iterator[dict]:
    for line in (GOLDEN / "wordings.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def _told(sentence: dict) -> list[tuple[str, str]]:
    """Number text and metric of each fact that the sentence gives, under its heading in a report of its own."""
    raw = f"某镇2023年度法治政府建设情况报告\n一、{sentence['theme_heading'] or '主要工作'}\n{sentence['text']}\n"
    normalized = normalize(raw)
    found = extract(normalized, raw, outline(normalized.text), IDENTITY, load_registry(), "wording")
    begin = raw.index(sentence["text"])
    return [(f.number_text, f.metric_id) for f in found.facts if f.raw_start >= begin]


def _is_told(fact: dict, told: tuple[str, str]) -> bool:
    """Whether a number text and metric are this fact's; 4次 and 4 are one number, with and without measure word."""
    number, metric = told
    return metric == fact["metric"] and (fact["number"] in number or number in fact["number"])


@cache
def _scored() -> tuple[int, int, int]:
    """Right facts, false facts, missed facts over all sentences."""
    right = false = missed = 0
    for sentence in _sentences():
        rest = _told(sentence)
        for fact in sentence["facts"]:
            if fact["metric"] == "none":
                continue
            hit = next((told for told in rest if _is_told(fact, told)), None)
            if hit:
                rest.remove(hit)
                right += 1
            else:
                missed += 1
        false += len(rest)
    return right, false, missed


@pytest.mark.parametrize("figure", ["precision", "recall"])
def test_wordings_find_their_metric(figure: str) -> None:
    right, false, missed = _scored()
    value = right / (right + (false if figure == "precision" else missed))
    floor = json.loads((GOLDEN / "wordings_floors.json").read_text("utf-8"))[figure]
    assert value >= floor, f"{figure} fell to {value:.4f}, floor {floor}"
    assert value <= floor + 0.01, f"{figure} rose to {value:.4f}: raise the floor in wordings_floors.json"
