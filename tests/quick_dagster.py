"""Dagster's SQLite storage in the test processes, without the work that it does again for each of its 140 events a run.

Belongs here: keeping what is the same each time. Does not belong here: what is stored, or when (that is Dagster's), and
the settings of an instance (`assets/runs/instance.py`).

For each event Dagster makes an engine anew, for which SQLAlchemy compiles each statement anew, and opens the database
five times; for each database, Alembic runs all its migration scripts to learn the newest one's name. All are the same
in one process: a build of two reports takes 3.2 s of CPU instead of 4.7 s (November 2026), and the suite has eighty.
Commands that tests start in a process of their own get none of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.storage import sql
from dagster._core.storage.defs_state import DefsStateStorage
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from sqlalchemy import Engine, QueuePool
from sqlalchemy.engine import make_url

ENGINE_MAKERS = (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage)
"""Modules of Dagster that make an engine for each connection; none of them keeps a connection open."""

# The databases of one instance and of the run at work; a file stays open for each.
MOST_ENGINES = 8

_engines: dict[str, tuple[int, Engine]] = {}
_new_engine = sql.create_engine


def kept_engine(url: str, **options: Any) -> Engine:
    """The engine of a database file with a connection that stays open, for as long as the file is the same one."""
    file = Path(make_url(url).database or "")
    inode = file.stat().st_ino if file.exists() else 0
    known_inode, engine = _engines.pop(url, (0, None))
    if engine is None or known_inode != inode:
        if engine is not None:
            Engine.dispose(engine)
        engine = _new_engine(url, **options if inode == 0 else {**options, "poolclass": QueuePool})
        engine.dispose = _later  # type: ignore[method-assign]
    _engines[url] = inode, engine  # the last used stands last
    while len(_engines) > MOST_ENGINES:
        Engine.dispose(_engines.pop(next(iter(_engines)))[1])
    return engine


def _later() -> None:
    """What Dagster gets for the end of an engine, which it asks for after each event."""


@cache
def kept_scripts(config: Config) -> ScriptDirectory:
    """The migration scripts of a storage, run once; Dagster keeps one `config` for each."""
    return _new_scripts(config)


_new_scripts = ScriptDirectory.from_config


def install() -> None:
    """Make Dagster use what is kept, for the rest of this process."""
    for module in ENGINE_MAKERS:
        module.create_engine = kept_engine
    ScriptDirectory.from_config = kept_scripts
    # Definitions that are loaded outside of any instance ask the one that Dagster remembers for their state: after
    # instances were closed in another order than opened that one is gone, once in a dozen runs. Ours have no state.
    DefsStateStorage.get = classmethod(lambda _: None)


@contextmanager
def as_dagster_does() -> Iterator[None]:
    """Close what is kept, and let Dagster open and close its databases as it does outside of tests."""
    while _engines:
        Engine.dispose(_engines.popitem()[1][1])
    for module in ENGINE_MAKERS:
        module.create_engine = _new_engine
    try:
        yield
    finally:
        install()
