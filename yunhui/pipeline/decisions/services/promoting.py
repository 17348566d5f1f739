"""Reserves: the next of the rule moves up into a free place (递补); those that are not called up end."""

from uuid import UUID

from django.db import transaction

from yunhui.decide.selection_changes import promote_next
from yunhui.decide.selection_types import Via
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import conclude_passes, end_applications
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState, Cause
from yunhui.pipeline.decisions.events import ReservePromoted, ReservesEnded
from yunhui.pipeline.decisions.models import Batch, Promotion
from yunhui.pipeline.decisions.rules import DecisionConfig, NoticeConfig, can_propose, event_has_begun, event_is_over
from yunhui.pipeline.decisions.selectors.replaying import selection_now
from yunhui.pipeline.decisions.selectors.vacancies import cause_of, passes_of, vacancies_of
from yunhui.pipeline.decisions.services.passes import decision_passes, end_with_the_list

_SWEEP = 500


@transaction.atomic
def fill_vacancy(*, actor: Actor, application_id: UUID, cause: Cause | None = None) -> Promotion | None:
    """After an application has lost its place: the next reserve takes it, where the call promotes by itself.

    None where nobody moves up: the application held no place, the place is filled, the event has begun, no reserve is
    left, or the office promotes by hand in this call. Asking twice changes nothing.
    """
    application = Application.objects.select_related("call").get(pk=application_id)
    call = Call.objects.select_for_update().get(pk=application.call_id)
    if not DecisionConfig.of_call(call).promotes_at_once or event_has_begun(call):
        return None
    return _fill(actor, call, application_id, cause)


@transaction.atomic
def promote_reserve(*, actor: Actor, call: Call) -> Application | None:
    """The next reserve moves up into the place that became free first; None when no place is free or no reserve left.

    Raises:
        RefusedError: neither panel leader nor office.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_propose(actor, row))
    for application_id in vacancies_of(row.pk):
        if promotion := _fill(actor, row, application_id, None):
            return Application.objects.get(pk=promotion.promoted_id)
    return None


@transaction.atomic
def decline_reserves(*, actor: Actor, call: Call) -> int:
    """When the event is over, the reserves that were not called up end; returns how many.

    Raises:
        RefusedError: neither panel leader nor office.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    require(can_propose(actor, call))
    waiting = Application.objects.filter(call=call, state=ApplicationState.RESERVE).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return 0
    conclude_passes(actor=actor, pass_ids=decision_passes(ids), passed=False, reason="reserve not called up")
    publish(actor=actor, event=ReservesEnded(str(call.pk), [str(pk) for pk in ids]), topics=(("call", call.pk),))
    return len(ids)


def end_past_reserves() -> int:
    """The reserve lists of events that are over end; swept. Returns how many applications ended."""
    calls = Call.objects.filter(applications__state=ApplicationState.RESERVE).distinct()
    over = [call for call in calls if event_is_over(call)]
    return sum(decline_reserves(actor=actors.system("sweep"), call=call) for call in over)


def _cause(application_id: UUID) -> Cause:
    return cause_of(Application.objects.get(pk=application_id), passes_of([application_id])[application_id])


def _fill(actor: Actor, call: Call, vacated_id: UUID, cause: Cause | None) -> Promotion | None:
    if vacated_id not in vacancies_of(call.pk):
        return None
    batch = Batch.objects.get(call=call, state=BatchState.RELEASED)
    before = selection_now(batch)
    after = promote_next(before, str(vacated_id))
    waiting = {placing.entry.id: placing.reserve_number for placing in before.placings if placing.reserve_number}
    moved = [
        placing.entry.id for placing in after.placings if placing.entry.id in waiting and placing.via is Via.RESERVE
    ]
    if not moved:
        return None
    promoted_id = UUID(moved[0])
    number = batch.items.get(application_id=promoted_id).reserve_number or 0
    end_applications(actor=actor, application_ids=[promoted_id], state=ApplicationState.SELECTED)
    conclude_passes(actor=actor, pass_ids=decision_passes([promoted_id]), passed=True)
    if not NoticeConfig.of_call(call).again:
        end_with_the_list(actor, batch, promoted_id)
    promotion = Promotion.objects.create(
        batch=batch,
        number=batch.promotions.count() + 1,
        vacated_id=vacated_id,
        promoted_id=promoted_id,
        reserve_number=number,
        cause=cause or _cause(vacated_id),
        by_id=actor.user_id,
    )
    record(
        actor=actor,
        action="reserve.promoted",
        subject=("application", promoted_id),
        before={"reserve_number": number},
        after={"batch": batch.number, "in_place_of": str(vacated_id), "cause": promotion.cause},
    )
    publish(
        actor=actor,
        event=ReservePromoted(str(promotion.pk), str(call.pk), str(promoted_id), str(vacated_id)),
        topics=(("call", call.pk),),
    )
    return promotion
