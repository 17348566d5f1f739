"""Publishing and closing calls."""

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.services import publish_form
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, require
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.events import CallPublished
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call, problems_of, questions_now
from yunhui.pipeline.calls.states import CALL


@transaction.atomic
def publish_call(*, actor: Actor, call: Call) -> Call:
    """Freeze a call and open it to the world; a form that was edited becomes a version.

    Raises:
        RefusedError: not the talent office.
        InvalidError: a list of everything that is missing, each placed in the part where it is mended.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, row))
    CALL.check(row.state, CallState.PUBLISHED)
    if problems := problems_of(row):
        raise InvalidError(problems)
    publish_draft_form(actor, row)
    row.state, row.published_at = CallState.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at", "form_version", "form_draft"])
    record(actor=actor, action="call.published", subject=("call", row.pk), after={"code": row.code})
    publish(actor=actor, event=CallPublished(call_id=str(row.pk)), topics=(("call", row.pk),))
    return row


@transaction.atomic
def close_call(*, actor: Actor, call: Call) -> Call:
    """Close a call whose work is over; it stays readable.

    Raises:
        RefusedError: not the talent office.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, row))
    CALL.check(row.state, CallState.CLOSED)
    row.state = CallState.CLOSED
    row.save(update_fields=["state"])
    record(actor=actor, action="call.closed", subject=("call", row.pk))
    return row


def publish_draft_form(actor: Actor, row: Call) -> None:
    """Make the form that is being edited the call's version, on a locked row; the caller saves it."""
    if row.form_draft is not None:
        row.form_version = publish_form(actor=actor, form=f"call:{row.code}", questions=questions_now(row))
        row.form_draft = None
