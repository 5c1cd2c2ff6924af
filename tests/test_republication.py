"""Republications through the stages and into the file: across batches, scripts and places, and what was corrected."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from edition_cases import PROSE
from small_corpus import BUILD, report_text, stage_frames

from pipelines.corpus.places import PlaceMention, resolve_places
from pipelines.figures.registry import load_registry
from pipelines.records import ManifestRow
from warehouse.checks import run_checks
from warehouse.load import build_file
from warehouse.republication import find_republications

FIRST = report_text("青山镇", 2024, 41, meetings=3).replace("二、存在", f"{PROSE}\n二、存在")
CORRECTED = FIRST.replace("纠纷41件", "纠纷47件").replace("2025年1月15日", "2025年3月20日")
TRADITIONAL = str.maketrans(
    "报设导动话会党时现组织机关级纷导团结应务实际", "報設導動話會黨時現組織機關級紛導團結應務實際"
)
ORIGINAL = "2024/青山镇.txt"


def rows(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


def built(folder: Path, files: dict[str, str], manifest: tuple[ManifestRow, ...] = ()) -> Path:
    path = folder / "file.duckdb"
    frames = stage_frames({source: text.encode() for source, text in files.items()}, manifest)
    build_file(path, frames, load_registry(), BUILD)
    return path


MARKED = """select copy.source, kept.source, copy.duplicate_similarity from reports as copy
    join reports as kept on kept.report_id = copy.duplicate_of order by copy.source"""

COPIES = {
    "another batch, another title": ("转载/2.txt", "2024年青山镇法治政府建设情况报告\n" + FIRST.split("\n", 1)[1]),
    "the other script": ("繁体/2.txt", FIRST.translate(TRADITIONAL)),
    "the page around it": ("网页/2.txt", "网站首页\n" + FIRST + "\n【打印】【关闭】\n浏览次数：1283"),
    "small edits": ("2024/2.txt", FIRST.replace("较为单一", "还比较单一").replace("有待提高", "仍待提高")),
}
PLACES = ("东岗镇", "双塔镇", "清平镇", "云溪镇")


@pytest.fixture(scope="module")
def of_copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of all COPIES with their originals, each case under the name of another place."""
    files = {}
    for place, (source, text) in zip(PLACES, COPIES.values(), strict=True):
        files[f"{place}/{ORIGINAL}"] = FIRST.replace("青山镇", place)
        files[f"{place}/{source}"] = text.replace("青山镇", place)
    return built(tmp_path_factory.mktemp("copies"), files)


@pytest.mark.parametrize(("place", "case"), list(zip(PLACES, COPIES, strict=True)))
def test_a_copy_is_marked_with_its_similarity(of_copies: Path, place: str, case: str) -> None:
    marked = [row for row in rows(of_copies, MARKED) if row[0].startswith(place) or row[1].startswith(place)]
    ((copy, kept, share),) = marked
    assert {copy, kept} == {f"{place}/{ORIGINAL}", f"{place}/{COPIES[case][0]}"}
    assert 0.9 < share <= 1
    assert rows(of_copies, "select count(*) from yearly_values where conflict") == [(0,)]


def test_a_correction_supersedes_and_is_found_with_both_figures(tmp_path: Path) -> None:
    path = built(tmp_path, {ORIGINAL: FIRST, "更正/2.txt": CORRECTED})
    assert [row[:2] for row in rows(path, MARKED)] == [(ORIGINAL, "更正/2.txt")]
    found = rows(
        path,
        """select severity, expected, found, message,
          substr(own.raw_text, f.raw_start + 1, f.raw_end - f.raw_start),
          substr(other.raw_text, f.other_start + 1, f.other_end - f.other_start)
        from findings as f join report_texts as own using (report_id)
        join report_texts as other on other.report_id = f.other_report_id where kind = 'corrected_edition'""",
    )
    assert [row[:3] + row[4:] for row in found] == [("info", "47", "41", "47", "41")]
    assert "由41改为47" in found[0][3] and ORIGINAL in found[0][3]
    assert rows(path, "select value from yearly_values where metric_id = 'disputes.mediated' and category = ''") == [
        (47,)
    ]


def test_a_copy_that_names_no_county_joins_the_place_it_repeats(tmp_path: Path) -> None:
    known = [ManifestRow(source=ORIGINAL, county="清平县"), ManifestRow(source="2024/b.txt", county="丰源县")]
    other = FIRST.replace("纠纷41件", "纠纷63件").replace("班子会前学法12次", "班子会前学法9次").replace("3场", "8场")
    files = {ORIGINAL: FIRST, "2024/b.txt": other.replace("28批56", "31批70"), "转载/2.txt": "转载\n" + FIRST}
    path = built(tmp_path, files, tuple(known))
    assert [row[:2] for row in rows(path, MARKED)] == [("转载/2.txt", ORIGINAL)]
    assert [check for check in run_checks(path) if check.blocking and not check.passed] == []


def test_texts_are_told_by_signatures_alone_where_nothing_is_alike() -> None:
    frames = stage_frames({ORIGINAL: FIRST.encode(), "2024/b.txt": FIRST.replace("青山镇", "柳河乡").encode()})
    reports = frames["normalized"].with_columns(place_id=pl.col("place_name"))
    places = resolve_places(PlaceMention(row["report_id"], row["place_name"]) for row in reports.iter_rows(named=True))
    unread = reports.with_columns(text=pl.lit(None, dtype=pl.String))
    assert find_republications(unread, places).duplicates.is_empty()
