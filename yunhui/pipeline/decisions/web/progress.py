"""How far the review of a call is: what still waits and with whom, by group, by expert; and reminding those behind."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.notices.services import preview_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.selectors import work_in
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.selectors.experts import called, names_of_experts
from yunhui.pipeline.decisions.selectors.progress import ExpertRow, Tally, groups_for_staff, progress_by, with_minutes
from yunhui.pipeline.decisions.web.waiting import waiting_in
from yunhui.pipeline.review.services import remind_now, reminders_for
from yunhui.pipeline.review.services.reminding import LETTER
from yunhui.pipeline.review.services.telling import copy_of
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 50


@page(holds(*STAFF))
def progress(request: Request, code: str) -> HttpResponse:
    """The review of one call, by group and by expert; `?group=` narrows the experts."""
    actor, key = request.actor, request.GET.get("group", "")
    groups = groups_for_staff(actor, code)
    call, chosen = groups[0].call, next((one for one in groups if one.key == key), None)
    found = progress_by(groups, chosen.pk if chosen else None)
    shown = Paginator(found.experts, ON_A_PAGE).get_page(request.GET.get("page"))
    with_minutes(call.pk, shown.object_list)
    names = {group.pk: pick(group, "name", actor.language) for group in groups}
    words = called(actor, call, {row.expert_id: row.name for row in found.experts})
    for row in found.experts:
        row.name = words[row.expert_id]
    address = f"/w/calls/{code}/progress/"
    context = {
        "title": _("Progress of the review"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "address": address,
        "all": found.all,
        "groups": [(names[group.pk], tally, f"{address}?group={group.key}") for group, tally in found.groups],
        "chosen": chosen,
        "tabs": [
            Tab(address, _("All groups"), None, chosen is None),
            *(Tab(f"{address}?group={one.key}", names[one.pk], None, one == chosen) for one in groups),
        ],
        "experts": [_expert(one, names, actor) for one in shown.object_list],
        "page": shown,
        "behind": sum(one.tally.open > 0 for one in found.experts),
        "waiting": waiting_in(work_in(actor, [call]), call, found.all.open),
        "said": _said(request.GET.get("written", ""), request.GET.get("left", "")),
    }
    return render(request, "decisions/progress.html", context)


@page(holds(*STAFF), "GET", "POST")
def remind(request: Request, code: str) -> HttpResponse:
    """What would go to whom, and with one press it goes; who was written to today is left out and named."""
    actor = request.actor
    groups = groups_for_staff(actor, code)
    call = groups[0].call
    stage = Stage.objects.filter(call=call, kind="review").select_related("call").first()
    if stage is None:
        raise NotFoundError("stage")
    given = request.POST if request.method == "POST" else request.GET
    asked = _ids(given.getlist("expert"))
    rows = reminders_for(actor, stage, asked if given.get("all") != "1" else None)
    if request.method == "POST":
        done = remind_now(actor=actor, stage=stage, expert_ids=[one.expert_id for one in rows])
        query = urlencode({"written": done["written"], "left": done["told_today"]})
        return HttpResponseRedirect(f"/w/calls/{code}/progress/?{query}")
    names = names_of_experts(actor, call, [one.expert_id for one in rows])
    going = [(names[one.expert_id], one) for one in rows if one.goes]
    context = {
        "title": _("Remind experts"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "back": f"/w/calls/{code}/progress/",
        "going": going,
        "left_out": [(names[one.expert_id], one) for one in rows if not one.goes],
        "count": len(going),
        "everybody": given.get("all") == "1",
        "letter": _letter(stage, going, actor),
    }
    return render(request, "decisions/remind.html", context)


def _expert(row: ExpertRow, names: dict[int, str], actor: Actor) -> dict[str, Any]:
    return {
        "row": row,
        "groups": ("、" if actor.language.startswith("zh") else ", ").join(names[one] for one in row.groups),
        "light": _light(row.tally),
        "minutes": round(row.minutes) if row.minutes is not None else None,
        "is_quiet": row.tally.open > 0 and row.seen_at is None,
    }


def _light(tally: Tally) -> tuple[str, str]:
    if tally.late:
        return "r", ngettext("%(n)d late", "%(n)d late", tally.late) % {"n": tally.late}
    if tally.open:
        return "y", ngettext("%(n)d open", "%(n)d open", tally.open) % {"n": tally.open}
    return "g", _("done")


def _letter(stage: Stage, going: list[Any], actor: Actor) -> Any:
    """The first of the letters as its reader gets it, in the words of now."""
    if not going:
        return None
    first = going[0][1]
    copy = copy_of(LETTER, stage, first.user, first.count, first.due or "")
    return preview_of(LETTER, copy, actor.language)


def _said(written: str, left: str) -> str:
    if not written.isdecimal() or not left.isdecimal() or len(written + left) > 8:
        return ""
    said = ngettext("%(n)d expert was reminded.", "%(n)d experts were reminded.", int(written)) % {"n": int(written)}
    if int(left):
        said += " " + ngettext(
            "%(n)d was written to today already.", "%(n)d were written to today already.", int(left)
        ) % {"n": int(left)}
    return said


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:500]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
