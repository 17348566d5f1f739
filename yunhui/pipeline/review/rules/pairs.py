"""“Is this one above that one?”: an expert's own answers beside the expert's own totals. Neither changes the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair that the answer and the totals order differently: said to be above, while its total is `gap` lower."""

    above: UUID
    below: UUID
    gap: Decimal


def disagreements(totals: Mapping[UUID, Decimal], answers: Iterable[tuple[UUID, UUID]]) -> list[Disagreement]:
    """Where answers (above, below) and totals differ, the widest first; pairs without both totals are left out.

    Equal totals disagree with nothing.
    """
    found = [
        Disagreement(above, below, totals[below] - totals[above])
        for above, below in answers
        if above in totals and below in totals and totals[above] < totals[below]
    ]
    return sorted(found, key=lambda one: (-one.gap, str(one.above)))


def next_pair(totals: Mapping[UUID, Decimal], answered: Iterable[frozenset[UUID]]) -> tuple[UUID, UUID] | None:
    """The pair that is most worth a second look: neighbours in the expert's own order, the closest totals first, then
    pairs two places apart; None when all of these were answered."""
    order = sorted(totals, key=lambda one: (-totals[one], str(one)))
    known = set(answered)
    apart: list[Sequence[tuple[UUID, UUID]]] = [list(pairwise(order)), list(zip(order, order[2:], strict=False))]
    for pairs in apart:
        open_pairs = [pair for pair in pairs if frozenset(pair) not in known]
        if open_pairs:
            return min(open_pairs, key=lambda pair: (totals[pair[0]] - totals[pair[1]], str(pair[0])))
    return None
