"""Time that is over, and time that is nearly over; swept."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.events import SeatAnswered
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.selectors.links import link_of
from yunhui.pipeline.panels.services.inviting import move, seat_for_update, write
from yunhui.pipeline.panels.services.replacing import replace_seat

# So long before the end an expert who has not answered is reminded, once.
AHEAD = timedelta(hours=24)
_WORKER = actors.system("panels")
_AT_ONCE = 200


def lapse_due_seats() -> int:
    """End the invitations whose time is over, and ask the next; how many ended."""
    due = Seat.objects.filter(state=SeatState.INVITED, reply_by__lte=clock.now())
    return sum(_lapse(pk) for pk in due.order_by("reply_by", "pk").values_list("pk", flat=True)[:_AT_ONCE])


def remind_invited() -> int:
    """Remind who has not answered a day before the end; how many were reminded."""
    now = clock.now()
    due = Seat.objects.filter(
        state=SeatState.INVITED,
        reminded_at__isnull=True,
        reply_by__gt=now,
        reply_by__lte=now + AHEAD,
        invited_at__lte=F("reply_by") - 2 * AHEAD,
    )
    return sum(_remind(pk) for pk in due.order_by("reply_by", "pk").values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _lapse(seat_id: object) -> bool:
    seat = seat_for_update(seat_id)  # type: ignore[arg-type]
    if seat.state != SeatState.INVITED or seat.reply_by is None or clock.now() < seat.reply_by:
        return False
    move(_WORKER, seat, SeatState.LAPSED)
    replace_seat(Panel.objects.get(call=seat.call_id), seat)
    event = SeatAnswered(str(seat.call_id), str(seat.pk), seat.state)
    publish(actor=_WORKER, event=event, topics=(("call", seat.call_id),))
    return True


@transaction.atomic
def _remind(seat_id: object) -> bool:
    seat = seat_for_update(seat_id)  # type: ignore[arg-type]
    if seat.state != SeatState.INVITED or seat.reminded_at is not None:
        return False
    seat.reminded_at = clock.now()
    seat.save(update_fields=["reminded_at"])
    write(_WORKER, seat, "panels.reminder", {"by": seat.reply_by}, link=link_of(seat))
    return True
