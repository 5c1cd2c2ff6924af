"""The Dagster instance of a warehouse: its databases during a run and after it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from assets.layout import Layout
from assets.runs.instance import databases_held, opened_instance
from assets.stages.partitions import PARTITIONS_NAME


def logs_beside(layout: Layout) -> set[str]:
    """Databases whose log SQLite has not yet brought into them."""
    return {file.name.removesuffix("-wal") for file in layout.dagster_home.rglob("*.db-wal")}


@pytest.mark.usefixtures("as_dagster_does")
def test_databases_stay_open_for_the_length_of_a_run_and_no_longer(tmp_path: Path) -> None:
    layout, run_id = Layout(tmp_path / "w.duckdb"), str(uuid4())
    with opened_instance(layout) as instance:
        instance.add_dynamic_partitions(PARTITIONS_NAME, ["2022"])
        assert logs_beside(layout) == set(), "a database is held without need"
        with databases_held(layout, instance, run_id):
            instance.add_dynamic_partitions(PARTITIONS_NAME, ["2023"])
            assert logs_beside(layout) == {"runs.db", "index.db", f"{run_id}.db"}
        assert logs_beside(layout) == set()
        assert instance.get_dynamic_partitions(PARTITIONS_NAME) == ["2022", "2023"]
