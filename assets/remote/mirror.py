"""The folder beside the warehouse that holds the corpus of an address: brought in step with it whole, or not at all.

Belongs here: what is fetched, checked and put in place. Does not belong here: what may come (`naming.py`), reading it
(`assets/corpus`).

All that changed is fetched into a folder apart and checked there; only then files are put in place, in milliseconds. A
transfer that breaks off leaves the folder as it was, and what had arrived need not be fetched again. Killed while files
are put in place, the folder says so (`is_whole`), and nothing is built from it until it was brought in step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assets.errors import CorpusError, RemoteError
from assets.remote.addresses import Store, opened, told_in_one_line
from assets.remote.naming import RemoteFile, RemoteListing, list_remote
from pipelines.records import Reject
from pipelines.settings import Settings

# Files asked for at once: drivers of object stores fetch them side by side, and a failure costs no more than these.
FILES_AT_ONCE = 200
# Left free on the disk: a build needs room for frames and a warehouse too.
SPARE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What bringing the folder in step did, in files."""

    new: int
    changed: int
    gone: int
    unchanged: int
    refused: int
    fetched_bytes: int

    @property
    def is_change(self) -> bool:
        """Whether the folder is another than before."""
        return bool(self.new or self.changed or self.gone)


@dataclass(slots=True)
class _Index:
    """What the folder holds: size and mark of each file, what was refused. `is_whole`: no change is half made."""

    address: str = ""
    is_whole: bool = False
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    refused: list[tuple[str, str, str, str]] = field(default_factory=list)


class Mirror:
    """The corpus of one address in a folder."""

    def __init__(self, folder: Path, address: str):
        self.address = address
        self.files_folder = folder / "files"
        self._incoming = folder / "incoming"
        self._index_file = folder / "index.json"

    def rejects(self) -> tuple[Reject, ...]:
        """What was refused at the address; raises CorpusError where the folder does not hold its corpus whole."""
        index = self._index()
        if not index.is_whole:
            raise CorpusError(f"{self.address} 的报告还没有取全：请运行 fazhi build，或在页面运行 fetch_corpus")
        return tuple(Reject(*row) for row in index.refused)

    def is_current(self, listing: RemoteListing) -> bool:
        """Whether the folder is in step with what lies at the address."""
        index = self._index()
        return index.is_whole and not self._wanted(listing, index) and index == self._index_of(listing)

    def fetch(self, settings: Settings, say: Callable[[str], None] = lambda _: None) -> Fetched:
        """Bring the folder in step; raises RemoteError, and leaves it as it was, where that can't be done."""
        store = opened(self.address)
        listing, index = list_remote(store, settings), self._index()
        wanted = self._wanted(listing, index)
        gone = sorted(self._names_here() - set(listing.files))
        size_bytes = sum(file.size_bytes for file in wanted)
        if wanted:
            say(f"正在从 {self.address} 取得 {len(wanted)} 个文件（{size_bytes / 1e6:.1f} MB）…")
        try:
            self._receive(store, wanted, say)
            if wanted or gone or index != self._index_of(listing):
                self._put_in_place(wanted, gone, self._index_of(listing))
        except OSError as error:
            raise RemoteError(
                f"无法写入 {self._incoming.parent}（{error.strerror or error}）：请检查磁盘和权限"
            ) from error
        new = sum(file.name not in index.files for file in wanted)
        unchanged = len(listing.files) - len(wanted)
        return Fetched(new, len(wanted) - new, len(gone), unchanged, len(listing.rejects), size_bytes)

    def _index(self) -> _Index:
        """What is known of the folder; nothing, where it was made of another address or can't be read."""
        try:
            told: dict[str, Any] = json.loads(self._index_file.read_text("utf-8"))
            files = {name: (int(size), str(mark)) for name, (size, mark) in told["files"].items()}
            index = _Index(told["address"], told["is_whole"], files, [tuple(row) for row in told["refused"]])
        except (OSError, ValueError, KeyError, TypeError):
            return _Index()
        if index.address != self.address:
            index.is_whole = False
        return index

    def _index_of(self, listing: RemoteListing) -> _Index:
        files = {name: (file.size_bytes, file.mark) for name, file in listing.files.items()}
        refused = [(r.source, r.batch, r.reason, r.message) for r in listing.rejects]
        return _Index(self.address, True, files, refused)

    def _write_index(self, index: _Index) -> None:
        self._index_file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._index_file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(index), ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self._index_file)

    def _wanted(self, listing: RemoteListing, index: _Index) -> list[RemoteFile]:
        """What is new, changed, or was changed or lost here. Of another address nothing is taken for the same."""
        known = index.files if index.address == self.address else {}
        return [file for file in listing.files.values() if not file.mark or not self._is_here(file, known)]

    def _names_here(self) -> set[str]:
        """Every file of the folder, also of one that a killed run put there."""
        folder = self.files_folder
        return {(Path(at) / name).relative_to(folder).as_posix() for at, _, names in os.walk(folder) for name in names}

    def _is_here(self, file: RemoteFile, known: dict[str, tuple[int, str]]) -> bool:
        if known.get(file.name) != (file.size_bytes, file.mark):
            return False
        here = self.files_folder / file.name
        return here.is_file() and here.stat().st_size == file.size_bytes

    def _receive(self, store: Store, wanted: Sequence[RemoteFile], say: Callable[[str], None]) -> None:
        if wanted:
            self._incoming.mkdir(parents=True, exist_ok=True)
        left = [file for file in wanted if not file.mark or not self._arrived(file).exists()]
        needed_bytes = sum(file.size_bytes for file in left) + SPARE_BYTES
        free_bytes = shutil.disk_usage(self._incoming).free if left else needed_bytes
        if needed_bytes > free_bytes:
            raise RemoteError(
                f"磁盘空间不足：取得 {self.address} 需要 {needed_bytes / 1e6:.0f} MB，只剩 {free_bytes / 1e6:.0f} MB；"
                "请先腾出空间"
            )
        for start in range(0, len(left), FILES_AT_ONCE):
            self._receive_some(store, left[start : start + FILES_AT_ONCE])
            if len(left) > FILES_AT_ONCE:
                say(f"已取得 {min(start + FILES_AT_ONCE, len(left))} / {len(left)} 个文件")

    def _receive_some(self, store: Store, files: Sequence[RemoteFile]) -> None:
        partial = {file.name: self._arrived(file).with_suffix(".part") for file in files}
        with told_in_one_line(store.address):
            store.files.get([file.path for file in files], [str(path) for path in partial.values()])
        for file in files:
            path = partial[file.name]
            size_bytes = path.stat().st_size if path.is_file() else 0
            if size_bytes != file.size_bytes:
                raise RemoteError(
                    f"{self.address}/{file.name} 只取到 {size_bytes:,} 字节，应有 {file.size_bytes:,} 字节："
                    "可能正在上传，请稍后再试"
                )
            os.replace(path, self._arrived(file))

    def _arrived(self, file: RemoteFile) -> Path:
        """Where a file lies that has arrived whole; a hash for a name can't lead out of the folder."""
        about = f"{self.address}\0{file.name}\0{file.size_bytes}\0{file.mark}"
        return self._incoming / hashlib.sha256(about.encode("utf-8", "backslashreplace")).hexdigest()

    def _put_in_place(self, wanted: Sequence[RemoteFile], gone: Sequence[str], index: _Index) -> None:
        """Remove, then place: a file may stand where a folder stood, and the other way round."""
        self._write_index(_Index(self.address, False))
        for name in gone:
            (self.files_folder / name).unlink(missing_ok=True)
        self._remove_empty_folders()
        for file in wanted:
            target = self.files_folder / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._arrived(file), target)
        self._write_index(index)
        shutil.rmtree(self._incoming, ignore_errors=True)

    def _remove_empty_folders(self) -> None:
        for folder, _, _ in os.walk(self.files_folder, topdown=False):
            if not os.listdir(folder):
                os.rmdir(folder)
