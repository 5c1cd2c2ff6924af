"""The state of the corpus in one finished file, for whoever has to say whether it can be trusted today.

Belongs here: asking the file the questions of `sql/state`. Does not belong here: laying the answers out
(`assets/monitoring/state_page.py`), the questions of analysts (`answers.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.arrow import read_only

QUESTIONS = Path(__file__).resolve().parent / "sql" / "state"

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CorpusState:
    """Rows of each question, under the names of their columns. `builds`: the newest, then the one before it."""

    builds: Rows
    years: Rows
    batches: Rows
    refusals: Rows
    coverage: Rows
    finding_kinds: Rows
    findings: Rows
    quality: Rows
    missed: Rows

    def counts(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Rows of each table now and in the build before; the second is empty where there was none."""
        told = [json.loads(build["counts"]) for build in self.builds]
        return told[0] if told else {}, told[1] if len(told) > 1 else {}

    def values(self) -> dict[str, float]:
        """The measured values of the whole corpus, by measure."""
        return {row["measure"]: row["value"] for row in self.quality if row["value"] is not None}


def state_of(path: Path) -> CorpusState:
    """The state of the corpus that the file at `path` holds, read-only."""
    with read_only(path) as con:
        return CorpusState(**{name: _rows(con, name) for name in CorpusState.__slots__})


def _rows(con: duckdb.DuckDBPyConnection, question: str) -> Rows:
    cursor = con.execute((QUESTIONS / f"{question}.sql").read_text("utf-8"))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
