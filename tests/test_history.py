"""What is carried from the published file into the next: from files of an older schema too, or refused in one line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from small_corpus import BUILD
from tiny_warehouses import write_tiny

from assets.publishing.targets import check_replaceable
from warehouse.arrow import read_only, writing
from warehouse.ddl import create_tables
from warehouse.history import (
    Unmigratable,
    carried_rows,
    differences,
    hash_of,
    require_carriable,
    shape_of,
)
from warehouse.kept_files import KeptFiles, described
from warehouse.load import record_build
from warehouse.publish import publish, published_build

NEXT = replace(BUILD, build_id="next", built_at=datetime(2026, 6, 1))

# An older schema: without two columns of `builds` and without the table `schema_versions`; `facts` had a column more.
OLDER = (
    "alter table builds drop column schema_version",
    "alter table builds drop column counts",
    "drop table schema_versions",
    "alter table facts add column guessed boolean",
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables of the present schema, empty."""
    path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with writing(path) as con:
        create_tables(con)
    return path


@pytest.fixture
def private(empty: Path, tmp_path: Path) -> Path:
    """A file under construction."""
    (tmp_path / "private").mkdir()
    return Path(shutil.copy(empty, tmp_path / "private" / "building.duckdb"))


def fetched(path: Path, query: str) -> list[tuple]:
    with read_only(path) as con:
        return con.execute(query).fetchall()


def test_a_file_of_an_older_schema_is_published_over_and_kept(private: Path, tmp_path: Path) -> None:
    target, kept = tmp_path / "w.duckdb", KeptFiles(tmp_path / "versions")
    write_tiny(target, 2, history=[1], changes=(*OLDER, "create view sight as select build_id from builds"))
    check_replaceable(target)
    record_build(private, NEXT, target)
    publish(private, target, kept.keep)

    builds = "select build_id, corpus_hash, counts, schema_version from builds order by built_at"
    first, second, third = fetched(target, builds)
    assert (first, second) == (("b1", "corpus-1", "{}", None), ("b2", "corpus-2", "{}", None))
    assert (third[0], third[3]) == ("next", 2)
    (old, new) = fetched(target, "select * exclude (first_built_at) from schema_versions order by schema_version")
    assert (old[0], old[2:]) == (1, ("b2", [], [], []))
    with read_only(private) as con:
        assert (new[0], new[1], new[2]) == (2, hash_of(shape_of(con)), "next")
    assert {"builds.counts", "builds.schema_version", "schema_versions", "places"} <= set(new[3])
    assert new[4:] == (["facts.guessed"], [])

    (version,) = kept.versions()
    assert version.schema_hash != described(target).schema_hash, "it can't be told from one of the present schema"
    assert fetched(version.path, "select * from sight") == [("b1",), ("b2",)], "its views went with the schema"


def test_an_unchanged_schema_gets_no_new_number(private: Path, tmp_path: Path) -> None:
    second = Path(shutil.copy(private, tmp_path / "second.duckdb"))
    record_build(private, BUILD)
    record_build(second, NEXT, private)
    for path in (private, second):
        assert fetched(path, "select schema_version, first_build_id, added from schema_versions") == [(1, "b1", [])]
    assert fetched(second, "select build_id, schema_version from builds order by built_at") == [("b1", 1), ("next", 1)]


def test_after_a_rollback_the_newer_builds_stay_in_the_history(private: Path, tmp_path: Path) -> None:
    published = write_tiny(tmp_path / "1.duckdb", 1)
    newer = [write_tiny(tmp_path / "3.duckdb", 3, history=[1, 2]), write_tiny(tmp_path / "2.duckdb", 2, history=[1])]
    record_build(private, NEXT, published, newer)
    assert fetched(private, "select build_id from builds") == [("b1",), ("b2",), ("b3",), ("next",)]


# (change of the older file, words of the refusal)
LOST = [
    ("alter table builds drop column code_version", "不是本程序"),
    ("alter table builds drop column build_id", "不是本程序"),
    ("alter table builds alter built_at type varchar using 'long ago'", "builds"),
    ("alter table builds alter corpus_hash drop not null; update builds set corpus_hash = null", "builds"),
    ("alter table schema_versions drop column schema_hash", "schema_versions.*schema_hash"),
]


@pytest.mark.parametrize(("change", "words"), LOST)
def test_history_that_would_be_lost_is_refused_before_any_work(tmp_path: Path, change: str, words: str) -> None:
    target = write_tiny(tmp_path / "w.duckdb", 1, changes=change.split(";"))
    content = target.read_bytes()
    with pytest.raises(Exception, match=words) as caught:
        check_replaceable(target)
    assert "\n" not in str(caught.value)
    assert target.read_bytes() == content
    if published_build(target) is not None:
        with pytest.raises(Unmigratable):
            require_carriable(target)


def test_columns_are_taken_by_name_and_types_that_fit_are_cast(tmp_path: Path) -> None:
    other_order = "select counts, built_at::date as built_at, * exclude (counts, built_at) from builds"
    target = write_tiny(tmp_path / "w.duckdb", 1, changes=[f"create or replace table builds as {other_order}"])
    (row,) = carried_rows("builds", [target]).rows(named=True)
    assert (row["build_id"], row["built_at"], row["counts"]) == ("b1", datetime(2026, 1, 2), "{}")


def test_a_type_that_changed_is_told() -> None:
    before = {"a": {"x": "INTEGER NOT NULL"}}
    told = differences(before, {"a": {"x": "BIGINT NOT NULL"}})
    assert told == {"added": [], "removed": [], "changed": ["a.x: INTEGER NOT NULL → BIGINT NOT NULL"]}
    assert differences({}, before) == {"added": [], "removed": [], "changed": []}


def test_the_shape_is_that_of_tables_alone(tmp_path: Path) -> None:
    changes = ["create view sight as select 1 as one", "create table extra (x integer not null, y date)"]
    with read_only(write_tiny(tmp_path / "w.duckdb", 1, changes=changes)) as con:
        shape = shape_of(con)
    assert "sight" not in shape
    assert shape["extra"] == {"x": "INTEGER NOT NULL", "y": "DATE"}
