"""Answers for everyone, as the office keeps them: draft, preview, publish, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.features.enquiries.models import Faq
from yunhui.features.enquiries.rules import FAQ_QUESTION_LENGTH, TEXT_LENGTH
from yunhui.features.enquiries.selectors import faq_at, faq_for
from yunhui.features.enquiries.services import draft_faq, edit_faq, publish_faq, withdraw_faq
from yunhui.features.enquiries.services.publishing import TEXTS, WITHDRAWN_LENGTH
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

_OFFICE = holds(Role.OFFICE)


@page(_OFFICE, "GET", "POST")
def of_call(request: Request, code: str) -> HttpResponse:
    """All of a call's, in the order of its page; a POST begins another."""
    call = call_for(request.actor, code, inside=True)
    found = faq_at(request.actor, call)
    if request.method == "POST":
        faq = draft_faq(actor=request.actor, call=call)
        return HttpResponseRedirect(f"/w/faq/{faq.pk}/")
    title = pick(call, "title", request.actor.language)
    context = {
        "title": f"{_('Questions and answers')} · {title}",
        "call": call,
        "call_name": title,
        "call_url": f"/w/calls/{code}/",
        "rows": [
            (one, pick(one, "question", request.actor.language) or _("Without words yet"), *_state(one))
            for one in found
        ],
    }
    return render(request, "enquiries/faq_list.html", context)


@page(_OFFICE, "GET", "POST")
def one(request: Request, faq_id: UUID) -> HttpResponse:
    """Edit and see it as everyone will."""
    found = faq_for(request.actor, faq_id)
    if request.method != "POST":
        return _shown(request, found)
    texts, do = _texts(request), pressed(request, "save", "publish")
    try:
        if do == "publish":
            publish_faq(actor=request.actor, faq_id=faq_id, texts=texts)
        else:
            edit_faq(actor=request.actor, faq_id=faq_id, texts=texts)
    except InvalidError as error:
        return _shown(request, found, texts, error.problems)
    done = "published" if do == "publish" else "saved"
    return HttpResponseRedirect(f"/w/faq/{faq_id}/?done={done}")


@page(_OFFICE, "GET", "POST")
def withdraw(request: Request, faq_id: UUID) -> HttpResponse:
    """Take it off the public page."""
    found = faq_for(request.actor, faq_id)
    if request.method == "POST":
        try:
            withdraw_faq(actor=request.actor, faq_id=faq_id, reason=request.POST.get("reason", ""))
        except InvalidError as error:
            return _shown(request, found, {"reason": request.POST.get("reason", "")}, error.problems)
        return HttpResponseRedirect(f"/w/faq/{faq_id}/?done=withdrawn")
    return HttpResponseRedirect(f"/w/faq/{faq_id}/")


def _shown(
    request: Request, found: Faq, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    typed = typed or {}
    errors = {problem.field: str(problem.message) for problem in problems}
    labels = {
        "question_zh": _("Question in Chinese"),
        "question_en": _("Question in English"),
        "answer_zh": _("Answer in Chinese"),
        "answer_en": _("Answer in English"),
    }
    texts = {name: typed.get(name, getattr(found, name)) for name in TEXTS}
    fields = [
        Field(
            name=name,
            label=labels[name],
            kind="textarea",
            rows=2 if name.startswith("question") else 6,
            limit=FAQ_QUESTION_LENGTH if name.startswith("question") else TEXT_LENGTH,
            value=texts[name],
            error=errors.get(name, ""),
            required=True,
        )
        for name in TEXTS
    ]
    light, word = _state(found)
    context: dict[str, Any] = {
        "title": _("Answer for everyone"),
        "call_name": pick(found.call, "title", request.actor.language),
        "call_url": f"/w/calls/{found.call.code}/faq/",
        "faq": found,
        "light": light,
        "word": word,
        "is_public": light == "g",
        "fields": fields,
        "preview": [(texts["question_zh"], texts["answer_zh"]), (texts["question_en"], texts["answer_en"])],
        "reason": Field(
            name="reason",
            label=_("Why it is withdrawn"),
            value=typed.get("reason", ""),
            error=errors.get("reason", ""),
            limit=WITHDRAWN_LENGTH,
            help=_("For the log; nobody outside reads it"),
            required=True,
        ),
        "done": request.GET.get("done", ""),
    }  # fmt: skip
    return render(request, "enquiries/faq.html", context, status=422 if errors else 200)


def _question(one: Faq, language: str) -> str:
    return pick(one, "question", language) or _("Without words yet")


def _state(one: Faq) -> tuple[str, str]:
    if one.published_at is None:
        return "dash", _("Draft")
    return ("n", pgettext("answer for everyone", "Withdrawn")) if one.withdrawn_at else ("g", _("Public"))


def _texts(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in TEXTS}
