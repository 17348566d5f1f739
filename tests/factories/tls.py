"""Certificates for servers on this machine, and small servers that speak over them."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def trusted_certificate(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, name: str = "localhost", days: tuple[int, int] = (-2, 2)
) -> Path:
    """A self-signed certificate with its key in one file, which this machine trusts for the test.

    Args:
        days: from when until when it is valid, counted from today.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, trusted = folder / "server.pem", folder / "trusted.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    for variable in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(variable, str(trusted))
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    """What a server with that certificate needs."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@contextmanager
def tls_server(certificate: Path, talk: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    """A server that talks with one caller after the other, over TLS from the first byte; yields its port."""
    context, door = server_context(certificate), socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _peer = door.accept()
            except OSError:
                return
            plain.settimeout(5)
            with suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
                talk(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(5)
