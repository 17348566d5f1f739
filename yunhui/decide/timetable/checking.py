"""A second opinion: every hard rule looked at once more, in plain Python, knowing nothing of how the plan was made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from yunhui.decide.timetable.model import Item, Person, Placement, Plan, Saying
from yunhui.decide.timetable.pricing import end_of, parallel
from yunhui.decide.timetable.words import Names, called, say, title

At = dict[str, Placement]


def problems(plan: Plan, placements: Iterable[Placement]) -> tuple[Saying, ...]:
    """Every broken rule of a timetable; empty when it may be published. Each item must be placed exactly once."""
    given = tuple(placements)
    items = {item.id: item for item in plan.items}
    known = {placement.item: placement for placement in given if placement.item in items}
    names = Names(plan)
    return tuple(
        [
            *_counts(plan, given),
            *_rooms(plan, items, known),
            *_people(plan, items, known),
            *_fixed(plan, items, known, names),
            *_pairs(plan, items, known, names),
            *_first_and_last(items, known),
            *_one_group(plan, items, known),
        ]
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


def _rooms(plan: Plan, items: dict[str, Item], at: At) -> Iterator[Saying]:
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
        inside.sort(key=lambda placement: placement.start)
        for one, other in pairwise(inside):
            if other.start < _leaves(items[one.item], one):
                yield say("overlap", one=one.item, other=other.item, room=room)
    for item in items.values():
        if item.alone and item.id in at:
            for other, there in at.items():
                mine = at[item.id]
                if other == item.id or there.room == mine.room:
                    continue
                if mine.start < _leaves(items[other], there) and there.start < _leaves(item, mine):
                    yield say("alone", item=item.id, title=title(item))
                    break


def _people(plan: Plan, items: dict[str, Item], at: At) -> Iterator[Saying]:
    busy: dict[str, list[str]] = defaultdict(list)
    for item in plan.items:
        for who in dict.fromkeys(part.person for part in item.people):
            if item.id in at:
                busy[who].append(item.id)
    for person in plan.people:
        mine = sorted(busy[person.id], key=lambda one: at[one].start)
        for item_id in mine:
            if not _there(person, at[item_id].start, end_of(items[item_id], at[item_id])):
                yield say("availability", person=person.id, name=called(person), when=when(person))
        for one, other in pairwise(mine):
            if parallel(items[one], at[one], items[other], at[other]):
                yield say("one_place", person=person.id, name=called(person))


def when(person: Person) -> str:
    """A person's availability as text, on the clocks of UTC (offsets differ by day)."""
    free = ", ".join(f"{w.start:%Y-%m-%d %H:%M}–{w.end:%Y-%m-%d %H:%M} UTC" for w in person.available or ())
    busy = ", ".join(f"{w.start:%Y-%m-%d %H:%M}–{w.end:%Y-%m-%d %H:%M} UTC" for w in person.unavailable)
    if person.available is None:
        return f"outside {busy}"
    return (free or "never") + (f", and not {busy}" if busy else "")


def _there(person: Person, start: datetime, end: datetime) -> bool:
    minute, inside = timedelta(minutes=1), True
    if person.available is not None:
        now = start
        while now < end and inside:
            inside = any(w.start <= now < w.end for w in person.available)
            now += minute
    return inside and not any(w.start < end and start < w.end for w in person.unavailable)


def _fixed(plan: Plan, items: dict[str, Item], at: At, names: Names) -> Iterator[Saying]:
    for item in items.values():
        here = at.get(item.id)
        if here is None:
            continue
        if item.rooms is not None and here.room not in item.rooms:
            yield say("rooms", item=item.id, title=title(item), rooms=", ".join(item.rooms))
        if item.days is not None and here.day not in item.days:
            yield say("days", item=item.id, title=title(item), days=", ".join(item.days))
    for pin in plan.pins:
        here = at.get(pin.item)
        if here and not (
            pin.day in (None, here.day) and pin.room in (None, here.room) and pin.start in (None, here.start)
        ):
            where = ", ".join(str(part) for part in (pin.day, pin.room, pin.start) if part)
            yield say("pin", item=pin.item, title=names.items[pin.item], where=where)
    before = {placement.item: placement for placement in plan.previous}
    for lock in plan.locks:
        if lock in at and at[lock].seat != before[lock].seat:
            yield say("lock", item=lock, title=names.items[lock], where=", ".join(map(str, before[lock].seat)))


def _pairs(plan: Plan, items: dict[str, Item], at: At, names: Names) -> Iterator[Saying]:
    for pair in plan.apart:
        one, other = at.get(pair.one), at.get(pair.other)
        if pair.price is None and one and other and parallel(items[pair.one], one, items[pair.other], other):
            yield say("apart", one=names.items[pair.one], other=names.items[pair.other])
    for order in plan.orders:
        before, after = at.get(order.before), at.get(order.after)
        if order.price is None and before and after and after.start < end_of(items[order.before], before):
            yield say("order", before=names.items[order.before], after=names.items[order.after])


def _first_and_last(items: dict[str, Item], at: At) -> Iterator[Saying]:
    for item in items.values():
        here = at.get(item.id)
        if here is None or item.place is None:
            continue
        others = [there for other, there in at.items() if other != item.id and there.day == here.day]
        if item.place == "first" and any(there.start < _leaves(item, here) for there in others):
            yield say("first", item=item.id, title=title(item))
        if item.place == "last" and any(_leaves(items[there.item], there) > here.start for there in others):
            yield say("last", item=item.id, title=title(item))


def _one_group(plan: Plan, items: dict[str, Item], at: At) -> Iterator[Saying]:
    if not plan.one_group:
        return
    for block in plan.blocks:
        inside = [
            items[placement.item].group
            for placement in at.values()
            if placement.room == block.room and block.start <= placement.start < block.end
        ]
        if len(set(inside) - {None}) > 1:
            yield say("one_group", day=block.day, room=block.room, session=block.session)
