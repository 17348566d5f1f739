"""Taking a brief out of the platform: each time is an opening that the applicant sees."""

from uuid import UUID

from django.db import transaction

from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import is_officer
from yunhui.features.docking.selectors import offer_for
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening


@transaction.atomic
def print_brief(*, actor: Actor, offer_id: UUID, form: str) -> Offer:
    """The offer whose one-page brief an officer looks at or takes along (`form`: page, pdf, docx).

    Raises:
        NotFoundError: no such offer for this actor, or the applicant has withdrawn.
    """
    offer = offer_for(actor, offer_id)
    if not is_officer(actor, offer) or offer.application.state == ApplicationState.WITHDRAWN:
        raise NotFoundError("offer")
    record_opening(
        actor=actor, application=offer.application, what=What.BRIEF, capacity=Capacity.BOARD, board=offer.board
    )
    record(
        actor=actor,
        action="brief.printed",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "board": str(offer.board_id), "form": form},
    )
    return offer
