"""Tables about reports: who reports, on which year, what the texts are, what was not loaded.

Belongs here: builds, places, reports, report_texts, passages, sections, rejects. Does not belong here: figures
(`tables_figures.py`), series (`tables_series.py`), what is missing (`tables_coverage.py`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    PUBLISHED_BASES,
    REPAIR_LIST,
    SCRIPTS,
    TEXT_LIST,
    YEAR_BASES,
    YEARS,
    TableModel,
    column,
    raw_end_column,
    raw_start_column,
    report_id_column,
    text_end_column,
    text_start_column,
)


class Builds(TableModel):
    """One row for each publish of this warehouse."""

    build_id: pl.String = column("Build", "构建编号", key=True)
    built_at: pl.Datetime("us") = column("When the tables were built, UTC", "构建时间（世界时）")
    code_version: pl.String = column("Hash of the code that read the reports", "解析程序版本")
    registry_version: pl.String = column("Hash of the metric registry", "指标登记表版本")
    corpus_hash: pl.String = column(
        "Hash of all files of the corpus, its manifest and roster", "语料（文件、清单与名册）的散列值"
    )
    counts: pl.String = column("Rows of each table, as a JSON object", "各表行数（JSON）")
    schema_version: pl.Int32 = column(
        "Version of the tables' shape, see schema_versions; NULL for builds before versions were counted",
        "表结构的版本，见 schema_versions；尚未编号时的构建为空",
        nullable=True,
        ge=1,
    )

    class Config:
        name = "builds"
        description = "One row for each publish of this warehouse, newest last"
        metadata = {"zh": "每次发布一行"}


class Places(TableModel):
    """Local governments that report or should."""

    place_id: pl.String = column("Place", "地方编号", key=True)
    name: pl.String = column("Full name, e.g. 铁石苗族彝族乡", "全称")
    level: pl.String = column("镇, 乡, 民族乡, 街道, 苏木, 县, 区, 市, 部门 …", "层级", nullable=True)
    county: pl.String = column(
        "County or district above, a county's own name for itself; NULL where nothing says",
        "所属县（市、区），县级单位即其自身；不明为空",
        nullable=True,
    )
    city: pl.String = column(
        "Prefecture-level city above; NULL where nothing says", "所属地级市；不明为空", nullable=True
    )
    province: pl.String = column("Province above; NULL where nothing says", "所属省份；不明为空", nullable=True)
    parents_from: pl.String = column(
        "A place of the same county that province or city were taken from, where this place's own reports leave them"
        " out; NULL where they tell them, or nothing says",
        "本地报告未写省、市时，据以补全的同县地方的编号；自有写明或不明为空",
        nullable=True,
    )
    division_code: pl.String = column(
        "Division code, only from manifest or roster: 6 digits for a county, 9 for a township",
        "行政区划代码（仅取自清单或名册）：县级6位，乡级9位",
        nullable=True,
    )
    aliases: TEXT_LIST = column("Other names of the same place in its reports", "别称")

    class Config:
        name = "places"
        description = (
            "Local governments that report, or should by the roster: townships, subdistricts, counties, bureaus"
        )
        metadata = {"zh": "报告单位"}


class Reports(TableModel):
    """Reports loaded."""

    report_id: pl.String = report_id_column(key=True)
    sha256: pl.String = column("SHA-256 of the file, in hex", "文件 SHA-256")
    source: pl.String = column("Path below the corpus folder", "语料文件夹内的路径")
    batch: pl.String = column("First-level folder; '.' for files directly in the corpus", "批次（一级文件夹）")
    place_id: pl.String = column(
        "Place; NULL with a finding where it can't be told", "地方编号；无法判定为空", nullable=True
    )
    year: pl.Int32 = column(
        "Year reported on; NULL with a finding where it can't be told",
        "报告年度；无法判定为空",
        nullable=True,
        in_range=YEARS,
    )
    year_basis: pl.String = column("What the year was told from", "年度的依据", nullable=True, isin=YEAR_BASES)
    title: pl.String = column(
        "Title, repaired, in simplified script whatever the report is printed in; as printed it stands in raw_text",
        "标题（经修复，一律为简体；原样见 report_texts.raw_text）",
        nullable=True,
    )
    published_on: pl.Date = column("Day of publication", "发布日期", nullable=True)
    published_basis: pl.String = column(
        "What that day was told from: the manifest, the metadata printed on the page, what the file states of itself "
        "(document), or the report's signature",
        "发布日期的依据：manifest 清单，page 页面所印的元数据，document 文件自带的信息，signature 落款",
        nullable=True,
        isin=PUBLISHED_BASES,
    )
    issuer: pl.String = column(
        "Body that issued it, as the page or file names it (发布机构, 发文机关; never 来源); NULL where neither does",
        "发布机构（页面或文件所写的发布机构、发文机关，不取来源）；未写明为空",
        nullable=True,
    )
    document_number: pl.String = column(
        "Number of the document (文号), from the metadata or a line of its own at the head; NULL where there is none",
        "文号（取自元数据，或正文开头独占一行的文号）；没有为空",
        nullable=True,
    )
    covers_until: pl.Date = column(
        "Last day that its figures can cover; NULL unknown", "数据截止日；不明为空", nullable=True
    )
    url: pl.String = column("Address it was taken from", "来源网址", nullable=True)
    format: pl.String = column("Format of the file, e.g. txt", "文件格式")
    encoding: pl.String = column("Encoding of the file (a Python codec)", "文件编码")
    script: pl.String = column("Script before conversion: simplified, traditional or mixed", "原文字体", isin=SCRIPTS)
    repairs: REPAIR_LIST = column("What was mended, and how often", "修复的种类与次数")
    duplicate_of: pl.String = column(
        "The edition that counts, where this one is a republication", "重复发布时所依据的版本", nullable=True
    )
    duplicate_similarity: pl.Float64 = column(
        "Share of text in common with that edition, 0 to 1",
        "与该版本的相似度",
        nullable=True,
        in_range={"min_value": 0.0, "max_value": 1.0},
    )

    class Config:
        name = "reports"
        description = "Reports loaded, republications included (see duplicate_of)"
        metadata = {"zh": "已载入的报告（含重复发布）"}


class ReportTexts(TableModel):
    """The text of each report, before and after repair."""

    report_id: pl.String = report_id_column(key=True)
    raw_text: pl.String = column("The text layer as found, before any repair", "原文（未经修复）")
    text: pl.String = column("The normalised body", "规范化后的正文")

    class Config:
        name = "report_texts"
        description = "Texts: substr(raw_text, raw_start + 1, raw_end - raw_start) is the evidence of any span"
        metadata = {"zh": "报告文本"}


class Passages(TableModel):
    """Words of the raw texts that other tables point to."""

    report_id: pl.String = report_id_column(key=True)
    raw_start: pl.Int64 = column("Start in the raw text", "在原文中的起点", unit="code points", key=True, ge=0)
    raw_end: pl.Int64 = column(
        "End in the raw text, exclusive", "在原文中的终点（不含）", unit="code points", key=True, ge=0
    )
    passage: pl.String = column("The words, verbatim", "原文")

    class Config:
        name = "passages"
        description = (
            "Span that a finding, claim, problem or carried sentence points to, with its words, which stand in"
            " report_texts too: cut out once, so that they are found at once"
        )
        metadata = {"zh": "疑点、自述变化、存在问题及沿用句子所指的原文"}


class Sections(TableModel):
    """Headings with their bodies."""

    section_id: pl.String = column("Section: report_id and its ordinal", "章节编号", key=True)
    report_id: pl.String = report_id_column()
    ordinal: pl.Int32 = column("Position in the report in reading order, from 0", "在报告中的序号（从0起）", ge=0)
    level: pl.Int32 = column("Depth in this report's outline: 1, 2, 3", "层级", ge=1)
    parent_id: pl.String = column("Section above", "上级章节", nullable=True)
    marker: pl.String = column("Marker as printed, e.g. 一、; NULL where it was missing", "序号标记", nullable=True)
    title: pl.String = column("Title, repaired", "标题")
    theme: pl.String = column("Theme of the registry; NULL where nothing tells it", "主题编号；不明为空", nullable=True)
    inferred: pl.Boolean = column("Its marker was missing", "标记缺失、系推断")
    raw_start: pl.Int64 = raw_start_column("Start of heading and body in the raw text", "标题与正文在原文中的起点")
    raw_end: pl.Int64 = raw_end_column(
        "End of heading and body in the raw text, exclusive", "标题与正文在原文中的终点（不含）"
    )
    text_start: pl.Int64 = text_start_column()
    text_end: pl.Int64 = text_end_column()
    title_end: pl.Int64 = column(
        "End of the heading itself in the normalised text", "标题在规范化文本中的终点", unit="code points", ge=0
    )

    class Config:
        name = "sections"
        description = "Headings of each report, with the span of heading and body"
        metadata = {"zh": "报告的章节"}


class RejectColumns(TableModel):
    """What is said of a refused file, before its place is looked up in the corpus."""

    source: pl.String = column("Path below the corpus folder", "语料文件夹内的路径", key=True)
    batch: pl.String = column("First-level folder; '.' for files directly in the corpus", "批次（一级文件夹）")
    reason: pl.String = column(
        "Code of the reason, e.g. same_file, notice, binary, internal_error", "未载入的原因（代码）"
    )
    message: pl.String = column("The reason and the way out, in a sentence", "原因与处理办法")
    sha256: pl.String = column("SHA-256 of the file, where it could be read", "文件 SHA-256（可读时）", nullable=True)
    place_name: pl.String = column(
        "Place by the manifest, else as the refused text names itself",
        "地方名称（清单优先，否则取自文中）",
        nullable=True,
    )
    year: pl.Int32 = column(
        "Year by the manifest, else as the refused text tells it",
        "年度（清单优先，否则取自文中）",
        nullable=True,
        in_range=YEARS,
    )
    year_basis: pl.String = column("What the year was told from", "年度的依据", nullable=True, isin=YEAR_BASES)

    class Config:
        name = "reject_columns"
        description = "Shared columns of rejects"
        metadata = {"zh": "未载入文件的公共列"}


class Rejects(RejectColumns):
    """Files that were not loaded as reports."""

    place_id: pl.String = column(
        "The only place of the corpus that it can be of; NULL where none or several fit",
        "可确定的地方编号；不能确定为空",
        nullable=True,
    )

    class Config:
        name = "rejects"
        description = "Files of the corpus that were not loaded as reports, and why"
        metadata = {"zh": "未载入的文件及原因"}
