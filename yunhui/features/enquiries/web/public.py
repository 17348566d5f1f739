"""Asking about a call, with an account or without one, and the answers that everyone may read."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.enquiries.rules import ANSWER_DAYS, SUBJECT_LENGTH, TEXT_LENGTH
from yunhui.features.enquiries.selectors import faq_of, near_to
from yunhui.features.enquiries.services import ask_office
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page, signed_in

PER_HOUR = 6


@page(anyone)
def questions(request: Request, lang: str, code: str) -> HttpResponse:
    """Every public answer of a call, or those that hold all words of a search."""
    call = _public(request, code)
    text = request.GET.get("q", "").strip()[:100]
    language = request.actor.language
    context = {
        "title": _("Questions and answers"),
        "call": pick(call, "title", language),
        "call_url": f"/{lang}/calls/{code}/",
        "ask_url": f"/{lang}/calls/{code}/ask",
        "q": text,
        "faq": [(pick(one, "question", language), pick(one, "answer", language)) for one in faq_of(call, text)],
        "is_empty": not text,
    }
    return render(request, "enquiries/questions.html", context)


@page(anyone, "GET", "POST")
def ask(request: Request, lang: str, code: str) -> HttpResponse:
    """Ask about a call."""
    call = _public(request, code)
    if request.method == "GET" and request.GET.get("done"):
        return render(request, "enquiries/asked.html", _asked(lang, call, request))
    return _ask(request, call, None, f"/{lang}/calls/{code}/ask", f"/{lang}/calls/{code}/")


@page(signed_in, "GET", "POST")
def ask_about(request: Request, application_id: UUID) -> HttpResponse:
    """Ask about an application of one's own."""
    application = own_application(request.actor, application_id)
    home = f"/my/applications/{application.pk}/"
    return _ask(request, application.call, application, f"{home}ask", home)


def _ask(request: Request, call: Call, application: Application | None, here: str, back: str) -> HttpResponse:
    if request.method != "POST":
        return _form(request, call, application, {"subject": request.GET.get("subject", "")}, here, back)
    typed = request.POST.dict()
    if typed.get("website"):  # a field that people do not see: only programs fill it in
        return HttpResponseRedirect(f"{here}?done=1")
    # Before anything is sent: perhaps it is answered. The second press sends.
    near = near_to(call, f"{typed.get('subject', '')} {typed.get('text', '')}")
    if near and typed.get("seen") != "1" and typed.get("text", "").strip():
        return _form(request, call, application, {**typed, "seen": "1"}, here, back, near=near)
    try:
        who = request.actor.user_id or request.META.get("REMOTE_ADDR", "")
        take(f"ask:{who}", most=PER_HOUR, seconds=3600)
        enquiry = ask_office(
            actor=request.actor,
            call=call,
            application=application,
            subject=typed.get("subject", ""),
            text=typed.get("text", ""),
            name=typed.get("name", ""),
            email=typed.get("email", ""),
        )
    except InvalidError as error:
        return _form(request, call, application, typed, here, back, error.problems)
    except LimitedError as error:
        return _form(request, call, application, typed, here, back, refusal=str(error.message), status=429)
    if request.actor.is_signed_in:
        return HttpResponseRedirect(f"/my/questions/{enquiry.pk}/?done=asked")
    return HttpResponseRedirect(f"{here}?done=1")


def _form(
    request: Request,
    call: Call,
    application: Application | None,
    typed: Mapping[str, str],
    here: str,
    back: str,
    problems: Iterable[Problem] = (),
    *,
    near: Iterable[object] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    errors = {problem.field: str(problem.message) for problem in problems}
    fields = [
        Field(
            name="subject",
            label=_("What it is about"),
            value=typed.get("subject", ""),
            error=errors.get("subject", ""),
            limit=SUBJECT_LENGTH,
            required=True,
        ),
        Field(
            name="text",
            label=_("Your question"),
            kind="textarea",
            rows=7,
            value=typed.get("text", ""),
            error=errors.get("text", ""),
            limit=TEXT_LENGTH,
            required=True,
        ),
    ]
    if not actor.is_signed_in:
        fields += [
            Field(name="name", label=_("Your name"), value=typed.get("name", ""), error=errors.get("name", ""),
                  autocomplete="name"),
            Field(name="email", label=_("E-mail"), kind="email", value=typed.get("email", ""),
                  error=errors.get("email", ""), help=_("We answer to it and use it for nothing else"),
                  autocomplete="email", required=True),
        ]  # fmt: skip
    context = {
        "title": _("Ask the office"),
        "call": pick(call, "title", actor.language),
        "application": application,
        "fields": fields,
        "here": here,
        "back": back,
        "near": [(pick(one, "question", actor.language), pick(one, "answer", actor.language)) for one in near],
        "seen": typed.get("seen", ""),
        "refusal": refusal,
        "days": ANSWER_DAYS,
    }
    return render(request, "enquiries/ask.html", context, status=422 if errors else status)


def _asked(lang: str, call: Call, request: Request) -> dict[str, object]:
    return {
        "title": _("Your question has arrived"),
        "call": pick(call, "title", request.actor.language),
        "call_url": f"/{lang}/calls/{call.code}/",
        "days": ANSWER_DAYS,
    }


def _public(request: Request, code: str) -> Call:
    call = call_for(request.actor, code)
    if call.state == CallState.DRAFT:
        raise NotFoundError("call")
    return call
