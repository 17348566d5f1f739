"""What changed from one timetable to the next: whom one has to write to."""

from collections.abc import Iterable
from dataclasses import dataclass

from yunhui.decide.timetable.model import Placement


@dataclass(frozen=True, slots=True)
class Move:
    """An item that is elsewhere, new (`old` None) or gone (`new` None)."""

    item: str
    old: Placement | None
    new: Placement | None


def moves(old: Iterable[Placement], new: Iterable[Placement]) -> tuple[Move, ...]:
    """The items whose day, room or venue time differs, in the order of `new`; those that are gone come last.

    The day is compared by its id, not its date: an event that as a whole moves to other dates moves no item.
    """
    before = {placement.item: placement for placement in old}
    found = []
    for placement in new:
        was = before.pop(placement.item, None)
        if was is None or was.seat != placement.seat:
            found.append(Move(placement.item, was, placement))
    return (*found, *(Move(item, was, None) for item, was in before.items()))
