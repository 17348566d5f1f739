"""The workbench's first page: what do I do next, by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.selectors import answers_of_calls
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.selectors import Work, work_in
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.selectors.proposals import Proposal, proposals_in
from yunhui.pipeline.review.selectors import sheets_of_calls
from yunhui.portal.words import listed
from yunhui.ui.page import Request, page, signed_in

# Where everybody else has their work; the first that fits.
_ELSEWHERE = (
    (Role.BOARD, "/w/offers/"),
    (Role.EXPERT, "/w/reviews/"),
    (Role.SYSTEM_ADMIN, "/w/accounts/"),
    (Role.SECURITY_ADMIN, "/w/accounts/"),
    (Role.AUDIT_ADMIN, "/w/audit/"),
)
_NOTHING = Work(0, 0, None)


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what to do, how it stands, by when, where; `is_mine` where the reader is the one who acts."""

    what: str
    how: str
    url: str
    due_at: datetime | None = None
    is_mine: bool = False


_NO_TASK = Task("", "", "")


@page(signed_in)
def today(request: Request) -> HttpResponse:
    """The day of the office, its director and the panel leader; everybody else goes to where their work is."""
    actor = request.actor
    if not actor.has(*STAFF):
        target = next((url for role, url in _ELSEWHERE if actor.has(role)), "/my/")
        return HttpResponseRedirect(target)
    calls = list(
        calls_inside(actor).filter(state=CallState.PUBLISHED).annotate(**answers_of_calls(), **sheets_of_calls())
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


def tasks_of(actor: Actor, call: Any, stages: dict[str, Work], proposal: Proposal | None) -> list[Task]:
    """The rows of one call, in the order of its stages; `call` carries the counts of answers and sheets."""
    found = [
        _screening(actor, call, stages.get("screening", _NOTHING)),
        _docking(call, stages.get("docking", _NOTHING)),
        _review(actor, call, stages.get("review", _NOTHING)),
        _decision(actor, call, stages, proposal),
        _notice(call, stages.get("notice", _NOTHING)),
    ]
    return [task for task in found if task]


def _screening(actor: Actor, call: Call, work: Work) -> Task | None:
    owed = ngettext("%(n)d waits for its applicant", "%(n)d wait for their applicants", work.owed) % {"n": work.owed}
    if not work.count:
        return Task(owed, _("Your clock stands still."), f"/w/calls/{call.code}/?check=returned") if work.owed else None
    what = ngettext("Check %(n)d form", "Check %(n)d forms", work.count) % {"n": work.count}
    how = _("%(n)d past their working days") % {"n": work.late} if work.late else _("Nothing is late.")
    if work.owed:
        how = listed((how.rstrip(".。"), owed), actor.language)
    return Task(what, how, f"/w/calls/{call.code}/?check=open", work.due_at, actor.has(Role.OFFICE))


def _docking(call: Any, work: Work) -> Task | None:
    if not call.awaited:
        return None
    what = ngettext("%(n)d answer of host areas awaited", "%(n)d answers of host areas awaited", call.awaited)
    how = _("%(n)d were not answered in time") % {"n": call.lapsed} if call.lapsed else _("None has lapsed.")
    return Task(what % {"n": call.awaited}, how, f"/w/calls/{call.code}/?stage=docking", work.due_at)


def _review(actor: Actor, call: Any, work: Work) -> Task | None:
    if not work.count:
        return None
    url = f"/w/calls/{call.code}/?stage=review"
    if not call.sheets_open:
        how = ngettext("%(n)d application waits for them", "%(n)d applications wait for them", work.count)
        return Task(_("Assign experts"), how % {"n": work.count}, url, work.due_at, actor.has(Role.OFFICE))
    what = ngettext("%(n)d score sheet open", "%(n)d score sheets open", call.sheets_open) % {"n": call.sheets_open}
    how = ngettext("with %(n)d expert", "with %(n)d experts", call.experts_open) % {"n": call.experts_open}
    is_mine = bool(work.late) and actor.has(Role.CHAIR)  # who is late is reminded by whoever leads the panel
    return Task(what, how, f"/w/calls/{call.code}/progress/", work.due_at, is_mine)


def _decision(actor: Actor, call: Call, stages: dict[str, Work], proposal: Proposal | None) -> Task | None:
    url = f"/w/calls/{call.code}/ranking/"
    if proposal:
        what = _("Sign batch %(number)d") if not proposal.is_signed else _("Batch %(number)d waits for a second person")
        how = _("%(n)d of 2 have signed") % {"n": proposal.signatures}
        signs = actor.has(Role.CHAIR, Role.APPROVER) and not proposal.is_signed
        return Task(what % {"number": proposal.number}, how, url, None, signs)
    ready, before = stages.get("decision", _NOTHING), [stages.get(one, _NOTHING).count for one in ("docking", "review")]
    if not ready.count or any(before):
        return None
    how = ngettext(
        "%(n)d application has been through both gates", "%(n)d applications have been through both gates", ready.count
    )
    return Task(_("Propose the list"), how % {"n": ready.count}, url, ready.due_at, actor.has(Role.CHAIR, Role.OFFICE))


def _notice(call: Call, work: Work) -> Task | None:
    if not work.count:
        return None
    how = _("the list is public until then")
    what = ngettext("%(n)d project on public notice", "%(n)d projects on public notice", work.count)
    return Task(what % {"n": work.count}, how, f"/w/calls/{call.code}/?stage=notice", work.due_at)
