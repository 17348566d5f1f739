"""One project's experts: who judges it and why, who could, why not somebody, and changes by hand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.review.enums import PinKind
from yunhui.pipeline.review.selectors import history_of_project, pins_of, review_of, under_review
from yunhui.pipeline.review.services import (
    REASON_LENGTH,
    Candidate,
    add_expert,
    candidates_for,
    explain_absence,
    go_on_short,
    lift_pin,
    pin_expert,
    remove_expert,
)
from yunhui.pipeline.review.web.names import Names, names_for
from yunhui.pipeline.review.web.wording import barred_word, fit_word, why_not_words, why_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

STAFF = (Role.OFFICE, Role.CHAIR)


@page(holds(*STAFF))
def project(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """The project with its experts and every other one of the panel; with `why` what it would cost to ask that one."""
    return _project(request, code, application_id)


@page(holds(*STAFF), "POST")
def change(request: Request, code: str, application_id: UUID) -> HttpResponse:
    """Ask an expert, take a task back, fix a pair for later plans, or go on with fewer; each with a reason."""
    actor, posted = request.actor, request.POST
    application = under_review(review_of(actor, code), application_id)
    act, reason, chosen = posted.get("do", ""), posted.get("reason", ""), _id(posted.get("expert", ""))
    try:
        if act == "go_on":
            go_on_short(actor=actor, application_id=application.pk, reason=reason)
        elif chosen is None:
            raise DomainError("no_expert", _("Choose an expert first."))
        elif act == "add":
            add_expert(actor=actor, application_id=application.pk, expert_id=chosen, reason=reason)
        elif act == "remove":
            remove_expert(actor=actor, assignment_id=_task(actor, application, chosen), reason=reason)
        elif act in PinKind.values:
            pin_expert(actor=actor, application_id=application.pk, expert_id=chosen, kind=act, reason=reason)
        else:
            raise DomainError("no_act", _("Choose what is to happen."))
    except InvalidError as error:
        problems = {one.field: str(one.message) for one in error.problems}
        return _project(request, code, application_id, typed=posted.dict(), errors=problems, status=422)
    except (RefusedError, NotFoundError):
        raise
    except DomainError as error:
        return _project(request, code, application_id, typed=posted.dict(), refusal=str(error.message), status=422)
    return HttpResponseRedirect(f"/w/calls/{code}/assignment/project/{application_id}/?done={act}")


@page(holds(*STAFF), "POST")
def lift(request: Request, code: str, pin_id: UUID) -> HttpResponse:
    """Let plans choose freely again."""
    review_of(request.actor, code)
    lift_pin(actor=request.actor, pin_id=pin_id)
    return HttpResponseRedirect(f"/w/calls/{code}/assignment/?show=pins&done=lifted")


def _project(
    request: Request,
    code: str,
    application_id: UUID,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, typed = request.actor, typed or {}
    stage = review_of(actor, code)
    application = under_review(stage, application_id)
    names = names_for(actor, stage)
    asked = _id(request.GET.get("why", ""))
    candidates = candidates_for(actor, application)
    answer = explain_absence(actor, application, asked) if asked else None
    reason = Field(
        name="reason",
        label=_("Reason"),
        kind="textarea",
        rows=2,
        value=str(typed.get("reason") or ""),
        error=(errors or {}).get("reason", ""),
        limit=REASON_LENGTH,
        required=True,
        help=_("Kept in the history; experts and applicants do not read it"),
    )
    context = {
        "title": name_of(application, actor.language),
        "call": stage.call,
        "call_name": pick(stage.call, "title", actor.language),
        "call_url": "/w/calls/",
        "home": f"/w/calls/{code}/assignment/",
        "application": application,
        "group": pick(application.group, "name", actor.language) if application.group else "",
        "is_sealed": names.is_sealed,
        "own": [_row(one, names) for one in candidates if one.task is not None],
        "others": [_row(one, names) for one in candidates if one.task is None],
        "asked": next((names.of(one.expert) for one in candidates if one.expert.pk == asked), ""),
        "answer": why_not_words(answer) if answer else [],
        "chosen": str(typed.get("expert") or asked or ""),
        "pins": [{"row": one, "name": names.of(one.expert)} for one in pins_of(stage).filter(application=application)],
        "history": [{"row": one, "name": names.of(one.expert)} for one in history_of_project(stage, application)],
        "may_go_on": any(one.barred in ("declined", "taken_back") for one in candidates),
        "fields": [reason],
        "refusal": refusal,
        "said": _said(request.GET.get("done", "")),
    }
    return render(request, "review/assignment_project.html", context, status=status)


def _row(one: Candidate, names: Names) -> dict[str, Any]:
    if one.barred:
        word = barred_word(one.barred)
    elif one.same_unit:
        word = _("Of one unit with somebody who judges it")
    elif one.load >= one.most:
        word = _("Full")
    else:
        word = ""
    return {
        "one": one,
        "key": str(one.expert.pk),
        "name": names.of(one.expert),
        "unit": names.unit(one.expert),
        "fit": fit_word(one.fit),
        "why": why_of(one.task.why) if one.task else [],
        "word": word,
    }


def _said(done: str) -> str:
    return {
        "add": _("The expert is asked."),
        "remove": _("The task is taken back."),
        "must": _("Fixed: every later plan gives the project to this expert."),
        "must_not": _("Fixed: no later plan gives the project to this expert."),
        "go_on": _("The review goes on with the experts that it has."),
    }.get(done, "")


def _task(actor: Any, application: Application, expert_id: UUID) -> UUID:
    for one in candidates_for(actor, application):
        if one.expert.pk == expert_id and one.task is not None:
            return one.task.pk
    raise NotFoundError("task")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
