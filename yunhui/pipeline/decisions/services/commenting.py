"""A comment of an expert held back from its applicant, passed on in other words, or as it is after all."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.calls.rules import can_run_call, can_see_inside
from yunhui.pipeline.decisions.models import HeldComment
from yunhui.pipeline.decisions.selectors.feedback import assignment_of_comment
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services.cleaning import NOTE_LENGTH

REASON_LENGTH = 400


def hold_comment(*, actor: Actor, assignment_id: UUID, reason: str) -> HeldComment:
    """Do not pass a comment on, e.g. because it names its writer; held twice, the first reason stands.

    Raises:
        NotFoundError: no such task inside a call of the actor's.
        RefusedError: not the talent office of the call.
        InvalidError: no reason, or too long.
    """
    return _keep(actor, assignment_id, clean_text(reason), "", [])


def reword_comment(*, actor: Actor, assignment_id: UUID, words: str, reason: str) -> HeldComment:
    """Pass a comment on in other words; the expert's own stay with the sheet. Done anew, the last words count.

    Raises:
        NotFoundError: no such task inside a call of the actor's.
        RefusedError: not the talent office of the call.
        InvalidError: no words or no reason, or too long.
    """
    text, problems = clean_text(words), []
    if not text:
        problems.append(Problem("words", "required", _("Write what the applicant is to read, or hold it back.")))
    if len(text) > NOTE_LENGTH:
        message = _("Shorten this to %(most)d characters.") % {"most": NOTE_LENGTH}
        problems.append(Problem("words", "too_long", message))
    return _keep(actor, assignment_id, clean_text(reason), text, problems)


@transaction.atomic
def _keep(actor: Actor, assignment_id: UUID, reason: str, words: str, problems: list[Problem]) -> HeldComment:
    task = _task(actor, assignment_id)
    if not reason:
        problems.append(Problem("reason", "required", _("Say why; it is kept in the log.")))
    if len(reason) > REASON_LENGTH:
        message = _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH}
        problems.append(Problem("reason", "too_long", message))
    if problems:
        raise InvalidError(problems)
    Assignment.objects.select_for_update(of=("self",)).get(pk=task.pk)
    found = HeldComment.objects.filter(assignment=task, ended_at__isnull=True).first()
    if found is not None and found.words == words:
        return found
    if found is not None:
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])
    held = HeldComment.objects.create(assignment=task, reason=reason, words=words, held_by_id=actor.user_id)
    after = {"reason": reason, "words": words} if words else {"reason": reason}
    action = "comment.reworded" if words else "comment.held"
    record(actor=actor, action=action, subject=("application", task.application_id), after=after)
    return held


@transaction.atomic
def pass_comment_on(*, actor: Actor, assignment_id: UUID) -> None:
    """Pass on after all, as the expert wrote it, what was held back or reworded.

    Raises:
        NotFoundError: no such task inside a call of the actor's.
        RefusedError: not the talent office of the call.
    """
    task = _task(actor, assignment_id)
    if HeldComment.objects.filter(assignment=task, ended_at__isnull=True).update(ended_at=clock.now()):
        record(actor=actor, action="comment.passed_on", subject=("application", task.application_id))


def _task(actor: Actor, assignment_id: UUID) -> Assignment:
    task = assignment_of_comment(assignment_id)
    if task is None or not can_see_inside(actor, task.application.call):
        raise NotFoundError("comment")
    require(can_run_call(actor, task.application.call))
    return task
