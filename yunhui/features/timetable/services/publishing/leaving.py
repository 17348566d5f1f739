"""An item that leaves the public timetable between two versions, because its project did."""

from uuid import UUID

from django.db import transaction

from yunhui.features.timetable.events import ItemCancelled
from yunhui.features.timetable.models import Announced, Confirmation
from yunhui.features.timetable.selectors.letters import slot_key
from yunhui.features.timetable.selectors.lines import is_on_stage
from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.services import call_off
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call


@transaction.atomic
def take_out(*, actor: Actor, application_id: UUID) -> bool:
    """Cancel the entry of a project that is on stage no more, in people's calendars too; whether there was one.

    Public pages leave it out at once by themselves; this is the calendars' last word on it. A second call changes
    nothing.
    """
    call_id = Announced.objects.filter(application=application_id).values_list("call_id", flat=True).first()
    if call_id is None:
        return False
    Call.objects.select_for_update().get(pk=call_id)
    rows = Announced.objects.select_for_update(of=("self",)).select_related("application")
    row = rows.filter(call=call_id, application=application_id, is_cancelled=False).first()
    if row is None or is_on_stage(row):
        return False
    now = clock.now()
    row.is_cancelled, row.sequence, row.changed_at = True, row.sequence + 1, now
    row.save(update_fields=["is_cancelled", "sequence", "changed_at"])
    Confirmation.objects.filter(item=row, ended_at__isnull=True).update(ended_at=now)
    call_off(actor=actor, supersedes=slot_key(row.uid))
    record(actor=actor, action="timetable.item_cancelled", subject=("application", application_id))
    publish(actor=actor, event=ItemCancelled(str(call_id), str(row.uid)), topics=(("call", call_id),))
    return True
