"""Why nothing fits: a smallest set of named rules that clash, and what dropping one of them would make possible.

Each rule gets an enabling literal that the solver is told to assume; it answers with assumptions that suffice for the
contradiction, and a deletion filter (Chinneck and Dravnieks 1991) takes away each that is not needed.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from yunhui.decide.timetable.building import Building, Key
from yunhui.decide.timetable.model import Clash, Placement, Plan, Saying
from yunhui.decide.timetable.narrow import narrow, with_rooms, would_be
from yunhui.decide.timetable.positions import Field
from yunhui.decide.timetable.rules import Rules
from yunhui.decide.timetable.searching import Budget, Found, search
from yunhui.decide.timetable.words import say

SHARE = 0.2
MOST = 5


def explain(plan: Plan, budget: Budget, seed: int, tick: Callable[[], None]) -> tuple[Clash, ...]:
    """Clashes of single items at once; else those of several, found by the solver, that share no rule, until what is
    left fits or the budget ends; each smallest if `minimal`.
    """
    alone = narrow(Field(plan), Rules(plan))
    if alone:
        return (_proved(plan, alone[0], budget, seed, tick),) if len(alone) == 1 else alone
    return _Inquiry(plan, budget, seed, tick).clashes()


def _proved(plan: Plan, clash: Clash, budget: Budget, seed: int, tick: Callable[[], None]) -> Clash:
    """The only clash, each of its ways out tried on the whole plan: "without" where all fits then, gone where not."""
    ways = []
    for way in clash.ways_out:
        tick()
        key = (way.parameters["rule"], *way.parameters["about"])
        relaxed = _without(plan, key)
        field = Field(relaxed) if relaxed is not None else None
        at = [field.allowed(item) for item in field.plan.items] if field is not None else []
        if field is None or budget.over:
            ways.append(way)
            continue
        if not all(len(one) for one in at):
            continue
        building = Building(field, at)
        found = search(building.model, building.literals, budget, seed=seed, work=budget.work * SHARE, relax=True)
        if found.solved:
            items = {item.id: item for item in plan.items}
            (here,) = (one for one in building.placements(found.values) if one.item == way.parameters["item"])
            detail = would_be(Field(plan), Rules(plan), key, items[here.item], here)
            about = {name: way.parameters[name] for name in ("rule", "about", "sentence")}
            ways.append(say("without", **about, detail=detail.text, **detail.parameters))
        elif found.status != "INFEASIBLE":
            ways.append(way)
    return replace(clash, ways_out=tuple(ways))


def _without(plan: Plan, key: Key) -> Plan | None:
    """The plan without one rule of an item or a person, and without any price; None for other rules."""
    code, about = key[0], key[1]
    items, people = plan.items, tuple(replace(one, humane=None) for one in plan.people)
    if code == "rooms":
        items = tuple(replace(one, rooms=None) if one.id == about else one for one in items)
    elif code == "days":
        items = tuple(replace(one, days=None) if one.id == about else one for one in items)
    elif code == "availability":
        people = tuple(replace(one, available=None, unavailable=()) if one.id == about else one for one in people)
    elif code not in ("pin", "lock"):
        return None
    return replace(
        plan,
        items=items,
        people=people,
        pins=tuple(pin for pin in plan.pins if code != "pin" or pin.item != about),
        locks=tuple(lock for lock in plan.locks if code != "lock" or lock != about),
        groups=tuple(replace(group, together=0, one_room=0) for group in plan.groups),
        wishes=(),
        apart=tuple(pair for pair in plan.apart if pair.price is None),
        orders=tuple(order for order in plan.orders if order.price is None),
        move_price=0,
        day_balance=0,
    )


class _Inquiry:
    def __init__(self, plan: Plan, budget: Budget, seed: int, tick: Callable[[], None]) -> None:
        self.plan, self.budget, self.seed, self.tick = plan, budget, seed, tick
        self.field = Field(plan)
        self.rules = Rules(plan)
        self.building = Building(self.field, [self.field.open_to(item) for item in plan.items], named=True)
        self.literals = self.building.literals
        self.key_of = {literal.index: key for key, literal in self.building.rules.items()}

    def clashes(self) -> tuple[Clash, ...]:
        left = list(self.building.rules)
        cores: list[tuple[list[Key], bool]] = []
        while len(cores) < MOST and not self.budget.over:
            # That all rules together clash is known; whether those outside the clashes found do is yet to be seen.
            if cores and self._together(left).status != "INFEASIBLE":
                break
            full = self._too_full(left)
            core, minimal = (full, True) if full else self._filter(self._assume(left) or left)
            cores.append((core, minimal))
            left = [key for key in left if key not in core]
        alone = len(cores) == 1
        return tuple(
            Clash(
                tuple(self.rules.say(key) for key in with_rooms(self.field, core)),
                minimal,
                tuple(self._ways_out(core)) if alone else (),
            )
            for core, minimal in cores
        )

    def _too_full(self, left: list[Key]) -> list[Key]:
        """All rooms, if the items are longer than all open hours; without any one of them there is room enough."""
        rooms = dict.fromkeys(("room", block.day, block.room) for block in self.plan.blocks)
        return list(rooms) if self.field.missing > 0 and set(rooms) <= set(left) else []

    def _assume(self, rules: Iterable[Key]) -> list[Key]:
        """The assumptions that the solver needed for its contradiction; empty if it ran out of work."""
        self.tick()
        model = self.building.model
        model.clear_assumptions()
        model.add_assumptions([self.building.rules[key] for key in rules])
        found = search(model, self.literals, self.budget, seed=self.seed, work=self.budget.work * SHARE, relax=True)
        model.clear_assumptions()
        return [self.key_of[index] for index in found.core]

    def _together(self, rules: Iterable[Key]) -> Found:
        """Whether everything fits when just these rules hold, for good: presolve then sees what an assumption hides."""
        self.tick()
        model = self.building.model.clone()
        for key in rules:
            model.add(model.get_bool_var_from_proto_index(self.building.rules[key].index) == 1)
        return search(model, self.literals, self.budget, seed=self.seed, work=self.budget.work * SHARE, relax=True)

    def _filter(self, core: list[Key]) -> tuple[list[Key], bool]:
        """Take away rules without which the others still clash, half of them at a time, then one by one."""
        needed, minimal, size = list(core), True, max(1, len(core) // 2)
        while True:
            for first in range(0, len(core), size):
                rest = [key for key in needed if key not in core[first : first + size]]
                if len(rest) == len(needed):
                    continue
                found = self._together(rest)
                if found.status == "INFEASIBLE":
                    needed = rest
                elif found.status == "UNKNOWN" and size == 1:
                    minimal = False
            if size == 1:
                return needed, minimal
            core, size = list(needed), max(1, min(size, len(needed)) // 2)

    def _ways_out(self, core: list[Key]) -> Iterable[Saying]:
        """For each rule of the only clash, the timetable that keeps all others, if there is one."""
        if self.field.missing > 0:
            yield say("more_hours", minutes=self.field.missing)
            return
        for key in core:
            if self.budget.over:
                return
            found = self._together(other for other in self.building.rules if other != key)
            if found.solved:
                detail = self._detail(key, self.building.placements(found.values))
                named = {"rule": key[0], "about": list(key[1:]), "sentence": self.rules.say(key).text}
                yield say("without", **named, detail=detail.text, **detail.parameters)

    def _detail(self, key: Key, placements: tuple[Placement, ...]) -> Saying:
        """Where the rule is broken in the timetable without it."""
        items = {item.id: item for item in self.plan.items}
        for placement in placements:
            item = items[placement.item]
            at = self.field.open_to(item)
            rules = self.field.rules_of(item, at)
            if key not in rules:
                continue
            here = self.field.at(placement, at)
            if rules[key][here].all():
                continue
            return would_be(self.field, self.rules, key, item, placement)
        return say("without_any")
