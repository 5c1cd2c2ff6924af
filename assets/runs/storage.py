"""Where Dagster keeps its records of a warehouse: SQLite files beside it, or a PostgreSQL database of its own.

Belongs here: which of the two, the instance settings that follow, and that no two warehouses share a database. Does not
belong here: the PostgreSQL storage itself (`postgres.py`), opening an instance (`instance.py`).

The address with its password stands in the environment only: the settings name the variable.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import dagster as dg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from assets.defaults import POSTGRES_VARIABLE
from assets.errors import StorageError
from assets.layout import Layout, dagster_yaml

# SQLAlchemy 2.1 takes `postgresql://` for psycopg; see `postgres.py` for why it is another driver here.
DRIVER = "postgresql+pg8000"
PLAIN_NAMES = frozenset({"postgres", "postgresql"})
POSTGRES_SETTINGS = f"""
storage:
  custom:
    module: assets.runs.postgres
    class: WarehousePostgresStorage
    config:
      postgres_url:
        env: {POSTGRES_VARIABLE}
"""
_OWNER_KEY = "fazhi/warehouse"


def uses_postgres() -> bool:
    """Whether the environment names a PostgreSQL database for the records."""
    return bool(os.environ.get(POSTGRES_VARIABLE))


def with_driver(address: str) -> str:
    """An address of PostgreSQL with the driver that is used where it names none; raises StorageError for no address.

    >>> with_driver("postgresql://fazhi:word@db:5432/fazhi")
    'postgresql+pg8000://fazhi:word@db:5432/fazhi'
    """
    return _parsed(address).render_as_string(hide_password=False)


def _parsed(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        # The address is not shown: it holds a password.
        raise StorageError(
            f"{POSTGRES_VARIABLE} 不是数据库地址：应形如 postgresql://用户:密码@主机:5432/库名"
        ) from None
    if url.drivername in PLAIN_NAMES:
        return url.set(drivername=DRIVER)
    if not url.drivername.startswith("postgresql+"):
        raise StorageError(f"{POSTGRES_VARIABLE} 应是 PostgreSQL 的地址（postgresql://…），不是 {url.drivername}://")
    return url


def instance_settings() -> str:
    """The text of `dagster.yaml` for this process's environment; raises StorageError where that can't be used."""
    settings = dagster_yaml().read_text("utf-8")
    if not uses_postgres():
        return settings
    _parsed(os.environ[POSTGRES_VARIABLE])
    missing = [package for package in ("dagster_postgres", "pg8000") if find_spec(package) is None]
    if missing:
        raise StorageError(f"用 PostgreSQL 保存运行记录还缺 {'、'.join(missing)}：请先 pip install 'fazhi[postgres]'")
    return settings + POSTGRES_SETTINGS


def claim(instance: dg.DagsterInstance, layout: Layout) -> None:
    """Make a PostgreSQL database this warehouse's own; raises StorageError where it is another's.

    A build marks as failed every unfinished run that it finds: in a shared database those of the other warehouse. The
    mark is a file beside the warehouse, not its path, which differs inside a container.
    """
    mark = _mark_of(layout)
    records = instance.daemon_cursor_storage
    owner = records.get_cursor_values({_OWNER_KEY}).get(_OWNER_KEY)
    if owner is None:
        records.set_cursor_values({_OWNER_KEY: mark})
    elif owner != mark:
        raise StorageError(
            f"{POSTGRES_VARIABLE} 所指的数据库已存有另一个仓库的运行记录：请为每个仓库各建一个库；"
            f"如确是这个仓库（例如 work 文件夹丢失过），请把 {owner} 写入 {_mark_file(layout)} 后再试"
        )


def _mark_file(layout: Layout) -> Path:
    return layout.dagster_home / "warehouse_id"


def _mark_of(layout: Layout) -> str:
    file = _mark_file(layout)
    if not file.exists():
        file.write_text(f"{uuid4()}\n", encoding="utf-8")
    return file.read_text("utf-8").strip()
