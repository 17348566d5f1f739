"""The auditor of the demo city: looked into one decision, and read one application in an emergency two days ago."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from yunhui.features.proof.services import examine_decision
from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.decisions.models import BatchItem
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.services import (
    end_emergency,
    open_in_emergency,
    open_reading,
    tell_of_emergencies,
    undertake,
)

REASON = "有人反映该项目与另一团队的方案雷同，核对原文。"


@transaction.atomic
def look_into(*, code: str = "roadshow") -> None:
    """What the pages of decisions and of emergency readings show when somebody opens them."""
    user = user_with_email("audit-admin@demo.example")
    assert user is not None
    item = (
        BatchItem.objects.filter(batch__call__code=code, batch__state="released", rank__isnull=False)
        .select_related("application__call", "batch")
        .order_by(F("application__owner").asc(nulls_last=True), "application__number")
        .first()
    )
    assert item is not None
    application = item.application
    with clock.travel(clock.now() - timedelta(days=2, hours=3)):
        auditor = _fresh(actor_of(user))
        examine_decision(actor=auditor, code=code, batch=item.batch.number, number=application.number or 0)
        row = open_in_emergency(actor=auditor, code=code, number=str(application.number), reason=REASON, minutes="60")
        text = promise_of(application.call).version
        undertake(actor=auditor, application_id=application.pk, text_version=text)
        open_reading(actor=auditor, application_id=application.pk)
    with clock.travel(clock.now() - timedelta(days=2, hours=2, minutes=40)):
        end_emergency(actor=_fresh(actor_of(user)), emergency_id=row.pk)
        tell_of_emergencies()


def _fresh(actor: Actor) -> Actor:
    return replace(actor, assurance=2, proved_at=clock.now())
