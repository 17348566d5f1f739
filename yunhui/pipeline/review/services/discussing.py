"""Writing to the other experts of one project, after the scores are locked."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.crypto import digest
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.review.models import Assignment, Remark
from yunhui.pipeline.review.rules import REMARK_LENGTH, can_lead_discussion, can_write_remark
from yunhui.pipeline.review.selectors import task_for, tasks_beside
from yunhui.pipeline.review.services.telling import tell_remark


@transaction.atomic
def write_remark(*, actor: Actor, assignment_id: UUID, text: str) -> Remark:
    """An expert writes to the other experts of a project and to the panel leader. The log keeps that, and the digest of
    the text. The same words twice in a row are one remark: a double click.

    Raises:
        NotFoundError: not the actor's own task.
        RefusedError: not open to them yet, or no longer.
        InvalidError: nothing written, or too much.
    """
    own = task_for(actor, assignment_id)
    Stage.objects.select_for_update(of=("self",), no_key=True).get(pk=own.stage_id)
    own = task_for(actor, assignment_id)
    require(can_write_remark(own, tasks_beside(own)))
    return _write(actor, own.stage, own.application, text, own)


@transaction.atomic
def write_remark_as_leader(*, actor: Actor, stage: Stage, application: Application, text: str) -> Remark:
    """The panel leader writes in the discussion of a project.

    Raises:
        NotFoundError: the project is not in this review.
        RefusedError: not the panel leader, or the round is closed.
        InvalidError: nothing written, or too much.
    """
    stage = (
        Stage.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call", "review_round")
        .get(pk=stage.pk)
    )
    require(can_lead_discussion(actor, stage))
    if not Assignment.objects.filter(stage=stage, application=application).exists():
        raise NotFoundError("discussion")
    return _write(actor, stage, application, text, None)


def _write(actor: Actor, stage: Stage, application: Application, text: str, own: Assignment | None) -> Remark:
    said = clean_text(text)
    if not said:
        raise InvalidError([Problem("remark", "required", _("Write something first."))])
    if len(said) > REMARK_LENGTH:
        words = _("Shorten this to %(most)d characters.") % {"most": REMARK_LENGTH}
        raise InvalidError([Problem("remark", "too_long", words)])
    last = Remark.objects.filter(stage=stage, application=application).order_by("-at", "-pk").first()
    if last is not None and last.author_id == actor.user_id and last.text == said:
        return last  # a double click
    remark = Remark.objects.create(
        stage=stage, application=application, author_id=actor.user_id, assignment=own, text=said
    )
    record(
        actor=actor,
        action="remark.written",
        subject=("application", application.pk),
        after={
            "remark": str(remark.pk),
            "stage": stage.pk,
            "text": digest(said.encode(), settings.DIGEST_ALGORITHM),
        },
    )
    tell_remark(remark)
    return remark
