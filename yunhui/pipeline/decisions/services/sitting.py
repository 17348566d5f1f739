"""What follows a sitting: a proposal whose open tie it decided is computed anew."""

from django.db import transaction

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services.proposing import propose_batch


def propose_after_sitting(*, actor: Actor, call: Call) -> Batch | None:
    """Compute the proposal anew where one with open ties is on the table; None where there is none, or where it cannot
    be computed now: what was recorded stands all the same."""
    before = Batch.objects.filter(call=call, state=BatchState.PROPOSED).first()
    if before is None or not before.notes["ties"]:
        return None
    try:
        with transaction.atomic():
            return propose_batch(actor=actor, call=call)
    except DomainError:
        return None
