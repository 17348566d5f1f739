"""Offering projects to host areas, and their answers."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.events import OfferAnswered
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import can_answer, choose_boards
from yunhui.features.docking.selectors import in_the_running, offer_for
from yunhui.features.docking.states import OFFER
from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import clean_text
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes

REASON_LENGTH = 300
SUBSTANCE = ("site", "policy", "contact", "next_step")


def offer_projects(*, actor: Actor, pass_ids: Sequence[UUID]) -> list[Offer]:
    """Offer the projects of opened passes to host areas, in the transaction that opened them."""
    passes = list(
        StagePass.objects.filter(pk__in=pass_ids)
        .select_related("application__group", "application__call")
        .order_by("application__number")
    )
    if not passes:
        return []
    boards = list(Board.objects.filter(is_active=True).order_by("sort"))
    pending = Offer.objects.filter(application__call_id=passes[0].application.call_id)
    loads = dict(pending.values_list("board").annotate(count=Count("pk")))
    offers: list[Offer] = []
    for one in passes:
        application = one.application
        industry = application.group.industry if application.group else ""
        for choice in choose_boards(industry, boards, loads, application.call.max_boards):
            loads[choice.board.pk] = choice.load + 1
            offers.append(
                Offer(
                    application=application,
                    board=choice.board,
                    fit=choice.fit,
                    why={"industry": industry, "same": bool(choice.fit), "load": choice.load},
                    due_at=one.due_at or clock.now(),
                )
            )
    Offer.objects.bulk_create(offers, batch_size=1_000)
    record(
        actor=actor,
        action="offers.made",
        subject=("call", passes[0].application.call_id),
        after={"offers": [[str(offer.application_id), str(offer.board_id)] for offer in offers]},
    )
    return offers


@transaction.atomic
def open_offer(*, actor: Actor, offer_id: UUID) -> Offer:
    """One offer for its reader; each opening of a brief leaves a row in the log.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    offer = offer_for(actor, offer_id)
    record(
        actor=actor,
        action="offer.opened",
        subject=("offer", offer.pk),
        after={"application": str(offer.application_id), "board": str(offer.board_id)},
    )
    return offer


@transaction.atomic
def answer_interested(*, actor: Actor, offer_id: UUID, site: str, policy: str, contact: str, next_step: str) -> Offer:
    """A host area is interested (有意向), with site or carrier, policy, contact person and next step.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: answered already, too late, or the application has ended.
        InvalidError: one of the four is missing or too long.
    """
    offer = _locked(actor, offer_id)
    given = dict(zip(SUBSTANCE, map(clean_text, (site, policy, contact, next_step)), strict=True))
    problems = [
        Problem(name, "required", _("An interest needs this, so that the project knows what it is offered."))
        for name, text in given.items()
        if not text
    ]
    problems += [
        Problem(name, "too_long", _("Shorten this to %(most)d characters.") % {"most": most})
        for name, text in given.items()
        if len(text) > (most := 120 if name == "contact" else 300)
    ]
    if problems:
        raise InvalidError(problems)
    for name, text in given.items():
        setattr(offer, name, text)
    return _answer(actor, offer, OfferState.INTERESTED)


@transaction.atomic
def answer_not_interested(*, actor: Actor, offer_id: UUID, reason: str = "") -> Offer:
    """A host area is not interested for now (暂无意向); the reason is for the talent office.

    Raises:
        NotFoundError: no such offer for this actor.
        RefusedError: answered already, too late, or the application has ended.
        InvalidError: the reason is too long.
    """
    offer = _locked(actor, offer_id)
    offer.reason = clean_text(reason)
    if over := max(0, len(offer.reason) - REASON_LENGTH):
        sentence = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
        raise InvalidError([Problem("reason", "too_long", sentence)])
    return _answer(actor, offer, OfferState.NOT_INTERESTED)


@transaction.atomic
def lapse_due_offers() -> int:
    """Offers whose time ran out become 逾期未反馈; swept every minute, and the same twice is once.

    What was withdrawn or has ended needs no answer: its silence is nobody's fault and stays unrecorded.
    """
    actor = actors.system("sweep")
    due = list(
        _for_update(skip_locked=True)
        .filter(in_the_running(), state=OfferState.PENDING, due_at__lte=clock.now())
        .order_by("pk")[:500]
    )
    for offer in due:
        _answer(actor, offer, OfferState.LAPSED)
    return len(due)


def _for_update(skip_locked: bool = False) -> QuerySet[Offer]:
    """Offers with their applications locked too, so that none is withdrawn under an answer; the passes come after."""
    rows = Offer.objects.select_for_update(of=("self", "application"), no_key=True, skip_locked=skip_locked)
    return rows.select_related("application")


def _locked(actor: Actor, offer_id: UUID) -> Offer:
    offer = _for_update().filter(pk=offer_id).first()
    if offer is None or can_answer(actor, offer).code == "not_your_board":
        raise NotFoundError("offer")
    require(can_answer(actor, offer))
    return offer


def _answer(actor: Actor, offer: Offer, state: OfferState) -> Offer:
    OFFER.check(offer.state, state)
    offer.state, offer.answered_at, offer.answered_by_id = state, clock.now(), actor.user_id
    offer.save()
    record(
        actor=actor,
        action="offer.answered",
        subject=("offer", offer.pk),
        before={"state": OfferState.PENDING},
        after={"state": state, "application": str(offer.application_id), "board": str(offer.board_id)},
    )
    publish(
        actor=actor,
        event=OfferAnswered(str(offer.pk), str(offer.application_id), str(offer.application.call_id), str(state)),
        topics=(("call", offer.application.call_id),),
    )
    _conclude_if_answered(actor, offer)
    return offer


def _conclude_if_answered(actor: Actor, offer: Offer) -> None:
    docking = (
        StagePass.objects.select_for_update(of=("self",))
        .filter(application_id=offer.application_id, stage__kind="docking", state=PassState.OPEN)
        .first()
    )
    states = list(Offer.objects.filter(application_id=offer.application_id).values_list("state", flat=True))
    if docking is None or OfferState.PENDING in states:
        return
    interests = states.count(OfferState.INTERESTED)
    conclude_passes(
        actor=actor,
        pass_ids=[docking.pk],
        passed=interests >= offer.application.call.min_interests,
        reason=f"interests={interests}",
    )
