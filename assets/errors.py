"""Errors that a folder, a file or a question brings about: each is one line for a clerk, with the way out.

Belongs here: these classes, and the list of all of them that the layers below add to. Does not belong here: showing
them (`commands/options.py`, `stages/describing.py`). Any error that is not in the list is a bug of ours and keeps its
traceback.
"""

from __future__ import annotations

from pipelines.figures.registry import RegistryError
from warehouse.answers import Unanswered
from warehouse.assemble import IncompleteFrames
from warehouse.export.selection import ExportRefused
from warehouse.history import Unmigratable
from warehouse.publish import BuilderBusy, ForeignFile, ShrinkRefused, Unpublishable
from warehouse.rollbacks import RollbackRefused


class CorpusError(Exception):
    """The corpus folder or its manifest can't be read."""


class TargetError(Exception):
    """The warehouse can't be published at the path that was given."""


class PortTaken(Exception):
    """Something else listens on the port of the pages."""


class SettingError(Exception):
    """A setting that was given by an environment variable can't be read."""


class BuildFailed(Exception):
    """A build that published nothing; `details` is for a developer and goes to the log."""

    def __init__(self, message: str, details: str = ""):
        super().__init__(message)
        self.details = details


EXPECTED_ERRORS = (
    *(CorpusError, TargetError, PortTaken, SettingError, BuildFailed),
    *(RegistryError, BuilderBusy, ShrinkRefused, Unpublishable, ForeignFile, IncompleteFrames, Unanswered),
    *(ExportRefused, RollbackRefused, Unmigratable),
)
