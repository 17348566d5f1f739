"""Taking the task apart by group: what each group costs at least, and a first timetable, one group after another.

The price of a group's wishes is paid by the group alone, so the cheapest timetable of one group without all others
costs no more than in any whole timetable; the sum over groups is a bound that the whole model's linear relaxation is
far from (it can spread a run thinly over the day), and often it is reached.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yunhui.decide.timetable.building import Building
from yunhui.decide.timetable.clocks import minute_of
from yunhui.decide.timetable.model import Item, Placement, Plan
from yunhui.decide.timetable.positions import Field, Positions
from yunhui.decide.timetable.searching import Budget, search

SHARE = 0.1


def part_of(plan: Plan, ids: set[str], grid: int) -> Plan:
    """The plan with these items only, and what concerns no others."""
    return replace(
        plan,
        items=tuple(item for item in plan.items if item.id in ids),
        apart=tuple(pair for pair in plan.apart if {pair.one, pair.other} <= ids),
        orders=tuple(order for order in plan.orders if {order.before, order.after} <= ids),
        grid=grid,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """`bound`: the whole costs at least that. `placements`: a whole timetable, or none found this way."""

    bound: int
    placements: tuple[Placement, ...]
    impossible: bool = False


def bunches(plan: Plan) -> list[list[Item]]:
    """The items of each group; those without one, and those with a fixed place in the day, come first."""
    found: dict[str | None, list[Item]] = {None: []}
    for item in plan.items:
        edge = item.place or item.alone
        found.setdefault(None if edge else item.group, []).append(item)
    return [bunch for bunch in found.values() if bunch]


def begin(
    field: Field, at: Sequence[Positions], budget: Budget, seed: int, say: Callable[[int | None, int], None]
) -> Start:
    """Bound each group by itself, then place one after another, the dearest first, around those already placed."""
    plan = field.plan
    where = {item.id: positions for item, positions in zip(plan.items, at, strict=True)}
    share = budget.work * SHARE
    least: list[tuple[int, list[Item]]] = []
    total = 0
    for bunch in bunches(plan):
        part = part_of(plan, {item.id for item in bunch}, field.grid)
        building = Building(Field(part), [where[item.id] for item in part.items])
        found = search(building.model, building.literals, budget, seed=seed, work=share)
        if found.status == "INFEASIBLE":
            return Start(0, (), impossible=True)
        least.append((found.bound, bunch))
        total += found.bound
        say(None, total)
    placed: dict[str, Positions] = {}
    placements: tuple[Placement, ...] = ()
    first, *rest = least
    for bound, bunch in [first, *sorted(rest, key=lambda pair: -pair[0])]:
        mine = {item.id for item in bunch}
        part = part_of(plan, mine | set(placed), field.grid)
        building = Building(Field(part), [placed.get(item.id, where[item.id]) for item in part.items])
        found = search(building.model, building.literals, budget, seed=seed, work=share)
        if not found.solved:
            return Start(total, ())
        placements = building.placements(found.values)
        for placement in placements:
            if placement.item in mine:
                placed[placement.item] = at_placement(field, where[placement.item], placement)
    return Start(total, placements)


def at_placement(field: Field, positions: Positions, placement: Placement) -> Positions:
    """The one position that is the placement."""
    blocks = field.plan.blocks
    here = np.array([(b.day, b.room) == (placement.day, placement.room) for b in blocks], dtype=np.bool_)
    return positions.only(here[positions.block] & (positions.start == minute_of(placement.start)))
