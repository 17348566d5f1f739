"""Fees: the roster of a call, and one's own."""

from django.db.models import QuerySet

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.panels.models import Fee
from yunhui.pipeline.panels.rules import can_read_fees, can_see_panel


def fees_of(actor: Actor, call: Call) -> QuerySet[Fee]:
    """The roster of a call (劳务费发放表), by name; once the sign-in is open.

    Raises:
        NotFoundError: the actor does not see inside the call.
        RefusedError: `not_office`, for a panel leader; `sealed`.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    require(can_read_fees(actor, call))
    require(can_see_panel(actor, call))
    rows = Fee.objects.filter(call=call).select_related("expert__person__organisation", "expert__payee")
    return rows.order_by("expert__person__sort_key", "pk")


def own_fees(actor: Actor) -> QuerySet[Fee]:
    """The signed-in expert's fees, the newest first."""
    if actor.user_id is None:
        return Fee.objects.none()
    rows = Fee.objects.filter(expert__person__user_id=actor.user_id).select_related("call")
    return rows.order_by("-listed_at", "-pk")
