"""The words of selection: what goes in, what comes out; reasons are codes with values, the product puts them in words.

Codes of `Reason`, with their parameters:
within_quota, wild_card, remaining_place {place, places}: how a place was won.
promoted {number}: from that place of the reserve list. reserve {number}. no_place {place, places}: passed, but full.
tie {place, places, entries}: shares a line with others; waits_for_tie {}: decided once people have decided a tie.
below_gate {mean, gate}; too_few_interests {interests, least}; no_score {}; not_eligible {}; withdrawn {}.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of an entry. UNDECIDED: people have to break a tie first. INELIGIBLE is outside the ranking."""

    SELECTED = "selected"
    RESERVE = "reserve"
    UNDECIDED = "undecided"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"


class Via(StrEnum):
    """By which kind of place an entry was selected."""

    QUOTA = "quota"
    WILD_CARD = "wild_card"
    REMAINING = "remaining"
    RESERVE = "reserve"


class Leftover(StrEnum):
    """What becomes of places that a group cannot fill, and of places beyond all quotas."""

    BEST_REMAINING = "best_remaining"
    LEAVE_EMPTY = "leave_empty"


class WrongRule(ValueError):
    """The rule contradicts itself or the entries."""


class OpenTie(ValueError):
    """The next step needs a tie decided that is still open."""


@dataclass(frozen=True)
class Reason:
    """One fact behind an outcome."""

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """score: official, higher is better (None: none). tie_breaks: in the announced order, higher is better.

    interests: host areas that have stated an interest. wild_card: a body entitled to do so recommends it.
    deliberated: the place that people gave it among equals (1 is first), when they have broken a tie; where one of the
    equals has none, they are still equal.
    gate_score: what meets the gate where that is not the score (a sum of ranks is ordered by, points pass the gate).
    """

    id: str
    group: str
    score: Decimal | None
    tie_breaks: tuple[Decimal | None, ...] = ()
    interests: int = 0
    eligible: bool = True
    withdrawn: bool = False
    wild_card: bool = False
    deliberated: int | None = None
    gate_score: Decimal | None = None


@dataclass(frozen=True)
class Quota:
    """Places of one group: by order, and for recommended entries that the order leaves out."""

    places: int
    wild_cards: int = 0


@dataclass(frozen=True)
class SelectionRule:
    """The announced rule; defaults are the house's. `seats` is all places, quotas and wild cards included."""

    quotas: Mapping[str, Quota]
    seats: int
    reserves: int = 5
    gate_mean: Decimal = Decimal(60)
    least_interests: int = 1
    leftover: Leftover = Leftover.BEST_REMAINING


@dataclass(frozen=True)
class GateCheck:
    """One gate and the value that met it: code is score or interests."""

    code: str
    passed: bool
    value: str
    needed: str


@dataclass(frozen=True)
class Placing:
    """One entry's outcome with all that led to it. rank: place in its group, ties share; None outside the ranking."""

    entry: Entry
    rank: int | None
    gates: tuple[GateCheck, ...]
    outcome: Outcome
    via: Via | None
    reserve_number: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Tie:
    """Entries equal in score and every tie-break, more of them than places; `kind` says on which line.

    group: None for lines over all groups. places: how many of these places there are for them. On the reserve list the
    places are its numbers from `first_number`, and entries may be as many as places: their order is open.
    """

    kind: str
    group: str | None
    entries: tuple[str, ...]
    places: int
    first_number: int | None = None


@dataclass(frozen=True)
class Unfilled:
    """Places that stay free: kind quota, wild_card, remaining or reserve.

    code: too_few_passing, too_few_recommended, not_passed_on (places beyond the quotas that the rule leaves empty) or
    tie (people decide). Without those of the reserve list, the counts and the selected add up to the seats.
    """

    kind: str
    group: str | None
    count: int
    code: str


@dataclass(frozen=True)
class Line:
    """A group's cut: the last score inside its quota and the first passing score outside (None: there is none)."""

    last_inside: Decimal | None
    first_outside: Decimal | None


@dataclass(frozen=True)
class Batch:
    """Outcomes in order of group and rank (input order never shows), cut line by group, open ties, free places."""

    placings: tuple[Placing, ...]
    lines: Mapping[str, Line]
    ties: tuple[Tie, ...]
    unfilled: tuple[Unfilled, ...]

    def of(self, entry: str) -> Placing:
        """Return one entry's placing.

        Raises:
            KeyError: no such entry.
        """
        for placing in self.placings:
            if placing.entry.id == entry:
                return placing
        raise KeyError(entry)
