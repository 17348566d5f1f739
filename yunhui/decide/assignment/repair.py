"""After a reviewer declines: as few changes as possible, and among those the best sum."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from yunhui.decide.assignment.floor import lowest
from yunhui.decide.assignment.network import as_integers, flow, most
from yunhui.decide.assignment.problem import Bools, Inconsistent, Problem
from yunhui.decide.assignment.shortage import Shortage, shortages
from yunhui.decide.assignment.spread import Spread, spread

_FINEST = 1e6


@dataclass(frozen=True, slots=True)
class Repair:
    """choice: pairs after the repair, shape [n]. removed, added: pairs (paper, reviewer) that changed; the declined
    ones are among the removed. lowest_before, lowest_after: lowest score of a paper. shortages: papers left short.
    spread: what was exchanged among the new pairs for the sake of countries, where those are given."""

    problem: Problem
    choice: Bools
    removed: tuple[tuple[int, int], ...]
    added: tuple[tuple[int, int], ...]
    lowest_before: float
    lowest_after: float
    shortages: tuple[Shortage, ...]
    spread: Spread | None = None


def repair(
    problem: Problem,
    current: Iterable[tuple[int, int]],
    declined: Iterable[tuple[int, int]] = (),
    *,
    country: ArrayLike | None = None,
) -> Repair:
    """Change a running assignment as little as possible so that it respects `problem` again without `declined` pairs.

    One change is one new pair; keeping a pair outweighs any sum of scores. A pair that was declined is barred from now
    on; new conflicts, loads and pins of `problem` are met in the same way.

    country: one number for each reviewer, -1 for unknown; among the new pairs, whose number stays as small, papers are
    then read from different countries at the price and above the floor of a whole assignment (see `spread`).

    Raises:
        Inconsistent: a pair named is not among those of the problem, or a declined pair is fixed by hand.
    """
    before = _mark(problem, current)
    refused = _mark(problem, declined)
    if (refused & problem.pinned).any():
        at = int(np.flatnonzero(refused & problem.pinned)[0])
        raise Inconsistent(f"paper {problem.paper[at]}, reviewer {problem.reviewer[at]}: declined, but fixed by hand")
    after = replace(problem, barred=problem.barred | refused, demand=problem.wanted)
    stay = int(2 * _FINEST) * (int(problem.wanted.sum()) + 1)
    weight = as_integers(problem.fit, _FINEST) + np.where(before, stay, 0)
    carried = flow(after, weight)
    if carried is None:
        after = replace(after, demand=most(after, weight))
        carried = flow(after, weight)
        if carried is None:
            raise Inconsistent("the pairs fixed by hand cannot be met together")
    choice = carried > 0
    wider = None if country is None else _widened(after, choice, before, country)
    choice = choice if wider is None else wider.choice
    return Repair(
        problem=after,
        choice=choice,
        removed=_pairs(problem, before & ~choice),
        added=_pairs(problem, choice & ~before),
        lowest_before=lowest(problem, before),
        lowest_after=lowest(after, choice),
        shortages=shortages(after, choice),
        spread=wider,
    )


def _widened(problem: Problem, choice: Bools, before: Bools, country: ArrayLike) -> Spread:
    """What is kept is as fixed as a pin: only new pairs give way to others."""
    share = problem.shares()
    floors = np.where(share > 0, lowest(problem, choice) * np.maximum(share, 1e-9), -np.inf)
    return spread(replace(problem, pinned=problem.pinned | (choice & before)), choice, country, floors)


def _mark(problem: Problem, pairs: Iterable[tuple[int, int]]) -> Bools:
    mark = np.zeros(len(problem.paper), dtype=bool)
    for paper, reviewer in pairs:
        at = problem.find(paper, reviewer)
        if at is None:
            raise Inconsistent(f"paper {paper}, reviewer {reviewer}: not among the pairs given")
        mark[at] = True
    return mark


def _pairs(problem: Problem, mark: Bools) -> tuple[tuple[int, int], ...]:
    return tuple(zip(problem.paper[mark].tolist(), problem.reviewer[mark].tolist(), strict=True))
