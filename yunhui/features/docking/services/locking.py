"""Taking the rows of docking: the application before its offers, the offers before its passes."""

from uuid import UUID

from django.db.models import QuerySet

from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import is_officer
from yunhui.features.docking.selectors import offers_visible_to
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.models import Application


def for_update(*, skip_locked: bool = False) -> QuerySet[Offer]:
    """Offers with their applications locked too, so that none is withdrawn under an answer; the passes come after."""
    rows = Offer.objects.select_for_update(of=("self", "application"), no_key=True, skip_locked=skip_locked)
    return rows.select_related("application__call", "board")


def offer_of_officer(actor: Actor, offer_id: UUID) -> Offer:
    """One offer, locked, of the host area that the actor works for.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    offer = next(iter(_LOCKED.ask(offer_id)), None)
    if offer is None or not (actor.is_system or is_officer(actor, offer)):
        raise NotFoundError("offer")
    if not offers_visible_to(actor).filter(pk=offer.pk).exists():
        raise NotFoundError("offer")
    return offer


_LOCKED: Kept[Offer] = Kept(lambda pk: for_update().filter(pk=pk), UUID(int=0))


def application_locked(application_id: UUID) -> Application:
    """One application, locked against other offers of it.

    Raises:
        NotFoundError: there is none.
    """
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related("call", "group")
    application = rows.filter(pk=application_id).first()
    if application is None:
        raise NotFoundError("application")
    return application
