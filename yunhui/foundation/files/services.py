"""Keeping files."""

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.files.models import Attachment, Blob
from yunhui.foundation.files.rules import media_type_of, path_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError

MAX_BYTES = 50 * 1024 * 1024


@transaction.atomic
def attach_file(*, actor: Actor, name: str, data: bytes, owner: tuple[str, object]) -> Attachment:
    """Store bytes once by digest and name them for their owner; the caller's rule has let the actor do so.

    Raises:
        DomainError: `file_empty`, `file_large`, `file_type`.
    """
    if not data:
        raise DomainError("file_empty", _("The file is empty. Choose another one."))
    if len(data) > MAX_BYTES:
        raise DomainError("file_large", _("The file is larger than 50 MB. Make it smaller and try again."))
    media_type = media_type_of(data)
    if media_type is None:
        raise DomainError("file_type", _("This kind of file is not accepted. Save it as PDF and try again."))
    key = digest(data, settings.DIGEST_ALGORITHM)
    _write(path_of(key), data)
    blob, _made = Blob.objects.get_or_create(digest=key, defaults={"size": len(data), "media_type": media_type})
    attachment = Attachment.objects.create(
        blob=blob, name=Path(name).name[:200], owner_type=owner[0], owner_id=str(owner[1]), added_by_id=actor.user_id
    )
    record(actor=actor, action="file.attached", subject=owner, after={"attachment": attachment.pk, "digest": key})
    return attachment


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
