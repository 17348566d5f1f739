"""What every command on a question does first and last."""

from typing import Any
from uuid import UUID

from yunhui.features.enquiries.models import Enquiry
from yunhui.features.enquiries.rules import can_answer
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError


def locked(enquiry_id: UUID) -> Enquiry:
    """A question, locked for the rest of the transaction.

    Raises:
        NotFoundError: there is none.
    """
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("call", "application", "asker")
    found = rows.filter(pk=enquiry_id).first()
    if found is None:
        raise NotFoundError("question")
    return found


def locked_at(actor: Actor, enquiry_id: UUID) -> Enquiry:
    """A question that the actor's office answers, locked.

    Raises:
        NotFoundError: there is none, or another office answers it.
    """
    found = locked(enquiry_id)
    if not can_answer(actor, found.call):
        raise NotFoundError("question")
    return found


def tell(actor: Actor, enquiry: Enquiry, action: str, event: Any = None, after: Any = None) -> None:
    """Write the entry of a command, and its fact where rooms hear of it."""
    record(actor=actor, action=action, subject=("enquiry", enquiry.pk), after=after)
    if event is not None:
        publish(actor=actor, event=event, topics=(("call", enquiry.call_id),))
