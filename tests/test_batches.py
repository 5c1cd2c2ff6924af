"""Runs over some batches, as an operator starts them in the pages: what they touch, what they may publish, what the
pages then show as stale. All through the real definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import pytest
from building import BATCHES, all_tables, copy_built, mediated, workshop, write_report
from dagster._core.definitions.automation_tick_evaluation_context import build_run_requests_with_backfill_policies
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.definitions.events import AssetKeyPartitionKey
from dagster._core.definitions.partitions.context import partition_loading_context
from dagster._core.loader import LoadingContextForTest

from assets.definitions import definitions
from assets.resources import Workshop
from assets.runs.instance import opened_instance
from assets.runs.jobs import STAGE_ASSETS, WAREHOUSE_ASSETS, console_config
from assets.runs.outcomes import failure_of
from assets.stages.partitions import PARTITIONS_NAME, RANGE_END_TAG, RANGE_START_TAG
from assets.stages.registry import observe_registry
from assets.stages.store import batch_file_name
from pipelines.figures.registry import default_path

PLACE = "青石镇"
TABLES = WAREHOUSE_ASSETS[:1]


@pytest.fixture
def built(of_four_batches: Path, tmp_path: Path) -> Workshop:
    return workshop(*copy_built(of_four_batches, tmp_path))


@pytest.fixture
def instance(built: Workshop) -> Iterator[dg.DagsterInstance]:
    with opened_instance(built.layout) as instance:
        yield instance


def materialized(
    ours: Workshop, instance: dg.DagsterInstance, assets: Sequence[str], tags: dict[str, str] | None = None
) -> dg.ExecuteInProcessResult:
    """A run of some assets, as "Materialize selected" and back-fills start them: in the pages' own job."""
    job = definitions(ours).resolve_implicit_global_asset_job_def()
    return job.execute_in_process(
        instance=instance,
        asset_selection=[dg.AssetKey(name) for name in assets],
        tags=tags,
        raise_on_error=False,
        run_config=console_config("CRITICAL"),
    )


def backfill_requests(ours: Workshop, instance: dg.DagsterInstance, batches: Sequence[str]) -> list[dg.RunRequest]:
    """The runs into which Dagster cuts a back-fill of all assets for some batches."""
    graph = definitions(ours).resolve_asset_graph()
    wanted = [AssetKeyPartitionKey(dg.AssetKey(name), batch) for name in STAGE_ASSETS for batch in batches]
    wanted += [AssetKeyPartitionKey(dg.AssetKey(name)) for name in WAREHOUSE_ASSETS]
    with partition_loading_context(dynamic_partitions_store=instance):
        return list(build_run_requests_with_backfill_policies(wanted, graph, instance))


def frame_bytes(ours: Workshop, batch: str) -> dict[str, bytes]:
    """Every frame of a batch."""
    files = ours.layout.frames_folder.glob(f"*/{batch_file_name(batch)}")
    return {file.parent.name: file.read_bytes() for file in files}


def stale(ours: Workshop, instance: dg.DagsterInstance) -> set[str]:
    """What the pages show as unsynced: assets, and batches of assets, as `asset` or `asset/batch`."""
    graph = definitions(ours).resolve_asset_graph()
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    stages = [(name, batch) for name in STAGE_ASSETS for batch in instance.get_dynamic_partitions(PARTITIONS_NAME)]
    every = [*stages, *((name, None) for name in WAREHOUSE_ASSETS)]
    found = [(n, b) for n, b in every if resolver.get_status(dg.AssetKey(n), b) is not StaleStatus.FRESH]
    return {"/".join(filter(None, pair)) for pair in found}


def other_registry(ours: Workshop, folder: Path) -> Workshop:
    """The same warehouse with a registry in which a metric has another name."""
    registry = folder / "metrics.yaml"
    registry.write_text(default_path().read_text("utf-8").replace("name: 研究部署", "name: 专题研究部署", 1), "utf-8")
    return workshop(ours.corpus_folder, Path(ours.warehouse), registry=str(registry))


def test_a_backfill_of_batches_that_lie_apart_touches_these_alone(
    built: Workshop, instance: dg.DagsterInstance
) -> None:
    for batch in BATCHES:
        write_report(built.corpus_folder, PLACE, int(batch), 77)
    untouched = {batch: frame_bytes(built, batch) for batch in ("2021", "2023")}
    assert all(len(frames) > len(STAGE_ASSETS) for frames in untouched.values())
    requests = backfill_requests(built, instance, ("2020", "2022"))
    ranges = {(r.tags.get(RANGE_START_TAG), r.tags.get(RANGE_END_TAG)) for r in requests}
    assert ranges == {("2020", "2020"), ("2022", "2022"), (None, None)}, "two stretches, then the warehouse"
    for request in requests:
        names = [key.to_user_string() for key in request.asset_selection or ()]
        assert materialized(built, instance, names, dict(request.tags)).success
    assert {batch: frame_bytes(built, batch) for batch in untouched} == untouched
    assert mediated(Path(built.warehouse)) == {
        (PLACE, year): figure for year, figure in ((2020, 77), (2021, 31), (2022, 77), (2023, 33))
    }


def test_one_run_covers_all_batches_between_the_ends_of_a_range(built: Workshop, instance: dg.DagsterInstance) -> None:
    (stages, _) = backfill_requests(built, instance, BATCHES[:3])
    assert (stages.tags[RANGE_START_TAG], stages.tags[RANGE_END_TAG]) == ("2020", "2022")


def test_stages_of_one_batch_materialized_alone_change_nothing_that_is_published(
    built: Workshop, instance: dg.DagsterInstance
) -> None:
    before = all_tables(Path(built.warehouse))
    write_report(built.corpus_folder, PLACE, 2021, 99)
    assert materialized(built, instance, ["raw_reports"], {"dagster/partition": "2021"}).success
    assert all_tables(Path(built.warehouse)) == before
    # Raw texts and figures of two readings: offsets would point nowhere.
    refused = materialized(built, instance, TABLES)
    assert "normalized_reports：批次 2021" in str(failure_of(refused.all_events))
    assert all_tables(Path(built.warehouse)) == before
    assert materialized(built, instance, STAGE_ASSETS[1:], {"dagster/partition": "2021"}).success
    assert materialized(built, instance, TABLES).success


def test_a_changed_registry_makes_exactly_figures_and_tables_stale(
    built: Workshop, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    assert stale(built, instance) == set()
    changed = other_registry(built, tmp_path)
    assert observe_registry(instance, changed.load_registry())
    assert not observe_registry(instance, changed.load_registry())
    figures = {f"report_metrics/{batch}" for batch in BATCHES}
    assert stale(changed, instance) == {*figures, "warehouse_tables"}

    before = all_tables(Path(built.warehouse))
    assert materialized(changed, instance, ["report_metrics"], {"dagster/partition": "2021"}).success
    assert stale(changed, instance) == {*figures - {"report_metrics/2021"}, "warehouse_tables"}
    refused = materialized(changed, instance, TABLES)
    said = str(failure_of(refused.all_events))
    assert "report_metrics：批次 2020、2022、2023" in said
    assert len(said.splitlines()) == 1
    assert all_tables(Path(built.warehouse)) == before

    others = {RANGE_START_TAG: "2020", RANGE_END_TAG: "2023"}
    assert materialized(changed, instance, ["report_metrics"], others).success
    assert materialized(changed, instance, TABLES).success
    assert stale(changed, instance) == {"comparisons"}, "made of the tables before"


def test_changed_code_makes_its_stage_stale_and_no_other(built: Workshop, instance: dg.DagsterInstance) -> None:
    assert stale(built, instance) == set()
    with pytest.MonkeyPatch.context() as changed:
        node = type(definitions(built).resolve_asset_graph().get(dg.AssetKey("report_sections")))
        declared = node.code_version.fget
        changed.setattr(node, "code_version", property(lambda own: _other_for_sections(own.key, declared(own))))
        assert stale(built, instance) == {f"report_sections/{batch}" for batch in BATCHES}


def _other_for_sections(key: dg.AssetKey, declared: str | None) -> str | None:
    return "another" if key == dg.AssetKey("report_sections") else declared


def test_every_asset_of_ours_declares_its_code_version(built: Workshop) -> None:
    graph = definitions(built).resolve_asset_graph()
    versions = {name: graph.get(dg.AssetKey(name)).code_version for name in (*STAGE_ASSETS, *WAREHOUSE_ASSETS)}
    assert all(versions.values())
    assert len(set(versions.values())) == len(STAGE_ASSETS) + 1, "the last three share the version of the project"
