"""Closing a round, and opening a locked sheet again before that."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.events import RoundClosed, SheetReopened
from yunhui.pipeline.review.models import Assignment, Reopening, Round, ScoreSheet
from yunhui.pipeline.review.rules import can_close_round, can_reopen_sheet, round_is_closed
from yunhui.pipeline.review.selectors import standing_sheets
from yunhui.pipeline.review.services.cleaning import clean_reason
from yunhui.pipeline.review.services.concluding import conclude_review
from yunhui.pipeline.review.services.locking import hold_round
from yunhui.pipeline.review.services.telling import tell_reopened


@transaction.atomic
def close_round(*, actor: Actor, stage: Stage, reason: str = "") -> Round:
    """Close a stage's round: what is locked stands, what is open is missed and counts nowhere, nothing is taken any
    more. Closing it again gives the same round.

    Args:
        reason: why it is closed although sheets are still open; asked for then only.

    Raises:
        RefusedError: neither panel leader nor talent office.
        DomainError: `sheets_open`: sheets are still open, or projects have no expert, and no reason was given.
        InvalidError: the reason is too long.
    """
    row = Stage.objects.select_for_update(of=("self",), no_key=True).select_related("call", "review_round")
    stage = row.get(pk=stage.pk)
    require(can_close_round(actor, stage.call))
    if round_is_closed(stage):
        return stage.review_round
    running = Assignment.objects.filter(
        stage=stage, state=AssignmentState.OPEN, application__state=ApplicationState.IN_PROGRESS
    )
    left = dict(running.values_list("pk", "application_id"))
    if (waiting := len(left) + _without_sheets(stage)) and not reason.strip():
        text = ngettext(
            "One sheet is still open. Say why the round is closed without it.",
            "{n} sheets are still open. Say why the round is closed without them.",
            waiting,
        )
        raise DomainError("sheets_open", text.format(n=waiting), count=waiting)
    Assignment.objects.filter(pk__in=left).update(state=AssignmentState.MISSED)
    keep_standing(sorted(set(left.values())))
    receipts = standing_sheets().filter(assignment__stage=stage).order_by("assignment_id")
    found = list(receipts.values_list("receipt", flat=True))
    closed = Round.objects.create(
        stage=stage,
        closed_by_id=actor.user_id,
        sheets=len(found),
        missed=len(left),
        reason=clean_reason(reason) if waiting else "",
        digest=digest("\n".join(found).encode(), settings.DIGEST_ALGORITHM),
    )
    record(
        actor=actor,
        action="round.closed",
        subject=("stage", stage.pk),
        after={
            "sheets": closed.sheets,
            "missed": [str(pk) for pk in sorted(left)],
            "reason": closed.reason,
            "digest": closed.digest,
        },
    )
    event = RoundClosed(str(stage.call_id), stage.key, closed.sheets, closed.missed)
    publish(actor=actor, event=event, topics=(("call", stage.call_id),))
    for one in StagePass.objects.filter(stage=stage, state=PassState.OPEN).order_by("application_id"):
        conclude_review(actor=actor, application_id=one.application_id, stage=stage)
    return closed


@transaction.atomic
def reopen_sheet(*, actor: Actor, assignment_id: UUID, reason: str) -> Assignment:
    """Let an expert change a locked sheet, until the round is closed: the sheet stays as it was, a new edition begins
    with the same points, and nothing of it counts before it is locked.

    Raises:
        NotFoundError: there is none, or the actor does not see inside its call.
        RefusedError: not the panel leader; not locked; the round is closed; the application has ended.
        InvalidError: no reason.
    """
    hold_round(assignment_id)
    task = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application__call", "stage__call", "stage__review_round", "expert__person__user")
        .filter(pk=assignment_id)
        .first()
    )
    if task is None or not can_see_inside(actor, task.stage.call):
        raise NotFoundError("score sheet")
    require(can_reopen_sheet(actor, task))
    why = clean_reason(reason)
    old = task.sheets.get(is_locked=True, edition=task.edition)
    opened = Reopening.objects.create(assignment=task, edition=task.edition, reason=why, by_id=actor.user_id)
    record(
        actor=actor,
        action="sheet.reopened",
        subject=("assignment", task.pk),
        before={"edition": task.edition, "total": str(task.total), "receipt": old.receipt},
        after={"application": str(task.application_id), "reason": why},
    )
    task.state, task.total, task.locked_at = AssignmentState.OPEN, None, None
    task.edition += 1
    task.save(update_fields=["state", "total", "locked_at", "edition"])
    ScoreSheet.objects.create(
        assignment=task,
        revision=old.revision + 1,
        edition=task.edition,
        scores=old.scores,
        note_panel=old.note_panel,
        note_applicant=old.note_applicant,
    )
    keep_standing([task.application_id])
    event = SheetReopened(str(task.stage.call_id), str(task.application_id))
    publish(actor=actor, event=event, topics=(("call", task.stage.call_id),))
    tell_reopened(task, opened)
    return task


def _without_sheets(stage: Stage) -> int:
    """How many projects of a stage are open for review and were given to nobody."""
    tasks = Assignment.objects.filter(stage=stage, application=OuterRef("application"))
    return StagePass.objects.filter(~Exists(tasks), stage=stage, state=PassState.OPEN).count()
