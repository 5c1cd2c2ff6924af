"""What `fazhi tidy` shows.

Belongs here: tables and sentences. Does not belong here: the command (`housekeeping.py`), what may go
(`assets/housekeeping`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from assets.commands.amounts import size
from assets.commands.console import say
from assets.commands.given import Given
from assets.housekeeping.clearing import Clearing
from assets.housekeeping.tidying import KIND_NAMES

MAX_ITEMS_SHOWN = 3


def show_clearings(console: Console, clearings: Sequence[Clearing]) -> None:
    """A table of what may go, kind by kind, with the first names of each."""
    table = Table("类别", Column("数量", justify="right"), Column("大小", justify="right"), "例如", box=None)
    for clearing in clearings:
        named = "，".join(clearing.items[:MAX_ITEMS_SHOWN]) + ("…" if len(clearing.items) > MAX_ITEMS_SHOWN else "")
        table.add_row(KIND_NAMES[clearing.kind], str(len(clearing.items)), size(clearing.size_bytes), Text(named))
    console.print(table)


def show_dry_run(console: Console, clearings: Sequence[Clearing], given: Given) -> None:
    """That nothing was removed, and how it would be."""
    expected = size(sum(clearing.size_bytes for clearing in clearings))
    say(console, f"没有改动（--dry-run）；清理约释放 {expected}，删去运行记录后记录库还会缩小")
    say(console, Text(f"接下来：{given.ask('tidy')}"))


def show_freed(console: Console, freed: Mapping[str, int], given: Given) -> None:
    """What was given back, and the next step."""
    parts = "，".join(f"{KIND_NAMES[kind]} {size(count)}" for kind, count in freed.items() if count)
    say(console, f"已释放 {size(sum(freed.values()))}" + (f"：{parts}" if parts else "：没有可清理的"))
    say(console, Text(f"接下来：保留多少由环境变量 FAZHI_KEEP_… 决定；留存的各版见 {given.ask('versions')}"))
