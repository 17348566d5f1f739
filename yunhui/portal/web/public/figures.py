"""The event in figures: map, ladder, fields and countries; each figure with its definition, its hour and its rows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.selectors import dots_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.portal.context import city_of
from yunhui.portal.event import Event, figures_of, read_event
from yunhui.portal.public.counts import counted
from yunhui.portal.public.maps import context_of_map
from yunhui.portal.public.programme import programme_of
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def figures(request: Request, lang: str) -> HttpResponse:
    """Those of the event that runs now or comes next, else of the last one."""
    return _figures(request, lang, read_event(clock.now()))


@page(anyone)
def of_event(request: Request, lang: str, code: str) -> HttpResponse:
    """Those of one event."""
    return _figures(request, lang, programme_of(code, counted=True).event)


def _figures(request: Request, lang: str, event: Event | None) -> HttpResponse:
    now, language = clock.now(), request.actor.language
    context: dict[str, Any] = {
        "title": _("The event in figures"),
        "description": _("What each figure of this site counts, exactly, and when it was counted."),
        "now": now,
        "event": event,
        "trail": [(f"/{lang}/", _("Home"))],
    }
    if event:
        call, venue = event.call, event.call.venue_zone
        dots = dots_of(event.timetable)
        name, charts = pick(call, "title", language), counted(call, language)
        context |= {
            "name": name,
            "now_words": formats.moment(now, language, venue),
            "venue": formats.clock_name(venue, language),
            "figures": figures_of(event, len(dots), lang, language),
            "ladder": charts.ladder,
            "groups": charts.groups,
            "countries": charts.countries,
            "projects_url": f"/{lang}/projects/{call.code}/",
            "trail": [(f"/{lang}/", _("Home")), (f"/{lang}/events/{call.code}/", name)],
            "share_image": f"/{lang}/share/event/{call.code}.png",
            **context_of_map(dots, city_of(request), event, language),
        }
    return render(request, "portal/public/figures.html", context)
