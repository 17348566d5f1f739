"""Facts that docking hears: its own become letters; an applicant's decisions end what they end."""

from uuid import UUID

from yunhui.features.docking.enums import OfferState, Wish
from yunhui.features.docking.events import (
    InterestTakenBack,
    ObjectionDecided,
    ObjectionRaised,
    OfferAnswered,
    OffersClosed,
    WishSaid,
)
from yunhui.features.docking.models import Objection, Offer
from yunhui.features.docking.services import close_forbidden_offers, end_withdrawn
from yunhui.features.docking.services.writing import (
    call_off_wish,
    tell_applicant_of_interest,
    tell_applicant_of_its_end,
    tell_office_of_objection,
    tell_officers_of_decision,
    tell_officers_of_end,
    tell_officers_of_wish,
)
from yunhui.foundation.outbox.services import subscribe
from yunhui.kernel import actor as actors
from yunhui.parties.models import Board
from yunhui.pipeline.applications.events import ApplicationWithdrawn
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.events import ConsentRevoked

_ACTOR = actors.system("docking")


def on_answer(event: OfferAnswered) -> None:
    """An interest is told to the applicant, unless it was taken back meanwhile."""
    if event.state == OfferState.INTERESTED:
        offer = _offer(event.offer_id)
        if offer.state == OfferState.INTERESTED:
            tell_applicant_of_interest(_ACTOR, offer)


def on_taken_back(event: InterestTakenBack) -> None:
    """The applicant hears that an interest ended."""
    tell_applicant_of_its_end(_ACTOR, _offer(event.offer_id))


def on_wish(event: WishSaid) -> None:
    """The host area hears that the team would like to talk; a later "not now" calls the letter off."""
    offer = _offer(event.offer_id)
    release, task = getattr(offer, "release", None), getattr(offer, "task", None)
    if release is not None and release.wish == Wish.TALK and release.closed_at is None and task is not None:
        tell_officers_of_wish(_ACTOR, offer, task.due_at)
    else:
        call_off_wish(_ACTOR, offer)


def on_objection(event: ObjectionRaised) -> None:
    """The talent office hears of an objection."""
    tell_office_of_objection(_ACTOR, _objection(event.objection_id))


def on_decision(event: ObjectionDecided) -> None:
    """Both host areas hear the decision."""
    tell_officers_of_decision(_ACTOR, _objection(event.objection_id))


def on_closed(event: OffersClosed) -> None:
    """Host areas hear that nothing is owed any more."""
    application = Application.objects.select_related("call").get(pk=event.application_id)
    boards = list(Board.objects.filter(pk__in=[UUID(one) for one in event.board_ids]).order_by("sort"))
    tell_officers_of_end(_ACTOR, application, boards)


def on_revoked(event: ConsentRevoked) -> None:
    """Offers to host areas that may no longer read are closed."""
    if event.purpose == Purpose.BOARDS:
        close_forbidden_offers(application_id=UUID(event.application_id))


def on_withdrawn(event: ApplicationWithdrawn) -> None:
    """What was owed to a withdrawn application is owed no more."""
    end_withdrawn(application_id=UUID(event.application_id))


def register_subscribers() -> None:
    """Called when the room is ready."""
    subscribe(OfferAnswered, "docking.tell_interest", on_answer)
    subscribe(InterestTakenBack, "docking.tell_end", on_taken_back)
    subscribe(WishSaid, "docking.tell_wish", on_wish)
    subscribe(ObjectionRaised, "docking.tell_objection", on_objection)
    subscribe(ObjectionDecided, "docking.tell_decision", on_decision)
    subscribe(OffersClosed, "docking.tell_closed", on_closed)
    subscribe(ConsentRevoked, "docking.close_offers", on_revoked)
    subscribe(ApplicationWithdrawn, "docking.end_withdrawn", on_withdrawn)


def _offer(offer_id: str) -> Offer:
    rows = Offer.objects.select_related("application__call", "application__owner", "board", "release", "task")
    return rows.get(pk=offer_id)


def _objection(objection_id: str) -> Objection:
    rows = Objection.objects.select_related("first_contact__application__call", "first_contact__board", "board")
    return rows.get(pk=objection_id)
