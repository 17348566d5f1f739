"""The public pages of calls: what is asked, by when, who decides by which rule. The same for every reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.formkit.rules import Question, questions_of
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.ports import public_parts
from yunhui.pipeline.calls.rules import Fact, condition_words
from yunhui.pipeline.calls.selectors import (
    amendments_of,
    before_you_apply,
    calls_visible_to,
    days_of_event,
    published_call,
)
from yunhui.pipeline.calls.web.words import amendment_words
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


# A question: its words, its help, whether it must be answered, under which condition it is asked.
Asked = tuple[str, str, bool, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage in the applicant's words; steps of one number run side by side."""

    number: int
    name: str
    words: str
    limit: str


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that the body of a call's page says, in one language."""

    steps: tuple[Step, ...]
    before: tuple[Fact, ...]
    rule: str
    clause: str
    experts: int | None
    criteria: tuple[tuple[str, float], ...]
    seats: int
    seats_shown: str
    reserves_shown: str
    max_boards: int | None
    sections: tuple[tuple[str, tuple[Asked, ...]], ...]
    undertaking: str
    allows_download: bool
    form_url: str
    eligible_url: str


@page(anyone)
def calls(request: Request, lang: str) -> HttpResponse:
    """Every published call, the open ones first."""
    rows = calls_visible_to(VISITOR).prefetch_related(Prefetch("groups", Group.objects.order_by("sort")))
    cards = [_card(call, lang, request.actor) for call in rows]
    changes_at(*(moment for call in rows for moment in (call.opens_at, call.closes_at)))
    order = {"g": 0, "y": 0, "dash": 1, "n": 2}
    context = {
        "title": _("Calls"),
        "description": _("What the city calls for, who can apply and until when."),
        "cards": sorted(cards, key=lambda card: order[card.window.light]),
    }
    return render(request, "calls/calls.html", context)


@page(anyone)
def call(request: Request, lang: str, code: str) -> HttpResponse:
    """One call in full, before anyone needs an account."""
    found = published_call(code)
    questions = questions_of(found.form_version.questions) if found.form_version else ()
    context = context_of(found, list(found.groups.all()), list(found.stages.all()), questions, request.actor)
    context |= {
        "amendments": [amendment_words(one, request.actor) for one in amendments_of(found)],
        "parts": public_parts(found, request.actor),
        "start_url": f"/my/calls/{found.code}/start",
        "description": context["summary"],
        "share_image": f"/{lang}/share/call/{found.code}.png",
    }
    changes_at(found.opens_at, found.closes_at)
    return render(request, "calls/call.html", context)


def context_of(
    call: Call, groups: list[Group], stages: list[Stage], questions: Iterable[Question], reader: Actor
) -> dict[str, Any]:
    """What the page of a call says, of a published one and of one that is still being made."""
    language = reader.language
    name = pick(call, "title", language)
    return {
        "title": name,
        "call": call,
        "name": name,
        "summary": pick(call, "summary", language),
        "window": window_of(call, language, reader.zone),
        "groups": [_group(group, language) for group in groups],
        "days": days_of_event(call, language),
        "has_event": any(stage.kind == _EVENT for stage in stages),
        "body": _body(call, stages, questions, language),
    }


def _body(call: Call, stages: list[Stage], questions: Iterable[Question], language: str) -> Body:
    base = f"/{'zh' if formats.is_chinese(language) else 'en'}/calls/{call.code}/"
    return Body(
        steps=tuple(step_of(stage, call, language) for stage in stages),
        before=tuple(before_you_apply(call).facts(language)) if call.before else (),
        rule=call.get_rank_by_display(),
        clause=call.rule_clause,
        experts=next((s.config.get("experts_per_application") for s in stages if s.kind == "review"), None),
        criteria=tuple(
            (pick_of(one, "name", language), one["points"])
            for stage in stages
            if stage.kind == "review"
            for one in stage.config.get("criteria", ())
        ),
        seats=call.seats,
        seats_shown=formats.number(call.seats, language),
        reserves_shown=formats.number(call.reserves, language),
        max_boards=call.max_boards if any(stage.kind == "docking" for stage in stages) else None,
        sections=_sections(questions, language),
        undertaking=pick(call, "undertaking", language),
        allows_download=call.allows_download,
        form_url=f"{base}form.pdf",
        eligible_url=f"{base}eligible" if call.eligibility else "",
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


def step_of(stage: Stage, call: Call, language: str) -> Step:
    """A stage in words: an event has its days, all else working days."""
    if stage.kind == _EVENT and call.event_days:
        limit = days_of_event(call, language)
    else:
        limit = ngettext("within one working day", "within {n} working days", stage.working_days).format(
            n=stage.working_days
        )
    return Step(stage.ordinal, pick(stage, "name", language), pick(stage, "applicant", language), limit)


def _sections(questions: Iterable[Question], language: str) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
    """What is asked, by section."""
    questions = list(questions)
    found: dict[str, list[Asked]] = {}
    for one in questions:
        condition = condition_words(one.show_if, questions, language) if one.show_if else ""
        row = (one.label(language), pick(one, "help", language), one.required, condition)
        found.setdefault(one.section(language), []).append(row)
    return tuple((section, tuple(rows)) for section, rows in found.items())


def _group(group: Group, language: str) -> tuple[str, str]:
    """A group and what is particular about it: its track, whether it is for those abroad, who names projects in it."""
    space = "" if formats.is_chinese(language) else " "
    notes = [str(group.get_track_display())] if group.track else []
    if group.is_overseas:
        notes.append(_("for those who live abroad"))
    for one in group.wild_card_of:
        notes.append(
            ngettext("{n} project named by {who}", "{n} projects named by {who}", one["number"]).format(
                n=one["number"], who=pick_of(one, "name", language)
            )
        )
    return pick(group, "name", language), ("；" if not space else "; ").join(notes)


def pick_of(row: Mapping[str, Any], name: str, language: str) -> str:
    """`kernel.i18n.pick` for a row of stored data."""
    zh, en = str(row.get(f"{name}_zh") or ""), str(row.get(f"{name}_en") or "")
    return (zh or en) if formats.is_chinese(language) else (en or zh)
