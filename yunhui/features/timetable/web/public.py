"""The public timetable: by day, hall and group, on three clocks; one session; one's own choice; what has changed.

No page varies by who asks: a visitor's own clock and choice are added in the browser, so that one copy serves all.
"""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.rules import RoadshowConfig
from yunhui.features.timetable.selectors import (
    Line,
    Run,
    Session,
    agenda,
    event_at,
)
from yunhui.features.timetable.selectors.marks import Gone, releases_of
from yunhui.features.timetable.web.reading import Public, picked_of, read_public, stage_of, surroundings
from yunhui.features.timetable.web.sections import Section, by_day, by_group, by_hall, with_next
from yunhui.features.timetable.web.words import Reading, run_key, session_of
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page
from yunhui.ui.tags.lists import Tab


@page(anyone)
def latest(request: Request, lang: str) -> HttpResponse:
    """The timetable of the event that runs now or comes next."""
    timetable = event_at(clock.now())
    if timetable is None:
        return render(request, "timetable/none.html", {"title": _("Timetable")})
    return HttpResponseRedirect(f"/{lang}/timetable/{timetable.call.code}/")


@page(anyone)
def timetable(request: Request, lang: str, code: str) -> HttpResponse:
    """By day, the halls beside each other; `?zone=` sets the reader's clock where there is no script."""
    if group := request.GET.get("group", ""):  # addresses of the first release
        return HttpResponseRedirect(f"/{lang}/timetable/{code}/groups/{group}/" if group.isascii() else f"/{lang}/")
    return _page(request, code, by_day, view="days")


@page(anyone)
def halls(request: Request, lang: str, code: str, key: str = "") -> HttpResponse:
    """By hall; with a key that hall alone."""
    return _page(request, code, by_hall, view="halls", only=lambda line: not key or line.room_key == key, key=key)


@page(anyone)
def groups(request: Request, lang: str, code: str, key: str = "") -> HttpResponse:
    """By group; with a key that group alone, by day."""
    if key:
        return _page(request, code, by_day, view="group", only=lambda line: line.group_key == key, key=key)
    return _page(request, code, by_group, view="groups")


@page(anyone)
def mine(request: Request, lang: str, code: str) -> HttpResponse:
    """What this browser has starred; with `?pick=` what somebody shared."""
    picked = picked_of(request)
    only = (lambda line: line.uid[:8] in picked) if picked else None
    return _page(request, code, by_day, view="mine", only=only, picked=picked)


@page(anyone)
def session(request: Request, lang: str, code: str, key: str) -> HttpResponse:
    """The pitches of one group that follow each other in one hall."""
    public = read_public(request, code)
    if public is None:
        raise NotFoundError("session")
    runs = [
        (day, run)
        for day in agenda(public.lines, public.reading.venue)
        for one in day.sessions
        for run in one.runs
        if run.kind == ItemKind.PITCH
    ]
    names = [run_key(run, public.reading.venue) for _day, run in runs]
    if key not in names:
        raise NotFoundError("session")
    index = names.index(key)
    day, run = runs[index]
    words = session_of(Session((run,)), public.reading)
    language = public.reading.language
    name = run.group(language) or _("Pitches")
    beside = [_beside(runs[at][1], names[at], public) for at in (index - 1, index + 1) if 0 <= at < len(runs)]
    context = surroundings(request, public) | {
        "title": f"{name}, {run.room(language)}",
        "group_name": name,
        "one": words,
        "run": words.runs[0],
        "day": formats.day(day.date, language),
        "key": key,
        "beside": beside,
    }
    return render(request, "timetable/session.html", context)


@page(anyone)
def changes(request: Request, lang: str, code: str) -> HttpResponse:
    """Every public version with what it changed, the newest first."""
    stage = stage_of(code)
    language = request.actor.language
    reading = Reading(language, stage.call.venue_zone, stage.call.venue_zone, code)
    releases = releases_of(stage.call)
    if not releases:
        raise NotFoundError("timetable")
    context = {
        "call": stage.call,
        "name": pick(stage.call, "title", language),
        "title": _("What has changed in the timetable"),
        "releases": [(one, [_moved(move.before, move.after, reading) for move in one.moves]) for one in releases],
    }
    return render(request, "timetable/changes.html", context)


def _beside(run: Run, key: str, public: Public) -> tuple[str, str]:
    reading = public.reading
    url = f"/{reading.lang}/timetable/{reading.code}/sessions/{key}/"
    return url, f"{run.group(reading.language)}, {reading.span(run.starts_at, run.ends_at)}"


def _page(
    request: Request,
    code: str,
    arrange: Callable[[list[Line], Reading, int], list[Section]],
    *,
    view: str,
    only: Callable[[Line], bool] | None = None,
    key: str = "",
    picked: frozenset[str] = frozenset(),
) -> HttpResponse:
    public = read_public(request, code)
    if public is None:
        return _waiting(request, code)
    now, reading = clock.now(), public.reading
    shown = [line for line in public.lines if only is None or only(line)]
    if key and not shown:
        raise NotFoundError(view)
    config = RoadshowConfig.of(public.stage.config)
    context = surroundings(request, public)
    sections = arrange(shown, reading, config.board_pitch)
    if context["is_on"]:
        sections = with_next(sections, now)
        changes_at(*(one.ends_at for part in sections for one in part.slots))
    gone = public.gone if view == "days" else []
    context |= {
        "view": view,
        "key": key,
        "picked": sorted(picked),
        "config": config,
        "sections": _with_gone(sections, gone, reading),
        "pitches": sum(line.kind == ItemKind.PITCH for line in shown),
        "chips": _chips(public, key if view == "group" else "", view),
        "views": _views(public, view),
        "halls_list": _named(public, "room_key", "room"),
        "groups_list": _named(public, "group_key", "group"),
        "key_name": next((name for one, name in _named(public, "room_key", "room") if one == key), ""),
        "changed": len(reading.marks) + len(public.gone),
    }
    return render(request, "timetable/timetable.html", context)


def _waiting(request: Request, code: str) -> HttpResponse:
    call = stage_of(code).call
    name = pick(call, "title", request.actor.language)
    context = {"call": call, "name": name, "title": _("Timetable: {name}").format(name=name)}
    return render(request, "timetable/waiting.html", context)


def _named(public: Public, key: str, name: str) -> list[tuple[str, str]]:
    found = {getattr(line, key): pick(line, name, public.reading.language) for line in public.lines}
    return [(one, words) for one, words in found.items() if one]


def _chips(public: Public, group: str, view: str) -> list[Tab]:
    lines = [line for line in public.lines if line.kind == ItemKind.PITCH]
    base, kept = f"/{public.reading.lang}/timetable/{public.stage.call.code}/", _kept(public)
    found = [Tab(f"{base}{kept}", _("All"), len(lines), view == "days")]
    for key, name in sorted(_named(public, "group_key", "group"), key=lambda one: one[1]):
        number = sum(line.group_key == key for line in lines)
        found.append(Tab(f"{base}groups/{key}/{kept}", name, number, key == group))
    return found


def _views(public: Public, view: str) -> list[Tab]:
    base, kept = f"/{public.reading.lang}/timetable/{public.stage.call.code}/", _kept(public)
    return [
        Tab(f"{base}{kept}", _("By day"), None, view == "days"),
        Tab(f"{base}halls/{kept}", _("By hall"), None, view == "halls"),
        Tab(f"{base}groups/{kept}", _("By group"), None, view == "groups"),
    ]


def _kept(public: Public) -> str:
    """The clock that was chosen without a script stays chosen on the next page."""
    return f"?zone={public.reading.zone}" if public.is_chosen else ""


def _with_gone(sections: list[Section], gone: list[Gone], reading: Reading) -> list[Section]:
    """The days with what was cancelled on each."""
    return [
        replace(
            part,
            cancelled=tuple(
                (
                    reading.span(one.starts_at, one.ends_at),
                    pick(one, "room", reading.language),
                    str(ItemKind(one.kind).label),
                )
                for one in gone
                if formats.local(one.starts_at, reading.venue).date() == part.day
            ),
        )
        for part in sections
    ]


def _moved(before: Line | None, after: Line | None, reading: Reading) -> tuple[str, str, str]:
    line = after or before
    assert line is not None, "a move has a side"
    return line.title(reading.language), _seat(before, reading), _seat(after, reading)


def _seat(line: Line | None, reading: Reading) -> str:
    if line is None:
        return ""
    when = formats.moment(line.starts_at, reading.language, reading.venue)
    return f"{when} · {pick(line, 'room', reading.language)}"
