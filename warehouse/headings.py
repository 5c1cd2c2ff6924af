"""Short Chinese headings for columns, for whoever shows rows to a clerk.

Belongs here: the word for a column, from its declaration, and for the columns that only checks have. Does not belong
here: the sentence about a column (`warehouse/schema`), laying a table out.
"""

from __future__ import annotations

import re
from functools import cache

from warehouse.schema.catalog import STAGE_FRAMES, TABLES, column_specs
from warehouse.schema.views import VIEWS

# The declarations begin with the word itself; what narrows or explains it follows these.
END_OF_WORD = re.compile(r"[：；，。（(]")

# Columns of bad rows, which stand in no table.
OF_CHECKS: dict[str, str] = {
    "of_table": "表",
    "rows": "行数",
    "reason": "原因",
    "rows_before": "上次行数",
    "lost_share": "减少比例",
    "key": "编号",
    "pointer": "引用处",
    "problem": "问题",
    "row": "行",
    "said": "登记的数",
    "evidence": "出处",
    "place": "地方",
    "metric": "指标",
    "place_years_before": "上次地年数",
    "place_years": "本次地年数",
    "share_before": "上次占比",
    "share": "本次占比",
    "reports_before": "上次报告份数",
    "files_before": "上次文件数",
    "files": "本次文件数",
    "value_before": "上次数值",
    "value_among_peers": "同级比较中的数值",
    "places": "单位数",
    "places_added": "逐地计得的单位数",
    "total_added": "逐地相加的合计",
    "exact_rows": "一字未改的行数",
    "near_rows": "个别字词不同的行数",
    "sources": "来源句数",
    "has_fact": "有指标数据",
    "characters": "字数",
}


def heading(column: str, table: str = "") -> str:
    """The word for a column: as `table` (a table, view or stage frame) declares it, else as any of them does.

    >>> heading("reason", "rejects"), heading("batch"), heading("pointer")
    ('未载入的原因', '批次', '引用处')
    """
    return _headings_of(table).get(column) or OF_CHECKS.get(column) or _headings().get(column, column)


@cache
def _headings_of(table: str) -> dict[str, str]:
    model = TABLES.get(table) or VIEWS.get(table) or STAGE_FRAMES.get(table)
    if model is None:
        return {}
    return {spec.name: END_OF_WORD.split(spec.description_zh)[0] for spec in column_specs(model)}


@cache
def _headings() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (*TABLES, *VIEWS, *STAGE_FRAMES):
        for column, word in _headings_of(table).items():
            found.setdefault(column, word)
    return found
