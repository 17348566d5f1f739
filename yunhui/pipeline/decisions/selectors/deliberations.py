"""Reads of deliberations: who can sit, who must leave, who is equal to whom, and what people have decided of equals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yunhui.decide import selection
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders_by_role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.rules import can_see_inside
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.conflicts.selectors import barred_pairs
from yunhui.pipeline.decisions.enums import Conclusion, SeatKind
from yunhui.pipeline.decisions.models import Deliberation, Discussed, Participant
from yunhui.pipeline.decisions.selectors.scores import entry_of, scores_of, shown
from yunhui.pipeline.panels.rules import sealed
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import locked_scores

_SITTING = (Role.CHAIR, Role.OFFICE, Role.APPROVER)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can take part in a call's deliberations; `key` names them in a form."""

    key: str
    name: str
    capacity: str
    expert_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A seat whose holder must leave while an application is discussed."""

    seat: str
    application_id: UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands by the announced rule: what it is compared by, its score as people read it."""

    key: selection.Key
    score: Decimal | None
    rank: int | None

    @property
    def words(self) -> str:
        """The score as text, a dash without one."""
        return "—" if self.score is None else f"{self.score:.2f}"


def deliberations_of(actor: Actor, call: Call) -> QuerySet[Deliberation]:
    """A call's records, the newest first, each with its projects and who sat; empty for who does not see inside."""
    return _records().filter(call=call) if can_see_inside(actor, call) else Deliberation.objects.none()


def _records() -> QuerySet[Deliberation]:
    return (
        Deliberation.objects.select_related("recorded_by", "corrects", "corrected_by")
        .prefetch_related(
            Prefetch(
                "projects",
                Discussed.objects.select_related("application__group")
                .defer("application__answers", "application__revisions", "application__others")
                .order_by("application__number"),
            ),
            Prefetch(
                "participants", Participant.objects.select_related("expert__person", "user").order_by("capacity", "pk")
            ),
        )
        .order_by("-number")
    )


def deliberation_for(actor: Actor, deliberation_id: UUID) -> Deliberation:
    """One record by its id, with its call, which knows whether its panel is sealed.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    return _one(actor, Q(pk=deliberation_id))


def deliberation_numbered(actor: Actor, code: str, number: int) -> Deliberation:
    """One record of a call by its number, as `deliberation_for` gives it.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    return _one(actor, Q(call__code=code, number=number))


def _one(actor: Actor, which: Q) -> Deliberation:
    rows = _records().filter(which, call__in=calls_inside(actor).order_by())
    row = rows.select_related("call", "recorded_by", "corrects", "corrected_by").annotate(sealed=sealed("call")).first()
    if row is None:
        raise NotFoundError("deliberation")
    row.call.sealed = row.sealed  # type: ignore[attr-defined]
    return row


def seats_of(call: Call) -> list[Seat]:
    """Who can sit: the staff of the call, its leader first, and every expert who has a task in its review."""
    found: list[Seat] = []
    known: set[UUID] = set()
    for role, user in holders_by_role(_SITTING, ScopeKind.CALL, call.pk):
        if user.pk not in known:
            known.add(user.pk)
            kind = SeatKind.LEADER if role == Role.CHAIR else SeatKind.OFFICE
            found.append(Seat(f"u-{user.pk}", user.name, kind, user_id=user.pk))
    tasks = Assignment.objects.filter(stage__call=call).order_by("expert__person__sort_key", "expert_id")
    rows = tasks.values_list("expert_id", "expert__person__name").distinct()
    found += [Seat(f"e-{key}", name, SeatKind.EXPERT, expert_id=key) for key, name in rows]
    return found


def conflicts_among(seats: Iterable[Seat], applications: Iterable[Application]) -> list[Conflicted]:
    """Who must leave for what: an expert with a conflict of interest, somebody whose own application it is."""
    people, rows = list(seats), list(applications)
    experts = {one.expert_id: one.key for one in people if one.expert_id}
    pairs = barred_pairs([row.pk for row in rows], list(experts))
    found = [Conflicted(experts[expert], application) for application, expert in pairs]
    users = {one.user_id: one.key for one in people if one.user_id}
    return found + [Conflicted(users[row.owner_id], row.pk) for row in rows if row.owner_id in users]


def standing_of(call: Call, applications: Sequence[Application]) -> Mapping[UUID, Standing]:
    """Where applications stand now by the announced rule inside their groups."""
    groups = {one.group_id for one in applications}
    everybody = list(
        Application.objects.filter(call=call, group__in=groups, number__isnull=False)
        .exclude(state="withdrawn")
        .select_related("group")
        .defer("answers", "revisions", "others")
    )
    ids = {one.pk for one in everybody}
    everybody += [one for one in applications if one.pk not in ids]
    stage = Stage.objects.filter(call=call, kind="review").first()
    if stage is None:
        return {one.pk: Standing((), None, None) for one in applications}
    config = ReviewConfig.of(stage.config)
    scores = scores_of(call, config, everybody, locked_scores(call.pk))
    entries = {one.pk: entry_of(one, "", scores[one.pk], config, 0) for one in everybody}
    groups_of = {one.pk: one.group_id for one in everybody}
    keys = {pk: selection.official_key(entry) for pk, entry in entries.items()}

    def rank(pk: UUID) -> int | None:
        if entries[pk].score is None:
            return None
        return 1 + sum(
            keys[other] > keys[pk]
            for other, entry in entries.items()
            if entry.score is not None and groups_of[other] == groups_of[pk]
        )

    return {one.pk: Standing(keys[one.pk], shown(entries[one.pk].score), rank(one.pk)) for one in applications}


def decided_in(call: Call) -> list[dict[str, Any]]:
    """What people have decided of equals, oldest first, without what was corrected: [{"number", "places", "reason",
    "by", "at"}], as a batch keeps it."""
    rows = (
        Deliberation.objects.filter(call=call, conclusion=Conclusion.ORDERED)
        .exclude(Exists(Deliberation.objects.filter(corrects=OuterRef("pk"))))
        .prefetch_related("projects")
        .order_by("number")
    )
    return [
        {
            "number": row.number,
            "places": {str(one.application_id): one.place for one in row.projects.all() if one.place},
            "reason": row.reasons,
            "by": str(row.recorded_by_id or ""),
            "at": row.held_at.isoformat(),
        }
        for row in rows
    ]


def places_of(decided: Sequence[Mapping[str, Any]]) -> dict[UUID, int]:
    """The places of all that was decided of equals, in one row: the later ones stand behind the earlier ones.

    Who lost one tie and is equal again on the next line keeps its place behind those who won the first.
    """
    found: dict[UUID, int] = {}
    for one in decided:
        behind = max(found.values(), default=0)
        found |= {UUID(key): behind + place for key, place in one["places"].items()}
    return found
