"""A reading process whose readers do what libraries do on bad days: loop, ask for all memory, crash, start programs.

Belongs here: the readers, chosen by the first word of a file. Does not belong here: what must become of them
(`test_guarded.py`).
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from pipelines.formats import read, reading_process
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings


def _loop() -> str:
    while True:
        pass


def _loop_in_c() -> str:
    """Holds the interpreter's lock all the while, so that no thread and no signal handler of Python's runs."""
    return str(re.match(r"(a+)+$", "a" * 60 + "b"))


def _hoard() -> str:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def _crash() -> str:
    os.abort()


def _leave() -> str:
    os._exit(0)


def _bug() -> str:
    return {"known": "word"}["unknown word"]


def _refuse() -> str:
    raise Unreadable("needs_ocr", "这是扫描件，请先做文字识别")


def _print() -> str:
    print("libraries print warnings")
    os.write(2, b"and C libraries too\n")
    return "printed"


def _fetch() -> str:
    try:
        socket.create_connection(("127.0.0.1", 9))
    except PermissionError as refused:
        return str(refused)
    return "a connection was tried"


def _talk() -> str:
    return "字" * 2_000


def _start_a_program(group: int | None = None) -> str:
    """Starts one that would run for an hour, and tells its process id. `group` 0: in a group of its own."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], process_group=group)
    return str(child.pid)


BEHAVIOURS: dict[str, Callable[[], str]] = {
    "loop": _loop,
    "loop_in_c": _loop_in_c,
    "hoard": _hoard,
    "crash": _crash,
    "leave": _leave,
    "bug": _bug,
    "refuse": _refuse,
    "print": _print,
    "fetch": _fetch,
    "talk": _talk,
    "program": _start_a_program,
    "program of its own": partial(_start_a_program, 0),
    "behave": lambda: "调解36件",
}


def document(behaviour: str) -> bytes:
    """A file that a reader answers with a behaviour."""
    return f"PK {behaviour}".encode()


def serve() -> None:
    """What the reading process runs in place of `reading_process.serve`."""
    read.FORMATS = tuple(
        read.Format(name, (), partial(_is, name), partial(_read, behave)) for name, behave in BEHAVIOURS.items()
    )
    reading_process.serve()


def _is(name: str, data: bytes) -> bool:
    return data == document(name)


def _read(behave: Callable[[], str], data: bytes, settings: Settings) -> TextLayer:
    return TextLayer(behave(), "utf-8", "test")
