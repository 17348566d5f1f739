"""Titles of a blind review that would tell who applies: the office gives experts another one."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.review.models import MaskedTitle

TITLE_LENGTH = 120


@transaction.atomic
def mask_title(*, actor: Actor, stage: Stage, application_id: UUID, title_zh: str, title_en: str) -> MaskedTitle | None:
    """Say what experts of a blind review read in the place of a project's title; both empty: the title itself again.

    The applicant's own title stays what it is for everybody else.

    Raises:
        RefusedError: not the talent office of the call.
        NotFoundError: no such project in the call.
        InvalidError: one language alone, or too long.
    """
    require(can_run_call(actor, stage.call))
    application = Application.objects.select_for_update(of=("self",)).filter(pk=application_id, call=stage.call_id)
    project = application.filter(number__isnull=False).first()
    if project is None:
        raise NotFoundError("application")
    titles = {"title_zh": clean_text(title_zh), "title_en": clean_text(title_en)}
    if not any(titles.values()):
        if MaskedTitle.objects.filter(stage=stage, application=project).delete()[0]:
            record(actor=actor, action="review.title_unmasked", subject=("application", project.pk))
        return None
    if problems := [problem for name, text in titles.items() if (problem := _problem(name, text))]:
        raise InvalidError(problems)
    row, _made = MaskedTitle.objects.update_or_create(
        stage=stage, application=project, defaults={**titles, "at": clock.now(), "by_id": actor.user_id}
    )
    record(actor=actor, action="review.title_masked", subject=("application", project.pk), after=titles)
    return row


def _problem(name: str, text: str) -> Problem | None:
    if not text:
        return Problem(name, "required", _("Write it in both languages: experts read one or the other."))
    return Problem(name, "too_long", _("At most 120 characters.")) if len(text) > TITLE_LENGTH else None
