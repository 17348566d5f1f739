"""Who is in, who waits, who is not, and why: the announced rule applied to the official scores, and nothing else.

Order of the places: each group's quota, each group's wild cards, then the places still free to the best that remain of
all groups, then the reserve list over all groups. Gates bind everybody, wild cards too. Ties that the announced order
cannot break are named and left to people, never broken by an id or by the order of the input; what comes after an open
tie waits for it, because who loses the tie competes there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from yunhui.decide.selection_types import (
    Batch,
    Entry,
    GateCheck,
    Leftover,
    Line,
    Outcome,
    Placing,
    Reason,
    SelectionRule,
    Tie,
    Unfilled,
    Via,
    WrongRule,
)

Key = tuple[Decimal, ...]
NOTHING = Decimal("-Infinity")
"""A tie-break value that an entry does not have ranks below every value."""


def official_key(entry: Entry) -> Key:
    """Return what the announced order compares, higher first: score, then the tie-breaks."""
    return tuple(NOTHING if value is None else value for value in (entry.score, *entry.tie_breaks))


def check_gates(entry: Entry, rule: SelectionRule) -> tuple[GateCheck, ...]:
    """Return every gate with the value that met it, passed or not; none for an entry without a score."""
    if entry.score is None:
        return ()
    points = entry.score if entry.gate_score is None else entry.gate_score
    return (
        GateCheck("score", points >= rule.gate_mean, str(points), str(rule.gate_mean)),
        GateCheck(
            "interests", entry.interests >= rule.least_interests, str(entry.interests), str(rule.least_interests)
        ),
    )


def select(entries: Iterable[Entry], rule: SelectionRule) -> Batch:
    """Apply the rule to all entries of a call.

    Raises:
        WrongRule: an id twice, a group without a quota, tie-breaks of different lengths, a score that is not a number,
            negative counts, or quotas and wild cards beyond the seats.
    """
    everybody = sorted(entries, key=lambda entry: entry.id)
    _check(everybody, rule)
    return _Round(everybody, rule).batch()


class _Round:
    """One run; what it has given so far."""

    def __init__(self, everybody: Sequence[Entry], rule: SelectionRule) -> None:
        self.everybody = everybody
        self.rule = rule
        self.gates = {entry.id: check_gates(entry, rule) for entry in everybody}
        ranked = _in_order(entry for entry in everybody if _outside(entry) is None)
        self.ranks = _ranks(ranked)
        passing = [entry for entry in ranked if all(gate.passed for gate in self.gates[entry.id])]
        self.open = {entry.id: entry for entry in passing}
        self.passing = passing
        self.places = _places(passing)
        self.given: dict[str, tuple[Outcome, Via | None, int | None, Reason]] = {}
        self.ties: list[Tie] = []
        self.unfilled: list[Unfilled] = []

    def batch(self) -> Batch:
        for group in sorted(self.rule.quotas):
            self._fill_group(group)
        free = self._seats_left() - sum(missing.count for missing in self.unfilled)
        if self.ties:
            self._lack("remaining", None, free, "tie")
        elif self.rule.leftover is Leftover.LEAVE_EMPTY:
            self._lack("remaining", None, free, "not_passed_on")
        else:
            self._fill(
                "remaining", None, Via.REMAINING, list(self.open.values()), free, "remaining_place", "too_few_passing"
            )
        if self.ties:
            self._wait(self._seats_left() + self.rule.reserves)
        else:
            self._fill_reserves()
        return Batch(
            placings=tuple(
                sorted(
                    map(self._placing, self.everybody), key=lambda p: (p.entry.group, p.rank or len(self.everybody) + 1)
                )
            ),
            lines={group: self._line(group) for group in sorted(self.rule.quotas)},
            ties=tuple(self.ties),
            unfilled=tuple(self.unfilled),
        )

    def _seats_left(self) -> int:
        return self.rule.seats - sum(outcome is Outcome.SELECTED for outcome, *_ in self.given.values())

    def _fill_group(self, group: str) -> None:
        quota = self.rule.quotas[group]
        # Places not taken go on to the best remaining and are no longer the group's; else they stay empty here.
        stays = self.rule.leftover is Leftover.LEAVE_EMPTY
        own = [entry for entry in self.open.values() if entry.group == group]
        short = "too_few_passing" if stays else None
        if self._fill("quota", group, Via.QUOTA, own, quota.places, "within_quota", short):
            self._lack("wild_card", group, quota.wild_cards, "tie")
            return
        recommended = [entry for entry in own if entry.wild_card and entry.id in self.open]
        short = "too_few_recommended" if stays else None
        self._fill("wild_card", group, Via.WILD_CARD, recommended, quota.wild_cards, "wild_card", short)

    def _fill(
        self,
        kind: str,
        group: str | None,
        via: Via,
        wanting: Sequence[Entry],
        places: int,
        code: str,
        short: str | None,
    ) -> bool:
        """Give places in order; tell whether a tie across the line left some open."""
        taken = 0
        for equals in _classes(wanting):
            if taken == places:
                return False
            if taken + len(equals) > places:
                self._tie(Tie(kind, group, tuple(entry.id for entry in equals), places - taken), taken + 1)
                self._lack(kind, group, places - taken, "tie")
                return True
            for entry in equals:
                where = {"place": str(taken + 1), "places": str(places)}
                self._give(entry, Outcome.SELECTED, via, None, Reason(code, where))
            taken += len(equals)
        if short:
            self._lack(kind, group, places - taken, short)
        return False

    def _fill_reserves(self) -> None:
        number = 1
        for equals in _classes(list(self.open.values())):
            room = self.rule.reserves - number + 1
            if room < 1:
                break
            if len(equals) == 1:
                self._give(equals[0], Outcome.RESERVE, None, number, Reason("reserve", {"number": str(number)}))
            else:
                names = tuple(entry.id for entry in equals)
                self._tie(Tie("reserve", None, names, min(room, len(equals)), first_number=number), number)
            number += len(equals)
        self._lack("reserve", None, self.rule.reserves - number + 1, "too_few_passing")
        self._decline(list(self.open.values()))

    def _wait(self, still_to_give: int) -> None:
        """Leave open what an open tie can still change, and decline those whom no way of breaking it can help."""
        waiting_groups = {tie.group for tie in self.ties}
        ahead = 0
        hopeless = []
        for equals in _classes(list(self.open.values())):
            # Entries ahead that have no other way to a place have the first call on all that is left to give.
            hopeless += [
                entry
                for entry in equals
                if ahead >= still_to_give and not (entry.wild_card and entry.group in waiting_groups)
            ]
            ahead += sum(not entry.wild_card for entry in equals)
        self._decline(hopeless)
        for entry in list(self.open.values()):
            self._give(entry, Outcome.UNDECIDED, None, None, Reason("waits_for_tie"))

    def _tie(self, tie: Tie, first_place: int) -> None:
        self.ties.append(tie)
        parameters = {
            "kind": tie.kind,
            "place": str(first_place),
            "places": str(tie.places),
            "entries": ", ".join(tie.entries),
        }
        for name in tie.entries:
            self._give(self.open[name], Outcome.UNDECIDED, None, None, Reason("tie", parameters))

    def _decline(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            where = {
                "place": str(self.places[official_key(entry)]),
                "places": str(self.rule.seats),
                "reserves": str(self.rule.reserves),
            }
            self._give(entry, Outcome.DECLINED, None, None, Reason("no_place", where))

    def _give(self, entry: Entry, outcome: Outcome, via: Via | None, number: int | None, reason: Reason) -> None:
        self.given[entry.id] = (outcome, via, number, reason)
        del self.open[entry.id]

    def _lack(self, kind: str, group: str | None, count: int, code: str) -> None:
        if count > 0:
            self.unfilled.append(Unfilled(kind, group, count, code))

    def _placing(self, entry: Entry) -> Placing:
        gates = self.gates[entry.id]
        rank = self.ranks.get(entry.id)
        if (outside := _outside(entry)) is not None:
            return Placing(entry, None, gates, Outcome.INELIGIBLE, None, None, (outside,))
        if entry.id in self.given:
            outcome, via, number, reason = self.given[entry.id]
            return Placing(entry, rank, gates, outcome, via, number, (reason,))
        reasons = tuple(_failure(gate) for gate in gates if not gate.passed)
        return Placing(entry, rank, gates, Outcome.DECLINED, None, None, reasons)

    def _line(self, group: str) -> Line:
        own = [entry for entry in self.passing if entry.group == group]
        places = self.rule.quotas[group].places
        return Line(
            last_inside=own[places - 1].score if 0 < places <= len(own) else None,
            first_outside=own[places].score if places < len(own) else None,
        )


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=_deciding_key, reverse=True)


def _deciding_key(entry: Entry) -> tuple[Key, Decimal]:
    people = NOTHING if entry.deliberated is None else -Decimal(entry.deliberated)
    return official_key(entry), people


def _classes(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Group entries that stand in order into those that neither the announced order nor people have told apart.

    People's places count among those to whom they were given: an equal without one was not part of what they decided.
    """
    classes: list[list[Entry]] = []
    for _, group in groupby(entries, key=official_key):
        equals = list(group)
        told_apart = all(entry.deliberated is not None for entry in equals)
        for _, same in groupby(equals, key=_deciding_key if told_apart else official_key):
            classes.append(sorted(same, key=lambda entry: entry.id))
    return classes


def _places(ordered: Sequence[Entry]) -> dict[Key, int]:
    """Return the place that goes with each official key among entries in order, equals sharing the best."""
    places: dict[Key, int] = {}
    for index, entry in enumerate(ordered):
        places.setdefault(official_key(entry), index + 1)
    return places


def _ranks(ordered: Sequence[Entry]) -> dict[str, int]:
    """Return each entry's place in its group by the official key alone; what people decided does not show in it."""
    ranks: dict[str, int] = {}
    for group in {entry.group for entry in ordered}:
        own = [entry for entry in ordered if entry.group == group]
        places = _places(own)
        ranks |= {entry.id: places[official_key(entry)] for entry in own}
    return ranks


def _outside(entry: Entry) -> Reason | None:
    if entry.withdrawn:
        return Reason("withdrawn")
    if not entry.eligible:
        return Reason("not_eligible")
    return Reason("no_score") if entry.score is None else None


def _failure(gate: GateCheck) -> Reason:
    if gate.code == "score":
        return Reason("below_gate", {"mean": gate.value, "gate": gate.needed})
    return Reason("too_few_interests", {"interests": gate.value, "least": gate.needed})


def _check(entries: Sequence[Entry], rule: SelectionRule) -> None:
    twice = sorted(name for name, count in Counter(entry.id for entry in entries).items() if count > 1)
    if twice:
        raise WrongRule(f"entry twice: {', '.join(twice)}")
    strange = sorted({entry.group for entry in entries} - rule.quotas.keys())
    if strange:
        raise WrongRule(f"no quota for group: {', '.join(strange)}")
    if len({len(entry.tie_breaks) for entry in entries}) > 1:
        raise WrongRule("tie-breaks of different lengths")
    values = (value for e in entries for value in (e.score, e.gate_score, *e.tie_breaks))
    if any(value is not None and not value.is_finite() for value in values):
        raise WrongRule("a score or tie-break is not a finite number")
    counts = [count for quota in rule.quotas.values() for count in (quota.places, quota.wild_cards)]
    if min([rule.seats, rule.reserves, rule.least_interests, *counts]) < 0:
        raise WrongRule("seats, reserves, interests, quotas and wild cards must not be negative")
    if sum(counts) > rule.seats:
        raise WrongRule(f"quotas and wild cards need {sum(counts)} seats, there are {rule.seats}")
