"""The process that reads documents one by one, within limits that the kernel holds.

Belongs here: its loop, its limits, what it answers. Does not belong here: starting it and judging its end
(`guarded.py`), how a document is read (`read.py`).
"""

from __future__ import annotations

import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipelines.formats import read
from pipelines.formats.messages import requested, told_failure, told_layer, told_refusal
from pipelines.records import Unreadable
from pipelines.settings import Settings

STARTED = b"started"
TOO_MUCH_MEMORY = "too_much_memory"
#: Events of Python's own libraries that reach beyond this machine. A document that wants that is hostile or ill-made;
#: no reader needs it. Libraries in C do not pass here: their readers are told not to (and a test listens).
_NETWORK_EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"})


def serve() -> None:
    """Read documents from the connection that the first argument names until it is closed."""
    connection = Connection(int(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The kernel ends the process at the limit, whatever code is running, and whether or not anybody is left to ask.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.addaudithook(_refuse_network)
    base_bytes = _address_space_bytes()
    connection.send_bytes(STARTED)
    while True:
        try:
            name, settings = requested(connection.recv_bytes())
            data = connection.recv_bytes()
        except (EOFError, ConnectionError):
            return
        connection.send_bytes(_answer(data, name, settings, base_bytes))


def _answer(data: bytes, name: str, settings: Settings, base_bytes: int) -> bytes:
    _limit_memory(base_bytes + settings.reader_memory_limit_bytes)
    signal.setitimer(signal.ITIMER_REAL, settings.reader_limit_seconds)
    try:
        return told_layer(read.read_layer(data, name, settings))
    except Unreadable as refusal:
        return told_refusal(refusal)
    except MemoryError:
        return told_refusal(Unreadable(TOO_MUCH_MEMORY, ""))
    except Exception:  # a bug of ours: the caller lets it be heard, with this traceback
        return told_failure(traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(limit_bytes: int) -> None:
    """Let no more address space be mapped. Only Linux holds to it; elsewhere the clock alone limits a reader."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (ValueError, OSError):
        pass


def _address_space_bytes() -> int:
    """What this process has mapped before it reads anything: the interpreter and the libraries."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK_EVENTS:
        raise PermissionError(f"readers open no connection ({event})")
