"""The data dictionary: every table, view and column in one Markdown file, made from the declarations.

Belongs here: the layout of `docs/dictionary.md`. Does not belong here: a sentence about a column (`warehouse/schema`).
Run `python -m warehouse.dictionary` after a change of the schema; a test fails while the file is stale.
"""

from __future__ import annotations

from pathlib import Path

from warehouse.ddl import table_comment
from warehouse.schema.catalog import TABLES, ColumnSpec, column_specs
from warehouse.schema.fields import TableModel
from warehouse.schema.views import VIEWS

DICTIONARY_PATH = Path(__file__).resolve().parent.parent / "docs" / "dictionary.md"

_HEAD = """# Data dictionary

Made from the declarations in `warehouse/schema` by `python -m warehouse.dictionary`; do not edit by hand. The same
sentences are COMMENTs in the database: `select * from duckdb_columns()`. Offsets count Unicode code points, half-open:
`substr(raw_text, raw_start + 1, raw_end - raw_start)` is the evidence. **Key** columns identify a row; *nullable* ones
are NULL where nothing can be told, which is never the same as 0.

Where to look (more with SQL and answers: [queries.md](queries.md)):

| question | table or view |
| --- | --- |
| a place's figures over the years, with the reason of each gap | `series` |
| a sheet: one row a place and year, one column a metric | `facts_wide`; parts and stages: `yearly_values` |
| this year beside the report before, and what to mind | `year_over_year`, `caution_codes` |
| the sentence behind a figure | `evidence` |
| a place among its peers; sums and medians of counties and provinces | `peer_comparisons`, `area_totals` |
| what was promised and what came of it | `target_outcomes` |
| contradictions, with both passages | `finding_passages`; what each kind means: `finding_kinds` |
| changes that reports claim, held against figures | `stated_change_passages` |
| text and problems carried over from last year | `reuse_reports`, `reuse_passages`, `problem_passages` |
| which reports are missing, which metrics a report does not state | `coverage`, `metric_coverage`, `rejects` |
| a report in ten sentences | `digests` |
| how far a report can be trusted; figures without a metric | `report_quality`, `numerals` |
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    entries = TABLES | VIEWS
    tables = "\n".join(f"- [{table}](#{table}): {table_comment(model)}" for table, model in TABLES.items())
    views = "\n".join(f"- [{view}](#{view}) (view): {table_comment(model)}" for view, model in VIEWS.items())
    return "\n".join([_HEAD, tables, views, "", *(_entry(name, model) for name, model in entries.items())])


def _entry(name: str, model: type[TableModel]) -> str:
    rows = "\n".join(_row(spec) for spec in column_specs(model))
    head = "| column | type | key | unit | meaning | 含义 |\n| --- | --- | --- | --- | --- | --- |"
    return f"## {name}\n\n{table_comment(model)}\n\n{head}\n{rows}\n"


def _row(spec: ColumnSpec) -> str:
    role = "**key**" if spec.is_key else "*nullable*" if spec.is_nullable else ""
    dtype = spec.duckdb_type.replace("|", "\\|")
    return f"| `{spec.name}` | {dtype} | {role} | {spec.unit or ''} | {spec.description} | {spec.description_zh} |"


def main() -> None:
    """Write the dictionary to its place in docs/."""
    DICTIONARY_PATH.write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
