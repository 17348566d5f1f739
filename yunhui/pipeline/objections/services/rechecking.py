"""A re-check (复核): the applicant of a project that was not selected asks how the decision came about, once."""

from uuid import UUID

from django.db import transaction

from yunhui.foundation.accounts.selectors import user_of
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, require
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.objections.enums import ObjectionKind
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.rules import can_ask_recheck, text_problems
from yunhui.pipeline.objections.selectors import not_chosen, recheck_of, recheck_until
from yunhui.pipeline.objections.services.counting import count_in


@transaction.atomic
def ask_recheck(*, actor: Actor, application_id: UUID, text: str) -> Objection:
    """Ask for a re-check of one's own application; asking again gives the one that is there.

    Raises:
        NotFoundError: no such application of the actor's, or not one that was decided and not selected.
        RefusedError: only the applicant's side asks, or the public notice is over.
        InvalidError: too little said to check, or too long.
    """
    application = own_application(actor, application_id)
    call = Call.objects.select_for_update().get(pk=application.call_id)
    if (same := recheck_of(application)) is not None:
        return same
    if not not_chosen(application):
        raise NotFoundError("recheck")
    require(can_ask_recheck(actor, application, recheck_until(call)))
    text = clean_text(text)
    if problems := text_problems(text):
        raise InvalidError(problems)
    user = user_of(actor.account)
    assert user is not None, "the actor is signed in"
    objection = Objection(
        call=call,
        application=application,
        kind=ObjectionKind.RECHECK,
        user=user,
        name=user.name,
        email=user.email,
        language=actor.language,
        zone=actor.zone,
        text=text,
    )
    count_in(actor=actor, call=call, objection=objection)
    return objection
