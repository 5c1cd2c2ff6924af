"""The published file copied to an address: the old one or the new one, whole; and the sensors that see to it."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import fsspec
import pytest
from building import rows, workshop, write_report
from click.testing import CliRunner
from remote_cases import ShakyFileSystem, emptied, failing, put

from assets.commands.cli import main
from assets.definitions import definitions
from assets.errors import RemoteError
from assets.locking import holding
from assets.remote.delivery import address_of, deliver, is_delivered
from assets.remote.jobs import fetch_corpus_job, published_copy, remote_corpus
from assets.resources import Workshop
from warehouse.publish import published_build

CORPUS, TARGET = "shaky://bucket/reports", "shaky://bucket/data/w.duckdb"


def fazhi_build(folder: Path, *options: str) -> tuple[int, str]:
    """Exit status and everything said by a build of the corpus at its address."""
    arguments = ["build", CORPUS, "--warehouse", str(folder / "w.duckdb"), "--workers", "1", *options]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of a corpus at an address, copied to another: built once, by the command."""
    emptied()
    folder = tmp_path_factory.mktemp("delivery")
    for year in (2022, 2023):
        put(f"bucket/reports/{year}/青石镇.txt", write_report(folder / "texts", "青石镇", year, 36).read_bytes())
    put("bucket/reports/2023/scan.jpg", b"x")
    status, said = fazhi_build(folder, "--also-to", "shaky://bucket/data/")
    assert status == 0, said
    assert "正在从 shaky://bucket/reports 取得 2 个文件" in said
    assert f"已上传到 {TARGET}" in said
    return folder


@pytest.fixture
def ours(built: Path) -> Workshop:
    """Its settings, with the copy in place."""
    settings = settings_of(built)
    deliver(settings)
    return settings


def settings_of(built: Path, corpus: str = CORPUS, publish_to: str = TARGET) -> Workshop:
    return Workshop(corpus=corpus, warehouse=str(built / "w.duckdb"), workers=1, publish_to=publish_to)


def copied(folder: Path) -> bytes:
    """The copy at the address, which must be one that opens."""
    data = fsspec.filesystem("shaky").cat_file("/bucket/data/w.duckdb")
    (folder / "fetched.duckdb").write_bytes(data)
    assert published_build(folder / "fetched.duckdb") is not None
    return data


def test_reports_and_refusals_of_the_address_are_in_the_warehouse(built: Path) -> None:
    assert rows(built / "w.duckdb", "select source from reports order by source") == [
        ("2022/青石镇.txt",),
        ("2023/青石镇.txt",),
    ]
    assert rows(built / "w.duckdb", "select source, reason from rejects") == [("2023/scan.jpg", "unsupported_format")]


def test_the_copy_is_the_published_file_and_is_made_once(built: Path, ours: Workshop) -> None:
    assert copied(built) == (built / "w.duckdb").read_bytes()
    ShakyFileSystem.transfers.clear()
    assert deliver(ours) is None
    assert ShakyFileSystem.transfers == []
    status, said = fazhi_build(built, "--also-to", TARGET)
    assert (status, "副本已是最新" in said) == (0, True), said


def test_a_copy_that_was_lost_is_made_again(built: Path, ours: Workshop) -> None:
    fsspec.filesystem("shaky").rm_file("/bucket/data/w.duckdb")
    assert deliver(ours) is not None
    assert copied(built) == (built / "w.duckdb").read_bytes()


@pytest.mark.parametrize("transfers", [0, 1], ids=["while sending", "while taking its place"])
def test_a_copy_that_fails_leaves_the_old_one(built: Path, ours: Workshop, transfers: int) -> None:
    before = copied(built)
    ours.layout.delivery_record.unlink()
    with failing(PermissionError("Access Denied"), after=transfers), pytest.raises(RemoteError, match="拒绝访问"):
        deliver(ours)
    assert copied(built) == before
    assert fsspec.filesystem("shaky").ls("/bucket/data", detail=False) == ["/bucket/data/w.duckdb"]
    assert not is_delivered(ours)


def test_half_a_copy_does_not_take_the_place(built: Path, ours: Workshop) -> None:
    before = copied(built)
    ours.layout.delivery_record.unlink()
    ShakyFileSystem.cut_at_bytes = 100
    try:
        with pytest.raises(RemoteError, match="只收到 100 字节"):
            deliver(ours)
    finally:
        ShakyFileSystem.cut_at_bytes = None
    assert copied(built) == before


def test_the_command_says_in_one_line_what_is_published_still(built: Path, ours: Workshop) -> None:
    ours.layout.delivery_record.unlink()
    with failing(TimeoutError("no answer")):
        status, said = fazhi_build(built, "--also-to", TARGET)
    assert status == 1
    assert len(said.strip().splitlines()) == 1
    assert "那里仍是原来的副本" in said


def test_a_folder_on_another_path_gets_the_file_by_renaming(built: Path, tmp_path: Path) -> None:
    elsewhere = settings_of(built, publish_to=f"file://{tmp_path}/mount/")
    assert deliver(elsewhere) is not None
    assert [file.name for file in (tmp_path / "mount").iterdir()] == ["w.duckdb"]
    assert published_build(tmp_path / "mount" / "w.duckdb") == published_build(built / "w.duckdb")


def test_a_copy_inside_the_corpus_is_refused(built: Path) -> None:
    with pytest.raises(RemoteError, match="在语料"):
        address_of(settings_of(built, publish_to=f"{CORPUS}/w.duckdb"))


def evaluated(
    sensor: dg.SensorDefinition, ours: Workshop, cursor: str | None = None
) -> dg.SensorResult | dg.SkipReason:
    with dg.build_sensor_context(cursor=cursor, resources={"workshop": ours}) as context:
        return sensor(context)


def test_the_corpus_is_fetched_when_the_address_changed(ours: Workshop) -> None:
    assert isinstance(evaluated(remote_corpus, ours), dg.SkipReason)
    put("bucket/reports/2023/note.jpg", b"x")
    with holding(ours.layout.lock_file):
        assert "正在进行" in evaluated(remote_corpus, ours).skip_message
    asked = evaluated(remote_corpus, ours)
    assert len(asked.run_requests) == 1
    # Until it was fetched, the same state is asked for again only after a while, and a new one at once.
    assert "分钟后再试" in evaluated(remote_corpus, ours, asked.cursor).skip_message
    put("bucket/reports/2023/more.jpg", b"x")
    assert len(evaluated(remote_corpus, ours, asked.cursor).run_requests) == 1
    told = json.loads(asked.cursor)
    overdue = json.dumps({**told, "asked_at": told["asked_at"] - 100_000})
    assert len(evaluated(remote_corpus, ours, overdue).run_requests) == 1
    with dg.DagsterInstance.ephemeral() as instance:
        job = definitions(ours).resolve_job_def(fetch_corpus_job.name)
        assert job.execute_in_process(instance=instance).success
        event = instance.get_latest_materialization_event(dg.AssetKey("report_files"))
    assert event.asset_materialization.metadata["refused"].value == 3
    assert isinstance(evaluated(remote_corpus, ours), dg.SkipReason)


def test_a_store_that_does_not_answer_is_a_reason_and_no_failure(built: Path) -> None:
    away = settings_of(built, corpus="shaky://nowhere/reports")
    assert "nowhere" in evaluated(remote_corpus, away).skip_message


def test_the_copy_follows_each_publishing(ours: Workshop) -> None:
    assert isinstance(evaluated(published_copy, ours), dg.SkipReason)
    ours.layout.delivery_record.unlink()
    assert len(evaluated(published_copy, ours).run_requests) == 1


def test_nothing_of_this_is_there_where_all_lies_on_this_machine(tmp_path: Path) -> None:
    repository = definitions(workshop(tmp_path, tmp_path / "w.duckdb")).get_repository_def()
    assert not {"fetch_corpus", "deliver_warehouse"} & set(repository.job_names)
