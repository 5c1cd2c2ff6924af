"""The answers that documents print below their queries, held against a warehouse and rewritten from one.

Belongs here: finding query and answer in a document, and asking. Does not belong here: which documents there are.
`python tests/shown_answers.py docs/queries.md` builds the sample corpus and rewrites the answers in place.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from building import PROJECT, build
from click.testing import CliRunner

from assets.commands.cli import main as fazhi

_SHOWN = re.compile(r"```sql\n(?P<query>.*?)```\n(?:\n(?P<answer>(?:\|[^\n]*\n)+))?", re.S)


@dataclass(frozen=True, slots=True)
class Shown:
    """A query of a document and the answer printed below it, '' where there is none."""

    query: str
    answer: str


def shown_in(text: str) -> list[Shown]:
    """Every query of a document with its answer, in order: a later query may read what an earlier one exported."""
    return [Shown(found["query"], found["answer"] or "") for found in _SHOWN.finditer(text)]


def answer_of(query: str, warehouse: Path) -> str:
    """The answer as `fazhi sql --format md` prints it, an error in its place where there is none."""
    return CliRunner().invoke(fazhi, ["sql", "--format", "md", "--warehouse", str(warehouse), "--", query]).output


def with_answers(text: str, warehouse: Path) -> str:
    """The document with each answer as the warehouse gives it."""
    return _SHOWN.sub(lambda found: f"```sql\n{found['query']}```\n\n{answer_of(found['query'], warehouse)}", text)


def sample_warehouse(folder: Path) -> Path:
    """The warehouse of the sample corpus, built into a folder."""
    warehouse = folder / "w.duckdb"
    build(PROJECT / "seeds" / "reports", warehouse)
    return warehouse


def main(documents: list[str]) -> None:
    """Rewrite the answers of the documents, each in its place."""
    paths = [Path(document).resolve() for document in documents]
    with tempfile.TemporaryDirectory() as folder:
        warehouse = sample_warehouse(Path(folder))
        with contextlib.chdir(folder):  # Queries may export to files.
            for path in paths:
                path.write_text(with_answers(path.read_text("utf-8"), warehouse), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
