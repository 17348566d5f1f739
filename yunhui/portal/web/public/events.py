"""One event in full, and the archive of those that are over."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors import Day, calls_on_stage, dots_of, is_over, with_applied
from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.portal.context import city_of
from yunhui.portal.event import figures_of, headline
from yunhui.portal.public import schema
from yunhui.portal.public.maps import context_of_map
from yunhui.portal.public.programme import programme_of
from yunhui.portal.web.public.frame import office, root
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page


@dataclass(frozen=True, slots=True)
class Past:
    """An event that is over, in the archive."""

    url: str
    year: int
    name: str
    days: str
    figures: list[tuple[str, str]]


@page(anyone)
def event(request: Request, lang: str, code: str) -> HttpResponse:
    """What takes place, when and where, who is on stage, and what to carry away."""
    found, language = programme_of(code, counted=True), request.actor.language
    call, held = found.call, found.event
    name, days = pick(call, "title", language), days_of_event(call, language)
    halls = dict.fromkeys(pick(line, "room", language) for line in found.lines)
    comma = "、" if formats.is_chinese(language) else ", "
    context: dict[str, Any] = {
        "title": name,
        "description": pick(call, "summary", language),
        "call": call,
        "name": name,
        "days": days,
        "is_over": found.is_over,
        "halls": comma.join(halls),
        "venue": formats.clock_name(call.venue_zone, language),
        "agenda_url": f"/{lang}/timetable/{code}/",
        "projects_url": f"/{lang}/projects/{code}/",
        "call_url": f"/{lang}/calls/{code}/",
        "groups": [(key, group, len(rows)) for key, group, rows in found.groups(language)],
        "areas": [line.title(language) for line in found.areas],
        "agenda": [_day(day, call.venue_zone, language) for day in found.days],
        "has_timetable": found.timetable is not None,
        "share_image": f"/{lang}/share/event/{code}.png",
        "trail": [(f"/{lang}/", _("Home")), (f"/{lang}/archive/", _("Events"))],
        "schema": [],
    }
    if held is not None and held.days and found.timetable is not None:
        dots = dots_of(found.timetable)
        context |= {
            "headline": headline(held, language),
            "figures": figures_of(held, len(dots), lang, language),
            **context_of_map(dots, city_of(request), held, language),
        }
    if call.event_days:
        context["schema"] = [
            schema.event(
                name,
                f"{root()}/{lang}/events/{code}/",
                min(call.event_days).isoformat(),
                max(call.event_days).isoformat(),
                place=comma.join(halls) or office(request),
                organiser=office(request),
                description=pick(call, "summary", language),
                image=f"{root()}/{lang}/share/event/{code}.png",
                is_over=found.is_over,
            )
        ]
    return render(request, "portal/public/event.html", context)


@page(anyone)
def archive(request: Request, lang: str) -> HttpResponse:
    """Every event that is over, the latest first, with its figures; and those that come."""
    now, language = clock.now(), request.actor.language
    on_stage = Q(slots__application__state__in=(ApplicationState.SELECTED, ApplicationState.CLOSED))
    rows = with_applied(calls_on_stage()).annotate(
        pitched=Count("slots", filter=on_stage, distinct=True),
        areas=Count("slots", filter=Q(slots__kind=ItemKind.BOARD_PITCH), distinct=True),
    )
    past, coming = list[Past](), list[Past]()
    for row in rows:
        (past if is_over(row, now) else coming).append(_past(row, lang, language))
    context = {
        "title": _("Events"),
        "description": _("The city’s events: those that come and those that are over, each with its figures."),
        "past": past,
        "coming": list(reversed(coming)),
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/archive.html", context)


def _past(row: Timetable, lang: str, language: str) -> Past:
    call: Call = row.call
    applied, pitched, areas = (int(getattr(row, name)) for name in ("applied", "pitched", "areas"))
    return Past(
        url=f"/{lang}/events/{call.code}/",
        year=min(call.event_days).year if call.event_days else call.created_at.year,
        name=pick(call, "title", language),
        days=days_of_event(call, language),
        figures=[
            (formats.number(applied, language), ngettext("project applied", "projects applied", applied)),
            (formats.number(pitched, language), ngettext("project on stage", "projects on stage", pitched)),
            (
                formats.number(areas, language),
                ngettext("host area presents itself", "host areas present themselves", areas),
            ),
        ],
    )


def _day(day: Day, zone: str, language: str) -> tuple[str, list[tuple[str, str, str]]]:
    """A day in a few lines: (span, what, where) for each session."""
    dash = "—" if formats.is_chinese(language) else "–"
    comma = "、" if formats.is_chinese(language) else ", "
    lines = []
    for session in day.sessions:
        span = f"{formats.clock(session.starts_at, zone)}{dash}{formats.clock(session.ends_at, zone)}"
        groups = dict.fromkeys(run.group(language) for run in session.runs)
        count = sum(len(run.lines) for run in session.runs)
        if session.kind == ItemKind.PITCH:
            pitches = ngettext("{n} pitch", "{n} pitches", count).format(n=formats.number(count, language))
            what = " · ".join([comma.join(one for one in groups if one), pitches])
        elif session.kind == ItemKind.BOARD_PITCH:
            what = ngettext("{n} host area presents itself", "{n} host areas present themselves", count).format(
                n=formats.number(count, language)
            )
        else:
            what = session.runs[0].lines[0].title(language)
        lines.append((span, what, comma.join(dict.fromkeys(run.room(language) for run in session.runs))))
    return formats.day(day.date, language), lines
