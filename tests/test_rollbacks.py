"""Rolling back: an older file published again, the newer one kept, and no build that would undo it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from building import PROJECT
from tiny_warehouses import made_of, write_tiny

from warehouse import crashpoints
from warehouse.arrow import read_only
from warehouse.kept_files import KeptFiles
from warehouse.publish import ForeignFile, publish, published_build
from warehouse.rollbacks import LONGEST_LOG, Rollback, RollbackRefused, is_held_off, log_of, roll_back, versions_of

DAYS = (1, 2, 3)


@pytest.fixture(scope="module")
def published_thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published file of build b3; b1 and b2 were published before it."""
    folder = tmp_path_factory.mktemp("rollbacks")
    target, kept = folder / "w.duckdb", KeptFiles(folder / "versions")
    for day in DAYS:
        publish(write_tiny(folder / "private" / f"{day}.duckdb", day, history=range(1, day)), target, kept.keep)
    return folder


@pytest.fixture
def target(published_thrice: Path, tmp_path: Path) -> Path:
    """The published file in a folder of its own."""
    shutil.copytree(published_thrice, tmp_path, dirs_exist_ok=True)
    return tmp_path / "w.duckdb"


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "versions")


def build_of(target: Path) -> str:
    return published_build(target).build_id


def held_off(kept: KeptFiles, target: Path) -> list[int]:
    """Days whose input is not built again."""
    published = published_build(target)
    return [day for day in (*DAYS, 4) if is_held_off(kept, published, made_of(day))]


def test_the_build_before_is_published_and_the_newer_one_kept(target: Path, kept: KeptFiles) -> None:
    done = roll_back(kept, target)
    assert (done.from_build, done.to_build, build_of(target)) == ("b3", "b2", "b2")
    assert [version.build_id for version in versions_of(kept, target)] == ["b3", "b2", "b1"]
    assert held_off(kept, target) == [3]


def test_rolling_back_twice_holds_off_both(target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target)
    assert roll_back(kept, target).from_build == "b2"
    assert (build_of(target), held_off(kept, target)) == ("b1", [2, 3])
    with pytest.raises(RollbackRefused, match="没有更早的版本"):
        roll_back(kept, target)


def test_going_half_way_forward_holds_off_the_rest(target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target, "b1")
    roll_back(kept, target, "b2")
    assert (build_of(target), held_off(kept, target)) == ("b2", [3])


def test_the_newest_again_holds_nothing_off(target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target, "b1")
    assert roll_back(kept, target, to_newest=True).to_build == "b3"
    assert (build_of(target), held_off(kept, target)) == ("b3", [])
    with pytest.raises(RollbackRefused, match="最新"):
        roll_back(kept, target, to_newest=True)


def test_another_publish_ends_it(tmp_path: Path, target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target, "b1")
    publish(write_tiny(tmp_path / "private" / "4.duckdb", 4), target, kept.keep)
    assert held_off(kept, target) == []


def test_what_is_rolled_back_from_is_known_though_its_file_is_gone(target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target, "b2")
    kept.path("b3").unlink()
    roll_back(kept, target, "b1")
    assert held_off(kept, target) == [2, 3]


def test_a_lost_published_file_is_brought_back(target: Path, kept: KeptFiles) -> None:
    target.unlink()
    assert roll_back(kept, target).to_build == "b2"
    assert build_of(target) == "b2"


REFUSED = [("b9", "没有留存"), ("", "没有留存"), ("b3", "就是已发布"), ("b", "不止一个"), ("../w", "没有留存")]


@pytest.mark.parametrize(("asked", "words"), REFUSED)
def test_what_can_not_be_published_is_refused(target: Path, kept: KeptFiles, asked: str, words: str) -> None:
    with pytest.raises(RollbackRefused, match=words) as caught:
        roll_back(kept, target, asked)
    assert "\n" not in str(caught.value)
    assert (build_of(target), log_of(kept).entries()) == ("b3", [])


def test_the_beginning_of_an_id_is_enough(target: Path, kept: KeptFiles) -> None:
    kept.path("b2").rename(kept.folder / "20260102-ab.duckdb")
    with pytest.raises(RollbackRefused, match="没有留存"):
        roll_back(kept, target, "2026")  # the file says itself which build it is
    assert roll_back(kept, target, "b1").to_build == "b1"


def test_a_damaged_file_is_refused(target: Path, kept: KeptFiles) -> None:
    kept.path("b2").write_bytes(kept.path("b2").read_bytes()[:5000])
    with pytest.raises(RollbackRefused, match="b2 已损坏"):
        roll_back(kept, target, "b2")
    assert (build_of(target), log_of(kept).entries()) == ("b3", [])


def test_a_strangers_file_is_left_alone(target: Path, kept: KeptFiles) -> None:
    target.write_bytes(b"a stranger's")
    with pytest.raises(ForeignFile, match="未覆盖"):
        roll_back(kept, target)
    assert target.read_bytes() == b"a stranger's"


def test_a_log_that_can_not_be_read_holds_nothing_off_and_is_begun_anew(target: Path, kept: KeptFiles) -> None:
    roll_back(kept, target)
    log_of(kept).file.write_text('[{"at": 1}, "half')
    assert held_off(kept, target) == []
    roll_back(kept, target)
    assert len(log_of(kept).entries()) == 1


def test_the_log_stays_short(kept: KeptFiles) -> None:
    kept.folder.mkdir()
    for number in range(LONGEST_LOG + 2):
        log_of(kept).add(Rollback(str(number), None, "b1"))
    assert [entry.at for entry in log_of(kept).entries()][0::99] == ["2", "101"]


SCRIPT = """
import pathlib, sys
from warehouse.kept_files import KeptFiles
from warehouse.rollbacks import roll_back
roll_back(KeptFiles(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))
"""


@pytest.mark.parametrize(("point", "expected", "held"), [("keeping", "b3", []), ("after_replace", "b2", [3])])
def test_a_kill_leaves_a_whole_file_and_the_next_rollback_works(
    target: Path, kept: KeptFiles, point: str, expected: str, held: list[int]
) -> None:
    environment = {**os.environ, crashpoints.ENVIRONMENT_VARIABLE: point}
    killed = subprocess.run([sys.executable, "-c", SCRIPT, kept.folder, target], cwd=PROJECT, env=environment)
    assert killed.returncode == -signal.SIGKILL
    # Before the replacement the rollback is in the log already, and holds nothing off.
    assert (build_of(target), held_off(kept, target)) == (expected, held)
    roll_back(kept, target, "b1")
    assert (build_of(target), kept.leftovers()) == ("b1", [])
    assert {path.name for path in target.parent.glob(f"{target.name}*")} == {target.name}
    with read_only(target) as con:
        assert con.execute("select count(*) from builds").fetchall() == [(1,)]
