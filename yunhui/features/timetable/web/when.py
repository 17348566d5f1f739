"""Saying when one can be there: by a link, no account, on a phone, in one's own clock with Beijing time beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import Mark, PersonKind
from yunhui.features.timetable.models import Participant
from yunhui.features.timetable.rules import is_kind
from yunhui.features.timetable.rules.hours import Cell, cells_of, mark_of
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.selectors.tickets import participant_behind
from yunhui.features.timetable.services import BY_LINK, give_hours
from yunhui.foundation.codes.selectors import zones_of_places
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page
from yunhui.ui.reader import Reader


@dataclass(frozen=True, slots=True)
class HourRow:
    """One stretch to mark: on the person's clock, on the venue's, and what is marked."""

    key: str
    own: str
    venue: str
    mark: str
    outside: bool


@page(anyone, "GET", "POST")
def when(request: Request, token: str) -> HttpResponse:
    """The open hours of the event; three marks for each."""
    row = participant_behind(token)
    if request.method == "POST":
        marks = marks_in(request.POST.dict())
        zone, note = request.POST.get("zone", ""), request.POST.get("note", "")
        try:
            give_hours(actor=BY_LINK, participant_id=row.pk, marks=marks, zone=zone, note=note)
        except InvalidError as error:
            return _page(request, row, token, marks, error=str(error.problems[0].message))
        return HttpResponseRedirect(f"/when/{token}?saved=1")
    return _page(request, row, token, None)


def marks_in(typed: Mapping[str, str]) -> dict[str, str]:
    """The marks of a form: `h-<cell>`."""
    return {key[2:]: value for key, value in typed.items() if key.startswith("h-") and value in Mark}


def days_to_mark(
    row: Participant, zone: str, language: str, marks: Mapping[str, str] | None
) -> list[tuple[str, list[HourRow]]]:
    """The hours by day on the person's own clock."""
    setting = setting_of(row.call)
    days: dict[date, list[HourRow]] = {}
    for cell in cells_of(setting):
        mark = marks.get(cell.key, Mark.CAN) if marks is not None else mark_of(cell, row.hours)
        day = formats.local(cell.start, zone).date()
        days.setdefault(day, []).append(_row(cell, zone, setting.zone, str(mark), language))
    return [(formats.day(day, language), rows) for day, rows in sorted(days.items())]


def zones_to_choose(language: str, *more: str) -> list[tuple[str, str]]:
    """Every clock of the known places, by name, with some more of them."""
    names = {*zones_of_places().values(), formats.BEIJING, *more} & available_timezones()
    now = clock.now()
    rows = [(formats.utc_offset(now, name), formats.clock_name(name, language), name) for name in names]
    return [(name, f"{label}, {formats.offset_words(now, name)}") for _offset, label, name in sorted(rows)]


def part_of(row: Participant, language: str) -> str:
    """As whom somebody takes part, and in what."""
    about = ""
    if row.application:
        about = row.application.title if formats.is_chinese(language) else row.application.title_en
        about = about or row.application.title
    elif row.board:
        about = pick(row.board, "name", language)
    elif row.group:
        about = pick(row.group, "name", language)
    elif row.session:
        where = pick(row.session.room, "name", language)
        about = f"{formats.day(row.session.day, language)} {row.session.opens:%H:%M}, {where}"
    kind = str(PersonKind(row.kind).label)
    return _("{kind}: {about}").format(kind=kind, about=about) if about else kind


def _row(cell: Cell, zone: str, venue: str, mark: str, language: str) -> HourRow:
    dash = "—" if formats.is_chinese(language) else "–"
    own = f"{formats.clock(cell.start, zone)}{dash}{formats.clock(cell.end, zone)}"
    start = formats.local(cell.start, zone)
    there = formats.local(cell.start, venue)
    words = formats.clock(cell.start, venue)
    if there.date() != start.date():
        words = f"{formats.short_day(there.date(), language)} {words}"
    return HourRow(cell.key, own, words, mark, not is_kind(cell.start, cell.end, zone))


def _page(
    request: Request, row: Participant, token: str, marks: Mapping[str, str] | None, error: str = ""
) -> HttpResponse:
    language, call = request.actor.language, row.call
    asked = request.POST.get("zone") or request.GET.get("zone", "")
    zone = asked if asked in available_timezones() else row.zone
    setting = setting_of(call)
    context: dict[str, Any] = {
        "title": _("Which hours suit you?"),
        "call": pick(call, "title", language),
        "row": row,
        "part": part_of(row, language),
        "token": token,
        "zone": zone,
        "zones": zones_to_choose(language, row.zone, zone),
        "clock": formats.clock_name(zone, language),
        "venue": formats.clock_name(call.venue_zone, language),
        "same_clock": formats.utc_offset(clock.now(), zone) == formats.utc_offset(clock.now(), call.venue_zone),
        "days": days_to_mark(row, zone, language, marks),
        "marks": [(str(mark), str(mark.label)) for mark in Mark],
        "answer_by": setting.answer_by,
        "is_late": setting.answer_by is not None and setting.answer_by < clock.now(),
        "saved": "saved" in request.GET,
        "note": request.POST.get("note", row.note),
        "error": error,
        "reader": Reader(language, zone),
    }
    response = render(request, "timetable/when.html", context, status=422 if error else 200)
    response.headers["Referrer-Policy"] = "same-origin"  # the address is a secret; our own forms still say whence
    return response
