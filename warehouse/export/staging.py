"""Written whole or not at all: everything is made in a hidden folder beside the target and moved there at the end.

Belongs here: where half-made files lie, and the step that makes them the real ones. Does not belong here: their
content.

The folder lies beside the target, so that the last step is a rename on one file system. A process that is killed
leaves it behind; the next export to the same target takes it away.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.export.selection import ExportRefused

_SUFFIX = ".exporting"

# In each folder that we make: by it a folder is known for ours, and may be replaced with --force.
SCHEMA_FILE = "_schema.json"


@contextmanager
def written_whole(target: Path, *, force: bool, name: str) -> Iterator[Path]:
    """A path to make a file or folder at; it becomes `target` when the block ends, and is gone if the block raises.

    Raises ExportRefused if `target` exists and may not be replaced, and for what the disk refuses.
    """
    _require_free(target, force=force)
    _remove_leftovers(target)
    stage = target.with_name(f".{target.name}.{os.getpid()}{_SUFFIX}")
    try:
        stage.mkdir()
        product = stage / name
        yield product
        _sync_all(product)
        _move(product, target, stage / "replaced")
    except (OSError, duckdb.IOException) as error:
        raise ExportRefused(f"写不下去，什么也没有留下：{_reason(error)}") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _sync(target.parent)


def _require_free(target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise ExportRefused(f"文件夹 {target.parent} 不存在，请先建立")
    if not (target.exists() or target.is_symlink()):
        return
    if not force:
        raise ExportRefused(f"{target} 已存在，未覆盖；要替换请加 --force，或换一个名字")
    if target.is_dir() and any(target.iterdir()) and not (target / SCHEMA_FILE).is_file():
        raise ExportRefused(f"文件夹 {target} 不是本程序导出的，--force 也不会删除它；请换一个名字")


def _move(product: Path, target: Path, old: Path) -> None:
    """A file replaces a file in one step. A folder can't: the old one steps aside, and comes back if that fails."""
    if not target.is_dir() or target.is_symlink():
        if product.is_dir() and (target.exists() or target.is_symlink()):
            raise ExportRefused(f"{target} 是一个文件，不能换成文件夹；请换一个名字")
        os.replace(product, target)
        return
    os.rename(target, old)
    try:
        os.rename(product, target)
    except BaseException:
        os.rename(old, target)
        raise


def _remove_leftovers(target: Path) -> None:
    pattern = re.compile(re.escape(f".{target.name}.") + r"(\d+)" + re.escape(_SUFFIX))
    for path in target.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if match and not _is_alive(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()


def _sync_all(product: Path) -> None:
    for path in (product, *(product.rglob("*") if product.is_dir() else ())):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC or "No space left" in str(error):
        return "磁盘空间不足"
    if isinstance(error, PermissionError):
        return f"没有写入权限（{error.filename}）"
    return str(error).strip().splitlines()[0]
