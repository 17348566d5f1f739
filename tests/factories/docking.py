"""Host areas with officers, projects offered to them, interests that both sides want."""

from dataclasses import dataclass

from tests.factories.city import make_application, make_board, make_call, make_user
from tests.factories.pages import undertake_everywhere
from yunhui.features.docking.enums import Wish
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import answer_interested, say_wish
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

GIVEN = {
    "site": "Hall 2",
    "policy": "Clause 6",
    "contact": "He Linchuan",
    "next_step": "Visit by 29 Nov",
    "contact_phone": "+86 516 8372 0016",
    "contact_email": "he@d1.example",
}
TALK = {
    "held_on": "",
    "way": "video",
    "people": "Yanqiu Shen, He Linchuan",
    "outcome": "onward",
    "summary": "Power and height of the hall fit.",
    "next_step": "Send the list by Friday",
}


@dataclass(frozen=True, slots=True)
class Fair:
    """Some host areas, each with an officer, and one project of a founder offered to the first three."""

    call: Call
    boards: list[Board]
    officers: list[User]
    founder: User
    application: Application

    def officer(self, index: int) -> Actor:
        """The actor of one host area's officer."""
        return actor_of(self.officers[index])

    def offer(self, index: int) -> Offer:
        """What was offered to one host area."""
        return Offer.objects.select_related("application__call", "board").get(
            application=self.application, board=self.boards[index]
        )

    def interest(self, index: int) -> Offer:
        """One host area answers that it is interested."""
        answer_interested(actor=self.officer(index), offer_id=self.offer(index).pk, **GIVEN)
        return self.offer(index)

    def wish(self, index: int, wish: str = Wish.TALK) -> None:
        """The founder would like to talk with one host area, or not now."""
        say_wish(actor=actor_of(self.founder), offer_id=self.offer(index).pk, wish=wish)


def make_fair(city: Jurisdiction, boards: int = 3, **call: object) -> Fair:
    """A call, host areas of the energy field, and one project that went through the form check."""
    made = [make_board(city, number, "energy") for number in range(1, boards + 1)]
    officers = [make_user(f"officer{board.sort}", Role.BOARD, scope=(ScopeKind.BOARD, board.pk)) for board in made]
    season = make_call(city, **call)
    for officer in officers:
        undertake_everywhere(officer)
    founder = make_user("founder")
    application = make_application(season, 1, owner=actor_of(founder), phone="+31 15 278 9111")
    return Fair(season, made, officers, founder, application)
