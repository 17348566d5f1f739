"""Reads of objections: for the office of their call; the public learns nothing of who objects."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.states import WAITING

# The type of things under which files of an objection are kept.
OWNER = "public_objection"


def objections_in(actor: Actor, call: Call) -> QuerySet[Objection]:
    """A call's objections, those that wait first, the most urgent on top; none for who does not see inside."""
    waits = Case(When(state__in=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Objection.objects.filter(call=call) if can_see_inside(actor, call) else Objection.objects.none()
    rows = rows.select_related("application", "examined_by", "decided_by").annotate(waits=waits)
    return rows.order_by("waits", "due_at", "number")


def objections_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many objections wait (`objections_open`), and when the first is due
    (`objections_due`)."""
    rows = Objection.objects.order_by().filter(call=OuterRef("pk"), state__in=WAITING).values("call")
    return {
        "objections_open": Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0),
        "objections_due": Subquery(rows.annotate(due=Min("due_at")).values("due")),
    }


def objection_for(actor: Actor, objection_id: UUID) -> Objection:
    """One objection.

    Raises:
        NotFoundError: there is none, or the actor does not see inside its call.
    """
    rows = Objection.objects.select_related("call", "application__group", "user", "examined_by", "decided_by")
    found = rows.filter(pk=objection_id).first()
    if found is None or not can_see_inside(actor, found.call):
        raise NotFoundError("objection")
    return found


def waiting_on(application: Application) -> QuerySet[Objection]:
    """The objections to one application that are not decided."""
    return Objection.objects.filter(application=application, state__in=WAITING)


def objections_to(actor: Actor, application_ids: list[UUID]) -> QuerySet[Objection]:
    """The objections to some applications, by number, for those who see inside their calls."""
    rows = Objection.objects.filter(application__in=application_ids).select_related("call", "application")
    inside = [pk for pk, call in _calls(application_ids).items() if can_see_inside(actor, call)]
    return rows.filter(Q(application__in=inside)).order_by("number")


def _calls(application_ids: list[UUID]) -> dict[UUID, Call]:
    rows = Application.objects.filter(pk__in=application_ids).select_related("call")
    return {one.pk: one.call for one in rows}
