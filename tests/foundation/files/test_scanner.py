"""The virus scanner, played by a small server that speaks clamd's language."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.city import make_actor
from tests.foundation.files.corpus import pdf
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.ports.scanner import ScannerSilent, is_scanning, virus_in
from yunhui.foundation.files.services import attach_sent

MARK = b"a pattern that the fake scanner knows"


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM alone."""

    def handle(self) -> None:
        with self.request.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                data += stream.read(size)
        self.request.sendall(b"stream: Test.Pattern FOUND\0" if MARK in data else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_ROOT = tmp_path / "files"
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


def test_the_scanner_is_asked(clamd: None, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"clean" * 40_000)
    assert is_scanning() and virus_in(path) == ""
    path.write_bytes(bytes(200_000) + MARK)
    assert virus_in(path) == "Test.Pattern"


@pytest.mark.django_db
def test_a_find_is_refused_and_what_is_clean_says_when_it_was_scanned(clamd: None, tmp_path: Path) -> None:
    sender, path = make_actor("sender"), tmp_path / "plan.pdf"
    path.write_bytes(pdf())
    kept = attach_sent(actor=sender, path=path, name="plan.pdf", owner=("application", 1))
    assert kept.blob.scanned_at
    path.write_bytes(pdf(text=MARK.decode()))
    with pytest.raises(FileRefused) as refused:
        attach_sent(actor=sender, path=path, name="plan.pdf", owner=("application", 1))
    assert refused.value.code == "virus"


@pytest.mark.django_db
def test_nothing_is_taken_while_the_scanner_is_silent(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT, settings.CLAMD = tmp_path / "files", str(tmp_path / "no.socket")
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf())
    with pytest.raises(ScannerSilent):
        virus_in(path)
    with pytest.raises(FileRefused) as refused:
        attach_sent(actor=make_actor("sender"), path=path, name="plan.pdf", owner=("application", 1))
    assert refused.value.code == "scanner_silent"
