"""Opening a decision with all that it rests on: scores and names of experts among it, so the opening is recorded."""

from datetime import timedelta

from django.db import transaction

from yunhui.features.proof.selectors import Story, decision_for, story_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor

# Whoever comes back within this time still reads.
_SESSION = timedelta(minutes=30)


@transaction.atomic
def examine_decision(*, actor: Actor, code: str, batch: int, number: int) -> Story:
    """The story of what one batch says of one application; one row in the log for half an hour of reading.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    item = decision_for(actor, code, batch, number)
    seen = AuditEntry.objects.filter(
        subject_type="application",
        subject_id=str(item.application_id),
        action="decision.examined",
        actor_id=actor.user_id,
        at__gt=clock.now() - _SESSION,
    )
    if not seen.exists():
        record(
            actor=actor,
            action="decision.examined",
            subject=("application", item.application_id),
            after={"batch": str(item.batch_id)},
        )
    return story_of(actor, item)
