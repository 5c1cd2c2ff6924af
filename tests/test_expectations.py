"""quality.yaml: what it may say, what it overrides, and one line for each way of getting it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.corpus.listing import list_corpus
from assets.corpus.quality_file import read_quality
from assets.errors import CorpusError
from warehouse.expectations import (
    CHANGES,
    MEASURES,
    BadExpectations,
    ChangeLimit,
    ExpectedBatch,
    default_expectations,
    parse_expectations,
)

DEFAULTS = default_expectations()


def test_the_project_holds_every_measure_and_change_to_something_and_says_why() -> None:
    assert set(DEFAULTS.measures) == set(MEASURES)
    assert set(DEFAULTS.changes) == set(CHANGES)
    for said in (*DEFAULTS.measures.values(), *DEFAULTS.changes.values()):
        assert len(said.why) > 40
    assert all(bound.floor is not None or bound.ceiling is not None for bound in DEFAULTS.measures.values())


def test_a_corpus_overrides_what_it_names_and_nothing_else() -> None:
    own = parse_expectations(
        """
measures:
  facts_a_report: {floor: 20, batch_floor: none, blocks: true, why: 本县报告均在 30 条以上}
batches:
  "2023": {reports: 37, why: 名册 37 个单位}
changes:
  rows_lost: {limit: 0.02, why: 语料已定型}
""",
        DEFAULTS,
    )
    bound = own.measures["facts_a_report"]
    assert (bound.floor, bound.batch_floor, bound.blocks) == (20, None, True)
    assert own.batches == {"2023": ExpectedBatch(37, False, "名册 37 个单位")}
    assert own.changes["rows_lost"] == ChangeLimit(0.02, DEFAULTS.changes["rows_lost"].at_least, "语料已定型")
    assert own.measures["rejects_share"] == DEFAULTS.measures["rejects_share"]
    assert own.changes["values_changed"] == DEFAULTS.changes["values_changed"]


@pytest.mark.parametrize("empty", ["", "# nothing yet\n", "measures:\nbatches:\n"])
def test_an_empty_file_changes_nothing(empty: str) -> None:
    assert parse_expectations(empty, DEFAULTS) == DEFAULTS


# (text, what the one line must say)
REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "an unknown section": ("measure:\n", ("第1行", "measure", "measures")),
    "an unknown measure": ("measures:\n  fact_a_report: {floor: 1, why: x}\n", ("第2行", "是不是 facts_a_report")),
    "an unknown key": ("measures:\n  reports: {flor: 1, why: x}\n", ("第2行", "是不是 floor")),
    "an unknown change": ("changes:\n  rows: {limit: 0, why: x}\n", ("第2行", "rows")),
    "no reason": ("measures:\n  reports: {floor: 1}\n", ("第2行", "why")),
    "an empty reason": ("measures:\n  reports: {floor: 1, why: ''}\n", ("第2行", "why")),
    "words for a number": ("measures:\n  reports: {floor: 三十, why: x}\n", ("第2行", "三十", "不是数字")),
    "a negative number": ("measures:\n  reports: {floor: -1, why: x}\n", ("第2行", "-1")),
    "not a number at all": ("measures:\n  reports: {floor: .nan, why: x}\n", ("第2行", "不是数字")),
    "a percentage for a share": ("measures:\n  rejects_share: {ceiling: 15, why: x}\n", ("第2行", "0 到 1")),
    "a floor above the ceiling": ("measures:\n  reports: {floor: 9, ceiling: 3, why: x}\n", ("第2行", "大于")),
    "a word for true": ("measures:\n  reports: {blocks: maybe, why: x}\n", ("第2行", "true")),
    "half a report": ("batches:\n  a: {reports: 1.5, why: x}\n", ("第2行", "不是整数")),
    "a batch without a number": ("batches:\n  a: {why: x}\n", ("第2行", "reports")),
    "a list": ("- measures\n", ("第1行",)),
    "a value for a mapping": ("measures:\n  reports: 5\n", ("第2行",)),
    "no YAML": ("measures: {reports: [}\n", ("第1行",)),
    "said twice": ("measures:\n  reports: {floor: 1, why: x}\n  reports: {floor: 2, why: x}\n", ("第3行",)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_in_one_line(case: str) -> None:
    text, said = REFUSED[case]
    with pytest.raises(BadExpectations) as caught:
        parse_expectations(text, DEFAULTS)
    told = str(caught.value)
    assert all(word in told for word in said), told
    assert "\n" not in told


def test_the_file_lies_beside_the_reports_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("报告", encoding="utf-8")
    without = list_corpus(tmp_path)
    (tmp_path / "quality.yaml").write_text("", encoding="utf-8")
    listing = list_corpus(tmp_path)
    assert [file.source for file in listing.files] == ["a.txt"] and not listing.rejects
    assert listing.quality == tmp_path / "quality.yaml" and without.quality is None
    assert listing.digest() != without.digest()


def test_its_hash_follows_its_words(tmp_path: Path) -> None:
    file = tmp_path / "quality.yaml"
    digests = {read_quality(None).digest}
    for text in ("", "measures:\n  reports: {floor: 2, why: x}\n"):
        file.write_text(text, encoding="utf-8")
        digests.add(read_quality(file).digest)
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"measures:\n  x: 1\n", "第2行"), ("why: 名册".encode("gb18030"), "UTF-8")],
    ids=["a bad entry", "another encoding"],
)
def test_an_error_names_the_file(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "quality.yaml"
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=said) as caught:
        read_quality(file)
    assert str(file) in str(caught.value)
