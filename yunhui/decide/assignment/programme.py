"""The linear programmes behind a fair assignment: columns are pairs, rows are papers, reviewers, caps and floors."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from yunhui.decide.assignment.patience import Tell, patiently
from yunhui.decide.assignment.prices import leading
from yunhui.decide.assignment.problem import Bools, Floats, Ints, Problem

# HiGHS lets a row be missed by 1e-6; floors are written in thousandths so that a score misses by 1e-9 at most.
_SHARP = 1e3
_TIGHT = 1e-7
# A sum counts as the greatest when no other is greater by more than this part of it.
PRECISION = 1e-5


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Best fractional choice. value: what was maximised. gain: what each pair would add per unit (reduced cost, shape
    [n]; positive only for pairs at 1). slope: change of the value as the floor rises by one, at most 0."""

    value: float
    gain: Floats
    slope: float


class Programme:
    """Rows and prices for one problem; the columns that matter are found by pricing all pairs against the rows."""

    def __init__(self, problem: Problem, start: Bools, tell: Tell) -> None:
        self.problem = problem
        self.tell = tell
        self.keys, self.caps = problem.organisation_keys()
        self.open = problem.open()
        self.shares = problem.shares()
        self.kept = self.open & (start | problem.pinned)

    def relax(self, weight: Floats | None, floors: Floats) -> Relaxed | None:
        """Greatest total `weight` (shape [n]) with each paper's fit at its floor or above; None when impossible.

        Without weight: the least total by which floors must be missed, as a negative value. Never None then, as long
        as the columns kept can meet every demand.
        """
        while True:
            columns = np.flatnonzero(self.kept)
            answer = patiently(
                lambda columns=columns: self._linear(columns, weight, floors),  # type: ignore[misc]
                self.tell,
                f"raising the floor: {len(columns)} of {int(self.open.sum())} pairs",
            )
            if answer.status == 2:
                return None
            if answer.status != 0:
                raise RuntimeError(f"the solver of linear programmes answered: {answer.message}")
            relaxed = self._priced(answer, columns, weight, floors)
            better = self.open & ~self.kept & (relaxed.gain > _TIGHT)
            if not better.any():
                return relaxed
            gain = np.where(better, relaxed.gain * 1e9, -1.0).astype(np.int64)
            self.kept |= better & leading(self.problem, gain, 10)

    def integral(self, weight: Floats, floors: Floats, columns: Ints, nodes: int) -> tuple[Bools | None, bool]:
        """Greatest total `weight` over whole pairs of `columns` (None if none was found), and whether the search ended
        by itself within `nodes` nodes."""
        rows, low, high = self._rows(columns, floors)
        result = patiently(
            lambda: milp(
                -weight[columns],
                integrality=np.ones(len(columns)),
                bounds=Bounds(self.problem.pinned[columns].astype(float), 1.0),
                constraints=LinearConstraint(rows, low, high),
                options={"mip_rel_gap": PRECISION / 100, "node_limit": nodes},
            ),
            self.tell,
            f"choosing whole pairs under the floor: {len(columns)} pairs",
        )
        ended = result.status in (0, 2)
        if result.x is None:
            return None, ended
        choice = np.zeros(len(self.problem.paper), dtype=bool)
        choice[columns[result.x > 0.5]] = True
        return choice, ended

    def _rows(self, columns: Ints, floors: Floats) -> tuple[sparse.csr_matrix, Floats, Floats]:
        """Demand, load, organisation and floor rows over `columns`, with their bounds."""
        problem = self.problem
        at = np.arange(len(columns))
        ones = np.ones(len(columns))
        paper = problem.paper[columns]
        demand = sparse.csr_matrix((ones, (paper, at)), shape=(problem.papers, len(columns)))
        load = sparse.csr_matrix((ones, (problem.reviewer[columns], at)), shape=(problem.reviewers, len(columns)))
        keys = self.keys[columns]
        own = keys >= 0
        caps = sparse.csr_matrix((ones[own], (keys[own], at[own])), shape=(len(self.caps), len(columns)))
        fit = sparse.csr_matrix((_SHARP * problem.fit[columns], (paper, at)), shape=(problem.papers, len(columns)))
        rows = sparse.vstack([demand, load, caps, fit]).tocsr()
        low = np.concatenate([problem.demand, np.zeros(problem.reviewers + len(self.caps)), _SHARP * floors])
        high = np.concatenate(
            [
                problem.demand,
                problem.load,
                np.full(len(self.caps), problem.per_organisation),
                np.full(problem.papers, np.inf),
            ]
        )
        return rows, low, high

    def _linear(self, columns: Ints, weight: Floats | None, floors: Floats) -> OptimizeResult:
        problem = self.problem
        rows, low, high = self._rows(columns, floors)
        first = problem.papers
        below = np.isfinite(high[first:])
        upper = sparse.vstack([rows[first:][below], -rows[first:][~below]]).tocsr()
        bound = np.concatenate([high[first:][below], -low[first:][~below]])
        equal = rows[:first]
        least = problem.pinned[columns].astype(float)
        bounds = np.column_stack([least, np.ones(len(columns))])
        cost = np.zeros(len(columns)) if weight is None else -weight[columns]
        if weight is None:
            missing = sparse.vstack([sparse.csr_matrix((int(below.sum()), first)), -_SHARP * sparse.identity(first)])
            upper = sparse.hstack([upper, missing]).tocsr()
            equal = sparse.hstack([equal, sparse.csr_matrix((first, first))]).tocsr()
            bounds = np.concatenate([bounds, np.column_stack([np.zeros(first), np.full(first, np.inf)])])
            cost = np.concatenate([cost, np.ones(first)])
        usable = np.isfinite(bound)
        # Without weights most bases are equally good and the simplex method wanders; the interior point does not.
        method = "highs" if weight is not None else "highs-ipm"
        return linprog(
            cost, A_ub=upper[usable], b_ub=bound[usable], A_eq=equal, b_eq=problem.demand, bounds=bounds, method=method
        )

    def _priced(self, answer: OptimizeResult, columns: Ints, weight: Floats | None, floors: Floats) -> Relaxed:
        problem = self.problem
        by_paper = answer.eqlin.marginals
        upper = answer.ineqlin.marginals
        by_reviewer = upper[: problem.reviewers]
        by_cap = upper[problem.reviewers : problem.reviewers + len(self.caps)]
        by_floor = np.zeros(problem.papers)
        by_floor[np.isfinite(floors)] = _SHARP * upper[problem.reviewers + len(self.caps) :]
        gain = by_paper[problem.paper] + by_reviewer[problem.reviewer] - by_floor[problem.paper] * problem.fit
        own = self.keys >= 0
        gain[own] += by_cap[self.keys[own]]
        if weight is not None:
            gain = gain + weight
        return Relaxed(-float(answer.fun), gain, float(by_floor @ self.shares))
