"""The fair choice: first the lowest paper score as high as it can be, then the sum as high as it can be under that.

The floor is the max-min fair objective of Garg, Kavitha, Kumar, Mehlhorn and Mestre (2010) and of Stelmakh, Shah and
Singh (2019); the linear relaxation bounds it from above, and the bound is proved over all pairs by column generation.
"""

from dataclasses import dataclass, replace

import numpy as np

from yunhui.decide.assignment.network import as_integers
from yunhui.decide.assignment.patience import Tell, silent
from yunhui.decide.assignment.prices import advantage, best_sum, leading
from yunhui.decide.assignment.problem import Bools, Floats, Inconsistent, Ints, Problem
from yunhui.decide.assignment.programme import PRECISION, Programme

# Effort is counted in nodes, never in seconds: the same input gives the same answer on every machine.
NODES = 500
TRIALS = 6
TRIAL_NODES = 5
TRIAL_PAIRS = 12
SMALL = 300
STEPS = 20
# Whole choices among more pairs than this take minutes and were never seen to bring more than one part in 100,000.
WIDEST = 30_000


@dataclass(frozen=True, slots=True)
class Fair:
    """choice: pairs chosen, shape [n]. greatest: the choice of the greatest sum, whatever the floor. bound: no choice,
    not even a fractional one, has a higher lowest score. sum_bound: none with a lowest score as high has a greater sum.
    proven: the floor is the highest and the sum the greatest under it, to PRECISION."""

    choice: Bools
    greatest: Bools
    bound: float
    sum_bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class UnderFloor:
    """choice: shape [n]. bound: no choice with this floor weighs more. proven: this one weighs the most."""

    choice: Bools
    bound: float
    proven: bool


def lowest(problem: Problem, choice: Bools) -> float:
    """The lowest score of the papers that count (see `Problem.shares`), pro rata; NaN when none does."""
    share = problem.shares()
    scores = np.bincount(problem.paper[choice], problem.fit[choice], problem.papers)[share > 0]
    return float((scores / share[share > 0]).min()) if len(scores) else float("nan")


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
        return Fair(greatest, greatest, reached, float(problem.fit[greatest].sum()), proven=True)
    programme = Programme(problem, _promising(problem, weight, greatest), tell)
    bound = _bound(programme, ceiling, reached)
    best, _ = under_floor(programme, problem.fit, bound)
    if best is None:
        best = _highest_reachable(programme, greatest, bound, reached)
    return Fair(best.choice, greatest, bound, best.bound, best.proven)


def under_floor(
    programme: Programme, weight: Floats, floor: float, *, prove: bool = True
) -> tuple[UnderFloor | None, bool]:
    """Choice of the greatest total weight (shape [n]) with every paper at the floor, or None when none was found, and
    whether the search came to its end.

    A pair whose reduced cost exceeds the gap between the relaxation and a whole choice cannot be in a better one;
    so a small programme finds a choice, and a second one over the pairs within its gap settles it, unless those are
    more than WIDEST. `prove=False` stops at the first whole choice.
    """
    problem = programme.problem
    floors = _floors(problem, floor - _grain(problem))
    relaxed = programme.relax(weight, floors)
    if relaxed is None:
        return None, True
    reach = 3e-5 * max(1.0, abs(relaxed.value))
    best: Bools | None = None
    while True:
        columns = np.flatnonzero(programme.open & ((relaxed.gain >= -reach) | problem.pinned))
        everything = len(columns) == int(programme.open.sum())
        too_wide = False
        if best is not None and len(columns) > WIDEST:
            too_wide = True
            columns = columns[np.argsort(-relaxed.gain[columns], kind="stable")[:WIDEST]]
            columns = np.union1d(columns, np.flatnonzero(best | problem.pinned))
        choice, ended = programme.integral(weight, floors, columns, NODES)
        if choice is not None and (best is None or weight[choice].sum() > weight[best].sum()):
            best = choice
        if best is None:
            if everything:
                return None, ended
            reach = reach * 10 if reach < abs(relaxed.value) else np.inf
            continue
        gap = relaxed.value - float(weight[best].sum())
        settled = ended and not too_wide
        proven = settled and (everything or gap - reach <= PRECISION * abs(relaxed.value))
        if proven or not settled or not prove:
            return UnderFloor(best, relaxed.value, proven), ended
        reach = gap


def _highest_reachable(programme: Programme, greatest: Bools, bound: float, reached: float) -> UnderFloor:
    """Halve the distance between a floor that whole pairs reach and the bound, a few times; then, if there are few
    pairs, step up from what was reached until it is proven that no whole choice is higher."""
    problem = programme.problem
    low, high, best = reached, bound, UnderFloor(greatest, float(problem.fit[greatest].sum()), proven=False)
    for _ in range(TRIALS):
        middle = (low + high) / 2
        floors = _floors(problem, middle)
        relaxed = programme.relax(problem.fit, floors)
        choice = None
        if relaxed is not None:
            nearest = np.rint(-1e6 * relaxed.gain * (relaxed.gain < 0)).astype(np.int64)
            columns = np.flatnonzero(leading(problem, -nearest, TRIAL_PAIRS) | problem.pinned)
            choice, _ = programme.integral(problem.fit, floors, columns, TRIAL_NODES)
        if relaxed is None or choice is None:
            high = middle
        else:
            low, best = max(middle, lowest(problem, choice)), UnderFloor(choice, relaxed.value, proven=False)
    small, settled = int(programme.open.sum()) <= SMALL, False
    for _ in range(STEPS if small else 0):
        higher, settled = under_floor(programme, problem.fit, low + 1e3 * _grain(problem), prove=False)
        if higher is None:
            break
        low, best, settled = lowest(problem, higher.choice), higher, False
    last, _ = under_floor(programme, problem.fit, low, prove=small)
    if last is None or problem.fit[last.choice].sum() < problem.fit[best.choice].sum():
        return replace(best, proven=False)
    return replace(last, proven=last.proven and settled)


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
    share = problem.shares()
    return np.where(share > 0, floor * share, -np.inf)


def _grain(problem: Problem) -> float:
    return 1e-9 * max(1.0, float(np.abs(problem.fit).max(initial=0.0)))
