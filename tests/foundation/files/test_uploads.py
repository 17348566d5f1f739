"""Uploads in pieces: resumed, finished once, refused, swept."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.city import SYSTEM, make_actor
from tests.foundation.files.corpus import BAD, pdf
from yunhui.foundation.files.errors import FileRefused, WrongOffset
from yunhui.foundation.files.models import Attachment, Blob, Upload
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import MAX_BYTES, parts_folder
from yunhui.foundation.files.selectors import attachments_of, bytes_of, uploads_of
from yunhui.foundation.files.services import (
    attach_file,
    begin_upload,
    cancel_upload,
    drop_orphans,
    finish_upload,
    receive_piece,
    remove_attachment,
    sweep_uploads,
)
from yunhui.foundation.files.services.uploading import part_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError

pytestmark = pytest.mark.django_db
THING = ("application", uuid4())


@pytest.fixture(autouse=True)
def _var(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def sender() -> Actor:
    return make_actor("sender")


def _begin(sender: Actor, data: bytes, **more: Any) -> Upload:
    return begin_upload(actor=sender, name="plan.pdf", size=len(data), owner=THING, slot="deck", **more)


def _send(sender: Actor, upload: Upload, data: bytes, step: int = 100) -> None:
    for at in range(upload.received, len(data), step):
        receive_piece(actor=sender, upload_id=upload.pk, offset=at, data=data[at : at + step])


def test_a_file_arrives_in_pieces_and_is_kept_once(sender: Actor) -> None:
    data = pdf(2)
    upload = _begin(sender, data)
    assert finish_upload(actor=sender, upload_id=upload.pk) is None
    _send(sender, upload, data)
    kept = finish_upload(actor=sender, upload_id=upload.pk)
    again = finish_upload(actor=sender, upload_id=upload.pk)
    assert kept and again and kept.pk == again.pk
    assert bytes_of(kept) == data and kept.slot == "deck" and kept.blob.pages == 2
    assert [one.pk for one in attachments_of(*THING)] == [kept.pk]
    other = attach_file(actor=SYSTEM, name="same.pdf", data=data, owner=("batch", 1))
    assert other.blob_id == kept.blob_id and Blob.objects.count() == 1


def test_a_cut_line_costs_one_piece(sender: Actor) -> None:
    data = pdf(3)
    upload = _begin(sender, data, mark="plan|1")
    receive_piece(actor=sender, upload_id=upload.pk, offset=0, data=data[:400])
    with part_of(upload).open("ab") as stream:
        stream.write(b"bytes that were written before the machine died")
    with pytest.raises(WrongOffset) as wrong:
        receive_piece(actor=sender, upload_id=upload.pk, offset=0, data=data[:400])
    assert wrong.value.offset == 400
    found = _begin(sender, data, mark="plan|1")  # the page was loaded anew
    assert found.pk == upload.pk and found.received == 400
    _send(sender, found, data)
    kept = finish_upload(actor=sender, upload_id=upload.pk)
    assert kept and bytes_of(kept) == data


def test_what_is_refused_is_thrown_away_and_says_so_again(sender: Actor) -> None:
    data, code = BAD["a PDF and a program"]
    upload = _begin(sender, data)
    _send(sender, upload, data)
    for _again in range(2):
        with pytest.raises(FileRefused) as refused:
            finish_upload(actor=sender, upload_id=upload.pk)
        assert refused.value.code == code
    assert not part_of(upload).exists() and not Attachment.objects.exists()
    assert not uploads_of(sender, *THING).exists()


def test_nobody_touches_anothers_upload(sender: Actor) -> None:
    upload, other = _begin(sender, pdf()), make_actor("other")
    with pytest.raises(NotFoundError):
        receive_piece(actor=other, upload_id=upload.pk, offset=0, data=b"x")
    with pytest.raises(NotFoundError):
        finish_upload(actor=other, upload_id=upload.pk)
    cancel_upload(actor=other, upload_id=upload.pk)
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_too_much_is_said_before_anything_is_sent(sender: Actor) -> None:
    for size, code in ((0, "file_empty"), (MAX_BYTES + 1, "file_large")):
        with pytest.raises(FileRefused) as refused:
            begin_upload(actor=sender, name="x", size=size, owner=THING)
        assert refused.value.code == code
    upload = begin_upload(actor=sender, name="x", size=3, owner=THING)
    with pytest.raises(FileRefused):
        receive_piece(actor=sender, upload_id=upload.pk, offset=0, data=b"four")
    for number in range(4):
        begin_upload(actor=sender, name=f"y{number}", size=3, owner=THING)
    with pytest.raises(FileRefused) as many:
        begin_upload(actor=sender, name="z", size=3, owner=THING)
    assert many.value.code == "upload_many"


def test_uploads_are_limited_by_the_hour(sender: Actor) -> None:
    with pytest.raises(DomainError) as limited:
        for number in range(130):
            upload = begin_upload(actor=sender, name=f"n{number}", size=3, owner=THING)
            cancel_upload(actor=sender, upload_id=upload.pk)
    assert limited.value.status == 429


def test_what_nobody_finished_is_swept_after_a_day(sender: Actor, django_capture_on_commit_callbacks: Any) -> None:
    data = pdf()
    upload = _begin(sender, data)
    receive_piece(actor=sender, upload_id=upload.pk, offset=0, data=data[:50])
    assert sweep_uploads() == 0
    with clock.travel(clock.now() + timedelta(hours=25)):
        assert sweep_uploads() == 1
        assert sweep_uploads() == 0
    assert not list(parts_folder().iterdir())


def test_bytes_go_with_the_last_name_and_orphans_are_found(
    sender: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    one = attach_file(actor=SYSTEM, name="a.pdf", data=pdf(), owner=THING)
    two = attach_file(actor=SYSTEM, name="b.pdf", data=pdf(), owner=("other", 1))
    key, place = one.blob_id, store().path(one.blob_id)
    assert place
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(actor=SYSTEM, attachment_id=one.pk)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(actor=SYSTEM, attachment_id=two.pk)
        remove_attachment(actor=SYSTEM, attachment_id=two.pk)
    assert not place.exists() and not Blob.objects.filter(pk=key).exists()
    lost = attach_file(actor=SYSTEM, name="c.pdf", data=pdf(2), owner=THING)
    Attachment.objects.all().delete()
    assert drop_orphans() == []
    with clock.travel(clock.now() + timedelta(hours=25)):
        assert drop_orphans(dry_run=True) == [lost.blob_id]
        assert drop_orphans() == [lost.blob_id]
    with pytest.raises(FileNotFoundError):
        store().open(lost.blob_id)
