"""The lottery: caps on probabilities, exact counts in every draw, and the probabilities it promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.decide.assignment_worlds import check_rules, problems
from yunhui.decide.assignment import Inconsistent, Problem, assign, from_matrix
from yunhui.decide.assignment.lottery import draw, probabilities


@settings(deadline=None, max_examples=60)
@given(problems(houses=True), st.sampled_from([0.3, 1 / 3, 0.5, 0.9, 1.0]), st.integers(0, 3))
def test_no_pair_is_likelier_than_the_cap(problem: Problem, cap: float, seed: int) -> None:
    eased, chance = probabilities(problem, cap)
    assert chance.max(initial=0) <= cap + 1e-12
    assert not chance[problem.barred].any()
    assert np.bincount(problem.paper, chance, problem.papers) == pytest.approx(eased.demand)
    assert (np.bincount(problem.reviewer, chance, problem.reviewers) <= problem.load + 1e-9).all()
    check_rules(eased, draw(eased, chance, seed))


@settings(deadline=None, max_examples=40)
@given(problems(), st.sampled_from([0.5, 0.8]))
def test_the_expected_sum_is_that_of_the_linear_programme(problem: Problem, cap: float) -> None:
    eased, chance = probabilities(problem, cap)
    by_paper = np.array([problem.paper == paper for paper in range(problem.papers)], dtype=float)
    by_reviewer = np.array([problem.reviewer == reviewer for reviewer in range(problem.reviewers)], dtype=float)
    best = linprog(
        -problem.fit,
        A_eq=by_paper,
        b_eq=eased.demand,
        A_ub=by_reviewer,
        b_ub=problem.load,
        bounds=[(0, cap if open_ else 0) for open_ in problem.open()],
    )
    assert chance @ problem.fit == pytest.approx(-best.fun, abs=1e-6)


def test_draws_have_the_probabilities_promised() -> None:
    random = np.random.default_rng(1)
    problem = from_matrix(
        random.random((6, 6)), reviews_per_paper=2, max_load=3, organisation=[0, 0, 1, 1, -1, -1], pins=((2, 5),)
    )
    eased, chance = probabilities(problem, 0.6)
    draws = np.array([draw(eased, chance, seed) for seed in range(3000)])
    assert np.abs(draws.mean(axis=0) - chance).max() < 5 * np.sqrt(0.25 / 3000)
    assert chance[problem.pinned].tolist() == [1.0]
    assert len(np.unique(draws, axis=0)) > 50


def test_a_paper_with_too_few_readers_for_the_cap_is_named() -> None:
    answer = assign(from_matrix([[1.0, 1.0, 1.0]], [[0, 0, 1]], reviews_per_paper=2, max_load=1), "random", cap=0.5)
    (short,) = answer.shortages
    assert str(short) == "1 of 2 reviewers: 2 may read it, each with a chance of 0.5 at most; 1 with a conflict"


@pytest.mark.parametrize("cap", [0.0, -1.0, 1.5, float("nan")])
def test_a_cap_that_is_no_probability(cap: float) -> None:
    with pytest.raises(Inconsistent, match="greatest probability"):
        assign(from_matrix(np.ones((1, 2)), reviews_per_paper=1, max_load=1), "random", cap=cap)
