"""The host area's pages: the projects offered to it, and its answers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import can_answer
from yunhui.features.docking.selectors import inbox_of, offer_for
from yunhui.features.docking.services import (
    REASON_LENGTH,
    SUBSTANCE,
    answer_interested,
    answer_not_interested,
    open_offer,
)
from yunhui.features.docking.web.rows import HOME, TABS, behind, row_of, tabs_of, title_of
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import calendar_from, codes_of, places
from yunhui.foundation.formkit.rules import clean_text, questions_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.selectors import last_version
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

ON_A_PAGE = 50
# What a host area reads of the answers: the project, never how to reach its people.
BRIEF = ("summary", "novelty", "team", "landing")


@page(holds(Role.BOARD))
def offers(request: Request) -> HttpResponse:
    """What waits for an answer, the most urgent first; what was answered; what ran out of time."""
    chosen = request.GET.get("show", "")
    return _inbox(request, chosen if chosen in TABS else "waiting")


@page(holds(Role.BOARD))
def offer(request: Request, offer_id: UUID) -> HttpResponse:
    """The project's brief and the answer; the same address fills the side panel. Each opening is logged."""
    return _detail(request, open_offer(actor=request.actor, offer_id=offer_id))


@page(holds(Role.BOARD), "GET", "POST")
def interested(request: Request, offer_id: UUID) -> HttpResponse:
    """有意向: with site, policy, contact person and next step, or the form again with what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    given = {name: request.POST.get(name, "") for name in SUBSTANCE}
    try:
        answer_interested(actor=request.actor, offer_id=offer_id, **given)
    except InvalidError as error:
        return _detail(request, offer_for(request.actor, offer_id), typed=given, problems=error.problems)
    except RefusedError as error:
        if not _is_recorded(request.actor, offer_id, given):
            return _detail(request, offer_for(request.actor, offer_id), typed=given, refusal=str(error.message))
    return _answered(request, offer_id)


@page(holds(Role.BOARD), "GET", "POST")
def not_interested(request: Request, offer_id: UUID) -> HttpResponse:
    """暂无意向, with a reason for the talent office or without one."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    given = {"reason": request.POST.get("reason", "")}
    try:
        answer_not_interested(actor=request.actor, offer_id=offer_id, **given)
    except InvalidError as error:
        return _detail(request, offer_for(request.actor, offer_id), typed=given, problems=error.problems)
    except RefusedError as error:
        if not _is_recorded(request.actor, offer_id, given):
            return _detail(request, offer_for(request.actor, offer_id), typed=given, refusal=str(error.message))
    return _answered(request, offer_id)


def _inbox(request: Request, chosen: str) -> HttpResponse:
    actor = request.actor
    tabs, numbers = tabs_of(actor, chosen)
    rows = inbox_of(actor).filter(behind(chosen))
    if chosen != "waiting":
        rows = rows.order_by("-answered_at", "application__number")
    paginator = Paginator(rows, ON_A_PAGE)
    paginator.count = numbers[chosen]
    shown = paginator.get_page(request.GET.get("page"))
    found = list(shown.object_list)
    calendar = calendar_from(clock.now())
    countries = codes_of(Scheme.COUNTRY)
    context = {
        "title": _("Host-area match"),
        "chosen": chosen,
        "tabs": tabs,
        "waiting": numbers["waiting"],
        "page": shown,
        "several_calls": len({one.application.call_id for one in found}) > 1,
        "rows": [row_of(one, actor, countries, calendar) for one in found],
    }
    return render(request, "docking/offers.html", context)


def _detail(
    request: Request,
    found: Offer,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: str = "",
) -> HttpResponse:
    """The offer; after an answer that was not taken, with what was typed and why."""
    context = _offer_context(request.actor, found, typed, problems)
    context["refusal"] = refusal or context["refusal"]
    context["was_refused"] = bool(refusal)
    context["just_answered"] = request.GET.get("done") == "answered" and not context["is_pending"]
    template = "docking/offer_panel.html" if "HX-Request" in request.headers else "docking/offer.html"
    return render(request, template, context, status=422 if refusal or problems else 200)


def _answered(request: Request, offer_id: UUID) -> HttpResponse:
    """After an answer: the panel with what was answered, or the page with it."""
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(f"{HOME}{offer_id}/?done=answered")
    context = _offer_context(request.actor, offer_for(request.actor, offer_id)) | {"just_answered": True}
    context["tabs"], numbers = tabs_of(request.actor, "waiting")
    context["waiting"] = numbers["waiting"]
    return render(request, "docking/offer_answered.html", context)


def _is_recorded(actor: Actor, offer_id: UUID, given: Mapping[str, str]) -> bool:
    """Whether this very answer was recorded already: a button that was pressed twice."""
    found = offer_for(actor, offer_id)
    return found.answered_by_id == actor.user_id and all(
        getattr(found, name) == clean_text(text) for name, text in given.items()
    )


def _offer_context(
    actor: Actor, found: Offer, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> dict[str, Any]:
    version = last_version(found.application)
    if version is None:
        raise NotFoundError("offer")
    countries = codes_of(Scheme.COUNTRY)
    place = places().get(found.application.place)
    row = row_of(found, actor, countries, calendar_from(clock.now()))
    comma = ", " if actor.language == ENGLISH else "，"
    questions = {one.key: one for one in questions_of(found.application.form_version.questions)}
    errors = {problem.field: str(problem.message) for problem in problems}
    verdict = can_answer(actor, found)
    words = {field.name: field.label for field in _fields({}, {})} | {"reason": _("Reason")}
    return {
        "title": title_of(found, actor),
        "row": row,
        "offer": found,
        "board": pick(found.board, "name", actor.language),
        "version": version,
        "origin": comma.join(filter(None, (pick(place, "name", actor.language) if place else "", row.country))),
        "brief": [
            (questions[key].label(actor.language), text)
            for key in BRIEF
            if key in questions and (text := str(version.answers.get(key) or ""))
        ],
        "can_answer": bool(verdict),
        "is_interested": found.state == OfferState.INTERESTED,
        "is_pending": found.state == OfferState.PENDING,
        "refusal": verdict.reason,
        "is_too_late": verdict.code == "too_late",
        "fields": _fields({"contact": actor.name, **(typed or {})}, errors),
        "unsent": [(words[name], text) for name, text in (typed or {}).items() if text],
        "reason_fields": [
            Field(
                name="reason",
                label=_("Reason"),
                kind="textarea",
                rows=3,
                limit=REASON_LENGTH,
                value=(typed or {}).get("reason", ""),
                error=errors.get("reason", ""),
                help=_("For the talent office only; the applicant does not read it"),
            )
        ],
        "is_reason_wrong": "reason" in errors,
        "given": _substance(found),
    }


def _fields(typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """The four things that an interest carries, each with one line of help."""
    asked = (
        ("site", _("Site or carrier"), _("Plant, laboratory or office: where, how large, from when")),
        ("policy", _("Policy"), _("Which policy and which clause, up to how much")),
        ("contact", _("Contact person"), _("Who leads the talks, and until when they answer")),
        ("next_step", _("Next step"), _("What you do first, and by which day")),
    )
    return [
        Field(
            name=name,
            label=label,
            help=line,
            value=typed.get(name, ""),
            error=errors.get(name, ""),
            required=True,
        )
        for name, label, line in asked
    ]


def _substance(offer: Offer) -> list[tuple[str, str]]:
    return [(field.label, getattr(offer, field.name)) for field in _fields({}, {})]
