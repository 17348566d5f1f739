"""Commands on a draft by hand: move, swap, put aside, pin, lock, take back. A published version is copied first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.decide.timetable import model
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.trying import Trying
from yunhui.features.timetable.enums import ChangeKind, ItemKind, TimetableState
from yunhui.features.timetable.errors import ChangedMeanwhileError, ConflictError
from yunhui.features.timetable.events import TimetableEdited
from yunhui.features.timetable.models import Change, Parked, Room, Slot, Timetable
from yunhui.features.timetable.rules import can_build
from yunhui.features.timetable.rules.swapping import swapped
from yunhui.features.timetable.selectors.desks import EDITABLE, Desk, desk_of
from yunhui.features.timetable.selectors.plans import pattern_of
from yunhui.features.timetable.selectors.stages import Placed, Stage
from yunhui.features.timetable.services.copying import copy_version
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item is to go: a hall's key and an aware instant."""

    room: str
    start: datetime


@transaction.atomic
def move_item(
    *, actor: Actor, timetable_id: UUID, edits: int, item: str, to: Place, stage: Stage | None = None
) -> Timetable:
    """Put an item somewhere; it is pinned there, so that building again leaves it. `stage`: as the caller just read it.

    Returns the draft that was changed: the version itself, or a new draft made from a published one.

    Raises:
        NotFoundError, RefusedError: not theirs.
        ChangedMeanwhileError: the draft has other edits than the page knew.
        ConflictError: the place breaks rules; nothing is changed.
        DomainError: `locked`; `wrong_state`.
    """
    row = _editable(actor, timetable_id, edits)
    desk = desk_of(row, actor.language, stage)
    _unlocked(desk, item)
    start = to.start.astimezone(ZoneInfo(desk.stage.setting.zone))
    placement = model.Placement(item, start.date().isoformat(), to.room, start)
    trial = desk.trying.trial(placement)
    if trial.broken:
        raise ConflictError(trial)
    room = Room.objects.filter(call=row.call_id, key=to.room).first()
    if room is None:
        raise NotFoundError("hall")
    before = _state(desk, item)
    after = {"item": item, "room": to.room, "start": start.isoformat(), "pinned": True, "locked": False}
    _put(desk, after, {room.key: room})
    placed = (*(one for one in desk.placements if one.item != item), placement)
    return _done(actor, row, ChangeKind.MOVE, [before], [after], objective=price(desk.plan, placed).total)


@transaction.atomic
def swap_items(
    *, actor: Actor, timetable_id: UUID, edits: int, item: str, other: str, stage: Stage | None = None
) -> Timetable:
    """Let two items take each other's place; both are pinned there. See `rules.swapping.swapped`.

    Raises: as `move_item`; the conflict is of whichever cannot stand where the other stood.
    """
    row = _editable(actor, timetable_id, edits)
    desk = desk_of(row, actor.language, stage)
    _unlocked(desk, item)
    _unlocked(desk, other)
    if item == other or item not in desk.trying.at or other not in desk.trying.at:
        raise NotFoundError("item")
    lengths = {one: timedelta(minutes=desk.trying.items[one].length) for one in (item, other)}
    placed = swapped(desk.trying.at[item], desk.trying.at[other], lengths)
    rest = [one for one in desk.placements if one.item not in (item, other)]
    trying = Trying(desk.plan, [*rest, *placed])
    for placement in placed:
        if (trial := trying.trial(placement)).broken:
            raise ConflictError(trial)
    before = [_state(desk, item), _state(desk, other)]
    after = [
        {"item": one.item, "room": one.room, "start": one.start.isoformat(), "pinned": True, "locked": False}
        for one in placed
    ]
    rooms = {room.key: room for room in desk.stage.halls.values()}
    for state in after:
        _put(desk, state, rooms)
    return _done(actor, row, ChangeKind.SWAP, before, after, objective=price(desk.plan, [*rest, *placed]).total)


@transaction.atomic
def park_item(*, actor: Actor, timetable_id: UUID, edits: int, item: str, stage: Stage | None = None) -> Timetable:
    """Take an item out of the days and put it aside; a draft with something aside cannot be published.

    Raises: as `move_item`.
    """
    row = _editable(actor, timetable_id, edits)
    desk = desk_of(row, actor.language, stage)
    _unlocked(desk, item)
    if item not in desk.by_item:
        raise NotFoundError("item")
    before = _state(desk, item)
    after = {"item": item, "room": None, "start": None, "pinned": False, "locked": False}
    _put(desk, after, {})
    placed = tuple(one for one in desk.placements if one.item != item)
    return _done(actor, row, ChangeKind.PARK, [before], [after], objective=price(desk.plan, placed).total)


@transaction.atomic
def mark_items(*, actor: Actor, timetable_id: UUID, edits: int, kind: str, items: Sequence[str]) -> Timetable:
    """Pin, unpin, lock or unlock items, e.g. all of a session or of a day.

    Raises: as `move_item`, without ConflictError.
    """
    changes: dict[str, Callable[[State], State]] = {
        ChangeKind.PIN: lambda state: state | {"pinned": True},
        ChangeKind.UNPIN: lambda state: state | {"pinned": False},
        ChangeKind.LOCK: lambda state: state | {"locked": True},
        ChangeKind.UNLOCK: lambda state: state | {"locked": False},
    }
    if kind not in changes:
        raise NotFoundError("change")
    row = _editable(actor, timetable_id, edits)
    slots = {str(one.application_id or one.board_id): one for one in row.slots.select_related("room")}
    before = [_slot_state(slots[item], item) for item in items if item in slots]
    if not before:
        raise NotFoundError("item")
    after = [changes[kind](state) for state in before]
    for state in after:
        slot = slots[state["item"]]
        slot.is_pinned, slot.is_locked = state["pinned"], state["locked"]
    Slot.objects.bulk_update([slots[state["item"]] for state in after], ["is_pinned", "is_locked"])
    return _done(actor, row, ChangeKind(kind), before, after)


@transaction.atomic
def undo_change(*, actor: Actor, timetable_id: UUID, edits: int, stage: Stage | None = None) -> Timetable:
    """Take the newest step back that was not taken back yet; the step and its undoing both stay written.

    Raises: as `move_item`, without ConflictError; DomainError `nothing_to_undo`.
    """
    row = _editable(actor, timetable_id, edits)
    step = row.steps.filter(undone_by=None).exclude(kind=ChangeKind.UNDO).order_by("-number").first()
    if step is None:
        raise DomainError("nothing_to_undo", _("There is nothing left to take back."))
    desk = desk_of(row, actor.language, stage)
    rooms = {room.key: room for room in Room.objects.filter(call=row.call_id)}
    for state in step.before:
        _put(desk, state, rooms)
    left = desk_of(row, actor.language, desk.stage)
    return _done(
        actor,
        row,
        ChangeKind.UNDO,
        step.after,
        step.before,
        objective=price(left.plan, left.placements).total,
        undoes=step,
    )


def _editable(actor: Actor, timetable_id: UUID, edits: int) -> Timetable:
    """The locked row to change: a draft or a what-if with these edits, or a fresh draft made from a public version."""
    rows = Timetable.objects.select_for_update(of=("self",)).select_related("call")
    row = rows.filter(pk=timetable_id).first()
    if row is None:
        raise NotFoundError("timetable")
    require(can_build(actor, row.call))
    if row.edits != edits:
        last = row.steps.select_related("by").order_by("-number").first()
        raise ChangedMeanwhileError(
            last.by.name if last and last.by else "",
            last.at if last else None,
            ChangeKind(last.kind).label if last else "",
        )
    if row.state in EDITABLE:
        return row
    newer = Timetable.objects.filter(call=row.call_id, state=TimetableState.DRAFT, number__gt=row.number)
    if newer.exists() or row.state != TimetableState.PUBLISHED:
        raise DomainError("wrong_state", _("This version is kept as it was. Change the newest draft instead."))
    return copy_version(actor, row)


def _unlocked(desk: Desk, item: str) -> None:
    if item not in desk.trying.items:
        raise NotFoundError("item")
    slot = desk.by_item.get(item)
    if slot is not None and slot.is_locked:
        raise DomainError("locked", _("This item is locked. Unlock it first."))


def _state(desk: Desk, item: str) -> State:
    slot = desk.by_item.get(item)
    if slot is None:
        return {"item": item, "room": None, "start": None, "pinned": False, "locked": False}
    return _slot_state(slot, item)


def _slot_state(slot: Slot | Placed, item: str) -> State:
    return {
        "item": item,
        "room": slot.room.key,
        "start": slot.starts_at.isoformat(),
        "pinned": slot.is_pinned,
        "locked": slot.is_locked,
    }


def _put(desk: Desk, state: State, rooms: dict[str, Room]) -> None:
    """Make the rows say what a state says."""
    item, row = state["item"], desk.timetable
    key = "application_id" if item in desk.stage.projects else "board_id"
    slot = Slot.objects.filter(timetable=row, **{key: UUID(item)}).first()
    if state["room"] is None:
        if slot is not None:
            slot.delete()
        Parked.objects.get_or_create(defaults=None, timetable=row, **{key: UUID(item)})
        return
    Parked.objects.filter(timetable=row, **{key: UUID(item)}).delete()
    slot = slot or _new_slot(desk, item)
    length = slot.ends_at - slot.starts_at
    slot.room, slot.starts_at = rooms[state["room"]], datetime.fromisoformat(state["start"])
    slot.ends_at = slot.starts_at + length
    slot.is_pinned, slot.is_locked = state["pinned"], state["locked"]
    slot.save()


def _new_slot(desk: Desk, item: str) -> Slot:
    """A row for an item that had no place; its hour is set by the caller."""
    start = desk.timetable.made_at
    project = desk.stage.projects.get(item)
    if project is None:
        minutes = desk.stage.setting.board_pitch
        ends = start + timedelta(minutes=minutes)
        return Slot(
            timetable=desk.timetable,
            kind=ItemKind.BOARD_PITCH,
            board_id=UUID(item),
            starts_at=start,
            ends_at=ends,
            pitch=minutes,
        )
    pattern = pattern_of(desk.stage.setting, project)
    return Slot(
        timetable=desk.timetable,
        kind=ItemKind.PITCH,
        application_id=project.pk,
        group_id=project.group_id,
        starts_at=start,
        ends_at=start + timedelta(minutes=pattern.minutes),
        pitch=pattern.pitch,
        questions=pattern.questions,
        judging=pattern.judging,
        changeover=pattern.changeover,
        is_recorded=pattern.recorded,
    )


def _done(
    actor: Actor,
    row: Timetable,
    kind: ChangeKind,
    before: list[State],
    after: list[State],
    *,
    objective: int | None = None,
    undoes: Change | None = None,
) -> Timetable:
    row.edits += 1
    if objective is not None:
        row.objective, row.bound, row.status = objective, None, "manual"
    row.save(update_fields=["edits", "objective", "bound", "status"])
    Change.objects.create(
        timetable=row,
        number=row.edits,
        kind=kind,
        before=before,
        after=after,
        undoes=undoes,
        by_id=actor.user_id,
    )
    record(
        actor=actor,
        action=f"timetable.{kind}",
        subject=("timetable", row.pk),
        before={"items": before},
        after={"items": after},
    )
    publish(
        actor=actor,
        event=TimetableEdited(str(row.pk), str(row.call_id), kind, row.edits),
        topics=(("call", row.call_id),),
    )
    return row
