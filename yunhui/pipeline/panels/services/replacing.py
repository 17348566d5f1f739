"""Whoever is missing is followed by the next of their stratum, in the order that the draw gave."""

from collections import Counter

from yunhui.kernel import actor as actors
from yunhui.pipeline.panels.enums import SeatState, Source
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.services.inviting import send

_HERE = (SeatState.INVITED, SeatState.ACCEPTED)
_WORKER = actors.system("panels")


def replace_seat(panel: Panel, seat: Seat) -> Seat | None:
    """Ask the next reserve of a drawn seat's stratum whose organisation has room; None where none is left. In the
    caller's transaction, with the panel locked."""
    if seat.source != Source.DRAW or seat.draw is None:
        return None
    most = int(seat.draw.rules.get("per_organisation") or 0)
    here = Seat.objects.filter(draw=seat.draw, state__in=_HERE).exclude(pk=seat.pk)
    units = Counter(here.values_list("expert__person__organisation_id", flat=True))
    waiting = Seat.objects.select_for_update(of=("self",)).select_related("call", "expert__person__user")
    rows = waiting.filter(draw=seat.draw, stratum=seat.stratum, state=SeatState.RESERVE, expert__is_active=True)
    for one in rows.order_by("place"):
        unit = one.expert.person.organisation_id
        if unit is None or not most or units[unit] < most:
            one.replaces = seat
            send(_WORKER, panel, one)
            return one
    return None
