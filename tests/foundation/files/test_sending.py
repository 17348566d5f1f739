"""A file itself, sent to whom a ticket names: whole, or the range that a player or a broken download asks for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import SYSTEM, actor_of, make_user
from tests.factories.pages import visit_as
from tests.factories.s3 import FarStore, far_store
from tests.foundation.files.corpus import pdf
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.ports.shelves import s3
from yunhui.foundation.files.rules import Unsatisfiable, span_of
from yunhui.foundation.files.selectors import ticket_for
from yunhui.foundation.files.services import attach_file

DATA = pdf(40)


@given(st.integers(1, 300), st.integers(0, 400), st.integers(0, 400))
def test_a_range_is_the_bytes_that_a_list_would_give(size: int, first: int, last: int) -> None:
    whole = bytes(range(256)) * 2
    whole = whole[:size]
    for header, expected in (
        (f"bytes={first}-{last}", whole[first : last + 1]),
        (f"bytes={first}-", whole[first:]),
        (f"bytes=-{last}", whole[-last:] if last else b""),
    ):
        try:
            span = span_of(header, size)
        except Unsatisfiable:
            assert expected == b""
            continue
        if span is None:
            assert last < first
        else:
            assert whole[slice(*span)] == expected != b""


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=0-1,5-6", "pages=1-2", "bytes=a-b", "bytes=٣-"])
def test_what_is_no_single_range_asks_for_the_whole(header: str) -> None:
    assert span_of(header, 100) is None


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarStore]:
    monkeypatch.setattr(s3, "_PAUSE", 0.001)
    with far_store() as found:
        yield found


@pytest.fixture(params=["disk", "disk sealed", "bucket", "bucket sealed"])
def sent(
    request: pytest.FixtureRequest, db: None, settings: Any, tmp_path: Path, far: FarStore
) -> tuple[Client, str, Attachment]:
    """A browser, the address of a file for its person, and the file, which lies in one of four ways."""
    settings.FILES_ROOT, settings.FILES_SEALED = tmp_path / "files", "sealed" in request.param
    settings.FILES_BUCKET = far.bucket() if "bucket" in request.param else None
    user = make_user("reader")
    kept = attach_file(actor=SYSTEM, name="计划书.pdf", data=DATA, owner=("thing", 1))
    return visit_as(user), ticket_for(actor_of(user), kept), kept


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_is_sent_whole_and_by_ranges(sent: tuple[Client, str, Attachment]) -> None:
    browser, address, kept = sent
    whole = browser.get(address)
    assert whole.status_code == 200 and _body(whole) == DATA
    assert whole["Accept-Ranges"] == "bytes" and whole["Content-Length"] == str(len(DATA))
    part = browser.get(address, headers={"range": "bytes=100-299", "if-range": whole["ETag"]})
    assert part.status_code == 206 and _body(part) == DATA[100:300]
    assert part["Content-Range"] == f"bytes 100-299/{len(DATA)}" and part["Content-Length"] == "200"
    tail = browser.get(address, headers={"range": "bytes=-5"})
    assert _body(tail) == DATA[-5:]
    assert _body(browser.get(address, headers={"range": "bytes=1-", "if-range": '"another"'})) == DATA
    beyond = browser.get(address, headers={"range": f"bytes={len(DATA)}-"})
    assert beyond.status_code == 416 and beyond["Content-Range"] == f"bytes */{len(DATA)}"
    assert kept.blob.size == len(DATA)


def test_nginx_sends_only_what_lies_plainly_on_this_disk(sent: tuple[Client, str, Attachment], settings: Any) -> None:
    browser, address, _kept = sent
    settings.FILES_ACCEL = "/private-files"
    answer = browser.get(address)
    if settings.FILES_BUCKET is None and not settings.FILES_SEALED:
        assert answer["X-Accel-Redirect"].startswith("/private-files/sha256/")
    else:
        assert "X-Accel-Redirect" not in answer and _body(answer) == DATA


@pytest.mark.django_db
def test_a_store_that_is_silent_is_said_and_asked_again_later(settings: Any, tmp_path: Path, far: FarStore) -> None:
    settings.FILES_ROOT, settings.FILES_BUCKET = tmp_path / "files", far.bucket()
    user = make_user("reader")
    kept = attach_file(actor=SYSTEM, name="a.pdf", data=DATA, owner=("thing", 1))
    far.failures = [503] * s3.TRIES
    answer = visit_as(user).get(ticket_for(actor_of(user), kept))
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "Files cannot be reached" in answer.content.decode()
