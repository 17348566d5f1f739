"""Who takes part in an event, who has said when they can, and whose hours break the plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yunhui.features.timetable.enums import Mark, PersonKind
from yunhui.features.timetable.models import Participant
from yunhui.features.timetable.rules import can_build
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Call


@dataclass(frozen=True, slots=True)
class Attendance:
    """The people of an event with counts for the head of the page."""

    rows: Sequence[Participant]
    asked: int
    answered: int
    flagged: int
    by_kind: dict[str, int]


def attendance_of(actor: Actor, call: Call, kind: str = "", state: str = "") -> Attendance:
    """The people of a call's event, by kind and name; `state`: waiting, answered, flagged, unasked. One query.

    Raises:
        NotFoundError: not the talent office.
    """
    if not can_build(actor, call):
        raise NotFoundError("people")
    related = ("application", "board", "group", "session__room", "answered_by")
    rows = list(Participant.objects.filter(call=call, ended_at=None).select_related(*related).order_by("name", "pk"))
    order = list(PersonKind)
    rows.sort(key=lambda row: order.index(PersonKind(row.kind)))
    shown = [row for row in rows if kind in ("", row.kind) and state in ("", state_of(row))]
    return Attendance(
        rows=shown,
        asked=sum(row.asked_at is not None for row in rows),
        answered=sum(row.answered_at is not None for row in rows),
        flagged=sum(row.flagged_at is not None for row in rows),
        by_kind=dict(Counter(row.kind for row in rows)),
    )


def state_of(row: Participant) -> str:
    """How far somebody's answer is."""
    if row.flagged_at:
        return "flagged"
    if row.answered_at:
        return "answered"
    return "waiting" if row.asked_at else "unasked"


def counts_of(row: Participant) -> Counter[str]:
    """How many stretches somebody gave of each mark."""
    return Counter(str(one["mark"]) for one in row.hours if one["mark"] in (Mark.CANNOT, Mark.RATHER_NOT))


def participant_for(actor: Actor, pk: object) -> Participant:
    """Somebody of an event that the actor builds.

    Raises:
        NotFoundError: there is none for them.
    """
    related = ("call", "application", "board", "group", "session__room")
    row = Participant.objects.select_related(*related).filter(pk=str(pk), ended_at=None).first()
    if row is None or not can_build(actor, row.call):
        raise NotFoundError("participant")
    return row
