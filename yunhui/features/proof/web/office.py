"""The examiner's pages: which decisions there are, one with all it rests on, and its file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.proof.enums import Kind
from yunhui.features.proof.rules import EXAMINERS
from yunhui.features.proof.selectors import Story, calls_to_examine, decisions_in, told
from yunhui.features.proof.services import examine_decision, export_decision, print_decision
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.selectors import sentences
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

_SIZE = 50


@page(holds(*EXAMINERS))
def calls(request: Request) -> HttpResponse:
    """The calls in which something was decided or proposed."""
    rows = [(one, pick(one, "title", request.actor.language)) for one in calls_to_examine(request.actor)[:200]]
    if len(rows) == 1:
        return HttpResponseRedirect(f"/w/proof/{rows[0][0].code}/")
    return render(request, "proof/calls.html", {"title": _("Decisions and their proof"), "rows": rows})


@page(holds(*EXAMINERS))
def decisions(request: Request, code: str) -> HttpResponse:
    """What was decided on each application of one call, to be found by number, title or speaker."""
    text = request.GET.get("q", "").strip()[:100]
    call, rows = decisions_in(request.actor, code, text)
    language = request.actor.language
    found = Paginator(rows, _SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("Decisions and their proof"),
        "call": call,
        "call_title": pick(call, "title", language),
        "text": text,
        "page": found,
        "rows": [
            {
                "item": one,
                "title": pick_title(one.application, language),
                "group": pick(one.application.group, "name", language) if one.application.group else "",
                "outcome": Outcome(one.outcome).label,
                "url": f"/w/proof/{code}/{one.batch.number}/{one.application.number}/",
            }
            for one in found.object_list
        ],
    }
    return render(request, "proof/decisions.html", context)


@page(holds(*EXAMINERS))
def decision(request: Request, code: str, batch: int, number: int) -> HttpResponse:
    """One decision; opening it is recorded."""
    story = examine_decision(actor=request.actor, code=code, batch=batch, number=number)
    return render(request, "proof/decision.html", context_of(request, story))


@page(holds(*EXAMINERS, fresh=True))
def export(request: Request, code: str, batch: int, number: int) -> HttpResponse:
    """The decision as a file that proves itself."""
    return _file(*export_decision(actor=request.actor, code=code, batch=batch, number=number), "application/zip")


@page(holds(*EXAMINERS, fresh=True))
def paper(request: Request, code: str, batch: int, number: int) -> HttpResponse:
    """The page on paper, in its reader's language."""
    return _file(*print_decision(actor=request.actor, code=code, batch=batch, number=number), "application/pdf")


def _file(name: str, data: bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def context_of(request: Request, story: Story) -> dict[str, Any]:
    """What the page draws: the story in the reader's language, its steps of one kind where one was chosen."""
    actor, item, call = request.actor, story.item, story.call
    show = request.GET.get("show", "")
    show = show if show in Kind.values else ""
    base = f"/w/proof/{call.code}/{item.batch.number}/{item.application.number}/"
    counts = {kind: sum(step.kind == kind for step in story.steps) for kind in Kind}
    tabs = [Tab(base, _("Everything"), len(story.steps), not show)]
    tabs += [Tab(f"{base}?show={kind}", str(kind.label), counts[kind], show == kind) for kind in Kind if counts[kind]]
    return {
        "title": pick_title(item.application, actor.language),
        "story": story,
        "item": item,
        "call": call,
        "call_title": pick(call, "title", actor.language),
        "group": pick(item.application.group, "name", actor.language) if item.application.group else "",
        "outcome": Outcome(item.outcome).label,
        "state": BatchState(item.batch.state).label,
        "reasons": sentences(item.reasons),
        "rank_by": RankBy(item.batch.rule["rank_by"]).label,
        "rule": item.batch.rule,
        "moments": story.moments,
        "told": told(story, actor.language),
        "batches": [(one, BatchState(one.batch.state).label, Outcome(one.outcome).label) for one in story.batches],
        "steps": [step for step in story.steps if not show or step.kind == show],
        "tabs": tabs,
        "base": base,
        "can_read_in_emergency": actor.has(Role.AUDIT_ADMIN),
    }


def pick_title(application: Any, language: str) -> str:
    """The project's name in the reader's language, else in the other."""
    first, second = application.title, application.title_en
    return str((second or first) if language == "en" else (first or second))
