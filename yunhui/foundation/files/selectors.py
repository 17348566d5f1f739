"""Reading files. The rooms that own an attachment decide who may."""

from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from yunhui.foundation.files.models import Attachment, Upload
from yunhui.foundation.files.ports.scanner import is_scanning
from yunhui.foundation.files.ports.shelves import Far, StoreSilent
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import MP4, WEBM
from yunhui.kernel import clock, tickets
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError

__all__ = [
    "attachment_of",
    "attachments_of",
    "bytes_of",
    "ids_of",
    "is_scanning",
    "opened",
    "store_trouble",
    "ticket_for",
    "upload_for",
    "uploads_of",
]
_SHOWING = timedelta(hours=4)


def attachments_of(owner_type: str, owner_id: object) -> QuerySet[Attachment]:
    """The files of one thing, in the order in which they came."""
    return (
        Attachment.objects.filter(owner_type=owner_type, owner_id=str(owner_id)).select_related("blob").order_by("pk")
    )


def attachment_of(owner_type: str, owner_id: object, attachment_id: UUID) -> Attachment:
    """One file of one thing.

    Raises:
        NotFoundError: the thing has no such file.
    """
    found = attachments_of(owner_type, owner_id).filter(pk=attachment_id).first()
    if found is None:
        raise NotFoundError("file")
    return found


def ids_of(owner_type: str, owner_id: object) -> frozenset[str]:
    """The ids of the files of one thing, as answers of kind `file` name them."""
    rows = Attachment.objects.filter(owner_type=owner_type, owner_id=str(owner_id))
    return frozenset(str(pk) for pk in rows.values_list("pk", flat=True))


def uploads_of(
    actor: Actor, owner_type: str, owner_id: object, slot: str = "", holder: UUID | None = None
) -> QuerySet[Upload]:
    """The actor's uploads to one thing that have not arrived whole, the oldest first; a holder's without an account."""
    by = holder or actor.user_id
    if by is None:
        return Upload.objects.none()
    rows = Upload.objects.filter(owner_type=owner_type, owner_id=str(owner_id), attachment_id__isnull=True, refusal="")
    rows = rows.filter(by_id=by).order_by("pk")
    return rows.filter(slot=slot) if slot else rows


def upload_for(actor: Actor, upload_id: UUID, holder: UUID | None = None) -> Upload:
    """One of the actor's own uploads, or one that is held by a link (see `begin_upload`).

    Raises:
        NotFoundError: there is none.
    """
    by = holder or actor.user_id
    upload = Upload.objects.filter(pk=upload_id, by_id=by).first() if by else None
    if upload is None:
        raise NotFoundError("upload")
    return upload


def bytes_of(attachment: Attachment) -> bytes:
    """The content of a file, for small ones.

    Raises:
        FileNotFoundError: the store lost it.
    """
    with opened(attachment) as stream:
        return stream.read()


def opened(attachment: Attachment) -> BinaryIO:
    """A stream of the content.

    Raises:
        FileNotFoundError: the store lost it.
    """
    return store().open(attachment.blob_id)


def store_trouble() -> tuple[str, str] | None:
    """Why the bucket does not serve the city now, in words to be translated, and its own code; None where it does, or
    where files lie on this disk. Asks once, and waits at most five seconds."""
    shelf = store().shelf
    try:
        if isinstance(shelf, Far):
            shelf.probe()
    except StoreSilent as silent:
        return silent.reason, silent.detail
    return None


def ticket_for(actor: Actor, attachment: Attachment) -> str:
    """The address of a file for one person; the caller's rule has let them. Good for two minutes, of a film for four
    hours: its player asks anew at every jump."""
    topic = f"file:{attachment.pk}:{actor.user_id}"
    lifetime = _SHOWING if attachment.blob.media_type in (MP4, WEBM) else tickets.LIFETIME
    return f"/f/{tickets.sign([topic], key=settings.SECRET_KEY, now=clock.now(), lifetime=lifetime)}"
