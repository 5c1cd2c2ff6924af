"""Alerts: told once, delivered by webhook and mail, tried again while nobody answers, and no secret in any message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from alert_servers import MailServer, WebhookServer, serving
from building import workshop
from click.testing import CliRunner

from assets.alerts.channels import ChannelError, Mail, Undelivered, Webhook, channels
from assets.alerts.messages import MAX_REASON_CHARACTERS, RUN_FAILED, Alert, of_no_start
from assets.alerts.outbox import ALERTS_A_TICK, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MOST_TRIES, Outbox
from assets.alerts.sensors import tell
from assets.commands.cli import main

NOW = 1_000_000.0
DAY_SECONDS = 86_400


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookServer]:
    """A webhook on loopback, set up in the environment."""
    server = WebhookServer()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FAZHI_ALERT_WEBHOOK", server.address)
    with serving(server):
        yield server


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server on loopback, set up in the environment."""
    server = MailServer()
    settings = {"HOST": "127.0.0.1", "PORT": str(server.port), "SECURITY": "none", "USER": "robot@example.org"}
    for name, value in {**settings, "PASSWORD": "SECRET", "TO": "甲@example.org, b@example.org"}.items():
        monkeypatch.setenv(f"FAZHI_ALERT_SMTP_{name}", value.replace("甲", "a"))
    with serving(server):
        yield server


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "alerts")


def alert(alert_id: str = "r1-failed", reason: str = '磁盘已满："/data"') -> Alert:
    return Alert(alert_id, RUN_FAILED, "2026-11-22T05:30:00+08:00", "构建失败", reason, "请清理", "0123456789")


def test_an_alert_is_told_once_in_two_ways(outbox: Outbox) -> None:
    assert outbox.tell(alert(), deliver=False)
    assert not outbox.tell(alert(), deliver=True)
    assert json.loads(outbox.records.read_text("utf-8")) == alert().record()
    assert outbox.log.read_text("utf-8") == f"{alert().line()}\n"
    assert outbox.deliver([]).waiting == 0
    assert outbox.last_reason(RUN_FAILED) == alert().reason


def test_a_line_cut_short_does_no_harm(outbox: Outbox) -> None:
    outbox.tell(alert(), deliver=False)
    outbox.records.write_bytes(outbox.records.read_bytes() + b'{"alert_id": "r2-fa')
    assert not outbox.tell(alert(), deliver=False)
    assert outbox.tell(alert("r2-failed"), deliver=False)
    assert not outbox.tell(alert("r2-failed"), deliver=False)


def test_every_channel_gets_an_alert_once(outbox: Outbox, webhook: WebhookServer, mail: MailServer) -> None:
    outbox.tell(alert(), deliver=True)
    for _ in range(2):
        outbox.deliver(channels(), NOW)
    assert webhook.received == [{"msgtype": "text", "text": {"content": alert().line()}}]
    (message,) = (message_from_string(text, policy=default) for text in mail.received)
    assert message["Subject"] == "【fazhi】构建失败"
    assert message.get_content().strip() == alert().line()
    assert len(mail.recipients) == 2


def test_a_link_leads_to_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_PAGES_URL", "https://pages.example.org/")
    assert alert().text().endswith("\nhttps://pages.example.org/runs/0123456789")


def test_what_did_not_arrive_is_tried_again_by_that_channel_only(
    outbox: Outbox, webhook: WebhookServer, mail: MailServer
) -> None:
    outbox.tell(alert(), deliver=True)
    webhook.status = 503
    assert outbox.deliver(channels(), NOW).failed == 1
    assert outbox.deliver(channels(), NOW + FIRST_PAUSE_SECONDS - 1).failed == 0, "too early"
    webhook.status = 200
    assert outbox.deliver(channels(), NOW + FIRST_PAUSE_SECONDS).delivered == 1
    assert outbox.deliver(channels(), NOW + DAY_SECONDS).waiting == 0
    assert (len(webhook.received), len(mail.received)) == (2, 1)
    assert "HTTP 503" in outbox.log.read_text("utf-8")


def test_a_channel_that_is_down_is_given_up_in_the_end(outbox: Outbox, webhook: WebhookServer) -> None:
    webhook.answer = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    outbox.tell(alert(), deliver=True)
    rounds = [outbox.deliver(channels(), NOW + LONGEST_PAUSE_SECONDS * hour) for hour in range(MOST_TRIES + 5)]
    assert sum(done.given_up for done in rounds) == 1
    assert len(webhook.received) == MOST_TRIES
    assert rounds[-1].waiting == 0
    assert "errcode 93000" in outbox.log.read_text("utf-8")


def test_a_tick_delivers_no_more_than_fits_into_it(outbox: Outbox, webhook: WebhookServer) -> None:
    for number in range(ALERTS_A_TICK + 1):
        outbox.tell(alert(f"r{number}-failed"), deliver=True)
    done = outbox.deliver(channels(), NOW)
    assert (done.delivered, done.waiting) == (ALERTS_A_TICK, 1)


def test_no_message_repeats_a_secret(outbox: Outbox, webhook: WebhookServer, mail: MailServer) -> None:
    outbox.tell(alert(), deliver=True)
    webhook.status, mail.is_refusing = 403, True
    found = channels()
    webhook.server_close()
    broken = [*found, Webhook("http://SECRET.invalid:99999/SECRET", {}), Webhook("http://[SECRET", {})]
    reasons = []
    for channel in broken:
        with pytest.raises(Undelivered) as undelivered:
            channel.send("题", "文")
        reasons.append(str(undelivered.value))
    outbox.deliver(found, NOW)
    said = "".join([*map(repr, broken), *reasons, *(file.read_text("utf-8") for file in outbox.folder.rglob("*.*"))])
    assert "535" in said
    assert "SECRET" not in said


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        ({"FAZHI_ALERT_WEBHOOK": "file:///etc/passwd"}, "FAZHI_ALERT_WEBHOOK"),
        ({"FAZHI_ALERT_WEBHOOK": "https://a", "FAZHI_ALERT_WEBHOOK_TEMPLATE": "slack"}, "FAZHI_ALERT_WEBHOOK_TEMPLATE"),
        ({"FAZHI_ALERT_WEBHOOK": "https://a", "FAZHI_ALERT_WEBHOOK_TEMPLATE": "{}"}, "FAZHI_ALERT_WEBHOOK_TEMPLATE"),
        ({"FAZHI_ALERT_SMTP_HOST": "a"}, "FAZHI_ALERT_SMTP_TO"),
        ({"FAZHI_ALERT_SMTP_HOST": "a", "FAZHI_ALERT_SMTP_TO": "b"}, "FAZHI_ALERT_SMTP_FROM"),
        ({"FAZHI_ALERT_SMTP_HOST": "a", "FAZHI_ALERT_SMTP_PORT": "x"}, "FAZHI_ALERT_SMTP_PORT"),
        ({"FAZHI_ALERT_SMTP_HOST": "a", "FAZHI_ALERT_SMTP_SECURITY": "tls"}, "FAZHI_ALERT_SMTP_SECURITY"),
    ],
)
def test_a_setting_that_is_wrong_is_named(settings: dict[str, str], variable: str) -> None:
    with pytest.raises(ChannelError, match=variable):
        channels(settings)


def test_templates_fit_the_robots_of_office_chats() -> None:
    def sent(template: str) -> object:
        (webhook,) = channels({"FAZHI_ALERT_WEBHOOK": "https://a", "FAZHI_ALERT_WEBHOOK_TEMPLATE": template})
        assert isinstance(webhook, Webhook)
        return webhook.template

    assert sent("feishu") == {"msg_type": "text", "content": {"text": "{text}"}}
    assert sent("dingtalk") == sent("wecom") == {"msgtype": "text", "text": {"content": "{text}"}}
    assert sent('{"body": "注意 {text}"}') == {"body": "注意 {text}"}


def test_mail_is_encrypted_unless_told_otherwise() -> None:
    given = {"FAZHI_ALERT_SMTP_HOST": "a", "FAZHI_ALERT_SMTP_TO": "b", "FAZHI_ALERT_SMTP_FROM": "c"}
    (mail,) = channels(given)
    assert isinstance(mail, Mail)
    assert (mail.security, mail.port) == ("ssl", 465)
    (mail,) = channels({**given, "FAZHI_ALERT_SMTP_SECURITY": "starttls"})
    assert isinstance(mail, Mail)
    assert mail.port == 587


def test_a_reason_of_many_lines_becomes_one_that_a_robot_takes() -> None:
    long = of_no_start("找不到\n语料 " + "很" * 3000)
    assert len(long.reason) == MAX_REASON_CHARACTERS
    assert "\n" not in long.line()
    assert of_no_start("找不到").alert_id == of_no_start("找不到").alert_id != long.alert_id


def test_a_full_disk_is_told_by_the_channels_alone(
    tmp_path: Path, webhook: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(outbox: Outbox, told: Alert, *, deliver: bool) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Outbox, "tell", full)
    tell(workshop(tmp_path, tmp_path / "w.duckdb"), alert())
    assert len(webhook.received) == 1


def test_the_command_shows_what_was_told_and_sends_a_test(tmp_path: Path, webhook: WebhookServer) -> None:
    warehouse = tmp_path / "w.duckdb"
    tell(workshop(tmp_path, warehouse), alert())
    shown = CliRunner().invoke(main, ["alerts", "--warehouse", str(warehouse)])
    assert shown.exit_code == 0
    assert alert().line() in shown.output
    assert "SECRET" not in shown.output
    assert CliRunner().invoke(main, ["alerts", "--test", "--warehouse", str(warehouse)]).exit_code == 0
    assert "测试消息" in webhook.received[0]["text"]["content"]
    webhook.status = 404
    failed = CliRunner().invoke(main, ["alerts", "--test", "--warehouse", str(warehouse)])
    assert (failed.exit_code, len(failed.stderr.splitlines())) == (1, 1)
