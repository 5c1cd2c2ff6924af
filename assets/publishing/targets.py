"""The warehouse file that a build is asked to replace: may it?

Belongs here: refusing a path before work is done for it. Does not belong here: the replacing (`warehouse/publish.py`).
"""

from __future__ import annotations

import os
from pathlib import Path

from assets.errors import TargetError
from assets.layout import Layout
from warehouse.history import require_carriable
from warehouse.publish import published_build


def check_folder(warehouse_file: Path) -> None:
    """Raise TargetError where the folder of the warehouse is missing, the path names a folder, or the work folder
    belongs to another user."""
    if not warehouse_file.parent.is_dir():
        raise TargetError(f"找不到数据库所在的文件夹 {warehouse_file.parent}：请先建立，或改用 --warehouse")
    if warehouse_file.is_dir():
        raise TargetError(f"{warehouse_file} 是文件夹：请给出文件名，例如 {warehouse_file / 'fazhi.duckdb'}")
    _check_owner(Layout(warehouse_file).work_folder)


def _check_owner(work_folder: Path) -> None:
    """A build as root among the files of a service leaves some that the service can't write to any more."""
    if not hasattr(os, "geteuid") or not work_folder.exists():
        return
    if (owner := work_folder.stat().st_uid) != (me := os.geteuid()):
        name = _name_of(owner)
        raise TargetError(
            f"{work_folder} 属于用户 {name}，而当前用户是 {_name_of(me)}：请以 {name} 的身份运行"
            f"（runuser -u {name} -- fazhi …）；若属主有误，用 chown -R 改正"
        )


def _name_of(user_id: int) -> str:
    import pwd  # not on every system; asked for only where users have numbers

    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)


def check_replaceable(warehouse_file: Path) -> None:
    """Raise TargetError where something else than a warehouse of ours lies: it is not ours to replace.

    Raises Unmigratable where it is one of ours whose history would be lost.

    Call it after left-overs were cleaned up: a stale log beside the file makes a sound warehouse unreadable.
    """
    if warehouse_file.exists() and published_build(warehouse_file) is None:
        raise TargetError(f"{warehouse_file} 已存在，但不是本程序发布的数据库，未覆盖：请移走，或改用 --warehouse")
    if warehouse_file.exists():
        require_carriable(warehouse_file)
