"""Throwing away what nobody wants any more."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from yunhui.foundation.files.models import Attachment, Blob, Upload
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import parts_folder
from yunhui.foundation.files.services.attaching import forget
from yunhui.foundation.files.services.uploading import part_of
from yunhui.kernel import clock

KEPT = timedelta(hours=24)


def sweep_uploads() -> int:
    """Forget uploads that nobody has touched for 24 hours, finished or not, with their pieces; swept every hour, and
    the same twice is once. Returns how many."""
    ended = Upload.objects.filter(touched_at__lt=clock.now() - KEPT).order_by("touched_at")[:1_000]
    count = 0
    for upload in ended:
        part_of(upload).unlink(missing_ok=True)
        count += upload.delete()[0]
    _sweep_pieces()
    return count


def drop_orphans(*, dry_run: bool = False) -> list[str]:
    """Contents in the store that no attachment names, and rows of contents without one; those of the last 24 hours are
    left, because somebody may just be storing them. Returns their digests.

    Args:
        dry_run: only say which.
    """
    limit = clock.now() - KEPT
    named = set(Attachment.objects.values_list("blob_id", flat=True))
    rows = Blob.objects.filter(stored_at__lt=limit).exclude(pk__in=Attachment.objects.values("blob_id"))
    found = set(rows.values_list("pk", flat=True))
    known = set(Blob.objects.values_list("pk", flat=True))
    lying = {key for key, came in store().contents() if key not in known and datetime.fromtimestamp(came, UTC) < limit}
    if not dry_run:
        with transaction.atomic():
            rows.delete()
        for key in (found | lying) - named:
            forget(key)
    return sorted(found | lying)


def _sweep_pieces() -> None:
    """Pieces whose row is gone."""
    limit = (clock.now() - KEPT).timestamp()
    folder = parts_folder()
    for piece in folder.iterdir() if folder.is_dir() else ():
        if piece.stat().st_mtime < limit:
            piece.unlink(missing_ok=True)
