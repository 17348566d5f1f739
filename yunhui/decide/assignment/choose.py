"""One call for the three ways to assign reviewers, and what each of them promises."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from yunhui.decide.assignment.floor import fair, lowest
from yunhui.decide.assignment.lottery import draw, probabilities
from yunhui.decide.assignment.network import as_integers, most
from yunhui.decide.assignment.patience import Tell, silent
from yunhui.decide.assignment.prices import best_sum
from yunhui.decide.assignment.problem import Bools, Floats, Inconsistent, Problem
from yunhui.decide.assignment.shortage import Shortage, shortages
from yunhui.decide.assignment.spread import Spread, spread

Mode = Literal["fair", "sum", "random"]
MODES: tuple[Mode, ...] = ("fair", "sum", "random")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who reviews what.

    problem: what was solved; its `demand` is below `wanted` where reviewers are missing. choice: pairs chosen,
    shape [n]. total: sum of fit. lowest: lowest score of a paper, the sum of its reviewers' fit (see
    `Problem.shares` for papers short of reviewers; NaN when no paper has any). greatest: the sum that the mode `sum`
    reaches. bound: what cannot be surpassed: in mode `fair` the lowest score, in mode `sum` the sum, in mode `random`
    the expected sum of any lottery under the cap. sum_bound: no choice as fair has a greater sum. proven: nothing
    better exists in the sense of the mode, to PRECISION, but for what `spread` gave up. probability: of each pair
    before the draw, in mode `random`. cap: of these. spread: what was exchanged for the sake of countries, in mode
    `fair` where they are known.
    """

    problem: Problem
    mode: Mode
    choice: Bools
    total: float
    lowest: float
    greatest: float
    bound: float
    sum_bound: float
    proven: bool
    shortages: tuple[Shortage, ...]
    probability: Floats | None = None
    cap: float = 1.0
    spread: Spread | None = None

    @property
    def price(self) -> float:
        """The sum given up for fairness and countries, or for the lottery."""
        return max(0.0, self.greatest - self.total)

    def pairs(self) -> list[tuple[int, int]]:
        """The chosen pairs of paper and reviewer, in order."""
        paper, reviewer = self.problem.paper[self.choice], self.problem.reviewer[self.choice]
        return list(zip(paper.tolist(), reviewer.tolist(), strict=True))


def assign(
    problem: Problem,
    mode: Mode = "fair",
    *,
    seed: int = 0,
    cap: float = 0.5,
    country: ArrayLike | None = None,
    tell: Tell = silent,
) -> Assignment:
    """Choose reviewers; the same problem, mode and seed give the same choice.

    Papers that cannot have as many reviewers as wanted get as many as possible and are named in `shortages`.

    country: one number for each reviewer, -1 for unknown; in mode `fair` papers are then read from different countries
    where that costs little and nobody falls below the floor (see `spread`).

    Raises:
        Inconsistent: `cap` is no probability, or pins make the rest impossible.
    """
    problem, greatest = satisfiable(problem)
    highest = float(problem.fit[greatest].sum())
    if mode == "fair":
        found = fair(problem, tell)
        fairest = _assignment(problem, mode, found.choice, highest, found.bound, found.sum_bound, found.proven)
        return fairest if country is None else _spread(fairest, country)
    if mode == "sum":
        return _assignment(problem, mode, greatest, highest, highest, highest, True)
    eased, probability = probabilities(problem, cap)
    choice = draw(eased, probability, seed)
    expected = float(probability @ problem.fit)
    drawn = _assignment(eased, mode, choice, highest, expected, expected, True, cap)
    return replace(drawn, probability=probability)


def satisfiable(problem: Problem) -> tuple[Problem, Bools]:
    """The problem with demands lowered to what can be met, and its choice of the greatest sum.

    Raises:
        Inconsistent: not even the pins can be met together.
    """
    weight = as_integers(problem.fit)
    greatest = best_sum(problem, weight)
    if greatest is None:
        problem = replace(problem, demand=most(problem, weight))
        greatest = best_sum(problem, weight)
        if greatest is None:
            raise Inconsistent("the pairs fixed by hand cannot be met together")
    return problem, greatest


def _spread(fairest: Assignment, country: ArrayLike) -> Assignment:
    problem, share = fairest.problem, fairest.problem.shares()
    floors = np.where(share > 0, fairest.lowest * np.maximum(share, 1e-9), -np.inf)
    found = spread(problem, fairest.choice, country, floors)
    return replace(
        fairest,
        choice=found.choice,
        total=float(np.sum(problem.fit[found.choice])),
        lowest=lowest(problem, found.choice),
        spread=found,
    )


def _assignment(
    problem: Problem,
    mode: Mode,
    choice: Bools,
    highest: float,
    bound: float,
    sum_bound: float,
    proven: bool,
    cap: float = 1.0,
) -> Assignment:
    return Assignment(
        problem=problem,
        mode=mode,
        choice=choice,
        total=float(np.sum(problem.fit[choice])),
        lowest=lowest(problem, choice),
        greatest=highest,
        bound=bound,
        sum_bound=sum_bound,
        proven=proven,
        shortages=shortages(problem, choice, cap),
        cap=cap,
    )
