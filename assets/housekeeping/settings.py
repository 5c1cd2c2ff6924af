"""How much of the past is kept: every limit with its default, its reason and the environment variable that sets it.

Belongs here: settings of retention. Does not belong here: finding what they leave no room for (`runs.py`, `files.py`),
limits of reading a file (`pipelines/settings.py`).

By environment variables, like secrets and paths: webserver, daemon, runs and commands of one warehouse then agree.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from assets.errors import SettingError
from warehouse.kept_files import KeptLimits

VARIABLE_PREFIX = "FAZHI_KEEP_"


def kept(default: int, means: str, because: str, least: int = 1) -> Any:
    """A field of `Retention`: `means` in a sentence for whoever sets it, `because` for whoever doubts the default."""
    return field(default=default, metadata={"means": means, "because": because, "least": least})


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept of the past of one warehouse.

    >>> Retention().versions_count
    5
    """

    versions_count: int = kept(
        5,
        "Published files kept after they were replaced",
        "A working week of daily publishes: a wrong figure that is found on Monday came in after Friday's look",
    )
    versions_bytes: int = kept(
        10_000_000_000,
        "Bytes that these files may take together; the newest is kept in any case",
        "30,000 reports make a file of 622 MB, five of them 3 GB: the limit is for the file that outgrows its disk",
        least=0,
    )
    run_days: int = kept(
        90,
        "Days that finished Dagster runs are kept",
        "As long as dagster.yaml keeps ticks that started one; a quarter's reporting round fits in",
    )
    runs_count: int = kept(
        200,
        "Finished Dagster runs kept at most; those that the pages show as an asset's latest stay in any case",
        "A run of a small corpus takes 0.6 MB (50 builds: 31 MB), 200 some 125 MB; plots over runs show as many",
    )
    log_bytes: int = kept(
        5_000_000,
        "Size from which a log is set aside and begun anew",
        "An editor opens it in a moment; a traceback is 5 kB",
    )
    logs_count: int = kept(
        3,
        "Logs set aside of each kind",
        "The one before the last is what a report of a fault is about; 20 MB a kind in all",
        least=0,
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Retention:
        """The settings that the environment gives; raises SettingError naming the variable that can't be read."""
        given = os.environ if environment is None else environment
        read = {limit.name: _read(limit, given) for limit in fields(cls)}
        return cls(**{name: value for name, value in read.items() if value is not None})

    @property
    def versions(self) -> KeptLimits:
        """The limits on kept versions of the warehouse."""
        return KeptLimits(self.versions_count, self.versions_bytes)


def variable_of(setting: str) -> str:
    """The environment variable of a setting.

    >>> variable_of("run_days")
    'FAZHI_KEEP_RUN_DAYS'
    """
    return VARIABLE_PREFIX + setting.upper()


def _read(limit: Any, given: Mapping[str, str]) -> int | None:
    """The value that the environment gives to a setting, None where it gives none."""
    variable, least = variable_of(limit.name), limit.metadata["least"]
    said = given.get(variable, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or int(said) < least:
        raise SettingError(f"环境变量 {variable}={said} 有误：应为不小于 {least} 的整数，例如 {limit.default}")
    return int(said)
