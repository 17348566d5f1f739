"""Why a given reviewer is not on a given paper, with the exact price of putting them there."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from yunhui.decide.assignment.choose import Assignment, Mode, assign
from yunhui.decide.assignment.patience import Tell, silent
from yunhui.decide.assignment.problem import Inconsistent, pin


@dataclass(frozen=True, slots=True)
class WhyNot:
    """why: `chosen` (they are on it), `unscored` (not a listed pair), `conflict`, `no room` (takes no paper),
    `impossible` (a pin or a cap stands against it), `price` (it would cost `reviews_lost`, `sum_lost` and
    `floor_lost`), `free` (as good a choice exists with them on the paper)."""

    why: Literal["chosen", "unscored", "conflict", "no room", "impossible", "price", "free"]
    fit: float | None = None
    load: int = 0
    most: int = 0
    sum_lost: float = 0.0
    floor_lost: float = 0.0
    reviews_lost: int = 0


def why_not(assignment: Assignment, paper: int, reviewer: int, *, tell: Tell = silent) -> WhyNot:
    """Solve again with the pair fixed by hand, and tell what that costs.

    A mode `random` assignment is compared with the greatest sum, for its own sum is partly luck.

    Raises:
        IndexError: no such paper or reviewer.
    """
    problem = assignment.problem
    if not (0 <= paper < problem.papers and 0 <= reviewer < problem.reviewers):
        raise IndexError(f"paper {paper}, reviewer {reviewer}: outside {problem.papers} × {problem.reviewers}")
    load = int(np.count_nonzero(problem.reviewer[assignment.choice] == reviewer))
    most = int(problem.load[reviewer])
    at = problem.find(paper, reviewer)
    if at is None:
        return WhyNot("unscored", None, load, most)
    fit = float(problem.fit[at])
    if assignment.choice[at]:
        return WhyNot("chosen", fit, load, most)
    if problem.barred[at]:
        return WhyNot("conflict", fit, load, most)
    if not most:
        return WhyNot("no room", fit, load, most)
    mode: Mode = "fair" if assignment.mode == "fair" else "sum"
    try:
        forced = assign(pin(replace(problem, demand=problem.wanted), ((paper, reviewer),)), mode, tell=tell)
    except Inconsistent:
        return WhyNot("impossible", fit, load, most)
    reviews_lost = int(problem.demand.sum() - forced.problem.demand.sum())
    total = assignment.greatest if assignment.mode == "random" else assignment.total
    # A lower floor may allow a greater sum; the loss of the one is then told beside a gain of the other.
    sum_lost = total - forced.total
    floor_lost = max(0.0, assignment.lowest - forced.lowest) if mode == "fair" else 0.0
    grain = 1e-9 * max(1.0, abs(total))
    why: Literal["price", "free"] = "price" if reviews_lost or sum_lost > grain or floor_lost > grain else "free"
    return WhyNot(why, fit, load, most, sum_lost, floor_lost, reviews_lost)
