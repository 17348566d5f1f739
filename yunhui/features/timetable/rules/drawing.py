"""Drawing the order of pitches by lot (抽签): whoever has the list and the public value draws the same order again.

The list's digest is SHA-256 of the project numbers in ascending order, one a line. The seed is SHA-256 of
"public value:digest". A project's lot is SHA-256 of "seed:number"; the lowest lot pitches first. All of it can be
worked out with a spreadsheet and `sha256sum`. Pure.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lot:
    """A project and the number that was drawn for it, as 64 hexadecimal digits."""

    number: int
    lot: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw: what it rests on, and the lots in the order in which the projects pitch."""

    list_digest: str
    seed: str
    lots: tuple[Lot, ...]


def draw(numbers: Iterable[int], public_value: str) -> Drawn:
    """Draw an order; each number once, whatever order they come in."""
    ordered = sorted(set(numbers))
    list_digest = _sha("\n".join(str(number) for number in ordered))
    seed = _sha(f"{public_value}:{list_digest}")
    lots = sorted((Lot(number, _sha(f"{seed}:{number}")) for number in ordered), key=lambda one: (one.lot, one.number))
    return Drawn(list_digest, seed, tuple(lots))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
