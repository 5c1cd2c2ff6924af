"""A run of no consequence, which makes Dagster import what it imports late.

Belongs here: that job. Does not belong here: anything that a drill looks at.
"""

import dagster as dg


@dg.op
def nothing() -> None:
    """The only step."""


@dg.job
def empty_run() -> None:
    """One step that does nothing."""
    nothing()
