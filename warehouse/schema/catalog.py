"""What is made of the declarations: lists of tables and frames, validation, empty frames, plain column data.

Belongs here: anything that reads the declarations as a whole. Does not belong here: a declaration itself; SQL
(`warehouse/ddl.py`); text for people (`warehouse/dictionary.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from warehouse.schema import (
    stage_frames,
    tables_areas,
    tables_coverage,
    tables_digests,
    tables_figures,
    tables_history,
    tables_quality,
    tables_reports,
    tables_reuse,
    tables_series,
    tables_targets,
)
from warehouse.schema.fields import InvalidFrame, TableModel

# In the order of the data dictionary: reports, their figures, the registry, series, what went wrong.
TABLES: dict[str, type[TableModel]] = {
    "places": tables_reports.Places,
    "reports": tables_reports.Reports,
    "report_texts": tables_reports.ReportTexts,
    "sections": tables_reports.Sections,
    "numerals": tables_figures.Numerals,
    "facts": tables_figures.Facts,
    "metrics": tables_figures.Metrics,
    "metric_categories": tables_figures.MetricCategories,
    "themes": tables_figures.Themes,
    "measure_words": tables_figures.MeasureWords,
    "yearly_values": tables_series.YearlyValues,
    "year_over_year": tables_series.YearOverYear,
    "caution_codes": tables_series.CautionCodes,
    "finding_kinds": tables_figures.FindingKinds,
    "coverage": tables_coverage.Coverage,
    "metric_mentions": tables_coverage.MetricMentions,
    "roster": tables_coverage.Roster,
    "series_spans": tables_areas.SeriesSpans,
    "headline_values": tables_areas.HeadlineValues,
    "peer_comparisons": tables_areas.PeerComparisons,
    "area_totals": tables_areas.AreaTotals,
    "peer_levels": tables_areas.PeerLevels,
    "target_outcomes": tables_targets.TargetOutcomes,
    "outcome_reasons": tables_targets.OutcomeReasons,
    "report_counts": tables_quality.ReportCounts,
    "stated_changes": tables_figures.StatedChanges,
    "text_reuse": tables_reuse.TextReuse,
    "text_reuse_sentences": tables_reuse.TextReuseSentences,
    "problems": tables_reuse.Problems,
    "findings": tables_figures.Findings,
    "passages": tables_reports.Passages,
    "finding_facts": tables_figures.FindingFacts,
    "digests": tables_digests.Digests,
    "digest_sentences": tables_digests.DigestSentences,
    "rejects": tables_reports.Rejects,
    "builds": tables_reports.Builds,
    "schema_versions": tables_history.SchemaVersions,
    "build_quality": tables_quality.BuildQuality,
    "quality_measures": tables_quality.QualityMeasures,
}

STAGE_FRAMES: dict[str, type[TableModel]] = {
    "raw": stage_frames.RawFrame,
    "normalized": stage_frames.NormalizedFrame,
    "sections": stage_frames.SectionsFrame,
    "sections_read": stage_frames.StageReadsFrame,
    "numerals": stage_frames.NumeralsFrame,
    "facts": stage_frames.FactsFrame,
    "stated_changes": stage_frames.StatedChangesFrame,
    "findings": stage_frames.FindingsFrame,
    "metrics_read": stage_frames.StageReadsFrame,
    "rejects": stage_frames.RejectsFrame,
}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column as plain data, for whoever shows it: Dagster's column schema, the dictionary, DDL."""

    name: str
    dtype: pl.DataType
    duckdb_type: str
    description: str
    description_zh: str
    unit: str | None
    is_key: bool
    is_nullable: bool


@cache
def schema_of(model: type[TableModel]) -> pa.DataFrameSchema:
    """The pandera schema of a declaration, its key columns made unique together."""
    schema = model.to_schema()
    keys = [name for name, field in schema.columns.items() if (field.metadata or {}).get("key")]
    schema.unique = keys or None
    return schema


def column_specs(model: type[TableModel]) -> tuple[ColumnSpec, ...]:
    """The columns of a declaration in order.

    >>> column_specs(TABLES["rejects"])[0].name
    'source'
    """
    return tuple(_column_spec(name, field) for name, field in schema_of(model).columns.items())


def empty_frame(model: type[TableModel]) -> pl.DataFrame:
    """A frame without rows that has the columns and types of the declaration."""
    return pl.DataFrame(schema=polars_schema(model))


@cache
def polars_schema(model: type[TableModel]) -> Mapping[str, pl.DataType]:
    """Column names and Polars types of the declaration."""
    return {spec.name: spec.dtype for spec in column_specs(model)}


def validate(model: type[TableModel], frame: pl.DataFrame) -> pl.DataFrame:
    """The frame itself, if it keeps to the declaration.

    Raises InvalidFrame, with every kind of breach and up to three cases of each. The frame must be collected: pandera
    skips the checks of values on a LazyFrame.
    """
    is_of_its_types = dict(frame.schema) == polars_schema(model)
    if is_of_its_types and frame.is_empty():
        # No row can break a check. Pandera takes 20 ms to see that, and most frames of a small corpus are empty.
        return frame
    is_complete = is_of_its_types and not any(_has_gaps(column) for column in frame.select(_required(model)))
    try:
        return (_rules_of(model) if is_complete else schema_of(model)).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        raise InvalidFrame(_breaches(model, errors)) from errors


def _has_gaps(column: pl.Series) -> bool:
    """Whether a value is missing; to pandera a float that is not a number is missing too."""
    return column.has_nulls() or (column.dtype.is_float() and bool(column.is_nan().any()))


@cache
def _required(model: type[TableModel]) -> tuple[str, ...]:
    """Columns that may hold no NULL."""
    return tuple(spec.name for spec in column_specs(model) if not spec.is_nullable)


@cache
def _rules_of(model: type[TableModel]) -> pa.DataFrameSchema:
    """The declaration for a frame that has all columns, of their types and without a NULL where none may be: what is
    left to see are the rules on values and the key.

    Pandera takes 1.5 ms of CPU a column whatever stands in it, and three of four columns have no other rule: a third of
    what validating took in a small build (November 2026).
    """
    schema = schema_of(model)
    ruled = {name: column for name, column in schema.columns.items() if column.checks}
    return pa.DataFrameSchema(ruled, name=schema.name, unique=schema.unique, checks=schema.checks, strict=False)


def _column_spec(name: str, field: Any) -> ColumnSpec:
    said = field.metadata or {}
    dtype = field.dtype.type
    return ColumnSpec(
        name=name,
        dtype=dtype,
        duckdb_type=duckdb_type(dtype),
        description=field.description or "",
        description_zh=said.get("zh", ""),
        unit=said.get("unit"),
        is_key=bool(said.get("key")),
        is_nullable=bool(field.nullable),
    )


_SCALAR_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Binary: "BLOB",
    pl.Int32: "INTEGER",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
}


def duckdb_type(dtype: Any) -> str:
    """The DuckDB type that a Polars type becomes.

    >>> duckdb_type(pl.List(pl.Struct({"name": pl.String, "count": pl.Int64})))
    'STRUCT("name" VARCHAR, "count" BIGINT)[]'
    """
    if isinstance(dtype, pl.List):
        return f"{duckdb_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        return "STRUCT(" + ", ".join(f'"{f.name}" {duckdb_type(f.dtype)}' for f in dtype.fields) + ")"
    base = dtype.base_type() if isinstance(dtype, pl.DataType) else dtype
    return _SCALAR_TYPES[base]


def _breaches(model: type[TableModel], errors: pandera.errors.SchemaErrors) -> str:
    cases = errors.failure_cases
    name = schema_of(model).name
    lines = [f"frame {name}: {cases.height} breaches of its schema"]
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        shown = ", ".join(str(case) for case in group["failure_case"].head(3).to_list())
        lines.append(f"  {column}: {check}: {group.height}, e.g. {shown}")
    return "\n".join(lines)
