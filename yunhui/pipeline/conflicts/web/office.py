"""The ledger of a call's conflicts for the talent office and the panel leader: what was seen, what they make of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.applications.selectors import submitted_in
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.conflicts.enums import ConflictSource, ConflictState, Where
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.conflicts.ports import CallExpert, naming_for
from yunhui.pipeline.conflicts.selectors import conflict_for, conflicts_of_call, counted_by_state, experts_by_name
from yunhui.pipeline.conflicts.services import NOTE_LENGTH, declare_conflict, resolve_conflict
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

STAFF = (Role.OFFICE, Role.CHAIR)
ON_A_PAGE = 50
# What the office can enter besides what it calls by no other name.
_ENTERED = (
    ConflictSource.MANUAL,
    ConflictSource.FAMILY,
    ConflictSource.ORGANISATION,
    ConflictSource.SUPERVISOR,
    ConflictSource.COAUTHOR,
    ConflictSource.FIRM,
    ConflictSource.OFFICER,
)


@page(holds(*STAFF))
def conflicts(request: Request, code: str) -> HttpResponse:
    """What was declared and computed, by what the office has made of it."""
    actor = request.actor
    call = call_for(actor, code, inside=True)
    counts = counted_by_state(actor, call)
    state = request.GET.get("state", "")
    state = state if state in ConflictState.values else ConflictState.OPEN
    found = Paginator(conflicts_of_call(actor, call).filter(state=state), ON_A_PAGE)
    found.count = counts.get(state, 0)
    shown = found.get_page(request.GET.get("page"))
    names = naming_for(actor, call)
    context = {
        **_frame(call, actor),
        "title": _("Conflicts of interest"),
        "tabs": [
            Tab(f"?state={one.value}", str(one.label), counts.get(one.value, 0), one.value == state)
            for one in ConflictState
        ],
        "page": shown,
        "rows": [_row(one, actor, names) for one in shown.object_list],
        "said": _said(request.GET.get("done", "")),
    }
    return render(request, "conflicts/ledger.html", context)


@page(holds(*STAFF), "GET", "POST")
def conflict(request: Request, code: str, conflict_id: int) -> HttpResponse:
    """One conflict: what stands on the expert's side, what on the project's, and the decision."""
    actor = request.actor
    call = call_for(actor, code, inside=True)
    row = conflict_for(actor, call, conflict_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
            resolve_conflict(actor=actor, conflict_id=row.pk, state=state, reason=reason)
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"/w/calls/{code}/conflicts/?done={state}")
    field = Field(
        name="reason",
        label=_("Reason"),
        kind="textarea",
        rows=3,
        value=request.POST.get("reason", row.resolution),
        error=errors.get("reason", "") or errors.get("state", ""),
        help=_("Needed where you dismiss it. The log keeps it; neither expert nor applicant reads it."),
        limit=NOTE_LENGTH,
    )
    context = {
        **_frame(call, actor),
        "title": _("A conflict of interest"),
        "one": _row(row, actor, naming_for(actor, call)),
        "fields": [field],
    }
    return render(request, "conflicts/conflict.html", context, status=422 if errors else 200)


@page(holds(*STAFF), "GET", "POST")
def enter(request: Request, code: str) -> HttpResponse:
    """Enter a conflict that the office knows of: a project by its number, an expert by name."""
    actor = request.actor
    call = call_for(actor, code, inside=True)
    conflicts_of_call(actor, call)  # who does not keep the ledger learns nothing of it
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "expert", "source", "note")}
    errors: dict[str, str] = {}
    matches = experts_by_name(actor, call, typed["expert"]) if typed["expert"] else []
    if request.method == "POST":
        try:
            application = _application(actor, call, typed["number"])
            expert = _chosen(matches, request.POST.get("who", ""), typed["expert"])
            source = typed["source"] if typed["source"] in _ENTERED else ConflictSource.MANUAL
            declare_conflict(actor=actor, expert=expert, application=application, source=source, note=typed["note"])
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"/w/calls/{code}/conflicts/?done=entered")
    fields = [
        Field(name="number", label=_("Number of the project"), value=typed["number"], error=errors.get("number", ""),
              required=True),
        Field(name="expert", label=_("Name of the expert"), value=typed["expert"], error=errors.get("expert", ""),
              required=True),
        *([Field(name="who", label=_("Which of them"), kind="choices", error="",
                 choices=[Choice(str(one.pk), one.person.name, str(one.person.organisation or "")) for one in matches])]
          if len(matches) > 1 else []),
        Field(name="source", label=_("Kind"), kind="select", value=typed["source"] or ConflictSource.MANUAL,
              choices=[(one.value, str(one.label)) for one in _ENTERED], error=""),
        Field(name="note", label=_("What the conflict is"), kind="textarea", rows=3, value=typed["note"],
              error=errors.get("note", ""), limit=NOTE_LENGTH, required=True),
    ]  # fmt: skip
    context = {**_frame(call, actor), "title": _("Enter a conflict"), "fields": fields}
    return render(request, "conflicts/enter.html", context, status=422 if errors else 200)


def evidence_words(line: Mapping[str, Any], expert: str, *, named: bool = True) -> str:
    """A line of the evidence as a sentence; what stands on the side of an expert who is not named is left out."""
    where = str(Where(line["where"]).label) if line.get("where") in Where.values else ""
    theirs = (line.get("expert") if named else "") or expert
    until = _(" (until {year})").format(year=line["until"]) if line.get("until") else ""
    return _("Expert: {theirs}{until} — project: {ours} ({where})").format(
        theirs=theirs, until=until, ours=line.get("project", ""), where=where
    )


def _row(one: Conflict, actor: Actor, names: CallExpert) -> dict[str, Any]:
    name = names(one.expert)
    return {
        "row": one,
        "url": f"{one.pk}/",
        "expert": name,
        "title": name_of(one.application, actor.language),
        "source": one.get_source_display(),
        "evidence": [evidence_words(line, name, named=name == one.expert.person.name) for line in one.evidence],
        "doubt": "" if one.is_sure or one.state != ConflictState.OPEN else _("Looks like a conflict. Is it one?"),
    }


def _frame(call: Call, actor: Actor) -> dict[str, Any]:
    return {
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "home": f"/w/calls/{call.code}/conflicts/",
    }


def _said(done: str) -> str:
    return {
        "confirmed": _("Confirmed: the expert does not judge this project."),
        "dismissed": _("Dismissed: the expert can judge this project."),
        "entered": _("Entered. It stands at once; an open task of the expert is taken back."),
    }.get(done, "")


def _application(actor: Actor, call: Call, number: str) -> Application:
    rows = submitted_in(actor, call).select_related("call")
    found = rows.filter(number=int(number)).first() if number.isdecimal() and len(number) < 8 else None
    if found is None:
        raise InvalidError([Problem("number", "unknown", _("No project of this call has this number."))])
    return found


def _chosen(matches: list[Any], who: str, text: str) -> Any:
    try:
        chosen = UUID(who)
    except ValueError:
        chosen = None
    found = [one for one in matches if one.pk == chosen] if chosen else matches
    if len(found) == 1:
        return found[0]
    words = _("Choose one of those below.") if found else _("No expert of the library has this name.")
    raise InvalidError([Problem("expert", "unknown" if text else "required", words)])
