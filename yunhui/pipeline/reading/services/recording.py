"""Recording what was opened."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.reading.enums import What
from yunhui.pipeline.reading.errors import UndertakingNeeded
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.reading.rules import STAFF
from yunhui.pipeline.reading.selectors import has_undertaken

# Whoever comes back within this time still reads; afterwards they open it anew.
SESSION = timedelta(minutes=30)


@transaction.atomic(savepoint=False)
def record_opening(
    *,
    actor: Actor,
    application: Application,
    what: str,
    capacity: str,
    board: Board | None = None,
    attachment: tuple[UUID, str] | None = None,
) -> Opening | None:
    """Note that the actor opens what an applicant entrusted; the caller's rule has let them.

    One row for a session of reading: the same reader with the same thing within half an hour adds none. The applicant,
    their co-applicants and the city's machinery leave none: None.

    Args:
        attachment: id and name of the file, where one is opened.

    Raises:
        UndertakingNeeded: a reader from outside the call's staff has not undertaken yet; nothing opens before.
    """
    if actor.user_id is None or actor.user_id == application.owner_id:
        return None
    if capacity not in STAFF and not has_undertaken(actor, application.call):
        raise UndertakingNeeded(application.pk)
    now = clock.now()
    thing = Opening.objects.filter(
        application=application,
        reader_id=actor.user_id,
        capacity=capacity,
        board=board,
        what=what,
        attachment_id=attachment[0] if attachment else None,
    )
    if recent := thing.filter(at__gt=now - SESSION, at__lte=now).order_by("-at").first():
        return recent
    key = f"{actor.user_id.hex}:{application.pk.hex}:{what}:{attachment[0].hex if attachment else ''}"
    opening = Opening(
        # Two pages that open at one moment make one row: the session is unique, and the second is let go.
        session=f"{key}:{capacity[:3]}:{int(now.timestamp()) // int(SESSION.total_seconds())}",
        application=application,
        reader_id=actor.user_id,
        capacity=capacity,
        board=board,
        what=what,
        attachment_id=attachment[0] if attachment else None,
        label=attachment[1][:200] if attachment else "",
        at=now,
    )
    Opening.objects.bulk_create([opening], ignore_conflicts=True)
    record(
        actor=actor,
        action="file.opened" if what == What.FILE else "application.read",
        subject=("application", application.pk),
        after={
            "what": what,
            "capacity": capacity,
            "board": str(board.pk) if board else "",
            "attachment": str(attachment[0]) if attachment else "",
        },
    )
    return opening
