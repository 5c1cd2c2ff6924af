"""What the commands share: options, and every error in one line.

Belongs here: options and arguments that several commands take, exit statuses of errors. Does not belong here: a command
(`cli.py` and the modules that it registers).
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from assets.defaults import (
    CORPUS_VARIABLE,
    DEFAULT_CORPUS,
    DEFAULT_PORT,
    DEFAULT_WAREHOUSE,
    PUBLISH_TO_VARIABLE,
    REGISTRY_VARIABLE,
    WAREHOUSE_VARIABLE,
    WORKERS_VARIABLE,
)

if TYPE_CHECKING:  # Dagster is imported by the commands that need it
    from assets.resources import Workshop

FORMATS = ("table", "csv", "json", "md")

PathArgument = click.Path(path_type=Path)

warehouse_option = click.option(
    "--warehouse",
    type=PathArgument,
    default=DEFAULT_WAREHOUSE,
    show_default=True,
    envvar=WAREHOUSE_VARIABLE,
    help="The DuckDB file / 数据库文件",
)
# A path or an address (s3://…), which a Path would spoil.
corpus_argument = click.argument("corpus", default=DEFAULT_CORPUS, envvar=CORPUS_VARIABLE)
registry_option = click.option(
    "--registry",
    type=PathArgument,
    envvar=REGISTRY_VARIABLE,
    help="Metric registry in place of the project's own / 另用的指标登记表",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    envvar=WORKERS_VARIABLE,
    help="Reading processes, 0 for one each core / 读取进程数",
)
also_to_option = click.option(
    "--also-to",
    default="",
    envvar=PUBLISH_TO_VARIABLE,
    help="Copy each published file to this address, e.g. s3://bucket/data/ / 另传一份到此地址",
)
port_option = click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True)


def workshop_of(
    corpus: str,
    warehouse: Path,
    registry: Path | None = None,
    workers: int = 0,
    also_to: str = "",
    *,
    allow_shrink: bool = False,
) -> Workshop:
    """The settings of a build from what a command was given; raises RemoteError for an address that is not taken."""
    from assets.remote.addresses import located
    from assets.resources import Workshop

    return Workshop(
        corpus=located(corpus),
        warehouse=str(warehouse),
        registry=str(registry.absolute()) if registry else "",
        workers=workers,
        publish_to=also_to,
        allow_shrink=allow_shrink,
    )


def give_up(message: str) -> NoReturn:
    """Say in one line what went wrong, and end with status 1."""
    click.echo("错误：" + " ".join(message.split()), err=True)
    sys.exit(1)


@contextmanager
def errors_in_one_line(warehouse: Path) -> Iterator[None]:
    """Every error as one line; the traceback of one that is ours goes to a log beside the warehouse."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        give_up("已中断")
    except BrokenPipeError:
        # `fazhi sql … | head` has read enough; a second complaint at exit is avoided by giving output elsewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        _give_up_on(error, warehouse)


def _give_up_on(error: Exception, warehouse: Path) -> NoReturn:
    from assets.errors import EXPECTED_ERRORS, DiskFull, is_full_disk

    if is_full_disk(error) and not isinstance(error, EXPECTED_ERRORS):  # those say more: what was not written
        give_up(str(DiskFull()))
    if isinstance(error, EXPECTED_ERRORS):
        details = getattr(error, "details", "")
        logged = f"（详情见 {_logged(warehouse, details)}）" if details else ""
        give_up(f"{error}{logged}")
    logged_at = _logged(warehouse, traceback.format_exc())
    give_up(f"程序内部错误（{type(error).__name__}: {error}），详情见 {logged_at}")


def _logged(warehouse: Path, details: str) -> str:
    """Write details for a developer beside the warehouse, or to standard error where that can't be."""
    from assets.layout import Layout

    log = Layout(warehouse).error_log
    try:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as opened:
            opened.write(details)
    except OSError:
        click.echo(details, err=True)
        return "上方输出"
    return str(log)


def one_line_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command whose errors come in one line; it must have an argument `warehouse`."""

    @wraps(command)
    def wrapped(warehouse: Path, **arguments: Any) -> Any:
        with errors_in_one_line(warehouse.absolute()):
            return command(warehouse=warehouse.absolute(), **arguments)

    return wrapped
