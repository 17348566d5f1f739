"""A deliberation (合议): the projects beside each other, who sat, why, and what came of it; and its record."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError, require
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.enums import Conclusion, SeatKind
from yunhui.pipeline.decisions.models import Deliberation
from yunhui.pipeline.decisions.rules import can_deliberate
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.decisions.selectors.border import border_of, groups_to_sit_on
from yunhui.pipeline.decisions.selectors.deliberations import (
    deliberation_for,
    deliberation_numbered,
    deliberations_of,
)
from yunhui.pipeline.decisions.selectors.experts import called
from yunhui.pipeline.decisions.selectors.progress import groups_for_staff
from yunhui.pipeline.decisions.services import Present, propose_after_sitting, record_deliberation
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.pipeline.decisions.web.sitting_form import FORMAT, Typed, form_of, id_of
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF))
def deliberations(request: Request, code: str) -> HttpResponse:
    """The records of a call, the newest first, and what could be sat on."""
    actor = request.actor
    groups = groups_to_sit_on(actor, code)
    call = groups[0].call
    rows = [_record(actor, call, one) for one in deliberations_of(actor, call)]
    context = {
        "title": _("Deliberations"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rule": rule_words(call.rank_by),
        "records": rows,
        "border": [
            (pick(one, "name", actor.language), one.border, f"/w/calls/{code}/deliberations/new?group={one.key}")
            for one in groups
            if one.border
        ],
        "may": can_deliberate(actor, call),
        "done": request.GET.get("done", ""),
    }
    return render(request, "decisions/deliberations.html", context)


@page(holds(*STAFF))
def one(request: Request, code: str, number: int) -> HttpResponse:
    """One record, as it is read aloud or printed."""
    actor = request.actor
    row = deliberation_numbered(actor, code, number)
    record = _record(actor, row.call, row)
    context = {
        "title": _("Deliberation %(n)d") % {"n": row.number},
        "call": row.call,
        "call_name": pick(row.call, "title", actor.language),
        "call_url": "/w/calls/",
        "record": record,
        "may_correct": bool(can_deliberate(actor, row.call)) and record["newer"] is None,
    }
    return render(request, "decisions/deliberation.html", context)


@page(holds(Role.CHAIR, Role.OFFICE), "GET", "POST")
def new(request: Request, code: str) -> HttpResponse:
    """Deliberate on projects: `?group=` its border projects, `?application=` any, `?corrects=` those of a record."""
    actor = request.actor
    groups = groups_for_staff(actor, code)
    call = groups[0].call
    require(can_deliberate(actor, call))
    typed = Typed.posted(request.POST) if request.method == "POST" else _first(request, actor, groups)
    if request.method != "POST":
        return _sitting(request, call, typed)
    try:
        record_deliberation(
            actor=actor,
            call=call,
            applications=typed.ids,
            participants=[Present(seat, typed.left_of(seat)) for seat in typed.seats],
            conclusion=typed.conclusion,
            reasons=typed.texts["reasons"],
            minutes=typed.texts["minutes"],
            places=typed.places(),
            notes={key: typed.notes[str(key)] for key in typed.ids if typed.notes.get(str(key))},
            held_at=typed.held_at(),
            corrects=id_of(typed.texts["corrects"]),
        )
    except InvalidError as error:
        return _sitting(request, call, typed, problems=error.problems)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _sitting(request, call, typed, refusal=error)
    done = "recorded"
    if typed.conclusion == Conclusion.ORDERED and propose_after_sitting(actor=actor, call=call):
        done = "proposed"
    return HttpResponseRedirect(f"/w/calls/{code}/deliberations/?done={done}")


def _first(request: Request, actor: Actor, groups: Sequence[Group]) -> Typed:
    """The form before anything was typed."""
    asked = [one for one in request.GET.getlist("application") if id_of(one)][:200]
    texts = {
        "reasons": "",
        "minutes": "",
        "corrects": "",
        "held_at": clock.now().astimezone(clock.BEIJING).strftime(FORMAT),
    }
    old = id_of(request.GET.get("corrects", ""))
    if old:
        row = deliberation_for(actor, old)
        if row.call_id != groups[0].call_id:
            raise NotFoundError("deliberation")
        return Typed.again(row)
    group = next((one for one in groups if one.key == request.GET.get("group")), None)
    if group and not asked:
        asked = [str(one) for one in border_of(group)]
    conclusion = Conclusion.ORDERED if request.GET.get("conclusion") == Conclusion.ORDERED else ""
    own = [f"u-{actor.user_id}"] if actor.user_id else []
    return Typed(asked, asked, own, [], conclusion, texts)


def _sitting(
    request: Request,
    call: Call,
    typed: Typed,
    *,
    problems: Sequence[Problem] = (),
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor = request.actor
    form = form_of(actor, call, typed, problems)
    count = len(form["candidates"])
    context = {
        "title": ngettext("Deliberation on one project", "Deliberation on %(n)d projects", count) % {"n": count}
        if count
        else _("Deliberation"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rule": rule_words(call.rank_by),
        "elsewhere": f"/w/calls/{call.code}/ranking/",
        "refusal": refusal.message if refusal else "",
        **form,
    }
    status = refusal.status if refusal else 422 if problems else 200
    return render(request, "decisions/sitting.html", context, status=status)


def _record(actor: Actor, call: Call, row: Deliberation) -> dict[str, Any]:
    """A record as pages show it."""
    projects = sorted(row.projects.all(), key=lambda one: (one.place is None, one.place or 0, one.rank or 9999))
    people = list(row.participants.all())
    names = called(actor, call, {one.expert.pk: one.expert.person.name for one in people if one.expert})
    numbers = {one.application_id: str(one.application) for one in projects}
    newer = getattr(row, "corrected_by", None)
    return {
        "row": row,
        "conclusion": Conclusion(row.conclusion).label,
        "projects": [(title_in(one.application, actor.language), one) for one in projects],
        "people": [
            (
                names.get(one.expert_id, "") if one.expert_id else one.user.name if one.user else "",
                SeatKind(one.capacity).label,
                [numbers[key] for key in one.left if key in numbers],
            )
            for one in people
        ],
        "newer": newer.number if newer else None,
        "older": row.corrects.number if row.corrects else None,
    }
