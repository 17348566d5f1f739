"""The public pages of calls: what is asked, by when, who decides by which rule. The same for every reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.selectors import call_for, calls_visible_to, days_of_event
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

_EVENT = "roadshow"


@dataclass(frozen=True, slots=True)
class Card:
    """A call in the list."""

    url: str
    name: str
    summary: str
    groups: str
    window: "Window"
    days: str


@dataclass(frozen=True, slots=True)
class Window:
    """Whether one can apply now, as a light with its words, and the instant that matters."""

    light: str
    words: str
    at: datetime | None
    at_words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A stage in the applicant's words; steps of one number run side by side."""

    number: int
    name: str
    words: str
    limit: str


@page(anyone)
def calls(request: Request, lang: str) -> HttpResponse:
    """Every published call, the open ones first."""
    rows = calls_visible_to(VISITOR).prefetch_related(Prefetch("groups", Group.objects.order_by("sort")))
    cards = [_card(call, lang, request.actor) for call in rows]
    order = {"g": 0, "y": 0, "dash": 1, "n": 2}
    context = {
        "title": _("Calls"),
        "cards": sorted(cards, key=lambda card: order[card.window.light]),
    }
    return render(request, "calls/calls.html", context)


@page(anyone)
def call(request: Request, lang: str, code: str) -> HttpResponse:
    """One call in full, before anyone needs an account."""
    found, language = call_for(VISITOR, code), request.actor.language
    stages = list(found.stages.all())
    name = pick(found, "title", language)
    return render(
        request,
        "calls/call.html",
        {
            "title": name,
            "call": found,
            "name": name,
            "summary": pick(found, "summary", language),
            "window": window_of(found, language, request.actor.zone),
            "groups": [pick(group, "name", language) for group in found.groups.all()],
            "steps": [_step(stage, found, language) for stage in stages],
            "days": days_of_event(found, language),
            "has_event": any(stage.kind == _EVENT for stage in stages),
            "rule": found.get_rank_by_display(),
            "experts": next((s.config.get("experts_per_application") for s in stages if s.kind == "review"), None),
            "sections": _sections(found, language),
            "start_url": f"/my/calls/{found.code}/start",
        },
    )


def window_of(call: Call, language: str, zone: str) -> Window:
    """Where the clock stands in a call's window; the instant in words is on the wall clock of `zone`."""
    now, opens, closes = clock.now(), call.opens_at, call.closes_at

    def window(light: str, words: str, at: datetime | None, is_open: bool = False) -> Window:
        other_year = at is not None and formats.local(at, zone).year != formats.local(now, zone).year
        return Window(light, words, at, formats.moment(at, language, zone, year=other_year) if at else "", is_open)

    if call.state == CallState.CLOSED:
        return window("n", _("over"), closes)
    if opens and now < opens:
        return window("dash", _("opens later"), opens)
    if closes and now < closes:
        due = formats.due(closes, now, language, call.venue_zone)
        light = "y" if due.light == "y" else "g"
        return window(light, _("open, {left}").format(left=due.words), closes, is_open=True)
    return window("n", _("no longer open"), closes)


def _card(call: Call, lang: str, reader: Actor) -> Card:
    language = reader.language
    between = "、" if formats.is_chinese(language) else ", "
    return Card(
        url=f"/{lang}/calls/{call.code}/",
        name=pick(call, "title", language),
        summary=pick(call, "summary", language),
        groups=between.join(pick(group, "name", language) for group in call.groups.all()),
        window=window_of(call, language, reader.zone),
        days=days_of_event(call, language),
    )


def _step(stage: Stage, call: Call, language: str) -> Step:
    if stage.kind == _EVENT and call.event_days:
        limit = days_of_event(call, language)
    else:
        limit = ngettext("within one working day", "within {n} working days", stage.working_days).format(
            n=stage.working_days
        )
    return Step(stage.ordinal, pick(stage, "name", language), pick(stage, "applicant", language), limit)


def _sections(call: Call, language: str) -> list[tuple[str, list[Any]]]:
    questions = questions_of(call.form_version.questions) if call.form_version else ()
    found: dict[str, list[Any]] = {}
    for question in questions:
        found.setdefault(pick(question, "section", language), []).append(
            (question.label(language), pick(question, "help", language), question.required)
        )
    return list(found.items())
