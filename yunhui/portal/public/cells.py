"""Counts of people in small cells: none is published that could name somebody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

# A cell with fewer is counted among "others"; others with fewer take in the smallest cells that are left.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Cells:
    """What may be published: the cells with enough in them, largest first, and how many lie in `merged` others."""

    shown: list[tuple[str, int]]
    others: int
    merged: int


def publishable(counts: Mapping[str, int], least: int = LEAST) -> Cells:
    """Counts by name with no cell under `least`, and no single one that could be found by taking the rest away.

    Where fewer than `least` are counted in all, nothing is shown.
    """
    rows = sorted(((name, n) for name, n in counts.items() if n > 0), key=lambda row: (-row[1], row[0]))
    shown = [row for row in rows if row[1] >= least]
    small = [row for row in rows if row[1] < least]
    while small and shown and (sum(n for _name, n in small) < least or len(small) < 2):
        small.append(shown.pop())
    others = sum(n for _name, n in small)
    if others and others < least:
        return Cells([], 0, 0)
    return Cells(shown, others, len(small))
