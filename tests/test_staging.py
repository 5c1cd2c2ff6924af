"""One stage over one batch: only what changed is read, and the frames never disagree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.stages import staging
from assets.stages.staging import RAW, REJECTS, refresh
from assets.stages.store import FrameStore, batch_file_name
from assets.stages.workers import POOLED_FROM_REPORTS, ReaderPool, chunked
from warehouse.frames import frame_of, read_raw
from warehouse.rows import reject_row
from warehouse.source_bytes import SourceFile

BATCH = "2023"
Wanted = dict[str, str]


class Desk:
    """A stage that reads files whose content is their key, and remembers what it was asked to read."""

    def __init__(self, folder: Path):
        self.store = FrameStore(folder)
        self.asked: list[str] = []

    def refresh(self, wanted: Wanted) -> staging.StageOutcome:
        self.asked = []

        def read(sources: Sequence[str]) -> Iterator[staging.Frames]:
            self.asked += sources
            for chunk in chunked(sources, 2):
                yield read_raw([_file(source, wanted[source]) for source in chunk])

        return refresh(self.store, RAW, BATCH, wanted, read)

    def texts(self) -> Wanted:
        frame = self.store.read("raw", BATCH)
        assert frame is not None
        return dict(frame.select("source", "raw_text").iter_rows())

    def rejects(self) -> set[str]:
        frame = self.store.read("raw_rejects", BATCH)
        assert frame is not None
        return set(frame["source"])


def _file(source: str, key: str) -> SourceFile:
    """A file whose text is its key; the key `empty` makes it a reject."""
    return SourceFile(source, BATCH, data=b"" if key == "empty" else f"正文{key}".encode(), input_key=key)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_unchanged_files_are_not_read_and_frames_not_written(desk: Desk) -> None:
    desk.refresh({"a": "1", "b": "empty"})
    written = {path: path.stat().st_mtime_ns for path in desk.store.folder.glob("*/*")}
    outcome = desk.refresh({"a": "1", "b": "empty"})
    assert desk.asked == []
    assert (outcome.reports_read, outcome.reports_reused, outcome.reports_rejected) == (0, 2, 1)
    assert {path: path.stat().st_mtime_ns for path in desk.store.folder.glob("*/*")} == written


def test_a_file_that_becomes_readable_leaves_the_rejects(desk: Desk) -> None:
    desk.refresh({"a": "empty"})
    assert desk.rejects() == {"a"}
    desk.refresh({"a": "1"})
    assert (desk.rejects(), desk.texts()) == (set(), {"a": "正文1"})


def test_a_stage_that_died_while_writing_is_done_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.refresh({"a": "1", "b": "1"})

    def die(store: FrameStore, frame: str, batch: str, rows: pl.DataFrame) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(FrameStore, "write", die)
        desk.refresh({"a": "2", "b": "1"})
    desk.refresh({"a": "1", "b": "1"})
    assert desk.asked == ["a", "b"]


def test_a_failure_of_our_own_code_is_tried_again(desk: Desk) -> None:
    origin = {"source": "a", "batch": BATCH, "input_key": "1"}
    reject = reject_row(origin, "internal_error", "程序内部错误", None)
    frames = {"raw": frame_of("raw", []), REJECTS: frame_of(REJECTS, [reject])}
    refresh(desk.store, RAW, BATCH, {"a": "1"}, lambda sources: iter([frames]))
    desk.refresh({"a": "1"})
    assert desk.asked == ["a"]
    assert desk.rejects() == set()


def test_frames_that_break_their_schema_are_not_kept(desk: Desk) -> None:
    desk.refresh({"a": "1"})

    def read(sources: Sequence[str]) -> Iterator[staging.Frames]:
        good = read_raw([_file("b", "1")])
        yield {**good, "raw": good["raw"].with_columns(report_id=pl.lit("not an id"))}

    outcome = refresh(desk.store, RAW, BATCH, {"a": "1", "b": "1"}, read)
    assert "report_id" in outcome.breaches[0]
    assert desk.texts() == {"a": "正文1"}


KEYS = st.sampled_from(["1", "2", "empty"])
CORPORA = st.lists(st.dictionaries(st.sampled_from("abcd"), KEYS, max_size=4), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora=CORPORA)
def test_any_history_leads_to_what_a_first_build_gives(tmp_path_factory: pytest.TempPathFactory, corpora: list[Wanted]):
    kept, anew = Desk(tmp_path_factory.mktemp("kept")), Desk(tmp_path_factory.mktemp("anew"))
    before: Wanted = {}
    for wanted in corpora:
        kept.refresh(wanted)
        assert kept.asked == sorted(source for source, key in wanted.items() if before.get(source) != key)
        before = wanted
    anew.refresh(corpora[-1])
    for frame in ("raw", "raw_rejects"):
        assert kept.store.read(frame, BATCH).equals(anew.store.read(frame, BATCH))


@pytest.mark.parametrize("batch", [".", "2023", "a b", "镇" * 80, "100%"])
def test_every_batch_name_makes_a_file_that_can_be_found(tmp_path: Path, batch: str) -> None:
    store = FrameStore(tmp_path)
    rows = pl.DataFrame({"a": [1]})
    store.write("raw", batch, rows)
    assert store.read("raw", batch).equals(rows)
    assert not batch_file_name(batch).startswith(".")
    assert store.keep_only([batch]) == 0
    assert store.keep_only(["other"]) == 1
    assert store.read("raw", batch) is None


def test_the_pool_keeps_the_order_of_the_chunks(tmp_path: Path) -> None:
    pool = ReaderPool(2, tmp_path / "log")
    numbers = list(range(POOLED_FROM_REPORTS))
    try:
        chunks = pool.cut(numbers)
        assert len(chunks) > pool.workers
        assert [n for part in pool.map(sorted, ((chunk,) for chunk in chunks)) for n in part] == numbers
        assert pool.has_started
    finally:
        pool.close()


def test_few_reports_start_no_process_until_many_were_read(tmp_path: Path) -> None:
    pool = ReaderPool(2, tmp_path / "log")
    assert list(pool.map(sorted, ((chunk,) for chunk in pool.cut([2, 1])))) == [[2], [1]]
    assert not pool.has_started
    try:
        for _ in range(POOLED_FROM_REPORTS):
            list(pool.map(sorted, ((chunk,) for chunk in pool.cut([2, 1]))))
        assert pool.has_started
    finally:
        pool.close()
