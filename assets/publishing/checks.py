"""The data tests of the warehouse as asset checks: they stand between the tables and the published file.

Belongs here: showing each test in Dagster, blocking where wrong data would be published, a warning elsewhere. Does not
belong here: the tests themselves (`warehouse/checks.py`); the schema checks of the stages, which each stage makes of
its own frames (`stages/reports.py`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.publishing.comparisons import comparisons
from assets.publishing.verdict import require_passed
from assets.resources import Builder
from warehouse.checks import DATA_TESTS, CheckResult, run_checks


@dg.multi_asset_check(
    name="warehouse_checks",
    specs=[
        dg.AssetCheckSpec(
            test.name,
            asset=comparisons.key,
            blocking=test.is_blocking,
            description=f"Looks for rows where {test.message} / 查：{test.message_zh}。",
        )
        for test in DATA_TESTS
    ],
)
def warehouse_checks(context: dg.AssetCheckExecutionContext, builder: Builder) -> Iterator[dg.AssetCheckResult]:
    """Every data test on the file under construction, before anyone else sees it."""
    results = run_checks(builder.workshop.layout.build_file)
    for result in results:
        yield _shown(result)
    require_passed(results, comparisons.key)


def _shown(result: CheckResult) -> dg.AssetCheckResult:
    sample = {"bad_rows_sample": dg.MetadataValue.json(_printable(result.sample))} if result.sample else {}
    return dg.AssetCheckResult(
        asset_key=comparisons.key,
        check_name=result.name,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if result.blocking else dg.AssetCheckSeverity.WARN,
        description="没有发现问题 / no bad row" if result.passed else f"{result.message_zh}：{result.bad_count} 处",
        metadata={"bad_rows": result.bad_count, **result.figures, **sample},
    )


def _printable(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    """Rows with every value as text: a sample is for the eye, and JSON knows no dates."""
    return [{name: str(value) for name, value in row.items()} for row in rows]
