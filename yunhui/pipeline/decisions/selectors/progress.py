"""How far a call's review is, by group and by expert, for its staff alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.decisions.selectors.ranking import groups_of
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment

LONGEST = 180
"""Minutes beyond which a sheet lay open rather than was read; such a one does not count into the median."""


@dataclass(slots=True)
class Tally:
    """Tasks by what became of them; `late` are open ones past their time."""

    done: int = 0
    open: int = 0
    late: int = 0
    stepped_back: int = 0

    @property
    def total(self) -> int:
        """Sheets that are given or still waited for."""
        return self.done + self.open

    @property
    def share(self) -> float:
        """How much of what is waited for is done; 1 where nothing is."""
        return self.done / self.total if self.total else 1.0

    def add(self, done: int, open_: int, late: int, back: int) -> None:
        """Count these too."""
        self.done, self.open, self.late, self.stepped_back = (
            self.done + done, self.open + open_, self.late + late, self.stepped_back + back,
        )  # fmt: skip


@dataclass(slots=True)
class ExpertRow:
    """One expert's progress in a call: tasks, groups, first due, when they last read, and their honest minutes."""

    expert_id: UUID
    name: str
    user_id: UUID | None
    tally: Tally
    groups: list[int]
    due_at: datetime | None = None
    seen_at: datetime | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A call's review: by group, and by expert, who is late and who has most to do first."""

    groups: list[tuple[Group, Tally]]
    experts: list[ExpertRow]
    all: Tally


def groups_for_staff(actor: Actor, code: str) -> list[Group]:
    """The groups of a call inside which the actor sees, each with its call, which knows whether its panel is sealed:
    one query.

    Raises:
        NotFoundError: no such call with groups, or not for this actor.
    """
    return groups_of(Group.objects.filter(call__code=code, call__in=calls_inside(actor).order_by()))


def progress_by(groups: Sequence[Group], only: int | None = None) -> Progress:
    """The progress of a call whose groups the actor was let to see, the experts of one group where `only` names it: one
    query."""
    now = clock.now()
    waits = Q(state=AssignmentState.OPEN)
    due = F("application__passes__due_at")
    rows = (
        Assignment.objects.filter(application__group__in=groups, application__passes__stage=F("stage"))
        .order_by()
        .values_list(
            "expert_id", "expert__person__name", "expert__person__sort_key", "expert__person__user_id",
            "application__group_id",
        )
        .annotate(
            done=Count("pk", filter=Q(state=AssignmentState.LOCKED)),
            open=Count("pk", filter=waits),
            late=Count("pk", filter=waits & Q(application__passes__due_at__lte=now)),
            back=Count("pk", filter=Q(state__in=[AssignmentState.ABSTAINED, AssignmentState.RECUSED])),
            due=Max(due, filter=waits),
        )
    )  # fmt: skip
    of_group = {group.pk: Tally() for group in groups}
    whole, experts = Tally(), dict[UUID, ExpertRow]()
    order: dict[UUID, str] = {}
    for expert_id, name, sort_key, user_id, group_id, *figures, due_at in rows:
        of_group[group_id].add(*figures)
        whole.add(*figures)
        if only not in (None, group_id):
            continue
        row = experts.setdefault(expert_id, ExpertRow(expert_id, name, user_id, Tally(), []))
        order[expert_id] = sort_key
        row.tally.add(*figures)
        row.groups.append(group_id)
        row.due_at = min(filter(None, (row.due_at, due_at)), default=None)
    found = sorted(
        experts.values(), key=lambda one: (-one.tally.late, -one.tally.open, order[one.expert_id], str(one.expert_id))
    )
    return Progress([(group, of_group[group.pk]) for group in groups], found, whole)


def with_minutes(call_id: UUID, rows: Iterable[ExpertRow]) -> None:
    """Fill in when experts last read something of the call, and the median of their minutes from opening a project to
    locking its sheet: one query."""
    by_user = {row.user_id: row for row in rows if row.user_id}
    opened = Opening.objects.filter(
        reader=OuterRef("expert__person__user_id"), application=OuterRef("application"), capacity=Capacity.EXPERT
    ).order_by("-at")
    before = opened.filter(Q(at__lte=OuterRef("locked_at")))
    tasks = (
        Assignment.objects.filter(stage__call=call_id, expert__in=[row.expert_id for row in by_user.values()])
        .annotate(seen=Subquery(opened.values("at")[:1]), began=Subquery(before.values("at")[:1]))
        .values_list("expert__person__user_id", "locked_at", "seen", "began")
    )
    spent: dict[Any, list[float]] = defaultdict(list)
    for user_id, locked_at, seen, began in tasks:
        row = by_user[user_id]
        row.seen_at = max(filter(None, (row.seen_at, seen, locked_at)), default=None)
        if locked_at and began and (minutes := (locked_at - began).total_seconds() / 60) <= LONGEST:
            spent[user_id].append(minutes)
    for user_id, values in spent.items():
        by_user[user_id].minutes = median(values)
