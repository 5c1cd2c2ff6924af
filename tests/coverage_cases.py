"""Warehouses of reports that were really read, with a roster and a manifest beside them, for the tests of coverage.

Belongs here: making them. Does not belong here: an expectation.
"""

from __future__ import annotations

from functools import cache

import duckdb
from small_corpus import stage_frames
from small_reports import registry

from pipelines.corpus.roster import RosterEntry
from pipelines.records import ManifestRow
from warehouse.arrow import query_frame
from warehouse.assemble import assemble, registry_tables
from warehouse.companions import Companions
from warehouse.ddl import create_tables
from warehouse.load import COMPARISON_SQL, insert_tables, run_sql
from warehouse.schema import TABLES, validate
from warehouse.views import make_views

Warehouse = duckdb.DuckDBPyConnection


def new_warehouse() -> Warehouse:
    """A warehouse in memory that holds nothing but the project's own registry."""
    con = duckdb.connect(":memory:", config={"threads": 1})
    create_tables(con)
    insert_tables(con, registry_tables(registry()))
    make_views(con)
    return con


# What has become of reports, manifest and roster is all that these tests look at: no sums, peers, findings of an audit.
WHAT_IS_THERE = COMPARISON_SQL[: COMPARISON_SQL.index("metric_mentions") + 1]

# One for all tests that look at one corpus at a time: to create it takes a third of a second.
shared_warehouse = cache(new_warehouse)


def covered(
    texts: dict[str, bytes],
    roster: tuple[RosterEntry, ...] = (),
    manifest: tuple[ManifestRow, ...] = (),
    con: Warehouse | None = None,
) -> Warehouse:
    """A warehouse of reports that were really read, in place of what it held; without `con`, the shared one."""
    con = con or shared_warehouse()
    companions = Companions({row.source: row for row in manifest}, roster)
    tables = assemble(stage_frames(texts, manifest), registry(), companions)
    for name in tables:
        con.execute(f"delete from {name}")
    insert_tables(con, {name: validate(TABLES[name], frame) for name, frame in tables.items()})
    run_sql(con, WHAT_IS_THERE)
    for name in ("coverage", "rejects", "roster"):
        validate(TABLES[name], query_frame(con, f"from {name}"))
    return con
