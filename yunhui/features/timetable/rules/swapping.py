"""Where two items stand when each takes the other's place. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from yunhui.decide.timetable.model import Placement


def swapped(one: Placement, other: Placement, lengths: Mapping[str, timedelta]) -> tuple[Placement, Placement]:
    """The two with hall and start exchanged; neighbours in one hall stay within the time that they have together.

    Args:
        lengths: for how long each keeps its hall, changeover counted.
    """
    first, second = sorted((one, other), key=lambda placement: placement.start)
    if first.room == second.room and first.start + lengths[first.item] == second.start:
        later = replace(first, start=first.start + lengths[second.item])
        earlier = replace(second, start=first.start)
        return (later, earlier) if one is first else (earlier, later)
    return replace(other, item=one.item), replace(one, item=other.item)
