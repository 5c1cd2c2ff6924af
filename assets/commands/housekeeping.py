"""`fazhi versions`, `fazhi rollback` and `fazhi tidy`: what is kept of the past, going back to it, making room.

Belongs here: these commands. Does not belong here: what they show (`versions_view.py`, `tidying_view.py`), the work
(`warehouse/kept_files.py`, `warehouse/rollbacks.py`, `assets/housekeeping`).
"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from assets.commands.given import Given
from assets.commands.options import FORMATS, one_line_errors, warehouse_option


@click.command()
@click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
@warehouse_option
@one_line_errors
def versions(output_format: str, warehouse: Path) -> None:
    """List the published file and the older ones that are kept / 列出已发布与留存的各版数据库."""
    from assets.commands.console import write_answer
    from assets.commands.versions_view import as_answer, show_versions
    from assets.layout import Layout
    from warehouse.kept_files import KeptFiles
    from warehouse.publish import published_build
    from warehouse.rollbacks import log_of, versions_of

    console, kept = Console(highlight=False), KeptFiles(Layout(warehouse).versions_folder)
    found = versions_of(kept, warehouse)
    if output_format == "table":
        show_versions(console, found, log_of(kept).in_force(published_build(warehouse)), Given(warehouse))
    else:
        write_answer(as_answer(found, warehouse), output_format, console)


@click.command()
@click.argument("build_id", required=False)
@click.option("--latest", is_flag=True, help="Back to the newest kept version / 恢复到最新一版")
@warehouse_option
@one_line_errors
def rollback(build_id: str | None, latest: bool, warehouse: Path) -> None:
    """Publish an older version again: BUILD_ID, else the one before / 回退到较早发布的一版."""
    from assets.commands.versions_view import show_rollback
    from assets.layout import Layout
    from assets.locking import holding
    from assets.publishing.targets import check_folder
    from warehouse.kept_files import KeptFiles
    from warehouse.rollbacks import RollbackRefused, roll_back

    if latest and build_id is not None:
        raise click.UsageError("构建编号与 --latest 只能给出一个")
    check_folder(warehouse)
    layout = Layout(warehouse)
    if not layout.versions_folder.is_dir():
        raise RollbackRefused(f"没有留存 {warehouse} 的旧版：从第二次发布起才有")
    with holding(layout.lock_file):
        done = roll_back(KeptFiles(layout.versions_folder), warehouse, build_id, to_newest=latest)
    show_rollback(Console(highlight=False), done, Given(warehouse))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be removed / 只显示，不清理")
@warehouse_option
@one_line_errors
def tidy(dry_run: bool, warehouse: Path) -> None:
    """Remove runs, frames, versions and logs beyond what is kept (FAZHI_KEEP_…) / 清理工作文件夹."""
    from assets.commands.tidying_view import show_clearings, show_dry_run, show_freed
    from assets.errors import TargetError
    from assets.housekeeping.settings import Retention
    from assets.housekeeping.tidying import carry_out, find_clearings
    from assets.layout import Layout
    from assets.locking import holding
    from assets.publishing.targets import check_folder
    from assets.resources import Workshop
    from assets.runs.instance import opened_instance

    console, layout, given = Console(highlight=False), Layout(warehouse), Given(warehouse)
    retention = Retention.from_environment()
    check_folder(warehouse)
    if not layout.work_folder.is_dir():
        raise TargetError(f"没有 {layout.work_folder}：这里还没有构建过，没有要清理的；或改用 --warehouse")
    with holding(layout.lock_file), opened_instance(layout) as instance:
        clearings = find_clearings(Workshop(corpus="", warehouse=str(warehouse)), instance, retention)
        show_clearings(console, clearings)
        if dry_run:
            show_dry_run(console, clearings, given)
            return
        freed = carry_out(clearings, layout.work_folder)
    show_freed(console, freed, given)
