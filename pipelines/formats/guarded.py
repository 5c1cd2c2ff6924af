"""Reading a document in a process of its own, which is ended when it takes too long or too much memory.

Belongs here: starting and ending that process, its limits, and what its end means for the file. Does not belong here:
which formats there are (`read.py`), what the process does (`reading_process.py`), the limits (`settings.py`).

Why: readers of containers are large libraries, partly in C, that meet files from anywhere. One of them may loop, ask
for all memory or crash; only another process can be stopped from outside, and takes nothing with it. Plain text is
decoded here: that is our own code, and linear in the bytes.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from codecs import BOM_UTF8
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socketpair

from pipelines.formats import read
from pipelines.formats.messages import answer_of, request_of
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import DEFAULTS, Settings
from pipelines.text import intake

TOO_SLOW, TOO_MUCH_MEMORY, READER_CRASHED = "too_slow", "too_much_memory", "reader_crashed"

#: Documents that are known by their first bytes, white space and a byte order mark aside: nothing else of them is
#: looked at in this process.
CONTAINER_PREFIXES = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rt")
#: Importing all readers on a busy machine; it counts once, not for the first file.
START_LIMIT_SECONDS = 60.0
#: The process ends itself at the limit; this is for one that can't even do that, and for its answer to arrive.
GRACE_SECONDS = 2.0
#: Characters take up to 4 bytes, what is said about them far less; a longer answer is none of ours.
ANSWER_BYTES_PER_CHARACTER = 8

log = logging.getLogger(__name__)

_PROJECT = Path(__file__).resolve().parent.parent.parent


class ReaderFailed(Exception):
    """A reader raised what it should not: a bug of ours, with the traceback from its process."""


def read_layer(data: bytes, name: str, settings: Settings = DEFAULTS) -> TextLayer:
    """The text layer of a file, as `read.read_layer` gives it, within the limits of `settings`.

    Raises Unreadable, for a document also with reason `too_slow`, `too_much_memory` or `reader_crashed`.
    """
    if len(data) > settings.file_limit_bytes or not is_document(data):
        return intake.decode(data, settings.file_limit_bytes)
    with _lock:
        return _own_process().read(data, name, settings)


def is_document(data: bytes) -> bool:
    """Whether a file is read by a library, and so in the other process."""
    head = data[: read.LEAD_BYTES].removeprefix(BOM_UTF8).lstrip()
    return head.startswith(CONTAINER_PREFIXES) or any(known.is_it(data) for known in read.FORMATS)


def end_process() -> None:
    """End this process's reading process, if it has one; the next document starts another."""
    with _lock:
        if _current is not None and _current.owner == os.getpid():
            _current.end()


def current_process_id() -> int | None:
    """This process's reading process, where one is running: for measuring it."""
    return _current.process_id if _current is not None and _current.owner == os.getpid() else None


class ReadingProcess:
    """A process that reads one document after another; started when first needed, and again after it had to be ended.

    It leads a session of its own, so that what a reader starts (LibreOffice) ends with it. It ends by itself when this
    process is gone: its connection is closed then, and while it reads, a timer of the kernel is running.
    """

    def __init__(self, entry: str = "pipelines.formats.reading_process") -> None:
        """`entry`: the module whose `serve` the process runs."""
        self._boot = f"from {entry} import serve; serve()"
        self.owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    @property
    def process_id(self) -> int | None:
        """The process, where one is running."""
        return self._process.pid if self._process is not None else None

    def read(self, data: bytes, name: str, settings: Settings) -> TextLayer:
        """The text layer of a document; raises Unreadable, or ReaderFailed for a bug of ours."""
        connection = self._started()
        try:
            connection.send_bytes(request_of(name, settings))
            connection.send_bytes(data)
            if not connection.poll(settings.reader_limit_seconds + GRACE_SECONDS):
                raise _too_slow(settings)
            answer = connection.recv_bytes(settings.file_limit_bytes * ANSWER_BYTES_PER_CHARACTER)
        except (EOFError, ConnectionError) as gone:
            raise self._verdict(settings) from gone
        except OSError as too_long:  # the answer is longer than asked for; the rest of it would come next
            self.end()
            raise _too_long(settings) from too_long
        except BaseException:
            # Too slow, or an interrupt: what comes next on this connection belongs to this file.
            self.end()
            raise
        return self._told(answer, settings)

    def end(self) -> None:
        """End the process with all that it started."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            _kill_session(process)

    def _started(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.poll() is None:
            return self._connection
        self.end()
        ours, theirs = socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", self._boot, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={**os.environ, "PYTHONPATH": _import_path()},
                start_new_session=True,
            )
        self._connection = Connection(ours.detach())
        if not self._connection.poll(START_LIMIT_SECONDS):
            self.end()
            raise ReaderFailed("the reading process did not start")
        try:
            self._connection.recv_bytes()
        except EOFError:
            self.end()
            raise ReaderFailed(f"the reading process could not start: {self._boot}") from None
        return self._connection

    def _verdict(self, settings: Settings) -> Unreadable:
        """What it means that the process is gone before it answered."""
        process = self._process
        status = process.wait(GRACE_SECONDS) if process is not None else None
        self.end()
        if status == -signal.SIGALRM:
            return _too_slow(settings)
        log.warning("a reader ended with status %s", status)
        return Unreadable(
            READER_CRASHED,
            "读取程序在这个文件上意外退出，文件可能已损坏；请用 Word、WPS 或浏览器打开后另存为 txt 再放入",
        )

    def _told(self, answer: bytes, settings: Settings) -> TextLayer:
        told = json.loads(answer)
        if "failure" in told:
            raise ReaderFailed(told["failure"])
        layer = answer_of(told)
        if isinstance(layer, Unreadable):
            if layer.reason == TOO_MUCH_MEMORY:
                self.end()  # what it still holds would be counted against the next file
                raise _too_much_memory(settings)
            raise layer
        if len(layer.text) > settings.file_limit_bytes:
            raise _too_long(settings)
        return layer


def _too_long(settings: Settings) -> Unreadable:
    limit = settings.file_limit_bytes
    return Unreadable("too_large", f"其中的文字超过上限 {limit:,} 字，未载入；请拆分文件，或在设置中提高上限")


def _import_path() -> str:
    """Where this process imports from, in absolute paths: the other one starts elsewhere, so that a file among the
    reports is never taken for a module."""
    return os.pathsep.join([str(_PROJECT), *(os.path.abspath(entry) for entry in sys.path if entry)])


def _too_slow(settings: Settings) -> Unreadable:
    return Unreadable(
        TOO_SLOW,
        f"读取超过 {settings.reader_limit_seconds:g} 秒仍未完成，已停止；文件可能已损坏或过于复杂，"
        "请另存为 txt 后再放入，或在设置中提高上限",
    )


def _too_much_memory(settings: Settings) -> Unreadable:
    return Unreadable(
        TOO_MUCH_MEMORY,
        f"读取需要的内存超过上限 {settings.reader_memory_limit_bytes // 1_000_000:,} MB，已停止；"
        "文件可能已损坏或过于复杂，请另存为 txt 后再放入，或在设置中提高上限",
    )


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    """End the process and its group, then the groups that a reader made in its session: theirs are other numbers."""
    _kill_group(process.pid)
    for group in _groups_of_session(process.pid):
        _kill_group(group)
    process.wait()


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it had ended, and nothing that it started is left


def _groups_of_session(session: int) -> set[int]:
    """Groups of all processes of a session, by the system's own list (Linux; elsewhere none is found).

    By the session and not by parents: what a dead process started has lost its parent.
    """
    groups = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # behind the name, which may hold anything: state, parent, group, session
            told = stat.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(told[3]) == session:
            groups.add(int(told[2]))
    return groups - {os.getpgrp()}


_lock = threading.RLock()
_current: ReadingProcess | None = None


def _own_process() -> ReadingProcess:
    """The one reading process of this process; a fork does not share that of its parent."""
    global _current
    with _lock:
        if _current is None or _current.owner != os.getpid():
            _current = ReadingProcess()
        return _current


atexit.register(end_process)
