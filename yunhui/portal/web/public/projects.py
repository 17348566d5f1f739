"""Projects on stage: the list by group, and a page for each as far as its applicant consents."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.features.timetable.selectors import Line, event_at
from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.kernel.statements import Kept
from yunhui.parties.models import Board
from yunhui.parties.selectors import boards
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.selectors import days_of_event
from yunhui.pipeline.consents.enums import Level
from yunhui.pipeline.consents.rules import paragraphs_of
from yunhui.portal.public import schema
from yunhui.portal.public.programme import Programme, programme_of
from yunhui.portal.web.public.areas import areas_of
from yunhui.portal.web.public.frame import office, root
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def latest(request: Request, lang: str) -> HttpResponse:
    """The projects of the event that runs now or comes next."""
    timetable = event_at(clock.now())
    if timetable is None:
        return render(request, "portal/public/projects_none.html", {"title": _("Projects")})
    return HttpResponseRedirect(f"/{lang}/projects/{timetable.call.code}/")


@page(anyone)
def projects(request: Request, lang: str, code: str) -> HttpResponse:
    """All projects of one event by group, in the order in which they pitch."""
    found, language = programme_of(code), request.actor.language
    name = pick(found.call, "title", language)
    count = len(found.projects)
    countries = len({line.country_zh for line in found.projects} - {""})
    lead = _("{projects} from {places}").format(
        projects=ngettext("{n} project", "{n} projects", count).format(n=formats.number(count, language)),
        places=ngettext("{n} country or region", "{n} countries and regions", countries).format(
            n=formats.number(countries, language)
        ),
    )
    context = {
        "title": _("Projects: {name}").format(name=name),
        "description": lead if count else _("The projects stand here once the timetable is published."),
        "name": name,
        "call": found.call,
        "lead": lead,
        "days": days_of_event(found.call, language),
        "groups": [
            (key, group, [_entry(found, line, lang, language) for line in rows])
            for key, group, rows in found.groups(language)
        ],
        "count": count,
        "trail": [(f"/{lang}/", _("Home")), (f"/{lang}/events/{code}/", name)],
        "share_image": f"/{lang}/share/event/{code}.png",
        "schema": [
            schema.listing(
                _("Projects: {name}").format(name=name),
                [(_url(found, line, lang), line.title(language)) for line in found.projects],
            )
        ],
    }
    return render(request, "portal/public/projects.html", context)


@page(anyone)
def project(request: Request, lang: str, code: str, number: int) -> HttpResponse:
    """One project: what its applicant lets everyone know, and its hour on three clocks."""
    found, language = programme_of(code), request.actor.language
    line = found.project(number)
    call, venue = found.call, found.call.venue_zone
    name, group = pick(call, "title", language), pick(line, "group", language)
    paragraphs = paragraphs_of(line.summary, language)
    order = found.projects
    at = order.index(line)
    beside = [one for one in order if one.group_key == line.group_key]
    config = RoadshowConfig.of(_config(call))
    country = pick(line, "country", language)
    description = paragraphs[0][1] if paragraphs else _("{group}, {country}").format(group=group, country=country)
    context: dict[str, Any] = {
        "title": line.title(language),
        "description": description,
        "share_title": line.title(language),
        "share_image": f"/{lang}/share/project/{code}-{number}.png",
        "call": call,
        "name": name,
        "line": line,
        "group": group,
        "country": country,
        "place": pick(line, "place", language),
        "lead": paragraphs[0] if paragraphs else None,
        "more": paragraphs[1:],
        "team": line.team,
        "is_titled": bool(line.level),
        "has_team": line.level in (Level.TEAM, Level.SUMMARY),
        "has_summary": line.level == Level.SUMMARY,
        "room": pick(line, "room", language),
        "day": formats.day(formats.local(line.starts_at, venue).date(), language),
        "is_given": line.ends_at <= clock.now(),
        "place_in_group": beside.index(line) + 1,
        "config": config,
        "beside": [
            _row(found, one, lang, language)
            for one in beside[max(0, beside.index(line) - 2) : beside.index(line) + 4]
            if one is not line
        ][:4],
        "before": _row(found, order[at - 1], lang, language) if at else None,
        "after": _row(found, order[at + 1], lang, language) if at + 1 < len(order) else None,
        "areas": areas_of(_areas(call, line.group_key), lang, language, {}),
        "agenda_url": f"/{lang}/timetable/{code}/",
        "crumbs": [
            (f"/{lang}/projects/{code}/", _("Projects")),
            (f"/{lang}/projects/{code}/#g-{line.group_key}", group),
        ],
        "trail": [
            (f"/{lang}/", _("Home")),
            (f"/{lang}/events/{code}/", name),
            (f"/{lang}/projects/{code}/", _("Projects")),
        ],
        "schema": [
            schema.event(
                line.title(language),
                f"{root()}{_url(found, line, lang)}",
                formats.local(line.starts_at, venue).isoformat(),
                formats.local(line.ends_at, venue).isoformat(),
                place=pick(line, "room", language),
                organiser=office(request),
                description=description,
                within={"@type": "Event", "name": name, "url": f"{root()}/{lang}/events/{code}/"},
                is_over=found.is_over,
            )
        ],
    }  # fmt: skip
    return render(request, "portal/public/project.html", context)


def _row(found: Programme, line: Line, lang: str, language: str) -> dict[str, Any]:
    """A project in a list: its page, title, who and from where, its hour on both clocks."""
    venue = found.call.venue_zone
    there = formats.moment(line.starts_at, language, line.zone) if line.zone else ""
    return {
        "url": _url(found, line, lang),
        "title": line.title(language),
        "number": line.number,
        "country": pick(line, "country", language),
        "team": line.team,
        "clock": formats.clock(line.starts_at, venue),
        "day": formats.short_day(formats.local(line.starts_at, venue).date(), language),
        "there": there,
        "iso": line.starts_at.isoformat(),
    }


def _entry(found: Programme, line: Line, lang: str, language: str) -> dict[str, Any]:
    """The same with the first words of its summary."""
    summary = next((text for _lang, text in paragraphs_of(line.summary, language)), "")
    return _row(found, line, lang, language) | {"summary": summary}


def _url(found: Programme, line: Line, lang: str) -> str:
    return f"/{lang}/projects/{found.call.code}/{line.number}/"


def _areas(call: Call, group: str) -> list[Board]:
    """The host areas that look for the field of a group: one query."""
    return _LOOKING.ask(call.pk, group)


def _looking(call_id: UUID, group: str) -> QuerySet[Board]:
    field = Group.objects.filter(call=call_id, key=group).exclude(industry="").values("industry")
    return boards().select_related("area").filter(industries__overlap=ArraySubquery(field))


_LOOKING: Kept[Board] = Kept(_looking, UUID(int=0), "a group")


def _config(call: Call) -> dict[str, Any]:
    found = _CONFIG.ask(call.pk)
    return dict(found[0][0] or {}) if found else {}


_CONFIG: Kept[tuple[dict[str, Any]]] = Kept(
    lambda call_id: Stage.objects.filter(call=call_id, kind="roadshow").order_by("pk").values_list("config"),
    UUID(int=0),
)
