"""A webhook and a mail server on loopback, which keep what they are sent: for the tests of alerts.

Belongs here: serving, and answering as told. Does not belong here: an expectation.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class WebhookServer(HTTPServer):
    """Keeps the JSON of each message; answers with `status` and `answer`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _WebhookHandler)
        self.received: list[Any] = []
        self.status, self.answer = 200, b'{"errcode": 0}'

    @property
    def address(self) -> str:
        """Where messages are posted, with a secret as robots have it."""
        return f"http://127.0.0.1:{self.server_port}/send?key=SECRET"


class _WebhookHandler(BaseHTTPRequestHandler):
    server: WebhookServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class MailServer(socketserver.TCPServer):
    """Takes mail from whoever logs in, without TLS; keeps each message as it came."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.received: list[str] = []
        self.recipients: list[str] = []
        self.is_refusing = False

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self.server_address[1]


class _MailHandler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                self._take()
            elif verb == "EHLO":
                self._say("250-here\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                self._say("535 no" if self.server.is_refusing else "235 ok")
            else:
                if verb == "RCPT":
                    self.server.recipients.append(line)
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[str] = []
        while (line := self.rfile.readline().decode("utf-8").rstrip("\r\n")) != ".":
            lines.append(line)
        self.server.received.append("\n".join(lines))
        self._say("250 kept")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """Serve from a thread inside the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
