"""A small warehouse file for the tests of the export, with what exports trip over.

Belongs here: rows and helpers that several test files need. Does not belong here: an expectation.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from click.testing import CliRunner, Result
from warehouse_cases import EVENTS, FINES, HALF_YEAR, PETITIONS, RATE, REGISTRY, Row, claim, compared, fact, report

from assets.commands.cli import main
from warehouse.assemble import registry_tables
from warehouse.ddl import create_tables
from warehouse.load import insert_tables

FIRST = report("甲县/东镇", 2022, title="东镇2022年报告")
SECOND = report("甲县/东镇", 2023, title="东镇2023年报告", covers_until=HALF_YEAR.replace(year=2023))
THIRD = report("甲县/东镇", 2024)
OTHER = report("甲县/西乡", 2024)
TWIN = report("乙县/东镇", 2024)
NOBODY = report(None, None)

FACTS: list[Row] = [
    *(fact(FIRST, 36.0), fact(SECOND, 30.0, qualifier="over"), fact(THIRD, 42.0), fact(OTHER, 8.0)),
    *(fact(FIRST, 862_700.0, FINES), fact(SECOND, 900_000.0, FINES)),
    *(fact(FIRST, 97.3, RATE), fact(SECOND, 98.6, RATE), fact(TWIN, 100.0, RATE)),
    *(fact(FIRST, 23.0, PETITIONS, measure_word="批"), fact(SECOND, 31.0, PETITIONS, measure_word="件")),
    *(
        fact(FIRST, 12.0, EVENTS, evidence="普法" * 100),
        fact(FIRST, 5.0, category="化解"),
        fact(THIRD, 3.0, category="化解"),
    ),
    *(fact(OTHER, 60.0, role="target", raw_start=9000), fact(NOBODY, 7.0)),
]


def write_warehouse(file: Path) -> Path:
    """The warehouse file; 东镇 is the name of two places."""
    with duckdb.connect(str(file)) as con:
        create_tables(con)
        insert_tables(con, registry_tables(REGISTRY))
        claims = [claim(SECOND, -50.0, "percent", fact_id=FACTS[1]["fact_id"])]
        compared(con, [FIRST, SECOND, THIRD, OTHER, TWIN, NOBODY], FACTS, claims)
        con.execute(
            "update places set name = split_part(place_id, '/', 2), county = '甲县', city = '一市', province = '某省'"
        )
        con.execute("update places set county = '乙县' where place_id like '乙县%'")
        con.execute("update places set aliases = ['西苗族乡'] where name = '西乡'")
        con.execute(
            "insert into builds (build_id, built_at, code_version, registry_version, corpus_hash, counts)"
            " values ('b1', timestamp '2026-11-22 00:00:00', 'code', 'registry', 'corpus', '{}')"
        )
        con.execute("create view wide as select report_id, metric_id, value from facts")
        con.execute("comment on view wide is 'A view / 一个视图'")
    return file


def run(warehouse: Path, *arguments: object) -> Result:
    """`fazhi export` with these arguments."""
    return CliRunner().invoke(main, ["export", *map(str, arguments), "--warehouse", str(warehouse)])


def names_in(folder: Path) -> set[str]:
    """Everything in a folder, hidden or not."""
    return {path.name for path in folder.iterdir()}
