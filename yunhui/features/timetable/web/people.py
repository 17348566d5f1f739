"""Who takes part in an event: who was asked, who has answered, on whose behalf, and whose hours break the plan."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.features.timetable.enums import Mark, PersonKind
from yunhui.features.timetable.models import Participant
from yunhui.features.timetable.selectors.attendance import (
    Attendance,
    attendance_of,
    counts_of,
    participant_for,
    state_of,
)
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import (
    add_participant,
    ask_participants,
    end_participant,
    give_hours,
    list_participants,
    see_to_flag,
)
from yunhui.features.timetable.web.editor import home_of, page_context
from yunhui.features.timetable.web.when import days_to_mark, marks_in, part_of, zones_to_choose
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.kernel.i18n import pick
from yunhui.kernel.ids import uuids_among
from yunhui.parties.selectors import boards
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page, pressed
from yunhui.ui.tags.lists import Tab

_LIGHTS = {
    "flagged": ("r", gettext_lazy("breaks the plan")),
    "answered": ("g", gettext_lazy("answered")),
    "waiting": ("half", gettext_lazy("asked")),
    "unasked": ("ring", gettext_lazy("not asked yet")),
}
_FIELDS = ("kind", "name", "email", "zone", "language", "role", "project", "board", "group", "session")


@page(holds(Role.OFFICE), "GET", "POST")
def people(request: Request, code: str) -> HttpResponse:
    """The list with its commands: bring up to date, ask, remind, add."""
    call = call_for(request.actor, code, inside=True)
    if request.method != "POST":
        return _page(request, call)
    act, actor = pressed(request, "list", "ask", "remind", "add"), request.actor
    try:
        if act == "list":
            count = list_participants(actor=actor, call=call)
            done = f"listed-{count}"
        elif act == "ask":
            ids = uuids_among(request.POST.getlist("who"))
            if not ids:
                list_participants(actor=actor, call=call)
            done = f"asked-{ask_participants(actor=actor, call=call, ids=ids or None)}"
        elif act == "remind":
            done = f"asked-{ask_participants(actor=actor, call=call, again=True)}"
        else:
            given = {name: request.POST.get(name, "") for name in _FIELDS}
            add_participant(actor=actor, call=call, kind=given["kind"], given=given)
            done = "added"
    except InvalidError as error:
        return _page(request, call, typed=request.POST.dict(), problems=error)
    return HttpResponseRedirect(f"{home_of(call)}people?done={done}")


@page(holds(Role.OFFICE), "GET", "POST")
def person(request: Request, participant_id: UUID) -> HttpResponse:
    """One of them: their hours as they gave them, to be entered on their behalf, or taken out."""
    row = participant_for(request.actor, participant_id)
    actor, home = request.actor, f"{home_of(row.call)}people"
    refusal = ""
    marks: Mapping[str, str] | None = None
    if request.method == "POST":
        act = pressed(request, "hours", "seen", "end")
        try:
            if act == "hours":
                marks = marks_in(request.POST.dict())
                note = request.POST.get("note", "")
                give_hours(actor=actor, participant_id=row.pk, marks=marks, note=note)
                return HttpResponseRedirect(f"{home}?done=kept")
            if act == "seen":
                see_to_flag(actor=actor, participant_id=row.pk)
                return HttpResponseRedirect(f"{home}?done=seen")
            end_participant(actor=actor, participant_id=row.pk)
            return HttpResponseRedirect(f"{home}?done=ended")
        except DomainError as error:
            if error.status in (403, 404):
                raise
            refusal = str(error.message)
    language = actor.language
    context = {
        **page_context(request, row.call),
        "title": row.name,
        "home": home,
        "row": row,
        "refusal": refusal,
        "part": part_of(row, language),
        "light": _LIGHTS[state_of(row)],
        "clock": formats.clock_name(row.zone, language),
        "venue": formats.clock_name(row.call.venue_zone, language),
        "days": days_to_mark(row, row.zone, language, marks),
        "marks": [(str(mark), str(mark.label)) for mark in Mark],
        "note": request.POST.get("note", row.note),
        "may_end": row.kind != PersonKind.SPEAKER,
    }
    return render(request, "timetable/person.html", context, status=409 if refusal else 200)


def _page(
    request: Request, call: Call, typed: Mapping[str, str] | None = None, problems: InvalidError | None = None
) -> HttpResponse:
    language = request.actor.language
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = attendance_of(request.actor, call, kind, state)
    setting = setting_of(call)
    total = sum(found.by_kind.values())
    context: dict[str, Any] = {
        **page_context(request, call),
        "title": _("Who can when"),
        "home": home_of(call),
        "call": call,
        "rows": [_row(row, language) for row in found.rows],
        "total": total,
        "asked": found.asked,
        "answered": found.answered,
        "flagged": found.flagged,
        "unasked": total - found.asked,
        "waiting": found.asked - found.answered,
        "answer_by": setting.answer_by,
        "tabs": [
            Tab("?", _("All"), total, not kind and not state),
            *(
                Tab(f"?kind={one}", str(one.label), found.by_kind[one], kind == one)
                for one in PersonKind
                if one in found.by_kind
            ),
            *(
                [Tab("?state=flagged", _("Breaks the plan"), found.flagged, state == "flagged")]
                if found.flagged
                else []
            ),
            *([Tab("?state=waiting", _("No answer yet"), None, state == "waiting")] if found.asked else []),
        ],
        "done": _done(request.GET.get("done", "")),
        "typed": typed or {},
        "errors": {one.field: str(one.message) for one in problems.problems} if problems else {},
        "kinds": [(str(one), str(one.label)) for one in PersonKind if one != PersonKind.SPEAKER],
        "zones": zones_to_choose(language, call.venue_zone),
        "areas": [(str(board.pk), pick(board, "name", language)) for board in boards()],
        "groups": [(group.key, pick(group, "name", language)) for group in call.groups.all()],
        "sessions": [
            (
                one.key,
                f"{formats.day(one.day, language)} {one.opens:%H:%M}–{one.closes:%H:%M}, "
                + next((pick(room, "name", language) for room in setting.rooms if room.key == one.room), one.room),
            )
            for one in setting.sessions
        ],
    }
    return render(request, "timetable/people.html", context, status=422 if problems else 200)


def _state_tabs(found: Attendance, state: str) -> list[Tab]:
    flagged = Tab("?state=flagged", _("Breaks the plan"), found.flagged, state == "flagged")
    waiting = Tab("?state=waiting", _("No answer yet"), None, state == "waiting")
    return [*([flagged] if found.flagged else []), *([waiting] if found.asked else [])]


def _row(row: Participant, language: str) -> dict[str, Any]:
    counts = counts_of(row)
    parts = []
    if counts[Mark.CANNOT]:
        parts.append(
            ngettext("cannot in {n} stretch", "cannot in {n} stretches", counts[Mark.CANNOT]).format(
                n=counts[Mark.CANNOT]
            )
        )
    if counts[Mark.RATHER_NOT]:
        words = ngettext(
            "would rather not in {n} stretch", "would rather not in {n} stretches", counts[Mark.RATHER_NOT]
        )
        parts.append(words.format(n=counts[Mark.RATHER_NOT]))
    if row.answered_at and not parts:
        parts.append(_("can at every hour"))
    return {
        "pk": row.pk,
        "name": row.name,
        "part": part_of(row, language),
        "role": row.role,
        "clock": formats.clock_name(row.zone, language),
        "light": _LIGHTS[state_of(row)],
        "hours": _("; ").join(parts),
        "note": row.note,
        "at": row.answered_at or row.asked_at,
        "by": row.answered_by.name if row.answered_by else "",
        "reachable": bool(row.email or row.user_id),
    }


def _done(done: str) -> str:
    what, _dash, number = done.partition("-")
    count = int(number) if number.isdecimal() else 0
    if what == "listed":
        return ngettext("{n} person came onto the list.", "{n} people came onto the list.", count).format(n=count)
    if what == "asked":
        return ngettext("{n} letter is on its way.", "{n} letters are on their way.", count).format(n=count)
    words = {
        "added": _("Added. Ask them when you are ready."),
        "kept": _("Their hours are kept; the log says that you entered them."),
        "seen": _("Noted."),
        "ended": _("Taken out."),
    }
    return words.get(what, "")
