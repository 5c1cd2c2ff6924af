"""Bringing the corpus of an address to this machine: one at a time, and never while a build reads it.

Belongs here: that one step, for the command and for the job. Does not belong here: what is fetched (`mirror.py`), when
(`jobs.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from assets.locking import holding
from assets.publishing.targets import check_folder
from assets.remote.mirror import Fetched
from assets.resources import Workshop


def fetch_corpus(workshop: Workshop, say: Callable[[str], None] = lambda _: None) -> Fetched | None:
    """Bring the corpus in step with its address; None where it is a folder of this machine.

    Raises RemoteError, TargetError or BuilderBusy; what was fetched before is then as it was.
    """
    mirror = workshop.mirror
    if mirror is None:
        return None
    check_folder(workshop.layout.warehouse_file)
    with holding(workshop.layout.lock_file):
        return mirror.fetch(workshop.reading, say)
