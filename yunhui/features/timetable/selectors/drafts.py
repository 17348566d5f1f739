"""Which version the office works on."""

from uuid import UUID

from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_inside

BESIDE = (TimetableState.SCENARIO, TimetableState.DISCARDED)
EMPTY = ("infeasible", "unknown")


def newest_with_items(call: Call) -> Timetable | None:
    """The newest version that has items, whatever its state; what-ifs are no versions."""
    rows = Timetable.objects.filter(call=call).exclude(status__in=EMPTY).exclude(state__in=BESIDE)
    return rows.order_by("-number").first()


def timetable_for(actor: Actor, pk: UUID) -> Timetable:
    """A version or a what-if that the actor may build, with its call.

    Raises:
        NotFoundError: there is none for them.
    """
    row = Timetable.objects.select_related("call").filter(pk=pk, call__in=calls_inside(actor).order_by()).first()
    if row is None or not can_build(actor, row.call):
        raise NotFoundError("timetable")
    return row
