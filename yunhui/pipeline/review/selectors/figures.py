"""Figures of the review, and who reviewed what: told to staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import at_work_in
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.selectors.sheets import given_sheets


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call's review is: tasks by state, and experts with something to do."""

    total: int
    locked: int
    open: int
    experts: int


def progress_of(actor: Actor, call: Call) -> Progress:
    """The review's progress, for staff.

    Raises:
        NotFoundError: the actor does not see inside the call.
    """
    if not can_see_inside(actor, call):
        raise NotFoundError("call")
    row = Assignment.objects.filter(stage__call=call).aggregate(
        total=Count("pk"),
        locked=Count("pk", filter=Q(state=AssignmentState.LOCKED)),
        open=Count("pk", filter=Q(state=AssignmentState.OPEN)),
        experts=Count("expert", distinct=True),
    )
    return Progress(**row)


def tasks_of_application(actor: Actor, call: Call, application_id: UUID) -> list[Assignment]:
    """Who reviews an application and what they gave, for staff only; empty for everyone else. Tasks whose sheet was set
    aside come with it too."""
    if not can_see_inside(actor, call):
        return []
    return list(
        Assignment.objects.filter(application_id=application_id, stage__call=call)
        .select_related("expert__person", "stage__review_round")
        .prefetch_related(Prefetch("sheets", given_sheets()))
        .order_by("expert__person__sort_key")
    )


def reviewed() -> Q:
    """The condition on applications that their review is complete: sheets are locked and none is open."""
    return Q(standing__sheets_locked__gt=0, standing__sheets_wanted=F("standing__sheets_locked"))


def sheets_by_application(application_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Application -> how many sheets are `sheets_locked`, how many `sheets_wanted` (locked or still open; who abstained
    or recused is not waited for), and the `mean` of the locked ones."""
    states = (AssignmentState.LOCKED, AssignmentState.OPEN)
    locked = Q(state=AssignmentState.LOCKED)
    rows = Assignment.objects.filter(application_id__in=application_ids, state__in=states).order_by()
    figures = rows.values("application_id").annotate(
        sheets_locked=Count("pk", filter=locked), sheets_wanted=Count("pk"), mean=Avg("total", filter=locked)
    )
    names = ("sheets_locked", "sheets_wanted", "mean")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in figures.values_list("application_id", *names)}


def sheets_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many sheets are open (`sheets_open`), and for how many experts (`experts_open`), of
    applications that are in the running."""
    by_call = (
        Assignment.objects.order_by()
        .filter(stage__call=OuterRef("pk"), state=AssignmentState.OPEN)
        .filter(application__state=ApplicationState.IN_PROGRESS)
        .values("stage__call")
    )
    return {
        "sheets_open": Coalesce(Subquery(by_call.annotate(count=Count("pk")).values("count")), 0),
        "experts_open": Coalesce(Subquery(by_call.annotate(count=Count("expert", distinct=True)).values("count")), 0),
    }


def sheets_of_groups() -> dict[str, Any]:
    """Annotations for groups: how many sheets are `sheets_locked` and `sheets_open`, with how many `experts`."""
    states = (AssignmentState.LOCKED, AssignmentState.OPEN)
    sheets = Assignment.objects.filter(application__group=OuterRef("pk"), state__in=states).order_by()
    by_group = sheets.values("application__group")

    def count(of: Count) -> Coalesce:
        return Coalesce(Subquery(by_group.annotate(count=of).values("count")), 0)

    return {
        "sheets_locked": count(Count("pk", filter=Q(state=AssignmentState.LOCKED))),
        "sheets_open": count(Count("pk", filter=Q(state=AssignmentState.OPEN))),
        "experts": count(Count("expert", distinct=True)),
    }


def without_experts() -> Q:
    """The condition on applications that their review is open while nobody is asked to score them."""
    return at_work_in("review") & Q(standing__sheets_wanted=0)
