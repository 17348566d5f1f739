"""Experts' own commands: save, lock, abstain, recuse."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes, keep_standing
from yunhui.pipeline.conflicts.enums import ConflictSource
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.events import SheetLocked
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig, can_score, is_own

NOTE_LENGTH = 4_000
REASON_LENGTH = 400


@transaction.atomic
def save_sheet(
    *, actor: Actor, assignment_id: UUID, scores: dict[str, Any], note_panel: str, note_applicant: str
) -> ScoreSheet:
    """Keep a sheet as typed; no audit row and no fact before it is locked.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked, or no longer under review.
        InvalidError: a score that is no number in halves within its criterion (missing ones are fine here).
    """
    task = _locked_task(actor, assignment_id)
    kept, problems = clean_scores(ReviewConfig.of(task.stage.config), scores)
    notes, too_long = _clean_notes(note_panel, note_applicant)
    if problems := [*problems, *too_long]:
        raise InvalidError(problems)
    sheet = _draft_of(task)
    sheet.scores, sheet.at = kept, clock.now()
    sheet.note_panel, sheet.note_applicant = notes
    sheet.save()
    return sheet


@transaction.atomic
def lock_sheet(
    *, actor: Actor, assignment_id: UUID, scores: dict[str, Any], note_panel: str, note_applicant: str
) -> ScoreSheet:
    """Lock a complete sheet and give a receipt; when the last open sheet of an application is locked, its review ends.

    Locking again what is locked with the same scores gives the same receipt.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked with other scores, or no longer under review.
        InvalidError: a criterion without a score, or one that does not fit.
    """
    found = ScoreSheet.objects.filter(assignment_id=assignment_id, is_locked=True).select_related(
        "assignment__stage", "assignment__expert__person"
    )
    locked = found.first()
    if locked and is_own(actor, locked.assignment):
        kept, _problems = clean_scores(ReviewConfig.of(locked.assignment.stage.config), scores)
        if kept == locked.scores:
            return locked
    task = _locked_task(actor, assignment_id)
    config = ReviewConfig.of(task.stage.config)
    kept, problems = clean_scores(config, scores)
    notes, too_long = _clean_notes(note_panel, note_applicant)
    problems += too_long
    problems += [
        Problem(criterion.key, "required", _("Give points, or abstain from the whole project."))
        for criterion in config.criteria
        if criterion.key not in kept and not any(problem.field == criterion.key for problem in problems)
    ]
    if problems:
        raise InvalidError(problems)
    sheet = _draft_of(task)
    sheet.scores, sheet.at, sheet.is_locked = kept, clock.now(), True
    sheet.note_panel, sheet.note_applicant = notes
    sheet.receipt = digest(
        json.dumps([str(task.pk), kept, sheet.at.isoformat()], sort_keys=True).encode(), settings.DIGEST_ALGORITHM
    )
    sheet.save()
    task.state, task.locked_at = AssignmentState.LOCKED, sheet.at
    task.total = sum((Decimal(value) for value in kept.values()), Decimal(0))
    task.save(update_fields=["state", "locked_at", "total"])
    keep_standing([task.application_id])
    record(
        actor=actor,
        action="sheet.locked",
        subject=("assignment", task.pk),
        after={
            "application": str(task.application_id),
            "scores": kept,
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
    Conflict.objects.get_or_create(
        expert_id=task.expert_id,
        application_id=task.application_id,
        source=ConflictSource.DECLARED,
        defaults={"note": clean_text(reason)[:200]},
    )
    return task


def clean_scores(config: ReviewConfig, scores: dict[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Scores as plain decimal text for the criteria that have one, and what is not in halves from 0 to the points."""
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    for criterion in config.criteria:
        text = clean_text(scores.get(criterion.key)).replace(",", ".")
        if not text:
            continue
        try:
            value = Decimal(text)
            fits = value.is_finite() and 0 <= value <= criterion.points and value % Decimal("0.5") == 0
        except InvalidOperation:
            fits = False
        if fits:
            kept[criterion.key] = f"{value.normalize():f}"
        else:
            text = _("Give 0 to %(points)d points, in halves.") % {"points": criterion.points}
            problems.append(Problem(criterion.key, "out_of_range", text))
    return kept, problems


def _clean_notes(panel: str, applicant: str) -> tuple[tuple[str, str], list[Problem]]:
    notes = (clean_text(panel), clean_text(applicant))
    problems = [
        Problem(name, "too_long", _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH})
        for name, text in zip(("note_panel", "note_applicant"), notes, strict=True)
        if len(text) > NOTE_LENGTH
    ]
    return notes, problems


def conclude_review_if_done(*, actor: Actor, task: Assignment) -> None:
    """Conclude the application's review when no sheet of it is open; passed when its mean reaches the call's gate."""
    stage_pass = (
        StagePass.objects.select_for_update(of=("self",))
        .filter(application_id=task.application_id, stage_id=task.stage_id, state=PassState.OPEN)
        .first()
    )
    rows = list(Assignment.objects.filter(application_id=task.application_id, stage_id=task.stage_id))
    if stage_pass is None or any(row.state == AssignmentState.OPEN for row in rows):
        return
    totals = [row.total for row in rows if row.state == AssignmentState.LOCKED and row.total is not None]
    mean = sum(totals, Decimal(0)) / len(totals) if totals else None
    conclude_passes(
        actor=actor,
        pass_ids=[stage_pass.pk],
        passed=mean is not None and mean >= task.application.call.gate_mean,
        reason=f"mean={mean:.2f} of {len(totals)}" if mean is not None else "no score",
    )


def _step_back(actor: Actor, assignment_id: UUID, state: AssignmentState, reason: str) -> Assignment:
    task = _locked_task(actor, assignment_id)
    text = clean_text(reason)
    if not text:
        raise InvalidError([Problem("reason", "required", _("Say why in a few words; the talent office reads it."))])
    if len(text) > REASON_LENGTH:
        words = _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH}
        raise InvalidError([Problem("reason", "too_long", words)])
    task.state = state
    task.save(update_fields=["state"])
    keep_standing([task.application_id])
    record(
        actor=actor,
        action=f"assignment.{state}",
        subject=("assignment", task.pk),
        after={"application": str(task.application_id), "reason": text},
    )
    conclude_review_if_done(actor=actor, task=task)
    return task


def _locked_task(actor: Actor, assignment_id: UUID) -> Assignment:
    task = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application__call", "stage", "expert__person")
        .filter(pk=assignment_id)
        .first()
    )
    if task is None or not is_own(actor, task) or task.state == AssignmentState.RECUSED:
        raise NotFoundError("score sheet")
    require(can_score(actor, task))
    return task


def _draft_of(task: Assignment) -> ScoreSheet:
    last = task.sheets.order_by("-revision").first()
    if last is None:
        return ScoreSheet(assignment=task, revision=1)
    return last if not last.is_locked else ScoreSheet(assignment=task, revision=last.revision + 1)
