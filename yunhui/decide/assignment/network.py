"""The greatest sum, by minimum-cost flow: paper → (organisation) → reviewer → sink."""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from yunhui.decide.assignment.problem import Floats, Ints, Problem

FINEST = 1e9


def as_integers(weight: Floats, finest: float = FINEST) -> Ints:
    """Weights as integers of at most `finest` (1e9), so that a sum of scores keeps about nine digits."""
    top = float(np.abs(weight).max(initial=0.0))
    return np.rint(weight * (finest / top if top else 1.0)).astype(np.int64)


def flow(problem: Problem, weight: Ints, *, unit: int = 1, cap: int = 1) -> Ints | None:
    """Flow on each pair (shape [n]) of the greatest total weight that gives each paper `demand` × `unit`, each
    reviewer at most `load` × `unit` and each pair at most `cap`; pinned pairs carry `unit`. None when impossible.

    unit = cap = 1 chooses pairs; a larger unit with cap < unit gives probabilities cap / unit at most.
    """
    net, pairs, arcs = _network(problem, weight, unit, cap)
    pinned = np.bincount(problem.paper[problem.pinned], minlength=problem.papers)
    need = (problem.demand - pinned) * unit
    if (need < 0).any():
        return None
    net.set_nodes_supplies(np.arange(problem.papers), need)
    net.set_node_supply(problem.papers + problem.reviewers, -int(need.sum()))
    if not _answered(net.solve()):
        return None
    return _flows(problem, net, pairs, arcs, unit)


def most(problem: Problem, weight: Ints, *, unit: int = 1, cap: int = 1) -> Ints:
    """How many reviewers each paper can get at most when not all wishes can be met; shape [papers].

    The count over all papers comes first, then an even spread of what is missing, then the weight.
    """
    net, pairs, arcs = _network(problem, weight, unit, cap)
    pinned = np.bincount(problem.paper[problem.pinned], minlength=problem.papers)
    need = (problem.wanted - pinned) * unit
    places = int(problem.wanted.max(initial=0))
    source = problem.papers + problem.reviewers + 1 + _organisation_count(problem)
    # One more reviewer for the paper that has fewest outweighs any sum of scores, as far as 64 bits allow.
    outweighing = 2 * int(np.abs(weight).max(initial=1)) * int(problem.wanted.sum()) + 1
    step = min(outweighing, 2**61 // ((source + 1) * (places + 1)))
    for place in range(places):
        has = np.flatnonzero(problem.wanted - pinned > place)
        net.add_arcs_with_capacity_and_unit_cost(
            np.full(len(has), source),
            has,
            np.full(len(has), unit),
            np.full(len(has), step) * (place + pinned[has]),
        )
    net.set_node_supply(source, int(need.sum()))
    net.set_node_supply(problem.papers + problem.reviewers, -int(need.sum()))
    _answered(net.solve_max_flow_with_min_cost())
    got = np.bincount(problem.paper, _flows(problem, net, pairs, arcs, unit), minlength=problem.papers)
    return np.asarray(got, dtype=np.int64) // unit


def _answered(status: SimpleMinCostFlow.Status) -> bool:
    """Whether there is a flow; anything but yes or no is a fault of ours."""
    if status not in (SimpleMinCostFlow.OPTIMAL, SimpleMinCostFlow.INFEASIBLE):
        raise RuntimeError(f"the flow solver answered {status.name}")
    return bool(status == SimpleMinCostFlow.OPTIMAL)


def _organisation_count(problem: Problem) -> int:
    return len(problem.organisation_keys()[1])


def _network(problem: Problem, weight: Ints, unit: int, cap: int) -> tuple[SimpleMinCostFlow, Ints, Ints]:
    """Arcs for every open pair that is not pinned; returns the network, the pairs and their arcs."""
    papers, reviewers = problem.papers, problem.reviewers
    sink = papers + reviewers
    pairs = np.flatnonzero(problem.open() & ~problem.pinned)
    tail = problem.paper[pairs].copy()
    keys, count = problem.organisation_keys()
    under = keys[pairs] >= 0
    tail[under] = sink + 1 + keys[pairs][under]
    net = SimpleMinCostFlow()
    arcs = net.add_arcs_with_capacity_and_unit_cost(
        tail, papers + problem.reviewer[pairs], np.full(len(pairs), cap), -weight[pairs]
    )
    room = problem.load - np.bincount(problem.reviewer[problem.pinned], minlength=reviewers)
    net.add_arcs_with_capacity_and_unit_cost(
        papers + np.arange(reviewers), np.full(reviewers, sink), room * unit, np.zeros(reviewers, dtype=np.int64)
    )
    if len(count):
        held = np.bincount(keys[problem.pinned & (keys >= 0)], minlength=len(count))
        owner = np.zeros(len(count), dtype=np.int64)
        owner[keys[keys >= 0]] = problem.paper[keys >= 0]
        net.add_arcs_with_capacity_and_unit_cost(
            owner,
            sink + 1 + np.arange(len(count)),
            (problem.per_organisation - held) * unit,
            np.zeros(len(count), dtype=np.int64),
        )
    return net, pairs, np.asarray(arcs)


def _flows(problem: Problem, net: SimpleMinCostFlow, pairs: Ints, arcs: Ints, unit: int) -> Ints:
    on_pairs = np.where(problem.pinned, unit, 0).astype(np.int64)
    if len(pairs):
        on_pairs[pairs] = net.flows(arcs)
    return on_pairs
