"""The public site's first pages: home, host areas, and what stands behind the figures. The same for every reader."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.features.timetable.selectors import dots_of
from yunhui.features.timetable.web.words import Reading, session_of
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.models import City
from yunhui.parties.selectors import boards
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_visible_to, days_of_event, stages_of_public
from yunhui.portal.context import city_of
from yunhui.portal.dots import map_of
from yunhui.portal.event import Event, figures_of, headline, read_event
from yunhui.portal.spoken import spoken
from yunhui.ui import citymap, formats
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def root(request: Request) -> HttpResponse:
    """The home page in the reader's language."""
    response = HttpResponseRedirect("/en/" if request.actor.language == ENGLISH else "/zh/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@page(anyone)
def home(request: Request, lang: str) -> HttpResponse:
    """What is next, the figures, where the speakers are, the next session, the host areas, how to apply."""
    now, language = clock.now(), request.actor.language
    event, call, city = read_event(now), _open_call(now), city_of(request)
    areas = list(boards())
    context: dict[str, Any] = {
        "title": _site_name(city, language),
        "now": now,
        "areas": areas_of(areas, language, {}),
        "areas_title": _areas_title(len(areas), language),
        "call": _call_context(call, language, request.actor.zone) if call else None,
    }
    if event:
        context |= _event_context(event, city, now, lang, language, request.actor.zone)
    context["leads"] = "event" if event and not event.is_over else "call" if call else "event" if event else ""
    return render(request, "portal/public_home.html", context)


@page(anyone)
def host_areas(request: Request, lang: str) -> HttpResponse:
    """What each host area looks for and offers."""
    language = request.actor.language
    rows = list(boards())
    industries = {code: pick(row, "name", language) for code, row in codes_of(Scheme.INDUSTRY).items()}
    context = {
        "title": _("Host areas"),
        "areas": areas_of(rows, language, industries),
        "heading": _areas_title(len(rows), language),
    }
    return render(request, "portal/public_areas.html", context)


@page(anyone)
def figures(request: Request, lang: str) -> HttpResponse:
    """Each figure of the home page: exact, with its definition, its hour and its rows."""
    now, language = clock.now(), request.actor.language
    event = read_event(now)
    context: dict[str, Any] = {"title": _("How each figure is made"), "now": now, "event": event}
    if event:
        venue = event.call.venue_zone
        context |= {
            "name": pick(event.call, "title", language),
            "now_words": formats.moment(now, language, venue),
            "venue": formats.clock_name(venue, language),
        }
        context["figures"] = figures_of(event, len(dots_of(event.timetable)), lang, language)
    return render(request, "portal/public_figures.html", context)


def areas_of(rows: list[Any], language: str, industries: dict[str, str]) -> list[dict[str, str]]:
    """Host areas in the reader's language; `industries` are names by code."""
    between = "、" if formats.is_chinese(language) else ", "
    return [
        {
            "id": f"area-{row.sort}",
            "name": pick(row, "name", language),
            "kind": str(row.get_kind_display()),
            "wants": pick(row, "wants", language),
            "offers": pick(row, "offers", language),
            "groups": between.join(industries[code] for code in row.industries if code in industries),
        }
        for row in rows
    ]  # fmt: skip


def _areas_title(count: int, language: str) -> str:
    words = ngettext("What one host area looks for", "What {n} host areas look for", count)
    return words.format(n=spoken(count, language))


def _site_name(city: City | None, language: str) -> str:
    return pick(city, "site", language) if city else _("Talent programmes")


def _open_call(now: datetime) -> Call | None:
    """The open call that closes first."""
    rows = calls_visible_to(VISITOR).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    return rows.select_related("form_version").order_by("closes_at").first()


def _call_context(call: Call, language: str, zone: str) -> dict[str, Any]:
    stages = {stage.kind: stage for stage in stages_of_public(call)}
    roadshow = stages.get("roadshow")
    return {
        "row": call,
        "name": pick(call, "title", language),
        "summary": pick(call, "summary", language),
        "days": days_of_event(call, language),
        "closes_at": call.closes_at,
        "closes": _on_both_clocks(call.closes_at, language, zone, call.venue_zone) if call.closes_at else "",
        "left": formats.left(call.closes_at, clock.now(), language) if call.closes_at else "",
        "questions": len(questions_of(call.form_version.questions)) if call.form_version else 0,
        "docking": stages.get("docking"),
        "review": stages.get("review"),
        "experts": stages["review"].config.get("experts_per_application", 0) if "review" in stages else 0,
        "roadshow": RoadshowConfig.of(roadshow.config) if roadshow else None,
    }


def _on_both_clocks(at: datetime, language: str, zone: str, venue: str) -> str:
    """A deadline on the venue's clock, named, and on the reader's where the server knows another."""
    words = _("{time}, {clock}").format(
        time=formats.moment(at, language, venue), clock=formats.clock_name(venue, language)
    )
    own = Reading(language, zone, venue).own(at)
    return f"{words} · {own}" if own else words


def _event_context(
    event: Event, city: City | None, now: datetime, lang: str, language: str, zone: str
) -> dict[str, Any]:
    call, reading = event.call, Reading(language, zone, event.call.venue_zone)
    dots = dots_of(event.timetable)
    session = event.next or event.first
    first = event.first
    halls = dict.fromkeys(pick(line, "room", language) for line in event.lines)
    comma = "、" if formats.is_chinese(language) else ", "
    past = [line for line in event.of(ItemKind.PITCH) if line.ends_at <= now]
    context: dict[str, Any] = {
        "event": event,
        "event_name": pick(call, "title", language),
        "event_year": min(call.event_days).year if call.event_days else "",
        "headline": headline(event, language),
        "event_days": days_of_event(call, language),
        "event_areas": spoken(len(event.of(ItemKind.BOARD_PITCH)), language),
        "agenda_url": f"/{lang}/timetable/{call.code}/",
        "halls": comma.join(halls),
        "venue": formats.clock_name(call.venue_zone, language),
        "venue_offset": formats.offset_words(now, call.venue_zone),
        "given": len(past),
        "now_words": formats.moment(now, language, call.venue_zone),
        "is_on": bool(event.next and event.next.starts_at <= now),
        "figures": figures_of(event, len(dots), lang, language),
    }
    if session:
        words = session_of(session, reading)
        groups = dict.fromkeys(run.group for run in words.runs)
        context |= {
            "session": words,
            "session_when": (
                formats.moment(session.starts_at, language, call.venue_zone)
                + ("—" if formats.is_chinese(language) else "–")
                + formats.clock(session.ends_at, call.venue_zone)
            ),
            "session_day": formats.day(formats.local(session.starts_at, call.venue_zone).date(), language),
            "session_at": session.starts_at,
            "session_groups": comma.join(groups),
        }
    if first and city and dots:
        hub = citymap.City(
            pick(city.jurisdiction, "name", language), float(city.longitude), float(city.latitude), 1, call.venue_zone
        )
        context |= {
            "map": map_of(dots, hub, first.starts_at, language),
            "map_at": formats.hour(first.starts_at, call.venue_zone, language),
            "cities": len(dots),
        }
    return context
