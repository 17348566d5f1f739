"""Building a timetable by hand: the table, one item with its places, and the commands. Works without scripts."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.trying import Trial
from yunhui.features.timetable.enums import ChangeKind, TimetableState
from yunhui.features.timetable.errors import ChangedMeanwhileError, ConflictError
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors.desks import EDITABLE, Desk, desk_of
from yunhui.features.timetable.selectors.drafts import scenarios_of, timetable_for
from yunhui.features.timetable.services import (
    Place,
    mark_items,
    move_item,
    park_item,
    undo_change,
)
from yunhui.features.timetable.web.grid import MOST, block_of, columns_of, grid_of
from yunhui.features.timetable.web.proof import TAGS, proof_of
from yunhui.features.timetable.web.reasons import bill_words, broken_words, change_words, paid_words
from yunhui.features.timetable.web.words import Reading
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page

BEST = 6
NEAR = 4


def home_of(call: Call) -> str:
    """The address of a call's timetable."""
    return f"/w/calls/{call.code}/timetable/"


def address_of(row: Timetable, **more: str) -> str:
    """The editor on one version; a what-if is named, the plan is what one sees without a name."""
    query = {"beside": str(row.pk)} if row.state == TimetableState.SCENARIO else {}
    query |= {key: value for key, value in more.items() if value}
    return f"{home_of(row.call)}{'?' + urlencode(query) if query else ''}"


@page(holds(Role.OFFICE))
def item(request: Request, timetable_id: UUID) -> HttpResponse:
    """One item in the side panel: where it is, why not elsewhere, its best places, and every command as a form."""
    row = timetable_for(request.actor, timetable_id)
    desk = desk_of(row, request.actor.language)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address_of(row, item=request.GET.get("item", "")))
    return render(request, "timetable/parts/item.html", panel_of(desk, request.GET.get("item", ""), request))


@page(holds(Role.OFFICE))
def places(request: Request, timetable_id: UUID) -> HttpResponse:
    """For one item: every place of the halls that are shown, whether it is free, what it changes, and why not."""
    row = timetable_for(request.actor, timetable_id)
    desk = desk_of(row, request.actor.language)
    wanted = request.GET.get("item", "")
    if wanted not in desk.trying.items:
        raise NotFoundError("item")
    shown = [tuple(one.split("|")) for one in request.GET.getlist("c")][:12]
    found: dict[str, list[Any]] = {}
    for day, room in [one for one in shown if len(one) == 2]:
        for trial in desk.trying.everywhere(wanted, day=day, room=room):
            key = f"{day}|{room}|{trial.placement.start:%H:%M}"
            if trial.broken:
                found[key] = ["r", 0, " ".join(broken_words(desk, trial))]
            else:
                words = "; ".join([change_words(trial.change, desk.language), *paid_words(desk, trial)])
                found[key] = ["y" if trial.change > 0 else "g", trial.change, words]
    return JsonResponse({"places": found, "edits": row.edits})


@page(holds(Role.OFFICE), "POST")
def move(request: Request, timetable_id: UUID) -> HttpResponse:
    """Put an item somewhere: `place` is day|hall|time, or three fields for a browser without scripts."""
    wanted = request.POST.get("item", "")

    def act(row: Timetable) -> Timetable:
        to = _place(request, row)
        return move_item(actor=request.actor, timetable_id=row.pk, edits=_edits(request), item=wanted, to=to)

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def park(request: Request, timetable_id: UUID) -> HttpResponse:
    """Put an item aside."""
    wanted = request.POST.get("item", "")

    def act(row: Timetable) -> Timetable:
        return park_item(actor=request.actor, timetable_id=row.pk, edits=_edits(request), item=wanted)

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def mark(request: Request, timetable_id: UUID) -> HttpResponse:
    """Pin, unpin, lock or unlock an item, a hall's day, or a whole day (`column` is day|hall, or day alone)."""
    kind, wanted = request.POST.get("kind", ""), request.POST.get("item", "")

    def act(row: Timetable) -> Timetable:
        items = [wanted] if wanted else _in_column(row, request.POST.get("column", ""), request.actor.language)
        return mark_items(actor=request.actor, timetable_id=row.pk, edits=_edits(request), kind=kind, items=items)

    return _changed(request, timetable_id, act, wanted)


@page(holds(Role.OFFICE), "POST")
def undo(request: Request, timetable_id: UUID) -> HttpResponse:
    """Take the newest step back."""

    def act(row: Timetable) -> Timetable:
        return undo_change(actor=request.actor, timetable_id=row.pk, edits=_edits(request))

    return _changed(request, timetable_id, act, "")


def editor_context(request: Request, call: Call, row: Timetable, **more: Any) -> dict[str, Any]:
    """What the editor's part of the page needs: at most eight queries with those of the call."""
    actor = request.actor
    desk = more.pop("desk", None) or desk_of(row, actor.language)
    reading = Reading(actor.language, actor.zone, call.venue_zone)
    typed = request.GET if request.method == "GET" else request.POST
    grid = grid_of(desk, reading, _day(typed.get("day", "")), _whole(typed.get("halls", "")))
    bill = price(desk.plan, desk.placements)
    lines = [words for words in (bill_words(desk, line) for line in bill.lines) if words]
    last = row.steps.select_related("by").filter(undone_by=None).exclude(kind=ChangeKind.UNDO)
    step = last.order_by("-number").first() if row.state in EDITABLE else None
    return {
        "call": call,
        "timetable": row,
        "desk": desk,
        "grid": grid,
        "may_build": bool(can_build(actor, call)),
        "editable": bool(can_build(actor, call)) and row.state in (*EDITABLE, TimetableState.PUBLISHED),
        "waiting": [_waiting(desk, item) for item in desk.waiting],
        "burdens": bill.total,
        "bill": lines,
        "last_step": f"{ChangeKind(step.kind).label}: {_names(desk, step.after)}" if step else "",
        "halls": [
            (one.key, f"{one.day_name}, {one.room_name}") for one in columns_of(desk.stage.setting, actor.language)
        ],
        "proof": "" if row.status == "manual" else proof_of(row, actor.language),
        "state_tag": TAGS.get(TimetableState(row.state), ""),
        "publish_url": f"{home_of(call)}publish",
        "scenarios": scenarios_of(call),
        "is_beside": row.state == TimetableState.SCENARIO,
        "chosen": typed.get("item", ""),
        "days": [(day, formats.day(day, actor.language)) for day in desk.stage.setting.days] if grid.day else [],
        "parts": list(range(grid.pages)) if grid.pages > 1 else [],
        **more,
    }


def panel_of(desk: Desk, wanted: str, request: Request) -> dict[str, Any]:
    """One item with its people, its places and its commands.

    Raises:
        NotFoundError: the version has no such item.
    """
    if wanted not in desk.trying.items:
        raise NotFoundError("item")
    language, item_ = desk.language, desk.trying.items[wanted]
    reading = Reading(language, request.actor.zone, desk.stage.setting.zone)
    slot = desk.by_item.get(wanted)
    here = desk.trying.at.get(wanted)
    trial = desk.trying.trial(here) if here else None
    free = [one for one in _tried(desk, wanted) if one.free and (here is None or one.placement.seat != here.seat)]
    free.sort(key=lambda one: (one.change, one.placement.start))
    kept, seen = [], set[tuple[str, str]]()
    for one in free:  # one place of each session, the cheapest: five neighbours in a row are no choice
        block = next(
            block.session
            for block in desk.plan.blocks
            if (block.day, block.room) == (one.placement.day, one.placement.room)
            and block.start <= one.placement.start < block.end
        )
        if (block, one.placement.room) not in seen:
            seen.add((block, one.placement.room))
            kept.append(one)
    columns = {one.key: one for one in columns_of(desk.stage.setting, language)}
    people = [desk.trying.people[part.person] for part in item_.people]
    return {
        "timetable": desk.timetable,
        "item_id": wanted,
        "name": item_.name,
        "block": block_of(desk, slot, reading) if slot else None,
        "project": desk.stage.projects.get(wanted),
        "people": [
            (
                person.name,
                formats.moment(here.start, language, person.zone) if here else "",
                formats.clock_name(person.zone, language),
            )
            for person in people
        ],
        "broken": broken_words(desk, trial) if trial else [],
        "paid": paid_words(desk, trial) if trial else [],
        "best": [
            {
                "value": f"{one.placement.day}|{one.placement.room}|{one.placement.start:%H:%M}",
                "where": f"{columns[f'{one.placement.day}|{one.placement.room}'].day_name} {one.placement.start:%H:%M}",
                "hall": columns[f"{one.placement.day}|{one.placement.room}"].room_name,
                "change": one.change,
                "words": change_words(one.change, language),
            }
            for one in kept[:BEST]
        ],
        "halls": [(one.key, f"{one.day_name}, {one.room_name}") for one in columns.values()],
        "hall": f"{here.day}|{here.room}" if here else "",
        "at": f"{here.start:%H:%M}" if here else "",
        "editable": desk.timetable.state in (*EDITABLE, TimetableState.PUBLISHED),
    }


def _tried(desk: Desk, wanted: str) -> Iterator[Trial]:
    """The item at every place; in a large event only in the halls beside its own on its day, or in the first ones."""
    columns = columns_of(desk.stage.setting, desk.language)
    if len(columns) > MOST:
        here = desk.trying.at.get(wanted)
        of_day = [one for one in columns if one.day.isoformat() == (here.day if here else columns[0].day.isoformat())]
        index = next((n for n, one in enumerate(of_day) if here and one.room == here.room), 0)
        first = max(0, min(index - NEAR // 2, len(of_day) - NEAR))
        columns = of_day[first : first + NEAR]
    for column in columns:
        yield from desk.trying.everywhere(wanted, day=column.day.isoformat(), room=column.room)


def _changed(request: Request, timetable_id: UUID, act: Callable[[Timetable], Timetable], wanted: str) -> HttpResponse:
    """Carry a command out and show the table again; a refusal stands on the page with what was asked for."""
    row = timetable_for(request.actor, timetable_id)
    problem: dict[str, Any] = {}
    status = 200
    try:
        row = act(row)
    except ConflictError as error:
        desk = desk_of(row, request.actor.language)
        name = desk.trying.items[wanted].name
        problem = {
            "problem": _("“{item}” stays where it is.").format(item=name),
            "problem_lines": broken_words(desk, error.trial),
        }
        status = 422
    except ChangedMeanwhileError as error:
        when = formats.moment(error.at, request.actor.language, request.actor.zone) if error.at else ""
        who = _("{name} was the last, at {time}.").format(name=error.by or _("The office"), time=when)
        problem = {"problem": str(error.message), "problem_lines": [who] if when else []}
        status = 409
        row = timetable_for(request.actor, timetable_id)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        problem, status = {"problem": str(error.message)}, error.status
    if not problem and "HX-Request" not in request.headers:
        kept = {key: request.POST.get(key, "") for key in ("day", "halls")}
        return HttpResponseRedirect(address_of(row, item=wanted, **kept))
    context = editor_context(request, row.call, row, **problem)
    if wanted and wanted in context["desk"].trying.items:
        context["panel"] = panel_of(context["desk"], wanted, request)
    if "HX-Request" in request.headers:
        # htmx puts 200 and 422 in place; the page says itself that nothing was changed.
        return render(request, "timetable/parts/editor.html", context, status=422 if problem else 200)
    return render(request, "timetable/building.html", context | page_context(request, row.call), status=status)


def page_context(request: Request, call: Call) -> dict[str, Any]:
    """Head and rail of the page around the editor."""
    return {
        "call_name": pick(call, "title", request.actor.language),
        "call_url": "/w/calls/",
        "title": _("Timetable"),
    }


def _place(request: Request, row: Timetable) -> Place:
    """The place that a form names: day|hall|time, or day|hall and the time apart.

    Raises:
        DomainError: `no_place`.
    """
    typed = request.POST
    parts = (typed.get("place") or f"{typed.get('hall', '')}|{typed.get('at', '')}").split("|")
    try:
        day, room, at = parts
        start = datetime.combine(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(row.call.venue_zone))
    except ValueError:
        raise DomainError("no_place", _("Choose a hall and a time, e.g. 09:15.")) from None
    return Place(room, start)


def _in_column(row: Timetable, column: str, language: str) -> list[str]:
    day, _bar, room = column.partition("|")
    desk = desk_of(row, language)
    return [one.item for one in desk.placements if one.day == day and room in ("", one.room)]


def _waiting(desk: Desk, item: str) -> dict[str, str]:
    project = desk.stage.projects.get(item)
    group = pick(project.group, "name", desk.language) if project and project.group else _("Host area presents")
    return {"id": item, "title": desk.trying.items[item].name, "detail": group}


def _names(desk: Desk, states: list[dict[str, Any]]) -> str:
    names = [desk.trying.items[one["item"]].name for one in states if one["item"] in desk.trying.items]
    more = len(names) - 2
    shown = _(", ").join(names[:2])
    return f"{shown} +{more}" if more > 0 else shown


def _edits(request: Request) -> int:
    return _whole(request.POST.get("edits", ""), -1)


def _whole(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
