"""The office's timetable: the newest version or any other, what the solver could prove, what moved, build, publish."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.timetable.enums import ItemKind, SolvingState, TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors import Line, clashes_of, days_of
from yunhui.features.timetable.selectors.desks import desk_of
from yunhui.features.timetable.selectors.sheets import Told, run_of, sheet_for, sheet_of
from yunhui.features.timetable.selectors.stages import stage_of
from yunhui.features.timetable.selectors.versions import Move, Version, version_of, versions_of
from yunhui.features.timetable.services import ask_solver
from yunhui.features.timetable.web.editor import editor_context, home_of, page_context, panel_of
from yunhui.features.timetable.web.offers import clashes_with_offers
from yunhui.features.timetable.web.proof import TAGS, proof_of
from yunhui.features.timetable.web.words import Reading
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.kernel.ids import uuids_among
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_DONE = {
    "interrupted": gettext_lazy("The run was interrupted."),
    "built": gettext_lazy("The timetable is built as a draft."),
    "adopted": gettext_lazy("The what-if is the plan now. The draft before is kept under the versions."),
    "discarded": gettext_lazy("The what-if is discarded."),
    "set": gettext_lazy("The set-up is kept. Build again so that the timetable follows it."),
    "drawn": gettext_lazy("The order is drawn and recorded. Build again so that the timetable follows it."),
}


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
    """The table in which the newest version is built; `?beside=` a what-if, `?version=n` a version as a list."""
    if "version" in request.GET:
        return _version(request, _call(request, code))
    actor = request.actor
    asked = uuids_among(request.GET.getlist("beside"))
    sheet = sheet_for(actor, asked[0], to_build=False) if asked else sheet_of(actor, code)
    if sheet is None:
        return _nothing_yet(request, _call(request, code))
    if asked and (sheet.call.code != code or sheet.timetable.state != TimetableState.SCENARIO):
        raise NotFoundError("what-if")
    desk = desk_of(sheet.timetable, actor.language, stage_of(sheet.call, sheet.frame))
    context = {
        **page_context(request, sheet.call),
        "versions": [sheet.last],
        "done_words": _DONE.get(request.GET.get("done", ""), ""),
        **told_run(sheet.run),
        **editor_context(request, sheet, desk),
    }
    if not asked and sheet.last["clashes"] and sheet.last["number"] > sheet.timetable.number:
        context["clashing"] = clashes_with_offers(sheet.last["clashes"], desk.stage, sheet.timetable, actor.language)
    wanted = request.GET.get("item", "")
    if wanted in desk.trying.items:
        context["panel"] = panel_of(desk, wanted, request)
    return render(request, "timetable/building.html", context)


def _nothing_yet(request: Request, call: Call) -> HttpResponse:
    """No version has items: nothing was built, or what was asked for cannot be built."""
    last = versions_of(request.actor, call)[:1]
    context: dict[str, Any] = {
        **page_context(request, call),
        "call": call,
        "may_build": bool(can_build(request.actor, call)),
        "versions": last,
        **told_run(run_of(call)),
    }
    if last and last[0].clashes:
        context["clashing"] = clashes_with_offers(last[0].clashes, stage_of(call), None, request.actor.language)
    return render(request, "timetable/building.html", context)


def _version(request: Request, call: Call) -> HttpResponse:
    actor = request.actor
    versions = versions_of(actor, call)
    asked = request.GET.get("version", "")
    if not versions or (asked and not asked.isascii()):
        raise NotFoundError("timetable")
    context = {**page_context(request, call), "call": call, "may_build": bool(can_build(actor, call))}
    shown = version_of(versions, int(asked) if asked.isdigit() else None)
    reading = Reading(actor.language, actor.zone, call.venue_zone)
    return render(request, "timetable/office.html", context | _shown(shown, versions, reading))


@page(holds(Role.OFFICE), "POST")
def solve(request: Request, code: str) -> HttpResponse:
    """Ask the solver for a new draft, or with `beside` for a better what-if; it works in the background."""
    call = _call(request, code)
    ask_solver(actor=request.actor, call=call, fresh="fresh" in request.POST)
    return HttpResponseRedirect(home_of(call))


@page(holds(*STAFF))
def solving(request: Request, code: str) -> HttpResponse:
    """How far the solver is; once it is done, the page is fetched anew."""
    call = _call(request, code)
    found = told_run(run_of(call))
    run = found.get("solving")
    if run is None or (not run["is_active"] and not run["problem"]):
        where = f"{home_of(call)}?done=built"
        if "HX-Request" in request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return HttpResponseRedirect(where)
    return render(request, "timetable/parts/solving.html", {"call": call, **found})


def told_run(run: Told | None) -> dict[str, Any]:
    """The run of the solver that is at work, or the last one where it failed since the newest version."""
    if run is None or run["state"] == SolvingState.DONE or (run["state"] == SolvingState.FAILED and run["is_past"]):
        return {}
    return {
        "solving": {
            "is_active": run["state"] in (SolvingState.WAITING, SolvingState.RUNNING),
            "scenario": run["scenario"],
            "problem": _(problem) if (problem := run["problem"]) else "",
            "objective": run["objective"],
            "bound": run["bound"],
            "seconds_whole": round(run["seconds"]),
            "elapsed_whole": round(run["elapsed"]),
        }
    }


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
        "state_tag": TAGS.get(TimetableState(found.state), ""),
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
