"""A soft wish on top of a choice: that a paper's reviewers come from different countries, at a small price.

Nothing hard gives way: conflicts, loads, pins, organisations and the lowest score stay as they are. One exchange at a
time takes a country's second reviewer off a paper, for somebody with room or in exchange with another paper, the
cheapest there is, and only where it costs no more than `PRICE` of an average pair's fit. Every exchange leaves fewer
repeated countries behind, so that it ends by itself; the same input gives the same answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from yunhui.decide.assignment.problem import Bools, Floats, Inconsistent, Ints, Problem

# What a country more on one paper is worth, as a part of the mean fit of a chosen pair.
PRICE = 0.05
# Above so many pairs the wish is left out: it would take longer than the choice itself.
WIDEST = 4_000_000


@dataclass(frozen=True, slots=True)
class Spread:
    """choice: the pairs after it. chosen: those that came in for the sake of a country, shape [n]. repeated: reviewers
    whose country was on their paper already, before and after. price: the sum of fit that was given up."""

    choice: Bools
    chosen: Bools
    repeated: tuple[int, int]
    price: float


def spread(problem: Problem, choice: Bools, country: ArrayLike, floors: Floats) -> Spread:
    """The choice with fewer reviewers of one country on one paper.

    Args:
        country: one number for each reviewer, -1 where it is not known: such a reviewer repeats nothing.
        floors: score below which no paper may fall; shape [papers].

    Raises:
        Inconsistent: not one number for each reviewer.
    """
    countries = np.asarray(country, dtype=np.int64)
    if countries.shape != (problem.reviewers,):
        raise Inconsistent(f"country must hold one number for each of the {problem.reviewers} reviewers")
    if problem.papers * problem.reviewers > WIDEST or not choice.any():
        return Spread(choice, np.zeros_like(choice), (0, 0), 0.0)
    board = _Board(problem, choice, countries, floors)
    before = board.repeated()
    most = PRICE * float(np.abs(problem.fit[choice]).mean())
    while sum(board.relieve(paper, most) for paper in range(problem.papers)):
        pass
    after = board.taken[problem.paper, problem.reviewer]
    price = float(problem.fit[choice].sum() - problem.fit[after].sum())
    return Spread(after, after & ~choice, (before, board.repeated()), max(0.0, price))


class _Board:
    """The choice as a full table, with what each exchange needs at hand."""

    def __init__(self, problem: Problem, choice: Bools, country: Ints, floors: Floats) -> None:
        shape = (problem.papers, problem.reviewers)
        self.fit = np.full(shape, -np.inf)
        free = problem.open()
        self.fit[problem.paper[free], problem.reviewer[free]] = problem.fit[free]
        self.fit[problem.paper[choice], problem.reviewer[choice]] = problem.fit[choice]
        self.taken, self.pinned = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        self.taken[problem.paper[choice], problem.reviewer[choice]] = True
        self.pinned[problem.paper[problem.pinned], problem.reviewer[problem.pinned]] = True
        self.country, self.house, self.cap = country, problem.organisation, problem.per_organisation
        self.room = problem.load - self.taken.sum(axis=0)
        self.score = np.where(self.taken, self.fit, 0.0).sum(axis=1)
        self.floors = floors - 1e-9 * max(1.0, float(np.abs(problem.fit).max(initial=0.0)))

    def repeated(self) -> int:
        """Reviewers whose country another one on the paper has."""
        return sum(self._repeats(self._on(paper)) for paper in range(len(self.taken)))

    def relieve(self, paper: int, most: float) -> bool:
        """Take one repetition off a paper by the cheapest exchange of at most `most`; whether there was one."""
        on = self._on(paper)
        known = [int(self.country[one]) for one in on]
        leaving = [
            one
            for one, land in zip(on, known, strict=True)
            if land >= 0 and known.count(land) > 1 and not self.pinned[paper, one]
        ]
        found = [move for one in leaving if (move := self._cheapest(paper, one, most))]
        if not found:
            return False
        _cost, leaves, comes, other = min(found)
        self._put(paper, leaves, comes)
        if other >= 0:
            self._put(other, comes, leaves)
        return True

    def _cheapest(self, paper: int, leaves: int, most: float) -> tuple[float, int, int, int] | None:
        """(cost, who leaves, who comes, the paper that they come from or -1)."""
        stay = [one for one in self._on(paper) if one != leaves]
        own, rest = self.fit[paper, leaves], self.score[paper] - self.fit[paper, leaves]
        comes = np.isfinite(self.fit[paper]) & ~self.taken[paper] & (self.country >= 0)
        comes &= ~np.isin(self.country, self.country[stay]) & (rest + self.fit[paper] >= self.floors[paper])
        with_room = np.flatnonzero(comes & (self.room > 0))
        other, one = np.nonzero(self.taken & ~self.pinned & comes)
        possible = np.isfinite(self.fit[other, leaves]) & ~self.taken[other, leaves]
        other, one = other[possible], one[possible]
        change = self.fit[other, leaves] - self.fit[other, one]
        enough = self.score[other] + change >= self.floors[other]
        other, one, change = other[enough], one[enough], change[enough]
        cost = np.concatenate([own - self.fit[paper, with_room], own - self.fit[paper, one] - change])
        who = np.concatenate([with_room, one])
        where = np.concatenate([np.full(len(with_room), -1), other])
        for at in np.lexsort((where, who, cost)).tolist():
            if cost[at] > most:
                break
            if self._may(stay, leaves, int(who[at]), int(where[at])):
                return float(cost[at]), leaves, int(who[at]), int(where[at])
        return None

    def _may(self, stay: list[int], leaves: int, comes: int, other: int) -> bool:
        """Whether both papers keep their organisations apart, and the other one repeats no more countries by it."""
        if not self._fits_house(stay, comes):
            return False
        if other < 0:
            return True
        rest = [who for who in self._on(other) if who != comes]
        return self._repeats([*rest, leaves]) <= self._repeats([*rest, comes]) and self._fits_house(rest, leaves)

    def _put(self, paper: int, leaves: int, comes: int) -> None:
        self.taken[paper, leaves], self.taken[paper, comes] = False, True
        self.score[paper] += self.fit[paper, comes] - self.fit[paper, leaves]
        self.room[leaves] += 1
        self.room[comes] -= 1

    def _on(self, paper: int) -> list[int]:
        found: list[int] = np.flatnonzero(self.taken[paper]).tolist()
        return found

    def _repeats(self, reviewers: list[int]) -> int:
        known = [int(self.country[one]) for one in reviewers if self.country[one] >= 0]
        return len(known) - len(set(known))

    def _fits_house(self, stay: list[int], comes: int) -> bool:
        house = self.house[comes]
        return bool(house < 0 or sum(self.house[one] == house for one in stay) < self.cap)
