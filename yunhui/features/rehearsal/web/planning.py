"""The office plans a rehearsal: check list, deadlines, what a film must be like, and the hours to choose from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.forms import (
    NOTHING,
    Sent,
    day_in,
    hour_in,
    item_choices,
    number,
    plan_fields,
    window_fields,
)
from yunhui.features.rehearsal.models import RehearsalTime
from yunhui.features.rehearsal.rules import Limits, Window, can_plan
from yunhui.features.rehearsal.selectors import name_of, plan_of, times_of
from yunhui.features.rehearsal.services import Planned, add_times, drop_times, keep_plan, limits_of
from yunhui.features.rehearsal.web.office import call_inside
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page, pressed

_LIMITS = (("shortest", 5, 3600), ("longest", 10, 7200), ("quietest", -60, -10), ("height", 240, 2160))


@page(holds(Role.OFFICE), "GET", "POST")
def plan(request: Request, code: str) -> HttpResponse:
    """The plan and its hours; `do` is plan, window or drop."""
    call = call_inside(request, code)
    if request.method != "POST":
        return _page(request, call, NOTHING)
    form = pressed(request, *_DO)
    try:
        _DO[form](request, call)
    except InvalidError as error:
        return _page(request, call, Sent(form, request.POST.dict(), tuple(error.problems)))
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, call, Sent(form, request.POST.dict(), refusal=str(error.message)))
    return HttpResponseRedirect(f"/w/calls/{call.code}/rehearsal/plan?done={form}")


def _keep(request: Request, call: Call) -> None:
    typed = request.POST
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    usual = limits_of(call)
    for name, least, most in _LIMITS:
        try:
            values[name] = number(typed, name, least=least, most=most, usual=getattr(usual, name))
        except InvalidError as error:
            problems += error.problems
    for name in ("due", "film_due"):
        try:
            values[name] = day_in(typed, name)
        except InvalidError as error:
            problems += error.problems
    if problems:
        raise InvalidError(problems)
    whole = ("shortest", "longest", "height")
    limits = {name: int(values[name]) if name in whole else values[name] for name, _least, _most in _LIMITS}
    planned = Planned(
        items=typed.getlist("items"),
        area_items=typed.getlist("area_items"),
        due=values["due"],
        film_due=values["film_due"],
        limits=limits,
        connect_zh=typed.get("connect_zh", ""),
        connect_en=typed.get("connect_en", ""),
    )
    edits = typed.get("edits", "")
    keep_plan(actor=request.actor, call=call, planned=planned, edits=int(edits) if edits.isdecimal() else None)


def _window(request: Request, call: Call) -> None:
    typed = request.POST
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    asks: dict[str, Callable[[], Any]] = {
        "day": lambda: day_in(typed, "day", needed=True),
        "opens": lambda: hour_in(typed, "opens"),
        "closes": lambda: hour_in(typed, "closes"),
        "minutes": lambda: int(number(typed, "minutes", least=5, most=120, usual=20)),
        "desks": lambda: int(number(typed, "desks", least=1, most=20, usual=1)),
    }
    for name, ask in asks.items():
        try:
            found[name] = ask()
        except InvalidError as error:
            problems += error.problems
    if problems:
        raise InvalidError(problems)
    add_times(actor=request.actor, call=call, window=Window(**found))


def _drop(request: Request, call: Call) -> None:
    ids = []
    for text in request.POST.getlist("time"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    drop_times(actor=request.actor, call=call, ids=ids)


_DO = {"plan": _keep, "window": _window, "drop": _drop}


def _page(request: Request, call: Call, sent: Sent) -> HttpResponse:
    language, kept = request.actor.language, plan_of(call)
    limits: Limits = limits_of(call)
    fields = plan_fields(kept, limits, call.venue_zone, sent)
    hours = window_fields(sent)
    typed = request.POST if sent.form == "plan" and sent.problems else None
    context = {
        "title": _("Plan the rehearsal"),
        "call": call,
        "call_name": pick(call, "title", language),
        "call_url": "/w/calls/",
        "home": f"/w/calls/{call.code}/rehearsal/",
        "items": item_choices(typed.getlist("items") if typed else kept.items),
        "area_items": item_choices(typed.getlist("area_items") if typed else kept.area_items),
        "fields": fields,
        "hours": hours,
        "wrong": [one for one in (*fields, *hours) if one.error],
        "edits": kept.edits,
        "days": _days(call, language),
        "may_plan": bool(can_plan(request.actor, call)),
        "refusal": sent.refusal,
        "done": request.GET.get("done", ""),
    }
    status = 422 if sent.problems else 409 if sent.refusal else 200
    return render(request, "rehearsal/plan.html", context, status=status)


def _days(call: Call, language: str) -> list[tuple[str, list[tuple[RehearsalTime, str, str, bool]]]]:
    """The hours by day on the venue's clock: the row, its span, who has it, whether it is past."""
    days: dict[str, list[tuple[RehearsalTime, str, str, bool]]] = {}
    now = clock.now()
    for time in times_of(call):
        local = formats.local(time.starts_at, call.venue_zone)
        span = f"{local:%H:%M}–{formats.clock(time.ends_at, call.venue_zone)}"
        who = name_of(time.appearance, language) if time.appearance else ""
        days.setdefault(formats.day(local.date(), language), []).append((time, span, who, time.starts_at <= now))
    return list(days.items())
