"""Drawing a panel by lot (随机抽取): anyone who has the frozen list and the public value draws the same panel again.

Each candidate's lot is SHA-256 of "seed:key"; lots are gone through from the lowest. A candidate joins when the seats
that are then left can still be filled: so nobody is passed over but for a reason, and the strata are filled wherever
they can be.

The seed is SHA-256 of "public value:digest of the list". The list's digest is SHA-256 of its canonical lines. All of
it can be worked out with a spreadsheet and `sha256sum`.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the list.

    Attributes:
        key: names them, and nothing else does.
        traits: name of a trait -> its values (industry -> {"ict"}).
        organisation: their unit; empty for none, which no limit counts.
        barred: why they may not be drawn; empty when they may.
    """

    key: str
    traits: Mapping[str, frozenset[str]] = field(default_factory=dict)
    organisation: str = ""
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A kind of seat: whoever has, for every trait that is named, one of the values; `seats` of them, and as many in
    reserve as `reserve` says."""

    key: str
    seats: int
    reserve: int = 0
    wants: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def takes(self, candidate: Candidate) -> bool:
        """Whether a candidate fits, barred or not."""
        return all(values & candidate.traits.get(trait, frozenset()) for trait, values in self.wants.items())


@dataclass(frozen=True, slots=True)
class Lack:
    """A stratum that cannot be filled: it needs `seats`, `fitting` candidates are of its kind, `free` of these are not
    barred, and at most `possible` can sit together under the limit for one organisation and beside the other strata."""

    stratum: str
    seats: int
    fitting: int
    free: int
    possible: int


class Infeasible(ValueError):
    """The seats cannot be filled; `lacks` says which stratum lacks how many."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__(", ".join(f"{one.stratum}: {one.possible} of {one.seats}" for one in lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True, slots=True)
class Lot:
    """A candidate with the number that was drawn for them, and what came of it: `seat`, `reserve`, `left` (nobody was
    needed any more), `limit` (their organisation or the other strata left no seat), `unfit`, or why they were barred.
    `place` is the order within the stratum's seats or reserves, from 1."""

    key: str
    number: str
    outcome: str
    stratum: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw: every candidate with their lot, the lowest first."""

    seed: str
    list_digest: str
    lots: tuple[Lot, ...]

    def seated(self, stratum: str = "") -> list[str]:
        """The keys of who was drawn, by stratum and place; of one stratum where it is named."""
        return self._keys("seat", stratum)

    def reserves(self, stratum: str = "") -> list[str]:
        """The keys of who is called in when somebody declines, in their order."""
        return self._keys("reserve", stratum)

    def _keys(self, outcome: str, stratum: str) -> list[str]:
        found = [one for one in self.lots if one.outcome == outcome and stratum in ("", one.stratum)]
        return [one.key for one in sorted(found, key=lambda one: (one.stratum, one.place))]


def list_digest(candidates: Sequence[Candidate]) -> str:
    """SHA-256 (hex) of the list: a line for each candidate in the order of their keys,
    `key|organisation|trait=value,value;trait=…|barred`, values and traits sorted, lines ended by a line feed."""
    lines = sorted(_line(one) for one in candidates)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def seed_of(public_value: str, digest: str) -> str:
    """SHA-256 (hex) of `public value:digest of the list`."""
    return hashlib.sha256(f"{public_value}:{digest}".encode()).hexdigest()


def lot_of(seed: str, key: str) -> str:
    """A candidate's number: SHA-256 (hex) of `seed:key`."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def draw(
    candidates: Sequence[Candidate],
    strata: Sequence[Stratum],
    *,
    public_value: str,
    per_organisation: int = 0,
) -> Drawn:
    """Draw every stratum's seats and reserves.

    Args:
        strata: kinds of seats; they may overlap, a candidate takes one seat.
        per_organisation: at most so many of one organisation in all seats together; 0 for no limit.

    Raises:
        ValueError: two candidates or two strata of one key.
        Infeasible: not all seats can be filled.
    """
    _check(candidates, strata)
    digest = list_digest(candidates)
    seed = seed_of(public_value, digest)
    numbers = {one.key: lot_of(seed, one.key) for one in candidates}
    order = sorted(candidates, key=lambda one: (numbers[one.key], one.key))
    fits = {one.key: tuple(n for n, stratum in enumerate(strata) if stratum.takes(one)) for one in order}
    free = [one for one in order if not one.barred and fits[one.key]]
    if lacks := lacks_of(candidates, strata, per_organisation):
        raise Infeasible(lacks)
    chosen = _choose(free, fits, strata, per_organisation)
    seats = _seats(chosen, fits, strata)
    waiting = [one for one in free if one.key not in seats]
    reserves = _reserves(waiting, fits, strata)
    needed = len(chosen) == sum(one.seats for one in strata)
    last = chosen[-1].key if chosen else ""
    passed = _passed_over(free, {one.key for one in chosen}, last if needed else "")
    lots, places = [], Counter[tuple[str, int]]()
    for one in order:
        if one.barred or not fits[one.key]:
            lots.append(Lot(one.key, numbers[one.key], one.barred or "unfit"))
            continue
        taken = seats.get(one.key)
        kept = reserves.get(one.key)
        outcome = "seat" if taken is not None else "reserve" if kept is not None else passed[one.key]
        at = taken if taken is not None else kept
        if at is None:
            lots.append(Lot(one.key, numbers[one.key], outcome))
            continue
        places[outcome, at] += 1
        lots.append(Lot(one.key, numbers[one.key], outcome, strata[at].key, places[outcome, at]))
    return Drawn(seed, digest, tuple(lots))


def lacks_of(candidates: Sequence[Candidate], strata: Sequence[Stratum], per_organisation: int = 0) -> list[Lack]:
    """The strata that cannot be filled; none when the draw is possible. Nothing is drawn."""
    fits = {one.key: tuple(n for n, stratum in enumerate(strata) if stratum.takes(one)) for one in candidates}
    free = [one for one in candidates if not one.barred and fits[one.key]]
    alone = [
        _together(Counter(one.organisation for one in free if n in fits[one.key]), per_organisation)
        for n in range(len(strata))
    ]
    filled = _filled(_Pool(free, fits), strata, per_organisation)
    return [
        Lack(
            stratum=one.key,
            seats=one.seats,
            fitting=sum(n in places for places in fits.values()),
            free=sum(n in fits[candidate.key] for candidate in free),
            possible=min(alone[n], filled[n]),
        )
        for n, one in enumerate(strata)
        if min(alone[n], filled[n]) < one.seats
    ]


class _Pool:
    """Candidates who are alike for the seats: how many of each organisation fit the same strata."""

    def __init__(self, candidates: Sequence[Candidate], fits: Mapping[str, tuple[int, ...]]) -> None:
        self.fits = fits
        self.counts = Counter(self.kind(one) for one in candidates)

    def kind(self, one: Candidate) -> tuple[str, tuple[int, ...]]:
        """What two candidates share who can stand for each other."""
        return (one.organisation, self.fits[one.key])


def _choose(
    free: Sequence[Candidate], fits: Mapping[str, tuple[int, ...]], strata: Sequence[Stratum], most: int
) -> list[Candidate]:
    """The first by lot with whom all seats can be filled."""
    rest, seats = _Pool(free, fits), sum(one.seats for one in strata)
    chosen: list[Candidate] = []
    taken = Counter[tuple[str, tuple[int, ...]]]()
    # Kinds and sets of strata that no longer fit; more chosen never makes them fit again.
    hopeless, closed = set[tuple[str, tuple[int, ...]]](), set[tuple[int, ...]]()
    for one in free:
        if len(chosen) == seats:
            break
        kind = rest.kind(one)
        rest.counts[kind] -= 1
        if kind in hopeless or kind[1] in closed:
            continue
        taken[kind] += 1
        if _can_fill(taken, rest.counts, strata, most):
            chosen.append(one)
            continue
        taken[kind] -= 1
        hopeless.add(kind)
        unbound = ("", kind[1])  # whom no limit counts: where there is no seat for them, there is none for anybody
        taken[unbound] += 1
        if not _can_fill(taken, rest.counts, strata, most):
            closed.add(kind[1])
        taken[unbound] -= 1
    return chosen


def _can_fill(
    taken: Counter[tuple[str, tuple[int, ...]]],
    rest: Counter[tuple[str, tuple[int, ...]]],
    strata: Sequence[Stratum],
    most: int,
) -> bool:
    """Whether all seats can be filled with everybody who is taken among them."""
    flowed = _flow(taken, rest, strata, most)
    return flowed is not None and flowed[0] == sum(taken.values())


def _filled(pool: _Pool, strata: Sequence[Stratum], most: int) -> list[int]:
    """How many seats of each stratum can be filled when as many as possible are filled in all."""
    flowed = _flow(Counter(), pool.counts, strata, most, whole=False)
    assert flowed is not None
    return flowed[1]


def _flow(
    taken: Counter[tuple[str, tuple[int, ...]]],
    rest: Counter[tuple[str, tuple[int, ...]]],
    strata: Sequence[Stratum],
    most: int,
    *,
    whole: bool = True,
) -> tuple[int, list[int]] | None:
    """Seats filled by kinds of candidates, organisation -> kind -> stratum, with as many of the taken ones as can be:
    how many of those have a seat, and how many seats of each stratum are filled. None when `whole` and not all can
    be."""
    kinds = [kind for kind in sorted(taken.keys() | rest.keys()) if taken[kind] + rest[kind] > 0]
    units = {name: n for n, name in enumerate(sorted({kind[0] for kind in kinds}))}
    seats = sum(one.seats for one in strata)
    source, sink = 0, 1
    unit_at, kind_at, stratum_at = 2, 2 + len(units), 2 + len(units) + len(kinds)
    tails, heads, room, cost = [], [], [], []

    def arc(tail: int, head: int, capacity: int, price: int = 0) -> int:
        tails.append(tail)
        heads.append(head)
        room.append(capacity)
        cost.append(price)
        return len(tails) - 1

    for name, n in units.items():
        arc(source, unit_at + n, most if most and name else seats)
    wanted = []
    for n, kind in enumerate(kinds):
        if taken[kind]:
            wanted.append(arc(unit_at + units[kind[0]], kind_at + n, taken[kind], -1))
        if rest[kind]:
            arc(unit_at + units[kind[0]], kind_at + n, min(rest[kind], seats))
        for stratum in kind[1]:
            arc(kind_at + n, stratum_at + stratum, strata[stratum].seats)
    ends = [arc(stratum_at + n, sink, one.seats) for n, one in enumerate(strata)]
    net = SimpleMinCostFlow()
    net.add_arcs_with_capacity_and_unit_cost(*(np.array(one, dtype=np.int64) for one in (tails, heads, room, cost)))
    net.set_node_supply(source, seats)
    net.set_node_supply(sink, -seats)
    status = net.solve() if whole else net.solve_max_flow_with_min_cost()
    if status == SimpleMinCostFlow.INFEASIBLE:
        return None
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"the flow solver answered {status.name}")
    return sum(net.flow(one) for one in wanted), [net.flow(one) for one in ends]


def _seats(
    chosen: Sequence[Candidate], fits: Mapping[str, tuple[int, ...]], strata: Sequence[Stratum]
) -> dict[str, int]:
    """Which stratum each chosen candidate sits in."""
    if not chosen:
        return {}
    columns = [n for n, one in enumerate(strata) for _seat in range(one.seats)]
    never = len(columns) * len(chosen) + 1
    price = np.array([[n if n in fits[one.key] else never for n in columns] for one in chosen])
    rows, places = linear_sum_assignment(price)
    return {chosen[row].key: columns[place] for row, place in zip(rows, places, strict=True)}


def _reserves(
    waiting: Sequence[Candidate], fits: Mapping[str, tuple[int, ...]], strata: Sequence[Stratum]
) -> dict[str, int]:
    """Which stratum's reserve each of the rest joins, by lot: the one of theirs that has the smallest share of its
    reserve, the first of several."""
    found: dict[str, int] = {}
    has = [0] * len(strata)
    for one in waiting:
        open_ones = [n for n in fits[one.key] if has[n] < strata[n].reserve]
        if open_ones:
            at = min(open_ones, key=lambda n: (has[n] / strata[n].reserve, n))
            has[at] += 1
            found[one.key] = at
    return found


def _passed_over(free: Sequence[Candidate], chosen: set[str], last: str) -> dict[str, str]:
    """Why somebody who fits has no seat: a limit, or that all seats were filled before their lot."""
    found, is_over = {}, not last
    for one in free:
        if one.key not in chosen:
            found[one.key] = "left" if is_over else "limit"
        is_over = is_over or one.key == last
    return found


def _together(units: Counter[str], most: int) -> int:
    """How many can sit together when at most `most` are of one organisation."""
    return sum(count if not most or not name else min(count, most) for name, count in units.items())


def _line(one: Candidate) -> str:
    traits = ";".join(f"{trait}={','.join(sorted(values))}" for trait, values in sorted(one.traits.items()))
    return f"{one.key}|{one.organisation}|{traits}|{one.barred}"


def _check(candidates: Sequence[Candidate], strata: Sequence[Stratum]) -> None:
    for keys in ([one.key for one in candidates], [one.key for one in strata]):
        if len(set(keys)) < len(keys):
            raise ValueError("two of one key")
