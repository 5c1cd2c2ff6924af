"""A roster beside the reports, from the file to the published tables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from building import build, copy_built, reports_read, rows, workshop, write_report
from click.testing import CliRunner

from assets.commands.cli import main
from assets.corpus.manifest import read_manifest
from assets.corpus.roster import read_roster
from assets.errors import CorpusError
from assets.publishing.freshness import is_up_to_date

STAGES = ("raw_reports", "normalized_reports", "report_sections", "report_metrics")
COVERAGE = "select name, year, status, expected from coverage join places using (place_id) order by all"


def put_roster(corpus: Path, *lines: str) -> None:
    text = "\r\n".join(("名称,县,省,行政区划代码,起始年度,终止年度", *lines)) + "\r\n"
    (corpus / "roster.csv").write_text(text, encoding="gb18030", newline="")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports without a roster, built once."""
    folder = tmp_path_factory.mktemp("built")
    write_report(folder / "corpus", "青石镇", 2022, 36)
    write_report(folder / "corpus", "青石镇", 2023, 40)
    write_report(folder / "corpus", "白河乡", 2023, 9)
    build(folder / "corpus", folder / "w.duckdb")
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A corpus and its warehouse of one's own to change."""
    return copy_built(built, tmp_path)


@pytest.fixture(scope="module")
def with_roster(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same reports with a roster that names one place more, built once, without reading a report."""
    folder = tmp_path_factory.mktemp("with_roster")
    corpus, warehouse = copy_built(built, folder)
    put_roster(corpus, "青石镇,临江县,甘肃省,620102101000,,", "白河乡,临江县,甘肃省,,,", "柳林镇,临江县,甘肃省,,2023,")
    report = build(corpus, warehouse)
    assert report.is_published
    assert reports_read(report) == dict.fromkeys(STAGES, 0)
    return folder


def test_a_roster_is_published_and_then_nothing_is_left_to_do(built: Path, with_roster: Path) -> None:
    corpus, warehouse = with_roster / "corpus", with_roster / "w.duckdb"
    assert rows(built / "w.duckdb", COVERAGE) == [
        ("白河乡", 2022, "none", None),
        ("白河乡", 2023, "report", None),
        ("青石镇", 2022, "report", None),
        ("青石镇", 2023, "report", None),
    ]
    assert rows(warehouse, COVERAGE) == [
        ("柳林镇", 2022, "none", False),
        ("柳林镇", 2023, "expected", True),
        ("白河乡", 2022, "expected", True),
        ("白河乡", 2023, "report", True),
        ("青石镇", 2022, "report", True),
        ("青石镇", 2023, "report", True),
    ]
    assert rows(warehouse, "select name, county, division_code from places order by all") == [
        ("柳林镇", "临江县", None),
        ("白河乡", "临江县", None),
        ("青石镇", "临江县", "620102101"),
    ]
    before = warehouse.stat()
    assert not build(corpus, warehouse).is_published
    assert warehouse.stat().st_ino == before.st_ino


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_change_of_the_roster_is_a_new_build_and_a_touch_is_none(
    with_roster: Path, tmp_path: Path, change: str
) -> None:
    corpus, warehouse = copy_built(with_roster, tmp_path)
    assert rows(warehouse, "select count(*) from places where name = '柳林镇'") == [(1,)]
    os.utime(corpus / "roster.csv")
    assert not build(corpus, warehouse).is_published
    settings = workshop(corpus, warehouse)
    if change == "gone":
        (corpus / "roster.csv").unlink()
    else:
        put_roster(corpus, "青石镇,,,,2023,")
    listing = settings.listing()
    known = read_manifest(listing.manifest), read_roster(listing.roster)
    assert not is_up_to_date(settings, listing, *known)
    report = build(corpus, warehouse)
    assert report.is_published
    assert reports_read(report) == dict.fromkeys(STAGES, 0)
    assert rows(warehouse, "select count(*) from places where name = '柳林镇'") == [(0,)]
    assert is_up_to_date(settings, listing, *known)


def test_an_error_of_the_roster_is_one_line_and_leaves_the_warehouse(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    before = warehouse.stat()
    put_roster(corpus, "青石镇,临江县,,620102,,")
    with pytest.raises(CorpusError, match="第2行：行政区划代码“620102”只有6位"):
        build(corpus, warehouse)
    answer = CliRunner().invoke(main, ["build", str(corpus), "--warehouse", str(warehouse)])
    assert answer.exit_code == 1
    assert "roster.csv" in answer.output and "Traceback" not in answer.output
    assert warehouse.stat().st_ino == before.st_ino


def test_the_manifest_tells_whose_an_unreadable_file_is_and_the_command_what_is_missing(
    copied: tuple[Path, Path],
) -> None:
    corpus, warehouse = copied
    (corpus / "2022" / "白河乡.txt").write_bytes(b"")
    (corpus / "2022" / "白河乡.jpg").write_bytes(b"\xff\xd8\xff")
    put_roster(corpus, "青石镇,,,,,", "白河乡,,,,,")
    answer = CliRunner().invoke(main, ["build", str(corpus), "--warehouse", str(warehouse)])
    assert "名册应有报告 4 份：缺 1 份，有文件而未载入 0 份" in answer.output
    refused = (
        "select status, refused_source, refused_reason from coverage where place_id like '%白河乡' and year = 2022"
    )
    assert rows(warehouse, refused) == [("expected", None, None)]
    lines = ("source,place,year", "2022/白河乡.txt,白河乡,2022", "2022/白河乡.jpg,白河乡,2022")
    (corpus / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    assert reports_read(build(corpus, warehouse)) == dict.fromkeys(STAGES, 0)
    assert rows(warehouse, refused) == [("refused", "2022/白河乡.jpg", "unsupported_format")]
