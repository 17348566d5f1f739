"""Small assignment problems made by hypothesis, the rules every choice must keep, and an independent optimum."""

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from yunhui.decide.assignment import Assignment, Problem, from_matrix

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@st.composite
def problems(draw: st.DrawFn, *, tight: bool = False, houses: bool = False) -> Problem:
    """Tables of up to 7 × 6; scores from a coarse or a fine grid, some below zero."""
    papers, reviewers = draw(st.integers(1, 7)), draw(st.integers(2, 6))
    grid = draw(st.sampled_from([4, 1000]))
    cells = st.lists(st.integers(-grid // 4, grid), min_size=papers * reviewers, max_size=papers * reviewers)
    fit = np.array(draw(cells)).reshape(papers, reviewers) / grid
    spots = st.lists(st.integers(0, 9), min_size=papers * reviewers, max_size=papers * reviewers)
    conflict = np.array(draw(spots)).reshape(papers, reviewers) == 0
    k = draw(st.integers(1, min(3, reviewers)))
    least = -(-papers * k // reviewers)
    load = least if tight else draw(st.integers(max(1, least - 1), least + 2))
    organisation = draw(st.lists(st.integers(-1, 2), min_size=reviewers, max_size=reviewers)) if houses else None
    return from_matrix(fit, conflict, reviews_per_paper=k, max_load=load, organisation=organisation)


def check_rules(problem: Problem, choice: NDArray[np.bool_]) -> None:
    """Counts, loads, conflicts, pins and organisations, looked at without the code under test."""
    assert not (choice & problem.barred).any()
    assert choice[problem.pinned].all()
    got = np.bincount(problem.paper[choice], minlength=problem.papers)
    assert (got == problem.demand).all()
    assert (got <= problem.wanted).all()
    assert (np.bincount(problem.reviewer[choice], minlength=problem.reviewers) <= problem.load).all()
    for paper in range(problem.papers):
        houses = problem.organisation[problem.reviewer[choice & (problem.paper == paper)]]
        _, count = np.unique(houses[houses >= 0], return_counts=True)
        assert (count <= problem.per_organisation).all()


def scores(assignment: Assignment) -> NDArray[np.float64]:
    """Sum of fit of each paper."""
    problem, choice = assignment.problem, assignment.choice
    return np.bincount(problem.paper[choice], problem.fit[choice], problem.papers)


def best_sum(problem: Problem, floor: float = -np.inf) -> float | None:
    """The greatest sum over whole choices under a floor, from the full programme with no reduction."""
    answer = milp(-problem.fit, integrality=np.ones(len(problem.fit)), **_rules(problem, floor))
    return None if answer.x is None else -float(answer.fun)


def most_reviews(problem: Problem) -> int:
    """How many reviews are possible in all when each paper may have fewer than it wants."""
    rules = _rules(problem, -np.inf)
    table = rules["constraints"][0]
    answer = milp(
        -np.ones(len(problem.fit)),
        integrality=np.ones(len(problem.fit)),
        constraints=LinearConstraint(table.A, -np.inf, table.ub),
        bounds=rules["bounds"],
    )
    return round(-answer.fun)


def best_floor(problem: Problem) -> float:
    """The highest lowest score over whole choices, from the full programme with one more variable."""
    rules = _rules(problem, -np.inf, extra=True)
    n = len(problem.fit)
    kinds = np.append(np.ones(n), 0)
    options = {"mip_rel_gap": 0.0}
    answer = milp(np.append(np.zeros(n), -1.0), integrality=kinds, options=options, **rules)
    return -float(answer.fun)


def _rules(problem: Problem, floor: float, *, extra: bool = False) -> dict[str, Any]:
    n = len(problem.fit)
    rows, low, high = [], [], []
    shares = problem.shares()
    for paper in range(problem.papers):
        here = (problem.paper == paper).astype(float)
        rows.append(here)
        low.append(problem.demand[paper])
        high.append(problem.demand[paper])
        for house in range(int(problem.organisation.max(initial=-1)) + 1):
            rows.append(here * (problem.organisation[problem.reviewer] == house))
            low.append(0)
            high.append(problem.per_organisation)
    for reviewer in range(problem.reviewers):
        rows.append((problem.reviewer == reviewer).astype(float))
        low.append(0)
        high.append(problem.load[reviewer])
    table = np.array(rows)
    floors = np.array([(problem.paper == paper) * problem.fit for paper in np.flatnonzero(shares > 0)])
    if extra:
        table = np.hstack([table, np.zeros((len(table), 1))])
        floors = np.hstack([floors, -shares[shares > 0][:, None]]) if len(floors) else np.zeros((0, n + 1))
        under = np.zeros(len(floors))
    else:
        under = floor * shares[shares > 0] - 1e-7
    tables = [LinearConstraint(table, low, high)]
    if len(floors):
        tables.append(LinearConstraint(floors, under, np.inf))
    lower, upper = problem.pinned.astype(float), (~problem.barred).astype(float)
    if extra:
        lower, upper = np.append(lower, -100.0), np.append(upper, 100.0)
    return {"constraints": tables, "bounds": Bounds(lower, upper)}
