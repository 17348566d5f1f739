"""The office's page of a call's panel: how far it is, whom to ask, lots, the list once it is open."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.kernel.ids import uuids_among
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import call_for, calls_inside
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.forms import fen, group_of, settings_fields, whole
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.rules import can_open_panel, can_run_panel, can_see_panel
from yunhui.pipeline.panels.selectors import draws_of, panel_row, progress_of, seats_for
from yunhui.pipeline.panels.selectors.words import fee_words
from yunhui.pipeline.panels.services import cancel_seat, invite_experts, keep_panel, open_panel
from yunhui.pipeline.panels.web.words import industry_names, strata_words
from yunhui.ui.page import Request, holds, page

LIGHTS = {
    SeatState.RESERVE: "n",
    SeatState.INVITED: "half",
    SeatState.ACCEPTED: "full",
    SeatState.DECLINED: "dash",
    SeatState.LAPSED: "y",
    SeatState.CANCELLED: "n",
}
_SAID = {
    "invited": gettext_lazy("The invitations are on their way."),
    "drawn": gettext_lazy("Lots are drawn; the invitations are on their way. Names stay sealed."),
    "opened": gettext_lazy("The sign-in is open. Everyone who accepted has been told."),
    "kept": gettext_lazy("Kept."),
    "cancelled": gettext_lazy("The invitation is taken back."),
}


def home_of(call: Call) -> str:
    """The address of a call's panel."""
    return f"/w/calls/{call.code}/panel/"


@page(holds(*STAFF))
def panel(request: Request, code: str) -> HttpResponse:
    """How many were asked and answered, by kind of seat; who they are once the sign-in is open."""
    rows = calls_inside(request.actor).select_related("panel__opened_by")
    call = rows.filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    return _page(request, call)


@page(holds(Role.OFFICE), "GET", "POST")
def settings(request: Request, code: str) -> HttpResponse:
    """Time to answer, fees, undertaking."""
    call = call_for(request.actor, code, inside=True)
    typed: Mapping[str, str] = request.POST.dict() if request.method == "POST" else {}
    errors: dict[str, str] = {}
    if typed:
        try:
            keep_panel(
                actor=request.actor,
                call=call,
                reply_days=whole(typed.get("reply_days", ""), "reply_days") or 0,
                fee_sheet=fen(typed.get("fee_sheet", ""), "fee_sheet"),
                fee_day=fen(typed.get("fee_day", ""), "fee_day"),
                pledge_zh=typed.get("pledge_zh", ""),
                pledge_en=typed.get("pledge_en", ""),
            )
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"{home_of(call)}?done=kept")
    context = {
        "title": _("What the experts are told"),
        "call_title": pick(call, "title", request.actor.language),
        "home": home_of(call),
        "fields": settings_fields(panel_row(call), typed, errors),
    }
    return render(request, "panels/settings.html", context, status=422 if errors else 200)


@page(holds(Role.OFFICE), "POST")
def invite(request: Request, code: str) -> HttpResponse:
    """Ask the experts that were ticked in the library."""
    call = call_for(request.actor, code, inside=True)
    group = group_of(request.POST.dict(), list(call.groups.all()))
    ids = uuids_among(request.POST.getlist("id"))
    if ids:
        invite_experts(actor=request.actor, call=call, expert_ids=ids, group=group)
    return HttpResponseRedirect(f"{home_of(call)}?done=invited" if ids else home_of(call))


@page(holds(Role.APPROVER, Role.CHAIR), "POST")
def open_list(request: Request, code: str) -> HttpResponse:
    """Open the sign-in: from now on the names are there."""
    call = call_for(request.actor, code, inside=True)
    try:
        open_panel(actor=request.actor, call=call)
    except DomainError as error:
        if error.status == 403:
            raise
        return _page(request, call, refusal=str(error.message))
    return HttpResponseRedirect(f"{home_of(call)}?done=opened")


@page(holds(Role.OFFICE), "POST")
def cancel(request: Request, code: str, seat_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    call = call_for(request.actor, code, inside=True)
    try:
        cancel_seat(actor=request.actor, seat_id=seat_id)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, call, refusal=str(error.message))
    return HttpResponseRedirect(f"{home_of(call)}?done=cancelled")


def _page(request: Request, call: Call, refusal: str = "") -> HttpResponse:
    actor, language = request.actor, request.actor.language
    row = panel_row(call)
    progress = progress_of(actor, call)
    draws = list(draws_of(actor, call))
    names = industry_names(language) if draws else {}
    words = {draw.number: strata_words(draw.strata, language, names) for draw in draws}
    may_see = bool(can_see_panel(actor, call)) and bool(progress)
    totals = {
        name: sum(getattr(one, name) for one in progress)
        for name in ("invited", "accepted", "declined", "lapsed", "reserve", "signed")
    }
    context: dict[str, Any] = {
        "title": _("Panel of experts"),
        "call": call,
        "call_title": pick(call, "title", language),
        "home": home_of(call),
        "panel": row,
        "fee": fee_words(row, language),
        "rows": [_counts(one, words) for one in progress],
        "totals": totals,
        "draws": draws,
        "is_sealed": bool(progress) and not may_see,
        "seats": [_seat(one, language) for one in seats_for(actor, call)] if may_see else [],
        "can_run": bool(can_run_panel(actor, call)),
        "can_open": bool(can_open_panel(actor, call)) and not row.opened_at and totals["accepted"] > 0,
        "done": _SAID.get(request.GET.get("done", ""), ""),
        "refusal": refusal,
    }
    return render(request, "panels/panel.html", context, status=409 if refusal else 200)


def _counts(one: Any, words: Mapping[int, Mapping[str, str]]) -> dict[str, Any]:
    by_hand = one.draw is None
    return {
        "row": one,
        "kind": _("Chosen by the office") if by_hand else words.get(one.draw, {}).get(one.stratum, one.stratum),
        "draw": one.draw,
        "missing": one.declined + one.lapsed,
    }


def _seat(one: Seat, language: str) -> dict[str, Any]:
    person = one.expert.person
    organisation = person.organisation
    return {
        "pk": one.pk,
        "expert": one.expert_id,
        "name": person.name,
        "title": pick(one.expert, "title", language),
        "organisation": pick(organisation, "name", language) if organisation else "",
        "group": pick(one.group, "name", language) if one.group else "",
        "source": one.get_source_display(),
        "light": LIGHTS[SeatState(one.state)],
        "state": one.get_state_display(),
        "reason": " · ".join(filter(None, (one.get_reason_display(), one.reason_text))),
        "answered_at": one.answered_at,
        "replaces": one.replaces.expert.person.name if one.replaces else "",
        "most": one.most,
        "sign_in": getattr(one, "sign_in", None),
        "can_cancel": one.state in (SeatState.INVITED, SeatState.ACCEPTED) and not hasattr(one, "sign_in"),
    }
