"""The passes of the stages that a decision moves."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes, keep_standing
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch


def decision_passes(application_ids: Sequence[UUID]) -> list[UUID]:
    """The open passes of the decision of some applications."""
    rows = StagePass.objects.filter(application_id__in=application_ids, stage__kind="decision", state=PassState.OPEN)
    return list(rows.values_list("pk", flat=True))


def end_with_the_list(actor: Actor, batch: Batch, application_id: UUID) -> None:
    """A reserve that was on public notice with the list is not announced again: its notice ends when that of the list
    does, at once where that is over."""
    own = StagePass.objects.filter(application_id=application_id, stage__kind="notice", state=PassState.OPEN).first()
    if own is None:
        return
    selected = batch.items.filter(outcome=Outcome.SELECTED).values("application_id")
    of_list = StagePass.objects.filter(application_id__in=selected, stage_id=own.stage_id, stopped_at__isnull=True)
    due = of_list.aggregate(due=Max("due_at"))["due"]
    if due is None or due <= clock.now():
        conclude_passes(actor=actor, pass_ids=[own.pk], passed=True)
        return
    own.due_at = due
    own.save(update_fields=["due_at"])
    keep_standing([application_id])
