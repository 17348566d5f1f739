"""Giving no score: for a reason that lies in the expert."""

from uuid import UUID

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.conflicts.services import declare_conflict
from yunhui.pipeline.review.enums import AssignmentState, MoveKind
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services.assigning.moving import note_moves
from yunhui.pipeline.review.services.cleaning import clean_reason
from yunhui.pipeline.review.services.concluding import conclude_review_if_done
from yunhui.pipeline.review.services.saving import task_to_score


@transaction.atomic
def abstain(*, actor: Actor, assignment_id: UUID, reason: str) -> Assignment:
    """Give no score (弃权): it is not a zero, and it does not count.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked, or no longer under review.
        InvalidError: no reason.
    """
    return _step_back(actor, assignment_id, AssignmentState.ABSTAINED, reason)


@transaction.atomic
def recuse(*, actor: Actor, assignment_id: UUID, reason: str) -> Assignment:
    """Declare a conflict of interest (申请回避): the sheet closes and the project is no longer shown.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked, or no longer under review.
        InvalidError: no reason.
    """
    task = _step_back(actor, assignment_id, AssignmentState.RECUSED, reason)
    declare_conflict(actor=actor, expert=task.expert, application=task.application, note=reason)
    return task


def _step_back(actor: Actor, assignment_id: UUID, state: AssignmentState, reason: str) -> Assignment:
    task = task_to_score(actor, assignment_id)
    text = clean_reason(reason)
    task.state = state
    task.save(update_fields=["state"])
    keep_standing([task.application_id])
    record(
        actor=actor,
        action=f"assignment.{state}",
        subject=("assignment", task.pk),
        after={"application": str(task.application_id), "reason": text},
    )
    kind = MoveKind.CONFLICT if state == AssignmentState.RECUSED else MoveKind.ABSTAINED
    note_moves(actor, [task], kind, text)
    conclude_review_if_done(actor=actor, task=task)
    return task
