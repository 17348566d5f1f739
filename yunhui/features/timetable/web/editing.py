"""The commands of building by hand, each a form: move, swap, put aside, pin, lock, take back."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.enums import ChangeKind
from yunhui.features.timetable.errors import ChangedMeanwhileError, ConflictError
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.desks import Desk, desk_of
from yunhui.features.timetable.selectors.sheets import sheet_for
from yunhui.features.timetable.selectors.stages import Stage, placements_of, slots_of, stage_of
from yunhui.features.timetable.services import Place, mark_items, move_item, park_item, swap_items, undo_change
from yunhui.features.timetable.web.editor import address_of, editor_context, page_context, panel_of, whole
from yunhui.features.timetable.web.reasons import broken_words
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page

Act = Callable[[Stage], Timetable]


@page(holds(Role.OFFICE), "POST")
def move(request: Request, timetable_id: UUID) -> HttpResponse:
    """Put an item somewhere: `place` is day|hall|time, or three fields for a browser without scripts."""
    wanted = request.POST.get("item", "")

    def act(stage: Stage) -> Timetable:
        to = _place(request, stage.setting.zone)
        return move_item(
            actor=request.actor, timetable_id=timetable_id, edits=_edits(request), item=wanted, to=to, stage=stage
        )

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def swap(request: Request, timetable_id: UUID) -> HttpResponse:
    """Let an item and an `other` take each other's place."""
    wanted, other = request.POST.get("item", ""), request.POST.get("other", "")

    def act(stage: Stage) -> Timetable:
        return swap_items(
            actor=request.actor,
            timetable_id=timetable_id,
            edits=_edits(request),
            item=wanted,
            other=other,
            stage=stage,
        )

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def park(request: Request, timetable_id: UUID) -> HttpResponse:
    """Put an item aside."""
    wanted = request.POST.get("item", "")

    def act(stage: Stage) -> Timetable:
        return park_item(
            actor=request.actor, timetable_id=timetable_id, edits=_edits(request), item=wanted, stage=stage
        )

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def mark(request: Request, timetable_id: UUID) -> HttpResponse:
    """Pin, unpin, lock or unlock an item (`kind`), or `lock` or `unlock` a hall's day or a whole day: the field's value
    is day|hall, or the day alone."""
    wanted, typed = request.POST.get("item", ""), request.POST
    kind = typed.get("kind") or next((one for one in (ChangeKind.LOCK, ChangeKind.UNLOCK) if typed.get(one)), "")

    def act(stage: Stage) -> Timetable:
        items = [wanted] if wanted else _in_column(timetable_id, stage, typed.get(kind, ""))
        return mark_items(actor=request.actor, timetable_id=timetable_id, edits=_edits(request), kind=kind, items=items)

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def undo(request: Request, timetable_id: UUID) -> HttpResponse:
    """Take the newest step back."""

    def act(stage: Stage) -> Timetable:
        return undo_change(actor=request.actor, timetable_id=timetable_id, edits=_edits(request), stage=stage)

    return _changed(request, timetable_id, act, "")


def _changed(request: Request, timetable_id: UUID, act: Act, wanted: str) -> HttpResponse:
    """Carry a command out and show the table again; a refusal stands on the page with what was asked for."""
    actor = request.actor
    sheet = sheet_for(actor, timetable_id)
    stage = stage_of(sheet.call, sheet.frame)
    problem: dict[str, Any] = {}
    refused: ConflictError | None = None
    status = 200
    changed = timetable_id
    try:
        changed = act(stage).pk
    except ConflictError as error:
        refused, status = error, 422
    except ChangedMeanwhileError as error:
        when = formats.moment(error.at, actor.language, actor.zone) if error.at else ""
        who = _("{name} was the last, at {time}.").format(name=error.by or _("The office"), time=when)
        problem = {"problem": str(error.message), "problem_lines": [who] if when else []}
        status = 409
    except DomainError as error:
        if error.status in (403, 404):
            raise
        problem, status = {"problem": str(error.message)}, error.status
    if status in (200, 409):
        sheet = sheet_for(actor, changed)
    if status == 200 and "HX-Request" not in request.headers:
        kept = {key: request.POST.get(key, "") for key in ("day", "halls")}
        return HttpResponseRedirect(address_of(sheet.timetable, item=wanted, **kept))
    desk = desk_of(sheet.timetable, actor.language, stage)
    if refused is not None:
        problem = _refused(desk, refused, wanted)
    context = editor_context(request, sheet, desk, **problem)
    if "HX-Request" in request.headers:
        # htmx puts 200 and 422 in place; the page says itself that nothing was changed, and asks for the panel anew.
        return render(request, "timetable/parts/editor.html", context, status=422 if problem else 200)
    if wanted and wanted in desk.trying.items:
        context["panel"] = panel_of(desk, wanted, request)
    return render(request, "timetable/building.html", context | page_context(request, sheet.call), status=status)


def _refused(desk: Desk, error: ConflictError, wanted: str) -> dict[str, Any]:
    """What the page says of a place that breaks rules; of two that are swapped, which of them may not go there."""
    names = {item: desk.trying.items[item].name for item in (wanted, error.trial.placement.item)}
    lines = broken_words(desk, error.trial)
    if len(names) > 1:
        lines = [_("{item}: {reason}").format(item=names[error.trial.placement.item], reason=line) for line in lines]
    return {"problem": _("“{item}” stays where it is.").format(item=names[wanted]), "problem_lines": lines}


def _place(request: Request, zone: str) -> Place:
    """The place that a form names: day|hall|time, or day|hall and the time apart.

    Raises:
        DomainError: `no_place`.
    """
    typed = request.POST
    parts = (typed.get("place") or f"{typed.get('hall', '')}|{typed.get('at', '')}").split("|")
    try:
        day, room, at = parts
        start = datetime.combine(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    except ValueError:
        raise DomainError("no_place", _("Choose a hall and a time, e.g. 09:15.")) from None
    return Place(room, start)


def _in_column(timetable_id: UUID, stage: Stage, column: str) -> list[str]:
    day, _bar, room = column.partition("|")
    placed = placements_of(slots_of(timetable_id, stage.halls), stage.setting.zone)
    return [one.item for one in placed if one.day == day and room in ("", one.room)]


def _edits(request: Request) -> int:
    return whole(request.POST.get("edits", ""), -1)
