"""What came of each thing that was done to a warehouse: a table, JSON and an exit status.

Belongs here: the shape of an outcome and how it is shown. Does not belong here: deciding it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing done. `faults` says what is not as it must be; none for an outcome that is."""

    drill: str
    done: str
    came_of_it: str
    faults: tuple[str, ...] = field(default=())

    @property
    def is_as_it_must_be(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def show(console: Console, title: str, outcomes: Sequence[Outcome]) -> None:
    """Print all outcomes, then how many are not as they must be."""
    table = Table("drill", "what was done", "what came of it", "as it must be", title=title, title_justify="left")
    for outcome in outcomes:
        verdict = "[green]yes[/]" if outcome.is_as_it_must_be else f"[red]{'; '.join(outcome.faults)}[/]"
        table.add_row(outcome.drill, outcome.done, outcome.came_of_it, verdict)
    console.print(table)
    wrong = sum(not outcome.is_as_it_must_be for outcome in outcomes)
    console.print(f"{len(outcomes)} outcomes, {wrong} not as they must be.")


def finish(outcomes: Sequence[Outcome], json_file: Path | None) -> None:
    """Write the outcomes where that was asked for, and end with status 1 if one is not as it must be."""
    if json_file is not None:
        told = [{**asdict(outcome), "is_as_it_must_be": outcome.is_as_it_must_be} for outcome in outcomes]
        json_file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if outcomes and all(outcome.is_as_it_must_be for outcome in outcomes) else 1)
