"""Dagster's records in a real PostgreSQL server: those of a build, orphans, connections, one warehouse a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from building import build, write_report
from dagster._core.test_utils import create_run_for_test
from postgres_server import postgres_server, server_programs
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from assets.defaults import POSTGRES_VARIABLE
from assets.errors import StorageError
from assets.layout import Layout
from assets.runs.instance import fail_orphans, opened_instance
from assets.runs.jobs import BUILD_JOB_NAME
from assets.runs.liveness import LOCK_SUFFIX
from assets.runs.storage import with_driver
from assets.stages.partitions import PARTITIONS_NAME

pytest.importorskip("dagster_postgres", reason="the optional packages for PostgreSQL are not installed")
PROGRAMS = server_programs()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if PROGRAMS is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    with postgres_server(PROGRAMS) as address:
        yield address


@pytest.fixture(scope="module")
def built(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a corpus and its warehouse, built once by hand, with the records in PostgreSQL."""
    folder = tmp_path_factory.mktemp("postgres")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(POSTGRES_VARIABLE, server)
        write_report(folder / "corpus", "青石镇", 2022, 36)
        assert build(folder / "corpus", folder / "w.duckdb").is_published
        yield folder


def test_the_records_of_a_build_lie_in_the_server_and_in_no_file(built: Path, server: str) -> None:
    layout = Layout(built / "w.duckdb")
    assert list(layout.dagster_home.rglob("*.db")) == []
    assert server not in (layout.dagster_home / "dagster.yaml").read_text("utf-8")
    with opened_instance(layout) as instance:
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        assert instance.get_dynamic_partitions(PARTITIONS_NAME) == ["2022"]
    with create_engine(with_driver(server)).connect() as connection:
        assert connection.execute(text("select count(*) from event_logs")).scalar_one() > 50


def test_the_run_of_a_killed_process_is_marked_failed(built: Path) -> None:
    layout = Layout(built / "w.duckdb")
    with opened_instance(layout) as instance:
        orphan = create_run_for_test(instance, job_name=BUILD_JOB_NAME, status=dg.DagsterRunStatus.STARTED)
        lock_that_nobody_holds = layout.runs_folder / f"{orphan.run_id}{LOCK_SUFFIX}"
        lock_that_nobody_holds.touch()
        assert fail_orphans(instance, layout) == 1
        assert instance.get_run_by_id(orphan.run_id).status is dg.DagsterRunStatus.FAILURE
        assert fail_orphans(instance, layout) == 0
        instance.delete_run(orphan.run_id)


def test_the_webserver_keeps_connections_whose_statements_end(built: Path) -> None:
    with opened_instance(Layout(built / "w.duckdb")) as instance:
        instance.optimize_for_webserver(statement_timeout=1234, pool_recycle=60, max_overflow=2)
        for _ in range(2):  # the second time by a connection out of the pool
            with instance.event_log_storage.index_connection() as connection:
                assert connection.execute(text("show statement_timeout")).scalar_one() == "1234ms"
        assert len(instance.get_runs()) == 1


def test_a_database_belongs_to_one_warehouse(built: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="另一个仓库") as refused, opened_instance(Layout(tmp_path / "other.duckdb")):
        pass
    # The way out that it names: the mark of the owner, written where it says.
    mark = (built / "w.duckdb.work" / "dagster" / "warehouse_id").read_text("utf-8").strip()
    assert f"请把 {mark} 写入" in str(refused.value)
    (tmp_path / "other.duckdb.work" / "dagster" / "warehouse_id").write_text(f"{mark}\n", encoding="utf-8")
    with opened_instance(Layout(tmp_path / "other.duckdb")) as instance:
        assert instance.get_runs_count() == 1


def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = make_url("postgresql://fazhi:secret@/x").update_query_dict({"unix_sock": str(tmp_path / "none")})
    monkeypatch.setenv(POSTGRES_VARIABLE, address.render_as_string(hide_password=False))
    monkeypatch.setattr("dagster_postgres.utils.calculate_delay", lambda **_: 0)
    write_report(tmp_path / "corpus", "青石镇", 2022, 36)
    with pytest.raises(StorageError, match="连不上") as failed:
        build(tmp_path / "corpus", tmp_path / "w.duckdb")
    assert "secret" not in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "no address", "postgresql//u:secret@h"])
def test_an_address_that_is_none_is_refused_without_being_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(POSTGRES_VARIABLE, address)
    with (
        pytest.raises(StorageError, match=POSTGRES_VARIABLE) as refused,
        opened_instance(Layout(tmp_path / "w.duckdb")),
    ):
        pass
    assert "secret" not in str(refused.value)
