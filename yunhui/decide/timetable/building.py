"""The timetable as a CP-SAT model: one literal for each item and start it may have, and cliques over time.

A literal x[item, block, start] instead of start variables and intervals: prices of starts are then plain
coefficients, and "one at a time" is an at-most-one over all literals that cover a minute, which gives the linear
relaxation its full strength (time-indexed formulation: Dyer and Wolsey 1990). Items that no rule tells apart share
their literals, so that the solver need not try their permutations.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from yunhui.decide.timetable.cliques import Literal, cliques
from yunhui.decide.timetable.clocks import minute_of
from yunhui.decide.timetable.model import Item, Placement, Plan
from yunhui.decide.timetable.pieces import in_one_piece
from yunhui.decide.timetable.positions import Field, Positions
from yunhui.decide.timetable.sessions import draw_order, even_days

Starts = dict[int, Literal]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Items that may change places with each other, and their shared literals, one for each position."""

    items: tuple[Item, ...]
    at: Positions
    literals: list[Literal]

    @property
    def length(self) -> int:
        return self.items[0].length

    def each(self) -> Iterator[tuple[int, int, Literal]]:
        """Block, start and literal of each position."""
        return zip(self.at.block.tolist(), self.at.start.tolist(), self.literals, strict=True)


class Building:
    """Builds the model rule by rule; `model` and `kinds` are what the solver needs.

    `at`: for each item of the plan the positions it may take. With `named`, wishes are left out and each rule holds
    only if its literal in `rules` does, so that a solver can say which of them clash; give `at` = open_to then.
    `in_pieces`: with literals for drawn groups as a whole, by which a first good timetable is found.
    """

    def __init__(self, field: Field, at: Sequence[Positions], *, named: bool = False, in_pieces: bool = False) -> None:
        self.field = field
        self.in_pieces = in_pieces
        self.plan: Plan = field.plan
        self.named = named
        self.rules: dict[Key, Literal] = {}
        self.model = cp_model.CpModel()
        self.costs: list[tuple[Literal, int]] = []
        self.dearest = 0
        self.pieces: list[tuple[Literal, list[Literal]]] = []
        self.kinds = self._make_kinds(at)
        self.kind_of = {kind.items[0].id: kind for kind in self.kinds if len(kind.items) == 1}
        self._starts: dict[str, Starts] = {}
        self._prefixes: dict[str, list[tuple[int, Literal]]] = {}
        if named:
            self._own_rules()
        else:
            self._own_prices()
        self._rooms()
        self._one_place()
        self._apart()
        self._orders()
        self._first_and_last()
        self._groups()
        draw_order(self)
        even_days(self)
        if self.costs:
            literals, prices = zip(*self.costs, strict=True)
            self.model.minimize(cp_model.LinearExpr.weighted_sum(literals, prices))

    def between(self, least: int, most: int | None) -> None:
        """Tell the solver what is known of the price already: at least, and at most (None: nothing), that much."""
        if self.costs:
            self.model.proto.objective.domain.extend([least, self.dearest if most is None else most])

    def pay(self, variable: Literal, price: int, most: int = 1) -> None:
        """Each unit of the variable, of at most `most`, costs `price`."""
        self.costs.append((variable, price))
        self.dearest += price * most

    def when(self, key: Key, constraint: cp_model.Constraint) -> None:
        if self.named:
            if key not in self.rules:
                self.rules[key] = self.model.new_bool_var("")
            constraint.only_enforce_if(self.rules[key])

    def _at_most_one(self, key: Key, spans: list[tuple[int, int, Literal]]) -> None:
        for clique in cliques(spans):
            if self.named:
                self.when(key, self.model.add(sum(clique) <= 1))
            else:
                self.model.add_at_most_one(clique)

    # Variables

    def _make_kinds(self, at: Sequence[Positions]) -> list[Kind]:
        single = self._told_apart()
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for index, item in enumerate(self.plan.items):
            where = at[index]
            key: tuple[object, ...] = (item.id,)
            if item.id not in single:
                same = (where.block.tobytes(), where.start.tobytes(), where.price.tobytes())
                key = (item.length, item.minutes, item.group, *same)
            groups[key].append(index)
        kinds = []
        for members in groups.values():
            where = at[members[0]]
            literals = [self.model.new_bool_var("") for _ in range(len(where))]
            if len(members) == 1:
                self.model.add_exactly_one(literals)
            else:
                self.model.add(sum(literals) == len(members))
            kinds.append(Kind(tuple(self.plan.items[m] for m in members), where, literals))
        return kinds

    def _told_apart(self) -> set[str]:
        """Items that some rule or wish names, or whose people have a part elsewhere."""
        if self.named:
            return {item.id for item in self.plan.items}
        named = {end for pair in self.plan.apart for end in (pair.one, pair.other)}
        named |= {end for order in self.plan.orders for end in (order.before, order.after)}
        named |= {item.id for item in self.plan.items if item.place or item.alone or item.rank is not None}
        return named | {item.id for shared in self._shared().values() for item in shared}

    def _shared(self) -> dict[str, list[Item]]:
        """The items of each person who has several."""
        items: dict[str, list[Item]] = defaultdict(list)
        for item in self.plan.items:
            for person in dict.fromkeys(part.person for part in item.people):
                items[person].append(item)
        return {person: mine for person, mine in items.items() if len(mine) > 1}

    def starts(self, item: str) -> Starts:
        """One literal for each start of a single item, whatever the room."""
        if item not in self._starts:
            kind, rooms = self.kind_of[item], defaultdict(list)
            for start, literal in zip(kind.at.start.tolist(), kind.literals, strict=True):
                rooms[start].append(literal)
            found: Starts = {}
            for start in sorted(rooms):
                found[start] = rooms[start][0]
                if len(rooms[start]) > 1:
                    found[start] = self.model.new_bool_var("")
                    self.model.add(sum(rooms[start]) == found[start])
            self._starts[item] = found
        return self._starts[item]

    def prefix(self, item: str) -> list[tuple[int, Literal]]:
        """(start, literal "the item starts at or before it"), ascending."""
        if item not in self._prefixes:
            chain: list[tuple[int, Literal]] = []
            for start, here in self.starts(item).items():
                so_far = self.model.new_bool_var("")
                self.model.add_implication(here, so_far)
                if chain:
                    self.model.add(chain[-1][1] + here == so_far)
                else:
                    self.model.add_implication(so_far, here)
                chain.append((start, so_far))
            self._prefixes[item] = chain
        return self._prefixes[item]

    # Rules

    def _own_prices(self) -> None:
        for kind in self.kinds:
            for index in np.flatnonzero(kind.at.price).tolist():
                self.pay(kind.literals[index], int(kind.at.price[index]))

    def _own_rules(self) -> None:
        for kind in self.kinds:
            for key, keep in self.field.rules_of(kind.items[0], kind.at).items():
                self.when(key, self.model.add_bool_and([kind.literals[k].negated() for k in np.flatnonzero(~keep)]))

    def _rooms(self) -> None:
        """In each block at most one item at a time; an item that runs alone counts in every room."""
        in_block: dict[int, list[tuple[int, int, Literal]]] = defaultdict(list)
        for kind in self.kinds:
            for block, start, literal in zip(
                kind.at.block.tolist(), kind.at.start.tolist(), kind.literals, strict=True
            ):
                in_block[block].append((start, start + kind.length, literal))
        for block, spans in in_block.items():
            begin, end = self.field.spans[block]
            day, room = self.plan.blocks[block].day, self.plan.blocks[block].room
            self._at_most_one(("room", day, room), spans)
            for item in self.plan.items:
                if item.alone:
                    at = self.kind_of[item.id].at
                    elsewhere = np.array([b.room != room for b in self.plan.blocks], dtype=np.bool_)[at.block]
                    there = [
                        (start, start + item.length, self.kind_of[item.id].literals[index])
                        for index, start in enumerate(at.start.tolist())
                        if elsewhere[index] and start < end and begin < start + item.length
                    ]
                    self._at_most_one(("alone", item.id), spans + there)

    def _one_place(self) -> None:
        for person, items in self._shared().items():
            spans = [
                (start, start + item.minutes, literal)
                for item in items
                for start, literal in self.starts(item.id).items()
            ]
            self._at_most_one(("one_place", person), spans)

    def _apart(self) -> None:
        lengths = {item.id: item.minutes for item in self.plan.items}
        for pair in self.plan.apart:
            spans = [
                (start, start + lengths[item], literal)
                for item in (pair.one, pair.other)
                for start, literal in self.starts(item).items()
            ]
            if pair.price is None:
                self._at_most_one(("apart", pair.one, pair.other), spans)
            elif pair.price and not self.named:
                together = self.model.new_bool_var("")
                self.pay(together, pair.price)
                for clique in cliques(spans):
                    self.model.add(sum(clique) <= 1 + together)

    def _orders(self) -> None:
        lengths = {item.id: item.minutes for item in self.plan.items}
        for order in self.plan.orders:
            if order.price == 0 or (order.price and self.named):
                continue
            broken = None
            if order.price:
                broken = self.model.new_bool_var("")
                self.pay(broken, order.price)
            unless = [] if broken is None else [broken]
            before, position = self.prefix(order.before), 0
            for start, so_far in self.prefix(order.after):
                while position < len(before) and before[position][0] + lengths[order.before] <= start:
                    position += 1
                done = [before[position - 1][1]] if position else []
                kept = self.model.add_bool_or([so_far.negated(), *done, *unless])
                if not unless:
                    self.when(("order", order.before, order.after), kept)

    def _first_and_last(self) -> None:
        for item in self.plan.items:
            if item.place:
                for day in self.plan.days:
                    self._at_the_edge(item, day.id)

    def _at_the_edge(self, item: Item, day: str) -> None:
        """Chain literals "another item starts before / ends after this minute of the day", which forbid the start."""
        first = item.place == "first"
        today = np.array([block.day == day for block in self.plan.blocks], dtype=np.bool_)
        mine = self.kind_of[item.id]
        here = [(int(mine.at.start[k]), mine.literals[k]) for k in np.flatnonzero(today[mine.at.block])]
        if not here:
            return
        edges = sorted({start + item.length if first else start for start, _ in here}, reverse=not first)
        chain = {edge: self.model.new_bool_var("") for edge in edges}
        for near, far in itertools.pairwise(edges):
            self.model.add_implication(chain[near], chain[far])
        for start, literal in here:
            edge = start + item.length if first else start
            self.when((item.place or "", item.id), self.model.add_bool_or([literal.negated(), chain[edge].negated()]))
        for kind in self.kinds:
            if kind is mine:
                continue
            for index in np.flatnonzero(today[kind.at.block]).tolist():
                start = int(kind.at.start[index])
                crossed = (e for e in edges if (start < e if first else start + kind.length > e))
                nearest = next(crossed, None)
                if nearest is not None:
                    self.model.add_implication(kind.literals[index], chain[nearest])

    # Groups

    def _groups(self) -> None:
        members: dict[str, list[Kind]] = defaultdict(list)
        for kind in self.kinds:
            if kind.items[0].group is not None:
                members[kind.items[0].group].append(kind)
        wanted = [group for group in self.plan.groups if members[group.id]]
        used: dict[int, list[Literal]] = defaultdict(list)
        for group in wanted:
            wished = not self.named and (group.together or group.one_room)
            if not (self.plan.one_group or wished):
                continue
            blocks = self._blocks_used(members[group.id])
            for block, literal in blocks.items():
                used[block].append(literal)
            if group.one_room and wished:
                self._rooms_used(blocks, group.one_room)
            if group.together and wished:
                self._runs(members[group.id], blocks, group.together)
        if self.plan.one_group:
            for literals in used.values():
                self._at_most_one(("one_group",), [(0, 1, literal) for literal in literals])

    def _blocks_used(self, kinds: list[Kind]) -> Starts:
        """One literal for each block: the group has an item there; together they are long enough for all of it."""
        inside: dict[int, list[Literal]] = defaultdict(list)
        weights: dict[int, list[int]] = defaultdict(list)
        for kind in kinds:
            for block, literal in zip(kind.at.block.tolist(), kind.literals, strict=True):
                inside[block].append(literal)
                weights[block].append(kind.length)
        blocks: Starts = {}
        for block in sorted(inside):
            blocks[block] = used = self.model.new_bool_var("")
            for literal in inside[block]:
                self.model.add_implication(literal, used)
            begin, end = self.field.spans[block]
            if not self.named:
                minutes = cp_model.LinearExpr.weighted_sum(inside[block], weights[block])
                self.model.add(minutes <= (end - begin) * used)
        return blocks

    def _rooms_used(self, blocks: Starts, cost: int) -> None:
        rooms: dict[str, Literal] = {}
        for block, used in blocks.items():
            room = self.plan.blocks[block].room
            if room not in rooms:
                rooms[room] = self.model.new_bool_var("")
            self.model.add_implication(used, rooms[room])
        self._all_but_one(list(rooms.values()), cost)

    def _runs(self, kinds: list[Kind], blocks: Starts, cost: int) -> None:
        """A run begins where a member starts and none ends; each block that is used has a beginning, or carries on."""
        starting: dict[tuple[str, str], dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        ending: dict[tuple[str, str], dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for kind in kinds:
            for block, start, literal in zip(
                kind.at.block.tolist(), kind.at.start.tolist(), kind.literals, strict=True
            ):
                place = (self.plan.blocks[block].day, self.plan.blocks[block].room)
                starting[place][start].append(literal)
                ending[place][start + kind.length].append(literal)
        begins: dict[tuple[str, str], Starts] = defaultdict(dict)
        for place, starts in starting.items():
            for start, literals in starts.items():
                begin = begins[place][start] = self.model.new_bool_var("")
                self.model.add(sum(literals) <= begin + sum(ending[place].get(start, [])))
        for block, used in blocks.items():
            opens, closes = self.field.spans[block]
            place = (self.plan.blocks[block].day, self.plan.blocks[block].room)
            inside = [literal for start, literal in begins[place].items() if opens <= start < closes]
            carried = ending[place].get(opens, [])
            self.model.add(sum(inside) + sum(carried) >= used)
        more = self._all_but_one([literal for starts in begins.values() for literal in starts.values()], cost)
        if self.in_pieces:
            in_one_piece(self, kinds, more)

    def _all_but_one(self, literals: list[Literal], cost: int) -> Literal:
        """Each of the literals that is true, after the first, costs `cost`: how many these are."""
        more = self.model.new_int_var(0, len(literals), "")
        self.model.add(sum(literals) <= more + 1)
        self.pay(more, cost, len(literals))
        return more

    # Solutions

    @property
    def literals(self) -> list[Literal]:
        """All literals of all kinds, in the order that `placements` reads them."""
        return [literal for kind in self.kinds for literal in kind.literals]

    def hint(self, placements: Iterable[Placement]) -> None:
        """Let the search begin at a timetable."""
        placed = {one.item: (one.day, one.room, minute_of(one.start)) for one in placements}
        taken = set()
        for kind in self.kinds:
            seats = {placed[item.id] for item in kind.items if item.id in placed}
            if not seats:
                continue
            for block, start, literal in kind.each():
                where = self.plan.blocks[block]
                here = (where.day, where.room, start) in seats
                self.model.add_hint(literal, here)
                if here:
                    taken.add(literal.index)
        for piece, seated in self.pieces if taken else ():
            self.model.add_hint(piece, all(literal.index in taken for literal in seated))

    def placements(self, chosen: Iterable[bool]) -> tuple[Placement, ...]:
        """The timetable of a solution: `chosen` gives each literal of each kind its value, in that order."""
        values, found = iter(chosen), {}
        for kind in self.kinds:
            taken = [k for k in range(len(kind.literals)) if next(values)]
            taken.sort(key=lambda k: (int(kind.at.start[k]), int(kind.at.block[k])))
            for item, k in zip(kind.items, taken, strict=True):
                found[item.id] = self.field.placement(item, int(kind.at.block[k]), int(kind.at.start[k]))
        return tuple(found[item.id] for item in self.plan.items)
