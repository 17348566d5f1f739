"""Locking a sheet: from then on it stands, and its expert holds a receipt."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.events import SheetLocked
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig, is_own
from yunhui.pipeline.review.selectors import standing_sheets
from yunhui.pipeline.review.services.cleaning import clean_scores
from yunhui.pipeline.review.services.concluding import conclude_review_if_done
from yunhui.pipeline.review.services.merging import Writing
from yunhui.pipeline.review.services.saving import OVER, task_to_score, two_values, written


@transaction.atomic
def lock_sheet(
    *,
    actor: Actor,
    assignment_id: UUID,
    scores: Mapping[str, Any],
    note_panel: str | None = None,
    note_applicant: str | None = None,
    writing: Writing = OVER,
) -> ScoreSheet:
    """Lock a complete sheet and give a receipt; when the last open sheet of an application is locked, its review ends.

    Locking again what is locked with the same scores gives the same receipt. The stage's row is held meanwhile, so that
    a round that is being closed has either all of a sheet or nothing of it.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked with other scores, its round closed, or no longer under review.
        InvalidError: a criterion without a score, one that does not fit, or one with two values.
    """
    if (standing := _locked_before(actor, assignment_id, scores)) is not None:
        return standing
    hold_round(assignment_id)
    task = task_to_score(actor, assignment_id)
    sheet, problems, _apart = written(task, scores, note_panel, note_applicant, writing)
    problems += two_values(sheet)
    wrong = {problem.field for problem in problems}
    problems += [
        Problem(one.key, "required", _("Give points, or abstain from the whole project."))
        for one in ReviewConfig.of(task.stage.config).criteria
        if one.key not in wrong and one.key not in sheet.scores
    ]
    if problems:
        raise InvalidError(problems)
    sheet.is_locked = True
    sheet.receipt = receipt_of(task, sheet.scores, sheet.at)
    sheet.save()
    task.state, task.locked_at = AssignmentState.LOCKED, sheet.at
    task.total = sum((Decimal(value) for value in sheet.scores.values()), Decimal(0))
    task.save(update_fields=["state", "locked_at", "total"])
    keep_standing([task.application_id])
    record(
        actor=actor,
        action="sheet.locked",
        subject=("assignment", task.pk),
        after={
            "application": str(task.application_id),
            "edition": task.edition,
            "scores": sheet.scores,
            "total": str(task.total),
            "receipt": sheet.receipt,
        },
    )
    publish(
        actor=actor,
        event=SheetLocked(str(task.application.call_id), str(task.application_id)),
        topics=(("call", task.application.call_id),),
    )
    conclude_review_if_done(actor=actor, task=task)
    return sheet


def receipt_of(task: Assignment, scores: Mapping[str, str], at: datetime) -> str:
    """The fingerprint of a locked sheet: of its task, its points and the time."""
    content = json.dumps([str(task.pk), scores, at.isoformat()], sort_keys=True)
    return digest(content.encode(), settings.DIGEST_ALGORITHM)


def hold_round(assignment_id: UUID) -> None:
    """Hold the row of a task's stage, before the task's own: who closes a round takes it first."""
    _ROUND.ask(assignment_id)


_ROUND: Kept[tuple[int]] = Kept(
    lambda pk: (
        Stage.objects.filter(assignments=pk).select_for_update(of=("self",), no_key=True).order_by().values_list("pk")
    ),
    UUID(int=0),
)


def _locked_before(actor: Actor, assignment_id: UUID, scores: Mapping[str, Any]) -> ScoreSheet | None:
    found = _STANDING.ask(assignment_id)
    if not found or not is_own(actor, found[0].assignment):
        return None
    kept, _problems = clean_scores(ReviewConfig.of(found[0].assignment.stage.config), scores)
    return found[0] if kept == found[0].scores else None


_STANDING: Kept[ScoreSheet] = Kept(
    lambda pk: (
        standing_sheets().filter(assignment=pk).select_related("assignment__stage", "assignment__expert__person")
    ),
    UUID(int=0),
)
