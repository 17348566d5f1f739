"""The workbench's first page: what do I do next, by when."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.selectors import answers_of_calls
from yunhui.features.rehearsal.selectors.waiting import rehearsals_of_calls
from yunhui.features.timetable.selectors.confirmations import hours_of_calls
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.selectors import work_in
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.selectors.proposals import proposals_in
from yunhui.pipeline.decisions.selectors.vacancies import places_of_calls
from yunhui.pipeline.objections.selectors import objections_of_calls
from yunhui.pipeline.review.selectors import sheets_of_calls
from yunhui.portal.todo import Task, tasks_of
from yunhui.ui.page import Request, page, signed_in

# Where everybody else has their work; the first that fits.
_ELSEWHERE = (
    (Role.BOARD, "/w/offers/"),
    (Role.EXPERT, "/w/reviews/"),
    (Role.SYSTEM_ADMIN, "/w/accounts/"),
    (Role.SECURITY_ADMIN, "/w/accounts/"),
    (Role.AUDIT_ADMIN, "/w/audit/"),
)
_NO_TASK = Task("", "", "")


@page(signed_in)
def today(request: Request) -> HttpResponse:
    """The day of the office, its director and the panel leader; everybody else goes to where their work is."""
    actor = request.actor
    if not actor.has(*STAFF):
        target = next((url for role, url in _ELSEWHERE if actor.has(role)), "/my/")
        return HttpResponseRedirect(target)
    calls = list(
        calls_inside(actor)
        .filter(state=CallState.PUBLISHED)
        .annotate(
            **answers_of_calls(),
            **sheets_of_calls(),
            **places_of_calls(),
            **objections_of_calls(),
            **hours_of_calls(),
            **rehearsals_of_calls(),
        )
    )
    work, proposals = work_in(actor, calls), proposals_in(actor, calls)
    shown, mine = list[dict[str, Any]](), list[Task]()
    for call in calls:
        stages = {kind: one for (call_id, kind), one in work.items() if call_id == call.pk}
        tasks = tasks_of(actor, call, stages, proposals.get(call.pk))
        shown.append({"title": pick(call, "title", actor.language), "url": f"/w/calls/{call.code}/", "tasks": tasks})
        mine += [task for task in tasks if task.is_mine]
    shown.sort(key=lambda one: min(map(_urgency, one["tasks"]), default=_urgency(_NO_TASK)))
    context = {"title": _("Today"), "calls": shown, "mine": len(mine), "first": min(mine, key=_urgency, default=None)}
    return render(request, "portal/today.html", context)


def _urgency(task: Task) -> tuple[bool, bool, datetime]:
    return (not task.is_mine, task.due_at is None, task.due_at or clock.now())
