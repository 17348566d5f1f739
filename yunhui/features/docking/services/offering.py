"""Offering projects to host areas: by the call's rule, by the talent office, by a host area's own pick."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.enums import OfferState, Origin
from yunhui.features.docking.models import FirstContact, Offer
from yunhui.features.docking.rules import AT_WORK, can_extend_answer, can_offer, can_pick, choose_boards, is_protected
from yunhui.features.docking.selectors import in_pool, offers_at_work
from yunhui.features.docking.services.checking import Checked
from yunhui.features.docking.services.locking import application_locked, for_update
from yunhui.features.docking.states import OFFER
from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.services import tell
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.parties.models import Board
from yunhui.parties.selectors import board_of, boards
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.consents.selectors import NOBODY, boards_permitted_by

REASON_LENGTH = 300


def offer_projects(*, actor: Actor, pass_ids: Sequence[UUID]) -> list[Offer]:
    """Offer the projects of opened passes to the host areas that their applicants let read them, in the transaction
    that opened them."""
    passes = list(
        StagePass.objects.filter(pk__in=pass_ids)
        .select_related("application__group", "application__call")
        .order_by("application__number")
    )
    if not passes:
        return []
    known = list(Board.objects.filter(is_active=True).order_by("sort"))
    readers = boards_permitted_by(one.application_id for one in passes)
    pending = Offer.objects.filter(application__call_id=passes[0].application.call_id)
    loads = dict(pending.values_list("board").annotate(count=Count("pk")))
    offers: list[Offer] = []
    for one in passes:
        application = one.application
        industry = _industry(application)
        may_read = readers.get(application.pk, NOBODY)
        allowed = [board for board in known if may_read.allows(board.pk)]
        for choice in choose_boards(industry, allowed, loads, application.call.max_boards):
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
def offer_to_board(*, actor: Actor, application_id: UUID, board_id: UUID, reason: str = "") -> Offer:
    """The talent office offers a project to one more host area, or anew to one that let its time run out.

    Raises:
        NotFoundError: no such project or host area.
        RefusedError: not the talent office, no place left, or the application has ended.
        DomainError: `offered`: the host area has it already; `no_consent`: the applicant does not let it read.
    """
    application = application_locked(application_id)
    if not can_run_call(actor, application.call):
        raise NotFoundError("application")
    board = boards().filter(pk=board_id).first()
    if board is None:
        raise NotFoundError("host area")
    require(can_offer(actor, application, at_work=offers_at_work(application)))
    checked = Checked()
    text = checked.text("reason", reason, REASON_LENGTH)
    checked.done()
    return _offer_one(actor, application, board, Origin.OFFICE, text)


@transaction.atomic
def pick_project(*, actor: Actor, application_id: UUID) -> Offer:
    """A host area picks a project from the pool: offered to itself, to be answered within the stage's time.

    Two that pick at once: the application's lock lets one after the other see what is left.

    Raises:
        NotFoundError: not in the pool for this host area.
        RefusedError: no place left, another is protected, or too many picks wait.
    """
    board = board_of(actor)
    application = application_locked(application_id)
    if own := Offer.objects.filter(application=application, board=board, origin=Origin.PICKED).first():
        return own
    if not in_pool(actor, board).filter(pk=application.pk).exists():
        raise NotFoundError("project")
    picks = Offer.objects.filter(board=board, origin=Origin.PICKED, state=OfferState.PENDING)
    standing = FirstContact.objects.filter(application=application, state="standing").exclude(board=board).first()
    require(
        can_pick(
            actor,
            application,
            board,
            at_work=offers_at_work(application),
            open_picks=picks.filter(application__state="in_progress").count(),
            is_protected=is_protected(standing),
        )
    )
    return _offer_one(actor, application, board, Origin.PICKED, "")


@transaction.atomic
def extend_answer(*, actor: Actor, offer_id: UUID, days: int, reason: str) -> Offer:
    """The talent office gives a host area some working days more, from now, with its reason; silence waits again.

    Raises:
        NotFoundError: there is none, or not for this actor.
        RefusedError: answered already, or the application has ended.
        InvalidError: no reason, or not 1 to 20 days.
    """
    offer = for_update().filter(pk=offer_id).first()
    if offer is None or not can_run_call(actor, offer.application.call):
        raise NotFoundError("offer")
    require(can_extend_answer(actor, offer))
    checked = Checked()
    text = checked.text("reason", reason, REASON_LENGTH, needed=_("Say why; the host area reads it."))
    if not 1 <= days <= 20:
        checked.wrong("days", "out_of_range", _("Write a number from 1 to 20."))
    checked.done()
    before = {"due_at": offer.due_at, "state": offer.state}
    if offer.state == OfferState.LAPSED:
        OFFER.check(offer.state, OfferState.PENDING)
        offer.state, offer.answered_at = OfferState.PENDING, None
    now = clock.now()
    offer.due_at, offer.extended_at, offer.extension_reason = add_working_days(now, days), now, text
    offer.save()
    keep_standing([offer.application_id])
    record(
        actor=actor,
        action="offer.extended",
        subject=("offer", offer.pk),
        before=before,
        after={"due_at": offer.due_at, "reason": text, "application": str(offer.application_id)},
    )
    tell("call", offer.application.call_id)
    return offer


@transaction.atomic
def extend_answers(*, actor: Actor, offer_ids: Sequence[UUID], days: int, reason: str) -> list[Offer]:
    """`extend_answer` for several offers: all of them, or none.

    Raises:
        as `extend_answer`.
    """
    return [extend_answer(actor=actor, offer_id=one, days=days, reason=reason) for one in sorted(set(offer_ids))]


def _offer_one(actor: Actor, application: Application, board: Board, origin: Origin, reason: str) -> Offer:
    if not boards_permitted_by([application.pk]).get(application.pk, NOBODY).allows(board.pk):
        raise DomainError("no_consent", _("The applicant does not let this host area read the project."))
    industry = _industry(application)
    fits = industry in board.industries
    why = {"industry": industry, "same": fits, "reason": reason}
    values = {
        "origin": origin,
        "offered_by_id": actor.user_id,
        "offered_at": clock.now(),
        "due_at": _due(application),
        "fit": float(fits),
        "why": why,
    }
    offer = Offer.objects.select_for_update(no_key=True).filter(application=application, board=board).first()
    if offer is None:
        offer = Offer.objects.create(application=application, board=board, **values)
    elif offer.state in AT_WORK or offer.state == OfferState.NOT_INTERESTED:
        raise DomainError("offered", _("This host area has the project already."))
    else:
        OFFER.check(offer.state, OfferState.PENDING)
        offer.state, offer.answered_at, offer.answered_by = OfferState.PENDING, None, None
        for name, value in values.items():
            setattr(offer, name, value)
        offer.save()
    keep_standing([application.pk])
    record(
        actor=actor,
        action="offer.picked" if origin == Origin.PICKED else "offer.made",
        subject=("offer", offer.pk),
        after={"application": str(application.pk), "board": str(board.pk), "origin": origin, "reason": reason},
    )
    tell("call", application.call_id)
    return offer


def _due(application: Application) -> datetime:
    """When an offer out of turn is due: with the stage, or later, when its working days are over from now."""
    stage = Stage.objects.filter(call_id=application.call_id, kind="docking").first()
    fresh = add_working_days(clock.now(), stage.working_days if stage else 5)
    running = StagePass.objects.filter(application=application, stage=stage, state=PassState.OPEN).first()
    return max(fresh, running.due_at) if running and running.due_at else fresh


def _industry(application: Application) -> str:
    return application.group.industry if application.group else ""
