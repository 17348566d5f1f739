"""What a timetable of a call is made from, read at once: projects, host areas, people, draws, and where items stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from yunhui.decide.timetable import model
from yunhui.features.timetable.models import Participant, Room, Slot, Timetable
from yunhui.features.timetable.rules.extending import with_more
from yunhui.features.timetable.rules.setting import Setting
from yunhui.features.timetable.selectors.frames import Frame, Named, frame_of
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call


class Project(NamedTuple):
    """What a timetable is made from of a selected project."""

    pk: UUID
    number: int
    title: str
    title_en: str
    speaker: str
    zone: str
    group_id: int | None
    group: Named | None


class Attendee(NamedTuple):
    """What a timetable is made from of a participant; `session` is the key of the one that a chair leads."""

    pk: UUID
    kind: str
    name: str
    email: str
    zone: str
    hours: Sequence[Mapping[str, str]]
    application_id: UUID | None
    board_id: UUID | None
    group_id: int | None
    session: str | None


class Placed(NamedTuple):
    """What of an item in a version its place is judged and shown by; `item` is the plan's id of a project or host area,
    empty for an opening or a break."""

    kind: str
    application_id: UUID | None
    board_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    changeover: int
    is_pinned: bool
    is_locked: bool
    room_id: int
    room: Room
    item: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a timetable of a call is made of, read once.

    `projects` and `areas` are by the ids of the plan's items; `people` by the plan's person ids.
    """

    call: Call
    setting: Setting
    projects: Mapping[str, Project]
    areas: Mapping[str, Named]
    people: Mapping[str, Sequence[Attendee]]
    lots: Mapping[str, int]
    halls: Mapping[int, Room]
    # The task as moves by hand are judged by it, in the languages in which it was asked for.
    by_hand: dict[str, model.Plan] = field(default_factory=dict, compare=False, repr=False)


def stage_of(call: Call, frame: Frame | None = None) -> Stage:
    """The selected projects, the host areas, everybody who takes part and the draws: three queries, two with a frame.

    Raises:
        NotFoundError: the call has no roadshow.
    """
    frame = frame or frame_of(call)
    people: dict[str, list[Attendee]] = {}
    for row in _ATTENDEES.ask(call.pk):
        attendee = Attendee(*row)
        people.setdefault(person_key(attendee), []).append(attendee)
    selected = [Project._make((*row, frame.groups.get(row[-1]))) for row in _PROJECTS.ask(call.pk)]
    return Stage(
        call=call,
        setting=frame.setting,
        projects={str(one.pk): one for one in selected},
        areas=frame.areas,
        people=people,
        lots=frame.lots,
        halls=frame.halls,
    )


_PROJECTS: Kept[tuple[Any, ...]] = Kept(
    lambda call_id: (
        Application.objects.filter(call=call_id, state=ApplicationState.SELECTED)
        .order_by("number")
        .values_list("pk", "number", "title", "title_en", "speaker", "zone", "group_id")
    ),
    UUID(int=0),
)
_ATTENDEES: Kept[tuple[Any, ...]] = Kept(
    lambda call_id: (
        Participant.objects.filter(call=call_id, ended_at=None)
        .order_by("kind", "name", "pk")
        .values_list(
            "pk", "kind", "name", "email", "zone", "hours", "application_id", "board_id", "group_id", "session__key"
        )
    ),
    UUID(int=0),
)


def stage_for(stage: Stage, timetable: Timetable) -> Stage:
    """The stage of a version: a what-if may have more halls and sessions than the event."""
    if not timetable.more:
        return stage
    return replace(stage, setting=with_more(stage.setting, timetable.more), by_hand={})


def person_key(row: Participant | Attendee) -> str:
    """Who somebody is over all their parts: an address is one person, who cannot be in two places."""
    return row.email.lower() if row.email else str(row.pk)


def slots_of(timetable: UUID, halls: Mapping[int, Room] | None = None) -> list[Placed]:
    """The items of a version, by its id, in order, with their halls, which the caller may have: one query, or two."""
    rows = _SLOTS.ask(timetable)
    halls = halls if halls is not None else Room.objects.in_bulk({row[-1] for row in rows})
    return [Placed._make((*row, halls[row[-1]], str(row[1] or row[2] or ""))) for row in rows]


_SLOTS: Kept[tuple[Any, ...]] = Kept(
    lambda pk: (
        Slot.objects.filter(timetable=pk)
        .order_by("starts_at", "room__sort", "pk")
        .values_list(
            "kind",
            "application_id",
            "board_id",
            "starts_at",
            "ends_at",
            "changeover",
            "is_pinned",
            "is_locked",
            "room_id",
        )
    ),
    UUID(int=0),
)


def placements_of(slots: Iterable[Placed], zone: str) -> tuple[model.Placement, ...]:
    """Where the projects and host areas of a version are; openings and breaks are no part of the task."""
    clock = ZoneInfo(zone)
    return tuple(_placement(slot, clock) for slot in slots if slot.item)


def _placement(slot: Placed, zone: ZoneInfo) -> model.Placement:
    at = slot.starts_at.astimezone(zone)
    return model.Placement(slot.item, at.date().isoformat(), slot.room.key, at)
