"""The office's board: who is ready for the stage, what is missing, and a word to many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import Item, Light
from yunhui.features.rehearsal.rules import can_plan
from yunhui.features.rehearsal.selectors import Readiness, plan_of, readiness_of
from yunhui.features.rehearsal.services import can_remind, invite_speakers, remind_speakers
from yunhui.features.rehearsal.web.rows import row_of
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_A_PAGE = 100
_WRITES = {"invite": invite_speakers, "remind": remind_speakers}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the board: what it is called, and how many lack it."""

    item: str
    label: str
    lacking: int


@page(holds(*STAFF))
def board(request: Request, code: str) -> HttpResponse:
    """Everybody on stage × everything they prepare; `?show=`, `?day=` and `?group=` narrow it."""
    call, actor = call_inside(request, code), request.actor
    found = readiness_of(actor, call)
    shown = _narrowed(found, request.GET, call)
    plan = plan_of(call)
    items = [item for item in Item if item in plan.items or item in plan.area_items]
    pages = Paginator(shown, _A_PAGE).get_page(request.GET.get("page"))
    rows = [row_of(one, actor.language) for one in pages]
    days = _days(call)
    context = {
        "title": _("Who is ready"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rows": [(row, row.under([str(item) for item in items])) for row in rows],
        "page": pages,
        "heads": [Head(str(item), str(item.label), _lacking(found, item)) for item in items],
        "total": len(found),
        "ready": sum(one.is_ready for one in found),
        "tabs": _tabs(found, request.GET),
        "days": [_chip(request.GET, "day", day.isoformat(), formats.short_day(day, actor.language)) for day in days],
        "groups": _groups(found, request.GET, actor.language),
        "is_narrowed": any(request.GET.get(name) for name in ("show", "day", "group")),
        "opens_at": clock.beijing(min(call.event_days)) if call.event_days else None,
        "plan": plan,
        "may_plan": bool(can_plan(actor, call)),
        "written": request.GET.get("written", ""),
        "legend": [(light.label, _LEGEND[light]) for light in Light],
    }
    return render(request, "rehearsal/board.html", context)


@page(holds(Role.OFFICE), "GET", "POST")
def write(request: Request, code: str) -> HttpResponse:
    """First who gets which letter, then the letters: `do` is invite or remind, `speaker` each one that was ticked."""
    call, actor = call_inside(request, code), request.actor
    given = request.POST if request.method == "POST" else request.GET
    what = given.get("do", "")
    if what not in _WRITES:
        raise NotFoundError("letter")
    ids = _ids(given.getlist("speaker"))
    home = f"/w/calls/{call.code}/rehearsal/"
    if request.method == "POST" and given.get("sure"):
        count = _WRITES[what](actor=actor, call=call, appearance_ids=ids)
        return HttpResponseRedirect(f"{home}?{urlencode({'written': count})}")
    chosen = [one for one in readiness_of(actor, call) if one.appearance.pk in set(ids)]
    told = [one for one in chosen if what == "invite" or can_remind(one)]
    context = {
        "title": _("Invite them to get ready") if what == "invite" else _("Remind them"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "what": what,
        "rows": [row_of(one, actor.language) for one in told],
        "left_out": [row_of(one, actor.language) for one in chosen if one not in told],
        "home": home,
    }
    return render(request, "rehearsal/write.html", context)


def call_inside(request: Request, code: str) -> Call:
    """One call whose list the actor works on, with its plan.

    Raises:
        NotFoundError: there is none.
    """
    call = calls_inside(request.actor).select_related("rehearsal_plan").filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    return call


_LEGEND = {
    Light.READY: "g",
    Light.LOOK: "half",
    Light.CHECKING: "half",
    Light.BOOKED: "half",
    Light.RETURNED: "y",
    Light.MISSING: "ring",
    Light.LATE: "r",
    Light.UNNEEDED: "dash",
}
_SHOWS = ("not-ready", "look", "late", "areas")


def _shows(one: Readiness, show: str) -> bool:
    lights = {line.light for line in one.lines}
    return {
        "not-ready": not one.is_ready,
        "look": Light.LOOK in lights,
        "late": Light.LATE in lights or Light.RETURNED in lights,
        "areas": one.appearance.board is not None,
    }.get(show, True)


def _narrowed(found: Sequence[Readiness], given: QueryDict, call: Call) -> list[Readiness]:
    day, group = given.get("day", ""), given.get("group", "")
    return [
        one
        for one in found
        if _shows(one, given.get("show", ""))
        and (not day or (one.hour and formats.local(one.hour.starts_at, call.venue_zone).date().isoformat() == day))
        and (not group or _group_key(one) == group)
    ]


def _group_key(one: Readiness) -> str:
    application = one.appearance.application
    return application.group.key if application and application.group else ""


def _tabs(found: Sequence[Readiness], given: QueryDict) -> list[Tab]:
    words = {
        "": _("All"),
        "not-ready": _("Not ready"),
        "look": _("To look at"),
        "late": _("Late or returned"),
        "areas": _("Host areas"),
    }
    kept = given.get("show", "")
    return [
        Tab(_url(given, show=show), word, sum(_shows(one, show) for one in found), kept == show)
        for show, word in words.items()
    ]


def _groups(found: Sequence[Readiness], given: QueryDict, language: str) -> list[tuple[str, str, bool]]:
    names = {
        one.appearance.application.group.key: pick(one.appearance.application.group, "name", language)
        for one in found
        if one.appearance.application and one.appearance.application.group
    }
    return [_chip(given, "group", key, names[key]) for key in sorted(names, key=names.__getitem__)]


def _days(call: Call) -> list[date]:
    return sorted(call.event_days or [])


def _chip(given: QueryDict, name: str, value: str, label: str) -> tuple[str, str, bool]:
    """Pressed again it lets go."""
    is_on = given.get(name) == value
    return _url(given, **{name: "" if is_on else value}), label, is_on


def _url(given: QueryDict, **changed: str) -> str:
    kept = {name: given.get(name, "") for name in ("show", "day", "group")} | changed
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _lacking(found: Sequence[Readiness], item: Item) -> int:
    return sum((line := one.line(item)) is not None and not line.is_done for one in found)


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
