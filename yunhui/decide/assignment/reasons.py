"""Why each pair was chosen, and why better ones were not."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from yunhui.decide.assignment.choose import Assignment
from yunhui.decide.assignment.problem import Bools, Ints

SHOWN = 3

Why = Literal["conflict", "full", "floor", "organisation", "chance", "no room"]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A reviewer with a better fit who is not on the paper. why: `conflict`; `no room` (may take no paper at all);
    `full` (needed more elsewhere); `floor` (paper `other` would fall below the floor); `organisation` (its cap on the
    paper is used up); `chance` (the lottery). cost: least sum lost if the reviewer came here in exchange and paper
    `other` took a replacement; None where not worked out."""

    reviewer: int
    fit: float
    why: Why
    cost: float | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """rank: place of the reviewer among the `of` who may read the paper, 1 is the best fit. load: papers the reviewer
    reads, of `most`. for_country: chosen so that the paper is read from one country more. better: how many with a
    better fit are not on the paper, barred ones included; the first of them are in `passed_over`."""

    paper: int
    reviewer: int
    fit: float
    rank: int
    of: int
    load: int
    most: int
    pinned: bool
    for_country: bool
    better: int
    passed_over: tuple[PassedOver, ...]


def reasons(assignment: Assignment) -> list[Reason]:
    """One reason for each chosen pair, in the order of `assignment.pairs()`."""
    problem, choice = assignment.problem, assignment.choice
    exchange = _Exchange(assignment)
    start, may = problem.starts(), problem.open()
    found: list[Reason] = []
    for p in range(problem.papers):
        own = np.arange(start[p], start[p + 1])
        taken = own[choice[own]]
        if not len(taken):
            continue
        open_fits = np.sort(problem.fit[own[may[own]]])
        others = own[~choice[own]]
        others = others[np.argsort(-problem.fit[others], kind="stable")]
        descending = -problem.fit[others]
        for pair in taken.tolist():
            fit = float(problem.fit[pair])
            r = int(problem.reviewer[pair])
            better = int(np.searchsorted(descending, -fit, side="left"))
            found.append(
                Reason(
                    paper=p,
                    reviewer=r,
                    fit=fit,
                    rank=1 + len(open_fits) - int(np.searchsorted(open_fits, fit, side="right")),
                    of=len(open_fits),
                    load=int(exchange.load[r]),
                    most=int(problem.load[r]),
                    pinned=bool(problem.pinned[pair]),
                    for_country=bool(assignment.spread is not None and assignment.spread.chosen[pair]),
                    better=better,
                    passed_over=tuple(
                        exchange.passed_over(pair, other) for other in others[: min(better, SHOWN)].tolist()
                    ),
                )
            )
    return found


class _Exchange:
    """What it would take to bring another reviewer to a paper by one exchange."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.problem = assignment.problem
        self.choice = assignment.choice
        problem, choice = self.problem, self.choice
        self.load: Ints = np.bincount(problem.reviewer[choice], minlength=problem.reviewers).astype(np.int64)
        self.may: Bools = problem.open()
        self.scores = np.bincount(problem.paper[choice], problem.fit[choice], problem.papers)
        self.number = problem.paper * problem.reviewers + problem.reviewer
        pairs = np.flatnonzero(choice & ~problem.pinned)
        pairs = pairs[np.argsort(problem.reviewer[pairs], kind="stable")]
        self.held = np.split(pairs, np.searchsorted(problem.reviewer[pairs], np.arange(1, problem.reviewers)))
        free = self.may & ~choice & (self.load < problem.load)[problem.reviewer]
        self.spare = np.full(problem.papers, -np.inf)
        np.maximum.at(self.spare, problem.paper[free], problem.fit[free])
        share = problem.shares()
        grain = 1e-9 * max(1.0, float(np.abs(problem.fit).max(initial=0.0)))
        level = assignment.lowest if assignment.mode == "fair" else -np.inf
        self.floors = np.where(share > 0, level * np.maximum(share, 1e-9), -np.inf) - grain

    def passed_over(self, pair: int, other: int) -> PassedOver:
        """Why the reviewer of `other` is not on the paper in the place of the reviewer of `pair`."""
        problem = self.problem
        r = int(problem.reviewer[other])
        fit = float(problem.fit[other])
        if problem.barred[other]:
            return PassedOver(r, fit, "conflict")
        if not self.may[other]:
            return PassedOver(r, fit, "no room")
        if self._organisation_is_there(pair, other):
            return PassedOver(r, fit, "organisation")
        if self.load[r] < problem.load[r]:
            return PassedOver(r, fit, "chance")
        if (problem.organisation >= 0).any() or self.assignment.mode == "random" or problem.pinned[pair]:
            return PassedOver(r, fit, "full")
        return self._full(pair, other)

    def _organisation_is_there(self, pair: int, other: int) -> bool:
        problem = self.problem
        house = problem.organisation[problem.reviewer[other]]
        if house < 0:
            return False
        begin, end = np.searchsorted(problem.paper, [problem.paper[pair], problem.paper[pair] + 1])
        on = np.arange(begin, end)
        on = on[self.choice[begin:end] & (np.arange(begin, end) != pair)]
        return bool((problem.organisation[problem.reviewer[on]] == house).sum() >= problem.per_organisation)

    def _full(self, pair: int, other: int) -> PassedOver:
        """The reviewer would have to give up one of their papers, which takes a reviewer with room or the one freed."""
        problem = self.problem
        r = int(problem.reviewer[other])
        given_up = self.held[r]
        papers = problem.paper[given_up]
        number = papers * problem.reviewers + problem.reviewer[pair]
        at = np.minimum(np.searchsorted(self.number, number), len(self.number) - 1)
        possible = (self.number[at] == number) & self.may[at] & ~self.choice[at]
        instead = np.maximum(self.spare[papers], np.where(possible, problem.fit[at], -np.inf))
        fit = float(problem.fit[other])
        if not np.isfinite(instead).any():
            return PassedOver(r, fit, "full")
        gain = fit - problem.fit[pair] + instead - problem.fit[given_up]
        best = int(np.argmax(gain))
        left = self.scores[papers[best]] - problem.fit[given_up[best]] + instead[best]
        why: Why = "floor" if gain[best] > 1e-9 and left < self.floors[papers[best]] else "full"
        return PassedOver(r, fit, why, max(0.0, -float(gain[best])), int(papers[best]))
