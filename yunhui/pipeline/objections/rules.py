"""Who may object, examine and decide, and what an objection must say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.pipeline.applications.enums import PassState, Right
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.rules import may
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.objections.enums import Channel, ObjectionState
from yunhui.pipeline.objections.models import Objection

TEXT_LENGTH = 4_000
NAME_LENGTH = 120
PHONE_LENGTH = 40
MOST_FILES = 3
SHORTEST = 20
POSTAL_LENGTH = 400
HOW_LENGTH = 200


def can_object(notice: StagePass | None) -> Verdict:
    """Anybody, to an entry whose public notice runs; also while another objection to it is examined."""
    if notice is None:
        return refused("not_on_notice", gettext_lazy("This entry is not on public notice."))
    stopped = notice.stopped_at is not None
    if notice.state != PassState.OPEN or not (stopped or (notice.due_at and clock.now() < notice.due_at)):
        return refused("notice_over", gettext_lazy("The public notice of this entry is over."))
    return ALLOWED


def can_file_at_once(actor: Actor, call: Call, own: str, email: str) -> Verdict:
    """Whether an objection counts without a code: the address is the one of the actor's account, or the office of the
    call enters what reached it on paper."""
    if (own and own.lower() == email.lower()) or can_run_call(actor, call):
        return ALLOWED
    return refused("not_proved", gettext_lazy("Prove the address by the code that we send there."))


def can_ask_recheck(actor: Actor, application: Application, until: datetime | None) -> Verdict:
    """The applicant's side, while the list of the call is on public notice.

    Args:
        until: when the public notice of the list ends; None where the call has none.
    """
    if not may(actor, application, Right.EDIT):
        return refused("not_owner", gettext_lazy("Only the applicant’s side asks for a re-check."))
    if until is None or clock.now() >= until:
        return refused("notice_over", gettext_lazy("The public notice is over; the list stands."))
    return ALLOWED


def can_examine(actor: Actor, objection: Objection) -> Verdict:
    """The talent office of the call, until it is decided; who examines again replaces what was found before."""
    office = can_run_call(actor, objection.call)
    if office and objection.state in (ObjectionState.UPHELD, ObjectionState.DISMISSED):
        return refused("decided", gettext_lazy("This objection is decided already."))
    return office


def can_decide(actor: Actor, objection: Objection) -> Verdict:
    """The talent office, once it has written down what the examination found."""
    verdict = can_examine(actor, objection)
    if verdict and objection.state != ObjectionState.EXAMINED:
        return refused("not_examined", gettext_lazy("Write down first what was examined again, and what was found."))
    return verdict


def can_hand_over(actor: Actor, objection: Objection) -> Verdict:
    """The talent office, once an objection that came in on paper is decided."""
    office = can_run_call(actor, objection.call)
    if office and objection.channel == Channel.ONLINE:
        return refused("not_on_paper", gettext_lazy("This objection is answered by e-mail."))
    if office and objection.state not in (ObjectionState.UPHELD, ObjectionState.DISMISSED):
        return refused("not_decided", gettext_lazy("Decide it first; the letter gives the reasons."))
    return office


def problems_of(name: str, email: str, phone: str, text: str) -> list[Problem]:
    """What is wrong with an objection as somebody typed it."""
    found = []
    if not name:
        found.append(Problem("name", "required", _("Write your name. An objection without a name is not examined.")))
    found += _long("name", name, NAME_LENGTH)
    try:
        validate_email(email)
    except ValidationError:
        found.append(Problem("email", "not_an_email", _("Write an e-mail address; we answer to it.")))
    found += _long("phone", phone, PHONE_LENGTH)
    return found + text_problems(text)


def paper_problems(
    channel: str, received: date | None, notice: StagePass | None, typed: Mapping[str, str], files: int
) -> list[Problem]:
    """What is wrong with an objection on paper as the office enters it: an address by e-mail is not needed, a scan
    is."""
    found = []
    if channel not in Channel.values or channel == Channel.ONLINE:
        found.append(Problem("channel", "required", _("Choose how it came in.")))
    if received is None:
        found.append(Problem("received_on", "required", _("Say on which day it came in.")))
    elif not _in_notice(received, notice):
        text = _("This day is not in the public notice of the entry, or is still to come.")
        found.append(Problem("received_on", "not_in_notice", text))
    if not typed["name"]:
        text = _("Write the name that it is signed with. An objection without a name is not examined.")
        found.append(Problem("name", "required", text))
    found += _long("name", typed["name"], NAME_LENGTH)
    if typed["email"]:
        try:
            validate_email(typed["email"])
        except ValidationError:
            found.append(Problem("email", "not_an_email", _("This is no e-mail address. Leave it empty if none.")))
    found += _long("phone", typed["phone"], PHONE_LENGTH) + _long("postal", typed["postal"], POSTAL_LENGTH)
    if not files:
        found.append(Problem("files", "required", _("Attach the scan of what came in.")))
    elif files > MOST_FILES:
        found.append(Problem("files", "many_files", _("At most 3 files.")))
    if not typed["text"]:
        text = _("Write down what it objects to, in its own words as far as possible.")
        return [*found, Problem("text", "required", text)]
    return found + _long("text", typed["text"], TEXT_LENGTH)


def _in_notice(received: date, notice: StagePass | None) -> bool:
    """Between the first day of an entry's notice and today, in Beijing; the last day of a notice that is over is for
    `can_object`."""
    if notice is None or notice.opened_at is None:
        return True
    first = notice.opened_at.astimezone(clock.BEIJING).date()
    return first <= received <= clock.now().astimezone(clock.BEIJING).date()


def text_problems(text: str) -> list[Problem]:
    """What is wrong with what somebody says is wrong."""
    if len(text) < SHORTEST:
        said = _("Say what is wrong, and how we can check it, in at least 20 characters.")
        return [Problem("text", "required", said)]
    return _long("text", text, TEXT_LENGTH)


def answer_problems(texts: Iterable[tuple[str, str]], field: str) -> list[Problem]:
    """What is wrong with the reasons of a decision: none at all, or too long."""
    given = list(texts)
    if not any(text for _name, text in given):
        return [Problem(field, "required", _("Give your reasons; the objector reads them."))]
    return [problem for name, text in given for problem in _long(name, text, TEXT_LENGTH)]


def _long(field: str, text: str, most: int) -> list[Problem]:
    over = len(text) - most
    said = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
    return [Problem(field, "too_long", said)] if over > 0 else []
