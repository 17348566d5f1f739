"""Completing what the office found missing (补正): just those questions, each with what is missing, saved as typed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import answers_from
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import CompletionEnd
from yunhui.pipeline.applications.forms import Ask, lists_of, sections_of
from yunhui.pipeline.applications.models import Application, Completion
from yunhui.pipeline.applications.rules import can_complete
from yunhui.pipeline.applications.selectors import completions_of, files_of, own_application
from yunhui.pipeline.applications.services import answer_completion, save_completion
from yunhui.pipeline.applications.services.completing import REPLY_LENGTH
from yunhui.pipeline.applications.services.saving import asked_of
from yunhui.pipeline.applications.web.rows import HOME, address, row_of
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def complete(request: Request, application_id: UUID) -> HttpResponse:
    """What is missing, and where to mend it; once it is answered, the application's own page."""
    found = own_application(request.actor, application_id)
    owed = owed_of(found)
    if owed is None:
        return HttpResponseRedirect(address(found))
    return _shown(request, found, owed)


@page(signed_in, "POST")
def save(request: Request, application_id: UUID) -> HttpResponse:
    """Autosave: 200 with the time, 422 with the reason where it cannot be saved."""
    found = own_application(request.actor, application_id)
    try:
        save_completion(
            actor=request.actor,
            application_id=application_id,
            answers=answers_from(asked_of(found), request.POST),
            reply=request.POST.get("reply", ""),
        )
    except (RefusedError, InvalidError) as error:
        return JsonResponse({"code": error.code, "message": str(error.message)}, status=422)
    found = own_application(request.actor, application_id)
    return JsonResponse({"saved_at": found.saved_at.isoformat()})


@page(signed_in, "GET", "POST")
def submit(request: Request, application_id: UUID) -> HttpResponse:
    """Hand in what was missing; where an answer needs the applicant, all of it is kept and shown again."""
    found = own_application(request.actor, application_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{address(found)}complete")
    answers, reply = answers_from(asked_of(found), request.POST), request.POST.get("reply", "")
    try:
        answer_completion(actor=request.actor, application_id=application_id, answers=answers, reply=reply)
    except NotFoundError:
        if not _was_answered(found):
            raise
    except InvalidError as error:
        _keep(request.actor, application_id, answers, reply)
        found = own_application(request.actor, application_id)
        owed = owed_of(found)
        if owed is None:
            return HttpResponseRedirect(address(found))
        return _shown(request, found, owed, error.problems, reply)
    return HttpResponseRedirect(f"{address(found)}?done=completed")


def owed_of(application: Application) -> Completion | None:
    """The request that the applicant has not answered, with what is missing."""
    return next((one for one in completions_of(application) if one.ended_at is None), None)


def _shown(
    request: Request, application: Application, owed: Completion, problems: Iterable[Problem] = (), reply: str = ""
) -> HttpResponse:
    actor, problems = request.actor, tuple(problems)
    missing = {item.question: pick(item, "text", actor.language) for item in owed.items.all()}
    questions = [one for one in asked_of(application) if one.key in missing]
    lists = lists_of(actor.language, files_of(application))
    sections = sections_of(questions, application.answers, actor.language, lists, problems)
    asks = [(ask, missing[ask.key]) for section in sections for ask in section.asks]
    errors = {problem.field: str(problem.message) for problem in problems}
    said = Field(
        name="reply",
        label=_("Anything to tell the office"),
        kind="textarea",
        rows=4,
        limit=REPLY_LENGTH,
        value=reply or owed.reply,
        error=errors.get("reply", ""),
        help=_("For what the answers cannot say. The office alone reads it."),
    )
    verdict = can_complete(actor, owed)
    context: dict[str, Any] = {
        "title": _("Complete your application"),
        "bench_url": HOME,
        "application": application,
        "row": row_of(application, actor),
        "owed": owed,
        "asks": asks,
        "whole": missing.get("", ""),
        "reply": said,
        "fields": [*(ask.field for ask, _text in asks), said],
        "home": f"{address(application)}complete/",
        "back": address(application),
        "refusal": "" if verdict else str(verdict.reason),
        "saved_at": formats.clock(application.saved_at, actor.zone) if _has_begun(application, asks) else "",
    }
    return render(request, "applications/my_complete.html", context, status=422 if problems else 200)


def _has_begun(application: Application, asks: Iterable[tuple[Ask, str]]) -> bool:
    return any(ask.key in application.revisions for ask, _text in asks)


def _was_answered(application: Application) -> bool:
    """Whether the last request was answered already: a button that was pressed twice."""
    completions = completions_of(application)
    return bool(completions) and completions[-1].outcome == CompletionEnd.ANSWERED


def _keep(actor: Actor, application_id: UUID, answers: dict[str, Any], reply: str) -> None:
    try:
        save_completion(actor=actor, application_id=application_id, answers=answers, reply=reply[:REPLY_LENGTH])
    except RefusedError:
        return  # the time has run out meanwhile; the page says so
