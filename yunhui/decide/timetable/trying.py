"""One move by hand, judged in a moment: which rules it would break and with whom, and what it changes on the bill.

It looks only at what the moved item can meet (its room, its people, its pairs, its group), so an answer takes well
under a millisecond in an event of a thousand items. `checking.problems` says the same of a whole timetable.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yunhui.decide.timetable.checking import is_there
from yunhui.decide.timetable.clocks import clock, on_clock
from yunhui.decide.timetable.model import Block, Item, Paid, Part, Placement, Plan, Saying
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.pricing import end_of, loads, minutes_outside, parallel, price
from yunhui.decide.timetable.rules import Rules, available
from yunhui.decide.timetable.words import say, zone_label


@dataclass(frozen=True, slots=True)
class Trial:
    """What would become of one item at one place.

    `broken`: the rules against it, each with the item or the person in its parameters; empty means it may go there.
    `paid`: the wishes about this item that fail there. `change`: what the whole bill would rise (or fall) by.
    """

    placement: Placement
    broken: tuple[Saying, ...]
    paid: tuple[Paid, ...]
    change: int

    @property
    def free(self) -> bool:
        return not self.broken


class Trying:
    """A timetable laid out for moves by hand. Items may be missing from it: those lie aside and are in nobody's way."""

    def __init__(self, plan: Plan, placements: Iterable[Placement]) -> None:
        self.plan = plan
        self.rules = Rules(plan)
        self.items = {item.id: item for item in plan.items}
        self.people = {person.id: person for person in plan.people}
        self.at = {one.item: one for one in placements if one.item in self.items}
        self._in_room: dict[tuple[str, str], list[Placement]] = defaultdict(list)
        self._on_day: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.at.values():
            self._in_room[placement.day, placement.room].append(placement)
            self._on_day[placement.day].append(placement)
        self._blocks: dict[tuple[str, str], list[Block]] = defaultdict(list)
        for block in plan.blocks:
            self._blocks[block.day, block.room].append(block)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for item in plan.items:
            for person in dict.fromkeys(part.person for part in item.people):
                self._parts[person].append(item.id)
        self._in_group: dict[str | None, list[Item]] = defaultdict(list)
        for item in plan.items:
            if item.group is not None:
                self._in_group[item.group].append(item)
        self._edges = [item.id for item in plan.items if item.place]
        self._alone = [item.id for item in plan.items if item.alone]
        self._field = Field(plan)
        self._about: dict[str, Plan] = {}
        self._bare: dict[str, Item] = {}
        self._paid_now: dict[str, int] = {}
        self._open: dict[str, list[tuple[int, int]]] = {}
        self._loads = loads(plan, self.items, self.at)

    def trial(self, placement: Placement) -> Trial:
        """Judge one place for one item.

        Raises:
            KeyError: the plan has no such item.
        """
        item = self.items[placement.item]
        part = self._plan_about(item)
        others = [self.at[one.id] for one in part.items if one.id != item.id and one.id in self.at]
        bill = price(part, [*others, placement], self.rules.names)
        here = self.at.get(item.id)
        if here == placement:
            self._paid_now[item.id] = bill.total
        elif item.id not in self._paid_now:
            self._paid_now[item.id] = price(part, [*others, *([here] if here else [])], self.rules.names).total
        mine = tuple(line for line in bill.lines if item.id in line.items)
        change = bill.total - self._paid_now[item.id] + self._balance_change(item, placement)
        return Trial(placement, tuple(self._broken(item, placement)), mine, change)

    def everywhere(self, item: str, *, day: str | None = None, room: str | None = None) -> Iterator[Trial]:
        """The item at every start on the grid, of one day and one room only if they are given.

        Where it may not go is not priced: `paid` is empty and `change` 0 there.

        Raises:
            KeyError: the plan has no such item.
        """
        wanted = self.items[item]
        if item not in self._open:
            at = self._field.open_to(wanted)
            self._open[item] = list(zip(at.block.tolist(), at.start.tolist(), strict=True))
        for block, start in self._open[item]:
            where = self.plan.blocks[block]
            if day in (None, where.day) and room in (None, where.room):
                placement = self._field.placement(wanted, block, start)
                broken = tuple(self._broken(wanted, placement))
                yield Trial(placement, broken, (), 0) if broken else self.trial(placement)

    def _balance_change(self, item: Item, here: Placement) -> int:
        """What the move does to the price of uneven days."""
        was = self.at.get(item.id)
        if not self.plan.day_balance or item.group is None or (was is not None and was.day == here.day):
            return 0
        after = dict(self._loads)
        if was is not None:
            after[was.day] -= item.length
        after[here.day] += item.length
        uneven = (max(after.values()) - min(after.values())) - (max(self._loads.values()) - min(self._loads.values()))
        return self.plan.day_balance * uneven

    def _plan_about(self, item: Item) -> Plan:
        """The part of the plan whose prices the item's place can change."""
        if item.id not in self._about:
            plan = self.plan
            apart = tuple(pair for pair in plan.apart if item.id in (pair.one, pair.other))
            orders = tuple(order for order in plan.orders if item.id in (order.before, order.after))
            near = {item.id} | {one for pair in apart for one in (pair.one, pair.other)}
            near |= {one for order in orders for one in (order.before, order.after)}
            near |= {one.id for one in self._in_group.get(item.group, ())}
            about = tuple(item if one == item.id else self._without_people(one) for one in near)
            self._about[item.id] = replace(
                plan,
                items=about,
                people=tuple(self.people[who] for who in dict.fromkeys(part.person for part in item.people)),
                groups=tuple(group for group in plan.groups if group.id == item.group),
                apart=apart,
                orders=orders,
                wishes=tuple(wish for wish in plan.wishes if wish.item == item.id),
                previous=tuple(before for before in plan.previous if before.item == item.id),
                day_balance=0,
            )
        return self._about[item.id]

    def _without_people(self, item: str) -> Item:
        """The item without its people, whose prices do not change."""
        if item not in self._bare:
            self._bare[item] = replace(self.items[item], people=())
        return self._bare[item]

    def _broken(self, item: Item, here: Placement) -> Iterator[Saying]:
        yield from self._room(item, here)
        yield from self._people_of(item, here)
        yield from self._fixed(item, here)
        yield from self._pairs(item, here)
        yield from self._edges_of(item, here)
        yield from self._one_group(item, here)
        yield from self._session(item, here)

    def _leaves(self, placement: Placement) -> datetime:
        return placement.start + timedelta(minutes=self.items[placement.item].length)

    def _meets(self, one: Placement, other: Placement) -> bool:
        """Whether the rooms of both are taken at one time."""
        return one.item != other.item and one.start < self._leaves(other) and other.start < self._leaves(one)

    def _room(self, item: Item, here: Placement) -> Iterator[Saying]:
        title = self.rules.names.items[item.id]
        room = self.rules.names.rooms.get(here.room, here.room)
        local = f"{here.start:%Y-%m-%d %H:%M}"
        blocks = self._blocks[here.day, here.room]
        if not any(block.start <= here.start and self._leaves(here) <= block.end for block in blocks):
            yield say("closed", item=item.id, title=title, room=room, day=here.day, local=local, minutes=item.length)
        for other in self._in_room[here.day, here.room]:
            if self._meets(here, other):
                yield say("room_taken", **self._other(other), room=room, until=f"{self._leaves(other):%H:%M}")
        beside = [self.at[one] for one in self._alone if one in self.at] if not item.alone else self._on_day[here.day]
        for other in beside:
            if other.room != here.room and self._meets(here, other):
                yield self.rules.say(("alone", item.id if item.alone else other.item))
                if item.alone:
                    break

    def _other(self, other: Placement) -> dict[str, str]:
        """How a sentence names the item that is in the way."""
        return {
            "other": other.item,
            "other_title": self.rules.names.items[other.item],
            "other_local": f"{other.start:%H:%M}",
        }

    def _people_of(self, item: Item, here: Placement) -> Iterator[Saying]:
        done = end_of(item, here)
        for part in {part.person: part for part in item.people}.values():
            person = self.people[part.person]
            if not is_there(person, here.start, done):
                when = f"{on_clock(here.start, person.zone):%Y-%m-%d %H:%M}–{on_clock(done, person.zone):%H:%M}"
                yield say(
                    "away",
                    person=person.id,
                    name=self.rules.names.people[person.id],
                    role=part.role,
                    when=when,
                    zone=zone_label(person.zone),
                    available=available(person),
                )
            yield from self._elsewhere(part, item, here)

    def _elsewhere(self, part: Part, item: Item, here: Placement) -> Iterator[Saying]:
        for one in self._parts[part.person]:
            if one != item.id and one in self.at and parallel(item, here, self.items[one], self.at[one]):
                name = self.rules.names.people[part.person]
                room = self.rules.names.rooms.get(self.at[one].room, self.at[one].room)
                yield say("busy", person=part.person, name=name, role=part.role, room=room, **self._other(self.at[one]))

    def _fixed(self, item: Item, here: Placement) -> Iterator[Saying]:
        if item.rooms is not None and here.room not in item.rooms:
            yield self.rules.say(("rooms", item.id))
        if item.days is not None and here.day not in item.days:
            yield self.rules.say(("days", item.id))
        pin = self._field.pins.get(item.id)
        if pin is not None and not (
            pin.day in (None, here.day) and pin.room in (None, here.room) and pin.start in (None, here.start)
        ):
            yield self.rules.say(("pin", item.id))
        if item.id in self._field.locks and self._field.before[item.id].seat != here.seat:
            yield self.rules.say(("lock", item.id))

    def _pairs(self, item: Item, here: Placement) -> Iterator[Saying]:
        about = self._plan_about(item)
        at = {**self.at, item.id: here}
        for pair in about.apart:
            one, other = at.get(pair.one), at.get(pair.other)
            if pair.price is not None or one is None or other is None:
                continue
            if parallel(self.items[pair.one], one, self.items[pair.other], other):
                yield self.rules.say(("apart", pair.one, pair.other))
        for order in about.orders:
            before, after = at.get(order.before), at.get(order.after)
            if order.price is None and before and after and after.start < end_of(self.items[order.before], before):
                yield self.rules.say(("order", order.before, order.after))

    def _edges_of(self, item: Item, here: Placement) -> Iterator[Saying]:
        if not self._edges:
            return
        today = [other for other in self._on_day[here.day] if other.item != item.id]
        for one in self._edges:
            edge = here if one == item.id else self.at.get(one)
            if edge is None or edge.day != here.day:
                continue
            others = today if one == item.id else [here]
            if self.items[one].place == "first":
                if any(other.start < self._leaves(edge) for other in others):
                    yield self.rules.say(("first", one))
            elif any(self._leaves(other) > edge.start for other in others):
                yield self.rules.say(("last", one))

    def _one_group(self, item: Item, here: Placement) -> Iterator[Saying]:
        if not self.plan.one_group or item.group is None:
            return
        others = [one for one in self._in_room[here.day, here.room] if one.item != item.id]
        for block in self._blocks[here.day, here.room]:
            if block.start <= here.start < block.end:
                inside = {self.items[one.item].group for one in others if block.start <= one.start < block.end}
                if inside - {None, item.group}:
                    yield self.rules.say(("one_group",))

    def _session(self, item: Item, here: Placement) -> Iterator[Saying]:
        """Sessions kept for other groups, and the order of the draw in the session of the room."""
        if item.group is None:
            return
        block = self._block_at(here)
        if block is None:
            return
        title = self.rules.names.items[item.id]
        if block.groups is not None and item.group not in block.groups:
            yield self.rules.say(("session_group", item.id))
        if item.rank is None:
            return
        for other in self._in_room[here.day, here.room]:
            drawn, there = self.items[other.item], self._block_at(other)
            if drawn.rank is None or drawn.group != item.group or drawn.id == item.id:
                continue
            if there is None or there.session != block.session or drawn.rank == item.rank:
                continue
            if (item.rank < drawn.rank) == (other.start < here.start) and other.start != here.start:
                yield say(
                    "draw", item=item.id, title=title, rank=item.rank, other_rank=drawn.rank, **self._other(other)
                )

    def _block_at(self, here: Placement) -> Block | None:
        blocks = self._blocks[here.day, here.room]
        return next((block for block in blocks if block.start <= here.start < block.end), None)


def unkind_hours(plan: Plan, placement: Placement) -> tuple[Saying, ...]:
    """Each person for whom part of the item would lie outside kind hours, with their own clock; prices left aside.

    Raises:
        KeyError: the plan has no such item.
    """
    item = next((one for one in plan.items if one.id == placement.item), None)
    if item is None:
        raise KeyError(placement.item)
    people = {person.id: person for person in plan.people}
    found = []
    for part in {part.person: part for part in item.people}.values():
        person = people[part.person]
        if person.humane is None:
            continue
        minutes = minutes_outside(person.humane, person.zone, placement.start, item.minutes)
        if minutes:
            found.append(
                say(
                    "unkind",
                    person=person.id,
                    name=person.name or person.id,
                    role=part.role,
                    local=f"{on_clock(placement.start, person.zone):%Y-%m-%d %H:%M}",
                    zone=zone_label(person.zone),
                    minutes=minutes,
                    opens=clock(person.humane.opens),
                    closes=clock(person.humane.closes),
                )
            )
    return tuple(found)
