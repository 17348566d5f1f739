"""What papers are made from: one call as its actor sees it, each thing read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Slot
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.i18n import ENGLISH
from yunhui.parties.models import City
from yunhui.parties.selectors import city
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.conflicts.selectors import conflicted_applications
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem, Deliberation
from yunhui.pipeline.decisions.selectors import current_batch, items_of
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Fee, Seat, SignIn
from yunhui.pipeline.panels.rules import sealed
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
class OnStage:
    """One item of the published timetable, as far as it says which papers there are."""

    kind: str
    starts_at: datetime
    room_key: str
    room_zh: str
    room_en: str
    room_sort: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is to print, in one query.

    Attributes:
        seats, sign_ins, fees: who accepted a seat, who signed in, fees to pay.
        batch: number of the batch that stands; None without one. `is_released` whether it is.
        selected, undecided: in that batch; undecided are in an open tie.
        kinds: of the call's stages.
        sittings: id, number and time of each deliberation, the newest first.
        is_sealed: nobody of the office may know yet who is on the panel.
        stage: what stands in the published timetable, in its order.
    """

    seats: int
    sign_ins: int
    fees: int
    batch: int | None
    is_released: bool
    selected: int
    undecided: int
    kinds: frozenset[str]
    sittings: tuple[tuple[str, int, datetime], ...]
    is_sealed: bool
    stage: tuple[OnStage, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """How many sheets an expert has locked in one group, which is named in both languages."""

    expert_id: UUID
    name: str
    group_id: int | None
    group_zh: str
    group_en: str
    group_sort: int | None
    number: int

    def group(self, language: str) -> str:
        """The group's name in the reader's language."""
        return (self.group_en or self.group_zh) if language == ENGLISH else self.group_zh


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
        """As the actor may know them; see `Counts`."""
        seats = Seat.objects.filter(call=OuterRef("pk"), state=SeatState.ACCEPTED)
        batches = Batch.objects.filter(call=OuterRef("pk")).exclude(state=BatchState.DISCARDED)
        stands = batches.order_by(F("released_at").asc(nulls_last=True), "-number")
        items = BatchItem.objects.filter(batch=OuterRef("stands"))
        sittings = Deliberation.objects.filter(call=OuterRef("pk")).order_by("-number")
        row = (
            Call.objects.filter(pk=self.call.pk)
            .annotate(
                stands=Subquery(stands.values("pk")[:1]),
                batch=Subquery(stands.values("number")[:1]),
                released=Subquery(stands.values("released_at")[:1]),
                kinds=ArraySubquery(Stage.objects.filter(call=OuterRef("pk")).values("kind")),
                sittings=ArraySubquery(sittings.values(row=JSONObject(pk="pk", number="number", at="held_at"))),
                sealed=sealed(),
                seated=_count(seats),
                signed=_count(SignIn.objects.filter(seat__call=OuterRef("pk"))),
                paid=_count(Fee.objects.filter(call=OuterRef("pk"), gross__gt=0)),
                chosen=_count(items.filter(outcome=Outcome.SELECTED)),
                tied=_count(items.filter(outcome=Outcome.UNDECIDED)),
                slots=ArraySubquery(_on_stage().values(row=_ON_STAGE)),
            )
            .values(*_COUNTED)
            .get()
        )
        return Counts(
            seats=row["seated"] or 0,
            sign_ins=row["signed"] or 0,
            fees=row["paid"] or 0,
            batch=row["batch"],
            is_released=row["released"] is not None,
            selected=row["chosen"] or 0,
            undecided=row["tied"] or 0,
            kinds=frozenset(row["kinds"]),
            sittings=tuple((one["pk"], one["number"], datetime.fromisoformat(one["at"])) for one in row["sittings"]),
            is_sealed=row["sealed"] and not self.actor.is_system,
            stage=tuple(
                OnStage(**{**one, "starts_at": datetime.fromisoformat(one["starts_at"])}) for one in row["slots"]
            ),
        )

    @cached_property
    def locked(self) -> list[Locked]:
        """Who has locked sheets in which group, by name; without what the actor must not know of."""
        tasks = Assignment.objects.filter(stage__call=self.call, state=AssignmentState.LOCKED)
        rows = (
            tasks.exclude(application__in=self.own_conflicts)
            .order_by("expert__person__sort_key", "expert_id")
            .values_list(
                "expert_id",
                "expert__person__name",
                "application__group",
                "application__group__name_zh",
                "application__group__name_en",
                "application__group__sort",
            )
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

    def local(self, at: datetime) -> datetime:
        """An instant on the wall clock in Beijing."""
        return at.astimezone(BEIJING)

    @property
    def notice_days(self) -> int:
        """How many working days the public notice runs."""
        stage = self.stages.get("notice")
        return stage.working_days if stage else 5


_COUNTED = (
    "seated", "signed", "paid", "batch", "released", "chosen", "tied", "kinds", "sittings", "sealed", "slots",
)  # fmt: skip
_ON_STAGE = JSONObject(
    kind="kind",
    starts_at="starts_at",
    room_key="room__key",
    room_zh="room__name_zh",
    room_en="room__name_en",
    room_sort="room__sort",
)


def _on_stage() -> QuerySet[Slot]:
    rows = Slot.objects.filter(
        Q(application__isnull=True) | Q(application__state__in=(ApplicationState.SELECTED, ApplicationState.CLOSED)),
        timetable__call=OuterRef("pk"),
        timetable__state=TimetableState.PUBLISHED,
    )
    return rows.order_by("starts_at", "room__sort", "pk")


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n"))
