"""Greatest sums over very many pairs: choose among each paper's best, then prove that nothing better was left out.

The proof is linear-programming duality. A best choice has prices: what one more place with a reviewer is worth, and
what a paper's last reviewer brings. A pair left out can only raise the sum if its weight exceeds the two together.
"""

import numpy as np

from yunhui.decide.assignment.network import flow
from yunhui.decide.assignment.problem import Bools, Ints, Problem

# Below this the flow over all pairs is quicker than the proof.
MANY_PAIRS = 500_000
CANDIDATES = 60


def best_sum(problem: Problem, weight: Ints) -> Bools | None:
    """Choice of the greatest total weight (shape [n]); None when some demand cannot be met."""
    if len(problem.paper) <= MANY_PAIRS or (problem.organisation >= 0).any():
        carried = flow(problem, weight)
        return None if carried is None else carried > 0
    open_pairs = problem.open()
    kept = leading(problem, weight, CANDIDATES) | problem.pinned
    while True:
        part = np.flatnonzero(kept)
        carried = flow(problem.only(kept), weight[part])
        left_out = open_pairs & ~kept
        if carried is None:
            if not left_out.any():
                return None
            kept |= left_out
            continue
        choice = np.zeros(len(kept), dtype=bool)
        choice[part[carried > 0]] = True
        if left_out.any():
            left_out &= advantage(problem, weight, choice, kept) > 0
        if not left_out.any():
            return choice
        kept |= left_out


def leading(problem: Problem, weight: Ints, count: int) -> Bools:
    """The `count` open pairs of most weight of each paper; shape [n]."""
    pairs = np.flatnonzero(problem.open())
    order = pairs[np.lexsort((-weight[pairs], problem.paper[pairs]))]
    rank = np.arange(len(order)) - np.searchsorted(problem.paper[order], problem.paper[order])
    mark = np.zeros(len(weight), dtype=bool)
    mark[order[rank < count]] = True
    return mark


def advantage(problem: Problem, weight: Ints, choice: Bools, among: Bools) -> Ints:
    """Weight of each pair (shape [n]) beyond the prices of its paper and reviewer under a best `choice` from `among`.

    Prices rise from zero until no pair of `among` that was passed over has an advantage: shortest paths in the residual
    network by Bellman and Ford, over all arcs at once. Organisations' caps are not priced.
    """
    free = choice & ~problem.pinned
    passed = np.flatnonzero(among & ~choice & problem.open())
    passed = passed[np.argsort(problem.reviewer[passed], kind="stable")]
    used = np.flatnonzero(free)
    price = np.zeros(problem.reviewers, dtype=np.int64)
    brings = np.full(problem.papers, np.iinfo(np.int64).max // 4)
    # A paper whose reviewers are all fixed by hand takes part in no exchange.
    passed = passed[np.isin(problem.paper[passed], problem.paper[used])]
    heads, begin = np.unique(problem.reviewer[passed], return_index=True)
    for _ in range(problem.papers + problem.reviewers + 1):
        brings.fill(np.iinfo(np.int64).max // 4)
        np.minimum.at(brings, problem.paper[used], weight[used] - price[problem.reviewer[used]])
        if not len(passed):
            break
        asked = np.maximum.reduceat(weight[passed] - brings[problem.paper[passed]], begin)
        higher = np.maximum(price[heads], asked)
        if (higher == price[heads]).all():
            break
        price[heads] = higher
    beyond: Ints = weight - brings[problem.paper] - price[problem.reviewer]
    return beyond
