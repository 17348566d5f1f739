"""The hard rules by name: ("availability", person), ("room", day, room) and so on, and the sentence of each."""

from collections.abc import Sequence
from datetime import datetime

from yunhui.decide.timetable.clocks import on_clock
from yunhui.decide.timetable.model import Block, Person, Placement, Plan, Saying, Window
from yunhui.decide.timetable.words import Names, say, zone_label

Key = tuple[str, ...]


class Rules:
    """Sentences for the rules of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.names = Names(plan)
        self._people = {person.id: person for person in plan.people}
        self._items = {item.id: item for item in plan.items}

    def say(self, key: Key) -> Saying:
        """The rule in words.

        Raises:
            KeyError: no such rule, or one about something the plan does not have.
        """
        code, *about = key
        if code in ("availability", "one_place"):
            person = self._people[about[0]]
            name = self.names.people[person.id]
            if code == "one_place":
                return say(code, person=person.id, name=name)
            return say(code, person=person.id, name=name, zone=person.zone, when=available(person))
        if code == "room":
            return self._room(about[0], about[1])
        if code == "one_group":
            return say(code)
        if code == "draw_order":
            return say(code, group=about[0], name=self.names.groups[about[0]])
        if code in ("apart", "order", "rank"):
            first, second = (self.names.items[item] for item in about)
            named = {"one": first, "other": second} if code == "apart" else {"before": first, "after": second}
            return say(code, items=about, **named)
        return self._item(code, about[0])

    def _room(self, day: str, room: str) -> Saying:
        blocks = [b for b in self.plan.blocks if (b.day, b.room) == (day, room)]
        when = ", ".join(_span(block, self.plan.zone) for block in blocks)
        date, name = self.names.dates[day], self.names.rooms[room]
        return say("room", day=day, room=room, name=name, date=date, when=f"{when} {zone_label(self.plan.zone)}")

    def _item(self, code: str, item_id: str) -> Saying:
        item, title = self._items[item_id], self.names.items[item_id]
        if code == "rooms":
            return say(code, item=item_id, title=title, rooms=self._listed(item.rooms or (), self.names.rooms))
        if code == "days":
            return say(code, item=item_id, title=title, days=self._listed(item.days or (), self.names.dates))
        if code == "pin":
            pin = next(pin for pin in self.plan.pins if pin.item == item_id)
            start = [] if pin.start is None else [f"{on_clock(pin.start, self.plan.zone):%Y-%m-%d %H:%M}"]
            day = [] if pin.day is None or pin.start else [self.names.dates[pin.day]]
            room = [] if pin.room is None else [self.names.rooms[pin.room]]
            return say(code, item=item_id, title=title, where=", ".join([*day, *start, *room]))
        if code == "lock":
            before = next(p for p in self.plan.previous if p.item == item_id)
            return say(code, item=item_id, title=title, where=where(before, self.names))
        return say(code, item=item_id, title=title)

    @staticmethod
    def _listed(ids: Sequence[str], names: dict[str, str]) -> str:
        return ", ".join(names[one] for one in ids) or "no place"


def where(at: Placement, names: Names) -> str:
    """Date (of the plan's day), venue time and room."""
    return f"{names.dates.get(at.day, at.day)} {at.start:%H:%M}, {names.rooms.get(at.room, at.room)}"


def available(person: Person) -> str:
    """The person's availability in words, on their own clock: "from … to …", "always but …", or "never"."""
    zone = zone_label(person.zone)
    free = " and ".join(_window(window, person.zone) for window in person.available or ())
    busy = " and ".join(_window(window, person.zone) for window in person.unavailable)
    if person.available is None:
        return f"outside {busy} ({zone})"
    return f"{free or 'never'}{f', but not {busy}' if busy else ''} ({zone})"


def _window(window: Window, zone: str) -> str:
    start, end = on_clock(window.start, zone), on_clock(window.end, zone)
    return f"{start:%Y-%m-%d %H:%M}–{_until(start, end)}"


def _span(block: Block, zone: str) -> str:
    start, end = on_clock(block.start, zone), on_clock(block.end, zone)
    return f"{start:%H:%M}–{_until(start, end)}"


def _until(start: datetime, end: datetime) -> str:
    return f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
