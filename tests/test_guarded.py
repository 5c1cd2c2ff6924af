"""Documents are read in a process that no document can make outlive its limits or its parent."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import PROJECT
from misbehaving_readers import document

from assets.stages.workers import POOLED_FROM_REPORTS, ReaderPool
from pipelines.formats import guarded
from pipelines.formats.guarded import ReaderFailed, ReadingProcess
from pipelines.records import Unreadable
from pipelines.settings import Settings
from pipelines.text.intake import decode

# A loop is ended at once, so that the tests are quick; all else has time enough on the busiest machine.
HASTY = Settings(reader_limit_seconds=0.2)
PATIENT = Settings(reader_limit_seconds=60, reader_memory_limit_bytes=200_000_000, file_limit_bytes=1_000)
ENDS_WITHIN_MS = 30_000

UNDER_LIMITS = [
    ("loop", HASTY, "too_slow", "0.2 秒"),
    ("loop_in_c", HASTY, "too_slow", "0.2 秒"),
    ("hoard", PATIENT, "too_much_memory", "200 MB"),
    ("crash", PATIENT, "reader_crashed", "意外退出"),
    ("leave", PATIENT, "reader_crashed", "意外退出"),
    ("refuse", PATIENT, "needs_ocr", "文字识别"),
    ("talk", PATIENT, "too_large", "1,000 字"),
]


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    """A reading process with the readers of `misbehaving_readers`; the pid of each document's process may differ."""
    started = ReadingProcess("misbehaving_readers")
    yield started
    started.end()


@pytest.mark.parametrize(("behaviour", "limits", "reason", "word"), UNDER_LIMITS)
def test_a_reader_that_misbehaves_costs_one_file_and_the_next_is_read(
    process: ReadingProcess, behaviour: str, limits: Settings, reason: str, word: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        process.read(document(behaviour), "a.docx", limits)
    assert (refusal.value.reason, word in refusal.value.message) == (reason, True)
    assert process.read(document("behave"), "b.docx", PATIENT).text == "调解36件"


def test_a_bug_of_ours_is_told_with_its_traceback_and_never_as_a_bad_file(process: ReadingProcess) -> None:
    with pytest.raises(ReaderFailed, match="(?s)Traceback.*_bug.*KeyError: 'unknown word'"):
        process.read(document("bug"), "a.docx", PATIENT)


def test_what_a_library_prints_is_no_answer(process: ReadingProcess) -> None:
    assert process.read(document("print"), "a.docx", PATIENT).text == "printed"


def test_no_connection_is_opened(process: ReadingProcess) -> None:
    assert "readers open no connection" in process.read(document("fetch"), "a.docx", PATIENT).text


def test_one_process_reads_one_document_after_another(process: ReadingProcess) -> None:
    process.read(document("behave"), "a.docx", PATIENT)
    first = process.process_id
    process.read(document("behave"), "b.docx", PATIENT)
    assert process.process_id == first


def has_ended(process_id: int, within_ms: int = ENDS_WITHIN_MS) -> bool:
    """Whether a process is gone within a time; waits for its end and not for a clock."""
    try:
        watched = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        waiting = select.poll()
        waiting.register(watched, select.POLLIN)
        return bool(waiting.poll(within_ms))
    finally:
        os.close(watched)


def test_a_program_that_a_reader_started_ends_with_it() -> None:
    process = ReadingProcess("misbehaving_readers")
    program = int(process.read(document("program"), "a.doc", PATIENT).text)
    reader = process.process_id
    assert reader is not None
    process.end()
    assert (has_ended(program), has_ended(reader)) == (True, True)


READS_FOR_EVER = """
import sys
from pipelines.formats.guarded import ReadingProcess
from misbehaving_readers import document
from pipelines.settings import Settings
process = ReadingProcess("misbehaving_readers")
process.read(document("behave"), "a.docx", Settings())
print(process.process_id, flush=True)
process.read(document(sys.argv[1]), "b.docx", Settings(reader_limit_seconds=0.5)) if sys.argv[1] else input()
"""


@pytest.mark.parametrize("at_work", ["", "loop_in_c"], ids=["waiting", "reading"])
def test_the_process_ends_after_its_parent_was_killed(at_work: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", READS_FOR_EVER, at_work],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        reader = int(parent.stdout.readline())
        watched = os.pidfd_open(reader)
        parent.send_signal(signal.SIGKILL)
    waiting = select.poll()
    waiting.register(watched, select.POLLIN)
    assert waiting.poll(ENDS_WITHIN_MS), "the reader outlived its parent"
    os.close(watched)


def _read_in_worker(data: bytes) -> tuple[int | None, int, str]:
    """Reads a document in a worker process; tells its reader, itself, and what came of it."""
    text = guarded.read_layer(data, "a.docx").text
    return guarded.current_process_id(), os.getpid(), text


def test_each_worker_has_a_reader_of_its_own_that_ends_with_it(tmp_path: Path) -> None:
    pool = ReaderPool(2, tmp_path / "log")
    pool.cut(range(POOLED_FROM_REPORTS))  # enough that workers are started
    documents = [b"PK is no archive", b"PK is none either"]
    found = list(pool.map(_read_in_worker, [(data,) for data in documents]))
    pool.close()
    assert [text.encode() for _, _, text in found] == documents
    assert all(worker != os.getpid() and reader not in (None, worker) for reader, worker, _ in found)
    assert all(has_ended(reader) for reader, _, _ in found if reader is not None)


def test_a_program_in_a_group_of_its_own_ends_too_though_the_reader_was_killed() -> None:
    process = ReadingProcess("misbehaving_readers")
    program = int(process.read(document("program of its own"), "a.doc", PATIENT).text)
    reader = process.process_id
    assert reader is not None
    os.kill(reader, signal.SIGKILL)
    assert has_ended(reader)
    assert process.read(document("behave"), "b.docx", PATIENT).text == "调解36件"
    process.end()
    assert has_ended(program)


@pytest.mark.parametrize("mark", [b"PK\x03\x04", b"%PDF-1.4", b"{\\rtf1 x}"])
@pytest.mark.parametrize("lead", [b"", b" \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_document_is_known_behind_white_space_and_a_mark(mark: bytes, lead: bytes) -> None:
    assert guarded.is_document(lead + mark)


def test_plain_text_is_read_without_a_process() -> None:
    guarded.end_process()
    text = "青石镇2023年调解矛盾纠纷36件。"
    assert guarded.read_layer(text.encode("gb18030"), "a.txt") == decode(text.encode("gb18030"))
    assert guarded.current_process_id() is None
