"""A store that fails on demand, for the tests of what lies at an address.

Belongs here: the store and its faults. Does not belong here: a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import fsspec
from fsspec.implementations.memory import MemoryFileSystem

Fault = Callable[[str], None]


class ShakyFileSystem(MemoryFileSystem):
    """Memory under a protocol of its own; `fault` is called with the path before each transfer, and may raise."""

    protocol = "shaky"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    fault: ClassVar[Fault | None] = None
    cut_at_bytes: ClassVar[int | None] = None
    transfers: ClassVar[list[str]] = []

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return super()._strip_protocol(path.removeprefix("shaky://"))

    def get_file(self, rpath: str, lpath: str, **kwargs: Any) -> None:
        """Fetch, unless the fault says no; cut short where that is asked for."""
        self._disturbed(rpath)
        super().get_file(rpath, lpath, **kwargs)
        if self.cut_at_bytes is not None:
            with open(lpath, "rb+") as file:
                file.truncate(self.cut_at_bytes)

    def put_file(self, lpath: str, rpath: str, **kwargs: Any) -> None:
        """Send, unless the fault says no; cut short where that is asked for."""
        self._disturbed(rpath)
        super().put_file(lpath, rpath, **kwargs)
        if self.cut_at_bytes is not None:
            self.pipe_file(rpath, self.cat_file(rpath)[: self.cut_at_bytes])

    def cp_file(self, path1: str, path2: str, **kwargs: Any) -> None:
        """Copy within the store, unless the fault says no."""
        self._disturbed(path2)
        super().cp_file(path1, path2, **kwargs)

    def _disturbed(self, path: str) -> None:
        type(self).transfers.append(path)
        if type(self).fault is not None:
            type(self).fault(path)


fsspec.register_implementation("shaky", ShakyFileSystem, clobber=True)


def put(name: str, content: str | bytes) -> None:
    """A file in the store, written anew."""
    data = content.encode() if isinstance(content, str) else content
    fsspec.filesystem("shaky").pipe_file(f"/{name}", data)


def emptied() -> type[ShakyFileSystem]:
    """The store without files and faults."""
    ShakyFileSystem.store.clear()
    ShakyFileSystem.pseudo_dirs[:] = [""]
    ShakyFileSystem.transfers.clear()
    ShakyFileSystem.fault, ShakyFileSystem.cut_at_bytes = None, None
    return ShakyFileSystem


@contextmanager
def failing(error: Exception, after: int = 0) -> Iterator[None]:
    """Transfers fail inside the block, all but the first `after`."""
    left = iter(range(after))

    def fault(_path: str) -> None:
        if next(left, None) is None:
            raise error

    ShakyFileSystem.fault = staticmethod(fault)
    try:
        yield
    finally:
        ShakyFileSystem.fault = None
