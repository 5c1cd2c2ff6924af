"""Which measures of the newest build miss what they are held to, as checks.

Belongs here: a result a measure, with the rows that missed. Does not belong here: measuring (`quality.py`), comparing
tables with the file published before (`anomalies.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from warehouse.arrow import query_frame, read_only
from warehouse.check_results import SAMPLE_ROWS, CheckResult
from warehouse.quality import WHOLE_CORPUS
from warehouse.quality_measures import QUALITY_MEASURES, QualityMeasure

CHECK_PREFIX = "quality_"


def check_name(measure: str) -> str:
    """The name of the check on a measure."""
    return CHECK_PREFIX + measure


def run_quality_checks(path: Path) -> list[CheckResult]:
    """The results of the newest build of the file at `path`, read-only."""
    with read_only(path) as con:
        return quality_results(con)


def quality_results(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """One result a measure, in the order of QUALITY_MEASURES, of the newest build of an open warehouse."""
    return [_checked(con, measure) for measure in QUALITY_MEASURES]


def _checked(con: duckdb.DuckDBPyConnection, measure: QualityMeasure) -> CheckResult:
    rows = query_frame(con, _NEWEST_QUERY, [measure.measure]).to_dicts()
    missed = [row for row in rows if row["verdict"] == "missed"]
    whole = next((row for row in rows if row["batch"] == WHOLE_CORPUS), None)
    figures = {name: whole[name] for name in ("value", "floor", "ceiling") if whole and whole[name] is not None}
    shown = [{name: row[name] for name in _SHOWN} for row in missed[:SAMPLE_ROWS]]
    return CheckResult(
        name=check_name(measure.measure),
        blocking=any(row["blocks"] for row in missed),
        passed=not missed,
        bad_count=len(missed),
        sample=shown,
        message_zh=_told(measure, missed[0]) if missed else measure.meaning_zh,
        remedy_zh=measure.remedy_zh,
        figures={**figures, "bad_rows": len(missed)},
    )


_SHOWN = ("batch", "value", "floor", "ceiling", "basis")
_NEWEST_QUERY = """
select * from build_quality
where measure = ? and build_id = (select build_id from builds order by built_at desc, build_id desc limit 1)
order by batch
"""


def _told(measure: QualityMeasure, row: dict[str, Any]) -> str:
    where = f"批次 {row['batch']} 的" if row["batch"] else ""
    if row["floor"] is not None and row["value"] < row["floor"]:
        return f"{where}{measure.name_zh} {row['value']:.4g}，低于下限 {row['floor']:g}"
    return f"{where}{measure.name_zh} {row['value']:.4g}，高于上限 {row['ceiling']:g}"
