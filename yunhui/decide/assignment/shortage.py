"""Papers that get fewer reviewers than wanted, and why."""

from dataclasses import dataclass

import numpy as np

from yunhui.decide.assignment.problem import Bools, Problem


@dataclass(frozen=True, slots=True)
class Shortage:
    """wanted, got: reviewers. conflicts: reviewers barred from the paper. unscored: reviewers not listed for it. may:
    reviewers who may read it. full: those of them, not on the paper, who have no room left. same_organisation: those
    with room whose organisation is at its cap here. lacking: reviews wanted over all papers beyond all loads. cap:
    greatest probability of a pair in a lottery, else 1."""

    paper: int
    wanted: int
    got: int
    conflicts: int
    unscored: int
    may: int
    full: int
    same_organisation: int
    lacking: int
    cap: float

    def __str__(self) -> str:
        first = f"{self.got} of {self.wanted} reviewers"
        barred = f"{self.conflicts} with a conflict" + (f", {self.unscored} without a score" if self.unscored else "")
        if self.may < self.wanted:
            return f"{first}: only {self.may} may read it; {barred}"
        if self.cap < 1 and int(self.may * self.cap) < self.wanted:
            return f"{first}: {self.may} may read it, each with a chance of {self.cap:g} at most; {barred}"
        if self.lacking:
            return f"{first}: all loads together are {self.lacking} reviews short; {self.full} of {self.may} are full"
        if self.same_organisation:
            there = f"{self.same_organisation} share an organisation with one chosen"
            return f"{first}: {self.full} of {self.may} are full, {there}"
        return f"{first}: {self.full} of the {self.may} who may read it are full; {barred}"


def shortages(problem: Problem, choice: Bools, cap: float = 1.0) -> tuple[Shortage, ...]:
    """One entry for each paper that has fewer reviewers than wanted in `choice` (shape [n])."""
    got = np.bincount(problem.paper[choice], minlength=problem.papers)
    short = np.flatnonzero(got < problem.wanted)
    if not len(short):
        return ()
    start = problem.starts()
    room = problem.load - np.bincount(problem.reviewer[choice], minlength=problem.reviewers)
    may = problem.open()
    lacking = max(0, int(problem.wanted.sum() - problem.load.sum()))
    found = []
    for p in short.tolist():
        own = slice(start[p], start[p + 1])
        idle = may[own] & ~choice[own]
        free = room[problem.reviewer[own]] > 0
        found.append(
            Shortage(
                paper=p,
                wanted=int(problem.wanted[p]),
                got=int(got[p]),
                conflicts=int(problem.barred[own].sum()),
                unscored=problem.reviewers - int(start[p + 1] - start[p]),
                may=int(may[own].sum()),
                full=int((idle & ~free).sum()),
                same_organisation=int((idle & free & _capped(problem, choice, own)).sum()),
                lacking=lacking,
                cap=cap,
            )
        )
    return tuple(found)


def _capped(problem: Problem, choice: Bools, own: slice) -> Bools:
    """Pairs of one paper whose organisation already has as many reviewers on it as allowed."""
    house = problem.organisation[problem.reviewer[own]]
    there = house[choice[own] & (house >= 0)]
    names, count = np.unique(there, return_counts=True)
    return np.isin(house, names[count >= problem.per_organisation])
