"""What every objection gets from the moment it counts: its number, the day by which it is answered, its fact."""

from datetime import datetime

from django.db.models import Max

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.events import ObjectionFiled
from yunhui.pipeline.objections.models import Objection


def count_in(*, actor: Actor, call: Call, objection: Objection, since: datetime | None = None) -> None:
    """Number, deadline, log and fact, in the caller's transaction and under the lock of its call; the working days run
    from now, or from `since`, when it reached the office on paper."""
    now = clock.now()
    last = Objection.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    objection.state, objection.number, objection.filed_at = ObjectionState.OPEN, last + 1, now
    objection.due_at = add_working_days(since or now, NoticeConfig.of_call(call).answer_days)
    objection.save()
    record(
        actor=actor,
        action="public_objection.filed",
        subject=("public_objection", objection.pk),
        after={
            "application": str(objection.application_id),
            "kind": objection.kind,
            "channel": objection.channel,
            "number": objection.number,
            "due_at": objection.due_at.isoformat(),
        },
    )
    publish(
        actor=actor,
        event=ObjectionFiled(str(objection.pk), str(call.pk), str(objection.application_id)),
        topics=(("call", call.pk),),
    )
