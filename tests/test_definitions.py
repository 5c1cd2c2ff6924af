"""What Dagster is told: the graph, its descriptions, checks, sensor and schedule; and the pages over GraphQL."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from building import build, fazhi, workshop, write_report

from assets.commands.ui import wait_for
from assets.definitions import defs
from assets.layout import Layout
from assets.resources import Workshop
from assets.runs.instance import opened_instance
from assets.runs.jobs import STAGE_ASSETS, WAREHOUSE_ASSETS
from assets.stages.describing import COMPARING, GROUP, PUBLISHING, READING
from warehouse.anomalies import DIFFERENCES
from warehouse.checks import DATA_TESTS
from warehouse.quality_checks import check_name
from warehouse.quality_measures import QUALITY_MEASURES

EXTERNAL = ("report_files", "metric_registry")
WAY_OF_A_REPORT = ("report_files", *STAGE_ASSETS, *WAREHOUSE_ASSETS)
ALL_ASSETS = (*WAY_OF_A_REPORT, "metric_registry")


def test_each_asset_follows_from_the_one_before() -> None:
    graph = defs.resolve_asset_graph()
    for before, after in zip(WAY_OF_A_REPORT, WAY_OF_A_REPORT[1:], strict=False):
        assert graph.get(dg.AssetKey(after)).parent_keys - {dg.AssetKey("metric_registry")} == {dg.AssetKey(before)}


def test_figures_and_their_tables_follow_from_the_registry() -> None:
    graph = defs.resolve_asset_graph()
    assert graph.get(dg.AssetKey("metric_registry")).child_keys == {
        dg.AssetKey("report_metrics"),
        dg.AssetKey("warehouse_tables"),
    }


@pytest.mark.parametrize("name", ALL_ASSETS)
def test_every_asset_says_what_it_is(name: str) -> None:
    spec = next(spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey(name))
    assert len(spec.description) > 40
    assert spec.owners
    assert spec.kinds
    assert spec.group_name == GROUP
    if name != "metric_registry":
        assert spec.tags["fazhi/step"] in (READING, COMPARING, PUBLISHING)
    if name not in EXTERNAL:
        columns = spec.metadata["dagster/column_schema"].columns
        assert columns
        assert all(column.description for column in columns)


def test_stages_are_partitioned_by_batch_and_the_warehouse_is_not() -> None:
    graph = defs.resolve_asset_graph()
    assert all(graph.get(dg.AssetKey(name)).is_partitioned for name in STAGE_ASSETS)
    assert not any(graph.get(dg.AssetKey(name)).is_partitioned for name in WAREHOUSE_ASSETS)


def test_every_check_says_what_to_do_when_it_fails() -> None:
    graph = defs.resolve_asset_graph()
    for key in graph.asset_check_keys:
        described = graph.get(key).description or ""
        assert "未通过怎么办：" in described and "When it fails: " in described, key


def test_checks_block_where_wrong_data_would_be_published() -> None:
    blocking = {
        (key.asset_key.to_user_string(), key.name): defs.resolve_asset_graph().get(key).blocking
        for key in defs.resolve_asset_graph().asset_check_keys
    }
    assert {(asset, "schema") for asset in STAGE_ASSETS} <= {key for key, blocks in blocking.items() if blocks}
    for test in DATA_TESTS:
        assert blocking["comparisons", test.name] == test.is_blocking
    assert all(blocking["comparisons", check_name(said.measure)] for said in QUALITY_MEASURES), (
        "if quality.yaml says so"
    )
    assert not any(blocking["comparisons", said.check_name] for said in DIFFERENCES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Settings of a warehouse that was built once, of two batches."""
    folder = tmp_path_factory.mktemp("definitions")
    write_report(folder / "corpus", "青石镇", 2022, 36)
    write_report(folder / "corpus", "青石镇", 2023, 40)
    build(folder / "corpus", folder / "w.duckdb")
    return workshop(folder / "corpus", folder / "w.duckdb")


@pytest.fixture
def instance(built: Workshop) -> Iterator[dg.DagsterInstance]:
    with opened_instance(built.layout) as instance:
        yield instance


def test_a_run_tells_counts_of_each_batch(instance: dg.DagsterInstance) -> None:
    for name, row_counts in (("raw_reports", {"2022": 1, "2023": 1}), ("report_metrics", None)):
        events = instance.fetch_materializations(dg.AssetKey(name), limit=10).records
        found = {event.partition_key: event.asset_materialization.metadata for event in events}
        assert set(found) == {"2022", "2023"}
        assert {metadata["reports_read"].value for metadata in found.values()} == {1}
        assert all(0 < len(metadata["preview"].records) <= 5 for metadata in found.values())
        if row_counts:
            assert {batch: data["dagster/row_count"].value for batch, data in found.items()} == row_counts


def test_a_file_that_nobody_looked_at_for_a_day_is_not_fresh() -> None:
    policy = defs.resolve_asset_graph().get(dg.AssetKey("published_warehouse")).freshness_policy
    assert policy is not None
    assert policy.warn_window.to_timedelta() > timedelta(days=1), "a day's schedule, and the time of a build"
    assert policy.fail_window.to_timedelta() < timedelta(days=2)


# The pages, as `fazhi ui` serves them.
MOST_TRIES = 240
TRY_SECONDS = 0.25
END_SECONDS = 60

PAGE_QUERY = """
{ assetNodes { assetKey { path } description groupName kinds
    assetMaterializations(limit: 1) { metadataEntries { __typename label } }
    assetChecksOrError { ... on AssetChecks { checks { name blocking
      executionForLatestMaterialization { status evaluation { success metadataEntries { label } } } } } }
    metadataEntries { __typename ... on TableSchemaMetadataEntry { schema { columns { name description } } } } } }
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port: int, query: str) -> Any:
    """The answer to a GraphQL query; None while nobody answers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        data=json.dumps({"query": query}).encode(),
        headers={"content-type": "application/json"},
    )
    with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
        with urllib.request.urlopen(request, timeout=30) as said:
            return json.load(said)["data"]
    return None


def evaluations(nodes: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """The latest evaluation of each check of each asset."""
    checks = [check for node in nodes for check in node["assetChecksOrError"].get("checks", [])]
    return [(check["executionForLatestMaterialization"] or {}).get("evaluation") for check in checks]


def asked_until_loaded(server: subprocess.Popen[str], port: int) -> list[dict[str, Any]]:
    """The assets of the pages once definitions are loaded and no check waits for its run (the sensor may start one)."""
    for _ in range(MOST_TRIES):
        data = asked(port, PAGE_QUERY)
        if data and data["assetNodes"] and all(evaluations(data["assetNodes"])):
            return data["assetNodes"]
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the pages ended with status {server.wait(TRY_SECONDS)}")
    pytest.fail("the pages did not come up")


def test_the_pages_show_the_graph_its_checks_and_columns(built: Workshop) -> None:
    port = free_port()
    server = fazhi("ui", built.corpus, "--warehouse", built.warehouse, "--port", port)
    try:
        nodes = {node["assetKey"]["path"][0]: node for node in asked_until_loaded(server, port)}
    finally:
        server.terminate()
        server.communicate(timeout=END_SECONDS)
    assert server.returncode == 0
    assert asked(port, "{ version }") is None, "the pages outlived the command"
    assert set(nodes) == set(ALL_ASSETS)
    for name in WAY_OF_A_REPORT[1:]:
        assert nodes[name]["description"]
        entries = nodes[name]["metadataEntries"]
        schema = next(entry for entry in entries if entry["__typename"] == "TableSchemaMetadataEntry")
        assert all(column["description"] for column in schema["schema"]["columns"])
    checks = nodes["comparisons"]["assetChecksOrError"]["checks"]
    assert {check["name"] for check in checks} == {
        *(test.name for test in DATA_TESTS),
        *(check_name(said.measure) for said in QUALITY_MEASURES),
        *(said.check_name for said in DIFFERENCES),
    }
    shown = {entry["label"] for entry in nodes["published_warehouse"]["assetMaterializations"][0]["metadataEntries"]}
    assert {"summary", "state", "seconds", "quality: facts_a_report", "preview build_quality"} <= shown
    for evaluation in evaluations(list(nodes.values())):
        assert evaluation["success"]
        assert evaluation["metadataEntries"]


def test_a_port_that_is_taken_is_told(built: Workshop) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ui = fazhi("ui", built.corpus, "--warehouse", built.warehouse, "--port", taken.getsockname()[1])
        _, complaints = ui.communicate(timeout=END_SECONDS)
    assert ui.returncode == 1
    assert "已被占用" in complaints
    assert len(complaints.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("what_they_do", "status"),
    [
        ("pass", 1),  # as `dagster dev` does when its daemon has died
        ("import os, signal, time; os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)", 0),
    ],
)
def test_pages_that_end_untold_are_a_failure(what_they_do: str, status: int) -> None:
    children = subprocess.Popen([sys.executable, "-c", what_they_do], start_new_session=True)
    assert wait_for(children) == status


def test_a_sensor_interval_that_is_no_number_is_told(built: Workshop) -> None:
    ui = fazhi("ui", built.corpus, "--warehouse", built.warehouse, "--port", free_port(), FAZHI_SENSOR_SECONDS="soon")
    _, complaints = ui.communicate(timeout=END_SECONDS)
    assert ui.returncode == 1
    assert complaints == "错误：环境变量 FAZHI_SENSOR_SECONDS 应为大于 0 的整数（秒），现为 'soon'\n"


def test_settings_travel_to_the_pages_by_environment(built: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in built.environment().items():
        monkeypatch.setenv(name, value)
    assert Workshop.from_environment() == built
    assert Layout(Path(built.warehouse)).dagster_home.is_absolute()
