"""The stages over a batch: each file lands somewhere, records survive the frames, one failure loses nobody else."""

from __future__ import annotations

import hashlib
import logging
import pickle
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import CORPUS, corpus_frames, report_text, source_files, stage_frames

from pipelines.figures import extract
from pipelines.figures.registry import load_registry
from pipelines.identity import identify as identity
from pipelines.outline import headings as outline
from pipelines.records import Finding, ManifestRow, Reject
from pipelines.report import read_report
from pipelines.settings import Settings
from pipelines.text import normalize
from warehouse import rows
from warehouse.frames import (
    INTERNAL_ERROR,
    extract_batch,
    frame_of,
    input_key,
    normalize_batch,
    outline_batch,
    read_raw,
)
from warehouse.schema import STAGE_FRAMES, validate
from warehouse.source_bytes import SourceFile

TEXT = report_text("青山镇", 2024)
FILE = SourceFile("2024/青山镇.txt", "2024", TEXT.encode(), input_key="k1")


def reasons(frames: dict[str, pl.DataFrame]) -> dict[str, str]:
    return dict(frames["rejects"].select("source", "reason").iter_rows())


@pytest.mark.parametrize("stage", STAGE_FRAMES)
def test_a_stage_frame_keeps_to_its_declaration(stage: str) -> None:
    validate(STAGE_FRAMES[stage], corpus_frames()[stage])


@pytest.mark.parametrize("stage", STAGE_FRAMES)
def test_a_stage_of_nothing_is_an_empty_frame_that_keeps_to_its_declaration(stage: str) -> None:
    frame = stage_frames({})[stage]
    assert validate(STAGE_FRAMES[stage], frame).is_empty()


def test_every_file_lands_in_the_frames_or_in_the_rejects() -> None:
    frames = corpus_frames()
    read, rejected = set(frames["normalized"]["source"]), set(frames["rejects"]["source"])
    assert read | rejected == set(CORPUS)
    assert not read & rejected
    assert reasons(frames) == {"2024/空.txt": "empty", "2024/通知.txt": "notice"}
    assert set(frames["sections_read"]["source"]) == set(frames["metrics_read"]["source"]) == read


def test_a_raw_row_says_what_the_file_was() -> None:
    (row,) = read_raw([SourceFile("a.txt", ".", TEXT.encode("gb18030"))])["raw"].to_dicts()
    sha256 = hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert (row["sha256"], row["report_id"]) == (sha256, sha256[:16])
    assert (row["encoding"], row["size_bytes"]) == ("gb18030", len(TEXT.encode("gb18030")))
    assert row["raw_text"] == TEXT


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(FILE.data)
    by_path = read_raw([SourceFile(FILE.source, FILE.batch, path=tmp_path / "a.txt", input_key="k1")])
    assert by_path["raw"].equals(read_raw([FILE])["raw"])


def test_a_file_that_cannot_be_read_is_a_reject_and_no_bug(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    frames = read_raw([SourceFile("dangling.txt", ".", path=tmp_path / "dangling.txt"), FILE])
    assert reasons(frames) == {"dangling.txt": "unreadable_file"}
    assert frames["raw"].height == 1


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("法" * 2000, "utf-8")
    settings_of_test = Settings(file_limit_bytes=1000)
    frames = read_raw([SourceFile("big.txt", ".", path=tmp_path / "big.txt")], settings_of_test)
    (row,) = frames["rejects"].to_dicts()
    assert (row["reason"], row["sha256"]) == ("too_large", None)


def test_the_manifest_wins_over_the_text() -> None:
    row = ManifestRow(FILE.source, place="赤水镇", county="某县", year=2021)
    raw = read_raw([FILE])["raw"]
    (told,) = normalize_batch(raw, [row])["normalized"].to_dicts()
    assert (told["place_name"], told["county"], told["year"], told["year_basis"]) == (
        "赤水镇",
        "某县",
        2021,
        "manifest",
    )


def test_input_keys_are_kept_or_given() -> None:
    raw = read_raw([FILE])["raw"]
    assert normalize_batch(raw)["normalized"]["input_key"].to_list() == ["k1"]
    assert normalize_batch(raw, (), {FILE.source: "k2"})["normalized"]["input_key"].to_list() == ["k2"]


@given(st.lists(st.one_of(st.text(), st.integers(), st.none()), max_size=4), st.lists(st.text(), max_size=4))
def test_input_keys_tell_inputs_apart(parts: list, others: list) -> None:
    assert (input_key(*parts) == input_key(*others)) == (parts == others)


# --- records survive the frames ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", CORPUS)
def test_the_stages_over_a_batch_say_what_the_plain_reader_says(source: str) -> None:
    """The oracle reads one report whole, without any frame between the stages."""
    frames = {stage: frame.filter(pl.col("source") == source).to_dicts() for stage, frame in corpus_frames().items()}
    batch, key = source.split("/")[0], f"key of {source}"
    read = read_report(CORPUS[source], source, batch, load_registry())
    if isinstance(read, Reject):
        assert frames["rejects"] == [rows.row_of_reject(read, key)]
        return
    (raw,), (row,) = frames["raw"], frames["normalized"]
    assert (raw["report_id"], raw["sha256"], raw["raw_text"]) == (read.report_id, read.sha256, read.layer.text)
    assert rows.normalized_of(row) == read.normalized
    assert rows.identity_of(row) == read.identity
    assert tuple(rows.heading_of(section) for section in frames["sections"]) == read.sections
    origin = {"source": source, "batch": batch, "input_key": key}
    for stage, expected in rows.extraction_rows(origin, read.report_id, read.extraction).items():
        assert frames[stage] == frame_of(stage, expected).to_dicts()
    assert frames["facts"]


def test_a_batch_does_not_depend_on_its_order_or_neighbours() -> None:
    alone = [stage_frames({source: data}) for source, data in reversed(CORPUS.items())]
    for stage, together in corpus_frames().items():
        joined = pl.concat([frames[stage] for frames in alone])
        assert sorted(map(repr, joined.iter_rows())) == sorted(map(repr, together.iter_rows()))


def test_two_copies_of_a_file_keep_rows_of_their_own() -> None:
    frames = stage_frames({"a/x.txt": TEXT.encode(), "b/y.txt": TEXT.encode()})
    counts = frames["facts"].group_by("source").len().sort("source")
    assert counts["source"].to_list() == ["a/x.txt", "b/y.txt"]
    assert counts["len"].n_unique() == 1
    for stage in STAGE_FRAMES:
        validate(STAGE_FRAMES[stage], frames[stage])


def test_frames_travel_to_worker_processes() -> None:
    work = (read_raw, source_files(CORPUS))
    function, argument = pickle.loads(pickle.dumps(work))
    assert function(argument)["raw"].height == len(CORPUS) - 1


def test_a_finding_keeps_its_id_when_only_its_words_change() -> None:
    finding = Finding("lost_unit", "warning", "缺量词", raw_start=3, raw_end=5)
    reworded = Finding("lost_unit", "info", "此处缺少量词", raw_start=3, raw_end=5)
    elsewhere = Finding("lost_unit", "warning", "缺量词", raw_start=4, raw_end=5)
    assert rows.finding_id_of("r", finding) == rows.finding_id_of("r", reworded)
    assert rows.finding_id_of("r", finding) != rows.finding_id_of("r", elsewhere)
    assert rows.finding_id_of("r", finding) != rows.finding_id_of("s", finding)
    assert len(rows.finding_rows({}, "r", (finding, reworded, elsewhere))) == 2


# --- a failure of our own code ----------------------------------------------------------------------------------------

FAILING = {
    "normalized": (normalize, "normalize"),
    "identity": (identity, "identify"),
    "sections": (outline, "outline"),
    "metrics": (extract, "extract"),
}


@pytest.mark.parametrize("stage", FAILING)
def test_a_bug_on_one_report_is_told_and_loses_no_other(
    stage: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    module, name = FAILING[stage]
    sound = getattr(module, name)

    def buggy(*args: object) -> object:
        if any("41件" in getattr(arg, "text", arg if isinstance(arg, str) else "") for arg in args):
            raise IndexError("our bug")
        return sound(*args)

    monkeypatch.setattr(module, name, buggy)
    with caplog.at_level(logging.ERROR):
        frames = stage_frames(CORPUS)
    (row,) = frames["rejects"].filter(pl.col("reason") == INTERNAL_ERROR).to_dicts()
    assert row["source"] == "2024/青山镇.txt"
    assert "IndexError: our bug" in row["message"]
    assert "our bug" in caplog.text and "Traceback" in caplog.text
    last_stage = {"identity": "normalized", "metrics": "metrics_read"}.get(stage, stage)
    assert "2024/柳河乡.txt" in frames[last_stage]["source"]
    assert row["source"] not in frames[last_stage]["source"]


def test_a_bug_leaves_no_half_of_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*args: object) -> dict:
        raise KeyError("after the ledger, before the facts")

    monkeypatch.setattr(rows, "_fact_row", torn)
    normalized = corpus_frames()["normalized"]
    frames = extract_batch(corpus_frames()["raw"], normalized, corpus_frames()["sections"], load_registry())
    assert frames["numerals"].is_empty()
    assert frames["rejects"].height == normalized.height


def test_the_outline_batch_marks_reports_without_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "outline", lambda text: ())
    frames = outline_batch(corpus_frames()["normalized"])
    assert frames["sections"].is_empty()
    assert frames["sections_read"]["row_count"].to_list() == [0] * corpus_frames()["normalized"].height
