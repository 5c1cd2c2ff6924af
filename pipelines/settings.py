"""The limits a caller may set for reading one report: typed, frozen, with the reason behind each default.

Belongs here: a setting that changes what the pure functions of `pipelines` accept. Does not belong here: paths,
worker counts and schedules (`assets/resources.py`), nor thresholds of language rules (beside the rule).
"""

from __future__ import annotations

from dataclasses import dataclass

#: The five real reports measure 7 to 13 kB; a yearbook of a whole county stays below 2 MB. What is larger is no report.
DEFAULT_FILE_LIMIT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading one report depends on beyond its bytes.

    `file_limit_bytes`: larger files are refused unread with reason `too_large`.

    >>> Settings().file_limit_bytes
    20000000
    """

    file_limit_bytes: int = DEFAULT_FILE_LIMIT_BYTES
