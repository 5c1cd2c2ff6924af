"""Which files at an address may come into the folder beside the warehouse, under which names.

Belongs here: listing an address, refusing names and sizes before anything is fetched. Does not belong here: fetching
(`mirror.py`), which endings are reports (`assets/corpus/endings.py`).

An object store takes any name: `../../etc/x`, names with line breaks, a file `a` beside a file `a/b`. What is refused
is told like a refused file of a folder; hidden files are passed over as they are there.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from fsspec import AbstractFileSystem
from fsspec.asyn import AsyncFileSystem

from assets.corpus.endings import is_left_behind
from assets.corpus.listing import BAD_NAME, COMPANION_FILES, CorpusFile, batch_of, refusal_unread, shown_name
from assets.errors import RemoteError
from assets.remote.addresses import Store, told_in_one_line
from pipelines.records import Reject
from pipelines.settings import Settings

# Longest name that the file systems of Linux take.
MAX_PART_BYTES = 255
# What drivers tell of a file that changes when it is written anew; all that are there count.
CHANGE_MARKS = (
    *("ETag", "etag", "e_tag", "md5", "md5Hash", "content_md5", "generation", "VersionId", "version_id"),
    *("LastModified", "last_modified", "mtime", "modify", "modified", "created"),
)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at an address that is to be in the folder; `mark` changes when it is written anew, '' where none tells."""

    name: str
    path: str
    size_bytes: int
    mark: str


@dataclass(frozen=True, slots=True)
class RemoteListing:
    """What lies at an address: files to fetch by name, and those refused unseen."""

    files: Mapping[str, RemoteFile]
    rejects: tuple[Reject, ...]

    def digest(self) -> str:
        """A hash that changes when anything there does."""
        lines = [f"{file.name}\t{file.size_bytes}\t{file.mark}" for file in self.files.values()]
        lines += [f"{reject.source}\t{reject.reason}" for reject in self.rejects]
        return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def list_remote(store: Store, settings: Settings) -> RemoteListing:
    """List an address; raises RemoteError where it can't be listed or holds nothing."""
    with told_in_one_line(store.address):
        found = _found(store.files, store.root)
    if not found:
        raise RemoteError(f"{store.address} 里没有文件：请检查地址和权限")
    candidates = [file for path, about in found.items() if (file := _file(store, path, about)) is not None]
    folders = {parent.as_posix() for file in candidates for parent in PurePosixPath(file.name).parents}
    files: dict[str, RemoteFile] = {}
    rejects: list[Reject] = []
    for file in sorted(candidates, key=lambda file: file.name):
        refusal = _refusal(file, folders, settings)
        if refusal is None:
            files[file.name] = file
        else:
            source, _ = shown_name(file.name)
            rejects.append(Reject(source, batch_of(source), *refusal))
    return RemoteListing(files, tuple(rejects))


def _found(files: AbstractFileSystem, root: str) -> dict[str, dict[str, Any]]:
    """Every file below a path. What lists folder by folder must not pass over one that can't be read."""
    is_async = isinstance(files, AsyncFileSystem)
    own, general = (
        (type(files)._find, AsyncFileSystem._find) if is_async else (type(files).find, AbstractFileSystem.find)
    )
    if own is not general:
        return files.find(root, detail=True)
    levels = files.walk(root, detail=True, on_error="raise")
    return {about["name"]: about for _, _, inside in levels for about in inside.values()}


def _file(store: Store, path: str, about: Mapping[str, Any]) -> RemoteFile | None:
    """None for the marks that stand for folders in object stores, and for what is hidden."""
    below = f"{store.root}/"
    if not path.startswith(below):
        raise RemoteError(f"{store.address} 是一个文件：请给出存放报告的文件夹")
    name = path.removeprefix(below)
    size = about.get("size")
    if about.get("type") == "directory" or (name.endswith("/") and not size):
        return None
    if any(is_left_behind(part) for part in name.split("/") if part not in ("..", ".")):
        return None
    if size is None:
        raise RemoteError(f"{store.address} 不说明文件的大小，无法核对是否取全：请把报告复制到文件夹后再读取")
    told = [f"{key}={about[key]}" for key in CHANGE_MARKS if about.get(key) is not None]
    mark = hashlib.sha256("\n".join(told).encode()).hexdigest()[:32] if told else ""
    return RemoteFile(name, path, int(size), mark)


def _refusal(file: RemoteFile, folders: set[str], settings: Settings) -> tuple[str, str] | None:
    if shown_name(file.name)[1]:
        return BAD_NAME
    parts = file.name.split("/")
    if any(part in ("", ".", "..") or len(os.fsencode(part)) > MAX_PART_BYTES for part in parts):
        return "bad_name", "文件名是空的、指向上级文件夹或过长，没有取来：请改名后再放入"
    if file.name in folders:
        return "duplicate_name", "与同名的文件夹冲突，没有取来：请改名后再放入"
    listed = CorpusFile(file.name, batch_of(file.name), Path(file.name), file.size_bytes, 0, 0)
    if file.name in COMPANION_FILES:
        return None
    return refusal_unread(listed, stat.S_IFREG, settings)
