"""Who may ask and answer, and what a question and an answer must be."""

from django.utils.translation import gettext_lazy as _

from yunhui.features.enquiries.models import Enquiry
from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import may
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call

# Working days in which the office answers.
ANSWER_DAYS = 2
SUBJECT_LENGTH = 160
TEXT_LENGTH = 4_000
FAQ_QUESTION_LENGTH = 300


def can_ask(actor: Actor, call: Call, application: Application | None = None) -> Verdict:
    """Anyone about a call that is public; about an application, its applicant and who reads it with them."""
    if call.state == CallState.DRAFT:
        return refused("not_public", _("This call is not public yet."))
    if application is not None and not (application.call_id == call.pk and may(actor, application, Right.VIEW)):
        return refused("not_owner", _("Only the applicant asks about an application."))
    return ALLOWED


def can_answer(actor: Actor, call: Call) -> Verdict:
    """The talent office of the call."""
    return can_run_call(actor, call)


def is_asker(actor: Actor, enquiry: Enquiry) -> bool:
    """Whether the question is the actor's own."""
    return actor.user_id is not None and enquiry.asker_id == actor.user_id


def text_problems(field: str, text: str, longest: int, sentence: str) -> list[Problem]:
    """What is wrong with a text that must be there: missing (`sentence` says what to write), or too long."""
    if not text:
        return [Problem(field, "required", sentence)]
    over = len(text) - longest
    said = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
    return [Problem(field, "too_long", said)] if over > 0 else []


def names_in(text: str, enquiry: Enquiry | None) -> list[str]:
    """What in a text would tell who asked: the asker's name or address, the project's title or speaker.

    Names of one character are left out: they stand in too many words.
    """
    if enquiry is None:
        return []
    found = [enquiry.name, enquiry.email, enquiry.email.partition("@")[0]]
    if enquiry.asker:
        found += [enquiry.asker.name, enquiry.asker.email]
    if enquiry.application:
        found += [enquiry.application.title, enquiry.application.title_en, enquiry.application.speaker]
    plain = clean_text(text).casefold()
    return list(dict.fromkeys(one for one in found if len(one) > 1 and one.casefold() in plain))
