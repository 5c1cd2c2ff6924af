"""One kind of thing that may go: what it is, how much it takes, how it is removed.

Belongs here: that record, and the guard that nothing outside the work folder is removed. Does not belong here: finding
what may go (`files.py`, `runs.py`), the order of it (`tidying.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clearing:
    """Things of one kind that the settings leave no room for; `size_bytes`: what their files take, as far as known."""

    kind: str
    items: tuple[str, ...]
    size_bytes: int
    clear: Callable[[], None]


def inside(work_folder: Path, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those of the paths that really lie in the work folder, whatever links lead there, sorted."""
    root = work_folder.resolve()
    return tuple(sorted(path for path in paths if path.parent.resolve().is_relative_to(root)))


def of_files(kind: str, work_folder: Path, paths: Iterable[Path]) -> Clearing:
    """A clearing of files and folders below the work folder; what lies elsewhere is left alone."""
    found = inside(work_folder, paths)

    def clear() -> None:
        for path in found:
            remove(path)

    items = tuple(path.relative_to(work_folder).as_posix() for path in found)
    return Clearing(kind, items, sum(map(taken, found)), clear)


def remove(path: Path) -> None:
    """Remove a file, a link (never what it leads to) or a folder; what is gone already is no error."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def taken(path: Path) -> int:
    """Bytes that removing a file or folder gives back: none for a name of a file that has others."""
    if path.is_dir() and not path.is_symlink():
        return sum(map(taken, path.iterdir()))
    try:
        status = path.lstat()
    except FileNotFoundError:
        return 0
    return status.st_size if status.st_nlink == 1 else 0
