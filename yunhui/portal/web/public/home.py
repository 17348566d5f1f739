"""The home page. The same for every reader."""

import json
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from yunhui.features.site.models import SiteSettings
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.features.timetable.selectors import Session, dots_of
from yunhui.features.timetable.web.words import Reading, RunWords, session_of
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.models import City
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.selectors import calls_visible_to, days_of_event
from yunhui.portal.context import city_of
from yunhui.portal.event import Event, figures_of, headline, read_event
from yunhui.portal.public import schema
from yunhui.portal.public.front import front_of
from yunhui.portal.public.maps import context_of_map
from yunhui.portal.spoken import spoken
from yunhui.portal.web.public.areas import areas_title
from yunhui.portal.web.public.frame import office, site_name, tag_of
from yunhui.portal.web.public.frame import root as root_url
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

# Runs of pitches that stand side by side.
_BESIDE = 2
# As many characters of a call's name as a button bears, in Chinese and in English.
_BRIEF = (16, 36)


@page(anyone)
def root(request: Request) -> HttpResponse:
    """The home page in the reader's language."""
    response = HttpResponseRedirect("/en/" if request.actor.language == ENGLISH else "/zh/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@page(anyone)
def home(request: Request, lang: str) -> HttpResponse:
    """What is next, the figures, where the speakers are, the next session, host areas, news, how to apply."""
    now, language = clock.now(), request.actor.language
    event, call, city = read_event(now), _open_call(now), city_of(request)
    front = front_of(language, lang)
    name = site_name(request) or _("Talent programmes")
    own: SiteSettings = getattr(city, "settings_", SiteSettings())
    context: dict[str, Any] = {
        "title": _("Home"),
        "site_title": name,
        "now": now,
        "areas": front.areas,
        "areas_title": areas_title([one["wants"] for one in front.areas], language),
        "news": [
            {**one, "day": formats.year_day(formats.local(one["at"], formats.BEIJING).date(), language)}
            for one in front.news
        ],
        "partners": front.partners,
        "partner_names": [one for one in front.partners if not one["logo"]],
        "partner_logos": [one for one in front.partners if one["logo"]],
        "own_headline": pick(own, "headline", language),
        "own_lead": pick(own, "lead", language),
        "call": _call_context(call, language, request.actor.zone) if call else None,
        "projects_url": f"/{lang}/projects/",
        "schema": [
            schema.website(name, f"{root_url()}/{lang}/", f"{root_url()}/{lang}/search/", tag_of(language)),
            schema.organisation(
                office(request),
                f"{root_url()}/{lang}/",
                city.email if city else "",
                pick(city, "address", language) if city else "",
            ),
        ],
    }
    changes_at(call.closes_at if call else None)
    if event:
        context |= _event_context(event, city, now, lang, language, request.actor.zone)
        changes_at(*(moment for line in event.lines for moment in (line.starts_at, line.ends_at)))
    context["leads"] = "event" if event and not event.is_over else "call" if call else "event" if event else ""
    context["description"] = _description(context, language)
    return render(request, "portal/public_home.html", context)


def _description(context: dict[str, Any], language: str) -> str:
    if context["leads"] == "event":
        first, second = context["headline"]
        between = "" if formats.is_chinese(language) else " "
        return _("{headline}. {event}, {days}").format(
            headline=f"{first}{between}{second}", event=context["event_name"], days=context["event_days"]
        )
    if context["leads"] == "call":
        return str(context["call"]["summary"])
    return context["own_lead"] or _("Calls, timetables and host areas of the city.")


def _open_call(now: datetime) -> Call | None:
    """The open call that closes first."""
    stages = Stage.objects.filter(call=OuterRef("pk")).order_by("ordinal", "pk")
    facts = JSONObject(kind="kind", working_days="working_days", config="config")
    rows = calls_visible_to(VISITOR).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    rows = rows.annotate(stage_facts=ArraySubquery(stages.values(all=facts)))
    return rows.select_related("form_version").order_by("closes_at").first()


def _stages(call: Call) -> dict[str, Stage]:
    """The stages of `_open_call` by kind."""
    facts = [json.loads(one) if isinstance(one, str) else one for one in call.stage_facts]  # type: ignore[attr-defined]
    return {one["kind"]: Stage(call=call, **one) for one in facts}


def _call_context(call: Call, language: str, zone: str) -> dict[str, Any]:
    stages = _stages(call)
    roadshow = stages.get("roadshow")
    return {
        "row": call,
        "name": pick(call, "title", language),
        "is_brief": len(pick(call, "title", language)) <= _BRIEF[language == ENGLISH],
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


def _runs_from(event: Event, session: Session, reading: Reading) -> list[RunWords]:
    """The runs of a session; where it is a single one, that which follows on the same day stands beside it."""
    [day] = [day for day in event.days if session in day.sessions]
    pitches = [one for one in day.sessions if one.kind == ItemKind.PITCH and one.starts_at >= session.starts_at]
    runs = list(session_of(session, reading).runs)
    for one in (one for one in pitches if one is not session):
        if len(runs) >= _BESIDE:
            break
        runs += session_of(one, reading).runs[: _BESIDE - len(runs)]
    return runs


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
        "event_url": f"/{lang}/events/{call.code}/",
        "projects_url": f"/{lang}/projects/{call.code}/",
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
            "runs": _runs_from(event, session, reading),
            "session_when": (
                formats.moment(session.starts_at, language, call.venue_zone)
                + ("—" if formats.is_chinese(language) else "–")
                + formats.clock(session.ends_at, call.venue_zone)
            ),
            "session_day": formats.day(formats.local(session.starts_at, call.venue_zone).date(), language),
            "session_at": session.starts_at,
            "session_groups": comma.join(groups),
        }
    return context | context_of_map(dots, city, event, language)
