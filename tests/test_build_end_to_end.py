"""What a user does with `fazhi build`: first build, nothing changed, something changed, something broken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from building import all_tables, build, copy_built, mediated, report_text, reports_read, rows, write_report

from assets.corpus import fingerprints
from assets.errors import BuildFailed, CorpusError, TargetError
from assets.layout import Layout
from assets.runs.instance import opened_instance
from assets.stages import workers
from assets.stages.partitions import PARTITIONS_NAME
from pipelines.figures.registry import default_path
from warehouse.publish import BuilderBusy, BuildLock

STAGES = ("raw_reports", "normalized_reports", "report_sections", "report_metrics")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of five reports in three batches, and its warehouse, built once."""
    folder = tmp_path_factory.mktemp("built")
    corpus = folder / "corpus"
    write_report(corpus, "青石镇", 2022, 36)
    write_report(corpus, "青石镇", 2023, 40)
    write_report(corpus, "白河乡", 2022, 11)
    write_report(corpus, "白河乡", 2023, 9)
    write_report(corpus, "双塔镇", 2023, 5, batch=".")
    report = build(corpus, folder / "w.duckdb")
    assert report.is_published
    assert reports_read(report) == dict.fromkeys(STAGES, 5)
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A corpus and its warehouse of one's own to change."""
    return copy_built(built, tmp_path)


def test_a_first_build_compares_years(built: Path) -> None:
    query = """
        select p.name, y.year, y.previous_value, y.value, y.change, y.status
        from year_over_year as y join places as p using (place_id)
        where metric_id = 'disputes.mediated' and category = '' and y.year = 2023
        order by p.name
    """
    assert rows(built / "w.duckdb", query) == [
        ("双塔镇", 2023, None, 5.0, None, "new"),
        ("白河乡", 2023, 11.0, 9.0, -2.0, "compared"),
        ("青石镇", 2023, 36.0, 40.0, 4.0, "compared"),
    ]


def test_files_directly_in_the_folder_are_batch_dot(built: Path) -> None:
    assert rows(built / "w.duckdb", "select source, batch from reports where batch = '.'") == [("双塔镇.txt", ".")]


def test_nothing_changed_reads_nothing_and_publishes_nothing(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    before = warehouse.stat()
    report = build(corpus, warehouse)
    assert not report.is_published
    assert not report.stages
    after = warehouse.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_touched_but_unchanged_is_not_read(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    os.utime(corpus / "2023" / "青石镇.txt")
    assert not build(corpus, warehouse).is_published


def test_one_changed_file_is_the_one_that_is_read_though_it_kept_its_size_and_time(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    file = corpus / "2023" / "青石镇.txt"
    seen = file.stat()
    file.write_text(file.read_text("utf-8").replace("40件", "43件"), encoding="utf-8")
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert file.stat().st_size == seen.st_size
    assert reports_read(build(corpus, warehouse)) == dict.fromkeys(STAGES, 1)
    assert mediated(warehouse)["青石镇", 2023] == 43


def test_rows_of_a_deleted_file_and_of_a_vanished_batch_are_gone(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    (corpus / "双塔镇.txt").unlink()
    shutil.rmtree(corpus / "2022")
    report = build(corpus, warehouse, allow_shrink=True)
    assert reports_read(report) == dict.fromkeys(STAGES, 0)
    assert mediated(warehouse) == {("青石镇", 2023): 40, ("白河乡", 2023): 9}
    assert {path.name for path in (Layout(warehouse).frames_folder).glob("*/*")} == {"batch=2023.parquet"}
    with opened_instance(Layout(warehouse)) as instance:
        assert instance.get_dynamic_partitions(PARTITIONS_NAME) == ["2023"]


def test_a_shrunken_corpus_does_not_replace_the_warehouse_unasked(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    before = all_tables(warehouse)
    shutil.rmtree(corpus / "2022")
    with pytest.raises(BuildFailed, match="--allow-shrink"):
        build(corpus, warehouse)
    assert all_tables(warehouse) == before


def test_an_emptied_corpus_is_published_only_when_asked(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    shutil.rmtree(corpus)
    corpus.mkdir()
    with pytest.raises(CorpusError, match="里没有报告"):
        build(corpus, warehouse)
    assert len(mediated(warehouse)) == 5
    assert build(corpus, warehouse, allow_shrink=True).is_published
    assert rows(warehouse, "select count(*) from reports") == [(0,)]


def test_a_change_of_the_registry_reads_figures_only(copied: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, warehouse = copied
    registry = tmp_path / "metrics.yaml"
    registry.write_text(
        default_path().read_text("utf-8").replace("name: 研究部署法治建设会议", "name: 专题研究法治建设会议"), "utf-8"
    )
    report = build(corpus, warehouse, registry=str(registry))
    assert reports_read(report) == {**dict.fromkeys(STAGES, 0), "report_metrics": 5}
    assert rows(warehouse, "select name from metrics where id = 'leadership.meetings'") == [("专题研究法治建设会议",)]


def test_a_manifest_wins_over_the_text(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    (corpus / "manifest.csv").write_text("source,county,province\n2023/青石镇.txt,临江县,青山省\n", encoding="gb18030")
    report = build(corpus, warehouse)
    assert reports_read(report)["raw_reports"] == 0
    assert reports_read(report)["normalized_reports"] == 1
    assert rows(warehouse, "select name, county, province from places where county is not null") == [
        ("青石镇", "临江县", "青山省")
    ]


def test_two_corpora_with_two_warehouses_do_not_touch_each_other(built: Path, tmp_path: Path) -> None:
    before = all_tables(built / "w.duckdb")
    write_report(tmp_path / "other", "石桥镇", 2023, 77)
    build(tmp_path / "other", tmp_path / "other.duckdb")
    assert mediated(tmp_path / "other.duckdb") == {("石桥镇", 2023): 77}
    assert all_tables(built / "w.duckdb") == before
    assert not build(built / "corpus", built / "w.duckdb").is_published


def test_the_same_corpus_gives_the_same_tables_with_several_workers(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several chunks in one batch, and a pool that does not wait for more reports.
    monkeypatch.setattr(workers, "POOLED_FROM_REPORTS", 1)
    corpus = tmp_path / "corpus"
    shutil.copytree(built / "corpus", corpus)
    for number in range(20):
        write_report(corpus, f"{chr(0x4E00 + number)}溪镇", 2021, number)
    build(corpus, tmp_path / "one.duckdb", workers=1)
    build(corpus, tmp_path / "two.duckdb", workers=2)
    assert all_tables(tmp_path / "one.duckdb") == all_tables(tmp_path / "two.duckdb")
    assert rows(tmp_path / "two.duckdb", "select count(*) from reports") == [(5 + 20,)]


def test_a_damaged_frame_is_made_anew(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    Layout(warehouse).frames_folder.joinpath("facts", "batch=2023.parquet").write_bytes(b"PAR1 torn")
    write_report(corpus, "青石镇", 2022, 37)
    report = build(corpus, warehouse)
    assert reports_read(report) == {**dict.fromkeys(STAGES, 1), "report_metrics": 3}
    assert mediated(warehouse)["白河乡", 2023] == 9


def test_a_failure_of_our_own_code_keeps_the_warehouse_and_is_logged(
    copied: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, warehouse = copied
    before = all_tables(warehouse)
    write_report(corpus, "青石镇", 2023, 45)
    with monkeypatch.context() as failing:
        failing.setattr("pipelines.text.normalize.normalize", lambda raw_text, set_aside: 1 / 0)
        with pytest.raises(BuildFailed, match="no_internal_errors"):
            build(corpus, warehouse)
    assert all_tables(warehouse) == before
    assert "ZeroDivisionError" in Layout(warehouse).error_log.read_text("utf-8")
    # Once the code is mended, the next build reads that report again without a hand.
    assert reports_read(build(corpus, warehouse)) == {**dict.fromkeys(STAGES, 1), "raw_reports": 0}
    assert mediated(warehouse)["青石镇", 2023] == 45


def test_two_builds_at_once_one_says_so_and_ends(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    changed = write_report(corpus, "青石镇", 2023, 42)
    with BuildLock(Layout(warehouse).lock_file), pytest.raises(BuilderBusy, match="另一个构建正在进行"):
        build(corpus, warehouse)
    # The one that was refused has touched nothing, and the lock is free: with the old report back, all is current.
    changed.write_text(report_text("青石镇", 2023, 40), encoding="utf-8")
    assert not build(corpus, warehouse).is_published
    assert mediated(warehouse)["青石镇", 2023] == 40


def test_a_foreign_file_is_not_replaced(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.doc"
    target.write_bytes(b"not a database")
    with pytest.raises(TargetError, match="不是本程序发布的数据库"):
        build(built / "corpus", target)
    assert target.read_bytes() == b"not a database"


def test_a_stale_log_beside_the_warehouse_does_no_harm(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    warehouse.with_name(warehouse.name + ".wal").write_bytes(b"left by a crash")
    build(corpus, warehouse)
    assert len(mediated(warehouse)) == 5


def test_bad_files_become_rejects_and_the_rest_is_loaded(copied: tuple[Path, Path]) -> None:
    corpus, warehouse = copied
    text = report_text("石桥镇", 2023, 8)
    bad = corpus / "bad"
    bad.mkdir()
    (bad / "empty.txt").touch()
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (bad / "half.txt").write_bytes(text.rstrip().encode("gb18030")[:-1])
    (bad / "large.txt").write_text(text * 40, encoding="utf-8")
    (bad / "dangling.txt").symlink_to(bad / "nowhere.txt")
    (bad / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (bad / ".hidden.txt").write_text(text, encoding="utf-8")
    shutil.copy(corpus / "2023" / "青石镇.txt", bad / "copy.txt")
    assert build(corpus, warehouse, file_limit_bytes=20_000).is_published
    reasons = dict(rows(warehouse, "select source, reason from rejects"))
    assert reasons == {
        "bad/empty.txt": "empty",
        "bad/binary.txt": "binary",
        "bad/half.txt": "undecodable",
        "bad/large.txt": "too_large",
        "bad/dangling.txt": "dangling_link",
        "bad/picture.jpg": "unsupported_format",
        "bad/copy.txt": "same_file",
    }
    messages = dict(rows(warehouse, "select source, message from rejects"))
    assert "2023/青石镇.txt" in messages["bad/copy.txt"]
    assert all("\n" not in message for message in messages.values())
    assert len(mediated(warehouse)) == 5


def test_a_file_that_may_not_be_read_is_loaded_once_it_may(
    copied: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, warehouse = copied
    file = write_report(corpus, "石桥镇", 2023, 8)
    sha256_of = fingerprints.sha256_of

    def denied(path: Path) -> str:
        if path == file:
            raise PermissionError(13, "Permission denied")
        return sha256_of(path)

    # Not by chmod: root, as whom tests run in containers, may read every file.
    with monkeypatch.context() as denying:
        denying.setattr(fingerprints, "sha256_of", denied)
        build(corpus, warehouse)
    assert rows(warehouse, "select source, reason from rejects") == [("2023/石桥镇.txt", "unreadable_file")]
    build(corpus, warehouse)
    assert mediated(warehouse)["石桥镇", 2023] == 8
