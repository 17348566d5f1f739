"""Clashes that one item has by itself: no start is left that all its own rules allow. No solver is needed for these."""

from collections.abc import Iterable, Iterator

import numpy as np

from yunhui.decide.timetable.clocks import on_clock
from yunhui.decide.timetable.model import Clash, Item, Placement, Plan, Saying
from yunhui.decide.timetable.positions import Field, Mask, Positions
from yunhui.decide.timetable.rules import Key, Rules
from yunhui.decide.timetable.words import say, zone_label

MOST = 5


def narrow(field: Field, rules: Rules) -> tuple[Clash, ...]:
    """The first few different clashes of single items, each smallest, with what every one of its rules keeps away."""
    found: dict[tuple[Key, ...], Clash] = {}
    for item in field.plan.items:
        at = field.open_to(item)
        masks: dict[Key, Mask] = dict(field.rules_of(item, at).items())
        if not masks or _left(masks, masks).any():
            continue
        core = list(masks)
        for key in list(core):
            rest = [other for other in core if other != key]
            if rest and not _left(masks, rest).any():
                core = rest
        named = tuple(with_rooms(field, core))
        if named not in found:
            ways = tuple(_frees(field, rules, item, at, masks, core))
            found[named] = Clash(tuple(rules.say(key) for key in named), True, ways)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _left(masks: dict[Key, Mask], keys: Iterable[Key]) -> Mask:
    kept: Mask = np.logical_and.reduce([masks[key] for key in keys])
    return kept


def _frees(
    field: Field, rules: Rules, item: Item, at: Positions, masks: dict[Key, Mask], core: list[Key]
) -> Iterator[Saying]:
    """For each rule, the cheapest start that the others leave; whether all else then fits is not looked at."""
    for key in core:
        rest = [other for other in masks if other != key]
        left = at.only(_left(masks, rest)) if rest else at
        if not len(left):
            continue
        best = int(np.argmin(field.own_price(item, left)))
        placement = field.placement(item, int(left.block[best]), int(left.start[best]))
        about = {"rule": key[0], "about": list(key[1:]), "sentence": rules.say(key).text}
        detail = would_be(field, rules, key, item, placement)
        yield say("frees", **about, detail=detail.text, **detail.parameters)


def with_rooms(field: Field, core: list[Key]) -> list[Key]:
    """A pin outside the opening hours clashes by itself: name the rooms that are closed, too."""
    plan: Plan = field.plan
    items = {item.id: item for item in plan.items}
    dates = {day.id: day.date for day in plan.days}
    found = dict.fromkeys(core)
    for key in core:
        pin = field.pins[key[1]] if key[0] == "pin" else None
        if pin is None or pin.start is None:
            continue
        at = field.open_to(items[pin.item])
        if field.rules_of(items[pin.item], at)["pin", pin.item].any():
            continue
        date = on_clock(pin.start, plan.zone).date()
        for block in plan.blocks:
            if dates[block.day] == date and pin.room in (None, block.room):
                found["room", block.day, block.room] = None
    return list(found)


def would_be(field: Field, rules: Rules, key: Key, item: Item, placement: Placement) -> Saying:
    """Where an item would be, on the clock of the person too whose rule it breaks."""
    where = {
        "title": rules.names.items[item.id],
        "item": item.id,
        "room": rules.names.rooms[placement.room],
        "local": f"{placement.start:%Y-%m-%d %H:%M}",
        "zone": zone_label(field.plan.zone),
    }
    if key[0] != "availability":
        return say("without_item", **where)
    person = field.people[key[1]]
    theirs = f"{on_clock(placement.start, person.zone):%Y-%m-%d %H:%M}"
    return say("without_person", **where, theirs=theirs, name=rules.names.people[person.id])
