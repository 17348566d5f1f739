"""Uploads in pieces: begun, received piece by piece, finished or refused; a lost line or a new page loses nothing.

The pieces lie in `var/files/parts/<id>`. The row says how many bytes count; what lies behind them is overwritten by the
piece that is sent again.
"""

import os
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.db import transaction

from yunhui.foundation.files.errors import FileRefused, WrongOffset
from yunhui.foundation.files.models import Attachment, Upload
from yunhui.foundation.files.rules import check_size, parts_folder
from yunhui.foundation.files.selectors import upload_for
from yunhui.foundation.files.services.attaching import examined, forget_cleaned, keep, stow
from yunhui.foundation.limits.services import take
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError

PIECE = 1 << 20  # bytes; a piece that is lost costs no more than this
_AT_ONCE = 5
_AN_HOUR = 120


def begin_upload(
    *,
    actor: Actor,
    name: str,
    size: int,
    owner: tuple[str, object],
    slot: str = "",
    accept: Collection[str] = (),
    mark: str = "",
    holder: UUID | None = None,
) -> Upload:
    """A place for a file of `size` bytes; the caller's rule has let the actor add one to the owner.

    One that the same person began for the same file and place goes on: a page loaded anew asks here first.

    Args:
        mark: what the browser knows the file by (name, size, time of change).
        holder: who goes on with it where no account does: the thing whose secret link they followed.

    Raises:
        FileRefused: empty, too large (50 MB, a film 1 GB), or too many under way.
        LimitedError: too many in an hour.
    """
    check_size(size, accept)
    by = holder or actor.account
    mine = Upload.objects.filter(
        owner_type=owner[0], owner_id=str(owner[1]), by_id=by, attachment_id__isnull=True, refusal=""
    )
    if found := mine.filter(slot=slot, size=size, mark=mark[:80], name=name[:200]).order_by("-pk").first():
        return found
    take(f"upload:{by}", most=_AN_HOUR, seconds=3600)
    if mine.count() >= _AT_ONCE:
        raise FileRefused("upload_many")
    return Upload.objects.create(
        name=name[:200],
        size=size,
        mark=mark[:80],
        accept=",".join(sorted(accept))[:80],
        owner_type=owner[0],
        owner_id=str(owner[1]),
        slot=slot,
        by_id=by,
    )


@transaction.atomic
def receive_piece(*, actor: Actor, upload_id: UUID, offset: int, data: bytes, holder: UUID | None = None) -> Upload:
    """Add a piece that begins at `offset`; the row is locked, so that pieces of two pages do not mix. Where what came
    before it is lost, the upload begins anew: `received` is 0.

    Raises:
        NotFoundError: no such upload of this actor.
        WrongOffset: it does not follow what is here; ask where to go on.
        FileRefused: more than was announced.
    """
    upload = _locked(actor, upload_id, holder)
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if offset + len(data) > upload.size:
        raise FileRefused("upload_elsewhere")
    path = part_of(upload)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if offset and not (path.is_file() and path.stat().st_size >= offset):  # e.g. after a restore
        Upload.objects.filter(pk=upload.pk).update(received=0)
        upload.received = 0
        return upload
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
        stream.seek(offset)
        stream.write(data)
        stream.truncate()
        if offset + len(data) == upload.size:
            stream.flush()
            os.fsync(stream.fileno())
    upload.received, upload.touched_at = offset + len(data), clock.now()
    upload.save(update_fields=["received", "touched_at"])
    return upload


def finish_upload(*, actor: Actor, upload_id: UUID, holder: UUID | None = None) -> Attachment | None:
    """Examine what has arrived whole and keep it; None while bytes are missing. The same answer however often asked.

    The examination takes seconds and holds no lock.

    Raises:
        NotFoundError: no such upload of this actor.
        FileRefused: the file is not taken; its bytes are thrown away.
    """
    upload = upload_for(actor, upload_id, holder)
    if upload.refusal:
        raise FileRefused(upload.refusal)
    if upload.attachment_id is None and upload.received < upload.size:
        return None
    if upload.attachment_id is None:
        try:
            _examine_and_keep(actor, upload, holder)
        except FileRefused as error:
            if error.code != "scanner_silent":
                _refuse(upload, error.code)
            raise
        upload.refresh_from_db()
    return Attachment.objects.select_related("blob").filter(pk=str(upload.attachment_id)).first()


@transaction.atomic
def cancel_upload(*, actor: Actor, upload_id: UUID, holder: UUID | None = None) -> None:
    """Forget an upload and what has arrived of it; what it became stays. Twice is once."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload and upload.by_id == (holder or actor.user_id):
        path = part_of(upload)
        upload.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def part_of(upload: Upload) -> Path:
    """Where its bytes lie until it is whole."""
    return parts_folder() / upload.pk.hex


def _examine_and_keep(actor: Actor, upload: Upload, holder: UUID | None) -> None:
    path = part_of(upload)
    if not path.is_file() or path.stat().st_size != upload.size:
        found = None
    else:
        found = examined(path, [one for one in upload.accept.split(",") if one])
        stow(path, found)
    with transaction.atomic():
        row = _locked(actor, upload.pk, holder)
        if row.attachment_id is not None:  # two pages finished it at once
            return
        if found is None:
            raise FileRefused("upload_gone")
        try:
            attachment = keep(
                actor=actor,
                path=path,
                found=found,
                name=upload.name,
                owner=(upload.owner_type, upload.owner_id),
                slot=upload.slot,
            )
        finally:
            forget_cleaned(found)
        row.attachment_id = attachment.pk
        row.save(update_fields=["attachment_id"])
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _refuse(upload: Upload, code: str) -> None:
    Upload.objects.filter(pk=upload.pk, attachment_id__isnull=True).update(refusal=code)
    part_of(upload).unlink(missing_ok=True)


def _locked(actor: Actor, upload_id: UUID, holder: UUID | None) -> Upload:
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None or upload.by_id != (holder or actor.user_id):
        raise NotFoundError("upload")
    if upload.refusal:
        raise FileRefused(upload.refusal)
    return upload
