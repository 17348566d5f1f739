"""The other sides, on this machine: a mail server, an HTTP gateway, a mailbox."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller

from config.channels import Channels, Smtp

NONE = Channels(None, None, None, None, None)


@dataclass
class MailServer:
    """What came in, and how the server answers to a recipient or to the text itself."""

    letters: list[Message] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    at_recipient: str = "250 fine"
    at_text: str = "250 taken"
    before_text: Callable[[], None] | None = None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take the envelope's sender."""
        envelope.mail_from = address
        return "250 fine"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Answer to a recipient."""
        if self.before_text:
            self.before_text()
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter."""
        if self.at_text.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content))
            self.senders.append(envelope.mail_from)
        return self.at_text


def free_port() -> int:
    """A port of this machine that nobody has: aiosmtpd's controller wants to know its port beforehand."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, Channels]]:
    """A mail server on a free port, and the channels that lead to it."""
    taking = MailServer()
    port = free_port()
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        smtp = Smtp("127.0.0.1", port, "none", "office@city.example", "bounces@city.example", seconds=30)
        yield taking, Channels(smtp, None, None, None, None)
    finally:
        controller.stop()


@dataclass
class Asked:
    """One request that a gateway got."""

    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


@contextmanager
def gateway(answer: Callable[[Asked], tuple[int, Any]]) -> Iterator[tuple[str, list[Asked]]]:
    """An HTTP server that answers JSON; its address, and what it was asked."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts, length = urlsplit(self.path), int(self.headers.get("Content-Length", 0))
            raw = self.rfile.read(length).decode()
            body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
            one = Asked(parts.path, dict(parse_qsl(parts.query)), body, dict(self.headers))
            asked.append(one)
            status, said = answer(one)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _answer  # noqa: N815 - their names are given

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
