"""The corpus of an address in a folder: what is fetched, what is refused, and that it comes whole or not at all."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from remote_cases import ShakyFileSystem, emptied, failing, put

from assets.errors import CorpusError, RemoteError
from assets.remote import mirror as mirror_module
from assets.remote.addresses import is_remote, located, opened
from assets.remote.mirror import Mirror
from assets.remote.naming import list_remote
from pipelines.settings import DEFAULTS

ADDRESS = "shaky://bucket/reports"


@pytest.fixture(autouse=True)
def store() -> type[ShakyFileSystem]:
    store = emptied()
    for name in ("2022/青石镇.txt", "2023/青石镇.txt", "2023/白河乡.txt", "manifest.csv"):
        put(f"bucket/reports/{name}", f"content of {name}")
    return store


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirror", ADDRESS)


def held(mirror: Mirror) -> dict[str, str]:
    """Every file of the folder with its text."""
    files = (path for path in mirror.files_folder.rglob("*") if path.is_file())
    return {path.relative_to(mirror.files_folder).as_posix(): path.read_text("utf-8") for path in files}


def test_what_is_there_comes_and_what_did_not_change_stays(mirror: Mirror, store: type[ShakyFileSystem]) -> None:
    first = mirror.fetch(DEFAULTS)
    assert (first.new, first.changed, first.gone, first.unchanged) == (4, 0, 0, 0)
    assert held(mirror)["2023/白河乡.txt"] == "content of 2023/白河乡.txt"
    store.transfers.clear()
    assert not mirror.fetch(DEFAULTS).is_change
    assert store.transfers == []
    put("bucket/reports/2023/白河乡.txt", "CONTENT of 2023/白河乡.txt")  # of the same size
    put("bucket/reports/2024/白河乡.txt", "new")
    fsspec.filesystem("shaky").rm_file("/bucket/reports/2022/青石镇.txt")
    second = mirror.fetch(DEFAULTS)
    assert (second.new, second.changed, second.gone, second.unchanged) == (1, 1, 1, 2)
    assert held(mirror) == {
        "2023/青石镇.txt": "content of 2023/青石镇.txt",
        "2023/白河乡.txt": "CONTENT of 2023/白河乡.txt",
        "2024/白河乡.txt": "new",
        "manifest.csv": "content of manifest.csv",
    }
    assert not (mirror.files_folder / "2022").exists()


def test_a_file_that_was_lost_or_added_here_is_put_right(mirror: Mirror) -> None:
    mirror.fetch(DEFAULTS)
    whole = held(mirror)
    (mirror.files_folder / "2022" / "青石镇.txt").unlink()
    (mirror.files_folder / "2023" / "stray.txt").write_text("of nobody", encoding="utf-8")
    mirror.fetch(DEFAULTS)
    assert held(mirror) == whole


def test_a_file_may_take_the_place_of_a_folder_and_back(mirror: Mirror) -> None:
    mirror.fetch(DEFAULTS)
    files = fsspec.filesystem("shaky")
    files.rm("/bucket/reports/2023", recursive=True)
    put("bucket/reports/2023", "a file now")
    mirror.fetch(DEFAULTS)
    assert held(mirror)["2023"] == "a file now"
    files.rm_file("/bucket/reports/2023")
    put("bucket/reports/2023/青石镇.txt", "a folder again")
    mirror.fetch(DEFAULTS)
    assert held(mirror)["2023/青石镇.txt"] == "a folder again"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError("Access Denied"), "拒绝访问"),
        (FileNotFoundError("bucket/reports/x"), "找不到"),
        (TimeoutError("timed out\nsecond line"), "读写失败"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_a_transfer_that_breaks_off_leaves_the_folder_as_it_was(mirror: Mirror, error: Exception, word: str) -> None:
    mirror.fetch(DEFAULTS)
    before = held(mirror)
    for name in ("2022/青石镇.txt", "2023/青石镇.txt"):
        put(f"bucket/reports/{name}", "changed")
    with failing(error, after=1), pytest.raises(RemoteError, match=word) as failed:
        mirror.fetch(DEFAULTS)
    assert "\n" not in str(failed.value)
    assert held(mirror) == before
    assert mirror.rejects() == ()
    assert mirror.fetch(DEFAULTS).changed == 2


def test_half_a_file_is_none(mirror: Mirror, store: type[ShakyFileSystem]) -> None:
    store.cut_at_bytes = 3
    with pytest.raises(RemoteError, match="只取到 3 字节"):
        mirror.fetch(DEFAULTS)
    assert held(mirror) == {}


def test_what_had_arrived_is_not_fetched_again(
    mirror: Mirror, store: type[ShakyFileSystem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror_module, "FILES_AT_ONCE", 1)
    said: list[str] = []
    with failing(TimeoutError(), after=3), pytest.raises(RemoteError):
        mirror.fetch(DEFAULTS, said.append)
    assert said[-1] == "已取得 3 / 4 个文件"
    store.transfers.clear()
    mirror.fetch(DEFAULTS)
    assert len(store.transfers) == 1
    assert len(held(mirror)) == 4


def test_nothing_is_built_from_a_folder_that_was_killed_halfway(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CorpusError, match="还没有取全"):
        mirror.rejects()
    moves = iter(range(6))  # the four arrivals, the index that says "halfway", and one file put in its place

    def dying(source: Path, target: Path) -> None:
        if next(moves, None) is None:
            raise KeyboardInterrupt
        os.rename(source, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(mirror_module.os, "replace", dying)
        mirror.fetch(DEFAULTS)
    assert len(held(mirror)) == 1
    with pytest.raises(CorpusError, match="还没有取全"):
        mirror.rejects()
    mirror.fetch(DEFAULTS)
    assert len(held(mirror)) == 4
    assert mirror.rejects() == ()


HOSTILE = (
    *("../outside.txt", "2023/../../outside.txt", "/absolute.txt", "2023//empty.txt", "./here.txt", "2023/.."),
    *("2023/line\nbreak.txt", "2023/" + "长" * 100 + ".txt"),
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_outside_and_is_told(
    mirror: Mirror, store: type[ShakyFileSystem], tmp_path: Path, name: str
) -> None:
    # As an object store lists it, where a name is but a string.
    store.store[f"/bucket/reports/{name}"] = store.store["/bucket/reports/manifest.csv"]
    listed = {path: {"size": 1, "type": "file", "ETag": "1"} for path in store.store}
    files = fsspec.filesystem("shaky")
    files_listing = replace(
        opened(ADDRESS), files=type("Flat", (ShakyFileSystem,), {"find": lambda *_, **__: listed})()
    )
    found = list_remote(files_listing, DEFAULTS)
    assert [reject.reason for reject in found.rejects] == ["bad_name"]
    assert set(found.files) == {"2022/青石镇.txt", "2023/青石镇.txt", "2023/白河乡.txt", "manifest.csv"}
    assert files.exists("/bucket/reports/manifest.csv")


def test_what_is_no_report_or_too_large_is_refused_unfetched(mirror: Mirror, store: type[ShakyFileSystem]) -> None:
    put("bucket/reports/2023/picture.jpg", "x")
    put("bucket/reports/2023/large.txt", "x" * 1001)
    put("bucket/reports/2023/.hidden/a.txt", "x")
    fetched = mirror.fetch(replace(DEFAULTS, file_limit_bytes=1000))
    assert fetched.refused == 2
    assert [(reject.source, reject.batch, reject.reason) for reject in mirror.rejects()] == [
        ("2023/large.txt", "2023", "too_large"),
        ("2023/picture.jpg", "2023", "unsupported_format"),
    ]
    assert not any("large" in path or "picture" in path or "hidden" in path for path in store.transfers)


def test_an_address_without_files_takes_nothing_away(mirror: Mirror) -> None:
    mirror.fetch(DEFAULTS)
    before = held(mirror)
    fsspec.filesystem("shaky").rm("/bucket/reports", recursive=True)
    with pytest.raises(RemoteError):
        mirror.fetch(DEFAULTS)
    assert held(mirror) == before


def test_another_address_for_the_same_warehouse(mirror: Mirror, tmp_path: Path) -> None:
    mirror.fetch(DEFAULTS)
    put("other/2024/c.txt", "of another corpus")
    other = Mirror(tmp_path / "mirror", "shaky://other")
    with pytest.raises(CorpusError):
        other.rejects()
    other.fetch(DEFAULTS)
    assert held(other) == {"2024/c.txt": "of another corpus"}


def test_a_full_disk_is_seen_before_anything_is_fetched(
    mirror: Mirror, store: type[ShakyFileSystem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror_module, "SPARE_BYTES", 10**18)
    with pytest.raises(RemoteError, match="磁盘空间不足"):
        mirror.fetch(DEFAULTS)
    assert store.transfers == []


def test_a_local_file_system_lists_its_files_and_what_it_can_not_read(tmp_path: Path) -> None:
    """Drivers that list folder by folder pass over those that fail, unless told otherwise."""
    (tmp_path / "reports" / "2023").mkdir(parents=True)
    (tmp_path / "reports" / "2023" / "a.txt").write_text("x", encoding="utf-8")
    local = replace(opened(ADDRESS), files=fsspec.filesystem("file"), root=str(tmp_path / "reports"))
    assert set(list_remote(local, DEFAULTS).files) == {"2023/a.txt"}
    with pytest.raises(RemoteError, match="找不到"):
        list_remote(replace(local, root=str(tmp_path / "nowhere")), DEFAULTS)


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("s3://key:secret@bucket/x", "不要写密码"),
        ("zip://a::s3://bucket/x.zip", "套接"),
        ("nonsense://x", "不认识"),
        ("adl://store/x", "还缺驱动"),
    ],
)
def test_addresses_that_are_not_taken(place: str, word: str) -> None:
    with pytest.raises(RemoteError, match=word) as refused:
        located(place)
    assert "secret" not in str(refused.value)


def test_paths_of_this_machine_are_no_addresses() -> None:
    assert not is_remote("file:///data/reports")
    assert located("file:///data/reports") == "/data/reports"
    assert located("reports") == str(Path("reports").absolute())
