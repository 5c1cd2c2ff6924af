"""Where the code of the layers below logs during a build: into one file beside the warehouse, for a developer.

Belongs here: which loggers go where, in this process and in the workers. Does not belong here: what a clerk reads
(`commands/console.py`), what Dagster keeps of a run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOGGED_PACKAGES = ("pipelines", "warehouse", "assets")
FORMAT = "%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"


class _Log(logging.FileHandler):
    """A log file that gives up what it cannot write: on a full disk a clerk should not read tracebacks of logging."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the error that is being logged is told to whoever waits for the build."""

    def close(self) -> None:
        """Close the file, also when what is left in its buffer finds no room."""
        with suppress(OSError):
            super().close()


def log_to(log_file: Path) -> logging.Handler:
    """Let the packages' loggers append to `log_file` (made when there is something to say) and print nothing."""
    handler = _Log(log_file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(FORMAT))
    for package in LOGGED_PACKAGES:
        logger = logging.getLogger(package)
        logger.addHandler(handler)
        logger.propagate = False
    return handler


@contextmanager
def logging_to(log_file: Path) -> Iterator[None]:
    """The same for the length of a block. What earlier builds wrote stays, until housekeeping sets it aside."""
    handler = log_to(log_file)
    try:
        yield
    finally:
        for package in LOGGED_PACKAGES:
            logger = logging.getLogger(package)
            logger.removeHandler(handler)
            logger.propagate = True
        handler.close()
