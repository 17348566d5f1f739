"""Reviewers of different countries on one paper: a wish that costs little and breaks nothing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.assignment_worlds import check_rules, problems
from yunhui.decide.assignment import Inconsistent, assign, from_matrix, reasons, repair
from yunhui.decide.assignment.spread import PRICE, spread


def repeated(problem: Any, choice: Any, country: Any) -> int:
    found = 0
    for paper in range(problem.papers):
        lands = [int(country[one]) for one in problem.reviewer[choice & (problem.paper == paper)]]
        known = [one for one in lands if one >= 0]
        found += len(known) - len(set(known))
    return found


@given(problems(houses=True), st.data())
@settings(deadline=None, max_examples=60)
def test_every_rule_and_the_floor_hold(problem: Any, data: st.DataObject) -> None:
    """Rules, demands, loads, units and the lowest score stay; repetitions fall, each for no more than its price."""
    country = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=problem.reviewers, max_size=problem.reviewers)))
    plain, wished = assign(problem), assign(problem, country=country)
    check_rules(wished.problem, wished.choice)
    first, second = ((one.bound, one.sum_bound, one.proven) for one in (wished, plain))
    np.testing.assert_array_equal(first, second)
    if np.isfinite(plain.lowest):
        assert wished.lowest >= plain.lowest - 1e-6
    assert wished.spread is not None
    before, after = wished.spread.repeated
    assert before == repeated(plain.problem, plain.choice, country)
    assert after == repeated(wished.problem, wished.choice, country) <= before
    fits = np.abs(plain.problem.fit[plain.choice])
    most = PRICE * float(fits.mean()) * (before - after) if len(fits) else 0.0
    assert plain.total - wished.total <= most + 1e-9


def test_a_second_country_comes_in_where_it_costs_little() -> None:
    # The third paper is served worst, and holds the floor where it is.
    fit = np.array([[1.0, 0.99, 0.97, 0.2], [1.0, 0.99, 0.97, 0.2], [0.1, 0.1, 0.1, 0.1]])
    problem = from_matrix(fit, reviews_per_paper=2, max_load=3)
    country = [0, 0, 1, 2]
    found = assign(problem, country=country)
    assert all({0, 1} == {country[r] for p, r in found.pairs() if p == paper} for paper in (0, 1))
    came = {(one.reviewer, one.for_country) for one in reasons(found) if one.paper < 2}
    assert came == {(0, False), (2, True)}
    assert found.spread is not None and found.spread.repeated[1] == 0
    assert found.spread.price == pytest.approx(0.04)


def test_it_is_not_bought_dearly() -> None:
    """The only reviewer of another country knows little of it."""
    problem = from_matrix(np.array([[1.0, 0.99, 0.2]]), reviews_per_paper=2, max_load=2)
    assert assign(problem, country=[0, 0, 1]).pairs() == [(0, 0), (0, 1)]


def test_papers_exchange_reviewers() -> None:
    """Nobody has room: two papers change who reads them, and both are read from two countries."""
    fit = np.array([[0.9, 0.9, 0.89, 0.89, 0, 0], [0.89, 0.89, 0.9, 0.9, 0, 0], [0.1, 0.1, 0.1, 0.1, 0.1, 0.1]])
    problem = from_matrix(fit, reviews_per_paper=2, max_load=1)
    found = assign(problem, country=[0, 0, 1, 1, 2, 3])
    assert found.spread is not None and found.spread.repeated == (2, 0)


def test_pins_and_unknown_countries_stay() -> None:
    fit = np.array([[1.0, 0.99, 0.98]])
    pinned = from_matrix(fit, reviews_per_paper=2, max_load=1, pins=((0, 0), (0, 1)))
    assert assign(pinned, country=[0, 0, 1]).pairs() == [(0, 0), (0, 1)]
    free = from_matrix(fit, reviews_per_paper=2, max_load=1)
    assert assign(free, country=[-1, -1, 0]).pairs() == [(0, 0), (0, 1)]


def test_a_country_for_each_reviewer() -> None:
    problem = from_matrix(np.ones((1, 2)), reviews_per_paper=1, max_load=1)
    with pytest.raises(Inconsistent):
        assign(problem, country=[0])


def test_the_order_of_exchanges_is_fixed() -> None:
    rng = np.random.default_rng(7)
    problem = from_matrix(rng.random((40, 12)), reviews_per_paper=3, max_load=12)
    country = rng.integers(0, 4, 12)
    plain = assign(problem)
    floors = np.full(40, plain.lowest)
    first, second = (spread(problem, plain.choice, country, floors) for _ in range(2))
    assert (first.choice == second.choice).all() and first.repeated[1] < first.repeated[0]
    check_rules(replace(problem, demand=plain.problem.demand), first.choice)


@given(problems(houses=True), st.data())
@settings(deadline=None, max_examples=60)
def test_a_repair_weighs_countries_among_its_new_pairs_alone(problem: Any, data: st.DataObject) -> None:
    """As few changes as without the wish, nothing kept gives way, rules and floor hold, repetitions fall."""
    country = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=problem.reviewers, max_size=problem.reviewers)))
    before = assign(problem, "sum").pairs()
    if not before:
        return
    declined = data.draw(st.lists(st.sampled_from(before), max_size=2, unique=True))
    plain, wished = repair(problem, before, declined), repair(problem, before, declined, country=country)
    check_rules(wished.problem, wished.choice)
    assert wished.removed == plain.removed and len(wished.added) == len(plain.added)
    assert not set(wished.added) & set(declined)
    if np.isfinite(plain.lowest_after):
        assert wished.lowest_after >= plain.lowest_after - 1e-6
    assert wished.spread is not None
    first, second = wished.spread.repeated
    assert first == repeated(plain.problem, plain.choice, country)
    assert second == repeated(wished.problem, wished.choice, country) <= first


def test_a_repair_asks_somebody_of_another_country_where_it_costs_little() -> None:
    # The second paper is served worst, and holds the floor where it is.
    fit = np.array([[1.0, 0.9, 0.89, 0.88], [0.2, 0.2, 0.2, 0.2]])
    problem = from_matrix(fit, reviews_per_paper=2, max_load=2)
    standing, gone = [(0, 0), (0, 1), (1, 0), (1, 1)], [(0, 1)]
    country = [0, 1, 0, 2]
    assert repair(problem, standing, gone).added == ((0, 2),), "the best fit, of the same country"
    found = repair(problem, standing, gone, country=country)
    assert (found.added, found.removed) == (((0, 3),), ((0, 1),))
    assert found.spread is not None and found.spread.repeated == (1, 0)
    assert found.spread.price == pytest.approx(0.01)
