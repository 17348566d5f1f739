"""The form check (形式审查): one outcome, whoever presses first."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.rules import can_screen
from yunhui.pipeline.applications.services.passes import REASON_LENGTH, conclude_passes
from yunhui.pipeline.applications.states import STAGE_PASS


@transaction.atomic
def screen_application(*, actor: Actor, stage_pass: StagePass, passed: bool, reason: str = "") -> None:
    """The office's form check of one application; a no needs its reason, which the applicant reads.

    Raises:
        NotFoundError: no such pass.
        RefusedError: not the talent office.
        InvalidError: not passed, and no reason, or one that is too long.
        DomainError: `already_checked`, `applicant_owes`, `move_not_allowed`.
    """
    row = locked_pass(stage_pass.pk)
    require(can_screen(actor, row.application))
    text = clean_text(reason)
    if problems := reason_problems("reason", text, _("Say why it does not pass; the applicant reads it."), not passed):
        raise InvalidError(problems)
    require_at_work(row)
    conclude_passes(actor=actor, pass_ids=[row.pk], passed=passed, reason=text)


def locked_pass(pass_id: UUID) -> StagePass:
    """A pass with its application, the application locked first, as by every command on it.

    Raises:
        NotFoundError: there is no such pass.
    """
    owner = StagePass.objects.filter(pk=pass_id).values("application_id")
    found = Application.objects.select_for_update(of=("self",)).select_related("call", "form_version")
    application = found.filter(pk__in=owner).first()
    if application is None:
        raise NotFoundError("form check")
    one = StagePass.objects.select_for_update(of=("self",)).select_related("stage").get(pk=pass_id)
    one.application = application
    return one


def require_at_work(one: StagePass) -> None:
    """Let the check of an open pass go on.

    Raises:
        DomainError: `already_checked`, `applicant_owes`, `move_not_allowed`.
    """
    if one.state == PassState.OPEN and one.application.state == ApplicationState.IN_PROGRESS:
        return
    if one.state == PassState.RETURNED:
        raise DomainError(
            "applicant_owes", _("The applicant has been asked to complete this. Take the request back to decide now.")
        )
    if one.concluded_at is not None:
        raise DomainError("already_checked", _("This form check has been decided already. Nothing was changed."))
    STAGE_PASS.check(one.state, PassState.PASSED)


def reason_problems(field: str, text: str, sentence: str, is_needed: bool = True) -> list[Problem]:
    """What is wrong with a reason: missing (`sentence` says what to write), or too long."""
    if is_needed and not text:
        return [Problem(field, "required", sentence)]
    over = len(text) - REASON_LENGTH
    return [Problem(field, "too_long", too_long(over))] if over > 0 else []


def too_long(over: int) -> str:
    """The sentence beside a text that has so many characters too many."""
    return _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
