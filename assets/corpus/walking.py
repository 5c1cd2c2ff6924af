"""Every file below a folder, with links followed inside the folder and nowhere else.

Belongs here: the walk and where links lead. Does not belong here: which files are reports (`listing.py`, `endings.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assets.corpus.endings import is_left_behind
from assets.errors import CorpusError

Identity = tuple[int, int]
# Years, provinces, cities, counties, townships and what a site adds: nobody sorts reports deeper. Each level costs a
# frame of Python's stack, and a thousand of them would be its end.
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its name below the folder, where to open it (behind any link), and why the walk refuses it."""

    source: str
    path: Path
    refusal: tuple[str, str] | None = None


@dataclass
class _Walk:
    root: Path
    warehouse_file: Path | None
    visited: dict[Identity, str] = field(default_factory=dict)
    links: list[tuple[str, Path]] = field(default_factory=list)


def walk(folder: Path, warehouse_file: Path | None) -> Iterator[Found]:
    """Every entry below `folder` that is no folder; raises CorpusError where a folder can't be read.

    Files come before links, so that a file is known by its own path. `warehouse_file` and what lies beside it are
    passed over, like hidden files.
    """
    walked = _Walk(folder.resolve(), warehouse_file)
    yield from _files(folder, "", walked)
    at = 0
    while at < len(walked.links):  # a linked folder may hold further links
        source, path = walked.links[at]
        yield from _linked(source, path, walked)
        at += 1


def _files(folder: Path, below: str, walked: _Walk) -> Iterator[Found]:
    try:
        seen = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(f"无法读取文件夹 {folder}（{error.strerror}）：请检查权限") from error
    walked.visited[seen.st_dev, seen.st_ino] = below
    ours = _our_files(folder, walked.warehouse_file)
    for entry in entries:
        if is_left_behind(entry.name) or (ours and f"{entry.name}.".startswith(ours)):
            continue
        source, path = f"{below}{entry.name}", folder / entry.name
        if entry.is_symlink():
            walked.links.append((source, path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(path, source, walked)
        else:
            if entry.is_file(follow_symlinks=False):
                own = entry.stat(follow_symlinks=False)
                walked.visited[own.st_dev, own.st_ino] = source
            yield Found(source, path)


def _below(folder: Path, source: str, walked: _Walk) -> Iterator[Found]:
    if source.count("/") >= MAX_DEPTH:
        yield Found(source, folder, ("too_deep", f"文件夹套了 {MAX_DEPTH} 层以上，里面的文件没有读取：请移到上层"))
    else:
        yield from _files(folder, f"{source}/", walked)


def _our_files(folder: Path, warehouse_file: Path | None) -> str | None:
    """The beginning of the names of the warehouse file and of what is kept beside it, where they lie in this folder."""
    if warehouse_file is None or folder.resolve() != warehouse_file.parent.resolve():
        return None
    return f"{warehouse_file.name}."


def _linked(source: str, path: Path, walked: _Walk) -> Iterator[Found]:
    """What a link leads to: nothing outside the folder, and nothing that was met already."""
    try:
        target = path.resolve(strict=True)
        seen = target.stat()
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        message = "这是一个失效的链接，指向的文件不存在：请放入文件本身或删除链接"
        yield Found(source, path, ("dangling_link", message))
        return
    if not target.is_relative_to(walked.root):
        message = "这个链接指向语料文件夹之外，没有读取：请把文件本身放入文件夹，或直接用它所在的文件夹作语料"
        yield Found(source, path, ("links_out", message))
        return
    known = walked.visited.get((seen.st_dev, seen.st_ino))
    if known is not None:
        message = f"这个链接指向文件夹中的 {known or '语料文件夹本身'}，该处已读取：可删除链接"
        yield Found(source, path, ("same_file", message))
    elif target.is_dir():
        yield from _below(target, source, walked)
    else:
        walked.visited[seen.st_dev, seen.st_ino] = source
        yield Found(source, target)
