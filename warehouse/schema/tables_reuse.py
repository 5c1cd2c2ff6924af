"""Tables about what a report shares with the place's report before: sentences carried over, problems named again.

Belongs here: text_reuse, text_reuse_sentences, problems. Does not belong here: how they are computed
(`warehouse/reuse.py`, `pipelines/corpus`), figures over the years (`tables_series.py`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import (
    TableModel,
    column,
    raw_end_column,
    raw_start_column,
    report_id_column,
    text_end_column,
    text_start_column,
)

REUSE_KINDS = ("exact", "near")
PROBLEM_STATUSES = ("new", "carried", "not compared")
NEXT_STATUSES = ("repeated", "not repeated", "not compared")
SHARE = {"min_value": 0.0, "max_value": 1.0}


def _previous_report_id(*, nullable: bool = False) -> pl.String:
    return column(
        "Report of the last earlier year with a report of this place",
        "该地上一份报告的编号",
        nullable=nullable,
        str_matches=r"^[0-9a-f]{16}$",
    )


def _share(en: str, zh: str) -> pl.Float64:
    return column(en, zh, in_range=SHARE)


class TextReuse(TableModel):
    """How much of a report comes from the one before."""

    report_id: pl.String = report_id_column(key=True)
    previous_report_id: pl.String = _previous_report_id()
    previous_year: pl.Int32 = column("Year of that report", "上一份报告的年度")
    sentences: pl.Int64 = column(
        "Sentences that count: no headings, salutations, set phrases, table rows",
        "计入比较的句数（不含标题、称谓、套话、表格）",
        unit="sentences",
        ge=0,
    )
    exact: pl.Int64 = column("Of these, word for word in the report before", "一字未改的句数", unit="sentences", ge=0)
    near: pl.Int64 = column(
        "Of these, there but for figures, years or small edits",
        "仅改数字、年份或个别字词的句数",
        unit="sentences",
        ge=0,
    )
    only_figures_differ: pl.Int64 = column(
        "Of `near`, those where figures alone changed", "其中只改了数字的句数", unit="sentences", ge=0
    )
    share: pl.Float64 = _share("(exact + near) / sentences, 0 to 1; 0 where none count", "沿用句数占比")
    exact_share: pl.Float64 = _share("exact / sentences, 0 to 1", "一字未改的句数占比")
    characters_share: pl.Float64 = _share(
        "Characters of carried sentences / characters of all that count", "沿用文字的字数占比"
    )
    passage_sentences: pl.Int64 = column(
        "Sentences of the longest passage carried over in one piece; 0 where none was",
        "最长连续沿用段落的句数",
        unit="sentences",
        ge=0,
    )
    passage_start: pl.Int64 = raw_start_column(
        "Start of that passage in the raw text", "该段落在原文中的起点", nullable=True
    )
    passage_end: pl.Int64 = raw_end_column(
        "End of that passage in the raw text, exclusive", "该段落在原文中的终点（不含）", nullable=True
    )
    other_start: pl.Int64 = raw_start_column(
        "Its start in the raw text of the report before", "该段落在上一份报告原文中的起点", nullable=True
    )
    other_end: pl.Int64 = raw_end_column(
        "Its end in the raw text of the report before, exclusive",
        "该段落在上一份报告原文中的终点（不含）",
        nullable=True,
    )

    class Config:
        name = "text_reuse"
        description = "Report × the place's report before: how much of its text comes from there"
        metadata = {"zh": "各报告沿用上一份报告文字的程度"}


class TextReuseSentences(TableModel):
    """Each sentence carried over."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column(
        "Position among the report's sentences that count, from 0", "句序（从0起）", key=True, ge=0
    )
    raw_start: pl.Int64 = raw_start_column("Start of the sentence in the raw text", "该句在原文中的起点")
    raw_end: pl.Int64 = raw_end_column("End of the sentence in the raw text, exclusive", "该句在原文中的终点（不含）")
    text_start: pl.Int64 = text_start_column()
    text_end: pl.Int64 = text_end_column()
    theme: pl.String = column("Theme of its section; NULL where nothing tells it", "所在章节的主题", nullable=True)
    kind: pl.String = column(
        "exact: word for word; near: but for figures, years or small edits",
        "沿用方式：一字未改，或仅改数字、年份、个别字词",
        isin=REUSE_KINDS,
    )
    similarity: pl.Float64 = _share(
        "How alike the two sentences are, figures read as equal, 0 to 1", "相似度（数字视为相同）"
    )
    only_figures_differ: pl.Boolean = column("near, and nothing but figures or years changed", "只改了数字或年份")
    previous_report_id: pl.String = _previous_report_id()
    other_ordinal: pl.Int32 = column(
        "Position of its source among that report's sentences", "在上一份报告中的句序", ge=0
    )
    other_start: pl.Int64 = raw_start_column(
        "Start of its source in that report's raw text", "来源句在上一份报告原文中的起点"
    )
    other_end: pl.Int64 = raw_end_column(
        "End of its source in that report's raw text, exclusive", "来源句在上一份报告原文中的终点（不含）"
    )
    stale_year: pl.Int32 = column(
        "The year it opens with as its own, where that was left from the report before; else NULL",
        "句首仍为上一份报告的年份时，该年份；否则为空",
        nullable=True,
    )

    class Config:
        name = "text_reuse_sentences"
        description = (
            "Sentence of a report × its source in the place's report before, one row for each sentence carried over"
        )
        metadata = {"zh": "沿用上一份报告的句子及其来源"}


class Problems(TableModel):
    """Each problem that a report names, looked at from the reports before and after."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column("Position among the report's problems, from 0", "问题序号（从0起）", key=True, ge=0)
    name: pl.String = column("Its heading or first clause, in the text's own words", "问题的标题或首个分句（原文用词）")
    section_id: pl.String = column("Section that it stands in", "所在章节编号")
    raw_start: pl.Int64 = raw_start_column("Start of its wording in the raw text", "问题表述在原文中的起点")
    raw_end: pl.Int64 = raw_end_column(
        "End of its wording in the raw text, exclusive", "问题表述在原文中的终点（不含）"
    )
    text_start: pl.Int64 = text_start_column()
    text_end: pl.Int64 = text_end_column()
    status: pl.String = column(
        "carried: the report before named it in nearly the same words; new: it did not; not compared: there is "
        "none, or it names no problems",
        "carried 上一份报告已提出；new 未以相近文字提出；not compared 无从比较",
        isin=PROBLEM_STATUSES,
    )
    similarity: pl.Float64 = column(
        "How alike the two wordings are, 0 to 1; NULL unless carried",
        "两次表述的相似度；非沿用为空",
        nullable=True,
        in_range=SHARE,
    )
    previous_report_id: pl.String = _previous_report_id(nullable=True)
    other_ordinal: pl.Int32 = column(
        "Position of the problem there; NULL unless carried", "在上一份报告中的问题序号", nullable=True, ge=0
    )
    other_start: pl.Int64 = raw_start_column(
        "Start of its wording in that report's raw text", "在上一份报告原文中的起点", nullable=True
    )
    other_end: pl.Int64 = raw_end_column(
        "End of its wording in that report's raw text, exclusive", "在上一份报告原文中的终点（不含）", nullable=True
    )
    next_status: pl.String = column(
        "repeated: the report after names it in nearly the same words; not repeated: it does not, which does not mean "
        "that it is solved; not compared: there is none, or it names no problems",
        "repeated 下一份报告再次提出；not repeated 未以相近文字再提（不等于已解决）；not compared 无从比较",
        isin=NEXT_STATUSES,
    )
    first_year: pl.Int32 = column(
        "Year of the first of the reports in a row that name it", "连续提出该问题的首个年度", nullable=True
    )
    times_named: pl.Int64 = column(
        "Reports in a row that name it, this one included", "连续提出该问题的报告份数（含本份）", unit="reports", ge=1
    )

    class Config:
        name = "problems"
        description = "Problem named in a 存在问题 part, and whether the place's reports before and after name it"
        metadata = {"zh": "各报告列出的存在问题及其沿用情况"}
