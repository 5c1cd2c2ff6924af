"""Which column refers to which, and the values that refer to nothing.

Belongs here: the list of relations between tables, and looking through it. Does not belong here: other data tests
(`checks.py`), a column's meaning (`warehouse/schema`).

They are no foreign keys of the database: those would keep tables from being rebuilt (`ddl.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.arrow import query_frame

BadRows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Relation:
    """Values of `column` that must exist as `parent_column` of `parent`, NULL aside."""

    table: str
    column: str
    parent: str
    parent_column: str


RELATIONS: tuple[Relation, ...] = (
    Relation("reports", "place_id", "places", "place_id"),
    Relation("report_texts", "report_id", "reports", "report_id"),
    Relation("reports", "report_id", "report_texts", "report_id"),
    Relation("sections", "report_id", "reports", "report_id"),
    Relation("sections", "parent_id", "sections", "section_id"),
    Relation("sections", "theme", "themes", "id"),
    Relation("numerals", "report_id", "reports", "report_id"),
    Relation("facts", "report_id", "reports", "report_id"),
    Relation("facts", "section_id", "sections", "section_id"),
    Relation("facts", "metric_id", "metrics", "id"),
    Relation("metrics", "theme", "themes", "id"),
    Relation("metric_categories", "metric_id", "metrics", "id"),
    Relation("stated_changes", "report_id", "reports", "report_id"),
    Relation("stated_changes", "metric_id", "metrics", "id"),
    Relation("stated_changes", "fact_id", "facts", "fact_id"),
    Relation("findings", "report_id", "reports", "report_id"),
    Relation("findings", "other_report_id", "reports", "report_id"),
    Relation("findings", "metric_id", "metrics", "id"),
    Relation("finding_facts", "finding_id", "findings", "finding_id"),
    Relation("finding_facts", "fact_id", "facts", "fact_id"),
    Relation("finding_kinds", "caution", "caution_codes", "code"),
    Relation("yearly_values", "fact_id", "facts", "fact_id"),
    Relation("yearly_values", "conflict_fact_id", "facts", "fact_id"),
    Relation("year_over_year", "place_id", "places", "place_id"),
    Relation("coverage", "report_id", "reports", "report_id"),
    Relation("peer_comparisons", "place_id", "places", "place_id"),
    Relation("target_outcomes", "fact_id", "facts", "fact_id"),
    Relation("target_outcomes", "achieved_fact_id", "facts", "fact_id"),
    Relation("target_outcomes", "reason", "outcome_reasons", "reason"),
    Relation("reports", "report_id", "report_counts", "report_id"),
    Relation("text_reuse", "report_id", "reports", "report_id"),
    Relation("text_reuse", "previous_report_id", "reports", "report_id"),
    Relation("text_reuse_sentences", "report_id", "text_reuse", "report_id"),
    Relation("problems", "section_id", "sections", "section_id"),
    Relation("problems", "previous_report_id", "reports", "report_id"),
    Relation("coverage", "place_id", "places", "place_id"),
    Relation("roster", "place_id", "places", "place_id"),
    Relation("rejects", "place_id", "places", "place_id"),
    Relation("places", "parents_from", "places", "place_id"),
)


def orphans(con: duckdb.DuckDBPyConnection) -> BadRows:
    """Values that point to a row that does not exist, for every entry of RELATIONS."""
    return [row for relation in RELATIONS for row in _orphans_of(con, relation)]


def _orphans_of(con: duckdb.DuckDBPyConnection, relation: Relation) -> BadRows:
    return query_frame(
        con,
        f"select '{relation.table}.{relation.column}' as pointer,"
        f' child."{relation.column}" as value, count(*) as rows'
        f' from "{relation.table}" as child'
        f' anti join "{relation.parent}" as parent on parent."{relation.parent_column}" = child."{relation.column}"'
        f' where child."{relation.column}" is not null group by all order by all',
    ).to_dicts()
