"""Finds the timetable: CP-SAT with one worker, a seed and a limit of work, so that the same task ends the same way."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from math import ceil

from ortools.sat.python import cp_model

from yunhui.decide.timetable.building import Building
from yunhui.decide.timetable.checking import problems
from yunhui.decide.timetable.model import Placement, Plan, Progress, Solution
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.parting import begin
from yunhui.decide.timetable.searching import Budget, search


def solve(plan, *, seconds=60.0, seed=1, work=None, previous=None, on_progress=None):
    start = time.monotonic()
    budget = Budget(seconds, work or seconds)
    field = Field(plan)
    at = [field.allowed(item) for item in plan.items]
    s = begin(field, at, budget, seed, lambda a, b: print(f'{budget.elapsed:.2f}', a, b))
    cost = price(plan, s.placements).total if s.placements else None
    print('begun', f'{budget.elapsed:.2f}', budget.spent, s.bound, cost, [p.text for p in problems(plan, s.placements)] if s.placements else '')
    if cost is not None and cost <= s.bound:
        print('OPTIMAL'); return
    building = Building(field, at)
    if s.placements: building.hint(s.placements)
    # objective lower bound
    o = building.model.proto.objective
    o.domain.extend([s.bound, sum(c for _, c in building.costs)])
    last=[None]
    def pr(a,b):
        if (a,b)!=last[0]:
            last[0]=(a,b); print(f'{budget.elapsed:.2f}', a, b)
    f = search(building.model, building.literals, budget, seed=seed, neighbourhoods=True, on_progress=pr)
    if f.solved:
        pl = building.placements(f.values)
        print(f.status, f.bound, f'{budget.elapsed:.2f}', budget.spent, [p.text for p in problems(plan, pl)], price(plan, pl).total)
    else: print(f)
