"""Reads of who confirmed their hour; the caller has seen to it that the actor sees inside the call."""

from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import Confirmation
from yunhui.kernel import clock
from yunhui.pipeline.calls.models import Call


def confirmations_of(call: Call, state: str = "") -> QuerySet[Confirmation]:
    """Those who are asked now: first who cannot come, then who is silent, then by their hour."""
    rows = _asked(call).select_related("user", "board", "item__application", "item__board", "item__room")
    urgency = Case(
        When(state=Answer.NO, then=Value(0)),
        When(state=Answer.WAITING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = rows.filter(state=state) if state else rows
    return rows.annotate(urgency=urgency).order_by("urgency", "item__starts_at", "pk")


def counts_of(call: Call) -> dict[Answer, int]:
    """How many said what: one query."""
    counts = dict(_asked(call).order_by().values_list("state").annotate(n=Count("pk")))
    return {state: counts.get(state, 0) for state in Answer}


def hours_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many people cannot come at their hour (`hours_refused`), and how many have not said
    (`hours_waiting`)."""
    rows = Confirmation.objects.order_by().filter(
        item__call=OuterRef("pk"), ended_at__isnull=True, item__is_cancelled=False, item__starts_at__gt=clock.now()
    )
    return {
        name: Coalesce(Subquery(rows.filter(state=state).values("item__call").annotate(n=Count("pk")).values("n")), 0)
        for name, state in (("hours_refused", Answer.NO), ("hours_waiting", Answer.WAITING))
    }


def _asked(call: Call) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(item__call=call, ended_at__isnull=True, item__is_cancelled=False)
