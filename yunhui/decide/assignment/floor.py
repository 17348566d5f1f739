"""The fair choice: first the lowest paper score as high as it can be, then the sum as high as it can be under that.

The floor is the max-min fair objective of Garg, Kavitha, Kumar, Mehlhorn and Mestre (2010) and of Stelmakh, Shah and
Singh (2019); the linear relaxation bounds it from above, and the bound is proved over all pairs by column generation.
"""

from dataclasses import dataclass

import numpy as np

from yunhui.decide.assignment.network import as_integers
from yunhui.decide.assignment.patience import Tell, silent
from yunhui.decide.assignment.prices import advantage, best_sum, leading
from yunhui.decide.assignment.problem import Bools, Floats, Inconsistent, Ints, Problem
from yunhui.decide.assignment.programme import PRECISION, Programme, Relaxed

# Effort is counted in nodes, never in seconds: the same input gives the same answer on every machine.
NODES = 500
TRIALS = 6
TRIAL_NODES = 20
TRIAL_REACH = 1e-3


@dataclass(frozen=True, slots=True)
class Fair:
    """choice: pairs chosen, shape [n]. bound: no choice, not even a fractional one, has a higher lowest score.
    floor: the lowest score demanded. proven: no choice with this floor has a greater sum (to PRECISION)."""

    choice: Bools
    bound: float
    floor: float
    proven: bool


def lowest(problem: Problem, choice: Bools) -> float:
    """The lowest score of a paper; a paper with fewer reviewers than wanted counts pro rata. NaN without papers."""
    counted = problem.demand > 0
    scores = np.bincount(problem.paper[choice], problem.fit[choice], problem.papers)[counted]
    share = (problem.demand / np.maximum(problem.wanted, 1))[counted]
    return float((scores / share).min()) if len(scores) else float("nan")


def fair(problem: Problem, tell: Tell = silent) -> Fair:
    """The fair choice for a problem whose demands can all be met.

    Raises:
        Inconsistent: a demand cannot be met.
    """
    weight = as_integers(problem.fit)
    greatest = best_sum(problem, weight)
    if greatest is None:
        raise Inconsistent("some paper cannot get as many reviewers as demanded")
    reached = lowest(problem, greatest)
    ceiling = _ceiling(problem)
    if not np.isfinite(reached) or reached >= ceiling - _grain(problem):
        return Fair(greatest, reached, reached, proven=True)
    programme = Programme(problem, _promising(problem, weight, greatest), tell)
    bound = _bound(programme, ceiling, reached)
    best = under_floor(programme, problem.fit, bound)
    if best is not None:
        return Fair(best[0], bound, bound, best[1])
    return _highest_reachable(programme, greatest, bound, reached)


def under_floor(programme: Programme, weight: Floats, floor: float, nodes: int = NODES) -> tuple[Bools, bool] | None:
    """Choice of the greatest total weight with every paper at the floor, and whether that is proven.

    A pair whose reduced cost exceeds the gap between the relaxation and a whole choice cannot be in a better one;
    so a small programme over the rest is enough, and it grows only until that holds.
    """
    problem = programme.problem
    floors = _floors(problem, floor - _grain(problem))
    relaxed = programme.relax(weight, floors)
    if relaxed is None:
        return None
    reach = 1e-4 * max(1.0, abs(relaxed.value))
    best: Bools | None = None
    while True:
        columns = _within(programme, relaxed, reach)
        everything = len(columns) == int(programme.open.sum())
        choice, ended = programme.integral(weight, floors, columns, nodes)
        if choice is not None and (best is None or weight[choice].sum() > weight[best].sum()):
            best = choice
        if best is None:
            if everything:
                return None
            reach = reach * 10 if reach < abs(relaxed.value) else np.inf
            continue
        gap = relaxed.value - float(weight[best].sum())
        proven = ended and (everything or gap - reach <= PRECISION * abs(relaxed.value))
        if proven or everything or not ended:
            return best, proven
        reach = gap


def _highest_reachable(programme: Programme, greatest: Bools, bound: float, reached: float) -> Fair:
    """Halve the distance between a floor that whole pairs reach and the bound, a few times."""
    problem = programme.problem
    low, high, best = reached, bound, greatest
    for _ in range(TRIALS):
        middle = (low + high) / 2
        floors = _floors(problem, middle)
        relaxed = programme.relax(problem.fit, floors)
        choice = None
        if relaxed is not None:
            columns = _within(programme, relaxed, TRIAL_REACH * abs(relaxed.value))
            choice, _ = programme.integral(problem.fit, floors, columns, TRIAL_NODES)
        if choice is None:
            high = middle
        else:
            low, best = max(middle, lowest(problem, choice)), choice
    last = under_floor(programme, problem.fit, low)
    if last is None or problem.fit[last[0]].sum() < problem.fit[best].sum():
        return Fair(best, bound, low, proven=False)
    return Fair(last[0], bound, low, last[1])


def _bound(programme: Programme, ceiling: float, reached: float) -> float:
    """The highest floor that a fractional choice reaches: Newton's method from above on what the floors are missed by,
    which is convex and piecewise linear in the floor."""
    problem = programme.problem
    floor = ceiling
    while True:
        relaxed = programme.relax(None, _floors(problem, floor))
        assert relaxed is not None
        if -relaxed.value <= _grain(problem) or relaxed.slope >= 0:
            return floor
        floor = max(reached, floor - relaxed.value / relaxed.slope)


def _within(programme: Programme, relaxed: Relaxed, reach: float) -> Ints:
    return np.flatnonzero(programme.open & ((relaxed.gain >= -reach) | programme.problem.pinned))


def _promising(problem: Problem, weight: Ints, greatest: Bools) -> Bools:
    """Pairs to start from: the best choice by sum, and each paper's best by fit and by fit beyond prices."""
    start = greatest | leading(problem, weight, 12)
    if (problem.organisation < 0).all():
        start |= leading(problem, advantage(problem, weight, greatest, problem.open()), 12)
    return start


def _ceiling(problem: Problem) -> float:
    """The lowest score when each paper has its own best reviewers, as if nobody else wanted them."""
    first = np.lexsort((-problem.fit, ~problem.pinned, problem.paper))
    first = first[(problem.open() | problem.pinned)[first]]
    rank = np.arange(len(first)) - np.searchsorted(problem.paper[first], problem.paper[first])
    choice = np.zeros(len(problem.paper), dtype=bool)
    choice[first[rank < problem.demand[problem.paper[first]]]] = True
    return lowest(problem, choice)


def _floors(problem: Problem, floor: float) -> Floats:
    share = problem.demand / np.maximum(problem.wanted, 1)
    return np.where(problem.demand > 0, floor * share, -np.inf)


def _grain(problem: Problem) -> float:
    return 1e-9 * max(1.0, float(np.abs(problem.fit).max(initial=0.0)))
