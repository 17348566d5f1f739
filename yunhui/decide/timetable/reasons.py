"""Why each item is where it is: each person's own clock, the wishes paid for, and what left no better place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yunhui.decide.timetable.clocks import on_clock
from yunhui.decide.timetable.model import Bill, Item, Paid, Placement, Plan, Saying
from yunhui.decide.timetable.positions import Field, Positions
from yunhui.decide.timetable.pricing import minutes_outside, price
from yunhui.decide.timetable.rules import Rules
from yunhui.decide.timetable.words import say

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Presence:
    """A person's part on their own clock. `humane` None: no hours were wished for them."""

    person: str
    role: str
    zone: str
    start: datetime
    end: datetime
    humane: bool | None
    outside: int
    price: int


@dataclass(frozen=True, slots=True)
class Reason:
    """`paid` holds wishes of groups and pairs too, each in full with every item it concerns."""

    item: str
    people: tuple[Presence, ...]
    paid: tuple[Paid, ...]
    binding: tuple[Saying, ...]


def reasons(plan: Plan, placements: tuple[Placement, ...], bill: Bill | None = None) -> tuple[Reason, ...]:
    """One reason for each placement, in their order."""
    lines = (bill or price(plan, placements)).lines
    field, rules = Field(plan), Rules(plan)
    items = {item.id: item for item in plan.items}
    taken = [
        (placement.room, placement.start, placement.start + timedelta(minutes=items[placement.item].length), placement)
        for placement in placements
    ]
    return tuple(
        Reason(
            placement.item,
            tuple(_presences(field, items[placement.item], placement)),
            tuple(line for line in lines if placement.item in line.items),
            tuple(_binding(field, rules, items[placement.item], placement, taken)),
        )
        for placement in placements
    )


def _presences(field: Field, item: Item, placement: Placement) -> list[Presence]:
    found = []
    for part in item.people:
        person = field.people[part.person]
        hours = person.humane
        outside = 0 if hours is None else minutes_outside(hours, person.zone, placement.start, item.minutes)
        found.append(
            Presence(
                person.id,
                part.role,
                person.zone,
                on_clock(placement.start, person.zone),
                on_clock(placement.start + timedelta(minutes=item.minutes), person.zone),
                None if hours is None else outside == 0,
                outside,
                0 if hours is None else outside * hours.price,
            )
        )
    return found


Taken = list[tuple[str, datetime, datetime, Placement]]


def _binding(field: Field, rules: Rules, item: Item, placement: Placement, taken: Taken) -> list[Saying]:
    """The rules that took starts away, then whether a cheaper start was left and who has it."""
    every = field.open_to(item)
    found = []
    for key, keep in field.rules_of(item, every).items():
        left = int(keep.sum())
        if left < len(every):
            rule = rules.say(key)
            found.append(say("left", rule=rule.text, code=rule.code, left=left, of=len(every)))
    allowed = field.allowed(item)
    mine = int(allowed.price[field.at(placement, allowed)][0])
    cheaper = allowed.only(allowed.price < mine)
    if not len(cheaper):
        found.append(say("cheapest"))
        return found
    why = _why_not(field, rules, item, cheaper, taken)
    found.append(say("dearer", price=mine, least=int(allowed.price.min()), why=why))
    return found


def _why_not(field: Field, rules: Rules, item: Item, cheaper: Positions, taken: Taken) -> str:
    blocks, length = field.plan.blocks, timedelta(minutes=item.length)
    holders: dict[str, None] = {}
    for block, start in zip(cheaper.block.tolist(), cheaper.start.tolist(), strict=True):
        at = field.placement(item, block, start)
        there = [
            other.item
            for room, begin, end, other in taken
            if room == blocks[block].room and other.item != item.id and begin < at.start + length and at.start < end
        ]
        if not there:
            return say("elsewhere").text
        holders.update(dict.fromkeys(there))
    names = [rules.names.items[one] for one in list(holders)[:SHOWN]]
    more = f" and {len(holders) - SHOWN} more" if len(holders) > SHOWN else ""
    return say("taken", count=len(cheaper), items=", ".join(names) + more).text
