"""`fazhi export` on a terminal: a bar while it writes, and at the end what was written and what to do with it.

Belongs here: showing. Does not belong here: what is written (`warehouse/export`), arguments (`cli.py`).
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from assets.commands.amounts import size
from assets.commands.console import say
from assets.commands.given import Given
from warehouse.export.run import Exported, export
from warehouse.export.selection import Wanted

MAX_FILES_SHOWN = 30


class ExportBar:
    """A line for each table with the rows written so far; hears of an export as an `ExportListener`."""

    def __init__(self, console: Console):
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f} 行"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> ExportBar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def part_started(self, name: str, rows: int) -> None:
        """Begin the line of the next table; 0 rows: not known."""
        self._task = self._progress.add_task(name, total=rows or None)

    def rows_done(self, rows: int) -> None:
        """Move it on."""
        if self._task is not None:
            self._progress.advance(self._task, rows)


def run_export(console: Console, given: Given, target: Path, kind: str | None, wanted: Wanted, *, force: bool) -> None:
    """Export, and say what was written."""
    with ExportBar(console) as bar:
        exported = export(given.warehouse, target, kind, wanted, force=force, listener=bar)
    show_exported(console, exported, given)


def show_exported(console: Console, exported: Exported, given: Given) -> None:
    """Files with rows and sizes, what was left out and how to get it, and the next step."""
    for file in exported.files[:MAX_FILES_SHOWN]:
        name = file.path.relative_to(exported.target.parent)
        say(console, Text(f"　{name}　{file.rows:,} 行　{size(file.size_bytes)}"))
    if len(exported.files) > MAX_FILES_SHOWN:
        say(console, f"　… 共 {len(exported.files)} 个文件")
    rows, size_bytes = sum(file.rows for file in exported.files), sum(file.size_bytes for file in exported.files)
    say(console, Text(f"已导出：{exported.target}（{len(exported.files)} 个文件，{rows:,} 行，{size(size_bytes)}）"))
    if exported.unnarrowed:
        say(console, f"这些表没有单位和年度，整表导出：{'、'.join(exported.unnarrowed)}")
    if exported.left_out:
        listed = "、".join(f"{name}（{count:,} 行）" for name, count in exported.left_out)
        flags = [word for name, _ in exported.left_out for word in ("--table", name)]
        other = exported.target.with_name(f"{exported.target.name}-全量")
        command = given.ask("export", str(other), "--format", exported.kind, *flags)
        say(console, Text(f"未包括 {listed}，需要时：{command}"))
    say(console, Text(f"接下来：{_next_step(exported)}"))


def _next_step(exported: Exported) -> str:
    if exported.kind == "xlsx":
        return "用 Excel 或 WPS 打开，先看“说明”"
    if exported.kind == "csv":
        return "用 Excel 双击打开" + (
            "" if exported.target.is_file() else f"，各表各列的含义见 {exported.target.name}/README.txt"
        )
    if exported.target.is_file():
        return f"select * from read_parquet('{exported.target}')"
    return f"各表的读法见 {exported.target / 'README.txt'}"
