"""Small corpora of invented townships, and builds of them, for the tests of the whole path.

Belongs here: what several test files need to make a corpus and look into a warehouse. Does not belong here: a test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from assets.resources import Workshop
from assets.runs.builds import BuildReport, run_build
from warehouse.answers import ask
from warehouse.arrow import read_only
from warehouse.history import CARRIED
from warehouse.schema import TABLES

PROJECT = Path(__file__).resolve().parent.parent

# Of the corpus that tests of back-fills, sensors and schedules share; `of_four_batches` in conftest builds it.
BATCHES = ("2020", "2021", "2022", "2023")

REPORT = """{place}{year}年法治政府建设工作报告

{year}年，{place}深入贯彻习近平法治思想，扎实推进法治政府建设。现将有关情况报告如下：

一、健全矛盾纠纷化解体系
全年共调解矛盾纠纷{mediated}件，办理信访件9件。

二、开展法治宣传教育
今年以来，开展法治宣传活动12场次，发放宣传资料3000余份。

三、存在的问题
执法力量还需加强。

四、下一步工作打算
继续推进依法行政，不断提高法治政府建设水平，努力让人民群众在每一件事中感受到公平正义。

{place}人民政府
{next_year}年1月20日
"""


def report_text(place: str, year: int, mediated: int) -> str:
    """A short report of an invented township with one figure that tests can tell."""
    return REPORT.format(place=place, year=year, next_year=year + 1, mediated=mediated)


def write_report(corpus: Path, place: str, year: int, mediated: int, batch: str | None = None) -> Path:
    """Write a report into the folder of its year, or of another batch; returns the file."""
    folder = corpus / (str(year) if batch is None else batch)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{place}.txt"
    file.write_text(report_text(place, year, mediated), encoding="utf-8")
    return file


def workshop(corpus: Path, warehouse: Path, **settings: Any) -> Workshop:
    """Settings of a build in this process; one reading process unless told otherwise."""
    return Workshop(corpus=str(corpus), warehouse=str(warehouse), **{"workers": 1, **settings})


def build(corpus: Path, warehouse: Path, **settings: Any) -> BuildReport:
    """Build in this process, through Dagster."""
    return run_build(workshop(corpus, warehouse, **settings))


def reports_read(report: BuildReport) -> dict[str, int]:
    """How many reports each stage read anew."""
    return {stage: int(counts["reports_read"]) for stage, counts in report.stages.items() if "reports_read" in counts}


def rows(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return ask(warehouse, query).rows


def all_tables(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the warehouse's own history, in the order in which it was written."""
    with read_only(warehouse) as con:
        return {table: con.execute(f"from {table}").fetchall() for table in TABLES if table not in CARRIED}


def mediated(warehouse: Path) -> dict[tuple[str, int], float]:
    """The headline figure of mediated disputes by place and year."""
    query = """
        select p.name, v.year, v.value
        from yearly_values as v join places as p using (place_id)
        where v.metric_id = 'disputes.mediated' and v.category = ''
    """
    return {(place, year): value for place, year, value in rows(warehouse, query)}


def copy_built(folder: Path, into: Path) -> tuple[Path, Path]:
    """A copy of a folder that holds `corpus` and `w.duckdb` with all that lies beside it; returns the two paths."""
    shutil.copytree(folder, into, dirs_exist_ok=True)
    return into / "corpus", into / "w.duckdb"


def fazhi(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own, as the console script does."""
    return subprocess.Popen(
        [sys.executable, "-c", "from assets.commands.cli import main; main()", *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
