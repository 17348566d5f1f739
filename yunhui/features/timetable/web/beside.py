"""What-ifs: copy the plan, compare, adopt, discard."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.decide.timetable.model import Placement
from yunhui.decide.timetable.moving import moves
from yunhui.decide.timetable.pricing import price
from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.rules.extending import More
from yunhui.features.timetable.selectors.desks import Desk, desk_of
from yunhui.features.timetable.selectors.drafts import newest_with_items, timetable_for
from yunhui.features.timetable.services import adopt_scenario, ask_solver, discard_scenario, start_scenario
from yunhui.features.timetable.web.editor import address_of, home_of, page_context
from yunhui.features.timetable.web.reasons import bill_words
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page


@dataclass(frozen=True, slots=True)
class Moved:
    """One item that the what-if has elsewhere; an empty side is "put aside"."""

    title: str
    before: str
    after: str
    people: str


@page(holds(Role.OFFICE), "POST")
def start(request: Request, timetable_id: UUID) -> HttpResponse:
    """Copy the plan under a name; with `more` it has one more hall or session, and is built anew at once."""
    row = timetable_for(request.actor, timetable_id)
    more = next((one for one in More if one == request.POST.get("more")), None)
    usual = {More.HALL: _("One more hall"), More.SESSION: _("One more session"), None: _("What if")}
    name = request.POST.get("name", "").strip() or usual[more]
    made = start_scenario(actor=request.actor, timetable_id=row.pk, name=name[:80], more=more)
    if more is None:
        return HttpResponseRedirect(address_of(made))
    ask_solver(actor=request.actor, call=row.call, base=made, scenario=made.name)
    return HttpResponseRedirect(home_of(row.call))


@page(holds(Role.OFFICE), "POST")
def improve(request: Request, timetable_id: UUID) -> HttpResponse:
    """Let the solver improve a what-if; the result takes its place."""
    row = timetable_for(request.actor, timetable_id)
    if row.state != TimetableState.SCENARIO:
        raise NotFoundError("what-if")
    ask_solver(actor=request.actor, call=row.call, base=row, scenario=row.name)
    return HttpResponseRedirect(home_of(row.call))


@page(holds(Role.OFFICE), "POST")
def adopt(request: Request, timetable_id: UUID) -> HttpResponse:
    """Make it the plan."""
    row = timetable_for(request.actor, timetable_id)
    adopt_scenario(actor=request.actor, timetable_id=row.pk)
    return HttpResponseRedirect(f"{home_of(row.call)}?done=adopted")


@page(holds(Role.OFFICE), "POST")
def discard(request: Request, timetable_id: UUID) -> HttpResponse:
    """Put it away."""
    row = timetable_for(request.actor, timetable_id)
    discard_scenario(actor=request.actor, timetable_id=row.pk)
    return HttpResponseRedirect(f"{home_of(row.call)}?done=discarded")


@page(holds(Role.OFFICE))
def compare(request: Request, timetable_id: UUID) -> HttpResponse:
    """A what-if beside the plan: burdens, moves, and the people whom they concern."""
    row = timetable_for(request.actor, timetable_id)
    plan = newest_with_items(row.call)
    if row.state != TimetableState.SCENARIO or plan is None:
        raise NotFoundError("what-if")
    plan.call = row.call
    language = request.actor.language
    one = desk_of(plan, language)
    other = desk_of(row, language, one.stage)
    found = [_moved(one, move.item, move.old, move.new) for move in moves(one.placements, other.placements)]
    context = {
        **page_context(request, row.call),
        "title": _("Compare: {name}").format(name=row.name),
        "home": home_of(row.call),
        "row": row,
        "plan": plan,
        "more": _more(other, one),
        "sides": [_side(_("The plan"), one), _side(row.name, other)],
        "moves": found,
        "people": sorted({name for move in found for name in move.people.split(_("; ")) if name}),
    }
    return render(request, "timetable/compare.html", context)


def _more(beside: Desk, plan: Desk) -> list[str]:
    """What the what-if has beyond the plan's set-up, in words."""
    setting, language = beside.stage.setting, beside.language
    halls = {room.key for room in plan.stage.setting.rooms}
    known = {session.key for session in plan.stage.setting.sessions}
    found = [pick(room, "name", language) for room in setting.rooms if room.key not in halls]
    for one in setting.sessions:
        if one.key not in known and one.room in halls:
            found.append(f"{formats.day(one.day, language)} {one.opens:%H:%M}–{one.closes:%H:%M}")
    return found


def _side(name: str, desk: Desk) -> dict[str, object]:
    bill = price(desk.plan, desk.placements)
    broken = sum(bool(desk.trying.trial(at).broken) for at in desk.placements)
    return {
        "name": name,
        "burdens": bill.total,
        "aside": len(desk.waiting),
        "broken": broken,
        "lines": [words for line in bill.lines if (words := bill_words(desk, line))],
    }


def _moved(desk: Desk, item: str, old: Placement | None, new: Placement | None) -> Moved:
    parts = desk.trying.items[item].people
    return Moved(
        title=desk.trying.items[item].name,
        before=_where(desk, old),
        after=_where(desk, new),
        people=_("; ").join(desk.trying.people[part.person].name for part in parts),
    )


def _where(desk: Desk, at: Placement | None) -> str:
    if at is None:
        return ""
    hall = next(
        (pick(room, "name", desk.language) for room in desk.stage.setting.rooms if room.key == at.room), at.room
    )
    return f"{formats.moment(at.start, desk.language, desk.stage.setting.zone)} · {hall}"
