"""How a column and a table are declared, and the closed vocabularies that several of them share.

Belongs here: the helper that makes a pandera field with both descriptions, unit and key; the base model; vocabularies.
Does not belong here: the tables themselves (`tables_*.py`, `stage_frames.py`), nor what is made of a declaration
(`catalog.py`, `warehouse/ddl.py`, `warehouse/dictionary.py`).
"""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

SCRIPTS = ("simplified", "traditional", "mixed")
YEAR_BASES = ("manifest", "title", "text", "reference", "signature", "published")
PUBLISHED_BASES = ("manifest", "page", "document", "signature")
QUALIFIERS = ("exact", "over", "under", "about")
ROLES = ("actual", "target", "previous")
SEVERITIES = ("error", "warning", "info")
STATED_AS = ("percent", "points", "absolute")
VERDICTS = ("agrees", "contradicts", "unverifiable")
COMPARISON_BASES = ("own figures", "previous report", "none")
STATUSES = ("compared", "new", "dropped", "not comparable")
COVERAGE = ("report", "refused", "expected", "none")
QUALITY_VERDICTS = ("kept", "missed", "unbounded", "unmeasured")
METRIC_COVERAGE = ("stated", "zero", "zero_of_part", "unreadable", "not_stated", "refused", "no_report")

# No report of this kind is older than the reforms; the upper end is far, so that only a misread number is out. Coverage
# spans all years between the first and the last, so one misread year would fill it with rubbish.
YEARS = {"min_value": 1980, "max_value": 2100}

TEXT_LIST = pl.List(pl.String)
OFFSET_LIST = pl.List(pl.Int64)
REPAIR_LIST = pl.List(pl.Struct({"name": pl.String, "count": pl.Int64}))
FURNITURE_LIST = pl.List(pl.Struct({"kind": pl.String, "raw_start": pl.Int64, "raw_end": pl.Int64}))
STATEMENT_LIST = pl.List(pl.Struct({"name": pl.String, "value": pl.String}))
FINDING_LIST = pl.List(
    pl.Struct(
        {
            "kind": pl.String,
            "severity": pl.String,
            "message": pl.String,
            "expected": pl.String,
            "found": pl.String,
            "raw_start": pl.Int64,
            "raw_end": pl.Int64,
            "other_start": pl.Int64,
            "other_end": pl.Int64,
        }
    )
)


class InvalidFrame(Exception):
    """A frame that breaks its schema: which table, how many cases, and the first of them, in one readable text."""


class TableModel(pa.DataFrameModel):
    """Base of all declarations. `Config` of each names the table; `metadata` holds what a row is, and the 中文."""

    class Config:
        """No column may be missing or unknown, and types are never coerced: a wrong type is a bug of ours."""

        strict = True
        coerce = False


def column(
    en: str, zh: str, *, unit: str | None = None, key: bool = False, nullable: bool = False, **checks: Any
) -> Any:
    """A pandera field that carries everything said of a column.

    `en`, `zh`: one sentence each. `unit`: of the values, where they have one. `key`: part of the row's key (never NULL,
    unique together with the other key columns). `checks`: pandera's own (`isin`, `ge`, `str_matches` …).
    """
    return pa.Field(description=en, nullable=nullable, metadata={"zh": zh, "unit": unit, "key": key}, **checks)


def raw_start_column(
    en: str = "Start of the evidence in the raw text", zh: str = "证据在原文中的起点", *, nullable: bool = False
) -> Any:
    """A span's start in `report_texts.raw_text`, counted in Unicode code points from 0."""
    return column(en, zh, unit="code points", nullable=nullable, ge=0)


def raw_end_column(
    en: str = "End of the evidence in the raw text, exclusive",
    zh: str = "证据在原文中的终点（不含）",
    *,
    nullable: bool = False,
) -> Any:
    """A span's end in `report_texts.raw_text`, exclusive."""
    return column(en, zh, unit="code points", nullable=nullable, ge=0)


def text_start_column() -> Any:
    """A span's start in `report_texts.text`."""
    return column("Start in the normalised text", "在规范化文本中的起点", unit="code points", ge=0)


def text_end_column() -> Any:
    """A span's end in `report_texts.text`, exclusive."""
    return column("End in the normalised text, exclusive", "在规范化文本中的终点（不含）", unit="code points", ge=0)


def report_id_column(*, key: bool = False, nullable: bool = False) -> Any:
    """The id of a report, wherever it is referred to."""
    return column(
        "Report: first 16 hex digits of the SHA-256 of its file",
        "报告编号：文件 SHA-256 的前 16 位",
        key=key,
        nullable=nullable,
        str_matches=r"^[0-9a-f]{16}$",
    )


def metric_id_column(*, key: bool = False, nullable: bool = False) -> Any:
    """The id of a metric, wherever it is referred to."""
    return column("Metric of the registry", "指标编号", key=key, nullable=nullable)


def category_column(*, key: bool = False) -> Any:
    """The category of a figure, wherever it stands."""
    return column(
        "Stage, kind or level from the registry's closed list; '' is the headline",
        "登记表中的环节、类别或层级；空串为总数",
        key=key,
    )


def low_column() -> Any:
    """The least value that the words of degree allow."""
    return column(
        "Least value that its words of degree allow (30余: 30; 约: half a unit of the last digit that is not zero less;"
        " 近: the same); NULL where no value is read",
        "程度词所容许的最小值（30余：30；约、近：减去末位非零数字所在单位的一半）；无法读出为空",
        nullable=True,
    )


def high_column() -> Any:
    """The greatest value that the words of degree allow."""
    return column(
        "Greatest value that they allow (30余: below 40; 约: half such a unit more; 近: itself; a rate ends at 100);"
        " NULL where they set no bound (以上) or no value is read",
        "程度词所容许的最大值（30余：不到40；约：加上该单位的一半；近：该数本身；比率至100）；无上限（以上）或无法读出为空",
        nullable=True,
    )


def change_low_column() -> Any:
    """The least change between two values that their words of degree allow."""
    return column(
        "Least change that the words of degree on both sides allow (30余 → 42: 2), change itself where both are exact;"
        " NULL where they set no bound",
        "两年程度词所容许的最小增减量（30余→42：2）；两年均为精确值时等于增减量；无下限为空",
        nullable=True,
    )


def change_high_column() -> Any:
    """The greatest change between two values that their words of degree allow."""
    return column(
        "Greatest change that they allow (30余 → 42: 12)",
        "所容许的最大增减量（30余→42：12）；无上限为空",
        nullable=True,
    )


def qualifier_column(*, nullable: bool = False) -> Any:
    """The word of degree of a figure as a code."""
    return column(
        "exact, over (余, 多, 以上), under (不足, 以内) or about (约, 近)",
        "精确、以上、以下或约数",
        nullable=nullable,
        isin=QUALIFIERS,
    )
