"""Declarations of the tables on the warehouse's own past.

Belongs here: columns and checks. Does not belong here: what is carried from file to file, and how
(`warehouse/history.py`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import TEXT_LIST, TableModel, column


class SchemaVersions(TableModel):
    """One row for each shape that the tables of this warehouse have had."""

    schema_version: pl.Int32 = column("Number of the shape, counted from 1", "版本号，从 1 起", key=True, ge=1)
    schema_hash: pl.String = column(
        "Hash of the names, types and nullability of all tables and columns", "全部表与列的名称、类型的散列值"
    )
    first_build_id: pl.String = column("First build of this shape that is known", "已知的首个采用此结构的构建")
    first_built_at: pl.Datetime("us") = column("When that was built, UTC", "该构建的时间（世界时）")
    added: TEXT_LIST = column(
        "Tables and columns (table.column) that the version before lacks; empty for the first", "新增的表与列"
    )
    removed: TEXT_LIST = column("Tables and columns that only the version before has", "取消的表与列")
    changed: TEXT_LIST = column(
        "Columns of another type, as table.column: before → now", "类型有变的列（表.列：原类型 → 新类型）"
    )

    class Config:
        name = "schema_versions"
        description = "Shapes that the tables of this warehouse have had, and what changed from one to the next"
        metadata = {"zh": "本数据库历次表结构及其变动"}
