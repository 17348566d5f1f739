"""The public timetable: a page with three clocks, and the files to carry away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.features.timetable.selectors import (
    Line,
    agenda,
    as_calendar,
    as_json,
    as_paper,
    event_at,
    lines_of,
    published_timetable,
)
from yunhui.features.timetable.web.words import Reading, session_of
from yunhui.foundation.codes.selectors import zones_of_places
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.selectors import calls_visible_to, days_of_event
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page
from yunhui.ui.tags.lists import Tab

# How long a copy may be shown before it is asked for again.
_FRESH = 60


@dataclass(frozen=True, slots=True)
class Zone:
    """A clock to choose."""

    value: str
    label: str


@page(anyone)
def latest(request: Request, lang: str) -> HttpResponse:
    """The timetable of the event that runs now or comes next."""
    timetable = event_at(clock.now())
    if timetable is None:
        return render(request, "timetable/none.html", {"title": _("Timetable")})
    return HttpResponseRedirect(f"/{lang}/timetable/{timetable.call.code}/")


@page(anyone)
def timetable(request: Request, lang: str, code: str) -> HttpResponse:
    """By day and hall, on the venue's, the speaker's and the reader's clock; `?group=` narrows, `?zone=` sets one."""
    stage = _stage(code)
    call, language = stage.call, request.actor.language
    found = published_timetable(call)
    name = pick(call, "title", language)
    context: dict[str, Any] = {"call": call, "name": name, "title": _("Timetable: {name}").format(name=name)}
    if found is None:
        return render(request, "timetable/waiting.html", context)
    lines, config = lines_of(found), RoadshowConfig.of(stage.config)
    zones = _zones(request, lines)
    asked = request.GET.get("zone", "")
    is_chosen = any(asked == zone.value for zone in zones)
    reading = Reading(language, asked if is_chosen else request.actor.zone, call.venue_zone)
    groups = _groups(lines, language)
    group = next((key for key, _name, _n in groups if key == request.GET.get("group")), "")
    shown = [line for line in lines if line.group_key == group] if group else lines
    days = agenda(shown, call.venue_zone)
    context |= {
        "timetable": found,
        "config": config,
        "pitches": sum(day.count(ItemKind.PITCH) for day in days),
        "total": sum(line.kind == ItemKind.PITCH for line in lines),
        "areas": sum(line.kind == ItemKind.BOARD_PITCH for line in lines),
        "halls": len(config.rooms),
        "outside": sum(not line.is_humane for line in lines),
        "days": [
            (_day_name(day.date, language), day.count(ItemKind.PITCH), day.count(ItemKind.BOARD_PITCH),
             [session_of(one, reading, config.board_pitch) for one in day.sessions])
            for day in days
        ],
        "event_days": days_of_event(call, language),
        "chips": _chips(groups, group, reading.zone if is_chosen else ""),
        "group": group,
        "zones": zones,
        "zone": reading.zone,
        "venue": formats.clock_name(call.venue_zone, language),
        "venue_offset": formats.offset_words(found.made_at, call.venue_zone),
        # The browser adds its own clock only where the server could not know it.
        "by_browser": not is_chosen and reading.zone == call.venue_zone,
    }  # fmt: skip
    return render(request, "timetable/timetable.html", context)


@page(anyone)
def calendar(request: Request, lang: str, code: str) -> HttpResponse:
    """The calendar for a phone: iCalendar."""
    return _file(request, code, lang, "ics", "text/calendar; charset=utf-8", as_calendar)


@page(anyone)
def data(request: Request, lang: str, code: str) -> HttpResponse:
    """The same facts as JSON."""

    def body(found: Timetable, lines: list[Line], language: str) -> bytes:
        return JsonResponse(as_json(found, lines), json_dumps_params={"ensure_ascii": False}).content

    return _file(request, code, lang, "json", "application/json", body)


@page(anyone)
def paper(request: Request, lang: str, code: str) -> HttpResponse:
    """The printed programme as PDF."""
    return _file(request, code, lang, "pdf", "application/pdf", as_paper)


def _stage(code: str) -> Stage:
    """The roadshow of a published call, with the call; staff's drafts are not public.

    Raises:
        NotFoundError: no such call, or it has no roadshow.
    """
    stage = (
        Stage.objects.filter(call__code=code, call__in=calls_visible_to(VISITOR).order_by(), kind="roadshow")
        .select_related("call")
        .first()
    )
    if stage is None:
        raise NotFoundError("roadshow")
    return stage


def _file(
    request: HttpRequest,
    code: str,
    lang: str,
    ending: str,
    content_type: str,
    body: Callable[[Timetable, list[Line], str], bytes],
) -> HttpResponse:
    call: Call = _stage(code).call
    found = published_timetable(call)
    if found is None:
        raise NotFoundError("timetable")
    found.call = call
    lines = lines_of(found)
    tag = f'"{found.number}-{_digest(found, lines)}-{lang}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        language = ENGLISH if lang == "en" else CHINESE
        answer = HttpResponse(body(found, lines, language), content_type=content_type)
        answer["Content-Disposition"] = f'inline; filename="{code}-v{found.number}.{lang}.{ending}"'
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, max_age=_FRESH)
    return answer


def _digest(found: Timetable, lines: list[Line]) -> str:
    """Changes with the version, and with a project that is taken out of it."""
    facts = f"{found.pk}{found.published_at}{found.call.title_zh}{found.call.title_en}{lines!r}"
    return sha256(facts.encode()).hexdigest()[:16]


def _day_name(day: date, language: str) -> tuple[str, str]:
    """The two lines of a day's head: 12月1日, 周二; Tue, 1 Dec."""
    words = formats.day(day, language)
    if formats.is_chinese(language):
        return formats.short_day(day, language), words[words.index("（") + 1 : -1]
    weekday, _space, rest = words.partition(" ")
    return weekday, rest


def _groups(lines: list[Line], language: str) -> list[tuple[str, str, int]]:
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for line in lines:
        if line.group_key:
            counts[line.group_key] = counts.get(line.group_key, 0) + 1
            names[line.group_key] = pick(line, "group", language)
    return [(key, names[key], counts[key]) for key in sorted(names, key=lambda key: names[key])]


def _chips(groups: list[tuple[str, str, int]], group: str, zone: str) -> list[Tab]:
    kept = f"&zone={zone}" if zone else ""
    everything = Tab(f"?zone={zone}" if zone else "?", _("All"), sum(n for _key, _name, n in groups), not group)
    return [everything, *(Tab(f"?group={key}{kept}", name, n, key == group) for key, name, n in groups)]


def _zones(request: Request, lines: list[Line]) -> list[Zone]:
    """Every clock of the known places and the reader's own, from west to east, one for each city."""
    at = lines[0].starts_at if lines else clock.now()
    names = {request.actor.zone, *zones_of_places().values(), formats.BEIJING}
    language = request.actor.language
    comma = "，" if formats.is_chinese(language) else ", "
    by_label = {
        f"{formats.city(zone, language)}{comma}{formats.offset_words(at, zone)}": zone for zone in sorted(names)
    }
    rows = [Zone(zone, label) for label, zone in by_label.items()]
    return sorted(rows, key=lambda row: (formats.utc_offset(at, row.value), row.label))
