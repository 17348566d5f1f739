"""The host area's pages: the projects offered to it, and its answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import can_answer
from yunhui.features.docking.selectors import inbox_of, offer_for
from yunhui.features.docking.services import SUBSTANCE, answer_interested, answer_not_interested
from yunhui.features.docking.web.countdown import countdown, last_day, special_days
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code
from yunhui.foundation.codes.selectors import codes_of, places
from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import last_version
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.formats import Due
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

HOME = "/w/offers/"
ON_A_PAGE = 50
# What a host area reads of the answers: the project, never how to reach its people.
BRIEF = ("summary", "novelty", "team", "landing")
LIGHTS = {
    OfferState.INTERESTED: "full",
    OfferState.NOT_INTERESTED: "dash",
    OfferState.LAPSED: "r",
    OfferState.PENDING: "ring",
}
# The states of the offers behind each tab of the inbox.
TABS = {
    "waiting": (OfferState.PENDING,),
    "answered": (OfferState.INTERESTED, OfferState.NOT_INTERESTED),
    "late": (OfferState.LAPSED,),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An offer in the inbox, or at the head of its page."""

    offer: Offer
    title: str
    group: str
    country: str
    why: str
    light: Due
    until: str

    @property
    def url(self) -> str:
        """The page of the offer."""
        return f"{HOME}{self.offer.pk}/"


@page(holds(Role.BOARD))
def offers(request: Request) -> HttpResponse:
    """What waits for an answer, the most urgent first; what was answered; what ran out of time."""
    chosen = request.GET.get("show", "")
    return _inbox(request, chosen if chosen in TABS else "waiting")


@page(holds(Role.BOARD))
def offer(request: Request, offer_id: UUID) -> HttpResponse:
    """The project's brief and the answer; the same address fills the side panel."""
    return _detail(request, offer_id)


@page(holds(Role.BOARD), "GET", "POST")
def interested(request: Request, offer_id: UUID) -> HttpResponse:
    """有意向: with site, policy, contact person and next step, or the form again with what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    given = {name: request.POST.get(name, "") for name in SUBSTANCE}
    try:
        answer_interested(actor=request.actor, offer_id=offer_id, **given)
    except InvalidError as error:
        return _detail(request, offer_id, typed=given, problems=error.problems)
    return _answered(request, offer_id)


@page(holds(Role.BOARD), "GET", "POST")
def not_interested(request: Request, offer_id: UUID) -> HttpResponse:
    """暂无意向, with a reason for the talent office or without one."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}{offer_id}/")
    answer_not_interested(actor=request.actor, offer_id=offer_id, reason=request.POST.get("reason", ""))
    return _answered(request, offer_id)


def _inbox(request: Request, chosen: str) -> HttpResponse:
    actor = request.actor
    tabs, numbers = _tabs(actor, chosen)
    rows = inbox_of(actor).filter(_behind(chosen))
    if chosen != "waiting":
        rows = rows.order_by("-answered_at", "application__number")
    paginator = Paginator(rows, ON_A_PAGE)
    paginator.count = numbers[chosen]
    shown = paginator.get_page(request.GET.get("page"))
    found = list(shown.object_list)
    special = special_days(one.due_at for one in found) if chosen == "waiting" else {}
    countries = codes_of(Scheme.COUNTRY)
    context = {
        "title": _("Host-area match"),
        "chosen": chosen,
        "tabs": tabs,
        "waiting": numbers["waiting"],
        "page": shown,
        "rows": [_row(one, actor, countries, special) for one in found],
    }
    return render(request, "docking/offers.html", context)


def _detail(
    request: Request, offer_id: UUID, *, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    context = _offer_context(request.actor, offer_id, typed, problems)
    template = "docking/offer_panel.html" if "HX-Request" in request.headers else "docking/offer.html"
    return render(request, template, context, status=422 if context["fields_wrong"] else 200)


def _answered(request: Request, offer_id: UUID) -> HttpResponse:
    """After an answer: the panel with what was answered, or the page with it."""
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(f"{HOME}{offer_id}/?done=answered")
    context = _offer_context(request.actor, offer_id) | {"just_answered": True}
    context["tabs"], _numbers = _tabs(request.actor, "waiting")
    return render(request, "docking/offer_answered.html", context)


def _offer_context(
    actor: Actor, offer_id: UUID, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> dict[str, Any]:
    found = offer_for(actor, offer_id)
    version = last_version(found.application)
    if version is None:
        raise NotFoundError("offer")
    countries = codes_of(Scheme.COUNTRY)
    special = special_days([found.due_at])
    place = places().get(found.application.place)
    questions = {one.key: one for one in questions_of(found.application.form_version.questions)}
    errors = {problem.field: str(problem.message) for problem in problems}
    verdict = can_answer(actor, found)
    return {
        "title": _title(found, actor),
        "row": _row(found, actor, countries, special),
        "offer": found,
        "board": pick(found.board, "name", actor.language),
        "version": version,
        "city": pick(place, "name", actor.language) if place else "",
        "brief": [
            (questions[key].label(actor.language), text)
            for key in BRIEF
            if key in questions and (text := str(version.answers.get(key) or ""))
        ],
        "can_answer": bool(verdict) and _is_wanted(found),
        "is_withdrawn": not _is_wanted(found),
        "is_interested": found.state == OfferState.INTERESTED,
        "is_pending": found.state == OfferState.PENDING,
        "refusal": verdict.reason,
        "fields": _fields(typed or {"contact": actor.name}, errors),
        "fields_wrong": bool(errors),
        "reason_field": Field(
            name="reason",
            label=_("Reason"),
            kind="textarea",
            rows=3,
            limit=300,
            help=_("For the talent office only; the applicant does not read it"),
        ),
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


def _row(offer: Offer, actor: Actor, countries: Mapping[str, Code], special: Mapping[date, bool]) -> Row:
    application = offer.application
    country = countries.get(application.country)
    light = Due(LIGHTS[OfferState(offer.state)], str(OfferState(offer.state).label))
    if not _is_wanted(offer):
        light = Due("n", _("Withdrawn by the applicant"))
    elif offer.state == OfferState.PENDING:
        light = countdown(offer.due_at, special)
    return Row(
        offer=offer,
        title=_title(offer, actor),
        group=pick(application.group, "name", actor.language) if application.group else "",
        country=pick(country, "name", actor.language) if country else "",
        why=_why(offer, actor),
        light=light,
        until=formats.day(last_day(offer.due_at), actor.language),
    )


def _title(offer: Offer, actor: Actor) -> str:
    application = offer.application
    return (application.title_en if actor.language == ENGLISH else "") or application.title


def _why(offer: Offer, actor: Actor) -> str:
    """Why this project came to this host area, from what was weighed when it was offered."""
    group = pick(offer.application.group, "name", actor.language) if offer.application.group else ""
    load = int(offer.why.get("load", 0))
    before = _("the first project of this call for you")
    if load:
        before = ngettext("one project of this call came to you before", "{n} came to you before", load).format(n=load)
    if offer.why.get("same"):
        first = _("{group} is one of your industries").format(group=group)
    else:
        most = offer.application.call.max_boards
        first = _("Fewer than {most} host areas name {group}, and yours had the fewest projects").format(
            most=most, group=group
        )
    return _("{reason}; {before}.").format(reason=first, before=before)


def _is_wanted(offer: Offer) -> bool:
    return offer.application.state != ApplicationState.WITHDRAWN


def _behind(tab: str) -> Q:
    """The offers of a tab. A project that was withdrawn needs no answer and waits for none."""
    condition = Q(state__in=TABS[tab])
    return condition if tab == "answered" else condition & ~Q(application__state=ApplicationState.WITHDRAWN)


def _tabs(actor: Actor, chosen: str) -> tuple[list[Tab], dict[str, int]]:
    numbers = inbox_of(actor).order_by().aggregate(**{tab: Count("pk", filter=_behind(tab)) for tab in TABS})
    words = {"waiting": _("Waiting for you"), "answered": _("Answered"), "late": _("No answer in time")}
    tabs = [
        Tab(HOME if tab == "waiting" else f"{HOME}?show={tab}", word, numbers[tab], tab == chosen)
        for tab, word in words.items()
        if tab != "late" or numbers[tab] or tab == chosen
    ]
    return tabs, numbers
