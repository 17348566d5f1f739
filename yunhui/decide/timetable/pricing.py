"""The objective once more, from the placements alone and without the solver: which wish costs what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from yunhui.decide.timetable.clocks import clock, on_clock
from yunhui.decide.timetable.model import Bill, Hours, Item, Paid, Person, Placement, Plan, Wish
from yunhui.decide.timetable.rules import where
from yunhui.decide.timetable.words import Names, say


def price(plan: Plan, placements: Iterable[Placement], names: Names | None = None) -> Bill:
    """Add up what the unfulfilled wishes cost; `names` of the plan, where the caller has them already.

    Raises:
        KeyError: a placement of an item that the plan does not have.
    """
    placed = {placement.item: placement for placement in placements}
    items = {item.id: item for item in plan.items}
    names = names or Names(plan)
    lines = [
        *_unkind(plan, items, placed, names),
        *_wishes(plan, placed, names),
        *_moved(plan, placed, names),
        *_pairs(plan, items, placed, names),
        *_groups(plan, items, placed, names),
        *_balance(plan, items, placed, names),
    ]
    return Bill(sum(line.price for line in lines), tuple(lines))


def minutes_outside(hours: Hours, zone: str, start: datetime, minutes: int) -> int:
    """How many of the `minutes` from `start` on fall outside the hours, on the wall clock of that very minute."""
    wall = on_clock(start, zone)
    if wall.utcoffset() == on_clock(start + timedelta(minutes=minutes), zone).utcoffset():
        return _outside(hours, wall.hour * 60 + wall.minute, minutes)
    # The clocks change meanwhile.
    walls = (on_clock(start + timedelta(minutes=step), zone) for step in range(minutes))
    return sum(_outside(hours, wall.hour * 60 + wall.minute, 1) for wall in walls)


def _outside(hours: Hours, first: int, minutes: int) -> int:
    """The same from a minute of the day on, by a clock that runs on."""
    if hours.opens <= hours.closes:
        return minutes - _shared(hours.opens, hours.closes, first, minutes)
    return _shared(hours.closes, hours.opens, first, minutes)


def _shared(opens: int, closes: int, first: int, minutes: int) -> int:
    """How many of the minutes from `first` on are in [opens, closes) of their day."""

    def before(minute: int) -> int:
        days, rest = divmod(minute, 1440)
        return days * (closes - opens) + min(max(rest - opens, 0), closes - opens)

    return before(first + minutes) - before(first)


def end_of(item: Item, placement: Placement) -> datetime:
    """When the item's people are free again."""
    return placement.start + timedelta(minutes=item.minutes)


def parallel(one: Item, here: Placement, other: Item, there: Placement) -> bool:
    """Whether both run at one time, changeover left out."""
    return here.start < end_of(other, there) and there.start < end_of(one, here)


def runs(items: list[Item], placed: dict[str, Placement]) -> int:
    """Into how many chains, back to back in one room, a group's items fall."""
    at = [(placed[item.id], item) for item in items]
    ends = {(p.day, p.room, p.start + timedelta(minutes=item.length)) for p, item in at}
    return sum((p.day, p.room, p.start) not in ends for p, _ in at)


def fulfils(wish: Wish, placement: Placement) -> bool:
    return (
        (wish.days is None or placement.day in wish.days)
        and (wish.rooms is None or placement.room in wish.rooms)
        and (wish.windows is None or any(w.start <= placement.start < w.end for w in wish.windows))
    )


def _unkind(plan: Plan, items: dict[str, Item], placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    people: dict[str, Person] = {person.id: person for person in plan.people}
    for placement in placed.values():
        item = items[placement.item]
        for part in item.people:
            person = people[part.person]
            if person.humane is None or not person.humane.price:
                continue
            minutes = minutes_outside(person.humane, person.zone, placement.start, item.minutes)
            if minutes:
                saying = say(
                    "humane",
                    item=item.id,
                    title=names.items[item.id],
                    person=person.id,
                    name=names.people[person.id],
                    minutes=minutes,
                    opens=clock(person.humane.opens),
                    closes=clock(person.humane.closes),
                )
                yield Paid(saying, minutes * person.humane.price, (item.id,))


def _wishes(plan: Plan, placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    for index, wish in enumerate(plan.wishes):
        if wish.price and wish.item in placed and not fulfils(wish, placed[wish.item]):
            text = wish.name or f"wishes[{index}]"
            saying = say("wish", item=wish.item, title=names.items[wish.item], wish=text)
            yield Paid(saying, wish.price, (wish.item,))


def _moved(plan: Plan, placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    for old in plan.previous if plan.move_price else ():
        new = placed.get(old.item)
        if new is not None and new.seat != old.seat:
            saying = say(
                "moved", item=old.item, title=names.items[old.item], old=where(old, names), new=where(new, names)
            )
            yield Paid(saying, plan.move_price, (old.item,))


def _pairs(plan: Plan, items: dict[str, Item], placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    for pair in plan.apart:
        if pair.price and pair.one in placed and pair.other in placed:
            one, other = placed[pair.one], placed[pair.other]
            if parallel(items[pair.one], one, items[pair.other], other):
                saying = say("apart_wish", one=names.items[pair.one], other=names.items[pair.other])
                yield Paid(saying, pair.price, (pair.one, pair.other))
    for order in plan.orders:
        if not (order.price and order.before in placed and order.after in placed):
            continue
        if placed[order.after].start < end_of(items[order.before], placed[order.before]):
            saying = say("order_wish", before=names.items[order.before], after=names.items[order.after])
            yield Paid(saying, order.price, (order.before, order.after))


def _groups(plan: Plan, items: dict[str, Item], placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    members: dict[str, list[Item]] = defaultdict(list)
    for item in items.values():
        if item.group is not None and item.id in placed:
            members[item.group].append(item)
    for group in plan.groups:
        mine = members[group.id]
        if not mine:
            continue
        ids = tuple(item.id for item in mine)
        pieces = runs(mine, placed)
        if group.together and pieces > 1:
            saying = say("together", group=group.id, name=names.groups[group.id], runs=pieces)
            yield Paid(saying, group.together * (pieces - 1), ids)
        rooms = len({placed[item.id].room for item in mine})
        if group.one_room and rooms > 1:
            saying = say("one_room", group=group.id, name=names.groups[group.id], rooms=rooms)
            yield Paid(saying, group.one_room * (rooms - 1), ids)


def loads(plan: Plan, items: dict[str, Item], placed: dict[str, Placement]) -> dict[str, int]:
    """Minutes of items with a group, for each day of the plan."""
    found = {day.id: 0 for day in plan.days}
    for placement in placed.values():
        if items[placement.item].group is not None:
            found[placement.day] += items[placement.item].length
    return found


def _balance(plan: Plan, items: dict[str, Item], placed: dict[str, Placement], names: Names) -> Iterator[Paid]:
    if not plan.day_balance:
        return
    by_day = loads(plan, items, placed)
    most, least = max(by_day, key=by_day.__getitem__), min(by_day, key=by_day.__getitem__)
    minutes = by_day[most] - by_day[least]
    if minutes:
        saying = say("day_balance", most=names.dates[most], least=names.dates[least], minutes=minutes)
        yield Paid(saying, plan.day_balance * minutes, ())
