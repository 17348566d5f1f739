"""The office's timetable: the newest version or any other, what the solver could prove, what moved, build, publish."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.timetable.enums import ItemKind, SolvingState, TimetableState
from yunhui.features.timetable.models import Solving, Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors import Line, clashes_of, days_of
from yunhui.features.timetable.selectors.desks import desk_of
from yunhui.features.timetable.selectors.drafts import newest_with_items
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
    call, actor = _call(request, code), request.actor
    if "version" in request.GET:
        return _version(request, call)
    context: dict[str, Any] = {**page_context(request, call), "call": call, "may_build": bool(can_build(actor, call))}
    plan = newest_with_items(call)
    shown = _beside(request, call) or plan
    last = versions_of(actor, call)[:1]
    context |= {"versions": last, "done_words": _DONE.get(request.GET.get("done", ""), ""), **solving_of(call)}
    if shown is None:
        return render(request, "timetable/building.html", context)
    shown.call = call
    desk = desk_of(shown, actor.language)
    context |= {
        **editor_context(request, call, shown, desk=desk),
    }
    if last and last[0].clashes and last[0].number > (plan.number if plan else 0):
        context["clashing"] = clashes_with_offers(last[0], desk.stage, plan, actor.language)
    wanted = request.GET.get("item", "")
    if wanted in desk.trying.items:
        context["panel"] = panel_of(desk, wanted, request)
    return render(request, "timetable/building.html", context)


def _beside(request: Request, call: Call) -> Timetable | None:
    """The what-if that is asked for.

    Raises:
        NotFoundError: it is none of this call's.
    """
    asked = uuids_among(request.GET.getlist("beside"))
    if not asked:
        return None
    row = Timetable.objects.filter(pk=asked[0], call=call, state=TimetableState.SCENARIO).first()
    if row is None:
        raise NotFoundError("what-if")
    return row


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
    found = solving_of(call)
    run = found.get("solving")
    if run is None or (not run["is_active"] and not run["problem"]):
        where = f"{home_of(call)}?done=built"
        if "HX-Request" in request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return HttpResponseRedirect(where)
    return render(request, "timetable/parts/solving.html", {"call": call, **found})


def solving_of(call: Call) -> dict[str, Any]:
    """The run of the solver that is at work, or the last one where it failed since the newest version."""
    row = Solving.objects.filter(call=call).order_by("-asked_at").first()
    if row is None or row.state == SolvingState.DONE:
        return {}
    if row.state == SolvingState.FAILED and Timetable.objects.filter(call=call, made_at__gt=row.asked_at).exists():
        return {}
    return {
        "solving": {
            "is_active": row.state in (SolvingState.WAITING, SolvingState.RUNNING),
            "scenario": row.scenario,
            "problem": _(problem) if (problem := row.problem) else "",
            "objective": row.objective,
            "bound": row.bound,
            "seconds_whole": round(row.seconds),
            "elapsed_whole": round(row.elapsed),
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
