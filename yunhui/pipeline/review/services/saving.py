"""Keeping a sheet as it is typed, from however many pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.statements import Kept
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig, can_score, is_own
from yunhui.pipeline.review.selectors import door
from yunhui.pipeline.review.services.cleaning import NOTES, clean_notes, clean_scores
from yunhui.pipeline.review.services.merging import Writing, merge, settle

# A program, which has no page, writes over whatever stands.
OVER = Writing()


@transaction.atomic
def save_sheet(
    *,
    actor: Actor,
    assignment_id: UUID,
    scores: Mapping[str, Any],
    note_panel: str | None = None,
    note_applicant: str | None = None,
    writing: Writing = OVER,
) -> ScoreSheet:
    """Keep what was typed; what is not given stays. No audit row and no fact before the sheet is locked.

    Returns:
        The draft; its `others` hold what could not be written without overwriting another page.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked, closed, or no longer under review.
        InvalidError: a score that is no number in halves within its criterion (missing ones are fine here).
    """
    task = task_to_score(actor, assignment_id)
    sheet, problems, _apart = written(task, scores, note_panel, note_applicant, writing)
    if problems:
        raise InvalidError(problems)
    sheet.save()
    return sheet


@transaction.atomic
def settle_sheet(*, actor: Actor, assignment_id: UUID, key: str, value: str, token: str, tabs: set[str]) -> ScoreSheet:
    """Choose between two values of one field: `value` counts from now on, the others of `tabs` are done with.

    Where the field has been changed again since `token`, nothing is settled: the chosen value joins the others.

    Raises:
        NotFoundError: not the actor's, or no such field.
        RefusedError: locked, closed, or no longer under review.
        InvalidError: the value does not fit.
    """
    task = task_to_score(actor, assignment_id)
    if key not in (*NOTES, *(one.key for one in ReviewConfig.of(task.stage.config).criteria)):
        raise NotFoundError("criterion")
    given: dict[str, Any] = {"scores": {}, "note_panel": None, "note_applicant": None}
    if key in NOTES:
        given[key] = value
    else:
        given["scores"] = {key: value}
    sheet, problems, apart = written(task, **given, writing=Writing({key: token}))
    if problems:
        raise InvalidError(problems)
    if key not in apart:
        settle(sheet, key, tabs)
    sheet.save()
    return sheet


def written(
    task: Assignment,
    scores: Mapping[str, Any],
    note_panel: str | None,
    note_applicant: str | None,
    writing: Writing,
) -> tuple[ScoreSheet, list[Problem], set[str]]:
    """The draft of a locked task with what fits of what was typed, not yet saved; what does not fit; and the fields in
    which another page wrote meanwhile."""
    config = ReviewConfig.of(task.stage.config)
    kept, problems = clean_scores(config, scores)
    notes, too_long = clean_notes(
        {name: text for name, text in zip(NOTES, (note_panel, note_applicant), strict=True) if text is not None}
    )
    problems += too_long
    wrong = {problem.field for problem in problems}
    typed = {one.key: kept.get(one.key, "") for one in config.criteria if one.key in scores} | notes
    sheet = draft_of(task)
    sheet.at = clock.now()
    apart = merge(sheet, {key: value for key, value in typed.items() if key not in wrong}, writing, sheet.at)
    return sheet, problems, apart


def task_to_score(actor: Actor, assignment_id: UUID) -> Assignment:
    """One of the actor's own tasks, locked for the rest of the transaction and open for scores.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: locked, closed, or no longer under review.
    """
    found = _LOCKED.ask(assignment_id)
    if not found or not is_own(actor, found[0]) or found[0].state == AssignmentState.RECUSED:
        raise NotFoundError("score sheet")
    require(can_score(actor, found[0]))
    return found[0]


_LOCKED: Kept[Assignment] = Kept(
    lambda pk: (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application__call", "stage__review_round", "expert__person")
        .filter(door(), pk=pk)
    ),
    UUID(int=0),
)


def draft_of(task: Assignment) -> ScoreSheet:
    """The draft of a task's current edition, a new one where there is none."""
    found = _LAST.ask(task.pk)
    if found and found[0].edition == task.edition:
        found[0].assignment = task
        return found[0]
    return ScoreSheet(assignment=task, edition=task.edition, revision=found[0].revision + 1 if found else 1)


_LAST: Kept[ScoreSheet] = Kept(
    lambda pk: ScoreSheet.objects.filter(assignment=pk).order_by("-revision")[:1], UUID(int=0)
)


def two_values(sheet: ScoreSheet) -> list[Problem]:
    """A problem for each field in which two pages wrote and nobody has chosen."""
    return [Problem(key, "two_values", _("Two values were given here. Choose one.")) for key in sheet.others]
