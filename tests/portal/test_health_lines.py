"""The machines elsewhere: over TLS to the right one alone, and what the page of health says of a wrong one."""

import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from config.channels import Channels, Imap
from tests.factories.city import make_user
from tests.factories.pages import visit_as
from tests.factories.s3 import far_store
from tests.factories.tls import tls_server, trusted_certificate
from yunhui.foundation.accounts.enums import Role, SecurityKind
from yunhui.foundation.accounts.services import log_security, ship_security_log
from yunhui.foundation.notices.services import read_bounces
from yunhui.kernel import clock
from yunhui.kernel.lines import CLOSED, EXPIRED, NOT_YET, OTHER_NAME, SIGN_IN, UNKNOWN_ISSUER
from yunhui.parties.models import Jurisdiction
from yunhui.portal.health import Check, checks

pytestmark = pytest.mark.django_db
FAULTS = [
    ("good", ""),
    ("another name", OTHER_NAME),
    ("expired", EXPIRED),
    ("not yet", NOT_YET),
    ("unknown issuer", UNKNOWN_ISSUER),
]


def certificate(fault: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with that fault."""
    name = "elsewhere.example" if fault == "another name" else "localhost"
    days = {"expired": (-9, -1), "not yet": (1, 9)}.get(fault, (-2, 2))
    made = trusted_certificate(folder, monkeypatch, name=name, days=days)
    if fault == "unknown issuer":
        for variable in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
            monkeypatch.delenv(variable)
    return made


def checked(key: str) -> Check | None:
    """One check in English, where it is there."""
    with translation.override("en"):
        return next((one for one in checks() if one.key == key), None)


class Mailbox:
    """As much IMAP as a reader of one unseen message needs; `seen` are its commands."""

    def __init__(self, message: bytes = b"", password: str = "right") -> None:
        self.message, self.password, self.commands = message, password, list[str]()

    def __call__(self, line: ssl.SSLSocket) -> None:
        with line.makefile("rb") as reading:
            line.sendall(b"* OK IMAP4rev1 ready\r\n")
            for words in reading:
                tag, command, *rest = words.decode().split(" ", 2)
                self.commands.append(f"{command} {''.join(rest)}".strip())
                line.sendall(
                    self.answer(command.upper().strip(), "".join(rest)) + self.end(tag, command, "".join(rest))
                )
                if command.upper().startswith("LOGOUT"):
                    return

    def answer(self, command: str, rest: str) -> bytes:
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command == "SELECT":
            return b"* 1 EXISTS\r\n"
        if command == "UID" and rest.startswith("SEARCH"):
            return b"* SEARCH 7\r\n" if self.message else b"* SEARCH\r\n"
        if command == "UID" and rest.startswith("FETCH"):
            return b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n" % (len(self.message), self.message)
        return b""

    def end(self, tag: str, command: str, rest: str) -> bytes:
        wrong = command.upper() == "LOGIN" and self.password not in rest
        return f"{tag} {'NO wrong' if wrong else 'OK done'}\r\n".encode()


def channels(port: int, password: str = "right") -> Channels:
    """A city that reads that mailbox."""
    return Channels(None, Imap("localhost", port, "tls", "INBOX", "city", password), None, None, None)


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_the_mailbox_is_read_over_tls_from_the_right_server_alone(
    city: Jurisdiction, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    settings.DEMO = False
    box = Mailbox(message=b"Subject: Out of office\r\n\r\nBack on Monday.\r\n")
    with tls_server(certificate(fault, tmp_path, monkeypatch), box) as port:
        settings.CHANNELS = channels(port)
        assert read_bounces() == 0
        seen = any("STORE 7 +FLAGS" in command for command in box.commands)
        assert seen == (not said), "a message was read, or nothing was even asked"
        assert all("right" not in command for command in box.commands) or not said
        found = checked("mailbox")
    assert found and (found.state, found.said) == (("r", said) if said else ("g", "It answers"))
    assert said in caplog.text


def test_a_wrong_password_of_the_mailbox_is_said(
    city: Jurisdiction, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    with tls_server(certificate("good", tmp_path, monkeypatch), Mailbox()) as port:
        settings.CHANNELS = channels(port, "wrong")
        assert read_bounces() == 0
        found = checked("mailbox")
    assert found and found.said == SIGN_IN


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_the_security_log_travels_over_tls_to_the_right_collector_alone(
    city: Jurisdiction, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    came: list[bytes] = []

    def collect(line: ssl.SSLSocket) -> None:
        while piece := line.recv(65_535):
            came.append(piece)

    with tls_server(certificate(fault, tmp_path, monkeypatch), collect) as port:
        settings.SYSLOG = f"tls://localhost:{port}"
        log_security(kind=SecurityKind.REFUSED, user=None, email="who@else.example", address="192.0.2.7")
        with clock.travel(clock.now() + timedelta(minutes=1)):
            sent = ship_security_log()
        found = checked("collector")
    assert (sent > 0) == (not said) and (b"who@else.example" in b"".join(came)) == (not said)
    assert found and (found.state, found.said) == (("r", said) if said else ("g", "It answers"))
    assert said in caplog.text


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_the_bucket_is_reached_over_tls_at_the_right_store_alone(
    city: Jurisdiction, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    with far_store(certificate(fault, tmp_path, monkeypatch)) as far:
        settings.FILES_BUCKET = replace(far.bucket(), url=f"https://localhost:{far.port}")
        found = checked("store")
        assert bool(far.asked) == (not said)
    assert found and (found.state, found.said) == (("r", said) if said else ("g", "It answers"))


def test_what_is_not_set_up_is_not_asked_and_a_closed_door_is_said_in_the_readers_language(
    city: Jurisdiction, settings: Any
) -> None:
    settings.DEMO, settings.CHANNELS = False, Channels(None, None, None, None, None)
    assert not {one.key for one in checks()} & {"store", "mail", "mailbox", "collector"}
    settings.CHANNELS, settings.SYSLOG = channels(9), "tls://127.0.0.1:9"
    found = checked("collector")
    assert found and found.said == CLOSED and "sent when it answers" in found.do
    page = visit_as(make_user("system", Role.SYSTEM_ADMIN), "zh-hans").get("/w/health/").content.decode()
    assert "对方没有程序在监听" in page and "退信邮箱" in page
