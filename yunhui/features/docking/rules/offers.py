"""Which host areas a project is offered to, who may answer, and until when an answer may be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.rules import can_run_call

# What keeps one of the places that a project has for host areas; silence and a no give it back.
AT_WORK = (OfferState.PENDING, OfferState.INTERESTED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A host area chosen for a project: 1.0 where its industries name the project's, and how busy it is."""

    board: Board
    fit: float
    load: int


def choose_boards(industry: str, boards: Sequence[Board], loads: Mapping[object, int], most: int) -> list[Choice]:
    """At most `most` host areas: those of the same industry first, then the least busy, then the city's order."""
    choices = [Choice(board, 1.0 if industry in board.industries else 0.0, loads.get(board.pk, 0)) for board in boards]
    choices.sort(key=lambda one: (-one.fit, one.load, one.board.sort))
    return choices[:most]


def is_officer(actor: Actor, offer: Offer) -> bool:
    """Whether the actor works for the host area of an offer."""
    return actor.has_in(Role.BOARD, ScopeKind.BOARD, offer.board_id)


def is_running(application: Application) -> Verdict:
    """Whether an application is in the running: not withdrawn, not ended."""
    if application.state == ApplicationState.WITHDRAWN:
        return refused("withdrawn", _("The applicant has withdrawn. No answer is needed."))
    if application.state != ApplicationState.IN_PROGRESS:
        return refused("ended", _("This application has ended. No answer is needed."))
    return ALLOWED


def can_answer(actor: Actor, offer: Offer) -> Verdict:
    """An officer of the host area, until the answer is due, while the application is in the running."""
    if not (actor.is_system or is_officer(actor, offer)):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if offer.state != OfferState.PENDING:
        return refused("answered", _("Your host area has answered already."))
    if not (running := is_running(offer.application)):
        return running
    if clock.now() >= offer.due_at:
        return refused("too_late", _("The time to answer has run out. Ask the talent office."))
    return ALLOWED


def can_take_back(actor: Actor, offer: Offer, answer: str = "") -> Verdict:
    """An officer of the host area, until the answer would have been due, whatever other host areas have answered;
    `answer` is the one that is to be taken back, where it matters which."""
    if not is_officer(actor, offer):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if offer.state not in ((answer,) if answer else (OfferState.INTERESTED, OfferState.NOT_INTERESTED)):
        return refused("not_answered", _("There is no answer to take back."))
    if not (running := is_running(offer.application)):
        return running
    if clock.now() >= offer.due_at:
        return refused("window_over", _("The time to change the answer is over. Ask the talent office."))
    return ALLOWED


def can_extend_answer(actor: Actor, offer: Offer) -> Verdict:
    """The talent office, for an answer that is awaited or did not come in time."""
    if not (office := can_run_call(actor, offer.application.call)):
        return office
    if offer.state not in (OfferState.PENDING, OfferState.LAPSED):
        return refused("answered", _("This host area has answered already."))
    return is_running(offer.application)


def can_offer(actor: Actor, application: Application, *, at_work: int) -> Verdict:
    """The talent office, while fewer host areas are at work on a project than the call allows."""
    if not (office := can_run_call(actor, application.call)):
        return office
    return has_place(application, at_work=at_work)


def has_place(application: Application, *, at_work: int) -> Verdict:
    """Whether another host area may be asked: `at_work` are asked or interested now."""
    if not (running := is_running(application)):
        return running
    if at_work >= application.call.max_boards:
        most = application.call.max_boards
        return refused("full", _("%(most)d host areas have this project. It is not open to others.") % {"most": most})
    return ALLOWED
