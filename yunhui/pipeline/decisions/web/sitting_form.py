"""The form of a deliberation: what was typed, and what stands around it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.enums import Conclusion, SeatKind
from yunhui.pipeline.decisions.models import Deliberation
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.decisions.selectors.border import Candidate, candidates_in
from yunhui.pipeline.decisions.selectors.deliberations import Seat, conflicts_among, seats_of
from yunhui.pipeline.decisions.selectors.experts import called
from yunhui.pipeline.decisions.web.names import shows_names
from yunhui.ui.fields import Choice, Field

FORMAT = "%Y-%m-%dT%H:%M"
# With more projects than this on the table, each sheet's criteria wait behind a word.
_OPEN = 3


@dataclass(frozen=True, slots=True)
class Typed:
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
    def posted(cls, post: Any) -> "Typed":
        offered = post.getlist("offered")[:200]
        return cls(
            offered=offered,
            applications=[one for one in post.getlist("application") if id_of(one)][:200],
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
        return frozenset(key for own, _bar, text in pairs if own == seat and (key := id_of(text)))

    @classmethod
    def again(cls, row: Deliberation) -> "Typed":
        """A record as the form of the one that corrects it."""
        projects, people = list(row.projects.all()), list(row.participants.all())
        ids = [str(one.application_id) for one in projects]
        return cls(
            offered=ids,
            applications=ids,
            seats=[_key(one) for one in people],
            left=[f"{_key(one)}|{key}" for one in people for key in one.left],
            conclusion=row.conclusion,
            texts={
                "reasons": row.reasons,
                "minutes": row.minutes,
                "held_at": row.held_at.astimezone(clock.BEIJING).strftime(FORMAT),
                "corrects": str(row.pk),
            },
            given={str(one.application_id): str(one.place or "") for one in projects},
            notes={str(one.application_id): one.note for one in projects},
        )

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
            return datetime.strptime(self.texts["held_at"][:16], FORMAT).replace(tzinfo=clock.BEIJING)
        except ValueError:
            raise InvalidError([Problem("held_at", "invalid", _("Give day and time, as 2026-06-11T14:00."))]) from None


def form_of(actor: Actor, call: Call, typed: Typed, problems: Sequence[Problem]) -> dict[str, Any]:
    """What the form shows: the projects on the table, who can sit, and the fields, each problem beside its own."""
    offered = list(dict.fromkeys([*typed.offered, *typed.applications]))
    candidates = candidates_in(actor, call, [key for text in offered if (key := id_of(text))])
    seats = _seats(actor, call)
    must_leave = {
        (one.seat, str(one.application_id)) for one in conflicts_among(seats, [c.application for c in candidates])
    }
    errors = {problem.field: str(problem.message) for problem in problems}
    equals = _equals(candidates)
    fields = _fields(typed, errors, bool(equals))
    shown = shows_names(actor, call)
    return {
        "candidates": [_candidate(one, typed, errors, actor, shown, candidates, equals) for one in candidates],
        "seats": _benches([_seat(one, typed, must_leave, candidates, errors) for one in seats], candidates),
        "fields": fields,
        "wrong": [*(one for one in fields.values() if one.error), *_said(errors)],
        "seats_error": errors.get("participants", ""),
        "corrects": typed.texts["corrects"],
    }


def _equals(candidates: Sequence[Candidate]) -> set[UUID]:
    """The projects on the table that share their rank with another of their group."""
    ranks = Counter(_rank(one) for one in candidates if _rank(one))
    return {one.application.pk for one in candidates if ranks[_rank(one)] > 1}


def _rank(one: Candidate) -> tuple[int, int] | None:
    rank = getattr(one.placed, "rank", None)
    return (one.application.group_id or 0, rank) if rank else None


def _benches(seats: Sequence[Mapping[str, Any]], candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Who can sit, in three parts: staff, who judged a project on the table, the rest of the panel behind a word."""
    judged = frozenset[UUID]().union(*(one.experts for one in candidates))
    staff = [one for one in seats if one["seat"].user_id]
    near = [one for one in seats if one["seat"].expert_id in judged]
    far = [one for one in seats if one["seat"].expert_id and one["seat"].expert_id not in judged]
    parts = [
        (_("Leader and office"), staff, False),
        (_("Experts who judged these projects"), near, False),
        (_("Other experts of the panel"), far, True),
    ]
    return [
        {
            "name": name,
            "seats": rows,
            "is_behind": is_behind,
            "is_open": any(one["is_ticked"] or one["error"] for one in rows),
        }
        for name, rows, is_behind in parts
        if rows
    ]


def _fields(typed: Typed, errors: Mapping[str, str], has_equals: bool) -> dict[str, Field]:
    hints = {
        Conclusion.KEPT: _("The panel looked, and the order by scores stays."),
        Conclusion.ORDERED: _("Only among equals by the announced rule.")
        if has_equals
        else _("Only among equals by the announced rule; none are on this table."),
        Conclusion.PROPOSED: _("A re-review, a wild card, a condition: nothing moves by it."),
    }
    outcomes = [Choice(str(key), str(key.label), words) for key, words in hints.items()]
    return {
        "conclusion": Field(name="conclusion", label=pgettext("sitting", "What came of it"), kind="choices",
                            required=True, choices=outcomes, value=typed.conclusion,
                            error=errors.get("conclusion", "")),
        "reasons": Field(name="reasons", label=_("Reasons"), help=_("Kept with the record and shown beside the batch"),
                         kind="textarea", rows=3, required=True, limit=2000, value=typed.texts["reasons"],
                         error=errors.get("reasons", "")),
        "minutes": Field(name="minutes", label=_("Minutes"), help=_("Who said what, as far as the panel wants it kept"),
                         kind="textarea", rows=6, limit=20000, value=typed.texts["minutes"],
                         error=errors.get("minutes", "")),
        "held_at": Field(name="held_at", label=_("When the panel sat, Beijing time (UTC+8)"), kind="datetime-local",
                         value=typed.texts["held_at"], error=errors.get("held_at", "")),
    }  # fmt: skip


def _said(errors: Mapping[str, str]) -> list[Field]:
    """Problems that stand beside people and projects, for the summary."""
    return [
        Field(name=name, id=f"f-{name}", label="", error=words)
        for name, words in errors.items()
        if name in ("participants", "applications", "places") or name.startswith(("left-", "place-", "note-"))
    ]


def _candidate(
    one: Candidate,
    typed: Typed,
    errors: Mapping[str, str],
    actor: Actor,
    with_names: bool,
    candidates: Sequence[Candidate],
    equals: set[UUID],
) -> dict[str, Any]:
    key, count = str(one.application.pk), len(candidates)
    takes_place = typed.conclusion == Conclusion.ORDERED or one.application.pk in equals or _rank(one) is None
    choices = [("", _("place")), *((str(place), str(place)) for place in range(1, count + 1))]
    place = Field(
        name=f"place-{key}", label=_("Place among equals"), kind="select", choices=choices,
        value=typed.given.get(key, ""), error=errors.get(f"place-{key}", ""),
    )  # fmt: skip
    return {
        "one": one,
        "key": key,
        "title": title_in(one.application, actor.language),
        "who": one.application.speaker if with_names else "",
        "group": pick(one.application.group, "name", actor.language) if one.application.group else "",
        "criteria": [(criterion.name(actor.language), criterion.points, marks) for criterion, marks in one.criteria],
        "is_ticked": key in typed.applications,
        "is_open": count <= _OPEN,
        "has_note": bool(typed.notes.get(key) or errors.get(f"note-{key}")),
        "place": place if takes_place else None,
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
    typed: Typed,
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


def _key(participant: Any) -> str:
    return f"e-{participant.expert_id}" if participant.expert_id else f"u-{participant.user_id}"


def id_of(text: str) -> UUID | None:
    """An id that somebody's browser sent; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
