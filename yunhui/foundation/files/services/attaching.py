"""Keeping files and naming them for their owners."""

import logging
import os
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.models import Attachment, Blob
from yunhui.foundation.files.ports.scanner import ScannerSilent, is_scanning, virus_in
from yunhui.foundation.files.ports.shelves import StoreSilent
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import MAX_BYTES, Found, clean_name, examine, media_type_of, parts_folder
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import Digester
from yunhui.kernel.ids import new_id

log = logging.getLogger("yunhui.files")


@transaction.atomic
def attach_file(*, actor: Actor, name: str, data: bytes, owner: tuple[str, object], slot: str = "") -> Attachment:
    """Store bytes that the city made or a rule has let in, once by digest, and name them for their owner.

    Raises:
        FileRefused: empty, too large, or no PDF, XLSX, ICS, JSON or PNG.
    """
    if not data:
        raise FileRefused("file_empty")
    if len(data) > MAX_BYTES:
        raise FileRefused("file_large")
    media_type = media_type_of(data)
    if media_type is None:
        raise FileRefused("file_type")
    part = _part()
    try:
        part.write_bytes(data)
        return keep(actor=actor, path=part, found=Found(media_type), name=name, owner=owner, slot=slot)
    finally:
        part.unlink(missing_ok=True)


def attach_sent(
    *, actor: Actor, path: Path, name: str, owner: tuple[str, object], slot: str = "", accept: Collection[str] = ()
) -> Attachment:
    """Examine and scan a file that a person sent, outside any transaction, and keep it if it is taken.

    Args:
        accept: the kinds that are asked for, `enums.Kind` values.

    Raises:
        FileRefused: with the sentence for the person.
    """
    found = examined(path, accept)
    try:
        stow(path, found)
        return keep(actor=actor, path=path, found=found, name=name, owner=owner, slot=slot)
    finally:
        forget_cleaned(found)


def examined(path: Path, accept: Collection[str]) -> Found:
    """What a file is, after the scanner, where the city has one, has found nothing in it.

    Raises:
        FileRefused: it is not taken.
    """
    found = examine(path, accept)
    try:
        if is_scanning() and virus_in(path):
            forget_cleaned(found)
            raise FileRefused("virus")
    except ScannerSilent as error:
        forget_cleaned(found)
        raise FileRefused("scanner_silent") from error
    return found


@transaction.atomic
def keep(*, actor: Actor, path: Path, found: Found, name: str, owner: tuple[str, object], slot: str = "") -> Attachment:
    """Store an examined file and name it; the file stays where it is."""
    source = found.cleaned or path
    key = _digest_of(source)
    _alone_with(key)
    store().put(key, source)
    blob, made = Blob.objects.get_or_create(
        digest=key,
        defaults={"size": source.stat().st_size, "media_type": found.media_type, "pages": found.pages},
    )
    if is_scanning() and (made or blob.scanned_at is None):
        blob.scanned_at = clock.now()
        blob.save(update_fields=["scanned_at"])
    attachment = Attachment.objects.create(
        blob=blob,
        name=clean_name(name, found.media_type),
        owner_type=owner[0],
        owner_id=str(owner[1]),
        slot=slot,
        added_by_id=actor.user_id,
    )
    record(actor=actor, action="file.attached", subject=owner, after={"attachment": attachment.pk, "digest": key})
    return attachment


def stow(path: Path, found: Found) -> None:
    """Put an examined file's bytes into the store before the transaction that names them: a far store takes its time,
    and no row is locked meanwhile. What comes to nothing afterwards is an orphan.

    Raises:
        StoreSilent: the store lies elsewhere and does not answer.
    """
    source = found.cleaned or path
    store().put(_digest_of(source), source)


@transaction.atomic
def remove_attachment(*, actor: Actor, attachment_id: UUID) -> None:
    """Take a file away from its owner; its bytes go too where nothing else names them. Twice is once.

    The caller's rule has let the actor do so, and knows that nothing points to it any more.
    """
    row = Attachment.objects.select_for_update().filter(pk=attachment_id).first()
    if row is None:
        return
    key = row.blob_id
    _alone_with(key)
    record(
        actor=actor,
        action="file.removed",
        subject=(row.owner_type, row.owner_id),
        before={"attachment": row.pk, "digest": key},
    )
    row.delete()
    if not Attachment.objects.filter(blob_id=key).exists():
        Blob.objects.filter(pk=key).delete()
        transaction.on_commit(lambda: forget(key))


def forget_cleaned(found: Found) -> None:
    """Throw away the file that was written anew, once it is stored."""
    if found.cleaned:
        found.cleaned.unlink(missing_ok=True)


def forget(key: str) -> None:
    """Remove bytes that no row names, after the commit that took the last one away, unless somebody has stored the
    same again meanwhile.

    A store that does not answer keeps them as an orphan: what the person asked for is done.
    """
    with transaction.atomic():
        _alone_with(key)
        if not Blob.objects.filter(pk=key).exists():
            try:
                store().remove(key)
            except StoreSilent as error:
                log.warning("%s stays in the store until orphans are removed: %s", key, error.reason)


def _alone_with(key: str) -> None:
    """Until the end of the transaction nobody else stores or removes this content: bytes and their row go together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file:{key}"])


def _digest_of(path: Path) -> str:
    digester = Digester(settings.DIGEST_ALGORITHM)
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digester.update(piece)
    return digester.value()


def _part() -> Path:
    folder = parts_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{new_id().hex}.{os.getpid()}"
