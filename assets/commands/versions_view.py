"""What `fazhi versions` and `fazhi rollback` show.

Belongs here: tables and sentences. Does not belong here: the commands (`housekeeping.py`), which files are kept
(`warehouse/kept_files.py`), what a rollback does (`warehouse/rollbacks.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from assets.commands.amounts import size
from assets.commands.console import say
from assets.commands.given import Given
from warehouse.answers import Answer
from warehouse.kept_files import Version
from warehouse.rollbacks import Rollback

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
COLUMNS = ("构建编号", "时间（北京）", "报告", "数据", "程序", "登记表", "表结构", "大小", "状态")
SHORT_HASH = 8
# Cells of the widest row: hanzi take two.
WIDTH = 140


def as_answer(found: Sequence[Version], published: Path) -> Answer:
    """The versions as rows, newest first."""
    schemas = [version.schema_hash for version in found if version.path == published]
    rows = [_row(version, published, schemas[0] if schemas else "") for version in found]
    return Answer(COLUMNS, rows)


def _row(version: Version, published: Path, published_schema: str) -> tuple[object, ...]:
    build = version.build
    if build is None:
        return (version.build_id, "", None, None, "", "", "", size(version.size_bytes), "已损坏，无法回退")
    number = f"第 {version.schema_version} 版" if version.schema_version else "未编号"
    is_other = bool(published_schema) and version.schema_hash != published_schema
    return (
        *(build.build_id, local_time(build.built_at), build.reports, version.facts),
        *(build.code_version[:SHORT_HASH], build.registry_version[:SHORT_HASH]),
        number + ("（与已发布的不同）" if is_other else ""),
        size(version.size_bytes),
        "已发布" if version.path == published else "留存",
    )


def local_time(built_at: datetime) -> str:
    """A time of the warehouse, which is UTC, as clocks in China show it.

    >>> local_time(datetime(2026, 1, 31, 21, 30))
    '2026-02-01 05:30:00'
    """
    return built_at.replace(tzinfo=UTC).astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M:%S")


def show_versions(console: Console, found: Sequence[Version], rollback: Rollback | None, given: Given) -> None:
    """The versions, what holds builds off, and the commands that publish another one."""
    if not found:
        say(console, Text(f"没有已发布或留存的版本，请先运行：{given.build()}"))
        return
    table = Table(*(Column(name, no_wrap=True) for name in COLUMNS), box=None)
    for row in as_answer(found, given.warehouse).rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    # An id that is cut at the terminal's width can't be copied.
    console.width = max(console.width, WIDTH)
    console.print(table)
    if rollback is not None:
        at, before = local_time(datetime.fromisoformat(rollback.at)), rollback.from_build or "（无）"
        say(console, Text(f"{at} 由 {before} 回退到 {rollback.to_build}：语料、程序和登记表不变时不自动重建"))
    show_next_steps(console, found, rollback, given)


def show_next_steps(console: Console, found: Sequence[Version], rollback: Rollback | None, given: Given) -> None:
    """The commands that publish another version."""
    others = [version for version in found if version.build and version.path != given.warehouse]
    say(console, "接下来：")
    if others:
        say(console, Text(f"　　回退到某一版　　　{given.ask('rollback', others[0].build_id)}"))
    else:
        say(console, Text(f"　　还没有旧版：下次发布时留存现在这一版　　{given.build()}"))
    if rollback is not None:
        say(console, Text(f"　　恢复到最新一版　　{given.ask('rollback', '--latest')}"))


def show_rollback(console: Console, done: Rollback, given: Given) -> None:
    """What is published now, what was before, and what the sensor will do about it."""
    say(console, Text(f"已发布：{done.to_build}"))
    say(console, Text(f"此前为：{done.from_build or '（无已发布的数据库）'}" + ("，已留存" if done.from_build else "")))
    say(console, Text(f"数据库：{given.warehouse}"))
    if done.held_off:
        say(console, "传感器和定时任务不会再由未变的语料、程序和登记表重建；其中任何一项变化后照常构建。")
    say(console, "接下来：")
    if done.held_off:
        say(console, Text(f"　　恢复到最新一版　　{given.ask('rollback', '--latest')}"))
        say(console, Text(f"　　立即重新构建　　　{given.build()}"))
    say(console, Text(f"　　查看各版　　　　　{given.ask('versions')}"))
