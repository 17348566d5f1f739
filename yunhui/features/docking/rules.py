"""Which host areas a project is offered to, and who may answer."""

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


def can_answer(actor: Actor, offer: Offer) -> Verdict:
    """An officer of the host area, until the answer is due, while the application is in the running."""
    if not (actor.is_system or actor.has_in(Role.BOARD, ScopeKind.BOARD, offer.board_id)):
        return refused("not_your_board", _("This project was not offered to your host area."))
    if offer.state != OfferState.PENDING:
        return refused("answered", _("Your host area has answered already."))
    if offer.application.state == ApplicationState.WITHDRAWN:
        return refused("withdrawn", _("The applicant has withdrawn. No answer is needed."))
    if offer.application.state != ApplicationState.IN_PROGRESS:
        return refused("ended", _("This application has ended. No answer is needed."))
    if clock.now() >= offer.due_at:
        return refused("too_late", _("The time to answer has run out. Ask the talent office."))
    return ALLOWED
