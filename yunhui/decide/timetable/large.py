"""Events of many hundred items: first which session of which room, then, session by session, when.

In one model a thousand items have millions of starts. Sessions hang together through a few people only, so each is
timetabled by itself with what is settled already as these people's engagements; where that leaves no way, the sessions
of the people concerned are taken out and timetabled together. Every rule holds; the price is not proved to be least.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from yunhui.decide.timetable.building import Building
from yunhui.decide.timetable.model import Block, Item, Person, Placement, Plan, Window
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.searching import Budget, search
from yunhui.decide.timetable.seating import seat

LARGE = 60_000
WORK = 1.5
TOGETHER = (1, 2, 4)

Say = Callable[[int, int], None]


def is_large(plan: Plan) -> bool:
    """Whether the whole task has more starts than one model should have."""
    minutes = sum((block.end - block.start) // timedelta(minutes=1) for block in plan.blocks)
    return len(plan.items) * minutes // max(1, plan.grid or 5) > LARGE


def suits(plan: Plan) -> bool:
    """Rules that reach over sessions (first, last, alone, order, apart) are for one model."""
    return not (plan.orders or plan.apart or any(item.place or item.alone for item in plan.items))


def solve_large(plan: Plan, budget: Budget, seed: int, say: Say) -> tuple[Placement, ...] | None:
    """A timetable that keeps every rule, or None if this way finds none. `say`: items placed, of how many."""
    seats = seat(plan, budget, seed)
    return None if seats is None else _Sessions(plan, seats, budget, seed, say).placements()


class _Sessions:
    def __init__(self, plan: Plan, seats: dict[str, int], budget: Budget, seed: int, say: Say) -> None:
        self.plan, self.budget, self.seed, self.say = plan, budget, seed, say
        self.items = {item.id: item for item in plan.items}
        self.people = {person.id: person for person in plan.people}
        self.inside: dict[int, list[Item]] = defaultdict(list)
        for item in plan.items:
            self.inside[seats[item.id]].append(item)
        self.blocks_of: dict[str, set[int]] = defaultdict(set)
        for item in plan.items:
            for part in item.people:
                self.blocks_of[part.person].add(seats[item.id])
        self.seats = seats
        self.placed: dict[str, Placement] = {}

    def placements(self) -> tuple[Placement, ...] | None:
        """The sessions whose people are wanted elsewhere most come first."""
        waiting = sorted(self.inside, key=lambda block: (-len(self._ties(block)), block))
        for block in waiting:
            if not self._settle(block):
                return None
            self.say(len(self.placed), len(self.items))
        return tuple(self.placed[item.id] for item in self.plan.items)

    def _ties(self, block: int) -> set[str]:
        """People of a session who are in another one, too."""
        here = {part.person for item in self.inside[block] for part in item.people}
        return {person for person in here if len(self.blocks_of[person]) > 1}

    def _settle(self, block: int) -> bool:
        """Timetable one session; if that leaves no way, with those that share its people."""
        for more in (0, *TOGETHER):
            together = [block, *self._neighbours(block)[:more]]
            if more and len(together) == 1:
                return False
            found = self._timetable(together)
            if found is not None:
                self.placed.update({placement.item: placement for placement in found})
                return True
            if self.budget.over:
                return False
        return False

    def _neighbours(self, block: int) -> list[int]:
        """Settled sessions that share people with this one, most people first."""
        shared: dict[int, int] = defaultdict(int)
        for person in self._ties(block):
            for other in self.blocks_of[person] - {block}:
                shared[other] += any(item.id in self.placed for item in self.inside[other])
        return sorted((other for other, count in shared.items() if count), key=lambda other: (-shared[other], other))

    def _timetable(self, blocks: list[int]) -> tuple[Placement, ...] | None:
        moving = [item for block in blocks for item in self.inside[block]]
        ids = {item.id for item in moving}
        part = replace(
            self.plan,
            blocks=tuple(self.plan.blocks[block] for block in blocks),
            items=tuple(self._here(item) for item in moving),
            people=tuple(self._engaged(moving, ids)),
            wishes=tuple(wish for wish in self.plan.wishes if wish.item in ids),
            pins=tuple(pin for pin in self.plan.pins if pin.item in ids),
            locks=tuple(lock for lock in self.plan.locks if lock in ids),
            previous=tuple(before for before in self.plan.previous if before.item in ids),
            day_balance=0,
        )
        field = Field(part)
        at = [field.allowed(item) for item in part.items]
        if not all(len(one) for one in at):
            return None
        building = Building(field, at)
        building.hint(self.plan.previous)
        found = search(
            building.model, building.literals, self.budget, seed=self.seed, work=WORK * len(blocks), relax=True
        )
        return building.placements(found.values) if found.solved else None

    def _here(self, item: Item) -> Item:
        block: Block = self.plan.blocks[self.seats[item.id]]
        return replace(item, rooms=(block.room,), days=(block.day,))

    def _engaged(self, moving: Iterable[Item], ids: set[str]) -> Iterable[Person]:
        """The people of these items, busy while they are in an item that is settled."""
        busy: dict[str, list[Window]] = defaultdict(list)
        for placement in self.placed.values():
            if placement.item not in ids:
                item = self.items[placement.item]
                end = placement.start + timedelta(minutes=item.minutes)
                for part in item.people:
                    busy[part.person].append(Window(placement.start, end))
        for who in dict.fromkeys(part.person for item in moving for part in item.people):
            person = self.people[who]
            yield replace(person, unavailable=(*person.unavailable, *busy[who])) if busy[who] else person
