"""The command `fazhi alerts`: what was told lately, and whether messages arrive.

Belongs here: arguments and output. Does not belong here: alerts themselves (`assets/alerts`).
"""

from __future__ import annotations

from pathlib import Path

import click

from assets.commands.given import Given
from assets.commands.options import give_up, one_line_errors, warehouse_option


@click.command()
@click.option("--test", is_flag=True, help="Send a test message by every channel / 发一条测试消息")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Lines shown / 显示多少行")
@warehouse_option
@one_line_errors
def alerts(test: bool, limit: int, warehouse: Path) -> None:
    """What was told of failures and warnings, the newest last / 查看告警，或试发一条."""
    from assets.alerts.channels import ChannelError, Undelivered, channels
    from assets.alerts.messages import of_test
    from assets.alerts.outbox import Outbox
    from assets.layout import Layout

    try:
        found = channels()
    except ChannelError as error:
        give_up(str(error))
    if not test:
        folder = Layout(warehouse).alerts_folder
        for line in Outbox(folder).newest(limit) or ["还没有告警。"]:
            click.echo(line)
        click.echo(f"去处：日志 {folder}" + "".join(f"、{channel.name}" for channel in found))
        click.echo(f"试发一条：{Given(warehouse).ask('alerts', '--test')}")
        return
    if not found:
        give_up("没有设置告警的去处：请设置环境变量 FAZHI_ALERT_WEBHOOK 或 FAZHI_ALERT_SMTP_HOST")
    message, failed = of_test(), []
    for channel in found:
        try:
            channel.send(message.title, message.text())
            click.echo(f"{channel.name}：已送出，请到接收处确认收到")
        except Undelivered as reason:
            failed.append(f"{channel.name}：{reason}")
    if failed:
        give_up("；".join(failed))
