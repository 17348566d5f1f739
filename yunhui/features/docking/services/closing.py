"""What ends when an applicant takes the application or the consent back."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.events import OffersClosed
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services.answering import conclude_if_answered
from yunhui.features.docking.services.locking import for_update
from yunhui.features.docking.services.talking import close_release, end_task
from yunhui.features.docking.states import OFFER
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.consents.selectors import board_permitted


@transaction.atomic
def close_forbidden_offers(*, application_id: UUID) -> int:
    """Close every offer to a host area that the applicant no longer lets read: none of its officers sees it again.

    Reading ended with the revocation itself; this ends what was owed, and lets docking go on without that host area.
    """
    forbidden = ~board_permitted("application_id", "board_id") & ~Q(state=OfferState.CLOSED)
    offers = list(for_update().filter(forbidden, application_id=application_id).order_by("pk"))
    actor = actors.system("consents")
    for offer in offers:
        OFFER.check(offer.state, OfferState.CLOSED)
        was, offer.state = offer.state, OfferState.CLOSED
        offer.answered_at = offer.answered_at or clock.now()
        offer.save()
        keep_standing([application_id])
        end_task(offer)
        close_release(offer, "consent")
        record(
            actor=actor,
            action="offer.closed",
            subject=("offer", offer.pk),
            before={"state": was},
            after={"state": offer.state, "application": str(offer.application_id), "board": str(offer.board_id)},
        )
        conclude_if_answered(actor, offer)
    _say(offers, "consent")
    return len(offers)


@transaction.atomic
def end_withdrawn(*, application_id: UUID) -> int:
    """Nothing is owed to a withdrawn application: tasks end, contact details close. How many host areas had it."""
    offers = list(for_update().filter(application_id=application_id).order_by("pk"))
    for offer in offers:
        end_task(offer)
        close_release(offer, "withdrawn")
    _say(offers, "withdrawn")
    return len(offers)


def _say(offers: Iterable[Offer], because: str) -> None:
    rows = list(offers)
    if rows:
        application = rows[0].application
        publish(
            actor=actors.system("docking"),
            event=OffersClosed(
                str(application.pk), str(application.call_id), tuple(str(one.board_id) for one in rows), because
            ),
            topics=(("call", application.call_id),),
        )
