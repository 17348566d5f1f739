"""The talent office's calls: all of them, and the applications of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import counted_by_state
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_make_call, can_run_call
from yunhui.pipeline.calls.selectors import calls_inside, stages_inside
from yunhui.portal.funnel import SELECTED
from yunhui.portal.next_step import MARKS
from yunhui.portal.roster.asked import Asked, hidden_of
from yunhui.portal.roster.chips import chips_of
from yunhui.portal.roster.columns import columns_for
from yunhui.portal.roster.counts import Counts
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.names import names_in
from yunhui.portal.roster.rows import drawn, look_of, page_of_rows
from yunhui.portal.roster.views import default_view_word
from yunhui.portal.words import listed
from yunhui.ui import formats
from yunhui.ui.charts import Step
from yunhui.ui.page import Request, holds, page

WIDE = 9  # more columns than this scroll sideways
_IN_PROGRESS = ApplicationState.IN_PROGRESS


@page(holds(*STAFF))
def calls(request: Request) -> HttpResponse:
    """The calls that the reader works on, each with its window and its applications by state."""
    rows = list(calls_inside(request.actor))
    counts = counted_by_state(request.actor, rows)
    shown = [_call_card(request.actor, call, counts.get(call.pk, {})) for call in rows]
    context = {"title": _("Calls"), "calls": shown, "may_make": bool(can_make_call(request.actor))}
    return render(request, "portal/office_calls.html", context)


@page(holds(*STAFF))
def call(request: Request, code: str) -> HttpResponse:
    """One call: its funnel, and the applications with what each of them waits for."""
    actor = request.actor
    scope, asked = Scope.of(actor, stages_inside(actor, code)), Asked.of(request.GET)
    columns = columns_for(actor, asked.cols)
    names = names_in(scope, asked, (column.key for column in columns))
    counts = Counts.of(scope, names, asked)
    context: dict[str, Any] = {
        "call": scope.call,
        "days": listed((formats.day(one, actor.language) for one in scope.call.event_days), actor.language),
        "steps": counts.strip(asked),
        "path": f"/w/calls/{code}/{asked.bare().url()}",
        "forms_waiting": counts.sums["screening"] if can_run_call(actor, scope.call) else 0,
        "unassigned": counts.sums["assigning"] if can_run_call(actor, scope.call) else 0,
    }
    if request.headers.get("HX-Target") == "funnel":
        return render(request, "portal/office_funnel.html", context)
    look = look_of(scope, names)
    found = page_of_rows(scope, asked, columns, request.GET.get("page", ""), counts.found)
    title = pick(scope.call, "title", actor.language)
    context |= {
        "title": f"{_('Applications')} · {title}",
        "call_name": title,
        "call_url": "/w/calls/",
        "asked": asked,
        "hidden": hidden_of(asked, "q", "open"),
        "sort": asked.sort or "due",
        "tabs": counts.tabs(asked),
        "chips": chips_of(scope, asked, names),
        "view": names.word("view", asked.view) if asked.view else default_view_word(asked),
        "without_all": asked.nothing().url(),
        "columns": columns,
        "is_dense": asked.rows == "dense",
        "is_wide": len(columns) > WIDE,
        "bare": asked.bare().url(),
        "page": found,
        "rows": drawn(found.object_list, columns, look, asked.open),
        "total": counts.sums["received"],
        "can_bulk": bool(can_run_call(actor, scope.call)),
        "legend": [(kind, str(state.label)) for state, kind in MARKS.items()],
        "stream_url": "/w/stream",
    }
    return render(request, "portal/office_call.html", context)


def _call_card(actor: Actor, call: Call, counts: Mapping[str, int]) -> dict[str, Any]:
    url, language, state = f"/w/calls/{call.code}/", actor.language, CallState(call.state)
    is_open = state == CallState.PUBLISHED and clock.is_within(clock.now(), call.opens_at, call.closes_at)
    states = (ApplicationState.RESERVE, ApplicationState.DECLINED, ApplicationState.WITHDRAWN)
    return {
        "url": url,
        "row": call,
        "title": pick(call, "title", language),
        "word": _("Open for applications") if is_open else state.label,
        "kind": "g" if is_open else "",
        "window": _window(actor, call),
        "days": listed(_with_year_once(call.event_days, language), language),
        "steps": [
            Step(_("Received"), sum(counts.values()), url),
            Step(str(_IN_PROGRESS.label), counts.get(_IN_PROGRESS, 0), f"{url}?state={_IN_PROGRESS}", rated=False),
            Step(_("Selected"), sum(counts.get(one, 0) for one in SELECTED), f"{url}?step=selected", rated=False),
            *(Step(str(one.label), counts.get(one, 0), f"{url}?state={one}", rated=False) for one in states),
        ],
    }


def _window(actor: Actor, call: Call) -> str:
    if call.opens_at is None or call.closes_at is None:
        return ""
    ends = formats.moment(call.closes_at, actor.language, actor.zone)
    days = [formats.local(at, actor.zone).date() for at in (call.opens_at, call.closes_at)]
    first, last = _with_year_once(days, actor.language)
    return f"{first} – {ends if days[0].year == days[1].year else last}"


def _with_year_once(days: list[date], language: str) -> list[str]:
    return [
        formats.day(one, language, year=not index or one.year != days[index - 1].year) for index, one in enumerate(days)
    ]
