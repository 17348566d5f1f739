"""Who opened what. The applicant reads role, host area and time; experts stay masked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState, Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import may
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.models import Opening


@dataclass(frozen=True, slots=True)
class Seen:
    """One opening as its reader may know it.

    Attributes:
        who: the role, with the host area's name, or "Expert 2"; for staff and auditors the person's name too.
        at: when, to the second; None where only the day is told.
        day: the day in Beijing.
    """

    who: str
    capacity: str
    what: str
    label: str
    at: datetime | None
    day: date
    attachment_id: UUID | None


def openings_of(actor: Actor, application: Application) -> list[Seen]:
    """Who opened an application, the newest first; empty for whoever is neither its applicant nor sees inside its call.

    The applicant learns experts by a number alone, in the order in which they first opened, and by the day alone, so
    that a time cannot be laid beside somebody's calendar. Staff and auditors read names and times.
    """
    if actor.has(Role.AUDIT_ADMIN) or can_see_inside(actor, application.call):
        return [_in_full(row, actor) for row in _rows(application)]
    if not may(actor, application, Right.VIEW):
        return []
    rows = list(_rows(application))
    if application.state == ApplicationState.IN_PROGRESS:
        # An examination that the applicant hears of before the decision could be worked around.
        rows = [row for row in rows if row.capacity != Capacity.EMERGENCY]
    masks: dict[UUID, int] = {}
    for row in reversed(rows):
        if row.capacity == Capacity.EXPERT:
            masks.setdefault(row.reader_id, len(masks) + 1)
    seen = [_masked(row, actor, masks) for row in rows]
    # Within one day experts stand in the order of their numbers, at its end: the order of a list is a time, too.
    return sorted(
        seen, key=lambda one: (-one.day.toordinal(), one.at is None, -(one.at.timestamp() if one.at else 0), one.who)
    )


def readers_of_each(application: Application) -> dict[tuple[str, UUID | None], int]:
    """(capacity, host area) -> how many people opened an application, for the effects of a revocation."""
    found: dict[tuple[str, UUID | None], set[UUID]] = {}
    rows = Opening.objects.filter(application=application).values_list("capacity", "board_id", "reader_id").distinct()
    for capacity, board_id, reader_id in rows:
        found.setdefault((capacity, board_id), set()).add(reader_id)
    return {key: len(readers) for key, readers in found.items()}


def _rows(application: Application) -> QuerySet[Opening]:
    return Opening.objects.filter(application=application).select_related("board", "reader").order_by("-at", "-pk")


def _in_full(row: Opening, actor: Actor) -> Seen:
    return _seen(row, f"{_role(row, actor)} · {row.reader.name}", row.at)


def _masked(row: Opening, actor: Actor, masks: dict[UUID, int]) -> Seen:
    if row.capacity == Capacity.EXPERT:
        return _seen(row, _("Expert {n}").format(n=masks[row.reader_id]), None)
    return _seen(row, _role(row, actor), row.at)


def _role(row: Opening, actor: Actor) -> str:
    role = str(Capacity(row.capacity).label)
    return f"{role} · {pick(row.board, 'name', actor.language)}" if row.board else role


def _seen(row: Opening, who: str, at: datetime | None) -> Seen:
    what = str(What(row.what).label)
    return Seen(who, row.capacity, what, row.label, at, row.at.astimezone(BEIJING).date(), row.attachment_id)
