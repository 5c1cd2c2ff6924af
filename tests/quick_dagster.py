"""Dagster's SQLite storage in the test processes, without the work that it does again for each of its 140 events a run.

Belongs here: keeping what is the same each time. Does not belong here: what is stored, or when (that is Dagster's), and
the settings of an instance (`assets/runs/instance.py`).

For each event Dagster makes an engine anew, for which SQLAlchemy compiles each statement anew; for each database that
it opens, Alembic runs all its migration scripts to learn the newest one's name. Both are the same in one process: a
build of two reports takes 3.2 s of CPU instead of 4.7 s (November 2026), and the suite has eighty. Commands that tests
start in a process of their own get none of this.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from dagster._core.storage import sql
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from sqlalchemy import Engine

ENGINE_MAKERS = (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage)
"""Modules of Dagster that make an engine for each connection; none of them keeps a connection open."""

_engines: dict[str, Engine] = {}
_new_engine = sql.create_engine


def kept_engine(url: str, **options: Any) -> Engine:
    """The engine of a database file, made once; its pool keeps no connection, so a file may go and come again."""
    if url not in _engines:
        _engines[url] = _new_engine(url, **options)
    return _engines[url]


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
