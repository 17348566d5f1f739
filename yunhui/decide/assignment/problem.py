"""What an assignment of reviewers to papers must respect: who may read what, how often, and how well they fit."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Inconsistent(ValueError):
    """A problem that contradicts itself; the message names the paper, the reviewer and the rule."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Pairs of paper and reviewer as parallel arrays of length n, sorted by paper, then reviewer; build it with
    `from_matrix` or `from_pairs`. A pair that is not listed cannot be chosen; a barred pair is kept only so that
    reasons can name it.

    paper, reviewer: indices of each pair. fit: its score, higher is better, may be negative. barred: conflicts of
    interest. pinned: pairs fixed by hand. wanted: reviewers wanted, per paper. demand: reviewers each paper is to get
    (below `wanted` only where no more can be had). load: most papers, per reviewer. organisation: number of each
    reviewer's organisation, -1 for none. per_organisation: most reviewers of one organisation on one paper.
    """

    paper: Ints
    reviewer: Ints
    fit: Floats
    barred: Bools
    pinned: Bools
    wanted: Ints
    demand: Ints
    load: Ints
    organisation: Ints
    per_organisation: int = 1

    @property
    def papers(self) -> int:
        return len(self.demand)

    @property
    def reviewers(self) -> int:
        return len(self.load)

    def starts(self) -> Ints:
        """Where each paper's pairs begin, with the end appended; shape [papers + 1]."""
        return np.searchsorted(self.paper, np.arange(self.papers + 1)).astype(np.int64)

    def find(self, paper: int, reviewer: int) -> int | None:
        """Index of a pair, or None when it is not listed."""
        begin, end = np.searchsorted(self.paper, [paper, paper + 1])
        at = begin + int(np.searchsorted(self.reviewer[begin:end], reviewer))
        return int(at) if at < end and self.reviewer[at] == reviewer else None

    def only(self, keep: Bools) -> "Problem":
        """The same problem over the pairs marked in `keep` (shape [n])."""
        pairs = {name: getattr(self, name)[keep] for name in ("paper", "reviewer", "fit", "barred", "pinned")}
        return replace(self, **pairs)

    def open(self) -> Bools:
        """Pairs that may be chosen: neither barred nor held by a reviewer without room; shape [n]."""
        return ~self.barred & (self.load[self.reviewer] > 0)

    def shares(self) -> Floats:
        """How much of its wanted reviewers each paper is to get, 0 where its score does not count for the floor.

        A paper short of reviewers for want of loads counts pro rata; one that too few people may read at all does not
        count, lest it hold down the floor of all others (unless every paper is like that). Shape [papers].
        """
        may = np.bincount(self.paper[self.open()], minlength=self.papers)
        counted = (self.demand > 0) & ((self.demand == self.wanted) | (may >= self.wanted))
        if not counted.any():
            counted = self.demand > 0
        return np.where(counted, self.demand / np.maximum(self.wanted, 1), 0.0)

    def organisation_keys(self) -> tuple[Ints, Ints]:
        """Number of each pair's (paper, organisation), -1 where no cap can bind, and the pairs under each number."""
        keys = np.full(len(self.paper), -1, dtype=np.int64)
        own = np.flatnonzero((self.organisation[self.reviewer] >= 0) & self.open())
        if not len(own):
            return keys, np.zeros(0, dtype=np.int64)
        width = int(self.organisation.max()) + 1
        _, number, count = np.unique(
            self.paper[own] * width + self.organisation[self.reviewer[own]], return_inverse=True, return_counts=True
        )
        binding = count > self.per_organisation
        renumber = np.where(binding, np.cumsum(binding) - 1, -1)
        keys[own] = renumber[number]
        return keys, count[binding].astype(np.int64)


def from_matrix(
    similarity: ArrayLike,
    conflict: ArrayLike | None = None,
    *,
    reviews_per_paper: ArrayLike,
    max_load: ArrayLike,
    pins: tuple[tuple[int, int], ...] = (),
    organisation: ArrayLike | None = None,
    per_organisation: int = 1,
) -> Problem:
    """A problem from a full table.

    similarity, conflict: shape [papers, reviewers]; reviews_per_paper: one number or one per paper; max_load: one
    number or one per reviewer; pins: pairs (paper, reviewer) that must be chosen; organisation: one number per
    reviewer, -1 for none.

    Raises:
        Inconsistent: shapes differ, a score is not finite, or a pin breaks a rule.
    """
    fit = np.asarray(similarity, dtype=np.float64)
    if fit.ndim != 2:
        raise Inconsistent(f"similarity must be a table of papers × reviewers, not of shape {fit.shape}")
    barred = np.zeros(fit.shape, dtype=bool) if conflict is None else np.asarray(conflict, dtype=bool)
    if barred.shape != fit.shape:
        raise Inconsistent(f"conflict has the shape {barred.shape}, similarity {fit.shape}")
    paper, reviewer = (axis.ravel() for axis in np.indices(fit.shape))
    return from_pairs(
        paper,
        reviewer,
        fit.ravel(),
        barred.ravel(),
        papers=fit.shape[0],
        reviewers=fit.shape[1],
        reviews_per_paper=reviews_per_paper,
        max_load=max_load,
        pins=pins,
        organisation=organisation,
        per_organisation=per_organisation,
    )


def from_pairs(
    paper: ArrayLike,
    reviewer: ArrayLike,
    fit: ArrayLike,
    barred: ArrayLike | None = None,
    *,
    papers: int,
    reviewers: int,
    reviews_per_paper: ArrayLike,
    max_load: ArrayLike,
    pins: tuple[tuple[int, int], ...] = (),
    organisation: ArrayLike | None = None,
    per_organisation: int = 1,
) -> Problem:
    """A problem from a list of candidate pairs: three or four parallel arrays of length n, in any order.

    Raises:
        Inconsistent: an index out of range, a pair given twice, a score not finite, or a pin that breaks a rule.
    """
    p, r = np.asarray(paper, dtype=np.int64), np.asarray(reviewer, dtype=np.int64)
    score = np.asarray(fit, dtype=np.float64)
    closed = np.zeros(len(p), dtype=bool) if barred is None else np.asarray(barred, dtype=bool)
    if not len(p) == len(r) == len(score) == len(closed):
        raise Inconsistent("paper, reviewer, fit and barred must be equally long")
    if len(p) and (p.min() < 0 or p.max() >= papers or r.min() < 0 or r.max() >= reviewers):
        raise Inconsistent(f"a pair lies outside {papers} papers × {reviewers} reviewers")
    order = np.lexsort((r, p))
    p, r, score, closed = p[order], r[order], score[order], closed[order]
    twice = np.flatnonzero((np.diff(p) == 0) & (np.diff(r) == 0))
    if len(twice):
        raise Inconsistent(f"paper {p[twice[0]]}, reviewer {r[twice[0]]}: the pair is given twice")
    strange = np.flatnonzero(~np.isfinite(score) & ~closed)
    if len(strange):
        raise Inconsistent(f"paper {p[strange[0]]}, reviewer {r[strange[0]]}: the score is {score[strange[0]]}")
    groups = np.full(reviewers, -1) if organisation is None else np.asarray(organisation)
    if groups.shape != (reviewers,):
        raise Inconsistent(f"organisation must hold one number for each of the {reviewers} reviewers")
    wanted = _counts(reviews_per_paper, papers, "reviews_per_paper")
    problem = Problem(
        paper=p,
        reviewer=r,
        fit=np.where(np.isfinite(score), score, 0.0),
        barred=closed,
        pinned=np.zeros(len(p), dtype=bool),
        wanted=wanted,
        demand=wanted,
        load=_counts(max_load, reviewers, "max_load"),
        organisation=groups.astype(np.int64),
        per_organisation=per_organisation,
    )
    return pin(problem, pins)


def pin(problem: Problem, pins: tuple[tuple[int, int], ...]) -> Problem:
    """The problem with more pairs fixed by hand.

    Raises:
        Inconsistent: a pin is no candidate, is in conflict, or breaks a load, a count or an organisation's cap.
    """
    fixed = problem.pinned.copy()
    for paper, reviewer in pins:
        at = problem.find(paper, reviewer)
        if at is None:
            raise Inconsistent(f"paper {paper}, reviewer {reviewer}: fixed by hand, but not among the pairs given")
        if problem.barred[at]:
            raise Inconsistent(f"paper {paper}, reviewer {reviewer}: fixed by hand, but there is a conflict")
        fixed[at] = True
    per_paper = np.bincount(problem.paper[fixed], minlength=problem.papers)
    per_reviewer = np.bincount(problem.reviewer[fixed], minlength=problem.reviewers)
    for p in np.flatnonzero(per_paper > problem.wanted)[:1]:
        raise Inconsistent(f"paper {p}: {per_paper[p]} reviewers fixed by hand, {problem.wanted[p]} wanted")
    for r in np.flatnonzero(per_reviewer > problem.load)[:1]:
        raise Inconsistent(f"reviewer {r}: {per_reviewer[r]} papers fixed by hand, load {problem.load[r]}")
    keys, count = problem.organisation_keys()
    held = np.bincount(keys[fixed & (keys >= 0)], minlength=len(count))
    for key in np.flatnonzero(held > problem.per_organisation)[:1]:
        p = problem.paper[np.flatnonzero(keys == key)[0]]
        raise Inconsistent(f"paper {p}: more than {problem.per_organisation} fixed by hand from one organisation")
    return replace(problem, pinned=fixed)


def _counts(given: ArrayLike, size: int, name: str) -> Ints:
    """One count per row from a single number or one number each."""
    value = np.asarray(given)
    if value.ndim > 1 or (value.ndim == 1 and len(value) != size):
        raise Inconsistent(f"{name} must be one number or {size} numbers, not of shape {value.shape}")
    if value.dtype.kind not in "iu" or (value < 0).any():
        raise Inconsistent(f"{name} must be whole numbers of at least 0")
    return np.broadcast_to(value, (size,)).astype(np.int64)
