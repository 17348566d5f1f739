"""Docking of one call for the talent office: host areas by answers, what is late, more time, another host area."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import can_extend_answer, last_day
from yunhui.features.docking.selectors import (
    VIEWS,
    BoardRow,
    behind_view,
    candidates_for,
    matrix_of,
    offers_in,
    open_objections,
)
from yunhui.features.docking.services import extend_answers, nudge_host_area, offer_to_board
from yunhui.features.docking.web.countdown import recent_calendar
from yunhui.features.docking.web.rows import light_of, owed_of, title_of
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.selectors import Calendar, add_working_days
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import application_for
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.calls.selectors import call_for, calls_inside
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 50
MORE_DAYS = 3


@page(holds(*STAFF))
def docking(request: Request, code: str) -> HttpResponse:
    """The matrix of host areas by answers, objections to decide, and the offers of one view."""
    return _docking(request, code, said=_said(request.GET.get("done", ""), request.GET.get("n", "")))


def _docking(request: Request, code: str, said: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    actor = request.actor
    call = calls_inside(actor).filter(code=code).annotate(contacts_disputed=open_objections()).first()
    if call is None:
        raise NotFoundError("call")
    rows = matrix_of(actor, call)
    asked = {"show": request.GET.get("show", ""), "board": request.GET.get("board", "")}
    view = asked["show"] if asked["show"] in VIEWS else "waiting"
    chosen = next((row for row in rows if str(row.board.pk) == asked["board"]), None)
    offers = offers_in(actor, call).filter(behind_view(view))
    if chosen:
        offers = offers.filter(board=chosen.board)
    paginator = Paginator(offers, ON_A_PAGE)
    paginator.count = sum(_count(row, view) for row in ([chosen] if chosen else rows))
    shown = paginator.get_page(request.GET.get("page"))
    calendar = recent_calendar()
    can_run = bool(can_run_call(actor, call))
    context = {
        "title": _("Host-area match"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rows": [_board(row, actor, call) for row in rows],
        "total": _total(rows),
        "view": view,
        "chosen": pick(chosen.board, "name", actor.language) if chosen else "",
        "chosen_id": asked["board"] if chosen else "",
        "without_board": f"?show={view}",
        "tabs": _tabs(view, asked["board"] if chosen else "", [chosen] if chosen else rows),
        "page": shown,
        "offers": [_offer(one, actor, call, calendar) for one in shown.object_list],
        "can_run": can_run,
        "can_extend_here": view in ("waiting", "late") and can_run,
        "open_objections": getattr(call, "contacts_disputed", None) or 0,
        "said": said,
        "refusal": refusal,
    }
    return render(request, "docking/office.html", context, status=status)


def _said(done: str, number: str) -> str:
    """What the page says after a command; the number comes by the address and is only shown."""
    n = int(number) if number.isdecimal() and len(number) < 6 else 0
    if done == "extended":
        return ngettext("{n} host area has more time.", "{n} offers have more time.", n).format(n=n)
    if done == "nudged":
        return ngettext("Written to {n} officer.", "Written to {n} officers.", n).format(n=n)
    return {"offered": _("The project is offered."), "nothing": _("Nothing waits for this host area.")}.get(done, "")


@page(holds(Role.OFFICE), "GET", "POST")
def extend(request: Request, code: str) -> HttpResponse:
    """More time for some host areas: first what each offer gets, then the same with a reason."""
    actor = request.actor
    call = call_for(actor, code, inside=True)
    given = request.POST if request.method == "POST" else request.GET
    offers = list(offers_in(actor, call).filter(pk__in=_ids(given.getlist("offer"))))
    typed = {"days": given.get("days", str(MORE_DAYS)), "reason": given.get("reason", "")}
    errors: dict[str, str] = {}
    allowed = [one for one in offers if can_extend_answer(actor, _with_call(one, call))]
    if request.method == "POST" and allowed:
        try:
            days = int(typed["days"]) if typed["days"].isdecimal() else 0
            done = extend_answers(actor=actor, offer_ids=[one.pk for one in allowed], days=days, reason=typed["reason"])
        except InvalidError as error:
            errors = {problem.field: str(problem.message) for problem in error.problems}
        else:
            return HttpResponseRedirect(f"/w/calls/{code}/docking/?done=extended&n={len(done)}")
    days = int(typed["days"]) if typed["days"].isdecimal() and 1 <= int(typed["days"]) <= 20 else MORE_DAYS
    context = {
        "title": _("More time to answer"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "until": last_day(add_working_days(clock.now(), days)),
        "rows": [_offer(one, actor, call, recent_calendar()) for one in allowed],
        "left_out": len(offers) - len(allowed),
        "fields": [
            Field(name="days", label=_("Working days from today"), kind="number", value=typed["days"],
                  error=errors.get("days", ""), required=True),
            Field(name="reason", label=_("Reason"), kind="textarea", rows=3, limit=300, value=typed["reason"],
                  help=_("The host area reads it"), error=errors.get("reason", ""), required=True),
        ],
    }  # fmt: skip
    return render(request, "docking/office_extend.html", context, status=422 if errors else 200)


@page(holds(Role.OFFICE), "POST")
def nudge(request: Request, code: str, board_id: UUID) -> HttpResponse:
    """Write to a host area about all that waits for its answer."""
    call = call_for(request.actor, code, inside=True)
    try:
        count = nudge_host_area(actor=request.actor, call=call, board_id=board_id)
    except NotFoundError:
        return HttpResponseRedirect(f"/w/calls/{code}/docking/?done=nothing")
    except DomainError as error:
        return _docking(request, code, refusal=str(error.message), status=error.status)
    return HttpResponseRedirect(f"/w/calls/{code}/docking/?done=nudged&n={count}")


@page(holds(Role.OFFICE), "GET", "POST")
def offer(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Offer a project to one more host area: every one with its fit, its load, and why not."""
    actor = request.actor
    call = call_for(actor, code, inside=True)
    application = application_for(actor, application_id)
    if application.call_id != call.pk or application.number is None:
        raise NotFoundError("application")
    refusal, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            board_id = _ids([request.POST.get("board", "")])
            if not board_id:
                raise DomainError("no_board", _("Choose a host area."))
            offer_to_board(actor=actor, application_id=application.pk, board_id=board_id[0], reason=reason)
        except DomainError as error:
            refusal = str(error.message)
        else:
            return HttpResponseRedirect(f"/w/calls/{code}/docking/?done=offered")
    context = {
        "title": _("Offer to another host area"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "application": application,
        "project": _project(application, actor),
        "rows": [_candidate(one, actor) for one in candidates_for(actor, application)],
        "refusal": refusal,
        "reason": Field(name="reason", label=_("Reason"), value=reason, help=_("The host area reads it")),
    }
    return render(request, "docking/office_offer.html", context, status=422 if refusal else 200)


def _board(row: BoardRow, actor: Actor, call: Call) -> dict[str, Any]:
    base = f"/w/calls/{call.code}/docking/?board={row.board.pk}"
    return {
        "row": row,
        "name": pick(row.board, "name", actor.language),
        "urls": {view: f"{base}&show={view}" for view in VIEWS},
        "nudge": f"/w/calls/{call.code}/docking/{row.board.pk}/nudge",
    }


def _total(rows: list[BoardRow]) -> dict[str, int]:
    names = ("asked", "waiting", "interested", "not_interested", "lapsed", "owed", "overdue", "picked")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _tabs(view: str, board: str, rows: list[BoardRow]) -> list[Tab]:
    words: Mapping[str, str] = {
        "waiting": _("Awaiting answer"),
        "late": _("No answer in time"),
        "interested": _("Interested"),
        "owed": _("First talk owed"),
        "overdue": _("First talk overdue"),
        "not_interested": _("Not interested for now"),
    }
    return [
        Tab(
            "?" + urlencode({"show": name, **({"board": board} if board else {})}),
            word,
            sum(_count(row, name) for row in rows),
            name == view,
        )
        for name, word in words.items()
    ]


def _count(row: BoardRow, view: str) -> int:
    """How many offers of a host area a view has."""
    return int(getattr(row, {"late": "lapsed", "all": "asked"}.get(view, view)))


def _offer(one: Offer, actor: Actor, call: Call, calendar: Calendar) -> dict[str, Any]:
    _with_call(one, call)
    return {
        "offer": one,
        "title": title_of(one, actor),
        "board": pick(one.board, "name", actor.language),
        "light": light_of(one, calendar),
        "owed": owed_of(one, calendar),
        "reason": " · ".join(filter(None, (one.get_reason_code_display(), one.reason))),
        "offer_url": f"/w/calls/{call.code}/docking/offer/{one.application_id}/",
        "can_offer": one.state in (OfferState.LAPSED, OfferState.NOT_INTERESTED, OfferState.CLOSED),
    }


def _with_call(one: Offer, call: Call) -> Offer:
    """The call is at hand: no query for it."""
    one.application.call = call
    return one


def _candidate(one: Any, actor: Actor) -> dict[str, Any]:
    why = ""
    if not one.may_read:
        why = _("the applicant does not let it read")
    elif not one.is_open:
        why = str(OfferState(one.state).label)
    elif one.state:
        why = _("offered before: {answer}").format(answer=OfferState(one.state).label)
    return {"candidate": one, "name": pick(one.board, "name", actor.language), "why": why}


def _project(application: Application, actor: Actor) -> str:
    return (application.title_en if actor.language == ENGLISH else "") or application.title


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:500]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
