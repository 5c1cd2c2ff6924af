"""Two independent readings of the same reports, held against each other: how far people agree, and where they do not.

    python tests/golden/readings.py FIRST.jsonl SECOND.jsonl

Prints the agreement on quantities, metrics, attributes, headings, stated changes and contradictions (F of the two sets,
so that neither reading is taken for the truth), then every difference, for a third person to settle.

Belongs here: that comparison. Does not belong here: scoring the program (`tests/scoring.py`, `tests/scoring_audit.py`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
SPACE = re.compile(r"[\s\W_]+")


def load(file: Path) -> dict[str, list[Row]]:
    """Gold lines by document."""
    by_doc: dict[str, list[Row]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            by_doc[row["doc"]].append(row)
    return by_doc


def _flat(text: str | None) -> str:
    return SPACE.sub("", text or "")


def _quantities(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [(_flat(r["number"]), f"{r['value']:g}") for r in rows if "metric" in r]


def _facts(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [(_flat(r["number"]), f"{r['value']:g}", r["metric"]) for r in rows if r.get("metric", "none") != "none"]


def _attributes(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [
        (_flat(r["number"]), f"{r['value']:g}", r["metric"], r["qualifier"], r["role"])
        for r in rows
        if r.get("metric", "none") != "none"
    ]


def _headings(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [(str(h["level"]), _flat(h["title"])) for r in rows for h in r.get("outline", ()) if h["level"] <= 2]


def _claims(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [(c["of"], c["sign"], f"{c['size']:g}", c["verdict"]) for r in rows if (c := r.get("claim"))]


def _findings(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    return [(f["kind"], _flat(f["raw"])[-3:]) for r in rows if (f := r.get("finding"))]


KINDS = {
    "quantities": _quantities,
    "facts": _facts,
    "attributes": _attributes,
    "headings": _headings,
    "stated changes": _claims,
    "contradictions": _findings,
}


def compare(first: dict[str, list[Row]], second: dict[str, list[Row]]) -> tuple[dict[str, float], list[str]]:
    """Agreement by kind (F), and a line for each thing that only one of the two readings has."""
    shared: Counter[str] = Counter()
    told: Counter[str] = Counter()
    differences = []
    for doc in sorted(first.keys() & second.keys()):
        for kind, taken in KINDS.items():
            one, two = Counter(taken(first[doc])), Counter(taken(second[doc]))
            shared[kind] += (one & two).total()
            told[kind] += one.total() + two.total()
            differences += [f"{doc} {kind}: only first {' | '.join(k)}" for k in (one - two).elements()]
            differences += [f"{doc} {kind}: only second {' | '.join(k)}" for k in (two - one).elements()]
    return {kind: 2 * shared[kind] / told[kind] if told[kind] else 1.0 for kind in KINDS}, differences


def main() -> None:
    """Prints agreement and differences of the two files that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    args = parser.parse_args()
    agreement, differences = compare(load(args.first), load(args.second))
    print(" ".join(f"{kind}={share:.3f}" for kind, share in agreement.items()))
    print("\n".join(differences))


if __name__ == "__main__":
    main()
