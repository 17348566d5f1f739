"""Recommending a project for its applicant (县区推荐), and taking over what somebody else began."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import Question, field_of, questions_of
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import board_of
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.forms import lists_of
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import can_refer
from yunhui.pipeline.applications.selectors import referred_by
from yunhui.pipeline.applications.services import (
    acknowledge_call,
    claim_application,
    claimed_by,
    form_of,
    make_claim_link,
    refer_application,
    resend_claim,
)
from yunhui.pipeline.applications.web.rows import HOME, address
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import before_from
from yunhui.pipeline.calls.selectors import call_for, calls_visible_to
from yunhui.ui.page import Request, holds, page, signed_in

_LIST = "/w/recommended/"
# What a host area knows of a project; the rest is the applicant's to say.
_ASKED = ("title", "title_en", "group", "summary", "name", "email", "employer", "country", "place")
_NEEDED = ("title", "name", "email")


@page(holds(Role.BOARD))
def recommended(request: Request) -> HttpResponse:
    """The calls that take recommendations now, and what this host area has recommended."""
    actor, board = request.actor, board_of(request.actor)
    now = clock.now()
    rows = calls_visible_to(actor).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    calls = rows.filter(allows_recommendation=True).order_by("closes_at", "pk")
    context = {
        "title": _("Recommend a project"),
        "board": pick(board, "name", actor.language),
        "calls": [(f"{_LIST}{one.code}", pick(one, "title", actor.language), one.closes_at) for one in calls],
        "rows": [_row(one, actor.language) for one in referred_by(actor, board)[:300]],
        "done": request.GET.get("done", ""),
    }
    return render(request, "applications/recommended.html", context)


@page(holds(Role.BOARD), "GET", "POST")
def recommend(request: Request, code: str) -> HttpResponse:
    """A short form on the applicant's behalf; they get a letter, and submit it themselves or not at all."""
    actor, board = request.actor, board_of(request.actor)
    call = call_for(actor, code)
    if call.form_version is None:
        raise NotFoundError("call")
    if request.method != "POST":
        return _form(request, call, {})
    typed = {key: request.POST.get(key, "") for key in _ASKED}
    try:
        refer_application(actor=actor, board=board, call=call, answers=typed)
    except InvalidError as error:
        return _form(request, call, typed, error.problems)
    return HttpResponseRedirect(f"{_LIST}?done=sent")


@page(holds(Role.BOARD), "GET", "POST")
def resend(request: Request, application_id: UUID) -> HttpResponse:
    """The link once more, where it was lost."""
    if request.method == "POST":
        resend_claim(actor=request.actor, board=board_of(request.actor), application_id=application_id)
        return HttpResponseRedirect(f"{_LIST}?done=resent")
    return HttpResponseRedirect(_LIST)


@page(signed_in, "GET", "POST")
def claim(request: Request, ticket: str) -> HttpResponse:
    """What was begun for the reader, what applying means, and the button that makes it theirs."""
    actor = request.actor
    found = claimed_by(ticket)
    before = before_from(found.call.before)
    context: dict[str, Any] = {
        "title": _("Take over an application"),
        "bench_url": HOME,
        "call": pick(found.call, "title", actor.language),
        "name": found.title if actor.language.startswith("zh") else found.title_en or found.title,
        "number": str(found) if found.number else "",
        "board": pick(found.referred_by, "name", actor.language) if found.referred_by else "",
        "facts": before.facts(actor.language),
        "is_draft": found.state == ApplicationState.DRAFT,
        "refusal": "",
    }
    if found.owner_id and found.owner_id == actor.user_id:
        return HttpResponseRedirect(address(found))
    if request.method == "POST":
        try:
            found = claim_application(actor=actor, ticket=ticket)
        except DomainError as error:
            if error.code != "claimed":
                raise
            return render(request, "applications/claim.html", context | {"refusal": error.message}, status=409)
        acknowledge_call(actor=actor, call=found.call, version=before.version)
        return HttpResponseRedirect(address(found))
    if found.owner_id:
        context["refusal"] = _("This application has been taken over already. Ask the talent office.")
    return render(request, "applications/claim.html", context)


@page(holds(Role.OFFICE), "GET", "POST")
def claim_link(request: Request, application_id: UUID) -> HttpResponse:
    """The link by which an applicant without an address takes over what was brought in, to print or hand out."""
    where = f"/w/applications/{application_id}/"
    if request.method != "POST":
        return HttpResponseRedirect(where)
    link = make_claim_link(actor=request.actor, application_id=application_id)
    context = {"title": _("Link for the applicant"), "link": request.build_absolute_uri(link), "back": where}
    return render(request, "applications/claim_link.html", context)


def _form(request: Request, call: Call, typed: Mapping[str, Any], problems: Iterable[Problem] = ()) -> HttpResponse:
    actor = request.actor
    errors = {problem.field: str(problem.message) for problem in problems}
    lists = lists_of(actor.language)
    labels = {"name": _("The applicant's name"), "email": _("The applicant's e-mail"), "employer": _("Their employer")}
    fields = [
        replace(field, label=labels.get(field.name, field.label), help="", autocomplete="off")
        for one in questions_of(form_of(call).questions)
        if one.key in _ASKED
        for field in [field_of(_eased(one), typed.get(one.key, ""), actor.language, lists, errors.get(one.key, ""))]
    ]
    verdict = can_refer(actor, board_of(actor), call)
    context = {
        "title": _("Recommend a project"),
        "call": pick(call, "title", actor.language),
        "closes_at": call.closes_at,
        "fields": fields,
        "refusal": "" if verdict else verdict.reason,
        "action": f"{_LIST}{call.code}",
    }
    return render(request, "applications/recommend.html", context, status=422 if errors else 200)


def _eased(question: Question) -> Question:
    """What the applicant can add later need not be known now."""
    return replace(question, required=question.key in _NEEDED)


def _row(application: Application, language: str) -> dict[str, Any]:
    if application.owner_id is None and application.number is None:
        light, word = "y", _("Waits for the applicant to confirm")
    elif application.number is None:
        light, word = "n", _("Confirmed; the applicant completes it")
    else:
        light, word = "g", _("Submitted as No. %(number)s") % {"number": application}
    if application.state == ApplicationState.WITHDRAWN:
        light, word = "n", str(ApplicationState(application.state).label)
    return {
        "pk": application.pk,
        "title": application.title,
        "who": application.speaker,
        "call": pick(application.call, "title", language),
        "light": light,
        "word": word,
        "can_resend": application.owner_id is None and application.number is None,
        "at": application.saved_at,
    }
