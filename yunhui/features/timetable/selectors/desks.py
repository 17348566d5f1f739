"""A version laid out for editing: its items, the task they belong to, and what a move would meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from yunhui.decide.timetable import model
from yunhui.decide.timetable.trying import Trying
from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.selectors.plans import plan_by_hand
from yunhui.features.timetable.selectors.stages import Placed, Stage, placements_of, slots_of, stage_for, stage_of

EDITABLE = (TimetableState.DRAFT, TimetableState.SCENARIO)


@dataclass(frozen=True)
class Desk:
    """One version with everything that an officer's move is judged by. Items are named by the plan's ids."""

    timetable: Timetable
    stage: Stage
    slots: Sequence[Placed]
    language: str

    @cached_property
    def plan(self) -> model.Plan:
        """The task as an officer's moves are judged by it: rules and prices, without the price of moving."""
        return plan_by_hand(self.stage, self.language)

    @cached_property
    def placements(self) -> tuple[model.Placement, ...]:
        """Where the items are that belong to the task still; a project that withdrew does not."""
        known = {item.id for item in self.plan.items}
        return tuple(one for one in placements_of(self.slots, self.stage.setting.zone) if one.item in known)

    @cached_property
    def trying(self) -> Trying:
        """Judges moves."""
        return Trying(self.plan, self.placements)

    @cached_property
    def by_item(self) -> Mapping[str, Placed]:
        """The rows of projects and host areas by the plan's ids."""
        return {slot.item: slot for slot in self.slots if slot.item}

    @cached_property
    def waiting(self) -> list[str]:
        """The items without a place: put aside, or selected after the version was built; projects by number."""
        without = (item for item in (*self.stage.projects, *self.stage.areas) if item not in self.by_item)
        return [item for item in without if item in self.trying.items]


def desk_of(timetable: Timetable, language: str, stage: Stage | None = None) -> Desk:
    """A version laid out: one query beside those of the stage."""
    stage = stage_for(stage or stage_of(timetable.call), timetable)
    return Desk(timetable=timetable, stage=stage, slots=slots_of(timetable.pk, stage.halls), language=language)
