"""The applicant's pages: my applications, the form, what was submitted and what happens next."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.kernel.verdict import Verdict
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.forms import Section, lists_of, read_view, same_answers, sections_of
from yunhui.pipeline.applications.models import Application, ApplicationVersion
from yunhui.pipeline.applications.rules import can_edit, can_start, can_withdraw, is_open
from yunhui.pipeline.applications.selectors import own_applications
from yunhui.pipeline.applications.services import (
    save_draft,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.applications.states import APPLICATION
from yunhui.pipeline.applications.web.journey import timeline_of, what_was_missing
from yunhui.pipeline.applications.web.rows import (
    HOME,
    address,
    call_card,
    form_address,
    open_calls,
    own_application,
    row_of,
)
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui import formats
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def my_applications(request: Request) -> HttpResponse:
    """Drafts, what is in progress, what has ended, and the calls that are open."""
    actor = request.actor
    rows = [row_of(one, actor) for one in own_applications(actor)]
    drafts = [row for row in rows if row.application.state == ApplicationState.DRAFT]
    ended = [row for row in rows if row.application.state in APPLICATION.endings]
    running = [row for row in rows if row not in drafts and row not in ended]
    in_calls = {row.application.call_id for row in drafts}
    return _render(
        request,
        "applications/my_applications.html",
        title=_("Your applications"),
        groups=[
            (_("To finish"), drafts),
            (_("In progress"), running),
            (_("Ended"), ended),
        ],
        rows=rows,
        first_draft=next((row for row in drafts if is_open(row.application.call)), None),
        calls=[call_card(call, actor) for call in open_calls(actor) if call.pk not in in_calls],
    )


@page(signed_in, "GET", "POST")
def start(request: Request, code: str) -> HttpResponse:
    """What a call asks and until when; its button makes the draft, or finds the one that is there."""
    call = call_for(request.actor, code)
    if request.method == "POST":
        application = start_application(actor=request.actor, call=call)
        return HttpResponseRedirect(address(application))
    questions = questions_of(call.form_version.questions) if call.form_version else ()
    sections = list(dict.fromkeys(pick(one, "section", request.actor.language) for one in questions))
    context = call_card(call, request.actor)
    context |= {"sections": sections, "questions": len(questions), "refusal": _reason(can_start(request.actor, call))}
    return _render(request, "applications/my_start.html", title=context["name"], **context)


@page(signed_in)
def application(request: Request, application_id: UUID) -> HttpResponse:
    """A draft is its form; what was submitted is its receipt, what happens next and what was written."""
    found = own_application(request.actor, application_id)
    if found.state == ApplicationState.DRAFT:
        return _form(request, found, found.answers)
    return _status(request, found)


@page(signed_in)
def change(request: Request, application_id: UUID) -> HttpResponse:
    """The same form again, for a new version of what was submitted."""
    found = own_application(request.actor, application_id)
    if not can_edit(request.actor, found):
        return HttpResponseRedirect(address(found))
    return _form(request, found, found.answers)


@page(signed_in, "POST")
def save(request: Request, application_id: UUID) -> HttpResponse:
    """Autosave: 200 with the time, 422 with the reason where the form can no longer be saved."""
    try:
        found = save_draft(actor=request.actor, application_id=application_id, answers=_typed(request))
    except RefusedError as error:
        return JsonResponse({"code": error.code, "message": str(error.message)}, status=422)
    return JsonResponse({"saved_at": found.saved_at.isoformat()})


@page(signed_in, "GET", "POST")
def submit(request: Request, application_id: UUID) -> HttpResponse:
    """Submit what is in the form; where an answer needs the applicant, all of it is kept and shown again."""
    if request.method != "POST":  # the page was reloaded after an answer that needed correction
        return HttpResponseRedirect(form_address(own_application(request.actor, application_id)))
    typed = _typed(request)
    try:
        submit_application(actor=request.actor, application_id=application_id, answers=typed)
    except InvalidError as error:
        found = save_draft(actor=request.actor, application_id=application_id, answers=typed)
        return _form(request, own_application(request.actor, found.pk), found.answers, refused=error.problems)
    except RefusedError as error:
        found = own_application(request.actor, application_id)
        return _form(request, found, {**found.answers, **typed}, refusal=str(error.message))
    return HttpResponseRedirect(f"{HOME}applications/{application_id}/?done=submitted")


@page(signed_in, "GET", "POST")
def withdraw(request: Request, application_id: UUID) -> HttpResponse:
    """Say what withdrawing means, then do it."""
    found = own_application(request.actor, application_id)
    if request.method == "POST":
        withdraw_application(actor=request.actor, application_id=application_id)
        return HttpResponseRedirect(address(found))
    return _render(
        request,
        "applications/my_withdraw.html",
        title=_("Withdraw this application"),
        row=row_of(found, request.actor),
        verdict=can_withdraw(request.actor, found),
        call_is_open=bool(is_open(found.call)),
        closes_at=found.call.closes_at,
    )


def _form(
    request: Request,
    application: Application,
    answers: Mapping[str, Any],
    *,
    refused: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    actor, refused = request.actor, tuple(refused)
    verdict = can_edit(actor, application)
    refusal = refusal or _reason(verdict)
    lists = lists_of(actor.language)
    questions = questions_of(application.form_version.questions)
    sections = sections_of(questions, answers, actor.language, lists, refused)
    left = [section for section in sections if not section.is_complete]
    row = row_of(application, actor)
    context: dict[str, Any] = {
        "application": application,
        "row": row,
        "sections": sections,
        "fields": [field for section in sections for field in section.fields],
        "complete": len(sections) - len(left),
        "first_left": left[0] if left else None,
        "heading": _heading(application, left, actor, refusal),
        "refusal": refusal,
        "closes_at": application.call.closes_at,
        "saved_at": formats.clock(application.saved_at, actor.zone) if answers else "",
        "save_url": f"{address(application)}save",
        "submit_url": f"{address(application)}submit",
        "form_url": form_address(application),
    }
    if "HX-Request" in request.headers:
        return render(request, "applications/my_progress.html", context)
    if refusal:
        context["answers"] = read_view(questions, answers, actor.language, lists)
    context["timeline"] = timeline_of(application, actor)
    status = 422 if refused else 409 if refusal and request.method == "POST" else 200
    return _render(request, "applications/my_form.html", title=row.title, status=status, **context)


def _status(request: Request, application: Application) -> HttpResponse:
    actor = request.actor
    versions = list(application.versions.select_related("form_version").order_by("-number"))
    last = versions[0] if versions else None
    shown = last or application
    questions = questions_of(shown.form_version.questions)
    return _render(
        request,
        "applications/my_status.html",
        title=row_of(application, actor).title,
        application=application,
        row=row_of(application, actor),
        timeline=timeline_of(application, actor),
        version=last,
        versions=versions,
        fingerprint=_in_groups(last.digest) if last else [],
        missing=what_was_missing(application),
        has_ended=application.state in APPLICATION.endings,
        answers=read_view(questions, shown.answers, actor.language, lists_of(actor.language)),
        just_submitted=request.GET.get("done") == "submitted" and last is not None,
        unsent=last is not None and _has_unsent(application, last) and bool(can_edit(actor, application)),
        can_change=bool(can_edit(actor, application)),
        can_withdraw=bool(can_withdraw(actor, application)),
        closes_at=application.call.closes_at,
    )


def _has_unsent(application: Application, version: ApplicationVersion) -> bool:
    return not same_answers(questions_of(application.form_version.questions), application.answers, version.answers)


def _heading(application: Application, left: list[Section], actor: Actor, refusal: str) -> str:
    if refusal:
        return _("This can no longer be submitted")
    if left:
        return ngettext("Finish one section and submit", "Finish {n} sections and submit", len(left)).format(
            n=formats.number(len(left), actor.language)
        )
    if application.state == ApplicationState.DRAFT:
        return _("All is filled in. Submit it")
    return _("Change and submit again")


def _typed(request: Request) -> dict[str, Any]:
    return {name: request.POST[name] for name in request.POST if name != "csrfmiddlewaretoken"}


def _reason(verdict: Verdict) -> str:
    return "" if verdict else str(verdict.reason)


def _render(request: Request, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, template, {"bench_url": HOME, **context}, status=status)


def _in_groups(digest: str) -> list[str]:
    """A digest in pieces of eight, so that it breaks on a phone and two can be compared by eye."""
    name, _colon, value = digest.rpartition(":")
    return [f"{name}:" if name else "", *(value[i : i + 8] for i in range(0, len(value), 8))]
