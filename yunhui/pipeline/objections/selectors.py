"""Reads of objections: for the office of their call; the public learns nothing of who objects."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from yunhui.foundation.accounts.selectors import user_of
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.objections.enums import ObjectionKind, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import can_file_at_once
from yunhui.pipeline.objections.states import WAITING

# The type of things under which files of an objection are kept.
OWNER = "public_objection"


def objections_in(actor: Actor, call: Call) -> QuerySet[Objection]:
    """A call's objections, those that wait first, the most urgent on top; none for who does not see inside."""
    waits = Case(When(state__in=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    counted = Objection.objects.exclude(state=ObjectionState.UNPROVED)
    rows = counted.filter(call=call) if can_see_inside(actor, call) else counted.none()
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
    rows = Objection.objects.select_related(
        "call", "application__group", "user", "examined_by", "decided_by", "entered_by", "handed_by"
    )
    found = rows.filter(pk=objection_id).exclude(state=ObjectionState.UNPROVED).first()
    if found is None or not can_see_inside(actor, found.call):
        raise NotFoundError("objection")
    return found


def on_notice(actor: Actor, call: Call) -> QuerySet[Application]:
    """The entries of a call whose public notice runs, by number; none for who does not see inside."""
    rows = Application.objects.filter(call=call, passes__stage__kind="notice", passes__state=PassState.OPEN)
    rows = rows.only("number", "title", "title_en", "call_id").order_by("number")
    return rows if can_see_inside(actor, call) else rows.none()


def waiting_on(application: Application) -> QuerySet[Objection]:
    """The objections to one entry that are not decided."""
    return Objection.objects.filter(application=application, kind=ObjectionKind.ENTRY, state__in=WAITING)


def begun(objection_id: UUID) -> Objection:
    """An objection as whoever began it sees it before its code has come back; its id is known to them alone.

    Raises:
        NotFoundError: there is none, or it was not begun with a code.
    """
    rows = Objection.objects.select_related("call", "application").filter(code_id__isnull=False)
    found = rows.filter(pk=objection_id).first()
    if found is None:
        raise NotFoundError("objection")
    return found


def own_particulars(actor: Actor) -> dict[str, str]:
    """Name and address of the actor's account, for forms; empty for visitors."""
    user = user_of(actor.user_id) if actor.user_id else None
    return {"name": user.name, "email": user.email} if user else {}


def needs_code(actor: Actor, call: Call, email: str) -> bool:
    """Whether an objection with this address waits for a code before it counts."""
    return not can_file_at_once(actor, call, own_particulars(actor).get("email", ""), email.strip())


def recheck_of(application: Application) -> Objection | None:
    """The re-check that the applicant asked for; the caller was let see the application."""
    return Objection.objects.filter(application=application, kind=ObjectionKind.RECHECK).first()


def not_chosen(application: Application) -> bool:
    """Whether a released batch did not select the application; reserves may still move up, and are not asked."""
    outcomes = (Outcome.DECLINED, Outcome.INELIGIBLE)
    return BatchItem.objects.filter(
        application=application, batch__state=BatchState.RELEASED, outcome__in=outcomes
    ).exists()


def recheck_until(call: Call) -> datetime | None:
    """When the public notice of a call's list ends, reckoned from the release; None where there is none."""
    batch = Batch.objects.filter(call=call, state=BatchState.RELEASED).first()
    stage = next((one for one in call.stages.all() if one.kind == "notice"), None)
    if batch is None or batch.released_at is None or stage is None:
        return None
    return add_working_days(batch.released_at, stage.working_days)
