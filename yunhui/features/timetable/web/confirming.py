"""The office's list of who confirmed their hour; what was said by telephone is entered here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import Answer, Part
from yunhui.features.timetable.models import Confirmation
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors.confirmations import confirmations_of, counts_of
from yunhui.features.timetable.selectors.publication import what_of
from yunhui.features.timetable.services import answer_hour_for
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.notices.ports import Both
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

PER_PAGE = 100
LIGHTS = {Answer.WAITING: "y", Answer.YES: "g", Answer.NO: "r"}


@dataclass(frozen=True, slots=True)
class Row:
    """One person's, or one host area's, answer."""

    id: UUID
    name: str
    part: str
    what: str
    when: str
    there: str
    state: str
    light: str
    words: str
    reason: str
    answered_at: datetime | None
    asked_at: datetime


@page(holds(*STAFF))
def confirmations(request: Request, code: str) -> HttpResponse:
    """Who was asked and what they said: first who cannot come, then who is silent."""
    return _page(request, code)


@page(holds(Role.OFFICE), "POST")
def answer_for(request: Request, code: str, confirmation_id: UUID) -> HttpResponse:
    """Enter what somebody told the office."""
    call = call_inside(request.actor, code)
    if not Confirmation.objects.filter(pk=confirmation_id, item__call=call).exists():
        raise NotFoundError("hour")
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    try:
        answer_hour_for(actor=request.actor, confirmation_id=confirmation_id, state=state, reason=reason)
    except InvalidError as error:
        return _page(
            request, code, wrong=confirmation_id, typed=reason, error=str(error.problems[0].message), status=422
        )
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _page(request, code, wrong=confirmation_id, typed=reason, error=str(error.message), status=error.status)
    return HttpResponseRedirect(f"/w/calls/{code}/timetable/confirmations/#c-{confirmation_id}")


def call_inside(actor: Actor, code: str) -> Call:
    """A call of the actor's, without its groups and stages.

    Raises:
        NotFoundError: there is none for them.
    """
    call = calls_inside(actor).filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    return call


def _page(
    request: Request, code: str, *, wrong: UUID | None = None, typed: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    actor = request.actor
    call = call_inside(actor, code)
    counts = counts_of(call)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in Answer else ""
    rows = confirmations_of(call, chosen)
    pages = Paginator(rows, PER_PAGE)
    pages.count = counts[Answer(chosen)] if chosen else sum(counts.values())  # counted once for the tabs
    shown = pages.get_page(request.GET.get("page"))
    base = f"/w/calls/{code}/timetable/confirmations/"
    context = {
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{code}/",
        "title": _("Confirmations"),
        "may_build": bool(can_build(actor, call)),
        "counts": counts,
        "tabs": [
            Tab(base, _("All"), sum(counts.values()), not chosen),
            *(Tab(f"{base}?show={one.value}", str(one.label), counts[one], chosen == one)
              for one in (Answer.NO, Answer.WAITING, Answer.YES)),
        ],
        "page": shown,
        "rows": [_row(one, call.venue_zone, actor.language) for one in shown],
        "wrong": wrong,
        "typed": typed,
        "error": error,
        "published": request.GET.get("done") == "published",
    }  # fmt: skip
    return render(request, "timetable/confirmations.html", context, status=status)


def _row(one: Confirmation, venue: str, language: str) -> Row:
    item = one.item
    there = ""
    if formats.utc_offset(item.starts_at, one.zone) != formats.utc_offset(item.starts_at, venue):
        name = formats.clock_name(one.zone, language)
        there = f"{formats.moment(item.starts_at, language, one.zone)} {name}"
    state = Answer(one.state)
    return Row(
        id=one.pk,
        name=pick(one.board, "name", language) if one.board else one.name,
        part=str(Part(one.part).label),
        what=_own(what_of(item.application, item.board, item.kind), language),
        when=f"{formats.moment(item.starts_at, language, venue)} · {pick(item.room, 'name', language)}",
        there=there,
        state=state,
        light=LIGHTS[state],
        words=str(state.label),
        reason=one.reason,
        answered_at=one.answered_at,
        asked_at=one.asked_at,
    )


def _own(both: Both, language: str) -> str:
    return (both.en or both.zh) if language == ENGLISH else (both.zh or both.en)
