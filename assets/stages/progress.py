"""How far a stage is: told by the stages, shown by whoever listens.

Belongs here: the listener that a command sets around a build. Does not belong here: drawing (`commands/console.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class ProgressListener(Protocol):
    """Whoever wants to see a build move."""

    def stage_started(self, stage: str, reports: int) -> None:
        """A stage begins and has so many reports to read."""

    def reports_done(self, stage: str, reports: int) -> None:
        """So many more reports of the stage are done."""


class _Nobody:
    def stage_started(self, stage: str, reports: int) -> None:
        """Nobody listens."""

    def reports_done(self, stage: str, reports: int) -> None:
        """Nobody listens."""


_listener: ContextVar[ProgressListener] = ContextVar("progress_listener", default=_Nobody())  # noqa: B039


def progress() -> ProgressListener:
    """The listener of this build; one that does nothing where no command set another."""
    return _listener.get()


@contextmanager
def listening(listener: ProgressListener) -> Iterator[None]:
    """Let `listener` hear of every build inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
