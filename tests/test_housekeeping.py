"""Keeping the work folder small: what goes, what stays whatever the settings say, and nothing outside the folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
from building import build, copy_built, mediated, workshop, write_report
from click.testing import CliRunner, Result
from tiny_warehouses import write_tiny

from assets.commands.cli import main
from assets.corpus.manifest import read_manifest
from assets.corpus.roster import read_roster
from assets.definitions import definitions, defs
from assets.errors import SettingError
from assets.housekeeping.files import frames_of_other_batches, left_by_killed_builds, long_logs, older_versions
from assets.housekeeping.jobs import HOUSEKEEPING_JOB_NAME, housekeeping_job, weekly_housekeeping
from assets.housekeeping.runs import latest_runs, old_runs
from assets.housekeeping.settings import Retention, variable_of
from assets.housekeeping.tidying import KIND_NAMES, bytes_below
from assets.layout import Layout
from assets.locking import holding
from assets.publishing.comparisons import earlier_files
from assets.publishing.freshness import is_up_to_date
from assets.resources import Workshop
from assets.runs.builds import run_build
from assets.runs.instance import opened_instance
from assets.runs.jobs import BUILD_JOB_NAME, WAREHOUSE_ASSETS
from assets.runs.schedules import daily_build
from assets.runs.sensors import corpus_files
from assets.stages.store import FrameStore
from warehouse.arrow import writing
from warehouse.kept_files import KeptFiles
from warehouse.publish import BuildLock, published_build

ONE_RUN = replace(Retention(), runs_count=1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of one report and its warehouse with figure 40; an older version has 36."""
    folder = tmp_path_factory.mktemp("housekeeping")
    write_report(folder / "corpus", "青石镇", 2023, 40)
    build(folder / "corpus", folder / "w.duckdb")
    kept = KeptFiles(Layout(folder / "w.duckdb").versions_folder)
    kept.folder.mkdir(exist_ok=True)
    with writing(Path(shutil.copy(folder / "w.duckdb", kept.path("older")))) as con:
        con.execute("update builds set build_id = 'older', built_at = timestamp '2026-01-01', corpus_hash = 'other'")
        con.execute("update yearly_values set value = 36 where metric_id = 'disputes.mediated'")
    return folder


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Workshop:
    """The same in a folder of its own."""
    return workshop(*copy_built(built, tmp_path / "house"))


def run(command: str, house: Workshop, *arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, [command, *arguments, "--warehouse", house.warehouse], env=environment)


def figure_of(house: Workshop) -> float:
    return mediated(Path(house.warehouse))["青石镇", 2023]


# --- versions and rollback --------------------------------------------------------------------------------------------


def test_a_rollback_stays_until_something_changes_or_a_person_builds(
    house: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets.runs.sensors.is_settling", lambda listing: False)
    newest = published_build(Path(house.warehouse)).build_id
    result = run("rollback", house)
    assert result.exit_code == 0, result.output
    assert f"此前为：{newest}" in result.stdout
    assert figure_of(house) == 36
    with opened_instance(house.layout) as instance:
        sensor = dg.build_sensor_context(instance=instance, resources={"workshop": house})
        told = corpus_files(sensor)
        assert not told.run_requests
        assert "已回退" in told.skip_reason.skip_message
        schedule = dg.build_schedule_context(instance=instance, resources={"workshop": house})
        assert "已回退" in daily_build(schedule).skip_message
        assert not is_up_to_date(house, house.listing(), read_manifest(None), read_roster(None), by_hand=True)
        write_report(house.corpus_folder, "白河乡", 2023, 5)
        assert corpus_files(sensor).run_requests, "a change of the corpus is held off too"


def test_the_history_goes_on_after_what_was_rolled_back_from(house: Workshop) -> None:
    newest = published_build(Path(house.warehouse)).build_id
    assert earlier_files(house.layout) == (Path(house.warehouse), [])
    run("rollback", house)
    published, newer = earlier_files(house.layout)
    assert (published, [path.stem for path in newer]) == (Path(house.warehouse), [newest])
    assert earlier_files(Layout(house.corpus_folder / "none.duckdb")) == (None, [])


def test_a_run_that_a_sensor_asked_for_before_does_not_undo_a_rollback(house: Workshop) -> None:
    # The file under construction is still the one of the newest build.
    run("rollback", house)
    published = published_build(Path(house.warehouse)).build_id
    job = definitions(house).resolve_job_def(BUILD_JOB_NAME)
    for tags, is_published in (({"dagster/sensor_name": "corpus_files"}, False), ({}, True)):
        with opened_instance(house.layout) as instance:
            done = job.execute_in_process(
                instance=instance, tags=tags, asset_selection=[dg.AssetKey("published_warehouse")]
            )
        metadata = done.asset_materializations_for_node("published_warehouse")[0].metadata
        assert metadata["published"].value is is_published
        assert ("held_off" in metadata) is not is_published
        assert (published_build(Path(house.warehouse)).build_id == published) is not is_published


def test_versions_are_listed_with_the_next_step(house: Workshop) -> None:
    kept = KeptFiles(house.layout.versions_folder)
    kept.path("damaged").write_bytes(b"half")
    result = run("versions", house)
    lines = [line for line in result.stdout.splitlines() if "MB" in line or "damaged" in line]
    assert [line.split()[0] for line in lines] == [
        published_build(Path(house.warehouse)).build_id, kept.versions()[0].build_id, "damaged",
    ]  # fmt: skip
    assert ["已发布" in lines[0], "留存" in lines[1], "已损坏" in lines[2]] == [True] * 3
    assert f"fazhi rollback {kept.versions()[0].build_id}" in result.stdout


@pytest.mark.parametrize("arguments", [("nope",), ("--latest",)])
def test_what_can_not_be_rolled_back_to_is_one_line(house: Workshop, arguments: tuple[str, ...]) -> None:
    result = run("rollback", house, *arguments)
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)
    assert figure_of(house) == 40


def test_a_rollback_waits_for_no_build(house: Workshop) -> None:
    with BuildLock(house.layout.lock_file):
        assert "另一个构建正在进行" in run("rollback", house).stderr


def test_a_warehouse_without_versions(tmp_path: Path) -> None:
    nowhere = workshop(tmp_path, tmp_path / "w.duckdb")
    assert "没有留存" in run("rollback", nowhere).stderr
    assert "fazhi build" in run("versions", nowhere).stdout
    assert "还没有构建过" in run("tidy", nowhere).stderr
    assert list(tmp_path.iterdir()) == []


# --- Dagster's records ------------------------------------------------------------------------------------------------

PARTS = dg.DynamicPartitionsDefinition(name="parts")


@dg.asset(partitions_def=PARTS)
def parted() -> None:
    """An asset by partition."""


@dg.asset(check_specs=[dg.AssetCheckSpec("sound", asset="whole")])
def whole() -> dg.MaterializeResult:
    """An asset with a check."""
    return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])


CHECK = dg.AssetCheckKey(dg.AssetKey("whole"), "sound")


def made(instance: dg.DagsterInstance, asset: dg.AssetsDefinition, partition: str | None = None) -> str:
    """The run of an asset."""
    return dg.materialize([asset], instance=instance, partition_key=partition).run_id


@pytest.mark.usefixtures("as_dagster_does")
def test_runs_go_but_for_those_at_work_and_those_that_the_pages_show_as_latest(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "w.duckdb")
    with opened_instance(layout) as instance:
        instance.add_dynamic_partitions("parts", ["2022", "2023"])
        old, older_check = made(instance, parted, "2022"), made(instance, whole)
        latest = {made(instance, parted, part) for part in ("2022", "2023")}
        later = dg.Definitions([whole], jobs=[dg.define_asset_job("later", ["whole"])]).resolve_job_def("later")
        at_work = instance.create_run_for_job(later).run_id
        checked = made(instance, whole)
        assert latest_runs(instance, [CHECK]) == {*latest, checked}

        clearing = old_runs(layout, instance, ONE_RUN, [CHECK])
        assert set(clearing.items) == {old, older_check}
        before = bytes_below(layout.work_folder)
        clearing.clear()
        assert before - bytes_below(layout.work_folder) >= clearing.size_bytes > 0
        assert {run.run_id for run in instance.get_runs()} == {*latest, checked, at_work}
        assert not list(layout.dagster_home.rglob(f"{old}*"))
        # Dagster leaves these rows of a run that it deletes.
        executions = instance.event_log_storage.get_asset_check_execution_history(CHECK, limit=10)
        assert {execution.run_id for execution in executions} == {at_work, checked}
        assert old_runs(layout, instance, ONE_RUN, [CHECK]).items == ()


# --- files ------------------------------------------------------------------------------------------------------------


def touched(*files: Path, content: bytes = b"x" * 100) -> None:
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def test_frames_of_batches_and_stages_that_are_gone(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "w.duckdb")
    store, frames = FrameStore(layout.frames_folder), layout.frames_folder
    stays = (store.path("raw", "2023"), store.path("files", "."))
    half, gone, other_stage = frames / "raw" / ".12.tmp", store.path("facts", "2022"), store.path("guesses", "2023")
    touched(*stays, half, gone, other_stage)
    assert frames_of_other_batches(layout, store, []).items == ("frames/guesses", "frames/raw/.12.tmp")
    clearing = frames_of_other_batches(layout, store, ["2023", "."])
    assert clearing.size_bytes == 300
    clearing.clear()
    assert all(file.exists() for file in stays)
    assert not any(file.exists() for file in (half, gone, other_stage))


def test_nothing_outside_the_work_folder_is_removed(tmp_path: Path) -> None:
    layout, elsewhere = Layout(tmp_path / "w.duckdb"), tmp_path / "elsewhere"
    touched(elsewhere / "batch=2022.parquet", elsewhere / "b1.duckdb")
    layout.frames_folder.mkdir(parents=True)
    (layout.frames_folder / "raw").symlink_to(elsewhere)
    (layout.frames_folder / "guesses").symlink_to(elsewhere)
    frames_of_other_batches(layout, FrameStore(layout.frames_folder), ["2023"]).clear()
    assert not (layout.frames_folder / "guesses").is_symlink(), "a link is inside, what it leads to is not"
    assert sorted(path.name for path in elsewhere.iterdir()) == ["b1.duckdb", "batch=2022.parquet"]


def test_versions_beyond_the_limits_and_halves_of_them(tmp_path: Path) -> None:
    layout = Layout(write_tiny(tmp_path / "w.duckdb", 9))
    for day in (1, 2, 3):
        write_tiny(KeptFiles(layout.versions_folder).path(f"b{day}"), day)
    touched(layout.versions_folder / ".7.keeping")
    clearing = older_versions(layout, replace(Retention(), versions_count=2))
    assert clearing.items == ("versions/.7.keeping", "versions/b1.duckdb")
    clearing.clear()
    assert sorted(path.name for path in layout.versions_folder.iterdir()) == ["b2.duckdb", "b3.duckdb"]


def test_what_duckdb_left_of_a_killed_build(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "w.duckdb")
    touched(layout.build_file, layout.build_folder / "building.duckdb.tmp" / "storage.tmp")
    clearing = left_by_killed_builds(layout)
    assert clearing.size_bytes == 100
    clearing.clear()
    assert [path.name for path in layout.build_folder.iterdir()] == ["building.duckdb"]


@pytest.mark.parametrize(("count", "left"), [(2, ["a.log.1", "a.log.2"]), (0, [])])
def test_long_logs_are_set_aside(tmp_path: Path, count: int, left: list[str]) -> None:
    layout = Layout(tmp_path / "w.duckdb")
    retention = replace(Retention(), log_bytes=50, logs_count=count)
    log = layout.alerts_folder / "a.log"
    touched(layout.alerts_folder / "undelivered.json", layout.alerts_folder / "short.jsonl", content=b"{}")
    for number in b"123":
        touched(log, content=bytes([number]) * 100)
        long_logs(layout, retention).clear()
    assert sorted(path.name for path in layout.alerts_folder.glob("a.log*")) == left
    assert (layout.alerts_folder / "short.jsonl").exists()
    if count:
        assert [log.with_name(name).read_bytes()[:1] for name in left] == [b"3", b"2"]


# --- settings, command, job -------------------------------------------------------------------------------------------


def test_settings_come_from_the_environment() -> None:
    given = {"FAZHI_KEEP_RUN_DAYS": "7", "FAZHI_KEEP_LOGS_COUNT": "0", "FAZHI_KEEP_VERSIONS_COUNT": ""}
    read = Retention.from_environment(given)
    assert (read.run_days, read.logs_count, read.versions_count) == (7, 0, Retention().versions_count)


@pytest.mark.parametrize("said", ["0", "-1", "five", "1.5", "１"])
def test_a_setting_that_can_not_be_read_is_named(said: str) -> None:
    with pytest.raises(SettingError, match=f"FAZHI_KEEP_RUNS_COUNT={said}"):
        Retention.from_environment({variable_of("runs_count"): said})


def test_a_build_with_a_bad_setting_ends_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_KEEP_VERSIONS_COUNT", "many")
    write_report(tmp_path / "corpus", "青石镇", 2023, 36)
    with pytest.raises(SettingError):
        build(tmp_path / "corpus", tmp_path / "w.duckdb")
    assert not Layout(tmp_path / "w.duckdb").work_folder.exists()


def state_of(folder: Path) -> dict[str, int]:
    """Sizes by name, but for files that SQLite makes while a database is open."""
    return {
        str(path): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".db", ".duckdb"}
    }


def test_tidy_shows_first_and_then_frees(house: Workshop) -> None:
    few = {"FAZHI_KEEP_RUNS_COUNT": "1"}
    before = state_of(house.layout.work_folder)
    shown = run("tidy", house, "--dry-run", **few)
    assert shown.exit_code == 0, shown.output
    assert "没有改动" in shown.stdout
    assert all(name in shown.stdout for name in KIND_NAMES.values())
    assert state_of(house.layout.work_folder) == before
    with opened_instance(house.layout) as instance:
        for _ in range(2):
            housekeeping_job.execute_in_process(instance=instance, resources={"workshop": house})
    done = run("tidy", house, **few)
    assert done.exit_code == 0, done.output
    assert "已释放" in done.stdout and "旧的运行记录" in done.stdout.split("已释放")[1]
    with opened_instance(house.layout) as instance:
        # The newest run, and the build, whose counts are the assets' latest.
        assert [run.job_name for run in instance.get_runs()] == [HOUSEKEEPING_JOB_NAME, BUILD_JOB_NAME]
        for name in WAREHOUSE_ASSETS:
            event = instance.get_latest_materialization_event(dg.AssetKey(name))
            assert event.asset_materialization.metadata["dagster/row_count"].value > 0
    assert figure_of(house) == 40
    assert not run_build(house).is_published, "the next build had to read again"


def test_tidy_refuses_while_a_build_runs(house: Workshop) -> None:
    before = state_of(house.layout.work_folder)
    with BuildLock(house.layout.lock_file):
        result = run("tidy", house)
    assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)
    assert "另一个构建正在进行" in result.stderr
    assert state_of(house.layout.work_folder) == before


def test_the_job_tells_what_it_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable_of("runs_count"), "1")
    empty = workshop(tmp_path, tmp_path / "w.duckdb")
    touched(empty.store.folder / "guesses" / "batch=2023.parquet")

    def ran(instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
        resources = {"workshop": empty}
        return housekeeping_job.execute_in_process(instance=instance, resources=resources, raise_on_error=False)

    with opened_instance(empty.layout) as instance:
        told = [event for event in ran(instance).all_events if event.is_successful_output][0]
        metadata = told.event_specific_data.metadata
        assert (metadata["frames_removed"].value, metadata["runs_removed"].value) == (1, 0)
        assert metadata["bytes_freed"].value >= 100
        assert all(name in metadata["removed"].value for name in KIND_NAMES.values())
        with BuildLock(empty.layout.lock_file):
            assert not ran(instance).success


def test_the_schedule_leaves_a_build_alone(house: Workshop) -> None:
    context = dg.build_schedule_context(resources={"workshop": house})
    assert isinstance(weekly_housekeeping(context), dg.RunRequest)
    with holding(house.layout.lock_file):
        assert isinstance(weekly_housekeeping(context), dg.SkipReason)
    assert weekly_housekeeping.execution_timezone == "Asia/Shanghai"
    assert defs.resolve_job_def(HOUSEKEEPING_JOB_NAME)


@pytest.mark.parametrize("command", [["build", "corpus"], ["tidy"], ["rollback"], ["serve", "health"]])
def test_the_work_folder_of_another_user_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    layout = Layout(tmp_path / "w.duckdb")
    layout.work_folder.mkdir()
    write_report(tmp_path / "corpus", "青石镇", 2023, 36)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: layout.work_folder.stat().st_uid + 1)
    result = CliRunner().invoke(main, [*command, "--warehouse", "w.duckdb"])
    assert result.exit_code == 1
    assert result.stderr.startswith("错误：") and "属于用户" in result.stderr, result.output
    assert list(layout.work_folder.iterdir()) == []
