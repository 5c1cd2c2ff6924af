"""Commands as they are printed for the next step: with the options that were given, ready to be run as they stand.

Belongs here: composing such a command. Does not belong here: which step comes next (`console.py`, `metrics_view.py`,
`registry_view.py`).
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from assets.defaults import DEFAULT_CORPUS, DEFAULT_WAREHOUSE

# Stands in a printed command for the folder that only the reader knows.
SOME_CORPUS = "报告文件夹"
PLAIN = re.compile(r"[\w./:@%+=,-]+")  # Chinese words too: shlex would quote every one
SPECIAL_IN_DOUBLE = re.compile(r"[\"$`\\!]")


@dataclass(frozen=True, slots=True)
class Given:
    """What a command was given, as far as the next one needs it too; None where nothing was."""

    warehouse: Path
    registry: Path | None = None
    corpus: str | None = None

    def ask(self, *words: str) -> str:
        """A command that looks into the warehouse only."""
        return _line("fazhi", *words, *self._warehouse())

    def ask_registry(self, *words: str) -> str:
        """A command that needs the warehouse and the registry."""
        return _line("fazhi", *words, *self._warehouse(), *self._registry())

    def check(self) -> str:
        """The command that checks the registry."""
        return _line("fazhi", "metrics", "--check", *self._registry())

    def build(self) -> str:
        """The command that builds the warehouse; of which reports, only the reader may know."""
        return _line("fazhi", "build", *self._corpus(SOME_CORPUS), *self._warehouse(), *self._registry())

    def pages(self) -> str:
        """The command that opens the pages of the warehouse."""
        return _line("fazhi", "ui", *self._corpus(), *self._warehouse(), *self._registry())

    def _warehouse(self) -> tuple[str, ...]:
        is_default = self.warehouse == Path(DEFAULT_WAREHOUSE).absolute()
        return () if is_default else ("--warehouse", str(self.warehouse))

    def _registry(self) -> tuple[str, ...]:
        return () if self.registry is None else ("--registry", str(self.registry))

    def _corpus(self, unknown: str = "") -> tuple[str, ...]:
        if self.corpus is None:
            return (unknown,) if unknown else ()
        return () if self.corpus == DEFAULT_CORPUS else (self.corpus,)


def _line(*words: str) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """A word as a shell reads it. Queries hold single quotes, which are easier to read within double ones.

    >>> _quoted("报告/2023"), _quoted("my w.duckdb"), _quoted("where kind = 'flow'")
    ('报告/2023', '"my w.duckdb"', '"where kind = \\'flow\\'"')
    """
    if PLAIN.fullmatch(word):
        return word
    return shlex.quote(word) if SPECIAL_IN_DOUBLE.search(word) else f'"{word}"'
