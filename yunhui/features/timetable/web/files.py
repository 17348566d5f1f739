"""The public timetable to carry away: iCalendar of everything, a hall, a group, a session, one item or one's own
choice; JSON, conference apps' schedule, Atom, PDF."""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Announced, Timetable
from yunhui.features.timetable.selectors import (
    Line,
    agenda,
    as_calendar,
    as_json,
    as_paper,
    as_pocket,
    lines_of,
    published_timetable,
)
from yunhui.features.timetable.selectors.changefeed import as_atom
from yunhui.features.timetable.selectors.invitations import feed_behind, own_calendar
from yunhui.features.timetable.selectors.marks import announced_in, releases_of
from yunhui.features.timetable.selectors.schedule import as_schedule, as_schedule_xml
from yunhui.features.timetable.web.reading import picked_of, stage_of
from yunhui.features.timetable.web.words import run_key
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.ui.page import Request, anyone, page

_CALENDAR = "text/calendar; charset=utf-8"
_PRIVATE = "private, no-store"


@page(anyone)
def calendar(request: Request, lang: str, code: str) -> HttpResponse:
    """Everything, or with `?pick=` one's own choice, for a calendar that subscribes."""
    picked = picked_of(request)
    return _calendar(request, lang, code, lambda line: not picked or line.uid[:8] in picked,
                     lambda row: not picked or str(row.uid)[:8] in picked)  # fmt: skip


@page(anyone)
def hall(request: Request, lang: str, code: str, key: str) -> HttpResponse:
    """One hall."""
    return _calendar(request, lang, code, lambda line: line.room_key == key, lambda row: row.room.key == key)


@page(anyone)
def group(request: Request, lang: str, code: str, key: str) -> HttpResponse:
    """One group."""
    return _calendar(request, lang, code, lambda line: line.group_key == key, lambda row: False)


@page(anyone)
def item(request: Request, lang: str, code: str, key: str) -> HttpResponse:
    """One item by the first eight signs of its name."""
    return _calendar(request, lang, code, lambda line: line.uid[:8] == key, lambda row: str(row.uid)[:8] == key)


@page(anyone)
def session(request: Request, lang: str, code: str, key: str) -> HttpResponse:
    """The pitches of one group that follow each other in one hall."""
    found, lines = _public(code)
    venue = found.call.venue_zone
    runs = [run for day in agenda(lines, venue) for one in day.sessions for run in one.runs]
    uids = {line.uid for run in runs if run_key(run, venue) == key and run.kind == ItemKind.PITCH for line in run.lines}
    return _calendar(request, lang, code, lambda line: line.uid in uids, lambda row: False)


@page(anyone)
def data(request: Request, lang: str, code: str) -> HttpResponse:
    """The same facts as JSON."""

    def body(found: Timetable, lines: list[Line], language: str) -> bytes:
        return JsonResponse(as_json(found, lines), json_dumps_params={"ensure_ascii": False}).content

    return _file(request, code, lang, "json", "application/json", body)


@page(anyone)
def schedule(request: Request, lang: str, code: str) -> HttpResponse:
    """What conference apps read: schedule.json."""

    def body(found: Timetable, lines: list[Line], language: str) -> bytes:
        return JsonResponse(as_schedule(found, lines, language), json_dumps_params={"ensure_ascii": False}).content

    answer = _file(request, code, lang, "schedule.json", "application/json", body)
    answer["Access-Control-Allow-Origin"] = "*"  # apps in a browser read it from their own address
    return answer


@page(anyone)
def schedule_xml(request: Request, lang: str, code: str) -> HttpResponse:
    """The same as schedule.xml, for those that read frab's XML."""
    answer = _file(request, code, lang, "schedule.xml", "application/xml", as_schedule_xml)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@page(anyone)
def changes_feed(request: Request, lang: str, code: str) -> HttpResponse:
    """What changed with each version, as an Atom feed."""
    call = stage_of(code).call
    releases = releases_of(call)
    if not releases:
        raise NotFoundError("timetable")
    answer = HttpResponse(as_atom(call, releases, _language(lang)), content_type="application/atom+xml; charset=utf-8")
    patch_cache_control(answer, public=True, no_cache=True)  # what is taken back is gone at once
    return answer


@page(anyone)
def paper(request: Request, lang: str, code: str) -> HttpResponse:
    """The printed programme as PDF, on A4."""
    return _file(request, code, lang, "pdf", "application/pdf", as_paper)


@page(anyone)
def pocket(request: Request, lang: str, code: str) -> HttpResponse:
    """The same for the pocket, on A6."""
    return _file(request, code, lang, "pocket.pdf", "application/pdf", as_pocket)


@page(anyone)
def own(request: Request, lang: str, ticket: str) -> HttpResponse:
    """One person's calendar at its secret address: nobody else's to keep."""
    _feed, reader = feed_behind(ticket)
    answer = HttpResponse(own_calendar(reader, _language(lang)), content_type=_CALENDAR)
    answer["Cache-Control"] = _PRIVATE
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _calendar(
    request: HttpRequest, lang: str, code: str, only: Callable[[Line], bool], gone: Callable[[Announced], bool]
) -> HttpResponse:
    def body(found: Timetable, lines: list[Line], language: str) -> bytes:
        shown = [line for line in lines if only(line)]
        rows = announced_in(found.call)
        name = pick(found.call, "title", language)
        kept = {line.uid for line in lines}
        return as_calendar(
            found, shown, language, rows, name=name, only=lambda row: str(row.uid) not in kept and gone(row)
        )

    return _file(request, code, lang, "ics", _CALENDAR, body, only)


def _public(code: str) -> tuple[Timetable, list[Line]]:
    call = stage_of(code).call
    found = published_timetable(call)
    if found is None:
        raise NotFoundError("timetable")
    found.call = call
    return found, lines_of(found)


def _file(
    request: HttpRequest,
    code: str,
    lang: str,
    ending: str,
    content_type: str,
    body: Callable[[Timetable, list[Line], str], bytes],
    only: Callable[[Line], bool] | None = None,
) -> HttpResponse:
    found, lines = _public(code)
    if only is not None and not any(only(line) for line in lines):
        raise NotFoundError("timetable")
    tag = f'"{found.number}-{_digest(found, lines, request.get_full_path())}-{lang}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(body(found, lines, _language(lang)), content_type=content_type)
        answer["Content-Disposition"] = f'inline; filename="{code}-v{found.number}.{lang}.{ending}"'
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, no_cache=True)  # what is taken back is gone at once
    return answer


def _language(lang: str) -> str:
    return ENGLISH if lang == "en" else CHINESE


def _digest(found: Timetable, lines: list[Line], path: str) -> str:
    """Changes with the version, and with a project that is taken out of it."""
    facts = f"{found.pk}{found.published_at}{found.call.title_zh}{found.call.title_en}{lines!r}{path}"
    return sha256(facts.encode()).hexdigest()[:16]
