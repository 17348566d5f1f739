"""The talent office reminds a host area by hand, once a day."""

from uuid import UUID

from django.db import transaction

from yunhui.features.docking import letters
from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import last_day, working_days_left
from yunhui.features.docking.selectors import in_the_running
from yunhui.features.docking.services.writing import call_title, name_of, tell_officers
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.foundation.limits.services import take
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require
from yunhui.parties.models import Board
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call

A_DAY = 86_400


@transaction.atomic
def nudge_host_area(*, actor: Actor, call: Call, board_id: UUID) -> int:
    """Write to the officers of a host area about all that waits for its answer; how many officers were written to.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: nothing waits there.
        LimitedError: the host area was reminded by hand today already.
    """
    require(can_run_call(actor, call))
    board = Board.objects.filter(pk=board_id).first()
    waiting = Offer.objects.filter(in_the_running(), application__call=call, board=board, state=OfferState.PENDING)
    first = waiting.order_by("due_at").first()
    if board is None or first is None:
        raise NotFoundError("host area")
    take(f"docking.nudge:{call.pk}:{board.pk}", most=1, seconds=A_DAY)
    count = waiting.count()
    written = tell_officers(
        actor,
        letters.REMIND_ANSWER,
        board,
        about=("call", call.pk),
        context={
            "call": call_title(call),
            "board": name_of(board),
            "count": count,
            "due": last_day(first.due_at),
            "days": working_days_left(first.due_at, calendar_from(clock.now())),
        },
        link="/w/offers/",
        supersedes=f"docking.answers:{call.pk}:{board.pk}",
    )
    after = {"call": str(call.pk), "offers": count}
    record(actor=actor, action="host_area.nudged", subject=("board", board.pk), after=after)
    return written
