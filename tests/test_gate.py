"""quality.yaml as the gate of a whole build: what it blocks, what it warns of, what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import build, mediated, rows, write_report

from assets.errors import BuildFailed, CorpusError

BLOCKING = """
batches:
  "2024": {reports: 2, blocks: true, why: 名册有两个单位}
"""
WARNING = """
batches:
  "2024": {reports: 2, why: 名册有两个单位}
changes:
  values_changed: {limit: 0, at_least: 1, why: 数值已经核对}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus of two batches and the warehouse that was published of it."""
    folder = tmp_path_factory.mktemp("gate")
    write_report(folder / "corpus", "青石镇", 2023, 36)
    write_report(folder / "corpus", "青石镇", 2024, 40)
    build(folder / "corpus", folder / "w.duckdb")
    return folder / "corpus", folder / "w.duckdb"


def test_a_blocking_miss_leaves_the_published_file_and_a_warning_does_not(built: tuple[Path, Path]) -> None:
    corpus, warehouse = built
    published = warehouse.read_bytes()
    write_report(corpus, "青石镇", 2024, 44)
    (corpus / "quality.yaml").write_text(BLOCKING, encoding="utf-8")
    with pytest.raises(BuildFailed, match="批次 2024 的报告份数 1，低于下限 2.*怎么办") as caught:
        build(corpus, warehouse)
    assert "\n" not in str(caught.value)
    assert warehouse.read_bytes() == published

    (corpus / "quality.yaml").write_text(WARNING, encoding="utf-8")
    report = build(corpus, warehouse)
    assert report.is_published
    warned = {warning.partition("（")[0]: warning for warning in report.warnings}
    assert set(warned) == {"quality_reports", "since_last_values_changed"}
    assert all("怎么办：" in warning for warning in warned.values())
    assert mediated(warehouse)["青石镇", 2024] == 44
    builds = rows(warehouse, "select build_id, count(*) from build_quality where batch = '' group by all")
    assert len(builds) == 2, "the build that was blocked left no trace, the one before it did"


def test_what_cannot_be_read_is_told_before_anything_is_touched(built: tuple[Path, Path]) -> None:
    corpus, warehouse = built
    (corpus / "quality.yaml").write_text("measures:\n  report: {floor: 1, why: x}\n", encoding="utf-8")
    published = warehouse.read_bytes()
    with pytest.raises(CorpusError, match="quality.yaml 第2行：不认识的度量 report，是不是 reports？"):
        build(corpus, warehouse)
    assert warehouse.read_bytes() == published
