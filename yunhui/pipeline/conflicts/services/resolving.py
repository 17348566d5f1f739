"""What the talent office makes of a conflict."""

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.conflicts.enums import ConflictState
from yunhui.pipeline.conflicts.events import ConflictResolved
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.conflicts.rules import can_keep_conflicts
from yunhui.pipeline.conflicts.services.declaring import NOTE_LENGTH


@transaction.atomic
def resolve_conflict(*, actor: Actor, conflict_id: int, state: str, reason: str) -> Conflict:
    """Confirm a conflict, or dismiss it with a reason; both can be changed later, and each leaves its row in the log.

    Raises:
        NotFoundError: there is none.
        RefusedError: neither the talent office nor the panel leader of its call.
        InvalidError: dismissed without a reason, a reason that is too long, or neither of the two.
    """
    row = (
        Conflict.objects.select_for_update(of=("self",))
        .select_related("application__call")
        .filter(pk=conflict_id)
        .first()
    )
    if row is None:
        raise NotFoundError("conflict")
    require(can_keep_conflicts(actor, row.application.call))
    text = clean_text(reason)
    if state not in (ConflictState.CONFIRMED, ConflictState.DISMISSED):
        raise InvalidError([Problem("state", "unknown", _("Confirm the conflict or dismiss it."))])
    if state == ConflictState.DISMISSED and not text:
        raise InvalidError([Problem("reason", "required", _("Say why this is no conflict; the log keeps it."))])
    if len(text) > NOTE_LENGTH:
        words = _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH}
        raise InvalidError([Problem("reason", "too_long", words)])
    if (row.state, row.resolution) == (state, text):
        return row
    before = {"state": row.state, "reason": row.resolution}
    row.state, row.resolution = state, text
    row.resolved_at, row.resolved_by_id = clock.now(), actor.user_id
    row.save()
    record(
        actor=actor,
        action=f"conflict.{state}",
        subject=("application", row.application_id),
        before={"conflict": row.pk, **before},
        after={"conflict": row.pk, "expert": str(row.expert_id), "state": state, "reason": text},
    )
    publish(
        actor=actor,
        event=ConflictResolved(row.pk, str(row.expert_id), str(row.application_id), state),
        topics=(("call", row.application.call_id),),
    )
    return row
