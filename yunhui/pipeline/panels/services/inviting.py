"""Asking experts: from the library by hand, or as the draw gave them; and taking an invitation back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice, write_to_address
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.enums import SeatState, Source
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.rules import can_run_panel
from yunhui.pipeline.panels.selectors.links import link_of
from yunhui.pipeline.panels.selectors.words import fee_words
from yunhui.pipeline.panels.services.settling import panel_for_update
from yunhui.pipeline.panels.states import SEAT


@transaction.atomic
def invite_experts(*, actor: Actor, call: Call, expert_ids: Sequence[UUID], group: Group | None = None) -> list[Seat]:
    """Ask experts of the library whom the office has chosen; who is on the call's list already is left as they are.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: somebody is not in the library, or cannot be asked now.
    """
    require(can_run_panel(actor, call))
    panel = panel_for_update(call)
    experts = list(Expert.objects.filter(pk__in=set(expert_ids), is_active=True).select_related("person__user"))
    if len(experts) < len(set(expert_ids)):
        raise NotFoundError("expert")
    known = set(Seat.objects.filter(call=call).values_list("expert_id", flat=True))
    seats = [
        Seat(call=call, group=group, expert=one, source=Source.OFFICE, state=SeatState.RESERVE)
        for one in experts
        if one.pk not in known
    ]
    Seat.objects.bulk_create(seats)
    for seat in seats:
        send(actor, panel, seat)
    return seats


@transaction.atomic
def cancel_seat(*, actor: Actor, seat_id: UUID) -> Seat:
    """Take an invitation back, also one that was accepted; who drew lots is followed by the next of their stratum.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: there is no such invitation.
        DomainError: `move_not_allowed`; `signed_in`: who has signed in judges.
    """
    seat = seat_for_update(seat_id)
    require(can_run_panel(actor, seat.call))
    if hasattr(seat, "sign_in"):
        raise DomainError("signed_in", _("This expert has signed in and judges."))
    was = seat.state
    move(actor, seat, SeatState.CANCELLED)
    if was in (SeatState.INVITED, SeatState.ACCEPTED):
        write(actor, seat, "panels.cancelled", {}, link="")
    return seat


def send(actor: Actor, panel: Panel, seat: Seat) -> None:
    """Ask the expert of a seat: the deadline runs from now, and the letter leaves. In the caller's transaction."""
    seat.issue += 1
    seat.invited_at = clock.now()
    seat.reply_by = add_working_days(seat.invited_at, panel.reply_days)
    move(actor, seat, SeatState.INVITED)
    call = seat.call
    context = {
        "days": Both(days_of_event(call, CHINESE), days_of_event(call, ENGLISH)),
        "fee": Both(fee_words(panel, CHINESE), fee_words(panel, ENGLISH)),
        "by": seat.reply_by,
    }
    write(actor, seat, "panels.invitation", context, link=link_of(seat))


def write(actor: Actor, seat: Seat, letter: str, context: dict[str, object], *, link: str) -> None:
    """A letter to the expert of a seat, to their account or to their address."""
    call, person = seat.call, seat.expert.person
    said = {"call": Both(call.title_zh, call.title_en), **context}
    common = {
        "actor": actor,
        "letter": letter,
        "about": ("call", call.pk),
        "context": said,
        "link": link,
        "supersedes": f"seat:{seat.pk}",
        "call": call.pk,
    }
    if person.user is not None and person.user.is_active:
        write_notice(to=person.user, **common)  # type: ignore[arg-type]
    elif person.email:
        language = CHINESE if not seat.expert.languages or "zh" in seat.expert.languages else ENGLISH
        write_to_address(
            email=person.email,
            name=person.name,
            language=language,
            zone=seat.expert.zone,
            **common,  # type: ignore[arg-type]
        )


def move(actor: Actor, seat: Seat, state: SeatState) -> None:
    """Move a seat and write the log, which never names the expert."""
    SEAT.check(seat.state, state)
    was, seat.state = seat.state, state
    if state in (SeatState.ACCEPTED, SeatState.DECLINED, SeatState.LAPSED, SeatState.CANCELLED):
        seat.answered_at = clock.now()
    seat.save()
    record(
        actor=actor,
        action=f"seat.{state}",
        subject=("call", seat.call_id),
        before={"state": was},
        after={"seat": seat.pk, "state": state, "stratum": seat.stratum},
    )


def seat_for_update(seat_id: UUID) -> Seat:
    """A seat with its panel locked before it, so that two answers of one stratum wait for each other.

    Raises:
        NotFoundError: there is none.
    """
    found = Seat.objects.select_related("call").filter(pk=seat_id).first()
    if found is None:
        raise NotFoundError("invitation")
    panel_for_update(found.call)
    rows = Seat.objects.select_for_update(of=("self",))
    return rows.select_related("call", "group", "expert__person__user", "draw").get(pk=seat_id)
