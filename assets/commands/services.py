"""`fazhi serve`: webserver and daemon of one warehouse as services, each a process of its own, and their health.

Belongs here: getting a warehouse ready and becoming that process. Does not belong here: both together at a desk
(`ui.py`), unit files and containers (`deploy/`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from assets.commands.options import (
    also_to_option,
    corpus_argument,
    give_up,
    one_line_errors,
    port_option,
    registry_option,
    warehouse_option,
    workers_option,
    workshop_of,
)
from assets.defaults import LOOPBACK

if TYPE_CHECKING:
    from assets.resources import Workshop

DEFINITIONS = ("--module-name", "assets.definitions")
# The daemon gives a sign of life every 30 s; ten missed ones are no busy machine.
HEARTBEAT_TOLERANCE_SECONDS = 300


@click.group()
def serve() -> None:
    """Webserver and daemon as services, for systemd or a container / 作为系统服务运行."""


def settings_of_a_build(command: Any) -> Any:
    """The options that both services need, since runs start from either."""
    for option in (also_to_option, workers_option, registry_option, warehouse_option, corpus_argument):
        command = option(command)
    return command


@serve.command()
@settings_of_a_build
@port_option
@click.option("--host", default=LOOPBACK, show_default=True, help="Pages have no password / 页面没有密码，请勿对外开放")
@one_line_errors
def webserver(warehouse: Path, port: int, host: str, **given: Any) -> None:
    """The pages, without sensors and schedules / 只有页面."""
    workshop = _ready(workshop_of(warehouse=warehouse, **given))
    _become(workshop, "dagster_webserver", "--host", host, "--port", str(port), *DEFINITIONS)


@serve.command()
@settings_of_a_build
@one_line_errors
def daemon(warehouse: Path, **given: Any) -> None:
    """Sensors and schedules, without pages / 只有传感器和定时任务."""
    from assets.locking import take_for_life

    workshop = _ready(workshop_of(warehouse=warehouse, **given))
    take_for_life(workshop.layout.daemon_lock)
    _become(workshop, "dagster._daemon", "run", *DEFINITIONS)


@serve.command()
@warehouse_option
@one_line_errors
def health(warehouse: Path) -> None:
    """Whether the daemon is at work and the last build ended well; exit status 1 if not / 检查定时任务是否正常."""
    from dagster._daemon.controller import get_daemon_statuses

    from assets.layout import Layout
    from assets.publishing.targets import check_folder
    from assets.runs.instance import opened_instance
    from assets.runs.requests import last_build_failed

    check_folder(warehouse)
    layout = Layout(warehouse)
    if not layout.dagster_home.is_dir():
        give_up(f"{warehouse} 还没有运行记录：请先运行 fazhi build 或 fazhi serve daemon")
    with opened_instance(layout) as instance:
        statuses = get_daemon_statuses(
            instance,
            instance.get_required_daemon_types(),
            ignore_errors=True,
            heartbeat_tolerance_seconds=HEARTBEAT_TOLERANCE_SECONDS,
        )
        has_failed = last_build_failed(instance)
    silent = sorted(name.lower() for name, status in statuses.items() if not status.healthy)
    if silent:
        give_up(f"传感器和定时任务没有在运行（{'、'.join(silent)}）：请启动 fazhi serve daemon 或 fazhi ui")
    if has_failed:
        give_up("传感器和定时任务正在运行，但最近一次构建失败，数据库仍是上一版：原因见 fazhi alerts 或页面 Runs")
    click.echo("传感器和定时任务正在运行，最近一次构建正常")


def _ready(workshop: Workshop) -> Workshop:
    """Check the settings, and put right what a killed build left, before anything depends on either."""
    from assets.publishing.targets import check_folder
    from assets.runs.instance import fail_orphans, opened_instance

    check_folder(Path(workshop.warehouse))
    workshop.load_registry()
    with opened_instance(workshop.layout) as instance:
        fail_orphans(instance, workshop.layout)
    return workshop


def _become(workshop: Workshop, module: str, *arguments: str) -> NoReturn:
    """Replace this process, so that signals and the exit status are those of the service itself."""
    sys.stdout.flush()
    environment = {**os.environ, **workshop.environment()}
    os.execve(sys.executable, [sys.executable, "-m", module, *arguments], environment)
