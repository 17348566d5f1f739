"""The office's timetable: the newest version or any other, what the solver could prove, what moved, build, publish."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors import Line, clashes_of, days_of
from yunhui.features.timetable.selectors.versions import Move, Version, version_of, versions_of
from yunhui.features.timetable.services import build_timetable, publish_timetable
from yunhui.features.timetable.web.words import Reading
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_TAGS = {TimetableState.PUBLISHED: "g", TimetableState.DRAFT: "y"}


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the office's list."""

    span: str
    room: str
    title: str
    detail: str
    there: str
    kind: str
    outside: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of the comparison; an empty side is a new item, or one that is gone."""

    title: str
    before: str
    after: str


@page(holds(*STAFF))
def timetable(request: Request, code: str) -> HttpResponse:
    """The newest version, or `?version=n`."""
    call, actor = _call(request, code), request.actor
    versions = versions_of(actor, call)
    context = {
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "title": _("Timetable"),
        "may_build": bool(can_build(actor, call)),
        "done": request.GET.get("done", ""),
    }
    if not versions:
        return render(request, "timetable/office.html", context)
    asked = request.GET.get("version", "")
    if asked and not asked.isascii():
        raise NotFoundError("timetable")
    shown = version_of(versions, int(asked) if asked.isdigit() else None)
    reading = Reading(actor.language, actor.zone, call.venue_zone)
    return render(request, "timetable/office.html", context | _shown(shown, versions, reading))


@page(holds(Role.OFFICE), "POST")
def build(request: Request, code: str) -> HttpResponse:
    """A new draft; the solver has five seconds."""
    call = _call(request, code)
    build_timetable(actor=request.actor, call=call)
    return HttpResponseRedirect(f"/w/calls/{call.code}/timetable/?done=built")


@page(holds(Role.OFFICE), "POST")
def publish(request: Request, timetable_id: UUID) -> HttpResponse:
    """Make a draft public."""
    row = publish_timetable(actor=request.actor, timetable_id=timetable_id)
    return HttpResponseRedirect(f"/w/calls/{row.call.code}/timetable/?done=published")


def _call(request: Request, code: str) -> Call:
    call = calls_inside(request.actor).filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    return call


def _shown(version: Version, versions: list[Timetable], reading: Reading) -> dict[str, object]:
    found, language = version.timetable, reading.language
    pitches = [line for line in version.lines if line.kind == ItemKind.PITCH]
    return {
        "timetable": found,
        "clashes": clashes_of(found),
        "state_tag": _TAGS.get(TimetableState(found.state), ""),
        "proof": proof_of(found, language),
        "tabs": [
            Tab(f"?version={one.number}", _("Version {n}").format(n=one.number), None, one.number == found.number)
            for one in versions
        ],
        "is_newest": found.number == versions[0].number,
        "pitches": len(pitches),
        "areas": sum(line.kind == ItemKind.BOARD_PITCH for line in version.lines),
        "outside": sum(not line.is_humane for line in pitches),
        "gone": len(version.gone & {line.uid for line in version.lines}),
        "days": [
            (day, [_row(line, version.gone, reading) for line in of_day])
            for day, of_day in days_of(version.lines, reading.venue)
        ],
        "moves": [_moved(move, reading) for move in version.moves],
        "before": version.before,
    }


def proof_of(found: Timetable, language: str) -> str:
    """What the solver could prove of a version, in words."""
    if found.status == "infeasible":
        return _("No timetable keeps all the rules.")
    if found.objective is None:
        return _("Nothing was found in the time given.")
    cost = formats.number(round(found.objective), language)
    if found.status == "optimal":
        return _("The best possible: no timetable has fewer burdens than this one ({cost}).").format(cost=cost)
    if not found.bound or found.bound <= 0:
        words = _("Found in the time given; its burdens are {cost}. Fewer may be possible: there is no proof yet.")
        return words.format(cost=cost)
    gap = (found.objective - found.bound) / max(1.0, found.objective)
    return _(
        "Found in the time given; its burdens are {cost}, and no timetable can have fewer than {bound} (gap {gap})."
    ).format(cost=cost, bound=formats.number(round(found.bound), language), gap=formats.percent(gap, 0))


def _row(line: Line, gone: frozenset[str], reading: Reading) -> Row:
    language = reading.language
    group = pick(line, "group", language) or {
        ItemKind.BOARD_PITCH: _("Host area presents"),
        ItemKind.OPENING: "",
    }.get(ItemKind(line.kind), "")
    there = ""
    if line.zone and line.kind == ItemKind.PITCH:
        there = f"{pick(line, 'place', language)} {reading.there(line.starts_at, line.zone)}"
    return Row(
        span=reading.span(line.starts_at, line.ends_at),
        room=pick(line, "room", language),
        title=line.title(language),
        detail=" · ".join(part for part in (group, pick(line, "country", language)) if part),
        there=there,
        kind=line.kind,
        outside=not line.is_humane,
        is_gone=line.uid in gone,
    )


def _moved(move: Move, reading: Reading) -> Moved:
    line = move.after or move.before
    assert line is not None, "a move has a side"
    return Moved(line.title(reading.language), _seat(move.before, reading), _seat(move.after, reading))


def _seat(line: Line | None, reading: Reading) -> str:
    if line is None:
        return ""
    at: datetime = line.starts_at
    return f"{formats.moment(at, reading.language, reading.venue)} · {pick(line, 'room', reading.language)}"
