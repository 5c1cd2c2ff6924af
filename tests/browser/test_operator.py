"""An operator at a real browser: new files, a poisoned batch, a lost folder, a back-fill, sensor and schedule.

The tests are one story and run in its order, over one server: each leaves a published file that is current. A step
whose forerunner failed is skipped, for it would fail of that alone.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pages import RUN_SECONDS, Pages
from planted.sitecustomize import POISON
from small_corpus import CORPUS, report_text

from assets.runs.jobs import STAGE_ASSETS, WAREHOUSE_ASSETS

if TYPE_CHECKING:  # without selenium these tests are skipped, not broken
    from screen import Screen

pytestmark = pytest.mark.browser

VERDICTS = ("Succeeded", "Failed", "Warning", "Not evaluated")
FIRST_BATCHES = ("2022", "2023")
LOCATION = "/locations/assets.definitions"
SENSOR_PAGE, SCHEDULE_PAGE = f"{LOCATION}/sensors/corpus_files", f"{LOCATION}/schedules/daily_build"
REPORTS = "select batch, count(*) from reports group by batch order by batch"


@pytest.fixture(autouse=True)
def after_its_forerunner(request: pytest.FixtureRequest) -> None:
    """Skip a step of the story after one that failed."""
    if failed := getattr(request.module, "failed_step", None):
        pytest.skip(f"{failed} failed")
    before = request.session.testsfailed
    request.addfinalizer(lambda: _note_failure(request, before))


def _note_failure(request: pytest.FixtureRequest, before: int) -> None:
    if request.session.testsfailed > before:
        request.module.failed_step = request.node.name


def deliver(corpus: Path, *batches: str) -> None:
    """Copy batches of the small corpus into the folder, as a clerk does."""
    for source, data in CORPUS.items():
        if source.split("/")[0] in batches:
            put(corpus / source, data)


def put(file: Path, data: bytes) -> None:
    """Write a file of the corpus, with its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def test_the_first_reports_are_built_unasked_and_the_graph_is_the_way_of_a_report(pages: Pages, screen: Screen) -> None:
    run = pages.run_after(lambda: deliver(pages.corpus, *FIRST_BATCHES))
    assert run.status == "SUCCESS"
    screen.open("/")
    screen.see("Overview", "build")
    screen.picture("start-page")
    screen.click("//a[normalize-space(.)='Lineage']")
    way = ("report_files", *STAGE_ASSETS, *WAREHOUSE_ASSETS)
    screen.see(*way)
    nodes = [screen.find(f"//div[contains(@class, 'AssetNode_assetName') and text()='{name}']") for name in way[:-1]]
    places = [node.rect["x"] for node in nodes]
    assert places == sorted(places), "the graph does not read from left to right"
    screen.picture("graph")


def test_new_files_go_all_the_way_to_the_published_file(pages: Pages, screen: Screen) -> None:
    assert pages.published(REPORTS) == [["2022", 1], ["2023", 2]]
    run = pages.run_after(lambda: deliver(pages.corpus, "2024"))
    screen.open(f"/runs/{run.run_id}")
    screen.see("Success", "RUN_SUCCESS", *WAREHOUSE_ASSETS)
    screen.picture("run-green")
    screen.open("/assets/comparisons?view=checks")
    assert set(_verdicts(screen)) == {"Succeeded"}
    screen.picture("checks-green")
    assert pages.published(REPORTS) == [["2022", 1], ["2023", 2], ["2024", 2]]


def test_an_asset_shows_what_it_holds_and_how_that_changed(pages: Pages, screen: Screen) -> None:
    screen.open("/assets/report_metrics")
    screen.see("report_metrics", "Row count", "Columns", "reports_read")
    screen.picture("asset-overview")
    screen.open("/assets/published_warehouse?view=events")
    screen.see("Metadata", "published", "reports_rows", pages.warehouse.name)
    screen.picture("published-events")
    screen.open("/assets/published_warehouse")
    screen.see("Plots", "reports_rows")
    screen.click("//button[normalize-space(.)='Plots']")
    plot = screen.find("//canvas")
    screen.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", plot)
    screen.picture("published-plots")


def test_a_poisoned_batch_is_refused_and_the_old_file_is_served(pages: Pages, screen: Screen) -> None:
    before = pages.published_digest()
    poisoned = pages.corpus / "2025" / "青山镇.docx"
    run = pages.run_after(lambda: put(poisoned, POISON))
    assert run.status == "FAILURE"
    screen.open(f"/runs/{run.run_id}")
    screen.see("Failure", "RUN_FAILURE", "数据检查未通过，未发布", "程序读某个文件时出错")
    screen.picture("poisoned-run")
    screen.open("/assets/comparisons?view=checks&checkDetail=no_internal_errors")
    shown = screen.see("no_internal_errors", "程序读某个文件时出错：1 处", "2025/青山镇.docx", "请将该文件交开发人员")
    assert "Traceback" not in shown
    screen.picture("poisoned-check")
    verdicts = _verdicts(screen)
    assert (verdicts["Failed"], verdicts["Succeeded"]) == (1, verdicts.total() - 1), verdicts
    screen.open("/assets/published_warehouse")
    screen.see("Failed in", run.run_id[:8])
    screen.picture("poisoned-published")
    assert pages.published_digest() == before
    assert pages.published(REPORTS) == [["2022", 1], ["2023", 2], ["2024", 2]]


def test_the_next_run_is_green_without_the_poisoned_file(pages: Pages, screen: Screen) -> None:
    def mend() -> None:
        # The bad file first: a sensor that looks between the two finds what is published, and starts nothing.
        (pages.corpus / "2025" / "青山镇.docx").unlink()
        put(pages.corpus / "2025" / "青山镇.txt", report_text("青山镇", 2025, 44).encode())

    run = pages.run_after(mend)
    screen.open(f"/runs/{run.run_id}")
    screen.see("Success", "RUN_SUCCESS")
    screen.open("/assets/comparisons?view=checks&checkDetail=no_internal_errors")
    screen.see("Passed")
    assert set(_verdicts(screen)) == {"Succeeded"}
    screen.picture("mended-check")
    assert pages.published(REPORTS)[-1] == ["2025", 1]


def test_a_folder_that_is_gone_is_refused_until_it_is_back(pages: Pages, screen: Screen, tmp_path: Path) -> None:
    before = pages.published_digest()
    run = pages.run_after(lambda: shutil.move(pages.corpus / "2023", tmp_path / "2023"))
    assert run.status == "FAILURE"
    screen.open(f"/runs/{run.run_id}")
    screen.see("Failure", "RUN_FAILURE", "报告由 6 份减为 4 份，减少超过一成，未发布", "--allow-shrink")
    screen.picture("shrunken-run")
    assert pages.published_digest() == before
    known = len(pages.runs())
    shutil.move(tmp_path / "2023", pages.corpus / "2023")
    screen.open(SENSOR_PAGE)
    screen.see("corpus_files", "runs requested")
    _wait_for_tick(pages, "没有变化")
    assert len(pages.runs()) == known, "the published file was current, and was built again"


def test_a_backfill_of_one_batch_touches_only_its_frames(pages: Pages, screen: Screen) -> None:
    _switch_sensor(screen, on=False)
    screen.picture("sensor-off")
    before = pages.frames("raw")
    put(pages.corpus / "2023" / "柳河乡.txt", report_text("柳河乡", 2023, 21).encode())
    put(pages.corpus / "2024" / "柳河乡.txt", report_text("柳河乡", 2024, 22).encode())
    run = pages.run_after(lambda: _backfill(screen, "raw_reports", "2023"))
    assert run.status == "SUCCESS"
    changed = {batch for batch, frame in pages.frames("raw").items() if frame != before[batch]}
    assert changed == {"2023"}
    screen.open(f"/runs/{run.run_id}")
    screen.see("Success", "raw_reports", "RUN_SUCCESS")
    screen.picture("backfill-run")
    screen.open("/assets/raw_reports?view=partitions")
    screen.see(*FIRST_BATCHES, "2024", "2025")
    screen.picture("backfill-partitions")
    everything = pages.run_after(lambda: _switch_sensor(screen, on=True))
    assert everything.status == "SUCCESS"
    query = "select batch, value from facts join reports using (report_id) where metric_id = 'disputes.mediated'"
    mediated = pages.published(f"{query} and value in (21, 22) order by all")
    assert mediated == [["2023", 21.0], ["2024", 22.0]]


def test_sensor_and_schedule_say_why_they_start_nothing(pages: Pages, screen: Screen) -> None:
    _wait_for_tick(pages, "没有变化")
    screen.open(SENSOR_PAGE)
    screen.see("Running", "Frequency")
    screen.click("//table//button[normalize-space(.)='0 runs requested']")
    screen.see("没有变化")
    screen.picture("sensor-tick")
    screen.open(SCHEDULE_PAGE)
    screen.see("Asia/Shanghai", "05:30 AM")
    screen.click_button("Preview tick result")
    screen.click_button("Continue")
    screen.see("没有变化")
    screen.picture("schedule-preview")


def _verdicts(screen: Screen) -> Counter[str]:
    """What the list of checks says below each of their names."""

    def told() -> Counter[str] | None:
        in_list = screen.words.partition("Execution history")[0]  # what follows is the check that is open
        listed = re.search(r"Checks \((\d+)\)", in_list)
        verdicts = Counter(line for line in in_list.splitlines() if line in VERDICTS)
        return verdicts if listed and verdicts.total() == int(listed[1]) else None

    with screen.tall():
        return screen.wait(told, "a verdict for each check")


def _switch_sensor(screen: Screen, *, on: bool) -> None:
    """Turn the sensor on or off by the switch of its page."""
    screen.open(SENSOR_PAGE)
    switch = "//tr[contains(., 'Running')]//label[.//input[@type='checkbox']]"
    screen.click(switch)
    box = "//tr[contains(., 'Running')]//input[@type='checkbox']"
    screen.wait(lambda: screen.driver.find_element("xpath", box).is_selected() == on, "the switch turned")


def _backfill(screen: Screen, asset: str, batch: str) -> None:
    """Materialize one batch from the page of an asset."""
    screen.open(f"/assets/{asset}")
    screen.click_button("Materialize")
    screen.click("//*[text()='Select a partition or create one']")
    screen.click(f"//*[contains(@class, 'MiddleTruncate_container')]/span[text()='{batch}']")
    screen.see("1 partition")
    screen.press_escape()
    screen.picture("backfill-dialog")
    screen.click("//button[not(@disabled) and starts-with(normalize-space(.), 'Launch')]")


def _wait_for_tick(pages: Pages, reason: str) -> None:
    """Wait until the newest tick of the sensor started nothing for this reason."""
    query = """{ sensorOrError(sensorSelector: {repositoryLocationName: "assets.definitions",
        repositoryName: "__repository__", sensorName: "corpus_files"}) { ... on Sensor {
        sensorState { ticks(limit: 1) { skipReason } } } } }"""

    def told() -> bool:
        ticks = (pages.asked(query) or {})["sensorOrError"]["sensorState"]["ticks"]
        return any(reason in (tick["skipReason"] or "") for tick in ticks)

    pages.wait(told, RUN_SECONDS, f"a tick that says {reason}")
