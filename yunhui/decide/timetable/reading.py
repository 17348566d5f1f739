"""JSON → Plan: the format of docs/formats/timetable.md, with every mistake named by its path."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from yunhui.decide.timetable.clocks import NoSuchTime, from_wall, known_zones, on_clock
from yunhui.decide.timetable.fields import Fields
from yunhui.decide.timetable.flaws import flaws
from yunhui.decide.timetable.model import (
    Apart,
    Block,
    Day,
    Group,
    Hours,
    Item,
    Order,
    Part,
    Person,
    Pin,
    Placement,
    Plan,
    Room,
    Window,
    Wish,
    WrongPlan,
)


def read_plan(content: Any) -> Plan:
    """The plan in a parsed JSON document.

    Raises:
        WrongPlan: mistakes; all are listed, each as "$.path: what is wrong; what to do".
    """
    complaints: list[str] = []
    top = Fields(content, "$", complaints)
    plan = _plan(top)
    top.done()
    # What does not read cannot be judged: places that were replaced by defaults would only add noise.
    if complaints:
        zones = [flaw for flaw in flaws(plan) if "no time zone" in flaw]
        raise WrongPlan(tuple(dict.fromkeys(complaints + zones)))
    wrong = flaws(plan)
    if wrong:
        raise WrongPlan(wrong)
    return plan


def _plan(top: Fields) -> Plan:
    zone = top.text("zone")
    rooms = tuple(_room(one) for one in top.objects("rooms", needed=True))
    days = top.objects("days", needed=True)
    hours = _hours(top, "humane", Hours())
    plan_days, blocks = [], []
    for fields in days:
        day = Day(fields.text("id"), fields.day("date"))
        plan_days.append(day)
        blocks += list(_blocks(fields, day, rooms, zone))
        fields.done()
    return Plan(
        zone=zone,
        days=tuple(plan_days),
        rooms=rooms,
        blocks=tuple(blocks),
        items=tuple(_item(one) for one in top.objects("items", needed=True)),
        people=tuple(_person(one, hours) for one in top.objects("people")),
        groups=tuple(_group(one) for one in top.objects("groups")),
        apart=tuple(_apart(one) for one in top.objects("apart")),
        orders=tuple(_order(one) for one in top.objects("order")),
        wishes=tuple(_wish(one, zone) for one in top.objects("wishes")),
        pins=tuple(_pin(one, zone) for one in top.objects("pins")),
        locks=top.words("locks") or (),
        previous=tuple(_placements(top, zone)),
        move_price=top.number("move_price", 0),
        one_group=top.flag("one_group"),
        grid=top.number("grid", 0),
        day_balance=top.number("day_balance", 0),
    )


def _room(fields: Fields) -> Room:
    room = Room(fields.text("id"), fields.text("name", ""))
    fields.done()
    return room


def _hours(fields: Fields, key: str, default: Hours | None) -> Hours | None:
    """Humane hours; null takes the wish away."""
    if not fields.has(key):
        return None if key in fields.value else default
    inner, known = fields.child(key), default or Hours()
    opens, closes = inner.clock("from", known.opens), inner.clock("to", known.closes)
    price = inner.number("price", known.price)
    inner.done()
    return Hours(opens or 0, closes or 0, price)


def _blocks(fields: Fields, day: Day, rooms: tuple[Room, ...], zone: str) -> Iterator[Block]:
    for number, hours in enumerate(fields.objects("open", needed=True), 1):
        session = hours.text("session", f"{day.id}.{number}")
        start, end = (_at(hours, key, day, zone) for key in ("from", "to"))
        named, groups = hours.words("rooms"), hours.words("groups")
        hours.done()
        for room in named if named is not None else [room.id for room in rooms]:
            if start is not None and end is not None:
                yield Block(day.id, session, room, start, end, groups)


def _at(fields: Fields, key: str, day: Day, zone: str) -> datetime | None:
    """The instant of a time of the day on the venue's clock; "24:00" is the midnight that ends the day."""
    minute = fields.clock(key)
    if minute is None or zone not in known_zones():
        return None
    try:
        return from_wall(datetime.combine(day.date, time()) + timedelta(minutes=minute), zone)
    except NoSuchTime as wrong:
        fields.complain(key, str(wrong))
    return None


def _item(fields: Fields) -> Item:
    split = _minutes(fields)
    parts = []
    for one in fields.objects("people"):
        parts.append(Part(one.text("person"), one.text("role", "")))
        one.done()
    item = Item(
        id=fields.text("id"),
        kind=fields.text("kind", "pitch"),
        minutes=sum(minutes for name, minutes in split if name != "changeover"),
        changeover=sum(minutes for name, minutes in split if name == "changeover"),
        name=fields.text("name", ""),
        group=fields.text("group") if fields.has("group") else None,
        people=tuple(parts),
        rooms=fields.words("rooms"),
        days=fields.words("days"),
        place=fields.text("place") if fields.has("place") else None,
        alone=fields.flag("alone"),
        split=split,
        rank=fields.number("rank") if fields.has("rank") else None,
    )
    fields.done()
    return item


def _minutes(fields: Fields) -> tuple[tuple[str, int], ...]:
    """{"pitch": 8, "questions": 5, "changeover": 2}, or one number; only "changeover" is without the people."""
    if isinstance(fields.value.get("minutes"), dict):
        fields.has("minutes")
        inner = fields.child("minutes")
        return tuple((name, inner.number(name)) for name in inner.value)
    return (("all", fields.number("minutes")),)


def _windows(fields: Fields, key: str, zone: str) -> tuple[Window, ...] | None:
    if not fields.has(key):
        return None
    found = []
    for one in fields.objects(key):
        start, end = one.instant("from", zone), one.instant("to", zone)
        one.done()
        if start is not None and end is not None:
            found.append(Window(start, end))
    return tuple(found)


def _person(fields: Fields, hours: Hours | None) -> Person:
    zone = fields.text("zone")
    person = Person(
        id=fields.text("id"),
        zone=zone,
        name=fields.text("name", ""),
        available=_windows(fields, "available", zone),
        unavailable=_windows(fields, "unavailable", zone) or (),
        humane=_hours(fields, "humane", hours),
    )
    fields.done()
    return person


def _group(fields: Fields) -> Group:
    name, together, one_room = fields.text("name", ""), fields.number("together", 0), fields.number("one_room", 0)
    group = Group(fields.text("id"), name, together, one_room)
    fields.done()
    return group


def _apart(fields: Fields) -> Apart:
    items = fields.words("items") or ()
    if len(items) != 2:
        fields.complain("items", "name exactly two items")
        items = ("", "")
    apart = Apart(items[0], items[1], fields.price())
    fields.done()
    return apart


def _order(fields: Fields) -> Order:
    order = Order(fields.text("before"), fields.text("after"), fields.price())
    fields.done()
    return order


def _wish(fields: Fields, zone: str) -> Wish:
    wish = Wish(
        item=fields.text("item"),
        price=fields.number("price"),
        days=fields.words("days"),
        rooms=fields.words("rooms"),
        windows=_windows(fields, "windows", zone),
        name=fields.text("name", ""),
    )
    fields.done()
    return wish


def _pin(fields: Fields, zone: str) -> Pin:
    pin = Pin(
        item=fields.text("item"),
        day=fields.text("day") if fields.has("day") else None,
        room=fields.text("room") if fields.has("room") else None,
        start=fields.instant("start", zone) if fields.has("start") else None,
    )
    fields.done()
    return pin


def _placements(top: Fields, zone: str) -> Iterator[Placement]:
    """Former placements, as this program writes them: whatever else stands beside item, day, room, start is theirs."""
    for fields in top.objects("previous"):
        start = fields.instant("start", zone)
        item, day, room = fields.text("item"), fields.text("day"), fields.text("room")
        if start is not None and zone in known_zones():
            yield Placement(item, day, room, on_clock(start, zone))
