"""The sentences of the timetable: code and parameters are the data, the English text is made here and only here."""

from typing import Any

from yunhui.decide.timetable.model import Item, Person, Plan, Saying

SENTENCES = {
    # Rules, as they are named in clashes.
    "availability": "{name} is only available {when}.",
    "one_place": "{name} cannot be in two places at once.",
    "room": "Room {name} on {date} is open {when} and takes one item at a time.",
    "rooms": "{title} may only be in {rooms}.",
    "days": "{title} may only be on {days}.",
    "pin": "{title} is pinned to {where}.",
    "lock": "{title} is locked to {where}.",
    "apart": "{one} and {other} may not run at the same time.",
    "order": "{after} comes after {before}.",
    "first": "{title} is the first item of its day.",
    "last": "{title} is the last item of its day.",
    "alone": "Nothing runs beside {title}.",
    "session_group": "{title} is in one of the sessions that are open to its group.",
    "draw_order": "{name} keeps the order of its draw within a session.",
    "rank": "{before} has the lower number in the draw; in one session it comes before {after}.",
    "one_group": "A room's session holds items of one group only.",
    # What one would get without a rule.
    "without": "The plan fits without this rule: {sentence} Then {detail}",
    "frees": "Without this rule: {sentence} {detail}",
    "more_hours": "Open the rooms {minutes} min longer in all, or take out items of that length.",
    "without_item": "{title} would be in {room} at {local} ({zone}).",
    "without_person": "{title} would be in {room} at {local} ({zone}), which is {theirs} for {name}.",
    "without_any": "all other rules hold.",
    # Wishes that were not fulfilled.
    "humane": "{title}: {minutes} min of it lie outside {opens}–{closes} on the clock of {name}.",
    "wish": "{title} is not where it was wished ({wish}).",
    "moved": "{title} moved from {old} to {new}.",
    "apart_wish": "{one} and {other} run at the same time.",
    "order_wish": "{after} starts before {before} is over.",
    "together": "{name} is in {runs} pieces.",
    "one_room": "{name} is in {rooms} rooms.",
    "day_balance": "{most} has {minutes} min more than {least}.",
    # What left an item where it is.
    "left": "{rule} That leaves {left} of {of} places.",
    "cheapest": "No other place costs less for it alone.",
    "dearer": "For it alone this place costs {price}, the cheapest {least}; {why}.",
    "taken": "its {count} cheaper places are taken by {items}",
    "elsewhere": "a cheaper place for it would cost more elsewhere",
    # What the checker finds.
    "missing": "{title} is not in the timetable.",
    "twice": "{title} is in the timetable {count} times.",
    "unknown": "{item} is in the timetable but not in the plan.",
    "closed": "{title} is in room {room} at {local}, which is not open then for {minutes} min on {day}.",
    "overlap": "{one} and {other} are in room {room} at the same time.",
    # What stands against one move by hand.
    "room_taken": "{room} is taken by {other_title}, {other_local}–{until}.",
    "away": "{name} is not available {when} ({zone}); {available}.",
    "busy": "{name} is in {other_title} at {other_local} ({room}).",
    "draw": "{title} drew number {rank}, {other_title} number {other_rank}; in one session the lower goes first.",
    "unkind": "It is {local} for {name} ({zone}): {minutes} min lie outside {opens}–{closes}.",
}


def say(code: str, /, **parameters: Any) -> Saying:
    """The sentence of `code` with its parameters filled in."""
    return Saying(code, SENTENCES[code].format(**parameters), parameters)


def title(item: Item) -> str:
    return item.name or item.id


def called(person: Person) -> str:
    return person.name or person.id


def zone_label(zone: str) -> str:
    """Beijing time is never abbreviated: CST is three zones."""
    return "Beijing time (UTC+8)" if zone == "Asia/Shanghai" else zone


class Names:
    """Titles by id, for sentences."""

    def __init__(self, plan: Plan) -> None:
        self.items = {item.id: title(item) for item in plan.items}
        self.people = {person.id: called(person) for person in plan.people}
        self.rooms = {room.id: room.name or room.id for room in plan.rooms}
        self.groups = {group.id: group.name or group.id for group in plan.groups}
        self.dates = {day.id: day.date.isoformat() for day in plan.days}
