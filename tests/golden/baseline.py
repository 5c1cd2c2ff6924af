"""A naive reader that never learns: one pattern for number and measure word, and the nearest cue of the same unit.

It stands beside each score of an unseen batch: a batch on which it passes 0.6 is too easy and is written again. Its
cues were copied from the registry once (`baseline_cues.json`) and stay as they are, so that its figures can be compared
from batch to batch. It knows no headings, no roles, no negation, no shared or distributed numbers, no repairs.

    python tests/golden/baseline.py FOLDER [FOLDER ...]    facts_f on reports and gold of each folder

Belongs here: the baseline and its score. Does not belong here: anything that would make it better.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
TOO_EASY_FACTS_F = 0.6
MEASURES = {
    "case": "件 起 宗 例 桩 批",
    "person_time": "人次",
    "time": "次 场 轮 期 回 节",
    "person": "人 名 位",
    "copy": "份 册 本 张",
    "item": "项 条 部 个 家 处 块 面 支 所 座 台 套 户",
    "yuan": "元",
    "percent": "%",
    "square_metre": "平方米 亩",
}
FAMILY_OF = {word: family for family, words in MEASURES.items() for word in words.split()}
NUMBER = re.compile(rf"(\d[\d,]*(?:\.\d+)?)(万)?(?:余|多)?({'|'.join(sorted(FAMILY_OF, key=len, reverse=True))})")
SENTENCE = re.compile(r"[^。；！？\n]+")


class Guess(NamedTuple):
    """A figure that the baseline gives a metric: where it stands, and what it says."""

    start: int
    end: int
    metric: str
    value: float


@cache
def _cues() -> dict[str, list[tuple[str, str]]]:
    """(cue, metric) by unit family, as frozen."""
    by_family: dict[str, list[tuple[str, str]]] = {}
    for metric, entry in json.loads((HERE / "baseline_cues.json").read_text("utf-8")).items():
        for family in entry["units"]:
            by_family.setdefault(family, []).extend((word, metric) for word in entry["cues"])
    return by_family


def guesses(text: str) -> list[Guess]:
    """Every number with a measure word that has a cue of its family in the same sentence."""
    out = []
    for sentence in SENTENCE.finditer(text):
        words = sentence.group()
        for m in NUMBER.finditer(words):
            cues = _cues().get(FAMILY_OF[m[3]], ())
            near = [(_distance(words, word, m), -len(word), metric) for word, metric in cues if word in words]
            if near:
                value = float(m[1].replace(",", "")) * (10_000 if m[2] else 1)
                at = sentence.start()
                out.append(Guess(at + m.start(), at + m.end(), min(near)[2], value))
    return out


def _distance(words: str, cue: str, number: re.Match[str]) -> int:
    """Characters between a number and the nearest place of a cue, on either side."""
    left, right = words.rfind(cue, 0, number.start()), words.find(cue, number.end())
    gaps = [number.start() - left - len(cue)] * (left >= 0) + [right - number.end()] * (right >= 0)
    return min(gaps, default=len(words))


def facts_f(texts: dict[str, str], gold: list[dict[str, Any]]) -> float:
    """F of metric and value, where the guessed number stands inside the quote of gold."""
    found = false = wanted = 0
    for doc, text in texts.items():
        facts = [g for g in gold if g["doc"] == doc and g.get("metric", "none") != "none"]
        left = list(facts)
        wanted += len(facts)
        for guess in guesses(text):
            hit = next((g for g in left if _is_hit(g, guess, text)), None)
            if hit is None:
                false += 1
            else:
                left.remove(hit)
                found += 1
    return 2 * found / (found + false + wanted) if found else 0.0


def _is_hit(gold: dict[str, Any], guess: Guess, text: str) -> bool:
    if guess.metric not in (gold["metric"], *gold.get("accept", ())) or abs(guess.value - gold["value"]) > 1e-6:
        return False
    at = text.find(gold["raw"], max(0, guess.start - len(gold["raw"])))
    return 0 <= at <= guess.start < at + len(gold["raw"])


def score_folder(folder: Path) -> float:
    """The baseline's facts_f on the reports of a folder, against its gold.jsonl."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines() if line]
    reports = {g["doc"] for g in gold if "meta" in g and g["meta"].get("is_report", True)}
    return facts_f({doc: (folder / f"{doc}.txt").read_text("utf-8") for doc in sorted(reports)}, gold)


if __name__ == "__main__":
    for named in map(Path, sys.argv[1:]):
        print(f"{named.name}: {score_folder(named):.3f}")
