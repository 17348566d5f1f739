"""Before any project opens: the expert sees names alone, says with which they have a conflict, and gives back what they
cannot take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.conflicts.rules import name_keys
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import named_in, to_declare
from yunhui.pipeline.review.services import REASON_LENGTH, declare_for_tasks
from yunhui.pipeline.review.web.stack import HOME
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@dataclass(frozen=True, slots=True)
class Line:
    """A project on the list; in a blind review an organisation or a person, with the projects that name it."""

    key: str
    text: str
    sub: str
    tasks: tuple[str, ...]
    conflict: bool = False
    decline: bool = False


@page(holds(Role.EXPERT), "GET", "POST")
def declaration(request: Request) -> HttpResponse:
    """The list of one review after the other, with the time that the expert takes; then the sheets open."""
    actor = request.actor
    tasks = list(to_declare(actor))
    if not tasks:
        return HttpResponseRedirect(f"{HOME}?done=declared" if request.method == "POST" else HOME)
    stage = tasks[0].stage
    mine = [task for task in tasks if task.stage_id == stage.pk]
    config = ReviewConfig.of(stage.config)
    typed = {name: request.POST.get(name, "") for name in ("note", "why")}
    errors: dict[str, str] = {}
    lists = _lists(mine, config, actor, request.POST.getlist("conflict"), request.POST.getlist("decline"))
    if request.method == "POST":
        shown = set(request.POST.getlist("task"))
        rows = [line for one in lists for line in one["lines"]]
        conflicts = {task for line in rows if line.conflict for task in line.tasks}
        declined = {task for line in rows if line.decline for task in line.tasks} - conflicts
        try:
            declare_for_tasks(
                actor=actor,
                tasks=[task for task in mine if str(task.pk) in shown],
                conflicts=conflicts,
                note=typed["note"],
                declined=declined,
                reason=typed["why"],
            )
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"{HOME}?done=declared")
    context = {
        "title": _("Before you start"),
        "call": pick(stage.call, "title", actor.language),
        "is_blind": config.blind,
        "count": len(mine),
        "tasks": [str(task.pk) for task in mine],
        "lists": lists,
        "note": Field(name="note", label=_("What the conflict is"), kind="textarea", rows=2, value=typed["note"],
                      help=_("One sentence for what you ticked. The talent office reads it, the applicant does not."),
                      error=errors.get("note", ""), limit=REASON_LENGTH),
        "why": Field(name="why", label=_("Why you give projects back"), kind="textarea", rows=2, value=typed["why"],
                     help=_("For example: no time, not your field. Somebody else is asked."),
                     error=errors.get("reason", ""), limit=REASON_LENGTH),
    }  # fmt: skip
    context["wrong"] = [one for one in (context["note"], context["why"]) if one.error]  # type: ignore[attr-defined]
    return render(request, "review/declaration.html", context, status=422 if errors else 200)


def _lists(
    tasks: Sequence[Assignment], config: ReviewConfig, actor: Actor, conflict: Sequence[str], decline: Sequence[str]
) -> list[dict[str, Any]]:
    """Projects with the organisation behind each; in a blind review organisations and people apart, each in the order
    of its own names, so that none can be joined to a project."""
    if not config.blind:
        lines = [
            Line(
                key=str(task.pk),
                text=name_of(task.application, actor.language),
                sub=" · ".join(named_in(task.application, ("organisations",))),
                tasks=(str(task.pk),),
                conflict=str(task.pk) in conflict,
                decline=str(task.pk) in decline,
            )
            for task in sorted(tasks, key=lambda one: one.application.number or 0)
        ]
        return [{"title": _("Projects"), "lines": lines, "may_decline": True}]
    found = []
    for kind, title in (("organisations", _("Organisations")), ("people", _("People"))):
        by_name: dict[str, tuple[str, set[str]]] = {}
        for task in tasks:
            for text in named_in(task.application, (kind,)):
                key = min(name_keys(text) or {text.casefold()}) if kind == "people" else text.casefold()
                by_name.setdefault(key, (text, set()))[1].add(str(task.pk))
        rows = sorted(by_name.values(), key=lambda pair: pair[0].casefold())
        lines = [
            Line(f"{kind}-{at}", text, "", tuple(sorted(ids)), conflict=f"{kind}-{at}" in conflict)
            for at, (text, ids) in enumerate(rows)
        ]
        found.append({"title": title, "lines": lines, "may_decline": False})
    return found
