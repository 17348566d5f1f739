"""How experts served, for the library and for the roster of fees; no page learns from it who judged what."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery

from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.review.enums import GIVEN, AssignmentState
from yunhui.pipeline.review.models import Assignment

# Whoever gave a sheet in good faith has served, also where it was set aside later.
_LOCKED = Q(state__in=GIVEN)


def service_of_experts(expert_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, int]]:
    """What experts did in all reviews: calls and sheets they locked, of which late, tasks they gave back (one
    query)."""
    passes = StagePass.objects.filter(application=OuterRef("application"), stage=OuterRef("stage"))
    rows = (
        Assignment.objects.filter(expert__in=expert_ids)
        .annotate(pass_due=Subquery(passes.values("due_at")[:1]))
        .values("expert_id")
        .annotate(
            calls=Count("stage__call", filter=_LOCKED, distinct=True),
            scored=Count("pk", filter=_LOCKED),
            late=Count("pk", filter=_LOCKED & Q(locked_at__gt=F("pass_due"))),
            abstained=Count("pk", filter=Q(state=AssignmentState.ABSTAINED)),
            recused=Count("pk", filter=Q(state=AssignmentState.RECUSED)),
        )
        .order_by()
    )
    return {
        row["expert_id"]: {
            "calls": row["calls"],
            "sheets": row["scored"],
            "late": row["late"],
            "abstained": row["abstained"],
            "recused": row["recused"],
        }
        for row in rows
    }


def sheets_of_experts(call_id: UUID) -> Mapping[UUID, int]:
    """How many sheets each expert locked in a call (one query)."""
    rows = Assignment.objects.filter(_LOCKED, stage__call=call_id).order_by().values_list("expert_id")
    return dict(rows.annotate(Count("pk")))
