"""Dagster's records in PostgreSQL: `dagster-postgres` over a driver whose licence leaves the users' code free.

Belongs here: the storage class that `dagster.yaml` names, and where it has to differ from the library's. Does not
belong here: whether PostgreSQL is used at all (`storage.py`). Imported by Dagster alone, and only where it is used:
`dagster_postgres` is an optional dependency.

The library talks through SQLAlchemy and imports no driver itself; psycopg, which it names, is under the LGPL, pg8000
under BSD. Three of its habits are psycopg's: `with connection:` as a transaction (pg8000 closes the connection), a
parameter in NOTIFY (PostgreSQL takes none, psycopg2 writes it into the text), and the error code of a table that
another process made first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from dagster_postgres import (
    DagsterPostgresStorage,
    PostgresEventLogStorage,
    PostgresRunStorage,
    PostgresScheduleStorage,
)
from dagster_postgres.event_log.event_log import CHANNEL_NAME
from dagster_postgres.utils import create_pg_connection, create_pg_engine, pg_url_from_config
from sqlalchemy.pool import NullPool

from assets.runs.storage import with_driver

# Any number that nobody else takes in the same database: webserver, daemon and a build by hand may come at once.
CREATING_TABLES = 0xFA_24_11


class _HoldsConnections:
    """A storage that keeps a connection between its statements, where the library opens one for each.

    pg8000 gets ready for TLS before each connection, which reads all certificates of the system: 40 ms of CPU. Measured
    on a build of one report: 460 connections and 24.9 s of CPU one by one, 20 and 7.4 s when held; SQLite takes 7.1 s.
    """

    postgres_url: str
    _engine: sqlalchemy.Engine

    def __init__(self, postgres_url: str, should_autocreate_tables: bool = True) -> None:
        super().__init__(postgres_url, should_autocreate_tables)  # type: ignore[call-arg]
        self._hold()

    def _hold(self, *, pool_recycle_seconds: int = 600, max_overflow: int = 10, **startup: str) -> None:
        self._engine.dispose()
        self._engine = create_pg_engine(
            self.postgres_url,
            isolation_level="AUTOCOMMIT",
            pool_size=1,
            pool_recycle=pool_recycle_seconds,
            pool_pre_ping=True,  # the server may have been restarted meanwhile
            max_overflow=max_overflow,
            connect_args={"startup_params": startup},
        )
        sqlalchemy.event.listen(self._engine, "before_cursor_execute", _by_function, retval=True)

    def optimize_for_webserver(self, statement_timeout: int, pool_recycle: int, max_overflow: int) -> None:
        """What the webserver calls: statements end after `statement_timeout` milliseconds."""
        timeout = {"statement_timeout": str(statement_timeout)}
        self._hold(pool_recycle_seconds=pool_recycle, max_overflow=max_overflow, **timeout)

    def dispose(self) -> None:
        """Close the connections."""
        super().dispose()  # type: ignore[misc]
        self._engine.dispose()


def _by_function(
    _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, _is_many: bool
) -> tuple[str, Any]:
    """NOTIFY as the function that takes a parameter."""
    if statement.startswith(f"NOTIFY {CHANNEL_NAME},"):
        statement = f"select pg_notify('{CHANNEL_NAME}', %s)"
    return statement, parameters


class RunRecords(_HoldsConnections, PostgresRunStorage):
    """Runs and the daemon's heartbeats."""


class EventRecords(_HoldsConnections, PostgresEventLogStorage):
    """Events of runs, partitions, asset checks."""


class ScheduleRecords(_HoldsConnections, PostgresScheduleStorage):
    """Sensors, schedules and their ticks."""


class WarehousePostgresStorage(DagsterPostgresStorage):
    """All records of one warehouse in one PostgreSQL database."""

    def __init__(self, postgres_url: str, should_autocreate_tables: bool = True, inst_data: Any = None) -> None:
        self.postgres_url = with_driver(postgres_url)
        self.should_autocreate_tables = should_autocreate_tables
        self._inst_data = inst_data
        with _creating_tables(self.postgres_url):
            self._run_storage = RunRecords(self.postgres_url, should_autocreate_tables)
            self._event_log_storage = EventRecords(self.postgres_url, should_autocreate_tables)
            self._schedule_storage = ScheduleRecords(self.postgres_url, should_autocreate_tables)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Mapping[str, Any]) -> WarehousePostgresStorage:
        """From the settings in `dagster.yaml`."""
        return cls(pg_url_from_config(config_value), config_value.get("should_autocreate_tables", True), inst_data)


@contextmanager
def _creating_tables(postgres_url: str) -> Iterator[None]:
    """One process at a time, anywhere: the lock belongs to the connection and dies with it."""
    engine = create_pg_engine(postgres_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with create_pg_connection(engine) as connection:
        connection.execute(sqlalchemy.text("select pg_advisory_lock(:number)"), {"number": CREATING_TABLES})
        yield
