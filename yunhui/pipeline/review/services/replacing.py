"""The place of a sheet that was set aside, opened again after the round is closed: another expert re-reviews (复评)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.enums import GIVEN, AssignmentState
from yunhui.pipeline.review.events import ExpertsAssigned, SheetAwaited
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import can_replace_sheet, round_is_closed
from yunhui.pipeline.review.services.asking_again import ask_free
from yunhui.pipeline.review.services.cleaning import clean_reason


@transaction.atomic
def replace_sheet(*, actor: Actor, assignment_id: UUID, reason: str, expert_id: UUID | None = None) -> Assignment:
    """Open the one place of a sheet that was set aside after the round was closed: the best expert of the panel that is
    free, or the one named, judges the project instead, with a time of their own. Everything else of the round stays
    closed.

    Until the new sheet is locked no proposal is made and none that was made before can be signed or released; a batch
    that is released is never touched.

    Raises:
        NotFoundError: no such task, or not for this actor.
        RefusedError: not the talent office of the call.
        InvalidError: no reason, or one that is too long.
        DomainError: `round_open`: a re-review is asked for instead; `not_set_aside`; `replaced_already`;
            `application_ended`: decided, or withdrawn; `nobody_free`.
    """
    found = Assignment.objects.select_related("stage__call").filter(pk=assignment_id).first()
    if found is None or not can_see_inside(actor, found.stage.call):
        raise NotFoundError("score sheet")
    require(can_replace_sheet(actor, found.stage.call))
    words = clean_reason(reason)
    # The call first, as releasing does: a place is opened before a release or not at all.
    call = Call.objects.select_for_update().get(pk=found.stage.call_id)
    application = Application.objects.select_for_update().get(pk=found.application_id)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("stage__call", "stage__review_round")
    task = rows.get(pk=assignment_id)
    _check(task, application)
    asked = ask_free(actor, task.stage, application, words, expert_id=expert_id, in_place_of=task.pk)
    record(
        actor=actor,
        action="review.place_reopened",
        subject=("application", application.pk),
        after={
            "in_place_of": str(task.pk),
            "assignment": str(asked.pk),
            "expert": str(asked.expert_id),
            "reason": words,
            "due": asked.why["due"],
        },
    )
    for event in (ExpertsAssigned(str(call.pk), task.stage.key, 1), SheetAwaited(str(call.pk), str(application.pk))):
        publish(actor=actor, event=event, topics=(("call", call.pk),))
    return asked


def _check(task: Assignment, application: Application) -> None:
    if not round_is_closed(task.stage):
        raise DomainError("round_open", _("The round is still open. Ask for a re-review instead."))
    if task.state != AssignmentState.SET_ASIDE:
        raise DomainError("not_set_aside", _("This sheet counts: its place is not open."))
    if application.state != ApplicationState.IN_PROGRESS:
        raise DomainError(
            "application_ended",
            _("This project is decided or withdrawn; its scores no longer change. Objections are examined by hand."),
        )
    if task.replacements.filter(state__in=(AssignmentState.OPEN, *GIVEN)).exists():
        raise DomainError("replaced_already", _("Somebody else judges the project in this place already."))
