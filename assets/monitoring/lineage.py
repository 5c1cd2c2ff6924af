"""Where a column comes from, as Dagster takes it and as its pages show it.

Belongs here: the declared lineage asset by asset. Does not belong here: the declaration
(`warehouse/schema/lineage.py`).

Dagster keeps the lineage (metadata `dagster/column_lineage`), hands it out over GraphQL, and draws it in its hosted
edition only: the pages of the open one leave the entry out (looked up in the pages of 1.13). So the same is shown as a
table too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.monitoring.markdown import table
from warehouse.headings import heading
from warehouse.schema.lineage import FRAME, LINEAGE, ORIGINS, origins_of

# The table whose columns an asset shows as its own, then the others that it makes.
TABLES_OF: dict[str, tuple[str, ...]] = {
    "raw_reports": ("frame:raw",),
    "normalized_reports": ("frame:normalized",),
    "report_sections": ("frame:sections",),
    "report_metrics": ("frame:facts",),
    "warehouse_tables": ("facts", "reports", "places"),
    "comparisons": ("year_over_year", "yearly_values"),
}
_ASSET_OF = {name: asset for asset, names in TABLES_OF.items() for name in names}
SEVERAL_BEFORE = "、"


def lineage_metadata(asset: str) -> dict[str, Any]:
    """The definition metadata that tells which columns those of an asset are made of."""
    lineage = column_lineage(asset)
    if not lineage.deps_by_column:
        return {}
    return {"dagster/column_lineage": lineage, "column lineage": dg.MetadataValue.md(lineage_table(asset))}


def column_lineage(asset: str) -> dg.TableColumnLineage:
    """The columns of an asset with those of earlier assets that they are made of."""
    deps: dict[str, list[dg.TableColumnDep]] = {}
    for column in LINEAGE:
        if _asset_of(column) == asset:
            found = _of_earlier_assets(column, asset)
            sources = sorted({(of, _shown_name(source)) for source in found if (of := _asset_of(source))})
            deps[_shown_name(column)] = [dg.TableColumnDep(dg.AssetKey(of), name) for of, name in sources]
    return dg.TableColumnLineage(deps_by_column=deps)


def lineage_table(asset: str) -> str:
    """The columns of the asset's own table: what each is made of at once, and where that first comes up."""
    own = TABLES_OF[asset][0]
    rows = []
    for column in LINEAGE:
        if _table_of(column) == own:
            name = column.rpartition(".")[2]
            at_once = SEVERAL_BEFORE.join(f"`{source.removeprefix(FRAME)}`" for source in LINEAGE[column])
            first = SEVERAL_BEFORE.join(sorted({ORIGINS[origin] for origin in origins_of(column)}))
            rows.append([heading(name, own.removeprefix(FRAME)), f"`{name}`", at_once, first])
    return table(["列", "列名", "直接取自", "最初来自"], rows)


def _of_earlier_assets(column: str, asset: str) -> Iterator[str]:
    """The sources of a column; one in the same asset stands for its own sources."""
    for source in LINEAGE.get(column, ()):
        if _asset_of(source) != asset:
            yield source
        else:
            yield from _of_earlier_assets(source, asset)


def _table_of(column: str) -> str:
    return column.rpartition(".")[0]


def _asset_of(column: str) -> str | None:
    return _ASSET_OF.get(_table_of(column))


def _shown_name(column: str) -> str:
    """The name of a column within its asset: plain in the asset's own table, with the table's name in another."""
    table_name, _, name = column.rpartition(".")
    return name if table_name == TABLES_OF[_ASSET_OF[table_name]][0] else f"{table_name}.{name}"
