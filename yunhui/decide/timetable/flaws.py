"""What makes a plan senseless before any solver looks at it; every flaw is named by its place in the JSON format."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from difflib import get_close_matches
from itertools import pairwise

from yunhui.decide.timetable.clocks import known_zones, on_clock
from yunhui.decide.timetable.model import Item, Plan, Window

DEAREST = 1_000_000_000
Unknown = Callable[[str, str], Iterator[str]]


def flaws(plan: Plan) -> tuple[str, ...]:
    """All flaws as "$.place: what is wrong; what to do"; empty for a plan that can be solved."""
    zone = list(_zone("$.zone", plan.zone))
    return (*zone, *([] if zone else _blocks(plan)), *_items(plan), *_people(plan), *_rest(plan))


def _zone(path: str, zone: str) -> Iterator[str]:
    known = known_zones()
    if zone not in known:
        near = get_close_matches(zone, known, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else 'write an IANA name such as "Asia/Shanghai"'
        yield f'{path}: no time zone is called "{zone}"; {hint}'


def _twice(path: str, ids: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for index, one in enumerate(ids):
        if one in seen:
            yield f'{path}[{index}].id: "{one}" is the id of {path}[{seen[one]}] already; give each its own'
        seen.setdefault(one, index)


def _known(what: str, ids: Iterable[str]) -> Unknown:
    all_ids = tuple(ids)

    def unknown(path: str, one: str) -> Iterator[str]:
        if one not in all_ids:
            near = get_close_matches(one, all_ids, 1, 0.6)
            hint = f'did you mean "{near[0]}"?' if near else f"add it to {what} or take it out here"
            yield f'{path}: there is no "{one}" in {what}; {hint}'

    return unknown


def _price(path: str, price: int | None) -> Iterator[str]:
    if price is not None and not 0 <= price <= DEAREST:
        yield f"{path}: a price is a whole number from 0 to {DEAREST}, not {price}"


def _windows(path: str, windows: Iterable[Window]) -> Iterator[str]:
    for index, window in enumerate(windows):
        if window.end <= window.start:
            yield f"{path}[{index}]: ends before it begins; swap or correct the two times"


def _blocks(plan: Plan) -> Iterator[str]:
    yield from _twice("$.days", (day.id for day in plan.days))
    yield from _twice("$.rooms", (room.id for room in plan.rooms))
    if not plan.blocks:
        yield "$.days: no room is ever open; give at least one day an open time"
    day_known = _known("days", (day.id for day in plan.days))
    room_known = _known("rooms", (room.id for room in plan.rooms))
    group_known = _known("groups", (group.id for group in plan.groups))
    for block in plan.blocks:
        where = f"$.days (session {block.session}, room {block.room})"
        yield from day_known(where, block.day)
        yield from room_known(where, block.room)
        for group in block.groups or ():
            yield from group_known(where, group)
        if block.end <= block.start or block.end - block.start > timedelta(days=1):
            yield f"{where}: an open time lasts more than nothing and at most a day; correct from and to"
    ordered = sorted(plan.blocks, key=lambda block: (block.room, block.start))
    for one, other in pairwise(ordered):
        if one.room == other.room and other.start < one.end:
            at = on_clock(other.start, plan.zone)
            yield f"$.days: room {one.room} is opened twice at {at:%Y-%m-%d %H:%M}; join the two open times"


def _items(plan: Plan) -> Iterator[str]:
    if not plan.items:
        yield "$.items: nothing to place; list at least one item"
    yield from _twice("$.items", (item.id for item in plan.items))
    group_known = _known("groups", (group.id for group in plan.groups))
    person_known = _known("people", (person.id for person in plan.people))
    day_known = _known("days", (day.id for day in plan.days))
    room_known = _known("rooms", (room.id for room in plan.rooms))
    for index, item in enumerate(plan.items):
        path = f"$.items[{index}]"
        if item.minutes < 1 or item.changeover < 0:
            yield f"{path}.minutes: an item takes at least one minute, and its changeover none or more"
        else:
            yield from _fits(path, item, plan)
        if item.place not in (None, "first", "last"):
            yield f'{path}.place: "{item.place}" is neither "first" nor "last"'
        if item.group is not None:
            yield from group_known(f"{path}.group", item.group)
        for number, part in enumerate(item.people):
            yield from person_known(f"{path}.people[{number}].person", part.person)
        for number, room in enumerate(item.rooms or ()):
            yield from room_known(f"{path}.rooms[{number}]", room)
        for number, day in enumerate(item.days or ()):
            yield from day_known(f"{path}.days[{number}]", day)


def _fits(path: str, item: Item, plan: Plan) -> Iterator[str]:
    lengths = [
        (block.end - block.start) // timedelta(minutes=1)
        for block in plan.blocks
        if (item.rooms is None or block.room in item.rooms) and (item.days is None or block.day in item.days)
    ]
    if not lengths:
        yield f"{path}: none of its rooms is open on any of its days; allow another room or day"
    elif max(lengths) < item.length:
        yield (
            f"{path}.minutes: {item.length} min are longer than its longest open time ({max(lengths)} min); "
            "shorten it or open a room longer"
        )


def _people(plan: Plan) -> Iterator[str]:
    yield from _twice("$.people", (person.id for person in plan.people))
    for index, person in enumerate(plan.people):
        path = f"$.people[{index}]"
        yield from _zone(f"{path}.zone", person.zone)
        yield from _windows(f"{path}.available", person.available or ())
        yield from _windows(f"{path}.unavailable", person.unavailable)
        if person.humane is not None:
            yield from _price(f"{path}.humane.price", person.humane.price)
            if not (0 <= person.humane.opens <= 1440 and 0 <= person.humane.closes <= 1440):
                yield f"{path}.humane: from and to lie between 00:00 and 24:00"


def _rest(plan: Plan) -> Iterator[str]:
    item_known = _known("items", (item.id for item in plan.items))
    day_known = _known("days", (day.id for day in plan.days))
    room_known = _known("rooms", (room.id for room in plan.rooms))
    yield from _twice("$.groups", (group.id for group in plan.groups))
    for index, group in enumerate(plan.groups):
        yield from _price(f"$.groups[{index}].together", group.together)
        yield from _price(f"$.groups[{index}].one_room", group.one_room)
    pairs = [("apart", index, (pair.one, pair.other), pair.price) for index, pair in enumerate(plan.apart)]
    pairs += [("order", index, (pair.before, pair.after), pair.price) for index, pair in enumerate(plan.orders)]
    for what, index, ends, price in pairs:
        for end in ends:
            yield from item_known(f"$.{what}[{index}]", end)
        if ends[0] == ends[1]:
            yield f'$.{what}[{index}]: "{ends[0]}" is named twice; name two items'
        yield from _price(f"$.{what}[{index}].price", price)
    for index, wish in enumerate(plan.wishes):
        path = f"$.wishes[{index}]"
        yield from item_known(f"{path}.item", wish.item)
        yield from _price(f"{path}.price", wish.price)
        yield from _windows(f"{path}.windows", wish.windows or ())
        for day in wish.days or ():
            yield from day_known(f"{path}.days", day)
        for room in wish.rooms or ():
            yield from room_known(f"{path}.rooms", room)
    yield from _pins(plan, item_known, day_known, room_known)
    yield from _price("$.move_price", plan.move_price)
    yield from _price("$.day_balance", plan.day_balance)
    if plan.grid < 0:
        yield "$.grid: minutes between two starts, 0 or left out for the greatest common divisor of all lengths"


def _pins(plan: Plan, item_known: Unknown, day_known: Unknown, room_known: Unknown) -> Iterator[str]:
    pinned: set[str] = set()
    for index, pin in enumerate(plan.pins):
        path = f"$.pins[{index}]"
        yield from item_known(f"{path}.item", pin.item)
        yield from day_known(f"{path}.day", pin.day) if pin.day is not None else ()
        yield from room_known(f"{path}.room", pin.room) if pin.room is not None else ()
        if pin.day is None and pin.room is None and pin.start is None:
            yield f"{path}: fixes nothing; give a day, a room or a start"
        if pin.item in pinned:
            yield f'{path}: "{pin.item}" is pinned already; join the two'
        pinned.add(pin.item)
    before = {placement.item for placement in plan.previous}
    if len(before) < len(plan.previous):
        yield "$.previous: an item is there twice; a timetable has each item once"
    for index, lock in enumerate(plan.locks):
        yield from item_known(f"$.locks[{index}]", lock)
        if lock not in before:
            yield f'$.locks[{index}]: "{lock}" is not in previous, so there is no place to keep; pin it instead'
