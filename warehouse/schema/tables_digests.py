"""Tables of each report's digest: what a reader should know of it, in Chinese, each sentence traceable.

Belongs here: digests, digest_sentences. Does not belong here: the templates of the sentences
(`warehouse/sql/digests.sql`).
"""

from __future__ import annotations

import polars as pl

from warehouse.schema.fields import TEXT_LIST, TableModel, column, report_id_column

TOPICS = ("overview", "change", "new", "dropped", "contradiction", "carried text")


class Digests(TableModel):
    """One digest a report."""

    report_id: pl.String = report_id_column(key=True)
    place_id: pl.String = column("Place", "地方编号")
    year: pl.Int32 = column("Year reported on", "年度")
    title: pl.String = column("Heading of the digest: place and year", "标题：地方与年度")
    sentences: pl.Int64 = column("Its sentences", "句数", unit="sentences", ge=1)
    text: pl.String = column("The digest: a sentence a line", "摘要全文，每行一句")

    class Config:
        name = "digests"
        description = "Report that counts for its place and year: a digest in Chinese, made from the tables by template"
        metadata = {"zh": "报告摘要：由数据表按模板生成"}


class DigestSentences(TableModel):
    """Each sentence of a digest, with what it was made from."""

    report_id: pl.String = report_id_column(key=True)
    ordinal: pl.Int32 = column("Position in the digest, from 0", "句序（从0起）", key=True, ge=0)
    topic: pl.String = column("What the sentence is about", "内容类别", isin=TOPICS)
    text: pl.String = column("The sentence", "句子")
    fact_ids: TEXT_LIST = column("Facts it speaks of, this year's first", "所依据的数据编号（本年在前）")
    finding_id: pl.String = column("Finding it repeats", "所依据的疑点编号", nullable=True)

    class Config:
        name = "digest_sentences"
        description = "Each sentence of each digest, with the facts and findings that it was made from"
        metadata = {"zh": "摘要各句及其依据"}
