"""Draws as they were held."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.models import Draw
from yunhui.pipeline.panels.rules import can_see_panel


def draws_of(actor: Actor, call: Call) -> QuerySet[Draw]:
    """The draws of a call without their lists, for staff.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    rows = Draw.objects.filter(call=call).select_related("group", "drawn_by")
    return rows.defer("candidates", "lots").order_by("number")


def draw_for(actor: Actor, call: Call, draw_id: UUID) -> Draw:
    """One draw; its list and lots only once the panel is open (`lots_of`).

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    row = draws_of(actor, call).filter(pk=draw_id).first()
    if row is None:
        raise NotFoundError("draw")
    return row


def lots_of(actor: Actor, draw: Draw) -> list[dict[str, Any]]:
    """Every candidate with their lot, the lowest first, and their names as `name`.

    Raises:
        RefusedError: `sealed`.
    """
    require(can_see_panel(actor, draw.call))
    experts = Expert.objects.filter(pk__in=[one["key"] for one in draw.lots]).select_related("person__organisation")
    names = {str(one.pk): (one.person.name, str(one.person.organisation or "")) for one in experts}
    return [
        one | dict(zip(("name", "organisation"), names.get(one["key"], ("", "")), strict=True)) for one in draw.lots
    ]
