"""The checks that stand between the tables and the published file, as asset checks.

Belongs here: showing each in Dagster, blocking where wrong data would be published, a warning elsewhere. Does not
belong here: the checks themselves (`warehouse/checks.py`, `quality_checks.py`, `anomalies.py`); the schema checks of
the stages, which each stage makes of its own frames (`stages/reports.py`).
"""

from collections.abc import Iterable, Iterator

import dagster as dg

from assets.monitoring.previews import rows_in_table
from assets.publishing.comparisons import comparisons
from assets.publishing.verdict import REMEDY, require_passed
from assets.resources import Builder
from warehouse.anomalies import DIFFERENCES, run_anomaly_checks
from warehouse.check_results import CheckResult
from warehouse.checks import DATA_TESTS, run_checks
from warehouse.publish import published_build
from warehouse.quality_checks import check_name, run_quality_checks
from warehouse.quality_measures import QUALITY_MEASURES

# The metadata entry that says what to do; the command shows it too.


def _spec(
    name: str, looks_for: tuple[str, str], remedies: tuple[str, str], *, is_blocking: bool = False
) -> dg.AssetCheckSpec:
    """A check with what it looks for and what to do when it fails, each in English and Chinese."""
    description = (
        f"查：{looks_for[1]}。\n\n未通过怎么办：{remedies[1]}。\n\n"
        f"Looks for: {looks_for[0]}.\n\nWhen it fails: {remedies[0]}."
    )
    return dg.AssetCheckSpec(name, asset=comparisons.key, blocking=is_blocking, description=description)


@dg.multi_asset_check(
    name="warehouse_checks",
    specs=[
        _spec(
            test.name,
            (f"rows where {test.message}", test.message_zh),
            (test.remedy, test.remedy_zh),
            is_blocking=test.is_blocking,
        )
        for test in DATA_TESTS
    ],
)
def warehouse_checks(builder: Builder) -> Iterator[dg.AssetCheckResult]:
    """Every data test on the file under construction, before anyone else sees it."""
    results = run_checks(builder.workshop.layout.build_file)
    yield from _shown(results)
    require_passed(results, comparisons.key)


@dg.multi_asset_check(
    name="quality_checks",
    specs=[
        _spec(
            check_name(said.measure),
            (f"a corpus or batch that misses its bound in quality.yaml: {said.meaning}", f"{said.name_zh}未达到界限"),
            (said.remedy, said.remedy_zh),
            # What quality.yaml lets block ends the run; by severity all other misses are warnings.
            is_blocking=True,
        )
        for said in QUALITY_MEASURES
    ],
)
def quality_checks(builder: Builder) -> Iterator[dg.AssetCheckResult]:
    """Every measure of the build beside what `quality.yaml` holds it to."""
    results = run_quality_checks(builder.workshop.layout.build_file)
    yield from _shown(results)
    require_passed(results, comparisons.key)


@dg.multi_asset_check(
    name="anomaly_checks",
    specs=[
        _spec(said.check_name, (said.message, said.message_zh), (said.remedy, said.remedy_zh)) for said in DIFFERENCES
    ],
)
def anomaly_checks(builder: Builder) -> Iterator[dg.AssetCheckResult]:
    """How the file under construction differs from the one that is published."""
    layout = builder.workshop.layout
    previous = layout.warehouse_file if published_build(layout.warehouse_file) else None
    yield from _shown(run_anomaly_checks(layout.build_file, previous, builder.quality.held_to))


def _shown(results: Iterable[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    for result in results:
        told = {} if result.passed else {REMEDY: result.remedy_zh, "bad_rows_sample": rows_in_table(result.sample)}
        yield dg.AssetCheckResult(
            asset_key=comparisons.key,
            check_name=result.name,
            passed=result.passed,
            severity=dg.AssetCheckSeverity.ERROR if result.blocking else dg.AssetCheckSeverity.WARN,
            description=_told(result),
            metadata={**result.figures, **told},
        )


def _told(result: CheckResult) -> str:
    if result.passed:
        return result.note_zh or "没有发现问题 / no bad row"
    more = f"，下面列出前 {len(result.sample)} 处" if result.bad_count > len(result.sample) else ""
    return f"{result.message_zh}：{result.bad_count} 处{more}"
