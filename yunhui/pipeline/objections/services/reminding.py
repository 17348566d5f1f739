"""The office is reminded of objections that are due, and of who waits."""

from datetime import timedelta

from django.db import transaction

from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.pipeline.objections.events import ObjectionDueSoon
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.states import WAITING

AHEAD = timedelta(days=1)


@transaction.atomic
def remind_of_objections() -> int:
    """A day before an objection is due, once; swept. How many were reminded of."""
    now = clock.now()
    due = Objection.objects.filter(state__in=WAITING, reminded_at__isnull=True, due_at__lte=now + AHEAD)
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("due_at")[:200])
    for row in rows:
        row.reminded_at = now
        publish(actor=actors.system("sweep"), event=ObjectionDueSoon(str(row.pk), str(row.call_id)))
    Objection.objects.bulk_update(rows, ["reminded_at"])
    return len(rows)
