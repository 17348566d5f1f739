"""Asking the office, and asking again."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.events import EnquiryAsked
from yunhui.features.enquiries.models import Enquiry, Message
from yunhui.features.enquiries.rules import ANSWER_DAYS, SUBJECT_LENGTH, TEXT_LENGTH, can_ask, is_asker, text_problems
from yunhui.features.enquiries.services.locking import locked, tell
from yunhui.features.enquiries.states import ENQUIRY
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.kernel.i18n import CHINESE
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


@transaction.atomic
def ask_office(
    *,
    actor: Actor,
    call: Call,
    subject: str,
    text: str,
    application: Application | None = None,
    name: str = "",
    email: str = "",
) -> Enquiry:
    """Ask about a call, or about an application of one's own. Who has an account needs neither name nor address.

    Raises:
        RefusedError: the call is not public, or the application another's.
        InvalidError: no subject, no question, no address to answer to, or something too long.
    """
    require(can_ask(actor, call, application))
    subject, text, name, email = (clean_text(one) for one in (subject, text, name, email))
    problems = text_problems("subject", subject, SUBJECT_LENGTH, _("Say in a few words what it is about."))
    problems += text_problems("text", text, TEXT_LENGTH, _("Write your question."))
    if actor.user_id is None:
        problems += _address_problems(name, email)
    if problems:
        raise InvalidError(problems)
    now = clock.now()
    enquiry = Enquiry.objects.create(
        call=call,
        application=application,
        asker_id=actor.user_id,
        name="" if actor.user_id else name,
        email="" if actor.user_id else email,
        language=actor.language,
        zone=actor.zone,
        subject=subject,
        asked_at=now,
        due_at=add_working_days(now, ANSWER_DAYS),
    )
    _write(actor, enquiry, text)
    return enquiry


@transaction.atomic
def ask_again(*, actor: Actor, enquiry_id: UUID, text: str) -> Message:
    """Go on in a thread of one's own; what was answered waits for the office again.

    Raises:
        NotFoundError: not the actor's.
        InvalidError: no text, or too long.
    """
    enquiry = locked(enquiry_id)
    if not is_asker(actor, enquiry):
        raise NotFoundError("question")
    text = clean_text(text)
    if problems := text_problems("text", text, TEXT_LENGTH, _("Write your question.")):
        raise InvalidError(problems)
    last = enquiry.messages.exclude(kind=MessageKind.NOTE).order_by("-at", "-pk").first()
    if last and last.kind == MessageKind.QUESTION and text in (last.text_zh, last.text_en):
        return last  # the button was pressed twice
    now = clock.now()
    if enquiry.state != EnquiryState.OPEN:
        ENQUIRY.check(enquiry.state, EnquiryState.OPEN)
        # What was joined with another is this asker's own from here on.
        enquiry.state, enquiry.merged_into = EnquiryState.OPEN, None
    enquiry.asked_at, enquiry.due_at, enquiry.answered_at = now, add_working_days(now, ANSWER_DAYS), None
    enquiry.save(update_fields=["state", "merged_into", "asked_at", "due_at", "answered_at"])
    return _write(actor, enquiry, text)


def _write(actor: Actor, enquiry: Enquiry, text: str) -> Message:
    words = {"text_zh": text} if enquiry.language == CHINESE else {"text_en": text}
    message = Message.objects.create(enquiry=enquiry, kind=MessageKind.QUESTION, by_id=actor.user_id, **words)
    tell(actor, enquiry, "enquiry.asked", EnquiryAsked(str(enquiry.pk), str(enquiry.call_id)))
    return message


def _address_problems(name: str, email: str) -> list[Problem]:
    problems = []
    if len(name) > 120:
        problems.append(Problem("name", "too_long", _("Shorten this to %(most)d characters.") % {"most": 120}))
    try:
        validate_email(email)
    except ValidationError:
        sentence = _("This is not an e-mail address, e.g. name@firm.example.") if email else _("We answer to it.")
        problems.append(Problem("email", "not_an_email" if email else "required", sentence))
    else:
        if len(email) > 254:
            problems.append(Problem("email", "too_long", _("Shorten this to %(most)d characters.") % {"most": 254}))
    return problems
