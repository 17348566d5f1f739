"""Answering an invitation: by the link in the letter without an account, or on one's own page."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.foundation.accounts.services import grant_role, invite_staff
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text, half_width
from yunhui.foundation.notices.services import call_off
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, RefusedError
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.parties.models import Person
from yunhui.parties.services import keep_person
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.rules import is_self
from yunhui.pipeline.experts.services import propose_expert
from yunhui.pipeline.panels.enums import DeclineReason, SeatState
from yunhui.pipeline.panels.events import SeatAnswered
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.rules import can_answer
from yunhui.pipeline.panels.services.inviting import move, seat_for_update
from yunhui.pipeline.panels.services.replacing import replace_seat

BY_LINK = actors.system("panel-link")
MOST_PROJECTS = 200


@transaction.atomic
def accept_seat(*, actor: Actor, seat_id: UUID, most: int | None = None) -> Seat:
    """Serve on a panel: the expert gets an account where they have none, and the role of an expert in this call.

    Args:
        actor: the expert, or `BY_LINK` for who opened the link of the letter.
        most: the most projects that they wish to read.

    Raises:
        NotFoundError: there is no such invitation.
        RefusedError: somebody else's.
        DomainError: `over`: answered already, or the time is over.
        InvalidError: not a number of projects.
    """
    seat = _answerable(actor, seat_id)
    if most is not None and not 1 <= most <= MOST_PROJECTS:
        raise InvalidError([Problem("most", "out_of_range", _("From 1 to 200 projects, or leave it empty."))])
    seat.most = most
    move(actor, seat, SeatState.ACCEPTED)
    _let_in(seat)
    _say(actor, seat)
    return seat


@transaction.atomic
def decline_seat(*, actor: Actor, seat_id: UUID, reason: str, text: str = "") -> Seat:
    """Not serve, with a reason; also after having accepted, until the sign-in. Who drew lots is followed by the next.

    Raises:
        NotFoundError, RefusedError, DomainError: as `accept_seat`; `signed_in`.
        InvalidError: no reason, or a text too long.
    """
    seat = _found(actor, seat_id)
    if seat.state != SeatState.ACCEPTED:
        _require_answerable(seat)
    elif hasattr(seat, "sign_in"):
        raise DomainError("signed_in", _("You have signed in. Ask the panel leader to be recused."))
    problems = []
    if reason not in DeclineReason.values:
        problems.append(Problem("reason", "not_a_choice", _("Choose one of the answers.")))
    if reason == DeclineReason.OTHER and not clean_text(text):
        problems.append(Problem("text", "required", _("Tell us in a few words.")))
    if len(text) > 300:
        problems.append(Problem("text", "too_long", _("At most 300 characters.")))
    if problems:
        raise InvalidError(problems)
    seat.reason, seat.reason_text = reason, clean_text(text)
    move(actor, seat, SeatState.DECLINED)
    replace_seat(Panel.objects.get(call=seat.call_id), seat)
    _say(actor, seat)
    return seat


@transaction.atomic
def propose_colleague(*, actor: Actor, seat_id: UUID, name: str, email: str, why: str = "") -> Expert:
    """Name somebody for the library; the office looks at them like at everyone who is proposed. Once for each
    invitation.

    Raises:
        NotFoundError, RefusedError: as `accept_seat`.
        InvalidError: no name, no address, or one that the library has.
        DomainError: `named`: a colleague was named already.
    """
    seat = _found(actor, seat_id)
    address, called = half_width(clean_text(email)).lower(), clean_text(name)
    problems = []
    if not called or len(called) > 120:
        problems.append(Problem("name", "required", _("Write the name.")))
    if "@" not in address or len(address) > 254:
        problems.append(Problem("email", "not_an_email", _("This is not an e-mail address, e.g. name@firm.example.")))
    if len(why) > 200:
        problems.append(Problem("why", "too_long", _("At most 200 characters.")))
    if problems:
        raise InvalidError(problems)
    mark = f"panel:{seat.pk}"
    if Expert.objects.filter(state_reason__startswith=mark).exists():
        raise DomainError("named", _("You have named a colleague already. Thank you."))
    machinery = actors.system("panels")
    known = Expert.objects.filter(person__email__iexact=address).first()
    if known is not None:  # the answer is the same, so that nobody learns who is in the library
        return known
    person = keep_person(actor=machinery, name=called, email=address)
    return propose_expert(actor=machinery, person=person, reason=f"{mark} {clean_text(why)}")


def _let_in(seat: Seat) -> None:
    """An account for the expert's address where there is none, and the role in this call."""
    machinery, person = actors.system("panels"), seat.expert.person
    user = person.user
    if user is None:
        user = user_with_email(person.email)
        if user is None:
            language = CHINESE if not seat.expert.languages or "zh" in seat.expert.languages else ENGLISH
            user = invite_staff(actor=machinery, email=person.email, name=person.name, language=language).user
        _join(seat.expert, person, user)
    if not user.grants.filter(role=Role.EXPERT, scope_kind=ScopeKind.CITY, ended_at__isnull=True).exists():
        grant_role(actor=machinery, user=user, role=Role.EXPERT, scope_kind=ScopeKind.CALL, scope_id=seat.call_id)


def _join(expert: Expert, person: Person, user: User) -> None:
    """The account's own person is the expert; where it has none yet, the library's row becomes it."""
    own = Person.objects.filter(user=user).first()
    if own is None:
        person.user = user
        person.save(update_fields=["user"])
    elif not Expert.objects.filter(person=own).exists():
        expert.person = own
        expert.save(update_fields=["person"])
    else:
        raise DomainError(
            "two_rows", _("Your address belongs to another expert of the library. Please write to the talent office.")
        )
    record(actor=actors.system("panels"), action="expert.joined", subject=("expert", expert.pk))


def _answerable(actor: Actor, seat_id: UUID) -> Seat:
    seat = _found(actor, seat_id)
    _require_answerable(seat)
    return seat


def _require_answerable(seat: Seat) -> None:
    verdict = can_answer(seat)
    if not verdict:
        raise DomainError(verdict.code, verdict.reason)


def _found(actor: Actor, seat_id: UUID) -> Seat:
    seat = seat_for_update(seat_id)
    if not (actor == BY_LINK or is_self(actor, seat.expert)):
        raise RefusedError("not_yours", _("This invitation is somebody else's."))
    return seat


def _say(actor: Actor, seat: Seat) -> None:
    call_off(actor=actor, supersedes=f"seat:{seat.pk}")
    event = SeatAnswered(str(seat.call_id), str(seat.pk), seat.state)
    publish(actor=actor, event=event, topics=(("call", seat.call_id),))
