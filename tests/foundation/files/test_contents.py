"""Walks through the whole store: proving, sealing anew, carrying; and bytes that go with their last name."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.city import SYSTEM
from tests.factories.s3 import FarStore, far_store
from tests.foundation.files.corpus import pdf
from yunhui.foundation.files.models import Attachment, Blob
from yunhui.foundation.files.ports.shelves import s3
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.selectors import bytes_of
from yunhui.foundation.files.services import (
    attach_file,
    carry_contents,
    remove_attachment,
    seal_contents,
    verify_contents,
)
from yunhui.kernel.crypto import FileKeys, Vault


@pytest.fixture(autouse=True)
def _var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.VAULT = Vault(FileKeys(tmp_path / "keys"))
    monkeypatch.setattr(s3, "_PAUSE", 0.001)


@pytest.fixture
def far() -> Iterator[FarStore]:
    with far_store() as found:
        yield found


def _three() -> list[Attachment]:
    return [attach_file(actor=SYSTEM, name="a.pdf", data=pdf(pages), owner=("x", pages)) for pages in (1, 2, 3)]


def _place(key: str) -> Path:
    path = store().shelf.path(key)
    assert path is not None
    return path


@pytest.mark.django_db
def test_plain_files_are_sealed_once_under_the_current_key_and_opened_again(settings: Any, tmp_path: Path) -> None:
    kept = _three()
    settings.FILES_SEALED = True
    assert [state for _key, state in seal_contents()] == ["written"] * 3
    assert list(seal_contents()) == []
    assert {store().sealed_under(one.blob_id) for one in kept} == {"aes-gcm$k1"}
    (tmp_path / "keys" / "k2.key").write_bytes(b"2" * 32)
    assert len(list(seal_contents())) == 3
    assert {store().sealed_under(one.blob_id) for one in kept} == {"aes-gcm$k2"}
    (tmp_path / "keys" / "k1.key").unlink()
    assert [bytes_of(one) for one in kept] == [pdf(1), pdf(2), pdf(3)]
    settings.FILES_SEALED = False
    assert len(list(seal_contents())) == 3
    assert [_place(one.blob_id).read_bytes() for one in kept] == [pdf(1), pdf(2), pdf(3)]


@pytest.mark.django_db
def test_what_is_missing_or_damaged_is_named_and_left_as_it_is(settings: Any) -> None:
    settings.FILES_SEALED = True
    kept = _three()
    assert {state for _key, state in verify_contents()} == {"sound"}
    _place(kept[0].blob_id).unlink()
    data = _place(kept[1].blob_id).read_bytes()
    _place(kept[1].blob_id).write_bytes(data[:-9] + b"x" + data[-8:])
    _place(kept[2].blob_id).write_bytes(b"%PDF something else")
    expected = {kept[0].blob_id: "missing", kept[1].blob_id: "damaged", kept[2].blob_id: "damaged"}
    assert dict(verify_contents()) == expected
    assert dict(seal_contents()) == {kept[2].blob_id: "damaged"}
    assert _place(kept[2].blob_id).read_bytes() == b"%PDF something else"


@pytest.mark.django_db
def test_files_are_carried_to_a_bucket_and_read_from_there(settings: Any, far: FarStore) -> None:
    kept = _three()
    assert list(carry_contents()) == [], "no bucket is named"
    settings.FILES_BUCKET, settings.FILES_SEALED = far.bucket(folder="city"), True
    assert [state for _key, state in carry_contents()] == ["carried"] * 3
    assert [state for _key, state in carry_contents(remove=True)] == ["there already"] * 3
    assert len(far.objects) == 3 and all(data.startswith(b"yunhui") for data in far.objects.values())
    assert not list((settings.FILES_ROOT).glob("sha256/*/*"))
    assert [bytes_of(one) for one in kept] == [pdf(1), pdf(2), pdf(3)]
    with transaction.atomic():
        remove_attachment(actor=SYSTEM, attachment_id=kept[0].pk)


@pytest.mark.django_db(transaction=True)
def test_a_bucket_that_is_silent_does_not_keep_a_person_from_removing(settings: Any, far: FarStore) -> None:
    settings.FILES_BUCKET = far.bucket()
    kept = attach_file(actor=SYSTEM, name="a.pdf", data=pdf(1), owner=("x", 1))
    far.failures = [503] * s3.TRIES
    remove_attachment(actor=SYSTEM, attachment_id=kept.pk)
    assert not Attachment.objects.exists() and len(far.objects) == 1, "an orphan, swept by a command"


@pytest.mark.django_db(transaction=True)
def test_the_same_content_removed_and_stored_at_once_is_never_lost() -> None:
    """Somebody takes the last name away while somebody else stores the same bytes: both are done, one after the
    other, and a row never stands without its bytes."""
    for _turn in range(6):
        kept = attach_file(actor=SYSTEM, name="a.pdf", data=pdf(1), owner=("x", 1))
        errors: list[BaseException] = []

        def alone(work: Any, errors: list[BaseException] = errors) -> None:
            try:
                work()
            except BaseException as error:
                errors.append(error)
            finally:
                connection.close()

        works = [
            lambda one=kept: remove_attachment(actor=SYSTEM, attachment_id=one.pk),
            lambda: attach_file(actor=SYSTEM, name="b.pdf", data=pdf(1), owner=("x", 2)),
        ]
        threads = [threading.Thread(target=alone, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert all(bytes_of(one) == pdf(1) for one in Attachment.objects.all()) and Attachment.objects.count() == 1
        assert Blob.objects.count() == 1
        remove_attachment(actor=SYSTEM, attachment_id=Attachment.objects.get().pk)
        assert list(store().contents()) == []
