"""A manifest written from what was read changes nothing until it is corrected, and then only what was corrected."""

from __future__ import annotations

import codecs
import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from building import all_tables, build, copy_built, report_text, reports_read, rows, write_report
from click.testing import CliRunner, Result

from assets.commands.cli import main


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus and its warehouse: reports in folders and an archive, names that try a spreadsheet, refused files."""
    folder = tmp_path_factory.mktemp("built")
    corpus = folder / "corpus"
    write_report(corpus, "青石镇", 2022, 36)
    write_report(corpus, "青石镇", 2023, 40)
    write_report(corpus, "白河乡", 2023, 9).rename(corpus / "2023" / '=1+1,"白河".txt')
    write_report(corpus, "双塔镇", 2023, 5, batch=".")
    text = report_text("石桥镇", 2023, 8)
    (corpus / "2023" / "正文.txt").write_text(text.replace("石桥镇", "我镇"), encoding="utf-8")
    (corpus / "2023" / "空.txt").touch()
    with zipfile.ZipFile(corpus / "2022" / "报告.zip", "w") as archive:
        archive.writestr("东岗镇.txt", report_text("东岗镇", 2022, 12))
        archive.writestr("图片.jpg", b"\xff\xd8\xff")
    (corpus / "manifest.csv").write_text("source,county\n2022/青石镇.txt,临江县\n", encoding="utf-8")
    assert build(corpus, folder / "w.duckdb").is_published
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A corpus and its warehouse of one's own to change."""
    return copy_built(built, tmp_path)


def manifest(corpus: Path, warehouse: Path, *options: object) -> Result:
    return CliRunner().invoke(main, ["manifest", str(corpus), "--warehouse", str(warehouse), *map(str, options)])


def cells(file: Path) -> list[dict[str, str]]:
    data = file.read_bytes()
    text = data.decode("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "gb18030")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def correct(file: Path, source: str, **changes: str) -> None:
    """What a clerk does in a spreadsheet, which saves in its own charset."""
    lines = cells(file)
    (line,) = [line for line in lines if line["文件"] == source]
    line.update(changes)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    file.write_bytes(text.getvalue().encode("gb18030"))


def test_a_draft_lists_every_file_with_how_sure_it_is(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    said = manifest(corpus, warehouse, "--force")
    assert said.exit_code == 0, said.output
    assert "8 个文件" in said.output
    lines = {line["文件"]: line for line in cells(corpus / "manifest.csv")}
    assert sorted(lines) == [
        "2022/报告.zip/东岗镇.txt",
        "2022/报告.zip/图片.jpg",
        "2022/青石镇.txt",
        '2023/=1+1,"白河".txt',
        "2023/正文.txt",
        "2023/空.txt",
        "2023/青石镇.txt",
        "双塔镇.txt",
    ]
    shown = {
        source: (line["地方"], line["年度"], line["地方依据"], line["年度依据"], line["读取情况"])
        for source, line in lines.items()
    }
    assert shown["2022/报告.zip/东岗镇.txt"] == ("东岗镇", "2022", "原文", "标题", "已载入")
    assert shown["2022/报告.zip/图片.jpg"] == ("", "", "不明", "不明", "未载入：unsupported_format")
    assert shown["2023/正文.txt"][0::2] == ("", "不明", "已载入")
    assert lines["2022/青石镇.txt"]["县"] == "临江县"


def test_only_what_was_corrected_counts(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    assert manifest(corpus, warehouse, "--force").exit_code == 0
    correct(corpus / "manifest.csv", "2023/正文.txt", 地方="石桥镇")
    correct(corpus / "manifest.csv", "双塔镇.txt", 年度="2021")
    report = build(corpus, warehouse)
    assert reports_read(report)["normalized_reports"] == 2
    query = """
        select source, p.name, r.year, r.year_basis
        from reports as r join places as p using (place_id)
        where source in ('2023/正文.txt', '双塔镇.txt')
        order by source
    """
    assert rows(warehouse, query) == [
        ("2023/正文.txt", "石桥镇", 2023, "title"),
        ("双塔镇.txt", "双塔镇", 2021, "manifest"),
    ]


def test_a_draft_that_nobody_touched_changes_nothing_and_what_was_stated_before_stays_stated(
    copied: tuple[Path, Path],
) -> None:
    corpus, warehouse = copied
    (corpus / "manifest.csv").write_text("文件,地方,年度\n2023/正文.txt,石桥镇,2021\n", encoding="gb18030")
    build(corpus, warehouse)
    before = all_tables(warehouse)
    assert manifest(corpus, warehouse, "--force").exit_code == 0
    (line,) = [line for line in cells(corpus / "manifest.csv") if line["文件"] == "2023/正文.txt"]
    assert (line["地方"], line["年度"], line["地方依据"], line["年度依据"]) == ("石桥镇", "2021", "清单", "清单")
    assert set(reports_read(build(corpus, warehouse)).values()) == {0}
    assert all_tables(warehouse) == before


def test_a_manifest_is_not_replaced_unasked(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    before = (corpus / "manifest.csv").read_bytes()
    refused = manifest(corpus, warehouse)
    assert refused.exit_code == 1
    assert "已存在：加 --force 替换；已填写的内容会保留" in refused.stderr
    assert (corpus / "manifest.csv").read_bytes() == before
    assert manifest(corpus, warehouse, "--out", corpus.parent / "清单.csv").exit_code == 0


def test_a_file_that_came_after_the_build_is_listed_as_not_read(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    shutil.copy(corpus / "双塔镇.txt", corpus / "新.txt")
    assert manifest(corpus, warehouse, "--force").exit_code == 0
    (line,) = [line for line in cells(corpus / "manifest.csv") if line["文件"] == "新.txt"]
    assert (line["读取情况"], line["地方"]) == ("尚未读取（请先运行 fazhi build）", "")


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    write_report(tmp_path / "corpus", "青石镇", 2022, 36)
    refused = manifest(tmp_path / "corpus", tmp_path / "w.duckdb")
    assert (refused.exit_code, "请先运行 fazhi build" in refused.stderr) == (1, True)
