"""The discussion of one project: experts by letters among themselves, the panel leader with names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import (
    REMARK_LENGTH,
    ReviewConfig,
    can_lead_discussion,
    can_read_discussion,
    can_write_remark,
    shown_title,
)
from yunhui.pipeline.review.selectors import (
    Discussion,
    Voice,
    discussion_for,
    discussion_inside,
    project_in_review,
    task_to_discuss,
    tasks_beside,
)
from yunhui.pipeline.review.services import reopen_sheet, write_remark, write_remark_as_leader
from yunhui.pipeline.review.web.paper import LOW
from yunhui.pipeline.review.web.stack import HOME, address, title_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@page(holds(Role.EXPERT), "GET", "POST")
def discussion(request: Request, assignment_id: UUID) -> HttpResponse:
    """What the experts of one project gave and wrote, by letters; before the own sheet is locked only why not yet."""
    actor, here = request.actor, f"{HOME}{assignment_id}/discussion"
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            write_remark(actor=actor, assignment_id=assignment_id, text=request.POST.get("remark", ""))
            return HttpResponseRedirect(f"{here}#said")
        except InvalidError as error:
            problems = error.problems
    own = task_to_discuss(actor, assignment_id)
    tasks = tasks_beside(own)
    reading, writing = can_read_discussion(own, tasks), can_write_remark(own, tasks)
    context = {
        "title": shown_title(own, actor.language),
        "number": str(own.application),
        "back": address(own),
        "here": here,
        "bench_url": HOME,
        "refusal": "" if reading else str(reading.reason),
        "no_writing": "" if writing else str(writing.reason),
        **_shown(own, discussion_for(own, tasks), actor.language),
        **_form(request, problems),
    }
    return render(request, "review/discussion.html", context, status=422 if problems else 200)


@page(holds(*STAFF), "GET", "POST")
def inside(request: Request, code: str, number: int) -> HttpResponse:
    """The same for staff, with names; the panel leader writes here and opens locked sheets again."""
    actor, here = request.actor, f"/w/calls/{code}/discussions/{number}/"
    stage, application = project_in_review(actor, code, number)
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            if task := request.POST.get("reopen"):
                reopen_sheet(actor=actor, assignment_id=UUID(task), reason=request.POST.get("reason", ""))
                return HttpResponseRedirect(f"{here}?done=reopened")
            write_remark_as_leader(
                actor=actor, stage=stage, application=application, text=request.POST.get("remark", "")
            )
            return HttpResponseRedirect(f"{here}#said")
        except InvalidError as error:
            problems = error.problems
        except ValueError as error:
            raise RefusedError("not_locked", _("This sheet is not locked.")) from error
    found = discussion_inside(actor, stage, application.pk)
    leading = can_lead_discussion(actor, stage)
    context = {
        "title": title_of(application, actor.language),
        "number": str(application),
        "call": pick(stage.call, "title", actor.language),
        "round_url": f"/w/calls/{code}/round/",
        "here": here,
        "no_writing": "" if leading else str(leading.reason),
        "done": request.GET.get("done", ""),
        "reopening": request.POST.get("reopen", "") if problems else "",
        **_table(ReviewConfig.of(stage.config), found, actor.language),
        **_form(request, problems),
    }
    return render(request, "review/inside.html", context, status=422 if problems else 200)


def _shown(own: Assignment, found: Discussion | None, language: str) -> dict[str, Any]:
    return _table(ReviewConfig.of(own.stage.config), found, language) if found else {"voices": [], "said": []}


def _table(config: ReviewConfig, found: Discussion, language: str) -> dict[str, Any]:
    def low(voice: Voice, key: str, points: int) -> bool:
        return key in voice.scores and float(voice.scores[key]) < points * float(LOW)

    return {
        "voices": found.voices,
        "said": found.said,
        "points": config.points,
        "lines": [
            (
                one.name(language),
                one.points,
                [(voice.scores.get(one.key, ""), low(voice, one.key, one.points)) for voice in found.voices],
            )
            for one in config.criteria
        ],
    }


def _form(request: Request, problems: Iterable[Problem]) -> dict[str, Any]:
    errors = {problem.field: str(problem.message) for problem in problems}
    words = {
        "remark": (_("Your words"), _("The panel leader and the other experts of this project read it."), 4),
        "reason": (_("Why is it opened again?"), _("The expert reads it; it stays on record."), 2),
    }
    fields = {
        name: Field(
            name=name,
            label=label,
            help=help_line,
            kind="textarea",
            rows=rows,
            value=request.POST.get(name, ""),
            error=errors.get(name, ""),
            limit=REMARK_LENGTH if name == "remark" else 400,
            required=True,
        )
        for name, (label, help_line, rows) in words.items()
    }
    return {"fields": fields, "wrong": [one for one in fields.values() if one.error]}
