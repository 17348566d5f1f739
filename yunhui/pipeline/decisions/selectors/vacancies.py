"""Places of a released batch that became free, and why; and which wait to be confirmed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.enums import BatchState, Cause, Outcome, Reply
from yunhui.pipeline.decisions.models import BatchItem, Confirmation, Promotion

_LOST = (ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


def vacancies_of(call_id: UUID) -> list[UUID]:
    """The applications of a call that lost a place which nobody has taken yet; that which became free first leads."""
    rows = _vacated().filter(call_id=call_id).annotate(ended_at=Max("passes__concluded_at"))
    return list(rows.order_by(F("ended_at").asc(nulls_last=True), "number").values_list("pk", flat=True))


def places_of_calls() -> dict[str, Any]:
    """Annotations for calls: how many places are free (`places_free`) and how many reserves wait (`reserves_left`); how
    many places wait to be confirmed (`places_waiting`) and when the first of them lapses (`places_due`)."""
    waiting = Confirmation.objects.order_by().filter(
        reply=Reply.WAITING, stage_pass__state=PassState.OPEN, stage_pass__stage__call=OuterRef("pk")
    )
    of_call = waiting.values("stage_pass__stage__call")
    reserves = Application.objects.order_by().filter(call=OuterRef("pk"), state=ApplicationState.RESERVE)
    return {
        "places_free": _count(_vacated().order_by().filter(call=OuterRef("pk")).values("call")),
        "reserves_left": _count(reserves.values("call")),
        "places_waiting": _count(of_call),
        "places_due": Subquery(of_call.annotate(due=Min("stage_pass__due_at")).values("due")),
    }


def _count(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _vacated() -> QuerySet[Application]:
    selected = BatchItem.objects.filter(
        application=OuterRef("pk"), batch__state=BatchState.RELEASED, outcome=Outcome.SELECTED
    )
    promoted = Promotion.objects.filter(promoted=OuterRef("pk"))
    filled = Promotion.objects.filter(vacated=OuterRef("pk"))
    return Application.objects.filter(Q(Exists(selected)) | Q(Exists(promoted)), ~Exists(filled), state__in=_LOST)


def causes_of(application_ids: Iterable[UUID]) -> dict[UUID, Cause]:
    """Why each of some applications lost its place."""
    ids = list(application_ids)
    found = dict.fromkeys(ids, Cause.LAPSED)
    withdrawn = Application.objects.filter(pk__in=ids, state=ApplicationState.WITHDRAWN)
    objected = StagePass.objects.filter(
        application__in=ids, stage__kind="notice", state=PassState.FAILED, reason=Cause.OBJECTION
    )
    declined = Confirmation.objects.filter(stage_pass__application__in=ids, reply=Reply.DECLINED)
    found |= dict.fromkeys(declined.values_list("stage_pass__application_id", flat=True), Cause.DECLINED)
    found |= dict.fromkeys(objected.values_list("application_id", flat=True), Cause.OBJECTION)
    found |= dict.fromkeys(withdrawn.values_list("pk", flat=True), Cause.WITHDRAWN)
    return found
