"""Making a copy of everything that the city holds of one person."""

import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app as queue

from yunhui.foundation.accounts.selectors import own_account
from yunhui.foundation.audit.services import record
from yunhui.foundation.files.rules import Found
from yunhui.foundation.files.selectors import opened
from yunhui.foundation.files.services import keep, remove_attachment
from yunhui.foundation.limits.services import take
from yunhui.foundation.own.enums import CopyState
from yunhui.foundation.own.models import Copy
from yunhui.foundation.own.ports import holdings
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.ui import formats
from yunhui.ui.papers import typeset

KEPT = timedelta(days=7)
_PAPER = Path(__file__).resolve().parent.parent / "templates" / "own" / "summary.typ"


@transaction.atomic
def ask_copy(*, actor: Actor) -> Copy:
    """Ask for a copy of one's own data; the worker makes it. While one is being made, that one.

    Raises:
        LimitedError: more than three in a day.
    """
    user = own_account(actor)
    if found := Copy.objects.select_for_update().filter(user=user, state=CopyState.ASKED).first():
        return found
    take(f"own-copy:{user.pk}", most=3, seconds=86_400)
    row = Copy.objects.create(user=user, language=actor.language)
    record(actor=actor, action="data.copy_asked", subject=("account", user.pk), after={"copy": str(row.pk)})
    queue.configure_task("yunhui.own.copy", queue="papers").defer(copy_id=str(row.pk))
    return row


def make_copy(copy_id: UUID) -> None:
    """Make what was asked for; the same twice is once. One that cannot be made says so, and is asked for anew."""
    row = Copy.objects.select_related("user").filter(pk=copy_id, state=CopyState.ASKED).first()
    if row is None:
        return
    with tempfile.TemporaryDirectory() as folder, translation.override(row.language):
        path = Path(folder) / "copy.zip"
        try:
            _write(row, path)
        except FileNotFoundError:
            Copy.objects.filter(pk=row.pk).update(state=CopyState.FAILED)
            raise
        with transaction.atomic():
            locked = Copy.objects.select_for_update().get(pk=row.pk)
            if locked.state != CopyState.ASKED:
                return
            actor, now = actors.system("own"), clock.now()
            name = f"yunhui-{now.astimezone(clock.BEIJING):%Y-%m-%d}.zip"
            kept = keep(
                actor=actor, path=path, found=Found("application/zip"), name=name, owner=("account", row.user_id)
            )
            locked.state, locked.ready_at, locked.ends_at = CopyState.READY, now, now + KEPT
            locked.attachment_id, locked.size = kept.pk, kept.blob.size
            locked.save()


def sweep_copies() -> int:
    """Throw away copies whose days are over; swept every hour, and the same twice is once."""
    ended = list(Copy.objects.filter(state=CopyState.READY, ends_at__lte=clock.now()).order_by("ends_at")[:500])
    for row in ended:
        with transaction.atomic():
            if row.attachment_id:
                remove_attachment(actor=actors.system("sweep"), attachment_id=row.attachment_id)
            Copy.objects.filter(pk=row.pk).update(state=CopyState.ENDED, attachment_id=None)
    return len(ended)


def _write(row: Copy, path: Path) -> None:
    found: dict[str, Any] = {}
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, holding in holdings().items():
            found[key] = holding.collect(row.user)
            for place, attachment in holding.files(row.user):
                count += 1
                inside = f"files/{PurePosixPath(place)}"
                with opened(attachment) as source, archive.open(inside, "w", force_zip64=True) as target:
                    while piece := source.read(1 << 20):
                        target.write(piece)
        data = {"made_at": clock.now().isoformat(), "format": "yunhui-own-data-1", "rooms": found}
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        archive.writestr("summary.pdf", typeset(_PAPER, _summary(row, found, count)))


def _summary(row: Copy, found: dict[str, Any], files: int) -> dict[str, Any]:
    titles = {key: str(one.title) for key, one in holdings().items()}
    return {
        "language": row.language,
        "name": row.user.name,
        "email": row.user.email,
        "made": formats.moment(clock.now(), row.language, row.user.zone),
        "files": files,
        "rooms": [{"title": titles[key], "lines": _lines(content)} for key, content in found.items()],
    }


def _lines(content: dict[str, Any]) -> list[list[str]]:
    """Names and short values; lists by how many they are. The whole is in data.json."""
    return [
        [key.replace("_", " "), str(len(value)) if isinstance(value, list | dict) else str(value or "—")[:200]]
        for key, value in content.items()
    ]
