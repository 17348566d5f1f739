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


def is_vacant(application: str) -> Exists:
    """An annotation: whether the application of a row lost a place which nobody has taken yet."""
    return Exists(_vacated().order_by().filter(pk=OuterRef(application)))


def passes_of(application_ids: Iterable[UUID]) -> dict[UUID, list[StagePass]]:
    """Application -> its passes, each with its stage and its confirmation where it has one: one query."""
    found: dict[UUID, list[StagePass]] = {pk: [] for pk in application_ids}
    rows = StagePass.objects.filter(application__in=list(found)).select_related("stage", "confirmation")
    for row in rows.order_by("stage__ordinal", "pk"):
        found[row.application_id].append(row)
    return found


def reply_in(row: StagePass) -> Reply | None:
    """The applicant's word to the place, of a pass of `passes_of`; None where none is asked for in it."""
    confirmation = getattr(row, "confirmation", None)
    return Reply(confirmation.reply) if confirmation else None


def cause_of(application: Application, passes: Iterable[StagePass]) -> Cause:
    """Why an application lost its place, from its passes."""
    rows = list(passes)
    if application.state == ApplicationState.WITHDRAWN:
        return Cause.WITHDRAWN
    failed = [row for row in rows if row.stage.kind == "notice" and row.state == PassState.FAILED]
    if any(row.reason == Cause.OBJECTION for row in failed):
        return Cause.OBJECTION
    return Cause.DECLINED if any(reply_in(row) == Reply.DECLINED for row in rows) else Cause.LAPSED
