"""Places of a released batch that became free, and why."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q

from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.enums import BatchState, Cause, Outcome, Reply
from yunhui.pipeline.decisions.models import BatchItem, Confirmation, Promotion

_LOST = (ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


def vacancies_of(call_id: UUID) -> list[UUID]:
    """The applications of a call that lost a place which nobody has taken yet; that which became free first leads."""
    selected = BatchItem.objects.filter(
        application=OuterRef("pk"), batch__state=BatchState.RELEASED, outcome=Outcome.SELECTED
    )
    promoted = Promotion.objects.filter(promoted=OuterRef("pk"))
    filled = Promotion.objects.filter(vacated=OuterRef("pk"))
    rows = Application.objects.filter(
        Q(Exists(selected)) | Q(Exists(promoted)), ~Exists(filled), call_id=call_id, state__in=_LOST
    )
    ended = rows.annotate(ended_at=Max("passes__concluded_at")).order_by(F("ended_at").asc(nulls_last=True), "number")
    return list(ended.values_list("pk", flat=True))


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
