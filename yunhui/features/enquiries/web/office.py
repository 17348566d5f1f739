"""The office's inbox of questions: who answers by when, drafts, answers, handing over, joining."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.features.enquiries.enums import EnquiryState, MessageKind
from yunhui.features.enquiries.models import Enquiry
from yunhui.features.enquiries.rules import TEXT_LENGTH
from yunhui.features.enquiries.selectors import enquiries_at, enquiry_at, like_it
from yunhui.features.enquiries.services import (
    answer_enquiry,
    close_enquiry,
    draft_faq,
    hand_over,
    merge_enquiries,
    save_answer,
)
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

HOME = "/w/enquiries/"
ON_A_PAGE = 50
_OFFICE = holds(Role.OFFICE)


@page(_OFFICE)
def inbox(request: Request) -> HttpResponse:
    """What waits, the most urgent first; what is mine; what is done."""
    actor = request.actor
    views = {
        "open": Q(state=EnquiryState.OPEN),
        "mine": Q(state=EnquiryState.OPEN, assigned_to_id=actor.user_id),
        "done": ~Q(state=EnquiryState.OPEN),
    }
    words = {"open": pgettext("question", "Awaiting answer"), "mine": _("Mine"), "done": _("Done")}
    show = request.GET.get("show", "open")
    show = show if show in views else "open"
    rows = enquiries_at(actor)
    numbers = rows.order_by().aggregate(**{name: Count("pk", filter=view) for name, view in views.items()})
    chosen = rows.filter(views[show])
    if show == "done":
        chosen = chosen.order_by("-asked_at")
    paginator = Paginator(chosen, ON_A_PAGE)
    paginator.count = numbers[show]
    found = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Questions"),
        "tabs": [Tab(f"?show={name}", words[name], numbers[name], name == show) for name in views],
        "show": show,
        "page": found,
        "rows": [_row(one, actor.language) for one in found],
    }
    return render(request, "enquiries/inbox.html", context)


@page(_OFFICE)
def enquiry(request: Request, enquiry_id: UUID) -> HttpResponse:
    """One question with its thread, and the answer that is being written."""
    return _shown(request, enquiry_at(request.actor, enquiry_id))


@page(_OFFICE, "POST")
def save(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Autosave of the answer."""
    found = save_answer(actor=request.actor, enquiry_id=enquiry_id, **_texts(request))
    assert found.drafted_at is not None
    return JsonResponse({"saved_at": found.drafted_at.isoformat()})


@page(_OFFICE, "GET", "POST")
def answer(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Send the answer."""
    return _do(request, enquiry_id, "answered", lambda: answer_enquiry(
        actor=request.actor, enquiry_id=enquiry_id, **_texts(request)
    ))  # fmt: skip


@page(_OFFICE, "GET", "POST")
def give(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Hand the question over to a colleague."""

    def command() -> object:
        found = enquiry_at(request.actor, enquiry_id)
        to_id = request.POST.get("to", "")
        to = next((one for one in holders(Role.OFFICE, ScopeKind.CALL, found.call_id) if str(one.pk) == to_id), None)
        if to_id and to is None:
            raise InvalidError([Problem("to", "not_office", _("Choose one from the list."))])
        note = request.POST.get("note", "")
        return hand_over(actor=request.actor, enquiry_id=enquiry_id, to=to, note=note)

    return _do(request, enquiry_id, "given", command)


@page(_OFFICE, "GET", "POST")
def merge(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Join it with another that waits."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{enquiry_id}/")
    try:
        into = UUID(request.POST.get("into", ""))
    except ValueError:
        raise NotFoundError("question") from None
    found = merge_enquiries(actor=request.actor, enquiry_id=enquiry_id, into_id=into)
    return HttpResponseRedirect(f"{HOME}{found.pk}/?done=merged")


@page(_OFFICE, "GET", "POST")
def close(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Close what needs no answer."""
    return _do(request, enquiry_id, "closed", lambda: close_enquiry(
        actor=request.actor, enquiry_id=enquiry_id, note=request.POST.get("why", "")
    ))  # fmt: skip


@page(_OFFICE, "GET", "POST")
def make_public(request: Request, enquiry_id: UUID) -> HttpResponse:
    """Draft an answer for everyone from it."""
    found = enquiry_at(request.actor, enquiry_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{enquiry_id}/")
    faq = draft_faq(actor=request.actor, call=found.call, source_id=enquiry_id)
    return HttpResponseRedirect(f"/w/faq/{faq.pk}/")


def _do(request: Request, enquiry_id: UUID, done: str, command: Any) -> HttpResponse:
    if request.method == "POST":
        try:
            command()
        except NotFoundError:
            raise
        except InvalidError as error:
            return _shown(request, enquiry_at(request.actor, enquiry_id), request.POST.dict(), error.problems)
        except DomainError as error:
            found = enquiry_at(request.actor, enquiry_id)
            return _shown(request, found, request.POST.dict(), refusal=str(error.message))
        return HttpResponseRedirect(f"{HOME}{enquiry_id}/?done={done}")
    return HttpResponseRedirect(f"{HOME}{enquiry_id}/")


def _shown(
    request: Request,
    found: Enquiry,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    actor, typed = request.actor, typed or {}
    errors = {problem.field: str(problem.message) for problem in problems}
    is_open = found.state == EnquiryState.OPEN
    colleagues = [(str(one.pk), one.name) for one in holders(Role.OFFICE, ScopeKind.CALL, found.call_id)]

    def area(name: str, label: str, value: str, help_text: str = "", rows: int = 5) -> Field:
        return Field(
            name=name, label=label, kind="textarea", rows=rows, value=typed.get(name, value),
            error=errors.get(name.replace("why", "note"), ""), limit=TEXT_LENGTH, help=help_text,
        )  # fmt: skip

    theirs = _("The asker reads this language")
    is_chinese = found.language.startswith("zh")
    answers = [
        area("zh", _("Answer in Chinese"), found.draft_zh, theirs if is_chinese else ""),
        area("en", _("Answer in English"), found.draft_en, "" if is_chinese else theirs),
    ]
    answers = answers if is_chinese else answers[::-1]
    give_fields = [
        Field(
            name="to",
            label=_("Who answers"),
            kind="select",
            choices=[("", _("Nobody in particular")), *colleagues],
            value=typed.get("to", str(found.assigned_to_id or "")),
            error=errors.get("to", ""),
        ),
        area("note", _("Note for the office"), "", _("Stays inside the office"), 3),
    ]
    context: dict[str, Any] = {
        "title": found.subject,
        "enquiry": found,
        "row": _row(found, actor.language),
        "messages_shown": [
            (one.kind, MessageKind(one.kind).label, one.text_zh, one.text_en, one.by, one.at)
            for one in found.messages.all()
        ],
        "is_open": is_open,
        "answers": answers,
        "give_fields": give_fields,
        "close_field": area("why", _("Why no answer is needed"), "", _("Stays inside the office"), 3),
        "wrong": [field for field in (*answers, *give_fields) if field.error],
        "alike": [(one.pk, one.subject) for one in like_it(actor, found)] if is_open else [],
        "merged": list(found.merged.all()),
        "faq": list(found.faq.all()),
        "refusal": refusal,
        "unsent": [typed[name] for name in ("zh", "en") if refusal and typed.get(name)],
        "saved_at": found.drafted_at,
        "done": request.GET.get("done", ""),
    }
    return render(request, "enquiries/enquiry.html", context, status=422 if errors else 409 if refusal else 200)


def _row(one: Enquiry, language: str) -> dict[str, Any]:
    return {
        "enquiry": one,
        "url": f"{HOME}{one.pk}/",
        "who": one.asker.name if one.asker else one.name or one.email,
        "email": one.asker.email if one.asker else one.email,
        "call": pick(one.call, "title", language),
        "to": one.assigned_to.name if one.assigned_to else "",
        "state": EnquiryState(one.state).label,
        "is_open": one.state == EnquiryState.OPEN,
    }


def _texts(request: Request) -> dict[str, str]:
    return {"zh": request.POST.get("zh", ""), "en": request.POST.get("en", "")}
