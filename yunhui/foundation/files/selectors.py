"""Reading files. The rooms that own an attachment decide who may."""

from django.db.models import QuerySet

from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.rules import path_of


def attachments_of(owner_type: str, owner_id: object) -> QuerySet[Attachment]:
    """The files of one thing, in the order in which they came."""
    return (
        Attachment.objects.filter(owner_type=owner_type, owner_id=str(owner_id)).select_related("blob").order_by("pk")
    )


def bytes_of(attachment: Attachment) -> bytes:
    """The content of a file.

    Raises:
        FileNotFoundError: the store lost it.
    """
    return path_of(attachment.blob_id).read_bytes()
