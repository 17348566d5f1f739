"""Letters travel encrypted, and only to a server whose certificate the machine trusts and that bears its name."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from config.channels import Smtp
from tests.factories.tls import trusted_certificate
from tests.foundation.notices.post import MailServer as Taking
from tests.foundation.notices.post import free_port
from tests.foundation.notices.test_carriers import parcel, yes
from yunhui.foundation.notices.errors import TemporaryRefusal
from yunhui.foundation.notices.services.carriers.mail import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate of `localhost` which this machine trusts for a while."""
    return trusted_certificate(tmp_path, monkeypatch)


@contextmanager
def server(certificate: Path, tls: str) -> Iterator[tuple[Taking, int]]:
    """A mail server that takes letters over TLS alone: from the first byte, or after STARTTLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    taking, port = Taking(), free_port()
    more = {"ssl_context": context} if tls == "tls" else {"tls_context": context, "require_starttls": True}
    controller = Controller(taking, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield taking, port
    finally:
        controller.stop(no_assert=True)


def carrier(port: int, tls: str, host: str = "localhost") -> MailServer:
    """The city's side."""
    return MailServer(Smtp(host, port, tls, "city@city.example", "", seconds=30))


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_a_letter_arrives_over_tls(certificate: Path, tls: str) -> None:
    """From the first byte, or after STARTTLS."""
    with server(certificate, tls) as (taking, port):
        way = carrier(port, tls)
        receipt = way.carry(parcel("ada@reader.example"), yes)
        way.close()
    assert receipt is not None and receipt.reply.startswith("250")
    assert [letter["To"] for letter in taking.letters] == ["Ada <ada@reader.example>"]


@pytest.mark.parametrize("tls", ["tls", "starttls"])
@pytest.mark.parametrize("fault", ["unknown issuer", "another name"])
def test_nothing_is_handed_to_a_server_that_may_be_another(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, tls: str, fault: str
) -> None:
    """The letter waits and is tried again: a fault of the settings is not the letter's."""
    if fault == "unknown issuer":
        monkeypatch.delenv("SSL_CERT_FILE")
    host = str(IPv4Address("127.0.0.1")) if fault == "another name" else "localhost"
    with server(certificate, tls) as (taking, port):
        with pytest.raises(TemporaryRefusal, match="CERTIFICATE_VERIFY_FAILED"):
            carrier(port, tls, host).carry(parcel("ada@reader.example"), yes)
        assert taking.letters == []


def test_a_server_without_starttls_gets_no_letter_in_clear(certificate: Path) -> None:
    """Nobody on the way can talk the city out of encryption."""
    taking, port = Taking(), free_port()
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with pytest.raises(TemporaryRefusal):
            carrier(port, "starttls").carry(parcel("ada@reader.example"), yes)
    finally:
        controller.stop(no_assert=True)
    assert taking.letters == []
