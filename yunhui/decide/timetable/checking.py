"""A second opinion: every hard rule looked at once more, in plain Python, knowing nothing of how the plan was made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations, pairwise

from yunhui.decide.timetable.model import Item, Person, Placement, Plan, Saying
from yunhui.decide.timetable.pricing import end_of, parallel
from yunhui.decide.timetable.rules import Rules
from yunhui.decide.timetable.words import say, title

At = dict[str, Placement]


def problems(plan: Plan, placements: Iterable[Placement]) -> tuple[Saying, ...]:
    """Every broken rule of a timetable; empty when it may be published. Each item must be placed exactly once."""
    given = tuple(placements)
    items = {item.id: item for item in plan.items}
    known = {placement.item: placement for placement in given if placement.item in items}
    rules = Rules(plan)
    return (
        *_counts(plan, given),
        *_rooms(plan, items, known, rules),
        *_people(plan, items, known, rules),
        *_fixed(plan, items, known, rules),
        *_pairs(plan, items, known, rules),
        *_first_and_last(items, known, rules),
        *_one_group(plan, items, known, rules),
        *_sessions(plan, items, known, rules),
    )


def _counts(plan: Plan, given: tuple[Placement, ...]) -> Iterator[Saying]:
    counts = Counter(placement.item for placement in given)
    for item in plan.items:
        count = counts.pop(item.id, 0)
        if count == 0:
            yield say("missing", item=item.id, title=title(item))
        elif count > 1:
            yield say("twice", item=item.id, title=title(item), count=count)
    for unknown in counts:
        yield say("unknown", item=unknown)


def _leaves(item: Item, placement: Placement) -> datetime:
    return placement.start + timedelta(minutes=item.length)


def _rooms(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    by_room: dict[str, list[Placement]] = defaultdict(list)
    for placement in at.values():
        item = items[placement.item]
        by_room[placement.room].append(placement)
        fits = any(
            (block.day, block.room) == (placement.day, placement.room)
            and block.start <= placement.start
            and _leaves(item, placement) <= block.end
            for block in plan.blocks
        )
        if not fits:
            yield say(
                "closed",
                item=item.id,
                title=title(item),
                room=placement.room,
                day=placement.day,
                local=f"{placement.start:%Y-%m-%d %H:%M}",
                minutes=item.length,
            )
    for room, inside in by_room.items():
        for first, second in pairwise(sorted(inside, key=lambda placement: placement.start)):
            if second.start < _leaves(items[first.item], first):
                yield say("overlap", one=first.item, other=second.item, room=room)
    for item in items.values():
        if item.alone and item.id in at:
            for other, there in at.items():
                mine = at[item.id]
                if other == item.id or there.room == mine.room:
                    continue
                if mine.start < _leaves(items[other], there) and there.start < _leaves(item, mine):
                    yield rules.say(("alone", item.id))
                    break


def _people(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    busy: dict[str, list[str]] = defaultdict(list)
    for item in plan.items:
        for who in dict.fromkeys(part.person for part in item.people):
            if item.id in at:
                busy[who].append(item.id)
    for person in plan.people:
        mine = sorted(busy[person.id], key=lambda one: at[one].start)
        for item_id in mine:
            if not is_there(person, at[item_id].start, end_of(items[item_id], at[item_id])):
                yield rules.say(("availability", person.id))
        for one, other in pairwise(mine):
            if parallel(items[one], at[one], items[other], at[other]):
                yield rules.say(("one_place", person.id))


def is_there(person: Person, start: datetime, end: datetime) -> bool:
    """Whether a person is available from `start` to `end`, minute by minute."""
    minute, inside = timedelta(minutes=1), True
    if person.available is not None:
        now = start
        while now < end and inside:
            inside = any(w.start <= now < w.end for w in person.available)
            now += minute
    return inside and not any(w.start < end and start < w.end for w in person.unavailable)


def _fixed(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    for item in items.values():
        here = at.get(item.id)
        if here is None:
            continue
        if item.rooms is not None and here.room not in item.rooms:
            yield rules.say(("rooms", item.id))
        if item.days is not None and here.day not in item.days:
            yield rules.say(("days", item.id))
    for pin in plan.pins:
        here = at.get(pin.item)
        if here and not (
            pin.day in (None, here.day) and pin.room in (None, here.room) and pin.start in (None, here.start)
        ):
            yield rules.say(("pin", pin.item))
    before = {placement.item: placement for placement in plan.previous}
    for lock in plan.locks:
        if lock in at and at[lock].seat != before[lock].seat:
            yield rules.say(("lock", lock))


def _pairs(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    for pair in plan.apart:
        one, other = at.get(pair.one), at.get(pair.other)
        if pair.price is None and one and other and parallel(items[pair.one], one, items[pair.other], other):
            yield rules.say(("apart", pair.one, pair.other))
    for order in plan.orders:
        before, after = at.get(order.before), at.get(order.after)
        if order.price is None and before and after and after.start < end_of(items[order.before], before):
            yield rules.say(("order", order.before, order.after))


def _first_and_last(items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    for item in items.values():
        here = at.get(item.id)
        if here is None or item.place is None:
            continue
        others = [there for other, there in at.items() if other != item.id and there.day == here.day]
        if item.place == "first" and any(there.start < _leaves(item, here) for there in others):
            yield rules.say(("first", item.id))
        if item.place == "last" and any(_leaves(items[there.item], there) > here.start for there in others):
            yield rules.say(("last", item.id))


def _one_group(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    if not plan.one_group:
        return
    for block in plan.blocks:
        inside = [
            items[placement.item].group
            for placement in at.values()
            if placement.room == block.room and block.start <= placement.start < block.end
        ]
        if len(set(inside) - {None}) > 1:
            yield rules.say(("one_group",))


def _sessions(plan: Plan, items: dict[str, Item], at: At, rules: Rules) -> Iterator[Saying]:
    """Sessions that are open to some groups only, and the order of the draw within one session of a room."""
    drawn: dict[tuple[str, str, str, str], list[Item]] = defaultdict(list)
    for block in plan.blocks:
        for placement in at.values():
            item = items[placement.item]
            inside = placement.room == block.room and block.start <= placement.start < block.end
            if not inside or item.group is None:
                continue
            if block.groups is not None and item.group not in block.groups:
                yield rules.say(("session_group", item.id))
            if item.rank is not None:
                drawn[block.day, block.session, block.room, item.group].append(item)
    for ones in drawn.values():
        for one, other in combinations(sorted(ones, key=lambda item: item.rank or 0), 2):
            if one.rank != other.rank and at[other.id].start < at[one.id].start:
                yield rules.say(("rank", one.id, other.id))
