"""Assignment by lot, against collusion: nobody can be sure to review, or be reviewed by, a given person.

The probabilities are those of Jecmen, Zhang, Liu, Shah, Conitzer and Fang (NeurIPS 2020): the greatest expected sum
when no pair may be likelier than a cap. That linear programme is a flow, here in whole parts of a unit. The draw rounds
the flow along cycles (Gandhi, Khuller, Parthasarathy and Srinivasan, 2006), which keeps every probability, every
count, every load and every cap of an organisation exactly.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from yunhui.decide.assignment.network import as_integers, flow, most
from yunhui.decide.assignment.problem import Bools, Floats, Inconsistent, Ints, Problem

FINEST_UNIT = 1_000


def probabilities(problem: Problem, cap: float) -> tuple[Problem, Floats]:
    """Probability of each pair (shape [n], at most `cap`; 1 for pinned pairs) and the problem it answers: papers with
    too few reviewers for the cap have their demand lowered.

    Raises:
        Inconsistent: the cap is not from 0.001 to 1.
    """
    if not 1 / FINEST_UNIT <= cap <= 1:
        raise Inconsistent(f"the greatest probability of a pair must be from 0.001 to 1, not {cap:g}")
    share = _part(cap)
    weight = as_integers(problem.fit)
    carried = flow(problem, weight, unit=share.denominator, cap=share.numerator)
    if carried is None:
        problem = replace(problem, demand=most(problem, weight, unit=share.denominator, cap=share.numerator))
        carried = flow(problem, weight, unit=share.denominator, cap=share.numerator)
        assert carried is not None, "a demand lowered to what was carried can be carried"
    return problem, carried / share.denominator


def draw(problem: Problem, probability: Floats, seed: int) -> Bools:
    """One choice (shape [n]) in which each pair is chosen with its probability; the same seed, the same choice."""
    unit = _common_unit(probability)
    carried = np.rint(probability * unit).astype(np.int64)
    arcs = _Arcs(problem, carried, unit)
    arcs.round(np.random.default_rng(seed))
    return np.asarray(arcs.carried[: len(carried)]) > 0


def _part(cap: float) -> Fraction:
    """The cap as a fraction with a small denominator, never above it."""
    near = Fraction(cap).limit_denominator(FINEST_UNIT)
    return near if near <= Fraction(cap) else Fraction(int(cap * FINEST_UNIT), FINEST_UNIT)


def _common_unit(probability: Floats) -> int:
    """The smallest unit of which all probabilities are whole parts."""
    unit = 1
    for value in np.unique(probability):
        unit = int(np.lcm(unit, Fraction(float(value)).limit_denominator(FINEST_UNIT * FINEST_UNIT).denominator))
    return unit


class _Arcs:
    """The flow network again, as arcs that carry whole parts of a unit: pairs first, then what joins them."""

    def __init__(self, problem: Problem, carried: Ints, unit: int) -> None:
        keys, count = problem.organisation_keys()
        sink = problem.papers + problem.reviewers
        tails = np.where(keys >= 0, sink + 1 + keys, problem.paper)
        heads = problem.papers + problem.reviewer
        through_key = np.bincount(keys[keys >= 0], carried[keys >= 0], len(count)).astype(np.int64)
        owner = np.zeros(len(count), dtype=np.int64)
        owner[keys[keys >= 0]] = problem.paper[keys >= 0]
        to_sink = np.bincount(problem.reviewer, carried, problem.reviewers).astype(np.int64)
        self.unit = unit
        self.tails = np.concatenate([tails, owner, problem.papers + np.arange(problem.reviewers)]).tolist()
        self.heads = np.concatenate(
            [heads, sink + 1 + np.arange(len(count)), np.full(problem.reviewers, sink)]
        ).tolist()
        self.carried: list[int] = np.concatenate([carried, through_key, to_sink]).tolist()
        self.at: dict[int, dict[int, None]] = {}
        for arc, amount in enumerate(self.carried):
            if amount % unit:
                self.at.setdefault(self.tails[arc], {})[arc] = None
                self.at.setdefault(self.heads[arc], {})[arc] = None

    def round(self, chance: np.random.Generator) -> None:
        """Shift flow along cycles of fractional arcs until none is left; at each node at least two meet, for what
        enters and leaves is whole."""
        for start in list(self.at):
            path: list[int] = []
            visited = {start: 0}
            node = start
            while self.at.get(node):
                arc = next((a for a in self.at[node] if not path or a != path[-1]), None)
                assert arc is not None, "a fractional arc ends at a node where nothing else is fractional"
                path.append(arc)
                node = self.heads[arc] if self.tails[arc] == node else self.tails[arc]
                if node in visited:
                    cycle = path[visited[node] :]
                    self._shift(cycle, node, chance)
                    path, visited, node = [], {start: 0}, start
                else:
                    visited[node] = len(path)

    def _shift(self, cycle: list[int], node: int, chance: np.random.Generator) -> None:
        forward: list[int] = []
        backward: list[int] = []
        for arc in cycle:
            along = self.tails[arc] == node
            (forward if along else backward).append(arc)
            node = self.heads[arc] if along else self.tails[arc]
        rest = {arc: self.carried[arc] % self.unit for arc in cycle}
        up = min([self.unit - rest[a] for a in forward] + [rest[a] for a in backward])
        down = min([rest[a] for a in forward] + [self.unit - rest[a] for a in backward])
        shift = up if chance.integers(up + down) < down else -down
        for arc in cycle:
            self.carried[arc] += shift if arc in forward else -shift
            if self.carried[arc] % self.unit == 0:
                del self.at[self.tails[arc]][arc]
                del self.at[self.heads[arc]][arc]
