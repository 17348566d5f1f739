"""The clocks of the public notice: each entry has its own; an objection stops it, and stops no other."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days, calendar_from
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes, days_left_of, keep_standing
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import Cause
from yunhui.pipeline.decisions.events import NoticesEnded
from yunhui.pipeline.decisions.services.promoting import fill_vacancy

_SWEEP = 500


@transaction.atomic
def end_due_notices() -> int:
    """Public notices whose working days are over end well, but for those whose clock an objection has stopped; swept
    every minute. Returns how many ended."""
    due = StagePass.objects.filter(
        stage__kind="notice", state=PassState.OPEN, stopped_at__isnull=True, due_at__lte=clock.now()
    )
    rows = list(due.order_by("pk").select_for_update(of=("self",), skip_locked=True).select_related("stage")[:_SWEEP])
    if not rows:
        return 0
    actor = actors.system("sweep")
    conclude_passes(actor=actor, pass_ids=[row.pk for row in rows], passed=True)
    of_call: dict[UUID, list[str]] = {}
    for row in rows:
        of_call.setdefault(row.stage.call_id, []).append(str(row.application_id))
    for call_id, ids in of_call.items():
        publish(actor=actor, event=NoticesEnded(str(call_id), ids), topics=(("call", call_id),))
    return len(rows)


def stop_notice(*, actor: Actor, application_id: UUID, until: datetime) -> bool:
    """Stop the clock of one entry, in the caller's transaction; whether the entry is on public notice.

    Args:
        until: when the office must have answered what stopped it; stopped twice, the earlier counts.
    """
    row = _locked(application_id)
    if row is None:
        return False
    if row.stopped_at is not None:
        return True
    now = clock.now()
    row.days_left, row.stopped_at, row.due_at = days_left_of(row, now, calendar_from(now)), now, until
    row.save(update_fields=["days_left", "stopped_at", "due_at"])
    keep_standing([application_id])
    record(actor=actor, action="notice.stopped", subject=("application", application_id))
    return True


def resume_notice(*, actor: Actor, application_id: UUID) -> None:
    """Let the clock of one entry go on with the working days that were left, one at least, in the caller's
    transaction."""
    row = _locked(application_id)
    if row is None or row.stopped_at is None:
        return
    row.due_at = add_working_days(clock.now(), max(1, row.days_left or 0))
    row.stopped_at, row.days_left = None, None
    row.save(update_fields=["days_left", "stopped_at", "due_at"])
    keep_standing([application_id])
    record(
        actor=actor,
        action="notice.resumed",
        subject=("application", application_id),
        after={"due_at": row.due_at.isoformat()},
    )


def overturn_place(*, actor: Actor, application_id: UUID) -> bool:
    """An objection was upheld: the entry loses its place and the next reserve moves up, in the caller's transaction.

    False where the entry is no longer on public notice.
    """
    call = Call.objects.select_for_update().get(applications__pk=application_id)
    row = _locked(application_id)
    if row is None:
        return False
    conclude_passes(actor=actor, pass_ids=[row.pk], passed=False, reason=str(Cause.OBJECTION))
    record(actor=actor, action="place.overturned", subject=("application", application_id), after={"call": call.code})
    fill_vacancy(actor=actor, application_id=application_id, cause=Cause.OBJECTION)
    return True


def _locked(application_id: UUID) -> StagePass | None:
    rows = StagePass.objects.select_for_update(of=("self",)).select_related("stage")
    return rows.filter(application_id=application_id, stage__kind="notice", state=PassState.OPEN).first()
