"""How assets show themselves in Dagster: column schemas and counts, from the declarations of the warehouse.

Belongs here: turning plain column data and outcomes into Dagster's metadata. Does not belong here: a sentence about a
column (`warehouse/schema`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dagster as dg

from assets.errors import EXPECTED_ERRORS, DiskFull, is_full_disk
from assets.stages.staging import StageOutcome
from warehouse.schema import STAGE_FRAMES, TABLES, column_specs

OWNERS = ["team:fazhi"]
# One group: the pages fold several into boxes, and the graph would no longer open as the way of a report. What would be
# groups are tags, by which the pages filter.
GROUP = "fazhi"
READING, COMPARING, PUBLISHING = "reading", "comparing", "publishing"


def step_tags(step: str) -> dict[str, str]:
    """The tag of an asset that says which part of the way it is: reading, comparing or publishing."""
    return {"fazhi/step": step}


def column_schema(name: str) -> dg.TableSchema:
    """Columns of a stage frame or table, with types, both descriptions, units and keys."""
    model = STAGE_FRAMES.get(name) or TABLES[name]
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=spec.name,
                type=spec.duckdb_type,
                description=f"{spec.description} / {spec.description_zh}" + (f" [{spec.unit}]" if spec.unit else ""),
                constraints=dg.TableColumnConstraints(nullable=spec.is_nullable, unique=False),
            )
            for spec in column_specs(model)
        ]
    )


def schema_metadata(*names: str) -> dict[str, Any]:
    """Definition metadata: the first frame's columns where Dagster shows a schema, the others under their names."""
    first, *others = names
    further = {f"{name} columns": column_schema(name) for name in others}
    return {"dagster/column_schema": column_schema(first), **further}


def outcome_metadata(outcome: StageOutcome, frame: str) -> dict[str, Any]:
    """What a stage did with one batch; `frame` is the one whose rows Dagster plots."""
    return {
        "dagster/row_count": outcome.row_counts[frame],
        "reports_read": outcome.reports_read,
        "reports_reused": outcome.reports_reused,
        "reports_rejected": outcome.reports_rejected,
        "seconds": round(outcome.seconds, 3),
        **{f"{name}_rows": count for name, count in outcome.row_counts.items() if name != frame},
    }


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """A metadata entry `seconds` that is filled in at the end of the block, as the stages have one."""
    entry: dict[str, float] = {}
    started = time.monotonic()
    yield entry
    entry["seconds"] = round(time.monotonic() - started, 3)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Turn what may well go wrong into a Dagster failure with the message alone; the rest keeps its traceback."""
    try:
        yield
    except EXPECTED_ERRORS as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    except Exception as error:
        if not is_full_disk(error):
            raise
        raise dg.Failure(description=str(DiskFull()), allow_retries=False) from error


def schema_check_result(outcomes: Sequence[StageOutcome]) -> dg.AssetCheckResult:
    """Whether all frames of a stage keep to their schemas, with the first breaches where they do not."""
    breaches = [f"{outcome.batch}: {breach}" for outcome in outcomes for breach in outcome.breaches]
    rows = sum(count for outcome in outcomes for count in outcome.row_counts.values())
    shown = {"breaches": dg.MetadataValue.md("```\n" + "\n".join(breaches[:10]) + "\n```")} if breaches else {}
    return dg.AssetCheckResult(
        check_name="schema", passed=not breaches, metadata={"batches": len(outcomes), "rows": rows, **shown}
    )
