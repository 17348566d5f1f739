"""Where each item may go by itself: every permitted (block, start) and what that start costs whatever else happens."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import gcd

import numpy as np
from numpy.typing import NDArray

from yunhui.decide.timetable.clocks import Minutes, instant_of, minute_of, on_clock, wall_minutes
from yunhui.decide.timetable.model import Hours, Item, Person, Pin, Placement, Plan, Window

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Positions:
    """Three arrays of one length: index into plan.blocks, start in UTC minutes, and the price of being there."""

    block: Minutes
    start: Minutes
    price: Minutes

    def __len__(self) -> int:
        return len(self.block)

    def only(self, keep: Mask) -> "Positions":
        return Positions(self.block[keep], self.start[keep], self.price[keep])


def intervals(windows: tuple[Window, ...]) -> list[tuple[int, int]]:
    """Windows as minutes, sorted and merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((minute_of(w.start), minute_of(w.end)) for w in windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_free(person: Person, starts: Minutes, minutes: int) -> Mask:
    """For each start, whether the person can be there for `minutes` from then on."""
    free = np.ones(len(starts), dtype=np.bool_)
    if person.available is not None:
        free[:] = False
        for begin, end in intervals(person.available):
            free |= (starts >= begin) & (starts + minutes <= end)
    for begin, end in intervals(person.unavailable):
        free &= (starts + minutes <= begin) | (starts >= end)
    return free


def _within(hours: Hours, wall: Minutes) -> Mask:
    if hours.opens <= hours.closes:
        return (wall >= hours.opens) & (wall < hours.closes)
    return (wall >= hours.opens) | (wall < hours.closes)


class Field:
    """A plan with its times turned into minutes once: what the solver, the prices and the reasons all look into."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.spans = [(minute_of(block.start), minute_of(block.end)) for block in plan.blocks]
        self.people = {person.id: person for person in plan.people}
        self.pins = {pin.item: pin for pin in plan.pins}
        self.before = {placement.item: placement for placement in plan.previous}
        self.locks = set(plan.locks)
        self._starts: dict[tuple[int, int], Minutes] = {}
        self._outside: dict[tuple[Hours, str, int], Minutes] = {}

    @cached_property
    def grid(self) -> int:
        """Minutes between two starts: the plan's, else the greatest common divisor of all lengths."""
        return self.plan.grid or gcd(*(item.length for item in self.plan.items)) or 1

    @property
    def missing(self) -> int:
        """Minutes by which all items together are longer than all open hours; at most 0 if they may fit."""
        return sum(item.length for item in self.plan.items) - sum(end - begin for begin, end in self.spans)

    def open_to(self, item: Item) -> Positions:
        """Every start on the grid in every block, the item's pin and its former start too; no rule looked at yet."""
        blocks, starts = [], []
        extra = self._own_starts(item)
        for index, (begin, end) in enumerate(self.spans):
            found = self._grid_starts(index, item.length)
            more = [s for s in extra if begin <= s <= end - item.length and (s - begin) % self.grid]
            if more:
                found = np.unique(np.concatenate([found, np.array(more, dtype=np.int64)]))
            starts.append(found)
            blocks.append(np.full(len(found), index, dtype=np.int64))
        every = np.concatenate(starts)
        return Positions(np.concatenate(blocks), every, np.zeros(len(every), dtype=np.int64))

    def allowed(self, item: Item) -> Positions:
        """The positions that the item's own rules leave (rooms, days, people, pin, lock), with their prices."""
        found = self.open_to(item)
        for keep in self.rules_of(item, found).values():
            found = Positions(found.block, found.start, np.where(keep, found.price, -1))
        found = found.only(found.price >= 0)
        return Positions(found.block, found.start, self.own_price(item, found))

    def rules_of(self, item: Item, at: Positions) -> dict[tuple[str, str], Mask]:
        """For each rule on the item alone, ("availability", person) and the like, which positions keep it."""
        blocks = self.plan.blocks
        rules: dict[tuple[str, str], Mask] = {}
        if item.rooms is not None:
            rules["rooms", item.id] = np.array([b.room in item.rooms for b in blocks], dtype=np.bool_)[at.block]
        if item.days is not None:
            rules["days", item.id] = np.array([b.day in item.days for b in blocks], dtype=np.bool_)[at.block]
        if item.group is not None and any(block.groups is not None for block in blocks):
            open_to = [block.groups is None or item.group in block.groups for block in blocks]
            rules["session_group", item.id] = np.array(open_to, dtype=np.bool_)[at.block]
        for part in item.people:
            person = self.people[part.person]
            if person.available is not None or person.unavailable:
                rules["availability", person.id] = is_free(person, at.start, item.minutes)
        if item.id in self.pins:
            rules["pin", item.id] = self._at(self.pins[item.id], at)
        if item.id in self.locks:
            rules["lock", item.id] = self.stays(self.before[item.id], at)
        return rules

    def own_price(self, item: Item, at: Positions) -> Minutes:
        """What each position costs by itself: unkind hours, unmet wishes for the place, and having moved."""
        price = np.zeros(len(at), dtype=np.int64)
        for part in item.people:
            person = self.people[part.person]
            if person.humane is not None and person.humane.price:
                price += person.humane.price * self._outside_at(person.humane, person.zone, at, item.minutes)
        for wish in self.plan.wishes:
            if wish.item == item.id:
                price += wish.price * ~self.wished(wish.days, wish.rooms, wish.windows, at)
        if self.plan.move_price and item.id in self.before:
            price += self.plan.move_price * ~self.stays(self.before[item.id], at)
        return price

    def wished(
        self,
        days: tuple[str, ...] | None,
        rooms: tuple[str, ...] | None,
        windows: tuple[Window, ...] | None,
        at: Positions,
    ) -> Mask:
        """Which positions are on one of the days, in one of the rooms and start in one of the windows."""
        fits = [
            (days is None or block.day in days) and (rooms is None or block.room in rooms) for block in self.plan.blocks
        ]
        keep = np.array(fits, dtype=np.bool_)[at.block]
        if windows is not None:
            inside = np.zeros(len(at), dtype=np.bool_)
            for begin, end in intervals(windows):
                inside |= (at.start >= begin) & (at.start < end)
            keep &= inside
        return keep

    def placement(self, item: Item, block: int, start: int) -> Placement:
        where = self.plan.blocks[block]
        return Placement(item.id, where.day, where.room, on_clock(instant_of(start), self.plan.zone))

    def _grid_starts(self, block: int, length: int) -> Minutes:
        key = (block, length)
        if key not in self._starts:
            begin, end = self.spans[block]
            self._starts[key] = np.arange(begin, end - length + 1, self.grid, dtype=np.int64)
        return self._starts[key]

    def _own_starts(self, item: Item) -> list[int]:
        pin = self.pins.get(item.id)
        own = [minute_of(pin.start)] if pin and pin.start else []
        before = self.before.get(item.id)
        if before is not None:
            own += [self._same_clock(before, index) for index in range(len(self.spans))]
        return own

    def _same_clock(self, before: Placement, block: int) -> int:
        """The minute in the block's day at which the venue's clock shows what it showed at the former start."""
        begin, end = self.spans[block]
        shown = wall_minutes(self.plan.zone, begin, end)
        at = np.flatnonzero(shown == before.seat[2])
        return begin + int(at[0]) if len(at) else -1

    def stays(self, before: Placement, at: Positions) -> Mask:
        """Which positions are where the item was before: same day, room and time on the venue's clock."""
        day, room, _ = before.seat
        stays = np.array(
            [
                self._same_clock(before, index) if (block.day, block.room) == (day, room) else -1
                for index, block in enumerate(self.plan.blocks)
            ],
            dtype=np.int64,
        )
        kept: Mask = stays[at.block] == at.start
        return kept

    def at(self, placement: Placement, at: Positions) -> Mask:
        """Which position (one or none) is the placement."""
        keep = self.wished((placement.day,), (placement.room,), None, at)
        keep &= at.start == minute_of(placement.start)
        return keep

    def _at(self, pin: Pin, at: Positions) -> Mask:
        keep = self.wished((pin.day,) if pin.day else None, (pin.room,) if pin.room else None, None, at)
        if pin.start is not None:
            keep &= at.start == minute_of(pin.start)
        return keep

    def _outside_at(self, hours: Hours, zone: str, at: Positions, minutes: int) -> Minutes:
        found = np.empty(len(at), dtype=np.int64)
        for index, (begin, end) in enumerate(self.spans):
            here = at.block == index
            key = (hours, zone, index)
            if key not in self._outside:
                unkind = ~_within(hours, wall_minutes(zone, begin, end))
                self._outside[key] = np.concatenate([[0], np.cumsum(unkind, dtype=np.int64)])
            sums, first = self._outside[key], at.start[here] - begin
            found[here] = sums[first + minutes] - sums[first]
        return found


def windows(person: str, plan: Plan) -> dict[str, tuple[datetime, ...]]:
    """For each item the person has a part in, the UTC starts that its rooms, days, pin and this person allow.

    Other people and other items are not looked at: it answers "when could I speak?", not "when will I?".

    Raises:
        KeyError: no such person in the plan.
    """
    field = Field(plan)
    if person not in field.people:
        raise KeyError(person)
    found = {}
    for item in plan.items:
        if any(part.person == person for part in item.people):
            at = field.open_to(item)
            keep = np.ones(len(at), dtype=np.bool_)
            for (code, who), kept in field.rules_of(item, at).items():
                if code != "availability" or who == person:
                    keep &= kept
            found[item.id] = tuple(instant_of(int(start)) for start in np.unique(at.start[keep]))
    return found
