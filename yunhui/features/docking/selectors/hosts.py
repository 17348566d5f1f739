"""The host areas as the applicant sees them: the interested ones, with what they offer."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yunhui.features.docking.enums import OfferState, Wish
from yunhui.features.docking.models import ContactRelease, Offer
from yunhui.features.docking.rules import is_open
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import is_owner, may
from yunhui.pipeline.consents.selectors import board_permitted


@dataclass(frozen=True, slots=True)
class HostArea:
    """One interested host area: its offer, what the applicant said, and whether contact details are open."""

    offer: Offer
    wish: str
    is_open: bool


def host_areas_of(actor: Actor, application: Application) -> list[HostArea]:
    """The host areas that are interested in an application, in the city's order, for those who may read it as its
    applicants; empty for anyone else. They learn who is interested, never who was asked in vain."""
    if not may(actor, application, Right.VIEW):
        return []
    return [_host_area(offer, application) for offer in _interested(application)]


def host_area_offer(actor: Actor, application: Application, offer_id: UUID) -> Offer:
    """One interested host area's offer, for the applicant.

    Raises:
        NotFoundError: none of theirs, or not interested.
    """
    offer = _interested(application).filter(pk=offer_id).first() if is_owner(actor, application) else None
    if offer is None:
        raise NotFoundError("host area")
    return offer


def undecided(application: Application) -> int:
    """How many interested host areas wait for the applicant's word."""
    return _interested(application).filter(release__isnull=True).count()


def _interested(application: Application) -> QuerySet[Offer]:
    rows = Offer.objects.filter(application=application, state=OfferState.INTERESTED)
    return (
        rows.filter(board_permitted("application_id", "board_id"))
        .select_related("board__organisation", "release", "task")
        .order_by("board__sort", "pk")
    )


def _host_area(offer: Offer, application: Application) -> HostArea:
    release = getattr(offer, "release", None)
    offer.application = application
    if not isinstance(release, ContactRelease):
        return HostArea(offer, "", is_open=False)
    return HostArea(offer, Wish(release.wish), is_open(offer, release))
