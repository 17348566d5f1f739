"""A host area's answers (县区对接), and taking one back while there is time."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import NoCode, OfferState
from yunhui.features.docking.events import InterestTakenBack, OfferAnswered
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import can_answer, can_take_back, is_officer
from yunhui.features.docking.selectors import in_the_running, offer_for
from yunhui.features.docking.services.checking import Checked
from yunhui.features.docking.services.locking import for_update, offer_of_officer
from yunhui.features.docking.services.talking import close_release, end_task, open_task
from yunhui.features.docking.states import OFFER
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes, keep_standing
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.services import record_opening

REASON_LENGTH = 300
PHONE = "docking.offer.contact_phone"
# What an interest carries, and the longest each may be.
SUBSTANCE = {"site": 300, "policy": 300, "contact": 120, "next_step": 300}


@transaction.atomic
def open_offer(*, actor: Actor, offer_id: UUID) -> Offer:
    """One offer for its reader; each opening of a brief leaves a row in the log, and the applicant sees it.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    offer = offer_for(actor, offer_id)
    if is_officer(actor, offer):
        record_opening(
            actor=actor, application=offer.application, what=What.BRIEF, capacity=Capacity.BOARD, board=offer.board
        )
    record(
        actor=actor,
        action="offer.opened",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "board": str(offer.board_id)},
    )
    return offer


@transaction.atomic
def answer_interested(
    *,
    actor: Actor,
    offer_id: UUID,
    site: str,
    policy: str,
    contact: str,
    next_step: str,
    contact_phone: str = "",
    contact_email: str | None = None,
) -> Offer:
    """A host area is interested (有意向), with site or carrier, policy, contact person and next step; it owes a first
    talk from now on.

    Args:
        contact_phone, contact_email: how the applicant reaches the contact person once both want to talk; one of them
            is needed. Without an e-mail (None), it is the officer's own address.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: answered already, too late, or the application has ended.
        InvalidError: something is missing or too long.
    """
    offer = offer_of_officer(actor, offer_id)
    require(can_answer(actor, offer))
    checked = Checked()
    needed = _("An interest needs this, so that the project knows what it is offered.")
    given = {"site": site, "policy": policy, "contact": contact, "next_step": next_step}
    for name, most in SUBSTANCE.items():
        setattr(offer, name, checked.text(name, given[name], most, needed=needed))
    phone = checked.phone("contact_phone", contact_phone)
    email = own_address(actor) if contact_email is None else contact_email
    offer.contact_email = checked.email("contact_email", email)
    if not (phone or offer.contact_email or actor.is_system):
        checked.wrong("contact_phone", "required", _("Give a phone number or an e-mail, so that the team reaches you."))
    checked.done()
    offer.contact_phone_sealed = settings.VAULT.encrypt(PHONE, phone) if phone else ""
    return _answer(actor, offer, OfferState.INTERESTED)


@transaction.atomic
def answer_not_interested(*, actor: Actor, offer_id: UUID, reason_code: str = "", reason: str = "") -> Offer:
    """A host area is not interested for now (暂无意向); the reason is for the talent office.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: answered already, too late, or the application has ended.
        InvalidError: not one of the reasons, or too long.
    """
    offer = offer_of_officer(actor, offer_id)
    require(can_answer(actor, offer))
    checked = Checked()
    offer.reason_code = checked.among("reason_code", reason_code, NoCode.values)
    offer.reason = checked.text("reason", reason, REASON_LENGTH)
    checked.done()
    return _answer(actor, offer, OfferState.NOT_INTERESTED)


@transaction.atomic
def take_back_interest(*, actor: Actor, offer_id: UUID, reason: str) -> Offer:
    """Within its time to answer, a host area takes an interest back, with a reason that the office reads.

    Contact details that were open close at once, and nothing is owed any more. What the host area had offered stays
    in the log. Other host areas' answers play no part, so that none of them can be guessed from the outcome.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: no interest to take back, or its time is over.
        InvalidError: no reason.
    """
    offer = offer_of_officer(actor, offer_id)
    require(can_take_back(actor, offer, OfferState.INTERESTED))
    OFFER.check(offer.state, OfferState.NOT_INTERESTED)
    checked = Checked()
    text = checked.text("reason", reason, REASON_LENGTH, needed=_("Say why; the talent office reads it."))
    checked.done()
    was_open = close_release(offer, "taken_back")
    end_task(offer)
    offer.state, offer.answered_at, offer.answered_by_id = OfferState.NOT_INTERESTED, clock.now(), actor.user_id
    offer.reason_code, offer.reason = NoCode.OTHER, text
    offer.save()
    keep_standing([offer.application_id])
    record(
        actor=actor,
        action="interest.taken_back",
        subject=("offer", offer.pk),
        before={"state": OfferState.INTERESTED},
        after={"state": offer.state, "application": str(offer.application_id), "was_open": was_open},
    )
    publish(
        actor=actor,
        event=InterestTakenBack(str(offer.pk), str(offer.application_id), str(offer.application.call_id), was_open),
        topics=(("call", offer.application.call_id),),
    )
    return offer


@transaction.atomic
def reconsider(*, actor: Actor, offer_id: UUID) -> Offer:
    """Within its time to answer, a host area takes a no back and is asked again.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: no such answer to take back, or its time is over.
    """
    offer = offer_of_officer(actor, offer_id)
    require(can_take_back(actor, offer, OfferState.NOT_INTERESTED))
    OFFER.check(offer.state, OfferState.PENDING)
    offer.state, offer.answered_at, offer.answered_by = OfferState.PENDING, None, None
    offer.reason_code, offer.reason = "", ""
    offer.save()
    keep_standing([offer.application_id])
    record(
        actor=actor,
        action="offer.reconsidered",
        subject=("offer", offer.pk),
        before={"state": OfferState.NOT_INTERESTED},
        after={"state": offer.state, "application": str(offer.application_id)},
    )
    return offer


@transaction.atomic
def lapse_due_offers() -> int:
    """Offers whose time ran out become 逾期未反馈; swept every minute, and the same twice is once.

    What was withdrawn or has ended needs no answer: its silence is nobody's fault and stays unrecorded.
    """
    actor = actors.system("sweep")
    due = list(
        for_update(skip_locked=True)
        .filter(in_the_running(), state=OfferState.PENDING, due_at__lte=clock.now())
        .order_by("pk")[:500]
    )
    for offer in due:
        _answer(actor, offer, OfferState.LAPSED)
    return len(due)


def own_address(actor: Actor) -> str:
    """The actor's e-mail address; empty for the city's machinery."""
    return User.objects.filter(pk=actor.user_id).values_list("email", flat=True).first() or "" if actor.user_id else ""


def _answer(actor: Actor, offer: Offer, state: OfferState) -> Offer:
    OFFER.check(offer.state, state)
    offer.state, offer.answered_at, offer.answered_by_id = state, clock.now(), actor.user_id
    offer.save()
    keep_standing([offer.application_id])
    if state == OfferState.INTERESTED:
        open_task(offer)
    record(
        actor=actor,
        action="offer.answered",
        subject=("offer", offer.pk),
        before={"state": OfferState.PENDING},
        after={
            "state": state,
            "application": str(offer.application_id),
            "board": str(offer.board_id),
            **({"reason": offer.reason_code} if offer.reason_code else {}),
        },
    )
    publish(
        actor=actor,
        event=OfferAnswered(str(offer.pk), str(offer.application_id), str(offer.application.call_id), str(state)),
        topics=(("call", offer.application.call_id),),
    )
    conclude_if_answered(actor, offer)
    return offer


def conclude_if_answered(actor: Actor, offer: Offer) -> None:
    """Conclude the project's docking once no host area's answer is awaited; afterwards an answer changes the count of
    interests that the decision reads, and nothing else."""
    docking = _DOCKING.ask(offer.application_id)
    states = [state for (state,) in _STATES.ask(offer.application_id)]
    if not docking or OfferState.PENDING in states:
        return
    interests = states.count(OfferState.INTERESTED)
    conclude_passes(
        actor=actor,
        pass_ids=[docking[0].pk],
        passed=interests >= offer.application.call.min_interests,
        reason=f"interests={interests}",
    )


_DOCKING: Kept[StagePass] = Kept(
    lambda pk: StagePass.objects.select_for_update(of=("self",)).filter(
        application=pk, stage__kind="docking", state=PassState.OPEN
    ),
    UUID(int=0),
)
_STATES: Kept[tuple[str]] = Kept(lambda pk: Offer.objects.filter(application=pk).values_list("state"), UUID(int=0))
