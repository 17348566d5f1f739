"""Rules and wishes about whole sessions and days: the order of the draw within a session, days of like length."""

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from yunhui.decide.timetable.cliques import Literal
from yunhui.decide.timetable.model import Item

if TYPE_CHECKING:
    from yunhui.decide.timetable.building import Building

Session = tuple[str, str, str]


def draw_order(building: "Building") -> None:
    """In one room's session nobody of a group starts once a later number of its draw has started."""
    drawn: dict[str, list[Item]] = defaultdict(list)
    for item in building.plan.items:
        if item.group is not None and item.rank is not None:
            drawn[item.group].append(item)
    for group, ones in drawn.items():
        starts: dict[Session, list[tuple[int, int, Literal]]] = defaultdict(list)
        for item in ones:
            for block, start, literal in building.kind_of[item.id].each():
                where = building.plan.blocks[block]
                starts[where.day, where.session, where.room].append((start, item.rank or 0, literal))
        ranks = sorted({item.rank or 0 for item in ones})
        if len(ranks) > 1:
            for session in starts.values():
                _in_order(building, group, session, ranks)


def _in_order(building: "Building", group: str, starts: list[tuple[int, int, Literal]], ranks: list[int]) -> None:
    """A literal for each start and rank, "one of this rank or a later one has started by then", in a chain of two ways.

    Two literals a rule, so that a start placed rules out others at once; a rule for each pair would be many times more.
    """
    model, times = building.model, sorted({start for start, _, _ in starts})
    begun = {(time, rank): model.new_bool_var("") for time in times for rank in ranks[1:]}
    for earlier, later in itertools.pairwise(times):
        for rank in ranks[1:]:
            model.add_implication(begun[earlier, rank], begun[later, rank])
    for lower, higher in itertools.pairwise(ranks[1:]):
        for time in times:
            model.add_implication(begun[time, higher], begun[time, lower])
    after = dict(itertools.pairwise(ranks))
    for start, rank, literal in starts:
        if rank != ranks[0]:
            model.add_implication(literal, begun[start, rank])
        if rank in after:
            building.when(
                ("draw_order", group), model.add_bool_or(literal.negated(), begun[start, after[rank]].negated())
            )


def even_days(building: "Building") -> None:
    """The minutes of each day lie between two limits whose distance is paid for."""
    plan = building.plan
    if not plan.day_balance or building.named or len(plan.days) < 2:
        return
    loads: dict[str, list[cp_model.LinearExprT]] = {day.id: [] for day in plan.days}
    for kind in building.kinds:
        if kind.items[0].group is not None:
            for block, _, literal in kind.each():
                loads[plan.blocks[block].day].append(kind.length * literal)
    total = sum(item.length for item in plan.items if item.group is not None)
    apart = building.model.new_int_var(0, total, "")
    least = building.model.new_int_var(0, total // len(loads), "")
    for literals in loads.values():
        load = sum(literals)
        building.model.add(load >= least)
        building.model.add(load <= least + apart)
    building.pay(apart, plan.day_balance, total)
