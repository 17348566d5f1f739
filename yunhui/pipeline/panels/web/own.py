"""The expert's own page: what they were asked, signing in, what they get."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.experts.rules import masked
from yunhui.pipeline.experts.selectors import own_expert, payee_of
from yunhui.pipeline.panels.enums import FeeState, SeatState
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.rules import can_answer, can_sign_in, pledge_of
from yunhui.pipeline.panels.selectors import own_fees, own_seats
from yunhui.pipeline.panels.selectors.links import link_of
from yunhui.pipeline.panels.selectors.words import fee_words, yuan
from yunhui.pipeline.panels.services import sign_in
from yunhui.pipeline.panels.web.office import LIGHTS
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

HOME = "/w/panel/"
_SAID = {
    "kept": gettext_lazy("Kept."),
    "signed": gettext_lazy("You are signed in. Your projects are under “Expert review”."),
}
_FEE_LIGHTS = {FeeState.LISTED: "ring", FeeState.SENT: "half", FeeState.PAID: "full"}


@page(holds(Role.EXPERT))
def mine(request: Request) -> HttpResponse:
    """Invitations that wait, panels to sign in to, fees, and where one's own data are kept."""
    actor = request.actor
    try:
        expert = own_expert(actor)
    except NotFoundError:
        expert = None
    seats = list(own_seats(actor)[:50])
    payee = payee_of(expert) if expert else None
    fees = list(own_fees(actor)[:50])
    context: dict[str, Any] = {
        "title": _("My panels"),
        "expert": expert,
        "seats": [_seat(one, actor.language) for one in seats],
        "fees": [
            (pick(one.call, "title", actor.language), yuan(one.gross), yuan(one.tax), yuan(one.net), one.sheets,
            one.days,
             _FEE_LIGHTS[FeeState(one.state)], one.get_state_display())
            for one in fees
        ],
        "payee": masked(payee.account_tail) if payee else "",
        "is_paid_somewhere": bool(fees) or any(_pays(one) for one in seats),
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "panels/mine.html", context)


@page(holds(Role.EXPERT), "GET", "POST")
def arrive(request: Request, seat_id: UUID) -> HttpResponse:
    """Sign in: the undertaking in full, and one's name under it."""
    actor = request.actor
    seat = own_seats(actor).filter(pk=seat_id).first()
    if seat is None:
        raise NotFoundError("invitation")
    panel: Panel | None = getattr(seat.call, "panel", None)
    pledge, error, refusal = pledge_of(panel), "", ""
    if request.method == "POST":
        try:
            version = request.POST.get("version", "")
            sign_in(actor=actor, seat_id=seat.pk, name=request.POST.get("name", ""), version=version)
        except InvalidError as wrong:
            error = str(wrong.problems[0].message)
        except DomainError as wrong:
            if wrong.status in (403, 404):
                raise
            refusal = str(wrong.message)
        else:
            return HttpResponseRedirect(f"{HOME}?done=signed")
    verdict = can_sign_in(seat, panel)
    context: dict[str, Any] = {
        "title": _("Sign-in of the panel"),
        "back": HOME,
        "call": pick(seat.call, "title", actor.language),
        "seat": seat,
        "invitee": seat.expert.person.name,
        "lines": pledge.lines(actor.language),
        "version": pledge.version,
        "signed": getattr(seat, "sign_in", None),
        "why_not": "" if verdict else verdict.reason,
        "refusal": refusal,
        "fields": [
            Field(
                "name",
                _("Your name"),
                value=request.POST.get("name", ""),
                error=error,
                required=True,
                help=_("As your signature under the undertaking."),
                autocomplete="name",
            )
        ],
    }
    return render(request, "panels/arrive.html", context, status=422 if error else 409 if refusal else 200)


def _seat(one: Seat, language: str) -> dict[str, Any]:
    call = one.call
    panel: Panel | None = getattr(call, "panel", None)
    signed = getattr(one, "sign_in", None)
    return {
        "call": pick(call, "title", language),
        "group": pick(one.group, "name", language) if one.group else "",
        "light": LIGHTS[SeatState(one.state)],
        "state": one.get_state_display(),
        "answer_url": link_of(one) if can_answer(one) or (one.state == SeatState.ACCEPTED and not signed) else "",
        "is_waiting": bool(can_answer(one)),
        "reply_by": one.reply_by,
        "sign_url": f"{HOME}{one.pk}/" if can_sign_in(one, panel) and not signed else "",
        "signed": signed,
        "paper_url": f"{HOME}{one.pk}/" if signed else "",
        "fee": fee_words(panel, language),
    }


def _pays(one: Seat) -> bool:
    panel: Panel | None = getattr(one.call, "panel", None)
    return one.state == SeatState.ACCEPTED and panel is not None and bool(panel.fee_sheet or panel.fee_day)
