"""How the daemon starts runs, and how it sees that one has died.

Belongs here: what Dagster's run monitoring needs of us (`dagster.yaml` names this class). Does not belong here: how a
dead run is told from a live one (`liveness.py`).

A run that dies alone is seen by the code server that started it, within seconds. One that dies together with the code
server (the machine restarts, all is killed), or that was started by hand, has nobody left to tell. Dagster's own
launcher says of no run whether it lives (`supports_check_run_worker_health` is false in 1.13): monitoring would leave
it in state STARTED for ever, and end only those that never start.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus

from assets.layout import Layout
from assets.runs.liveness import GONE, has_died


class WatchedRunLauncher(DefaultRunLauncher):
    """Dagster's default launcher, able to tell whether the process of a run is gone."""

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes: by the lock that each run holds."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """FAILED where the run's process is gone, RUNNING where it lives or may live."""
        runs_folder = Layout.of_home(Path(self._instance.root_directory)).runs_folder
        if has_died(self._instance, runs_folder, run):
            return CheckRunHealthResult(WorkerStatus.FAILED, GONE)
        return CheckRunHealthResult(WorkerStatus.RUNNING)
