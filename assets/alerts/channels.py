"""Where alerts go besides the log: a webhook and mail, as the environment says.

Belongs here: the settings, sending one text. Does not belong here: trying again (`outbox.py`), the words
(`messages.py`).

A webhook's address is a secret as much as a password is: both come from the environment only, and no message of ours
repeats them.
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Protocol

# Dagster ends an evaluation of a sensor after 60 s: a few deliveries must fit in.
TIMEOUT_SECONDS = 8
ANSWER_BYTES = 4096
TEXT = "{text}"

# What robots of office chats take; `{text}` stands for the message.
TEMPLATES: dict[str, str] = {
    "wecom": '{"msgtype": "text", "text": {"content": "{text}"}}',
    "dingtalk": '{"msgtype": "text", "text": {"content": "{text}"}}',
    "feishu": '{"msg_type": "text", "content": {"text": "{text}"}}',
}
DEFAULT_TEMPLATE = "wecom"
# These answer 200 to a message that they refuse, and say so in the body: 0 is well.
ANSWER_CODES = ("errcode", "code", "StatusCode")
PORTS = {"ssl": 465, "starttls": 587, "none": 25}


class Undelivered(Exception):
    """A message that did not arrive; says why without any secret."""


class ChannelError(Exception):
    """A channel that is set up wrongly; names the variable."""


class Channel(Protocol):
    """Something that takes a text."""

    @property
    def name(self) -> str:
        """What the channel is called in the log."""

    def send(self, title: str, text: str) -> None:
        """Deliver, or raise Undelivered."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that takes JSON by POST."""

    address: str = field(repr=False)
    template: Any
    name: str = "webhook"

    def send(self, title: str, text: str) -> None:
        """Deliver, or raise Undelivered."""
        body = json.dumps(_filled(self.template, text), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            asked = urllib.request.Request(self.address, data=body, headers=headers, method="POST")
            with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:
                _require_accepted(answer.read(ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            raise Undelivered(f"对方答复 HTTP {error.code}") from None
        except urllib.error.URLError as error:
            raise Undelivered(f"连接失败（{type(error.reason).__name__}）") from None
        except (OSError, ValueError) as error:
            # `from None` and no text of the error: both may repeat the address.
            raise Undelivered(f"发送失败（{type(error).__name__}）") from None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server that takes messages to some people."""

    host: str
    port: int
    security: str
    sender: str
    recipients: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = "mail"

    def send(self, title: str, text: str) -> None:
        """Deliver, or raise Undelivered."""
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = (
            f"【fazhi】{title}",
            self.sender,
            ", ".join(self.recipients),
        )
        message.set_content(text)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPResponseException as error:
            raise Undelivered(f"邮件服务器答复 {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise Undelivered(f"邮件发送失败（{type(error).__name__}）") from None

    def _connected(self) -> smtplib.SMTP:
        if self.security == "ssl":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server


def channels(environment: Mapping[str, str] | None = None) -> list[Channel]:
    """The channels that the environment sets up; raises ChannelError naming the variable that is wrong."""
    given = os.environ if environment is None else environment
    found: list[Channel] = []
    if address := given.get("FAZHI_ALERT_WEBHOOK", "").strip():
        if not address.startswith(("https://", "http://")):
            raise ChannelError("FAZHI_ALERT_WEBHOOK 应以 https:// 或 http:// 开头")
        found.append(Webhook(address, _template(given.get("FAZHI_ALERT_WEBHOOK_TEMPLATE", ""))))
    if host := given.get("FAZHI_ALERT_SMTP_HOST", "").strip():
        found.append(_mail(host, given))
    return found


def _template(said: str) -> Any:
    text = TEMPLATES.get(said.strip() or DEFAULT_TEMPLATE, said)
    try:
        template = json.loads(text)
    except ValueError:
        template = None
    if not isinstance(template, dict) or TEXT not in text:
        raise ChannelError(f"FAZHI_ALERT_WEBHOOK_TEMPLATE 应是 {'、'.join(TEMPLATES)} 之一，或含 {TEXT} 的 JSON 对象")
    return template


def _mail(host: str, given: Mapping[str, str]) -> Mail:
    security = given.get("FAZHI_ALERT_SMTP_SECURITY", "ssl")
    if security not in PORTS:
        raise ChannelError(f"FAZHI_ALERT_SMTP_SECURITY 应是 {'、'.join(PORTS)} 之一")
    port = given.get("FAZHI_ALERT_SMTP_PORT", "") or str(PORTS[security])
    if not port.isdecimal():
        raise ChannelError("FAZHI_ALERT_SMTP_PORT 应是数字")
    recipients = tuple(one.strip() for one in given.get("FAZHI_ALERT_SMTP_TO", "").split(",") if one.strip())
    if not recipients:
        raise ChannelError("FAZHI_ALERT_SMTP_TO 未设：请给出收件人，多人以逗号分开")
    user = given.get("FAZHI_ALERT_SMTP_USER", "")
    sender = given.get("FAZHI_ALERT_SMTP_FROM", "") or user
    if not sender:
        raise ChannelError("FAZHI_ALERT_SMTP_FROM 未设：请给出发件人")
    return Mail(host, int(port), security, sender, recipients, user, given.get("FAZHI_ALERT_SMTP_PASSWORD", ""))


def _filled(template: Any, text: str) -> Any:
    """The template with the text in place, whatever quotes and line ends the text holds.

    >>> _filled({"a": ["{text}!", 1]}, '"x"')
    {'a': ['"x"!', 1]}
    """
    if isinstance(template, str):
        return template.replace(TEXT, text)
    if isinstance(template, dict):
        return {name: _filled(value, text) for name, value in template.items()}
    return [_filled(value, text) for value in template] if isinstance(template, list) else template


def _require_accepted(body: bytes) -> None:
    try:
        said = json.loads(body)
    except ValueError:
        return  # no robot of these: the status was all that it says
    for name in ANSWER_CODES:
        code = said.get(name) if isinstance(said, dict) else None
        if code not in (None, 0, "0", 200):
            raise Undelivered(f"对方未接受（{name} {str(code)[:20]}）")
