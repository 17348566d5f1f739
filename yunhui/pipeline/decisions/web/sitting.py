"""A deliberation (合议): the projects beside each other, who sat, why, and what came of it; and its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import clean_text
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
from yunhui.pipeline.decisions.selectors.border import Candidate, border_of, candidates_in, groups_to_sit_on
from yunhui.pipeline.decisions.selectors.deliberations import (
    Seat,
    conflicts_among,
    deliberation_for,
    deliberations_of,
    seats_of,
)
from yunhui.pipeline.decisions.selectors.experts import called
from yunhui.pipeline.decisions.selectors.progress import groups_for_staff
from yunhui.pipeline.decisions.services import Present, propose_after_sitting, record_deliberation
from yunhui.pipeline.decisions.web.names import shows_names
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page

_FORMAT = "%Y-%m-%dT%H:%M"


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
def one(request: Request, deliberation_id: UUID) -> HttpResponse:
    """One record, as it is read aloud or printed."""
    actor = request.actor
    row = deliberation_for(actor, deliberation_id)
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
    """Sit on projects: `?group=` its border projects, `?application=` any, `?corrects=` those of an earlier record."""
    actor = request.actor
    groups = groups_for_staff(actor, code)
    call = groups[0].call
    require(can_deliberate(actor, call))
    typed = _Typed.posted(request.POST) if request.method == "POST" else _first(request, actor, groups)
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
            corrects=_id(typed.texts["corrects"]),
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


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form: nothing typed is lost when something is wrong."""

    offered: list[str]
    applications: list[str]
    seats: list[str]
    left: list[str]
    conclusion: str
    texts: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def posted(cls, post: Any) -> "_Typed":
        offered = post.getlist("offered")[:200]
        return cls(
            offered=offered,
            applications=[one for one in post.getlist("application") if _id(one)][:200],
            seats=post.getlist("seat")[:200],
            left=post.getlist("left")[:2000],
            conclusion=post.get("conclusion", ""),
            texts={name: clean_text(post.get(name)) for name in ("reasons", "minutes", "held_at", "corrects")},
            given={key: clean_text(post.get(f"place-{key}")) for key in offered},
            notes={key: clean_text(post.get(f"note-{key}")) for key in offered},
        )

    @property
    def ids(self) -> list[UUID]:
        return [UUID(one) for one in dict.fromkeys(self.applications)]

    def left_of(self, seat: str) -> frozenset[UUID]:
        pairs = (one.rpartition("|") for one in self.left)
        return frozenset(key for own, _bar, text in pairs if own == seat and (key := _id(text)))

    def places(self) -> dict[UUID, int]:
        chosen = {key: self.given.get(str(key), "") for key in self.ids}
        return {key: int(text) for key, text in chosen.items() if text.isdecimal() and len(text) < 4}

    def held_at(self) -> datetime | None:
        """The instant that was typed on Beijing's clock.

        Raises:
            InvalidError: not a time.
        """
        if not self.texts["held_at"]:
            return None
        try:
            return datetime.strptime(self.texts["held_at"][:16], _FORMAT).replace(tzinfo=clock.BEIJING)
        except ValueError:
            raise InvalidError([Problem("held_at", "invalid", _("Give day and time, as 2026-06-11T14:00."))]) from None


def _first(request: Request, actor: Actor, groups: Sequence[Group]) -> _Typed:
    """The form before anything was typed."""
    asked = [one for one in request.GET.getlist("application") if _id(one)][:200]
    texts = {
        "reasons": "",
        "minutes": "",
        "corrects": "",
        "held_at": clock.now().astimezone(clock.BEIJING).strftime(_FORMAT),
    }
    old = _id(request.GET.get("corrects", ""))
    if old:
        row = deliberation_for(actor, old)
        if row.call_id != groups[0].call_id:
            raise NotFoundError("deliberation")
        return _again(row)
    group = next((one for one in groups if one.key == request.GET.get("group")), None)
    if group and not asked:
        asked = [str(one) for one in border_of(group)]
    conclusion = Conclusion.ORDERED if request.GET.get("conclusion") == Conclusion.ORDERED else ""
    own = [f"u-{actor.user_id}"] if actor.user_id else []
    return _Typed(asked, asked, own, [], conclusion, texts)


def _again(row: Deliberation) -> _Typed:
    """A record as the form of the one that corrects it."""
    projects, people = list(row.projects.all()), list(row.participants.all())
    ids = [str(one.application_id) for one in projects]
    return _Typed(
        offered=ids,
        applications=ids,
        seats=[_key(one) for one in people],
        left=[f"{_key(one)}|{key}" for one in people for key in one.left],
        conclusion=row.conclusion,
        texts={
            "reasons": row.reasons,
            "minutes": row.minutes,
            "held_at": row.held_at.astimezone(clock.BEIJING).strftime(_FORMAT),
            "corrects": str(row.pk),
        },
        given={str(one.application_id): str(one.place or "") for one in projects},
        notes={str(one.application_id): one.note for one in projects},
    )


def _key(participant: Any) -> str:
    return f"e-{participant.expert_id}" if participant.expert_id else f"u-{participant.user_id}"


def _sitting(
    request: Request,
    call: Call,
    typed: _Typed,
    *,
    problems: Sequence[Problem] = (),
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor = request.actor
    offered = list(dict.fromkeys([*typed.offered, *typed.applications]))
    candidates = candidates_in(actor, call, [key for text in offered if (key := _id(text))])
    seats = _seats(actor, call)
    must_leave = {
        (one.seat, str(one.application_id)) for one in conflicts_among(seats, [c.application for c in candidates])
    }
    errors = {problem.field: str(problem.message) for problem in problems}
    shown = shows_names(actor, call)
    fields = _fields(typed, errors)
    context = {
        "title": _("Deliberation on %(n)d projects") % {"n": len(candidates)} if candidates else _("Deliberation"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "rule": rule_words(call.rank_by),
        "candidates": [_candidate(one, typed, errors, actor, shown, len(candidates)) for one in candidates],
        "seats": [_seat(one, typed, must_leave, candidates, errors) for one in seats],
        "fields": fields,
        "wrong": [*(one for one in fields.values() if one.error), *_said(errors, seats)],
        "seats_error": errors.get("participants", ""),
        "refusal": refusal.message if refusal else "",
        "corrects": typed.texts["corrects"],
    }
    return render(
        request, "decisions/sitting.html", context, status=refusal.status if refusal else 422 if problems else 200
    )


def _fields(typed: _Typed, errors: Mapping[str, str]) -> dict[str, Field]:
    hints = {
        Conclusion.KEPT: _("The panel looked, and the order by scores stays."),
        Conclusion.ORDERED: _("Only among equals by the announced rule."),
        Conclusion.PROPOSED: _("A re-review, a wild card, a condition: nothing moves by it."),
    }
    outcomes = [Choice(str(key), str(key.label), words) for key, words in hints.items()]
    return {
        "conclusion": Field(name="conclusion", label=_("What came of it"), kind="choices", required=True,
                            choices=outcomes, value=typed.conclusion, error=errors.get("conclusion", "")),
        "reasons": Field(name="reasons", label=_("Reasons"), help=_("Kept with the record and shown beside the batch"),
                         kind="textarea", rows=3, required=True, limit=2000, value=typed.texts["reasons"],
                         error=errors.get("reasons", "")),
        "minutes": Field(name="minutes", label=_("Minutes"), help=_("Who said what, as far as the panel wants it kept"),
                         kind="textarea", rows=6, limit=20000, value=typed.texts["minutes"],
                         error=errors.get("minutes", "")),
        "held_at": Field(name="held_at", label=_("When the panel sat, Beijing time (UTC+8)"), kind="datetime-local",
                         value=typed.texts["held_at"], error=errors.get("held_at", "")),
    }  # fmt: skip


def _said(errors: Mapping[str, str], seats: Sequence[Seat]) -> list[Field]:
    """Problems that stand beside people and projects, for the summary."""
    return [
        Field(name=name, id=f"f-{name}", label="", error=words)
        for name, words in errors.items()
        if name in ("participants", "applications", "places") or name.startswith(("left-", "place-", "note-"))
    ]


def _candidate(
    one: Candidate, typed: _Typed, errors: Mapping[str, str], actor: Actor, with_names: bool, count: int
) -> dict[str, Any]:
    key = str(one.application.pk)
    choices = [("", _("place")), *((str(place), str(place)) for place in range(1, count + 1))]
    return {
        "one": one,
        "key": key,
        "title": title_in(one.application, actor.language),
        "who": one.application.speaker if with_names else "",
        "group": pick(one.application.group, "name", actor.language) if one.application.group else "",
        "criteria": [(criterion.name(actor.language), criterion.points, marks) for criterion, marks in one.criteria],
        "is_ticked": key in typed.applications,
        "place": Field(name=f"place-{key}", label=_("Place among equals"), kind="select", choices=choices,
                       value=typed.given.get(key, ""), error=errors.get(f"place-{key}", "")),
        "note": Field(name=f"note-{key}", label=_("What was said of it"), kind="textarea", rows=2, limit=1000,
                      value=typed.notes.get(key, ""), error=errors.get(f"note-{key}", "")),
    }  # fmt: skip


def _seats(actor: Actor, call: Call) -> list[Seat]:
    """Who can sit; while the list of experts is sealed, numbers stand for their names."""
    seats = seats_of(call)
    names = called(actor, call, {one.expert_id: one.name for one in seats if one.expert_id})
    return [Seat(one.key, names[one.expert_id], one.capacity, one.expert_id) if one.expert_id else one for one in seats]


def _seat(
    seat: Seat,
    typed: _Typed,
    must_leave: set[tuple[str, str]],
    candidates: Sequence[Candidate],
    errors: Mapping[str, str],
) -> dict[str, Any]:
    away = [
        {
            "value": f"{seat.key}|{one.application.pk}",
            "number": str(one.application),
            "must": (seat.key, str(one.application.pk)) in must_leave,
            "is_ticked": f"{seat.key}|{one.application.pk}" in typed.left,
        }
        for one in candidates
    ]
    return {
        "seat": seat,
        "capacity": SeatKind(seat.capacity).label,
        "is_ticked": seat.key in typed.seats,
        "away": [one for one in away if one["must"] or one["is_ticked"]],
        "error": errors.get(f"left-{seat.key}", ""),
    }


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
        "newer_id": newer.pk if newer else None,
        "older": row.corrects.number if row.corrects else None,
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
