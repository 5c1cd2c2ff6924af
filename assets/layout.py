"""Where the things lie that a build keeps beside its warehouse file.

Belongs here: names and paths. Does not belong here: reading or writing what lies there (`stages/store.py`,
`runs/builds.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WORK_SUFFIX = ".work"
PROJECT_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths that belong to one warehouse file; all of them lie beside it, so two warehouses never meet.

    >>> Layout(Path("/data/fazhi.duckdb")).frames_folder.as_posix()
    '/data/fazhi.duckdb.work/frames'
    """

    warehouse_file: Path

    @classmethod
    def of_home(cls, dagster_home: Path) -> Layout:
        """The layout whose DAGSTER_HOME this is.

        >>> Layout.of_home(Layout(Path("/data/fazhi.duckdb")).dagster_home).warehouse_file.as_posix()
        '/data/fazhi.duckdb'
        """
        return cls(dagster_home.parent.with_name(dagster_home.parent.name.removesuffix(WORK_SUFFIX)))

    @property
    def work_folder(self) -> Path:
        """The folder of everything that is kept between builds."""
        return self.warehouse_file.with_name(self.warehouse_file.name + WORK_SUFFIX)

    @property
    def frames_folder(self) -> Path:
        """Parquet frames, one folder a frame, one file a batch."""
        return self.work_folder / "frames"

    @property
    def dagster_home(self) -> Path:
        """DAGSTER_HOME of this warehouse: its runs, partitions and ticks."""
        return self.work_folder / "dagster"

    @property
    def build_folder(self) -> Path:
        """Where the private file is built that nobody else opens."""
        return self.work_folder / "build"

    @property
    def build_file(self) -> Path:
        """The private DuckDB file under construction."""
        return self.build_folder / "building.duckdb"

    @property
    def versions_folder(self) -> Path:
        """Published files that were replaced, one a build, and the log of rollbacks."""
        return self.work_folder / "versions"

    @property
    def mirror_folder(self) -> Path:
        """The corpus of an address, where it is brought before it is read."""
        return self.work_folder / "corpus"

    @property
    def delivery_record(self) -> Path:
        """Which build was copied to which address."""
        return self.work_folder / "delivered.json"

    @property
    def delivery_lock(self) -> Path:
        """The file whose OS lock the one who copies the published file to an address holds."""
        return self.work_folder / "delivery.lock"

    @property
    def lock_file(self) -> Path:
        """The file whose OS lock the one builder holds."""
        return self.work_folder / "lock"

    @property
    def runs_folder(self) -> Path:
        """One file a run at work, whose OS lock that run's process holds."""
        return self.work_folder / "runs"

    @property
    def alerts_folder(self) -> Path:
        """What was told of failures and warnings, and what could not be delivered yet."""
        return self.work_folder / "alerts"

    @property
    def daemon_lock(self) -> Path:
        """Held by whatever runs the sensors and schedules of this warehouse; two would ask for everything twice."""
        return self.work_folder / "daemon.lock"

    @property
    def error_log(self) -> Path:
        """Tracebacks of builds and commands, for a developer; clerks get one line each."""
        return self.work_folder / "error.log"


def dagster_yaml() -> Path:
    """The instance settings that are copied into DAGSTER_HOME: inside a wheel they lie in this package."""
    packaged = Path(__file__).with_name("dagster.yaml")
    return packaged if packaged.exists() else PROJECT_FOLDER / "dagster.yaml"
