"""Published files that are kept: whole or not at all, as many as the limits say, and sound or said not to be."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest
from tiny_warehouses import write_tiny

from warehouse.kept_files import KeptFiles, KeptLimits, Version, damage_of, described, superfluous
from warehouse.publish import PublishedBuild, publish, published_build

PLENTY = KeptLimits(5, 10**9)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A published file of build b1."""
    return write_tiny(tmp_path / "w.duckdb", 1)


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "w.duckdb.work" / "versions")


def ids(versions: list[Version]) -> list[str]:
    return [version.build_id for version in versions]


def publish_day(tmp_path: Path, target: Path, kept: KeptFiles, day: int) -> None:
    publish(write_tiny(tmp_path / "private" / f"{day}.duckdb", day), target, kept.keep)


def test_a_publish_keeps_what_it_replaces(tmp_path: Path, target: Path, kept: KeptFiles) -> None:
    was, inode = target.read_bytes(), target.stat().st_ino
    publish_day(tmp_path, target, kept, 2)
    assert published_build(target).build_id == "b2"
    assert ids(kept.versions()) == ["b1"]
    assert kept.path("b1").read_bytes() == was
    assert kept.path("b1").stat().st_ino == inode, "a copy was made where a link does"


def test_what_is_published_shares_no_file_with_what_is_kept(tmp_path: Path, target: Path, kept: KeptFiles) -> None:
    publish_day(tmp_path, target, kept, 2)
    was = kept.path("b1").read_bytes()
    target.write_bytes(b"somebody copied a file over it")
    assert kept.path("b1").read_bytes() == was


def refuse_links(*_: object) -> NoReturn:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_a_file_system_without_links_gets_a_copy(
    tmp_path: Path, target: Path, kept: KeptFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = target.read_bytes()
    monkeypatch.setattr(os, "link", refuse_links)
    publish_day(tmp_path, target, kept, 2)
    assert kept.path("b1").read_bytes() == was
    assert kept.leftovers() == []


def test_where_nothing_can_be_kept_nothing_is_published(
    tmp_path: Path, target: Path, kept: KeptFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="No space left"):
        publish_day(tmp_path, target, kept, 2)
    assert published_build(target).build_id == "b1"
    assert (ids(kept.versions()), kept.leftovers()) == ([], [])


def test_the_first_publish_has_nothing_to_keep(tmp_path: Path, kept: KeptFiles) -> None:
    publish_day(tmp_path, tmp_path / "new.duckdb", kept, 1)
    assert kept.versions() == []


def test_keeping_again_mends_a_damaged_file_and_cleans_up(target: Path, kept: KeptFiles) -> None:
    kept.keep(target)
    kept.path("b1").unlink()
    kept.path("b1").write_bytes(b"half")
    (kept.folder / ".123.keeping").write_bytes(b"left by a killed build")
    for _ in range(2):  # the second time both names are links to one file
        kept.keep(target)
        assert damage_of(kept.path("b1")) == ""
        assert [path.name for path in kept.folder.iterdir()] == ["b1.duckdb"]


@pytest.mark.parametrize("build_id", ["", ".", "../w", "a/b", ".hidden", "b1\n", "x" * 200, "构建"])
def test_an_id_that_leads_elsewhere_is_no_id(kept: KeptFiles, build_id: str) -> None:
    with pytest.raises(ValueError, match="not a build id"):
        kept.path(build_id)


def version(name: str, size_bytes: int = 10, schema: str = "now", *, readable: bool = True) -> Version:
    build = PublishedBuild(name, datetime(2026, 1, 1), "corpus", "code", "registry", reports=1) if readable else None
    return Version(Path(name), size_bytes, build, schema_hash=schema)


# (kept files newest first, limits, which go)
LIMITS = [
    ([version("c"), version("b"), version("a")], KeptLimits(3, 100), []),
    ([version("c"), version("b"), version("a")], KeptLimits(2, 100), ["a"]),
    ([version("c"), version("b"), version("a")], KeptLimits(5, 20), ["a"]),
    # the way back stays whatever it takes
    ([version("b", 500), version("a")], KeptLimits(5, 100), ["a"]),
    ([version("b"), version("a")], KeptLimits(1, 0), ["a"]),
    # one that is too large makes no room for none that is smaller
    ([version("c"), version("b", 95), version("a")], KeptLimits(5, 100), ["b"]),
    # the newest of the schema before stays, older ones of it do not
    ([version("c"), version("b"), version("a", schema="old")], KeptLimits(1, 9), ["b"]),
    ([version("c"), version("b", schema="old"), version("a", schema="old")], KeptLimits(1, 9), ["a"]),
    ([version("c"), version("b", schema="old"), version("a", schema="older")], KeptLimits(2, 100), ["a"]),
    # a person's to judge
    ([version("b"), version("a"), version("broken", readable=False)], KeptLimits(1, 0), ["a"]),
    ([], KeptLimits(5, 100), []),
]  # fmt: skip


@pytest.mark.parametrize(("newest_first", "limits", "gone"), LIMITS)
def test_what_the_limits_leave_no_room_for(newest_first: list[Version], limits: KeptLimits, gone: list[str]) -> None:
    assert [each.path.name for each in superfluous(newest_first, "now", limits)] == gone


def test_pruning_removes_the_oldest(tmp_path: Path, target: Path, kept: KeptFiles) -> None:
    for day in (2, 3, 4):
        publish_day(tmp_path, target, kept, day)
    (kept.folder / "notes.txt").write_text("somebody's")
    assert ids(kept.prune(target, KeptLimits(2, 10**9))) == ["b1"]
    assert ids(kept.versions()) == ["b3", "b2"]
    assert (kept.folder / "notes.txt").exists()
    assert kept.prune(target, PLENTY) == []


def test_what_a_killed_publish_kept_of_the_published_file_itself_is_not_counted(target: Path, kept: KeptFiles) -> None:
    kept.keep(target)  # and then the process died
    write_tiny(kept.path("b0"), 0)
    assert kept.prune(target, KeptLimits(1, 0)) == []
    assert ids(kept.versions()) == ["b1", "b0"]


def test_damage_inside_a_file_is_found_though_it_opens(tmp_path: Path) -> None:
    rows = ["create table texts as select md5(i::varchar) as text from range(200000) as r(i)", "checkpoint"]
    path = write_tiny(tmp_path / "w.duckdb", 1, changes=rows)
    assert damage_of(path) == ""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    path.write_bytes(content)
    assert described(path).build is not None, "opening it was thought to tell nothing"
    assert damage_of(path)


def test_a_file_that_is_no_warehouse_is_listed_as_damaged(kept: KeptFiles) -> None:
    kept.folder.mkdir(parents=True)
    kept.path("b7").write_bytes(b"no database")
    (found,) = kept.versions()
    assert (found.build, found.build_id) == (None, "b7")
    assert damage_of(found.path)
