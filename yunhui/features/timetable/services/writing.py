"""How a version is written: its items, its openings and breaks, and what it says of itself."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from yunhui.decide.timetable import model
from yunhui.features.timetable.enums import ItemKind, TimetableState
from yunhui.features.timetable.models import Parked, Room, Slot, Timetable
from yunhui.features.timetable.rules.setting import Setting
from yunhui.features.timetable.selectors.plans import pattern_of
from yunhui.features.timetable.selectors.stages import Stage
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call

# What-ifs count from here, so that the versions people quote have no gaps.
FIRST_SCENARIO = 1001
_BESIDE = (TimetableState.SCENARIO, TimetableState.DISCARDED)


def next_number(call: Call) -> int:
    """The number of the next version; the call is locked."""
    last = Timetable.objects.filter(call=call).exclude(state__in=_BESIDE).order_by("-number").first()
    return last.number + 1 if last else 1


def next_scenario(call: Call) -> int:
    """The number of the next what-if; the call is locked."""
    last = Timetable.objects.filter(call=call, state__in=_BESIDE).order_by("-number").first()
    return last.number + 1 if last else FIRST_SCENARIO


def set_aside_drafts(call: Call, keep: Timetable) -> None:
    """A new draft takes the place of the one before."""
    drafts = Timetable.objects.filter(call=call, state=TimetableState.DRAFT).exclude(pk=keep.pk)
    drafts.update(state=TimetableState.SUPERSEDED)


def halls_of(call: Call, setting: Setting) -> dict[str, Room]:
    """The rows of the halls, made where they are missing."""
    rows = {room.key: room for room in Room.objects.filter(call=call)}
    for sort, room in enumerate(setting.rooms):
        if room.key not in rows:
            rows[room.key] = Room.objects.create(
                call=call, key=room.key, name_zh=room.name_zh, name_en=room.name_en, sort=sort
            )
    return rows


def write_items(
    row: Timetable,
    stage: Stage,
    placements: Iterable[model.Placement],
    *,
    pinned: Iterable[str] = (),
    locked: Iterable[str] = (),
) -> None:
    """The items of a new version with its openings and breaks; what the placements leave out is put aside."""
    halls = halls_of(stage.call, stage.setting)
    marks = {"is_pinned": set(pinned), "is_locked": set(locked)}
    slots, placed = [], set[str]()
    for placement in placements:
        placed.add(placement.item)
        flags = {name: placement.item in ids for name, ids in marks.items()}
        slots.append(_slot(row, stage, placement, halls[placement.room], flags))
    Slot.objects.bulk_create([*_pauses(row, stage.setting, halls), *slots])
    left = [item for item in (*stage.projects, *stage.areas) if item not in placed]
    Parked.objects.bulk_create(
        Parked(
            timetable=row,
            application_id=UUID(item) if item in stage.projects else None,
            board_id=UUID(item) if item in stage.areas else None,
        )
        for item in left
    )


def _slot(row: Timetable, stage: Stage, placement: model.Placement, room: Room, flags: Mapping[str, bool]) -> Slot:
    project = stage.projects.get(placement.item)
    common: dict[str, Any] = {"timetable": row, "room": room, "starts_at": placement.start, **flags}
    if project is None:
        minutes = stage.setting.board_pitch
        ends = placement.start + timedelta(minutes=minutes)
        return Slot(kind=ItemKind.BOARD_PITCH, board_id=UUID(placement.item), ends_at=ends, pitch=minutes, **common)
    pattern = pattern_of(stage.setting, project)
    return Slot(
        kind=ItemKind.PITCH,
        application_id=project.pk,
        group_id=project.group_id,
        ends_at=placement.start + timedelta(minutes=pattern.minutes),
        pitch=pattern.pitch,
        questions=pattern.questions,
        judging=pattern.judging,
        changeover=pattern.changeover,
        is_recorded=pattern.recorded,
        **common,
    )


def _pauses(row: Timetable, setting: Setting, halls: Mapping[str, Room]) -> Iterable[Slot]:
    for pause in setting.pauses:
        begins = setting.begins(pause)
        room = pause.room or next((one.key for one in setting.rooms), "")
        if begins is None or room not in halls:
            continue
        yield Slot(
            timetable=row,
            kind=pause.kind,
            room=halls[room],
            starts_at=begins,
            ends_at=begins + timedelta(minutes=pause.minutes),
            name_zh=pause.name_zh,
            name_en=pause.name_en,
        )


def new_version(actor: Actor, stage: Stage, **fields: Any) -> Timetable:
    """A row for a new version with the sessions as they stand now; the call is locked."""
    return Timetable.objects.create(
        call=stage.call,
        sessions=[session.stored for session in stage.setting.sessions],
        made_by_id=actor.user_id,
        **fields,
    )
