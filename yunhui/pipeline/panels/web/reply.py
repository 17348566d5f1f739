"""Answering an invitation by its link: no account, one screen, on a phone."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.forms import colleague_fields, decline_fields, most_field, whole
from yunhui.pipeline.panels.models import Panel, Seat
from yunhui.pipeline.panels.rules import can_answer, pledge_of
from yunhui.pipeline.panels.selectors.links import seat_behind
from yunhui.pipeline.panels.selectors.words import fee_words
from yunhui.pipeline.panels.services import accept_seat, decline_seat, propose_colleague
from yunhui.pipeline.panels.services.answering import BY_LINK
from yunhui.ui.page import Request, anyone, page, pressed


@page(anyone, "GET", "POST")
def reply(request: Request, token: str) -> HttpResponse:
    """What is asked, until when, for what; accept, decline, or name a colleague."""
    seat = seat_behind(token)
    if request.method != "POST":
        return _page(request, seat, token)
    act, typed = pressed(request, "accept", "decline", "colleague"), request.POST
    try:
        if act == "accept":
            accept_seat(actor=BY_LINK, seat_id=seat.pk, most=whole(typed.get("most", ""), "most"))
        elif act == "decline":
            reason, text = typed.get("reason", ""), typed.get("text", "")
            decline_seat(actor=BY_LINK, seat_id=seat.pk, reason=reason, text=text)
        else:
            name, email = typed.get("name", ""), typed.get("email", "")
            propose_colleague(actor=BY_LINK, seat_id=seat.pk, name=name, email=email, why=typed.get("why", ""))
            return HttpResponseRedirect(f"/panel/{token}?named=1")
    except InvalidError as error:
        return _page(request, seat, token, form=act, problems=error.problems)
    except DomainError as error:
        if error.status == 404:
            raise
        return _page(request, seat_behind(token), token, refusal=str(error.message))
    return HttpResponseRedirect(f"/panel/{token}")


def _page(
    request: Request,
    seat: Seat,
    token: str,
    *,
    form: str = "",
    problems: list[Problem] | None = None,
    refusal: str = "",
) -> HttpResponse:
    language, call = request.actor.language, seat.call
    errors = {one.field: str(one.message) for one in problems or ()}
    typed: Mapping[str, str] = request.POST.dict() if problems else {}
    panel = getattr(call, "panel", None) or Panel(call=call)
    verdict = can_answer(seat)

    def given(name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return (typed, errors) if form == name else ({}, {})

    context: dict[str, Any] = {
        "title": _("An invitation to judge"),
        "call": pick(call, "title", language),
        "invitee": seat.expert.person.name,
        "group": pick(seat.group, "name", language) if seat.group else "",
        "days": days_of_event(call, language),
        "fee": fee_words(panel, language),
        "reply_by": seat.reply_by,
        "pledge": pledge_of(panel).lines(language),
        "is_open": bool(verdict),
        "why_over": verdict.reason,
        "is_accepted": seat.state == SeatState.ACCEPTED,
        "is_declined": seat.state == SeatState.DECLINED,
        "has_password": bool(seat.expert.person.user and seat.expert.person.user.has_usable_password()),
        "most_field": most_field(*given("accept")),
        "decline_fields": decline_fields(*given("decline")),
        "colleague_fields": colleague_fields(*given("colleague")),
        "shows_decline": form == "decline",
        "shows_colleague": form == "colleague",
        "wrong_fields": {
            "accept": [most_field(*given("accept"))],
            "decline": decline_fields(*given("decline")),
            "colleague": colleague_fields(*given("colleague")),
        }.get(form, []),
        "named": "named" in request.GET,
        "refusal": refusal,
        "token": token,
    }
    status = 422 if errors else 409 if refusal else 200
    response = render(request, "panels/reply.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"  # the address is a secret; our own forms still say whence
    return response
