"""Taking the task apart: what each group costs at least by itself, and the coarse task that is quick to solve.

A group's wishes are paid for by the group alone, so its cheapest timetable without all the others costs no more than
its share of any whole timetable. The sum over groups is a bound that the whole model's linear relaxation is far from
(it spreads a run thinly over the day), and often it is reached. Most groups' share is seen without a search.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from yunhui.decide.timetable.building import Building
from yunhui.decide.timetable.model import Item, Placement, Plan
from yunhui.decide.timetable.positions import Field, Positions
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.runs import drawn, least_of
from yunhui.decide.timetable.searching import Budget, search

SHARE = 0.3


def part_of(plan: Plan, ids: set[str], grid: int) -> Plan:
    """The plan with these items only, and what concerns no others, on the given grid."""
    return replace(
        plan,
        items=tuple(item for item in plan.items if item.id in ids),
        apart=tuple(pair for pair in plan.apart if {pair.one, pair.other} <= ids),
        orders=tuple(order for order in plan.orders if {order.before, order.after} <= ids),
        grid=grid,
        day_balance=0,
    )


def bunches(plan: Plan) -> list[list[Item]]:
    """The items of each group, and each item without a group, which pays for nobody else."""
    found: dict[str, list[Item]] = {}
    for item in plan.items:
        found.setdefault(f"item {item.id}" if item.group is None else f"group {item.group}", []).append(item)
    return list(found.values())


def floors(field: Field, at: Sequence[Positions]) -> list[int]:
    """What each of the bunches costs at least, as far as that is seen without a search."""
    where = {item.id: positions for item, positions in zip(field.plan.items, at, strict=True)}
    groups = {group.id: group for group in field.plan.groups}
    found = []
    for bunch in bunches(field.plan):
        mine = [where[item.id] for item in bunch]
        if bunch[0].group is None:
            found.append(sum(int(positions.price.min()) for positions in mine))
        else:
            found.append(least_of(field, groups[bunch[0].group], bunch, mine))
    return found


def floor(
    field: Field,
    at: Sequence[Positions],
    budget: Budget,
    seed: int,
    least: Sequence[int],
    paid: Sequence[int | None],
    say: Callable[[int], None],
) -> int | None:
    """What any timetable costs at least: the sum of the groups' bounds; None if one group alone fits nowhere.

    `least`: what is known of each of the bunches; `paid`: what it pays in the best timetable so far, None without one.
    Those that pay no more than they must are left out, and drawn groups, of which a search seldom shows more than
    `least` does. Each group may take a share of the work.
    """
    plan = field.plan
    where = {item.id: positions for item, positions in zip(plan.items, at, strict=True)}
    wishful = {group.id for group in plan.groups if group.together or group.one_room}
    total = sum(least)
    for bunch, quick, now in zip(bunches(plan), least, paid, strict=True):
        if budget.over:
            break
        if len(bunch) < 2 or bunch[0].group not in wishful or (now is not None and (now <= quick or drawn(bunch))):
            continue
        part = part_of(plan, {item.id for item in bunch}, field.grid)
        building = Building(Field(part), [where[item.id] for item in part.items])
        found = search(building.model, building.literals, budget, seed=seed, work=budget.work * SHARE)
        if found.status == "INFEASIBLE":
            return None
        total += max(0, found.bound - quick)
        say(total)
    return total


def shares(field: Field, placements: Sequence[Placement]) -> list[int]:
    """What each of the bunches pays by itself in a timetable."""
    found = []
    for bunch in bunches(field.plan):
        ids = {item.id for item in bunch}
        part = part_of(field.plan, ids, field.grid)
        found.append(price(part, [one for one in placements if one.item in ids]).total)
    return found


def coarse(field: Field, at: Sequence[Positions]) -> list[Positions] | None:
    """Only starts that are a multiple of the item's own length after the opening, as a full room would have them.

    A timetable among these is found in a fraction of the time and is seldom dear. Pins, locks and former starts stay;
    so does every start of an item that would have none left. None when that leaves out next to nothing.
    """
    opens = np.array([begin for begin, _ in field.spans], dtype=np.int64)
    found, before, after = [], 0, 0
    for item, positions in zip(field.plan.items, at, strict=True):
        keep = (positions.start - opens[positions.block]) % item.length == 0
        if item.id in field.before:
            keep |= field.stays(field.before[item.id], positions)
        found.append(positions.only(keep) if keep.any() else positions)
        before, after = before + len(positions), after + len(found[-1])
    return found if after <= 0.75 * before else None
