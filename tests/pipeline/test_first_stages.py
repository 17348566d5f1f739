"""From the form to the host areas' answers, through the services."""

from tests.factories.city import make_application, make_board, make_board_actor, make_call
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import answer_interested
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import PassState


def test_screened_application_is_offered_to_three_areas_of_its_industry(city: Jurisdiction) -> None:
    boards = [make_board(city, number, "energy" if number < 5 else "ict") for number in range(1, 7)]
    call = make_call(city)
    application = make_application(call, 1)
    assert application.number == 1
    offers = list(Offer.objects.filter(application=application))
    assert {offer.board_id for offer in offers} <= {board.pk for board in boards[:4]}
    assert len(offers) == 3
    for offer in offers:
        answer_interested(
            actor=make_board_actor(offer.board),
            offer_id=offer.pk,
            site="二号楼",
            policy="第六条",
            contact="贺",
            next_step="访谈",
        )
    assert application.passes.get(stage__kind="docking").state == PassState.PASSED
    assert application.passes.get(stage__kind="decision").state == PassState.WAITING
