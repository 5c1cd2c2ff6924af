"""Every hostile file comes to what it must, and nothing that it names is opened; so does a file that changes meanwhile.

How long each takes and how much memory it needs is printed by `python -m benchmarks.hostile`.
"""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from assets.corpus.fingerprints import file_states
from assets.corpus.listing import list_corpus
from benchmarks.hostile import became, expected, listener, outcomes
from benchmarks.hostile_cases import ARCHIVES, FILES, Case, documents
from benchmarks.hostile_files import SENTENCE
from pipelines.settings import DEFAULTS, Settings
from warehouse import source_bytes
from warehouse.frames import read_raw
from warehouse.source_bytes import SourceFile

# What goes on for ever is ended at once; all else has the time of the defaults.
HASTY = Settings(reader_limit_seconds=0.5)
TAKES_FOR_EVER = "too_slow"
PLACES = documents("http://127.0.0.1:9/", "/nowhere")


def name_of(case: Case) -> str:
    return case.name


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Case], list[str]]]:
    """The hostile documents by name, and the list of those who came to the address that they name.

    The file that they name is a pipe: whoever opens it waits until the limit ends him, and the case comes out wrong.
    """
    canary = tmp_path_factory.mktemp("canary") / "canary"
    os.mkfifo(canary)
    with listener() as (address, came):
        yield {case.name: case for case in documents(address, str(canary))}, came


@pytest.mark.parametrize("case", [*FILES, *ARCHIVES], ids=name_of)
def test_a_hostile_file_comes_to_its_reject(case: Case, tmp_path: Path) -> None:
    assert became(case, tmp_path) == expected(case)


@pytest.mark.parametrize("name", [case.name for case in PLACES])
def test_a_hostile_document_comes_to_its_reject_and_fetches_nothing(
    named: tuple[dict[str, Case], list[str]], name: str, tmp_path: Path
) -> None:
    cases, came = named
    limits = HASTY if expected(cases[name]) == TAKES_FOR_EVER else DEFAULTS
    assert became(cases[name], tmp_path, limits) == expected(cases[name])
    assert came == []


def test_who_comes_to_the_address_is_seen() -> None:
    with listener() as (address, came):
        host, port = address.removeprefix("http://").split("/")[0].split(":")
        socket.create_connection((host, int(port))).close()
        # Another caller is let in only after the first was written down.
        socket.create_connection((host, int(port))).recv(1)
    assert len(came) == 2


class ChangedOnReading(io.BufferedReader):
    """An opened file that somebody changes as soon as it is read."""

    def __init__(self, opened: BinaryIO, change: Callable[[], None]):
        super().__init__(io.FileIO(os.dup(opened.fileno())))
        opened.close()
        self._change = change

    def read(self, size: int | None = -1, /) -> bytes:
        self._change()
        return super().read(size)


def _change(path: Path, grows_by: str) -> None:
    with path.open("a", encoding="utf-8") as other:
        other.write(grows_by)
    os.utime(path, ns=(1, 1))


@pytest.mark.parametrize("grows_by", [SENTENCE, ""], ids=["written to", "touched"])
def test_a_file_that_changes_while_it_is_read_is_read_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grows_by: str
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    regular = source_bytes.open_regular

    def opened_and_then_changed(path: Path) -> BinaryIO:
        opened = regular(path)
        return ChangedOnReading(opened, lambda: _change(path, grows_by))

    monkeypatch.setattr(source_bytes, "open_regular", opened_and_then_changed)
    assert outcomes(tmp_path) == {"a.txt": "unreadable_file"}
    monkeypatch.undo()
    assert outcomes(tmp_path) == {"a.txt": "read"}


def test_a_file_that_became_a_pipe_or_a_link_since_it_was_listed_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    files = list_corpus(tmp_path).files
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).unlink()
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    assert file_states(files, (), None)["reason"].to_list() == ["unreadable_file"] * 2
    frames = read_raw(SourceFile(file.source, ".", path=file.path) for file in files)
    assert frames["rejects"]["reason"].to_list() == ["unreadable_file"] * 2
