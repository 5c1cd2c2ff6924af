"""When a build is asked for: by the sensor, by the schedule, beside a build by hand, after failures, and when not."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from building import BATCHES, build, copy_built, workshop, write_report
from dagster._core.test_utils import create_run_for_test

from assets.alerts.outbox import Outbox
from assets.corpus.settling import QUIET_SECONDS, is_settling
from assets.locking import holding
from assets.resources import Workshop
from assets.runs import requests, sensors
from assets.runs.instance import opened_instance
from assets.runs.jobs import BUILD_JOB_NAME
from assets.runs.requests import SENSOR_TRIES, STATE_TAG
from assets.runs.schedules import daily_build
from assets.runs.sensors import MOST_WAITS, TOLD_AFTER_TICKS, Memory, corpus_files
from assets.stages.partitions import PARTITIONS_NAME, RANGE_END_TAG, RANGE_START_TAG
from pipelines.figures.registry import default_path

MORNING = datetime(2026, 11, 22, 5, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
STATUS = dg.DagsterRunStatus


@pytest.fixture
def built(of_four_batches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A copy of one's own, at whose corpus nobody copies any more."""
    monkeypatch.setattr(sensors, "is_settling", lambda listing: False)
    return workshop(*copy_built(of_four_batches, tmp_path))


@pytest.fixture
def instance(built: Workshop) -> Iterator[dg.DagsterInstance]:
    with opened_instance(built.layout) as instance:
        yield instance


def tick(instance: dg.DagsterInstance, built: Workshop, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    """What the sensor says; its wishes for partitions are done as the daemon does them."""
    said = corpus_files(dg.build_sensor_context(instance=instance, cursor=cursor, resources={"workshop": built}))
    for wish in said.dynamic_partitions_requests or () if isinstance(said, dg.SensorResult) else ():
        if isinstance(wish, dg.AddDynamicPartitionsRequest):
            instance.add_dynamic_partitions(PARTITIONS_NAME, list(wish.partition_keys))
        else:
            for batch in wish.partition_keys:
                instance.delete_dynamic_partition(PARTITIONS_NAME, batch)
    return said


def asked(said: dg.SensorResult | dg.SkipReason) -> list[dg.RunRequest]:
    """The runs that a tick asked for."""
    return list(said.run_requests or ()) if isinstance(said, dg.SensorResult) else []


def reason(said: dg.SensorResult | dg.SkipReason) -> str:
    """Why a tick asked for none."""
    assert not asked(said)
    return str(said.skip_reason.skip_message if isinstance(said, dg.SensorResult) else said.skip_message)


def morning(instance: dg.DagsterInstance, built: Workshop) -> dg.RunRequest | dg.SkipReason:
    """What the schedule says."""
    context = dg.build_schedule_context(
        instance=instance, resources={"workshop": built}, scheduled_execution_time=MORNING
    )
    return daily_build(context)


def ran(instance: dg.DagsterInstance, request: dg.RunRequest, status: STATUS) -> None:
    """The run that was asked for, as it ended."""
    run = create_run_for_test(instance, job_name=BUILD_JOB_NAME, tags=dict(request.tags), status=STATUS.STARTED)
    if status is STATUS.CANCELED:
        instance.report_run_canceled(run)
    elif status is STATUS.FAILURE:
        instance.report_run_failed(run)


def changed(built: Workshop, mediated: int = 41) -> None:
    write_report(built.corpus_folder, "青石镇", 2023, mediated)


def test_a_current_warehouse_is_left_alone(instance: dg.DagsterInstance, built: Workshop) -> None:
    first = tick(instance, built)
    assert "没有变化" in reason(first)
    assert isinstance(first, dg.SensorResult)
    assert "没有变化" in reason(tick(instance, built, first.cursor))
    assert isinstance(morning(instance, built), dg.SkipReason)


def test_a_look_that_finds_nothing_changed_keeps_the_file_fresh(instance: dg.DagsterInstance, built: Workshop) -> None:
    def published() -> dg.EventLogRecord:
        return instance.fetch_materializations(dg.AssetKey("published_warehouse"), limit=1).records[0]

    before = published()
    morning(instance, built)
    after = published()
    assert after.timestamp > before.timestamp
    told, told_then = after.asset_materialization, before.asset_materialization
    assert told is not None and told_then is not None
    assert told.metadata == {**told_then.metadata, "published": dg.MetadataValue.bool(False)}
    assert told.tags == told_then.tags, "nothing after it became stale"


def test_a_lost_instance_costs_no_run_and_gets_its_batches_back(built: Workshop) -> None:
    shutil.rmtree(built.layout.dagster_home)
    with opened_instance(built.layout) as anew:
        assert not asked(tick(anew, built))
        assert anew.get_dynamic_partitions(PARTITIONS_NAME) == list(BATCHES)
        assert isinstance(morning(anew, built), dg.SkipReason)


def test_batches_come_and_go_with_the_folders(instance: dg.DagsterInstance, built: Workshop) -> None:
    file = write_report(built.corpus_folder, "白河乡", 2019, 5)
    (request,) = asked(tick(instance, built))
    assert instance.get_dynamic_partitions(PARTITIONS_NAME) == [*BATCHES, "2019"]
    # The others were just built: the run covers what is behind, and the warehouse is loaded from all.
    assert (request.tags[RANGE_START_TAG], request.tags[RANGE_END_TAG]) == ("2019", "2019")
    for folder in (file.parent, *(built.corpus_folder / batch for batch in BATCHES[:3])):
        shutil.rmtree(folder)
    (request,) = asked(tick(instance, built))
    assert instance.get_dynamic_partitions(PARTITIONS_NAME) == [BATCHES[3]]
    assert (request.tags[RANGE_START_TAG], request.tags[RANGE_END_TAG]) == (BATCHES[3], BATCHES[3])


def test_a_tick_that_is_evaluated_twice_asks_for_one_run(instance: dg.DagsterInstance, built: Workshop) -> None:
    changed(built)
    (first,), (second,) = asked(tick(instance, built)), asked(tick(instance, built))
    assert first.run_key == second.run_key
    changed(built, 42)
    assert asked(tick(instance, built))[0].run_key != first.run_key


def test_nothing_is_asked_for_beside_a_run(instance: dg.DagsterInstance, built: Workshop) -> None:
    changed(built)
    for job, status in ((BUILD_JOB_NAME, STATUS.NOT_STARTED), ("__ASSET_JOB", STATUS.STARTED)):
        run = create_run_for_test(instance, job_name=job, status=status)
        assert "正在进行" in reason(tick(instance, built))
        assert isinstance(morning(instance, built), dg.SkipReason)
        instance.delete_run(run.run_id)


def test_nothing_is_asked_for_beside_a_build_by_hand(instance: dg.DagsterInstance, built: Workshop) -> None:
    changed(built)
    with holding(built.layout.lock_file):
        assert "正在进行" in reason(tick(instance, built))
        assert isinstance(morning(instance, built), dg.SkipReason)
    assert len(asked(tick(instance, built))) == 1
    assert isinstance(morning(instance, built), dg.RunRequest)


def test_a_failed_state_is_tried_once_more_and_then_left_to_the_schedule(
    instance: dg.DagsterInstance, built: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(built)
    keys = []
    for _ in range(SENSOR_TRIES):
        (request,) = asked(tick(instance, built))
        keys.append(request.run_key)
        ran(instance, request, STATUS.FAILURE)
        with monkeypatch.context() as at_once:
            at_once.setattr(requests, "RETRY_AFTER_SECONDS", 3600)
            assert "再试" in reason(tick(instance, built))
        monkeypatch.setattr(requests, "RETRY_AFTER_SECONDS", 0)
    assert len(set(keys)) == SENSOR_TRIES
    assert f"失败 {SENSOR_TRIES} 次" in reason(tick(instance, built))
    by_clock = morning(instance, built)
    assert isinstance(by_clock, dg.RunRequest)
    ran(instance, by_clock, STATUS.FAILURE)
    assert "不再自动重试" in reason(tick(instance, built)), "the try of the schedule counts too"
    changed(built, 43)
    assert len(asked(tick(instance, built))) == 1, "another state is tried again"


def test_a_run_that_somebody_ended_is_not_begun_again(instance: dg.DagsterInstance, built: Workshop) -> None:
    changed(built)
    (request,) = asked(tick(instance, built))
    ran(instance, request, STATUS.CANCELED)
    assert "被人中止" in reason(tick(instance, built))


def test_a_state_that_comes_back_after_a_success_is_new(instance: dg.DagsterInstance, built: Workshop) -> None:
    changed(built)
    (request,) = asked(tick(instance, built))
    for status in (STATUS.FAILURE, STATUS.FAILURE):
        ran(instance, request, status)
    ran(instance, dg.RunRequest(), STATUS.FAILURE)
    assert not asked(tick(instance, built)), "a build by hand that failed too is no reason to begin anew"
    create_run_for_test(instance, job_name=BUILD_JOB_NAME, status=STATUS.SUCCESS, tags={STATE_TAG: "another"})
    assert len(asked(tick(instance, built))) == 1


def test_a_run_that_ended_well_and_changed_nothing_is_not_repeated_for_ever(
    instance: dg.DagsterInstance, built: Workshop
) -> None:
    changed(built)
    (request,) = asked(tick(instance, built))
    create_run_for_test(instance, job_name=BUILD_JOB_NAME, status=STATUS.SUCCESS, tags=dict(request.tags))
    assert "重新启动" in reason(tick(instance, built))
    Path(built.warehouse).unlink()
    assert len(asked(tick(instance, built))) == 1, "a published file that was removed is made again"


def test_a_published_file_that_was_exchanged_is_noticed(instance: dg.DagsterInstance, built: Workshop) -> None:
    backup, state = Path(built.warehouse).read_bytes(), tick(instance, built)
    changed(built)
    build(built.corpus_folder, Path(built.warehouse))
    now = tick(instance, built, state.cursor)
    assert "没有变化" in reason(now)
    Path(built.warehouse).write_bytes(backup)
    assert len(asked(tick(instance, built, now.cursor))) == 1, "a backup of other reports than lie there"
    Path(built.warehouse).unlink()
    assert len(asked(tick(instance, built, now.cursor))) == 1


def test_a_backup_in_the_place_of_what_a_run_published_is_built_anew(
    instance: dg.DagsterInstance, built: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(built)
    (request,) = asked(tick(instance, built))
    run = create_run_for_test(instance, job_name=BUILD_JOB_NAME, status=STATUS.SUCCESS, tags=dict(request.tags))
    record = instance.get_run_record_by_id(run.run_id)
    assert record is not None
    monkeypatch.setattr(requests, "_newest_builds", lambda _: [record._replace(start_time=time.time())])
    assert len(asked(tick(instance, built))) == 1


def test_trouble_that_lasts_is_told_once(instance: dg.DagsterInstance, built: Workshop) -> None:
    manifest = built.corpus_folder / "manifest.csv"
    manifest.write_text("source,place,year\nnowhere.txt,青石镇,2023\n", "utf-8")
    cursor, told = None, []
    for _ in range(TOLD_AFTER_TICKS + 2):
        said = tick(instance, built, cursor)
        assert "nowhere.txt" in reason(said)
        cursor = said.cursor
        told.append(len(Outbox(built.layout.alerts_folder).newest(10)))
    assert told == [0] * (TOLD_AFTER_TICKS - 1) + [1] * 3
    manifest.unlink()
    mended = tick(instance, built, cursor)
    assert Memory.of(mended.cursor).trouble == ""


def test_the_registry_is_part_of_the_state(instance: dg.DagsterInstance, built: Workshop, tmp_path: Path) -> None:
    before = tick(instance, built)
    assert isinstance(before, dg.SensorResult)
    registry = tmp_path / "metrics.yaml"
    registry.write_text(default_path().read_text("utf-8").replace("name: 研究部署", "name: 专题研究部署", 1), "utf-8")
    other = workshop(built.corpus_folder, Path(built.warehouse), registry=str(registry))
    assert len(asked(tick(instance, other, before.cursor))) == 1
    registry.write_text("metrics: [", "utf-8")
    assert "\n" not in reason(tick(instance, other, before.cursor))


def test_files_that_are_still_copied_in_are_waited_for(
    instance: dg.DagsterInstance, built: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "is_settling", is_settling)
    changed(built)
    first = tick(instance, built)
    assert "复制" in reason(first)
    assert isinstance(first, dg.SensorResult)
    assert len(asked(tick(instance, built, first.cursor))) == 1, "nothing moved for a whole tick"
    changed(built, 42)
    second = tick(instance, built, first.cursor)
    assert isinstance(second, dg.SensorResult)
    assert Memory.of(second.cursor).waits == 2


def test_a_scraper_that_never_pauses_does_not_keep_a_build_off(
    instance: dg.DagsterInstance, built: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "is_settling", lambda listing: True)
    cursor = Memory(listing="another", waits=MOST_WAITS).cursor()
    changed(built)
    assert len(asked(tick(instance, built, cursor))) == 1


def test_what_is_young_is_settling_and_what_is_old_is_not(built: Workshop) -> None:
    (built.corpus_folder / "2023" / "half.zip").write_bytes(b"PK\x03\x04 half of an archive")
    listing = built.listing()
    newest = (built.corpus_folder / "2023" / "half.zip").stat().st_ctime
    assert is_settling(listing, newest + QUIET_SECONDS - 1)
    assert is_settling(listing, newest - 3600), "a file server whose clock is ahead"
    assert not is_settling(listing, newest + QUIET_SECONDS + 1)


@pytest.mark.parametrize("cursor", [None, "", "0" * 32, "[]", '{"published": 1, "older": 2}'])
def test_a_cursor_of_another_version_is_forgotten(cursor: str | None) -> None:
    assert Memory.of(cursor) == Memory()


def test_what_can_not_start_is_said_by_each_tick_and_told_once_a_day(built: Workshop, tmp_path: Path) -> None:
    for corpus in (tmp_path / "nowhere", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        ours = workshop(corpus, Path(built.warehouse))
        with opened_instance(ours.layout) as instance:
            assert str(corpus) in reason(tick(instance, ours))
            for _ in range(2):
                assert isinstance(morning(instance, ours), dg.SkipReason)
            assert instance.get_dynamic_partitions(PARTITIONS_NAME) == list(BATCHES), "nothing is retired by mistake"
    told = Outbox(built.layout.alerts_folder).records.read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in told] == ["not_started"] * 2
