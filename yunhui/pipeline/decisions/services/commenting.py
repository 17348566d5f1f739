"""Holding a comment of an expert back from its applicant, and passing it on after all."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.decisions.models import HeldComment
from yunhui.pipeline.decisions.selectors.feedback import assignment_of_comment
from yunhui.pipeline.review.models import Assignment

REASON_LENGTH = 400


@transaction.atomic
def hold_comment(*, actor: Actor, assignment_id: UUID, reason: str) -> HeldComment:
    """Do not pass a comment on, e.g. because it names its writer; held twice, the first reason stands.

    Raises:
        NotFoundError: no such task in a call of the actor's office.
        InvalidError: no reason, or too long.
    """
    task = _task(actor, assignment_id)
    text = clean_text(reason)
    if not text:
        raise InvalidError([Problem("reason", "required", _("Say why it is held back; it is kept in the log."))])
    if len(text) > REASON_LENGTH:
        message = _("Shorten this to %(most)d characters.") % {"most": REASON_LENGTH}
        raise InvalidError([Problem("reason", "too_long", message)])
    found, made = HeldComment.objects.get_or_create(
        assignment=task, ended_at=None, defaults={"reason": text, "held_by_id": actor.user_id}
    )
    if made:
        record(actor=actor, action="comment.held", subject=("application", task.application_id), after={"reason": text})
    return found


@transaction.atomic
def pass_comment_on(*, actor: Actor, assignment_id: UUID) -> None:
    """Pass on after all what was held back.

    Raises:
        NotFoundError: no such task in a call of the actor's office.
    """
    task = _task(actor, assignment_id)
    if HeldComment.objects.filter(assignment=task, ended_at__isnull=True).update(ended_at=clock.now()):
        record(actor=actor, action="comment.passed_on", subject=("application", task.application_id))


def _task(actor: Actor, assignment_id: UUID) -> Assignment:
    task = assignment_of_comment(assignment_id)
    if task is None or not can_run_call(actor, task.application.call):
        raise NotFoundError("comment")
    return task
