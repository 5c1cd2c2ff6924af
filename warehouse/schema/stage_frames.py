"""The frames that the stages leave behind, one Parquet file a stage and batch.

Belongs here: columns of the stage frames. Where a frame is a table's rows before they are joined with the rest of the
corpus, it inherits the table's columns, so that nothing is declared twice. Does not belong here: where frames are kept
(`assets/`), how they are made (`warehouse/frames.py`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    FINDING_LIST,
    FURNITURE_LIST,
    OFFSET_LIST,
    PUBLISHED_BASES,
    REPAIR_LIST,
    SCRIPTS,
    STATEMENT_LIST,
    TEXT_LIST,
    YEAR_BASES,
    YEARS,
    TableModel,
    column,
    report_id_column,
)
from warehouse.schema.tables_figures import FactColumns, Findings, Numerals, StatedChangeColumns
from warehouse.schema.tables_reports import RejectColumns, Sections


class StageRow(TableModel):
    """What every row of a stage frame carries besides its own columns."""

    input_key: pl.String = column(
        "Hash of what the row was made from: file, manifest row, code, registry", "输入散列值"
    )


class FileRow(StageRow):
    """A row that belongs to one file. The file is part of the key: two copies of a file share a report_id."""

    source: pl.String = column("Path below the corpus folder", "语料文件夹内的路径", key=True)
    batch: pl.String = column("First-level folder; '.' for files directly in the corpus", "批次（一级文件夹）")


class RawFrame(FileRow):
    """Stage `raw`: the text layer of each file that could be read."""

    report_id: pl.String = report_id_column()
    sha256: pl.String = column("SHA-256 of the file, in hex", "文件 SHA-256", str_matches=r"^[0-9a-f]{64}$")
    format: pl.String = column("Format of the file, e.g. txt", "文件格式")
    encoding: pl.String = column("Encoding of the file (a Python codec)", "文件编码")
    size_bytes: pl.Int64 = column("Size of the file", "文件大小", unit="bytes", ge=0)
    raw_text: pl.String = column("The text layer as found, before any repair", "原文（未经修复）")
    set_aside: FURNITURE_LIST = column(
        "Spans that the document itself marks as none of its text", "文件自身标明的非正文区段"
    )
    stated: STATEMENT_LIST = column("What the document states of itself outside its text", "文件自带的信息")

    class Config:
        name = "raw"
        description = "The text layer of each file that could be read"
        metadata = {"zh": "各文件的文本层"}


class NormalizedFrame(FileRow):
    """Stage `normalized`: the repaired body of each report, its offset map, and who reports on which year."""

    report_id: pl.String = report_id_column()
    sha256: pl.String = column("SHA-256 of the file, in hex", "文件 SHA-256")
    format: pl.String = column("Format of the file, e.g. txt", "文件格式")
    encoding: pl.String = column("Encoding of the file (a Python codec)", "文件编码")
    text: pl.String = column("The normalised body", "规范化后的正文")
    text_starts: OFFSET_LIST = column(
        "Start of each unbroken run in the text", "各连续段在正文中的起点", unit="code points"
    )
    raw_starts: OFFSET_LIST = column(
        "Start of each unbroken run in the raw text", "各连续段在原文中的起点", unit="code points"
    )
    raw_ends: OFFSET_LIST = column(
        "End of each run's territory in the raw text", "各连续段在原文中的终点", unit="code points"
    )
    script: pl.String = column("Script before conversion", "原文字体", isin=SCRIPTS)
    signature: pl.Binary = column("Sketch of the text, by which republications are found", "正文的特征值")
    furniture: FURNITURE_LIST = column("Spans of page chrome that were set aside", "页面装饰的区段")
    repairs: REPAIR_LIST = column("What was mended, and how often", "修复的种类与次数")
    genre: pl.String = column("Kind of document, e.g. report", "文种")
    title: pl.String = column("Title, repaired", "标题", nullable=True)
    place_name: pl.String = column("Name of the place as the report gives it", "地方名称", nullable=True)
    level: pl.String = column("Level of the place", "层级", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    city: pl.String = column("Prefecture-level city above", "所属地级市", nullable=True)
    province: pl.String = column("Province above", "所属省份", nullable=True)
    aliases: TEXT_LIST = column("Other names of the place in the report", "别称")
    year: pl.Int32 = column("Year reported on", "报告年度", nullable=True, in_range=YEARS)
    year_basis: pl.String = column("What the year was told from", "年度的依据", nullable=True, isin=YEAR_BASES)
    published_on: pl.Date = column("Day of publication", "发布日期", nullable=True)
    published_basis: pl.String = column(
        "What that day was told from", "发布日期的依据", nullable=True, isin=PUBLISHED_BASES
    )
    issuer: pl.String = column("Body that published it", "发布机构", nullable=True)
    document_number: pl.String = column("Number of the document", "文号", nullable=True)
    covers_until: pl.Date = column("Last day that its figures can cover", "数据截止日", nullable=True)
    url: pl.String = column("Address it was taken from", "来源网址", nullable=True)
    division_code: pl.String = column("Division code from the manifest", "行政区划代码", nullable=True)
    identity_findings: FINDING_LIST = column("Doubts about place, year and dates", "关于地方、年度与日期的疑点")

    class Config:
        name = "normalized"
        description = "The repaired body of each report, its offset map, and who reports on which year"
        metadata = {"zh": "规范化正文与身份"}


class SectionsFrame(FileRow, Sections):
    """Stage `sections`: headings."""

    class Config:
        name = "sections"
        description = "Headings of the reports of a batch"
        metadata = {"zh": "批次内报告的章节"}


class NumeralsFrame(FileRow, Numerals):
    """Stage `numerals`: the ledger."""

    class Config:
        name = "numerals"
        description = "The ledger of the reports of a batch"
        metadata = {"zh": "批次内报告的数字台账"}


class FactsFrame(FileRow, FactColumns):
    """Stage `facts`."""

    class Config:
        name = "facts"
        description = "Facts of the reports of a batch"
        metadata = {"zh": "批次内报告的指标数据"}


class StatedChangesFrame(FileRow, StatedChangeColumns):
    """Stage `stated_changes`: claims, not yet checked."""

    class Config:
        name = "stated_changes"
        description = "Changes that the reports of a batch claim, not yet checked"
        metadata = {"zh": "批次内报告自述的变化"}


class FindingsFrame(FileRow, Findings):
    """Stage `findings`: found inside one report."""

    class Config:
        name = "findings"
        description = "Findings inside single reports of a batch"
        metadata = {"zh": "批次内报告的疑点"}


class RejectsFrame(StageRow, RejectColumns):
    """Stage `rejects`: files given up in some stage."""

    level: pl.String = column("Level of the place", "层级", nullable=True)
    county: pl.String = column("County or district above", "所属县（市、区）", nullable=True)
    city: pl.String = column("Prefecture-level city above", "所属地级市", nullable=True)
    province: pl.String = column("Province above", "所属省份", nullable=True)
    division_code: pl.String = column("Division code from the manifest", "行政区划代码", nullable=True)

    class Config:
        name = "rejects"
        description = "Files of a batch that a stage gave up, and why"
        metadata = {"zh": "批次内未载入的文件"}


class StageReadsFrame(FileRow):
    """Which reports a stage has read, also those that gave it no rows: without it they would be read for ever."""

    report_id: pl.String = report_id_column()
    row_count: pl.Int64 = column("Rows that the stage made of the report", "产生的行数", unit="rows", ge=0)

    class Config:
        name = "stage_reads"
        description = "Reports that a stage has read, with the rows it made of each"
        metadata = {"zh": "该环节已读的报告"}
