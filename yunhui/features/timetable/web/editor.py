"""Building a timetable by hand: the table, and one item with its places. Works without scripts."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.trying import Trial
from yunhui.features.timetable.enums import ChangeKind, TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.selectors.desks import EDITABLE, Desk, desk_of
from yunhui.features.timetable.selectors.sheets import Sheet, sheet_for
from yunhui.features.timetable.selectors.stages import stage_of
from yunhui.features.timetable.web.grid import MOST, block_of, columns_of, grid_of
from yunhui.features.timetable.web.proof import TAGS, proof_of
from yunhui.features.timetable.web.reasons import bill_words, broken_words, change_words, paid_words
from yunhui.features.timetable.web.words import Reading
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
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
    desk = desk_on(request, timetable_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address_of(desk.timetable, item=request.GET.get("item", "")))
    return render(request, "timetable/parts/item.html", panel_of(desk, request.GET.get("item", ""), request))


@page(holds(Role.OFFICE))
def places(request: Request, timetable_id: UUID) -> HttpResponse:
    """For one item: every place of the halls that are shown, whether it is free, what it changes, and why not."""
    desk = desk_on(request, timetable_id)
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
    return JsonResponse({"places": found, "edits": desk.timetable.edits})


def desk_on(request: Request, timetable_id: UUID) -> Desk:
    """A version laid out for the officer who asks: four queries.

    Raises:
        NotFoundError: there is none for them.
    """
    sheet = sheet_for(request.actor, timetable_id)
    return desk_of(sheet.timetable, request.actor.language, stage_of(sheet.call, sheet.frame))


def editor_context(request: Request, sheet: Sheet, desk: Desk, **more: Any) -> dict[str, Any]:
    """What the editor's part of the page needs: no query beyond those of the sheet and the desk."""
    actor, row, call = request.actor, desk.timetable, sheet.call
    reading = Reading(actor.language, actor.zone, call.venue_zone)
    typed = request.GET if request.method == "GET" else request.POST
    grid = grid_of(desk, reading, _day(typed.get("day", "")), whole(typed.get("halls", "")))
    bill = price(desk.plan, desk.placements)
    lines = [words for words in (bill_words(desk, line) for line in bill.lines) if words]
    step = sheet.step if row.state in EDITABLE else None
    may_build = bool(can_build(actor, call))
    return {
        "call": call,
        "timetable": row,
        "desk": desk,
        "grid": grid,
        "may_build": may_build,
        "editable": may_build and row.state in (*EDITABLE, TimetableState.PUBLISHED),
        "waiting": [_waiting(desk, item) for item in desk.waiting],
        "burdens": bill.total,
        "bill": lines,
        "last_step": f"{ChangeKind(step['kind']).label}: {_names(desk, step['after'])}" if step else "",
        "halls": [
            (one.key, f"{one.day_name}, {one.room_name}") for one in columns_of(desk.stage.setting, actor.language)
        ],
        "proof": "" if row.status == "manual" else proof_of(row, actor.language),
        "state_tag": TAGS.get(TimetableState(row.state), ""),
        "publish_url": f"{home_of(call)}publish",
        "scenarios": sheet.scenarios,
        "shown": str(row.pk),
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
        "partners": [] if slot is None or slot.is_locked else _partners(desk, wanted),
        "other": request.POST.get("other", ""),
        "editable": desk.timetable.state in (*EDITABLE, TimetableState.PUBLISHED),
    }


def _partners(desk: Desk, wanted: str) -> list[tuple[str, str]]:
    """The items whose place it may ask for; in a large event those of its hall on its day and of its group."""
    here, group = desk.trying.at[wanted], desk.trying.items[wanted].group
    is_large = len(columns_of(desk.stage.setting, desk.language)) > MOST
    halls = {room.key: pick(room, "name", desk.language) for room in desk.stage.setting.rooms}
    found = []
    for one in desk.placements:
        item_ = desk.trying.items[one.item]
        is_near = (one.day, one.room) == (here.day, here.room) or (group is not None and item_.group == group)
        if one.item == wanted or desk.by_item[one.item].is_locked or (is_large and not is_near):
            continue
        when = formats.moment(one.start, desk.language, desk.stage.setting.zone)
        found.append((one.item, f"{item_.name} ({when}, {halls.get(one.room, one.room)})"))
    return found


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


def page_context(request: Request, call: Call) -> dict[str, Any]:
    """Head and rail of the page around the editor."""
    return {
        "call_name": pick(call, "title", request.actor.language),
        "call_url": "/w/calls/",
        "title": _("Timetable"),
    }


def _waiting(desk: Desk, item: str) -> dict[str, str]:
    project = desk.stage.projects.get(item)
    group = pick(project.group, "name", desk.language) if project and project.group else _("Host area presents")
    return {"id": item, "title": desk.trying.items[item].name, "detail": group}


def _names(desk: Desk, states: list[dict[str, Any]]) -> str:
    names = [desk.trying.items[one["item"]].name for one in states if one["item"] in desk.trying.items]
    more = len(names) - 2
    shown = _(", ").join(names[:2])
    return f"{shown} +{more}" if more > 0 else shown


def whole(text: str, default: int = 0) -> int:
    """A number as a form sends it; the default for everything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
