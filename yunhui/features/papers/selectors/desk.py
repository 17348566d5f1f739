"""What papers are made from: one call as its actor sees it, each thing read once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.parties.models import City
from yunhui.parties.selectors import city
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.decisions.models import Batch, BatchItem, Deliberation
from yunhui.pipeline.decisions.selectors import current_batch, items_of
from yunhui.pipeline.decisions.selectors.deliberations import deliberations_of
from yunhui.pipeline.panels.enums import SeatState
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.rules import can_see_panel
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
    def scores(self) -> list[LockedScore]:
        """Every locked sheet that counts."""
        return locked_scores(self.call.pk)

    @cached_property
    def group_of(self) -> dict[UUID, int | None]:
        """Application -> its group."""
        return dict(self.call.applications.filter(number__isnull=False).values_list("pk", "group_id"))

    @cached_property
    def deliberations(self) -> list[Deliberation]:
        """Every sitting, the newest first."""
        return list(deliberations_of(self.actor, self.call))

    @cached_property
    def is_sealed(self) -> bool:
        """Whether nobody of the office may know yet who is on the panel."""
        return not can_see_panel(self.actor, self.call)

    @cached_property
    def has_panel(self) -> bool:
        """Whether somebody accepted a seat."""
        return Seat.objects.filter(call=self.call, state=SeatState.ACCEPTED).exists()

    def local(self, at: datetime) -> datetime:
        """An instant on the wall clock in Beijing."""
        return at.astimezone(BEIJING)

    @property
    def notice_days(self) -> int:
        """How many working days the public notice runs."""
        stage = self.stages.get("notice")
        return stage.working_days if stage else 5
