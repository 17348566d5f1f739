"""One expert of the library: look, admit, change, suspend, note."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.forms import credit_fields, expert_fields, particulars_from, reason_field
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.ports import service_of
from yunhui.pipeline.experts.rules import can_keep_library
from yunhui.pipeline.experts.selectors import expert_for, notes_on
from yunhui.pipeline.experts.selectors.words import LIGHTS, house_name, language_word, years_word
from yunhui.pipeline.experts.services import (
    add_credit_note,
    admit_expert,
    keep_expert,
    let_go,
    resume_expert,
    suspend_expert,
)
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

HOME = "/w/experts/"
_SAID = {
    "kept": gettext_lazy("Kept."),
    "admitted": gettext_lazy("Admitted. They can be invited and drawn."),
    "suspended": gettext_lazy("Suspended. They are not invited or drawn; what they do now they finish."),
    "left": gettext_lazy("Taken out of the library. Their service record stays."),
    "noted": gettext_lazy("The note is kept."),
}


@page(holds(*STAFF))
def expert(request: Request, expert_id: UUID) -> HttpResponse:
    """One expert: what is known, how they served, what was noted. The same address fills the side panel."""
    return _expert(request, expert_id)


@page(holds(Role.OFFICE), "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Enter somebody; they are proposed, and asked once they are admitted."""
    return _edit(request, None)


@page(holds(Role.OFFICE), "GET", "POST")
def edit(request: Request, expert_id: UUID) -> HttpResponse:
    """Change what the library says of somebody."""
    return _edit(request, expert_for(request.actor, expert_id))


@page(holds(Role.OFFICE), "POST")
def move(request: Request, expert_id: UUID) -> HttpResponse:
    """Admit, suspend with a reason (until a day), take back, let go."""
    actor, act, typed = request.actor, pressed(request, "admit", "resume", "suspend", "leave"), request.POST
    try:
        if act == "admit":
            admit_expert(actor=actor, person=expert_for(actor, expert_id).person)
        elif act == "resume":
            resume_expert(actor=actor, expert_id=expert_id)
        elif act == "suspend":
            until = _day(typed.get("until", ""))
            suspend_expert(actor=actor, expert_id=expert_id, reason=typed.get("reason", ""), until=until)
        else:
            let_go(actor=actor, expert_id=expert_id, reason=typed.get("reason", ""))
    except InvalidError as error:
        return _expert(request, expert_id, form=act, errors={one.field: str(one.message) for one in error.problems})
    except ValueError:
        return _expert(request, expert_id, form=act, errors={"until": _("Choose a day.")})
    said = {"admit": "admitted", "resume": "admitted", "suspend": "suspended", "leave": "left"}[act]
    return HttpResponseRedirect(f"{HOME}{expert_id}/?done={said}")


@page(holds(Role.OFFICE), "POST")
def note(request: Request, expert_id: UUID) -> HttpResponse:
    """Note something on somebody's credit."""
    try:
        kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")
        add_credit_note(actor=request.actor, expert_id=expert_id, kind=kind, reason=reason)
    except InvalidError as error:
        return _expert(
            request, expert_id, form="credit", errors={one.field: str(one.message) for one in error.problems}
        )
    return HttpResponseRedirect(f"{HOME}{expert_id}/?done=noted")


def _edit(request: Request, row: Expert | None) -> HttpResponse:
    errors: dict[str, str] = {}
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        try:
            given = particulars_from(posted, row)
            kept = keep_expert(actor=request.actor, particulars=given, expert_id=row.pk if row else None)
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"{HOME}{kept.pk}/?done=kept")
    context = {
        "title": row.person.name if row else _("Propose an expert"),
        "back": f"{HOME}{row.pk}/" if row else HOME,
        "fields": expert_fields(row, request.actor.language, posted, errors, by_office=True),
    }
    return render(request, "experts/edit.html", context, status=422 if errors else 200)


def _expert(
    request: Request, expert_id: UUID, *, form: str = "", errors: Mapping[str, str] | None = None
) -> HttpResponse:
    actor, language = request.actor, request.actor.language
    row = expert_for(actor, expert_id)
    wrong = dict(errors or {})
    typed: Mapping[str, str] = request.POST.dict() if wrong else {}
    countries = {code: pick(one, "name", language) for code, one in codes_of(Scheme.COUNTRY).items()}
    industries = _industries(language)
    suspend = [
        reason_field("suspend", _("Why"), *_said(typed, wrong, form == "suspend")),
        Field(
            "until",
            _("Until"),
            kind="date",
            value=typed.get("until", "") if form == "suspend" else "",
            error=wrong.get("until", "") if form == "suspend" else "",
            help=_("Without a day it lasts until you end it."),
        ),
    ]
    context: dict[str, Any] = {
        "title": row.person.name,
        "expert": row,
        "url": f"{HOME}{row.pk}/",
        "light": LIGHTS[ExpertState(row.state)],
        "titles": " · ".join(
            filter(None, (pick(row, "title", language), row.get_level_display() if row.level else ""))
        ),
        "clock": formats.clock_name(row.zone, language),
        "country": countries.get(row.person.country, ""),
        "industries": [industries.get(code, code) for code in row.industries],
        "languages": [language_word(one) for one in row.languages],
        "affiliations": [
            (house_name(one, language), one.get_kind_display(), years_word(one.since, one.until))
            for one in row.affiliations.all()
        ],
        "ties": [(one.name, one.get_kind_display(), years_word(None, one.until)) for one in row.ties.all()],
        "service": service_of([row.pk])[row.pk],
        "can_keep": bool(can_keep_library(actor)),
        "notes": [(one, {"good": "g", "poor": "y", "breach": "r"}[one.kind]) for one in notes_on(actor, row)],
        "suspend": suspend,
        "leave": [reason_field("leave", _("Why"), *_said(typed, wrong, form == "leave"))],
        "credit": credit_fields(typed if form == "credit" else {}, wrong if form == "credit" else {}),
        "form": form,
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    template = "experts/expert_panel.html" if "HX-Request" in request.headers else "experts/expert.html"
    return render(request, template, context, status=422 if wrong else 200)


def _said(typed: Mapping[str, str], wrong: Mapping[str, str], is_this: bool) -> tuple[str, str]:
    return (typed.get("reason", ""), wrong.get("reason", "")) if is_this else ("", "")


def _industries(language: str) -> dict[str, str]:
    return {code: pick(row, "name", language) for code, row in codes_of(Scheme.INDUSTRY).items()}


def _day(text: str) -> datetime | None:
    return clock.end_of_day(date.fromisoformat(text)) if text.strip() else None
