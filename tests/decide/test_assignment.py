"""Rules and optimality of the three modes, against an independent programme."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.assignment_worlds import best_floor, best_sum, check_rules, most_reviews, problems, scores
from yunhui.decide.assignment import MODES, Inconsistent, Mode, Problem, assign, from_matrix, from_pairs, pin

# Exact answers to small programmes take a while on a busy machine; nothing here is timed.
settings.register_profile("assignment", deadline=None, max_examples=60)
SETTINGS = settings.get_profile("assignment")


@SETTINGS
@given(problems(houses=True), st.sampled_from(MODES), st.integers(0, 5))
def test_every_mode_keeps_the_rules(problem: Problem, mode: Mode, seed: int) -> None:
    answer = assign(problem, mode, seed=seed)
    check_rules(answer.problem, answer.choice)
    assert answer.total == pytest.approx(problem.fit[answer.choice].sum())
    assert {short.paper for short in answer.shortages} == set(
        np.flatnonzero(answer.problem.demand < problem.wanted).tolist()
    )
    assert (assign(problem, mode, seed=seed).choice == answer.choice).all()


@SETTINGS
@given(problems(houses=True))
def test_the_sum_is_the_greatest(problem: Problem) -> None:
    answer = assign(problem, "sum")
    best = best_sum(answer.problem)
    assert best is not None
    assert answer.total == pytest.approx(best, abs=1e-6)
    assert answer.bound == pytest.approx(answer.total)
    assert answer.price == 0


@SETTINGS
@given(problems(houses=True))
def test_as_many_reviewers_as_possible(problem: Problem) -> None:
    assert assign(problem, "sum").problem.demand.sum() == most_reviews(problem)


@SETTINGS
@given(problems(tight=True) | problems(houses=True))
def test_the_floor_is_the_highest_and_the_sum_the_greatest_under_it(problem: Problem) -> None:
    answer = assign(problem, "fair")
    assert answer.proven
    if not answer.pairs():
        assert np.isnan(answer.lowest)
        return
    highest = best_floor(answer.problem)
    assert answer.lowest == pytest.approx(highest, abs=2e-5)
    assert answer.bound >= highest - 1e-6
    best = best_sum(answer.problem, answer.lowest)
    assert best is not None
    assert answer.total == pytest.approx(best, rel=2e-5, abs=2e-5)
    assert answer.total <= answer.sum_bound + 1e-6
    assert answer.price >= 0


@SETTINGS
@given(problems(), st.data())
def test_pins_stay_and_the_rest_is_best_around_them(problem: Problem, data: st.DataObject) -> None:
    candidates = np.flatnonzero(problem.open())
    if not len(candidates):
        return
    at = data.draw(st.sampled_from(candidates.tolist()))
    pinned = pin(problem, ((int(problem.paper[at]), int(problem.reviewer[at])),))
    for mode in MODES:
        answer = assign(pinned, mode)
        assert answer.choice[at]
        check_rules(answer.problem, answer.choice)
    best = best_sum(assign(pinned, "sum").problem)
    assert best is not None
    assert assign(pinned, "sum").total == pytest.approx(best, abs=1e-6)


def test_a_floor_worth_its_price() -> None:
    # 10 in all leaves paper 1 with 3 at most; giving up 1 lifts it to 4.
    fit = [[6, 4, 1, 1], [4, 3, 0, 0]]
    by_sum = assign(from_matrix(fit, reviews_per_paper=2, max_load=1), "sum")
    fair = assign(from_matrix(fit, reviews_per_paper=2, max_load=1), "fair")
    assert by_sum.total == 10
    assert scores(by_sum).min() <= 3
    assert scores(fair).tolist() == [5, 4]
    assert (fair.lowest, fair.total, fair.price) == pytest.approx((4, 9, 1))
    # Shares of reviewers would reach more than whole ones do.
    assert 4 < fair.bound < 5
    assert fair.proven


def test_no_two_of_one_organisation() -> None:
    fit = [[9, 8, 1]]
    open_to_all = assign(from_matrix(fit, reviews_per_paper=2, max_load=1))
    assert open_to_all.pairs() == [(0, 0), (0, 1)]
    one_each = assign(from_matrix(fit, reviews_per_paper=2, max_load=1, organisation=[7, 7, -1]))
    assert one_each.pairs() == [(0, 0), (0, 2)]


def test_reviews_and_loads_of_their_own() -> None:
    answer = assign(from_matrix(np.ones((2, 3)), reviews_per_paper=[1, 3], max_load=[2, 1, 1]))
    assert np.bincount([paper for paper, _ in answer.pairs()]).tolist() == [1, 3]
    assert np.bincount([reviewer for _, reviewer in answer.pairs()]).tolist() == [2, 1, 1]


def test_one_paper_that_nobody_may_read_does_not_hold_down_the_others() -> None:
    fit = np.array([[5.0, 5, 5], [5, 4, 1], [3, 3, 3]])
    conflict = np.array([[1, 1, 1], [0, 0, 0], [0, 0, 0]])
    answer = assign(from_matrix(fit, conflict, reviews_per_paper=2, max_load=2))
    assert answer.lowest == 6
    (short,) = answer.shortages
    assert (short.paper, short.got, short.conflicts, short.may) == (0, 0, 3, 0)
    assert str(short) == "0 of 2 reviewers: only 0 may read it; 3 with a conflict"


def test_too_little_capacity_is_shared_evenly_and_counted() -> None:
    answer = assign(from_matrix(np.ones((4, 2)), reviews_per_paper=2, max_load=2))
    assert answer.problem.demand.tolist() == [1, 1, 1, 1]
    assert {short.lacking for short in answer.shortages} == {4}
    assert "4 reviews short" in str(answer.shortages[0])


def test_problems_that_contradict_themselves() -> None:
    table = np.ones((2, 2))
    with pytest.raises(Inconsistent, match="paper 0, reviewer 1: fixed by hand, but there is a conflict"):
        from_matrix(table, [[0, 1], [0, 0]], reviews_per_paper=1, max_load=1, pins=((0, 1),))
    with pytest.raises(Inconsistent, match="reviewer 0: 2 papers fixed by hand, load 1"):
        from_matrix(table, reviews_per_paper=1, max_load=1, pins=((0, 0), (1, 0)))
    with pytest.raises(Inconsistent, match="paper 0: 2 reviewers fixed by hand, 1 wanted"):
        from_matrix(table, reviews_per_paper=1, max_load=2, pins=((0, 0), (0, 1)))
    with pytest.raises(Inconsistent, match="fixed by hand from one organisation"):
        from_matrix(table, reviews_per_paper=2, max_load=2, pins=((0, 0), (0, 1)), organisation=[3, 3])
    with pytest.raises(Inconsistent, match="paper 1, reviewer 0: the score is nan"):
        from_matrix([[1, 1], [np.nan, 1]], reviews_per_paper=1, max_load=1)
    with pytest.raises(Inconsistent, match="given twice"):
        from_pairs([0, 0], [1, 1], [1, 2], papers=1, reviewers=2, reviews_per_paper=1, max_load=1)
    with pytest.raises(Inconsistent, match="outside 1 papers × 2 reviewers"):
        from_pairs([0], [2], [1], papers=1, reviewers=2, reviews_per_paper=1, max_load=1)
    with pytest.raises(Inconsistent, match="whole numbers"):
        from_matrix(table, reviews_per_paper=1.5, max_load=1)


def test_no_papers_at_all() -> None:
    answer = assign(from_matrix(np.ones((0, 3)), reviews_per_paper=1, max_load=1))
    assert answer.pairs() == []
    assert np.isnan(answer.lowest)
