"""What a check on a finished warehouse file found, as whoever shows it gets it.

Belongs here: that record. Does not belong here: the checks (`checks.py`, `quality_checks.py`, `anomalies.py`), showing
it (`assets/publishing/checks.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from warehouse.relations import BadRows

# A screenful: enough to see the kind of damage, and a check's event in Dagster stays below 10 kB.
SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: `sample` holds the first bad rows, `figures` how many rows were looked at and what else can
    be plotted. `blocking`: its failure keeps the file from being published. `note_zh`: what is to be said
    of a pass."""

    name: str
    blocking: bool
    passed: bool
    bad_count: int
    sample: BadRows
    message_zh: str
    remedy_zh: str
    note_zh: str = ""
    figures: dict[str, int | float] = field(default_factory=dict)
