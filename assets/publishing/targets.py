"""The warehouse file that a build is asked to replace: may it?

Belongs here: refusing a path before work is done for it. Does not belong here: the replacing (`warehouse/publish.py`).
"""

from __future__ import annotations

from pathlib import Path

from assets.errors import TargetError
from warehouse.history import require_carriable
from warehouse.publish import published_build


def check_folder(warehouse_file: Path) -> None:
    """Raise TargetError where the folder of the warehouse is missing, or the path names a folder."""
    if not warehouse_file.parent.is_dir():
        raise TargetError(f"找不到数据库所在的文件夹 {warehouse_file.parent}：请先建立，或改用 --warehouse")
    if warehouse_file.is_dir():
        raise TargetError(f"{warehouse_file} 是文件夹：请给出文件名，例如 {warehouse_file / 'fazhi.duckdb'}")


def check_replaceable(warehouse_file: Path) -> None:
    """Raise TargetError where something else than a warehouse of ours lies: it is not ours to replace.

    Raises Unmigratable where it is one of ours whose history would be lost.

    Call it after left-overs were cleaned up: a stale log beside the file makes a sound warehouse unreadable.
    """
    if warehouse_file.exists() and published_build(warehouse_file) is None:
        raise TargetError(f"{warehouse_file} 已存在，但不是本程序发布的数据库，未覆盖：请移走，或改用 --warehouse")
    if warehouse_file.exists():
        require_carriable(warehouse_file)
