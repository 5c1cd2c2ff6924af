"""The published file opened by the oldest client it is promised to: DuckDB 1.4, in an environment of its own.

    make older-client          builds the sample corpus, sets up that environment, and runs this there

Belongs here: what a client of that version must be able to do with the file: read every table and view, their comments,
and run the queries of the documents. Does not belong here: anything of the project; only duckdb is installed there.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from pathlib import Path

import duckdb

DOCS = Path(__file__).resolve().parent.parent / "docs"
SQL_BLOCK = re.compile(r"```sql\n(.*?)```", re.S)


def main(warehouse: Path) -> int:
    """Read everything; the exit status is the number of things that could not be read, at most 1."""
    con = duckdb.connect(str(warehouse), read_only=True)
    print(f"DuckDB {duckdb.__version__} opens {warehouse}")
    faults = [fault for name in relations(con) if (fault := of_relation(con, name))]
    queries = [
        (path.name, sql) for path in sorted(DOCS.glob("*.md")) for sql in SQL_BLOCK.findall(path.read_text("utf-8"))
    ]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # some write files that others read
        faults += [fault for name, sql in queries if (fault := of_query(con, name, sql))]
    print(f"{len(relations(con))} tables and views, {len(queries)} queries of docs/: {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return int(bool(faults))


def relations(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of all tables and views."""
    return [name for (name,) in con.execute("select table_name from information_schema.tables order by 1").fetchall()]


def of_relation(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What is wrong with a table or view; None where all its rows can be read and each column has a comment."""
    try:
        con.execute(f'create or replace temp table read_whole as select * from "{name}"')
    except duckdb.Error as error:
        return f"{name}: {error}"
    bare = con.execute(
        "select column_name from duckdb_columns() where table_name = ? and comment is null and not internal", [name]
    ).fetchall()
    return f"{name}: no comment on {', '.join(column for (column,) in bare)}" if bare else None


def of_query(con: duckdb.DuckDBPyConnection, document: str, sql: str) -> str | None:
    """What is wrong with a query of the documents; None where it runs. What it writes lands in the current folder."""
    try:
        con.execute(sql).fetchall()
    except duckdb.Error as error:
        return f"{document}: {sql.strip().splitlines()[0]}: {error}"
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
