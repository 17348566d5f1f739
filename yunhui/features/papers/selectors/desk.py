"""What papers are made from: one call as its actor sees it, each thing read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, OuterRef, QuerySet, Subquery

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.parties.models import City
from yunhui.parties.selectors import city
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.conflicts.selectors import conflicted_applications
from yunhui.pipeline.decisions.enums import Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors import current_batch, items_of
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Fee, Seat, SignIn
from yunhui.pipeline.panels.rules import can_see_panel
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import LockedScore, locked_scores


@dataclass(frozen=True, slots=True)
class Choice:
    """One paper of a kind that can be printed: what it is about, in words, and a count beside it."""

    about: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one kind that can be printed now, or in words why there are none."""

    choices: tuple[Choice, ...] = ()
    missing: str = ""
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is to print, in numbers: who accepted a seat, who signed in, fees to pay, and in the batch that stands
    how many are selected and how many are in an open tie."""

    seats: int
    sign_ins: int
    fees: int
    selected: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Locked:
    """How many sheets an expert has locked in one group."""

    expert_id: UUID
    name: str
    group_id: int | None
    number: int


@dataclass
class Desk:
    """A call on the desk of somebody who sees inside it (the caller has checked that)."""

    actor: Actor
    call: Call
    now: datetime

    @cached_property
    def city(self) -> City | None:
        """The city that runs the platform."""
        return city()

    @property
    def office(self) -> str:
        """Who issues, by its full name."""
        return (self.city.office_zh or self.city.office_en) if self.city else ""

    @cached_property
    def groups(self) -> list[Group]:
        """In their order."""
        return list(self.call.groups.order_by("sort", "pk"))

    def group_named(self, about: str) -> Group | None:
        """One of them, by its number as a paper's address names it."""
        return next((one for one in self.groups if str(one.pk) == about), None)

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """Kind -> stage."""
        return {stage.kind: stage for stage in self.call.stages.order_by("-ordinal")}

    @cached_property
    def review(self) -> ReviewConfig | None:
        """The rubric; None in a call that nobody reviews."""
        stage = self.stages.get("review")
        return ReviewConfig.of(stage.config) if stage else None

    @cached_property
    def batch(self) -> Batch | None:
        """The released batch, else the proposal."""
        return current_batch(self.actor, self.call)

    @cached_property
    def items(self) -> list[BatchItem]:
        """What that batch says, by group and rank."""
        return list(items_of(self.batch)) if self.batch else []

    @cached_property
    def counts(self) -> Counts:
        """In one query."""
        seats = Seat.objects.filter(call=OuterRef("pk"), state=SeatState.ACCEPTED)
        items = BatchItem.objects.filter(batch=self.batch.pk if self.batch else None)
        row = (
            Call.objects.filter(pk=self.call.pk)
            .annotate(
                seated=_count(seats),
                signed=_count(SignIn.objects.filter(seat__call=OuterRef("pk"))),
                paid=_count(Fee.objects.filter(call=OuterRef("pk"), gross__gt=0)),
                chosen=_count(items.filter(outcome=Outcome.SELECTED)),
                tied=_count(items.filter(outcome=Outcome.UNDECIDED)),
            )
            .values_list("seated", "signed", "paid", "chosen", "tied")
            .get()
        )
        return Counts(*row)

    @cached_property
    def locked(self) -> list[Locked]:
        """Who has locked sheets in which group, by name; without what the actor must not know of."""
        tasks = Assignment.objects.filter(stage__call=self.call, state=AssignmentState.LOCKED)
        rows = (
            tasks.exclude(application__in=self.own_conflicts)
            .order_by("expert__person__sort_key", "expert_id")
            .values_list("expert_id", "expert__person__name", "application__group")
            .annotate(number=Count("pk"))
        )
        return [Locked(*row) for row in rows]

    @cached_property
    def scores(self) -> list[LockedScore]:
        """Every locked sheet that counts; with a batch those that counted when it was proposed."""
        return locked_scores(self.call.pk, counted_at=self.batch.proposed_at if self.batch else None)

    @cached_property
    def aside(self) -> dict[UUID, list[datetime]]:
        """Application -> since when sheets of it are set aside, each for a confirmed conflict of interest."""
        tasks = Assignment.objects.filter(stage__call=self.call, state=AssignmentState.SET_ASIDE)
        found: dict[UUID, list[datetime]] = defaultdict(list)
        for task in tasks.order_by("set_aside_at").only("application_id", "set_aside_at"):
            found[task.application_id] += [task.set_aside_at] if task.set_aside_at else []
        return found

    @cached_property
    def own_conflicts(self) -> frozenset[UUID]:
        """What the actor, as an expert, must not know of: they print nothing that tells of it."""
        if not self.actor.has(Role.EXPERT):
            return frozenset()
        rows = self.call.applications.filter(conflicted_applications(self.actor))
        return frozenset(rows.values_list("pk", flat=True))

    @cached_property
    def group_of(self) -> dict[UUID, int | None]:
        """Application -> its group."""
        return dict(self.call.applications.filter(number__isnull=False).values_list("pk", "group_id"))

    @cached_property
    def is_sealed(self) -> bool:
        """Whether nobody of the office may know yet who is on the panel."""
        return not can_see_panel(self.actor, self.call)

    def local(self, at: datetime) -> datetime:
        """An instant on the wall clock in Beijing."""
        return at.astimezone(BEIJING)

    @property
    def notice_days(self) -> int:
        """How many working days the public notice runs."""
        stage = self.stages.get("notice")
        return stage.working_days if stage else 5


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
