"""Repair after a reviewer declines, reasons, and the price of another choice."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.assignment_worlds import check_rules, problems
from yunhui.decide.assignment import Inconsistent, Problem, assign, from_matrix, pin, reasons, repair, why_not
from yunhui.decide.assignment.prices import advantage, best_sum, leading


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_a_repair_keeps_the_rules_and_never_moves_without_need(problem: Problem, data: st.DataObject) -> None:
    before = assign(problem, "sum").pairs()
    if not before:
        return
    declined = data.draw(st.sampled_from(before))
    mended = repair(problem, before, [declined])
    check_rules(mended.problem, mended.choice)
    assert declined in mended.removed
    assert declined not in mended.added
    assert repair(problem, before).removed == ()


def test_a_repair_changes_as_few_pairs_as_possible() -> None:
    random = np.random.default_rng(3)
    fit = random.random((4, 4))
    problem = from_matrix(fit, reviews_per_paper=1, max_load=1)
    before = assign(problem, "sum").pairs()
    mended = repair(problem, before, [before[0]])
    fewest = min(
        sum(pair not in before for pair in enumerate(order))
        for order in product(range(4), repeat=4)
        if len(set(order)) == 4 and (0, order[0]) != before[0]
    )
    assert len(mended.added) == fewest == 2


def test_a_repair_names_what_it_cannot_do() -> None:
    problem = from_matrix(np.ones((1, 2)), reviews_per_paper=2, max_load=1)
    mended = repair(problem, [(0, 0), (0, 1)], [(0, 1)])
    assert mended.removed == ((0, 1),)
    assert str(mended.shortages[0]) == "1 of 2 reviewers: only 1 may read it; 1 with a conflict"
    with pytest.raises(Inconsistent, match="declined, but fixed by hand"):
        repair(pin(problem, ((0, 0),)), [(0, 0), (0, 1)], [(0, 0)])
    with pytest.raises(Inconsistent, match="not among the pairs"):
        repair(problem, [(0, 7)])


def test_reasons_tell_rank_load_and_why_not_the_better_ones() -> None:
    fit = [[0.9, 0.8, 0.2], [0.9, 0.1, 0.0]]
    answer = assign(from_matrix(fit, [[0, 1, 0], [0, 0, 0]], reviews_per_paper=1, max_load=1), "sum")
    first, second = reasons(answer)
    assert (first.paper, first.reviewer, first.rank, first.of, first.load, first.most) == (0, 2, 2, 2, 1, 1)
    full, barred = first.passed_over
    assert (full.reviewer, full.why, full.other) == (0, "full", 1)
    assert full.cost == pytest.approx(0.1)
    assert (barred.reviewer, barred.why) == (1, "conflict")
    assert (second.reviewer, second.rank, second.passed_over) == (0, 1, ())


def test_reasons_name_the_floor_of_another_paper() -> None:
    fit = [[1.0, 0.5, 0.1], [0.6, 0.1, 0.1]]
    answer = assign(from_matrix(fit, reviews_per_paper=1, max_load=1), "fair")
    assert answer.pairs() == [(0, 1), (1, 0)]
    first = reasons(answer)[0].passed_over[0]
    assert (first.reviewer, first.why, first.other) in {(0, "floor", 1), (0, "full", 1)}
    assert answer.lowest == 0.5


@settings(deadline=None, max_examples=40)
@given(problems(houses=True))
def test_nobody_better_with_room_is_passed_over(problem: Problem) -> None:
    answer = assign(problem, "fair")
    found = reasons(answer)
    assert [(reason.paper, reason.reviewer) for reason in found] == answer.pairs()
    assert all(other.why != "chance" for reason in found for other in reason.passed_over)


@settings(deadline=None, max_examples=25)
@given(problems(), st.data())
def test_the_price_of_another_reviewer_is_exact(problem: Problem, data: st.DataObject) -> None:
    answer = assign(problem, "sum")
    paper = data.draw(st.integers(0, problem.papers - 1))
    reviewer = data.draw(st.integers(0, problem.reviewers - 1))
    told = why_not(answer, paper, reviewer)
    at = problem.find(paper, reviewer)
    assert at is not None
    assert (told.why == "chosen") == bool(answer.choice[at])
    assert (told.why == "conflict") == bool(problem.barred[at])
    if told.why in ("price", "free"):
        forced = assign(pin(problem, ((paper, reviewer),)), "sum")
        assert told.sum_lost == pytest.approx(answer.total - forced.total)
        assert told.reviews_lost == answer.problem.demand.sum() - forced.problem.demand.sum()
        assert (told.why == "free") == (told.sum_lost < 1e-8 and not told.reviews_lost)


def test_pruning_is_proved_or_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    for popular in (0.0, 3.0):
        fit = random.random((40, 30)) + popular * (np.arange(30) < 4)
        problem = from_matrix(fit, reviews_per_paper=3, max_load=4)
        weight = np.rint(problem.fit * 1e6).astype(np.int64)
        whole = best_sum(problem, weight)
        monkeypatch.setattr("yunhui.decide.assignment.prices.MANY_PAIRS", 10)
        monkeypatch.setattr("yunhui.decide.assignment.prices.CANDIDATES", 5)
        pruned = best_sum(problem, weight)
        monkeypatch.undo()
        assert whole is not None
        assert pruned is not None
        assert weight[whole].sum() == weight[pruned].sum()
        beyond = advantage(problem, weight, whole, problem.open())
        assert (beyond[~whole] <= 0).all()
        assert (beyond[whole] >= 0).all()
        assert leading(problem, weight, 5).sum() == 200


def test_combinations_of_reviewers_on_one_paper() -> None:
    fit = np.array([[0.3, 0.9, 0.5, 0.7]])
    answer = assign(from_matrix(fit, reviews_per_paper=2, max_load=1))
    best = max(combinations(range(4), 2), key=lambda two: fit[0, list(two)].sum())
    assert {reviewer for _, reviewer in answer.pairs()} == set(best)
