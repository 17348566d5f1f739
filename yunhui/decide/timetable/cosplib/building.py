"""The conference as a CP-SAT model, whole or for some tracks while the others stay where they are.

A submission is in a session and in a lane of it: a track that runs in two rooms at once has two lanes there. Which
room a lane has is a second, looser choice, so that rooms nobody tells apart do not multiply the first one.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from yunhui.decide.timetable.cosplib.lanes import all_lanes, lanes_of
from yunhui.decide.timetable.cosplib.layout import Layout, nowhere
from yunhui.decide.timetable.cosplib.model import EMPTY, Conference, Pairs
from yunhui.decide.timetable.cosplib.prices import Prices

Literal = cp_model.IntVar


class Building:
    """`free`: the tracks that may move. `within`: sessions in which they may; elsewhere they stay as in `layout`.

    A track that is neither free nor in the layout is in nobody's way. Without `priced` only the hard rules are there,
    all of what they allow.
    """

    def __init__(
        self,
        conference: Conference,
        prices: Prices,
        layout: Layout | None = None,
        free: Iterable[int] | None = None,
        within: Iterable[int] | None = None,
        *,
        priced: bool = True,
    ) -> None:
        self.it, self.prices, self.layout = conference, prices, layout
        self.model = cp_model.CpModel()
        self.costs: list[tuple[Literal, int]] = []
        self.constant = 0
        self.free = sorted(set(range(len(conference.tracks)) if free is None else free))
        self.sessions = range(len(conference.sessions))
        self.rooms = range(len(conference.rooms))
        self.open = set(self.sessions if within is None else within)
        self.members = {
            track: np.flatnonzero(conference.track == track).tolist() for track in range(len(conference.tracks))
        }
        self.lanes = {
            track: lanes_of(conference, track, layout) if priced else all_lanes(conference, track)
            for track in self.free
        }
        self.used: dict[tuple[int, int, int], Literal] = {}
        self.there: dict[tuple[int, int, int], Literal] = {}
        self.here: dict[tuple[int, int], Literal] = {}
        self.seat: dict[tuple[int, int, int], Literal] = {}
        self.berth: dict[tuple[int, int, int, int], Literal] = {}
        for track in self.free:
            self._track(track, priced)
        self._cells()
        if priced:
            self._beside()
            self._pairs()
        else:
            self.costs.clear()
        if self.costs:
            literals, prices_ = zip(*self.costs, strict=True)
            self.model.minimize(cp_model.LinearExpr.weighted_sum(literals, prices_) + self.constant)

    def _bool(self) -> Literal:
        return self.model.new_bool_var("")

    def _pay(self, literal: Literal, price: int) -> None:
        if price:
            self.costs.append((literal, price))

    # One track

    def _track(self, track: int, priced: bool) -> None:
        for session in self.sessions:
            lanes = range(self.lanes[track][session])
            for lane in lanes:
                self.used[track, session, lane] = self._bool()
                if lane:
                    self.model.add_implication(self.used[track, session, lane], self.used[track, session, lane - 1])
                    self._pay(self.used[track, session, lane], self.it.weights["parallel_tracks"])
            for room in self.rooms:
                self.seat[track, session, room] = self._bool()
                self._pay(self.seat[track, session, room], int(self.prices.cell[track, session, room]))
            self.model.add(
                sum(self.seat[track, session, room] for room in self.rooms)
                == sum(self.used[track, session, lane] for lane in lanes)
            )
        if priced:
            self._berths(track)
        for one in self.members[track]:
            self._submission(one, track)
        self._capacity(track)
        if priced:
            self._rooms_of(track)
            self._consecutive(track)
            self._order(track)
        self._stay(track)

    def _berths(self, track: int) -> None:
        """Which room each lane has, where a track may have several in a session and somebody in it minds which.

        The lanes have their rooms in the rooms' order, by which the track's submissions are counted.
        """
        if not self.it.weights["submissions_rooms"] or not self.it.submission_room[self.members[track]].any():
            return
        for session in self.sessions:
            lanes = range(self.lanes[track][session])
            if len(lanes) < 2:
                continue
            former: list[Literal] = []
            for lane in lanes:
                mine = [self._bool() for _ in self.rooms]
                self.berth.update({(track, session, lane, room): mine[room] for room in self.rooms})
                used = self.used[track, session, lane]
                self.model.add(sum(mine) == used)
                if lane:
                    number, before = (cp_model.LinearExpr.weighted_sum(row, self.rooms) for row in (mine, former))
                    self.model.add(number > before).only_enforce_if(used)
                former = mine
            for room in self.rooms:
                here = [self.berth[track, session, lane, room] for lane in lanes]
                self.model.add(sum(here) == self.seat[track, session, room])

    def _submission(self, one: int, track: int) -> None:
        need = int(self.it.need[one])
        for session in self.sessions:
            inside = []
            for lane in range(self.lanes[track][session]):
                literal = self.there[one, session, lane] = self._bool()
                self.model.add_implication(literal, self.used[track, session, lane])
                inside.append(literal)
            if need > int(self.it.slots[session]):
                self.model.add_bool_and([literal.negated() for literal in inside])
            if len(inside) == 1:
                self.here[one, session] = inside[0]
            else:
                here = self.here[one, session] = self._bool()
                self.model.add(sum(inside) == here)
            self._pay(self.here[one, session], int(self.prices.at[one, session]))
        self.model.add_exactly_one(self.here[one, session] for session in self.sessions)
        self._own_rooms(one, track, need)

    def _own_rooms(self, one: int, track: int, need: int) -> None:
        """A room that a submission would rather not have: paid when its track, or its lane, has it in its session."""
        price = self.it.weights["submissions_rooms"] * need
        for room in np.flatnonzero(self.it.submission_room[one]).tolist() if price else []:
            unhappy = self._bool()
            self._pay(unhappy, price * int(self.it.submission_room[one, room]))
            for session in self.sessions:
                lanes = range(self.lanes[track][session])
                pairs = [(self.there[one, session, n], self.berth.get((track, session, n, room))) for n in lanes]
                for there, berth in pairs:
                    seat = self.seat[track, session, room] if berth is None else berth
                    self.model.add_bool_or(there.negated(), seat.negated(), unhappy)

    def _capacity(self, track: int) -> None:
        members = self.members[track]
        needs = [int(self.it.need[one]) for one in members]
        for session in self.sessions:
            for lane in range(self.lanes[track][session]):
                inside = [self.there[one, session, lane] for one in members]
                used = self.used[track, session, lane]
                total = cp_model.LinearExpr.weighted_sum(inside, needs)
                self.model.add(total <= int(self.it.slots[session]) * used)
                self.model.add_bool_or([*inside, used.negated()])
        everything = [
            (self.used[track, session, lane], int(self.it.slots[session]))
            for session in self.sessions
            for lane in range(self.lanes[track][session])
        ]
        literals, slots = zip(*everything, strict=True)
        self.model.add(cp_model.LinearExpr.weighted_sum(literals, slots) >= sum(needs))

    def _rooms_of(self, track: int) -> None:
        price = self.it.weights["rooms_per_track"]
        if not price:
            return
        has = []
        for room in self.rooms:
            literal = self._bool()
            for session in self.sessions:
                self.model.add_implication(self.seat[track, session, room], literal)
            self._pay(literal, price)
            has.append(literal)
        self.model.add_bool_or(has)
        self.constant -= price

    def _consecutive(self, track: int) -> None:
        """The track's sessions begin once, unless it is paid for that they begin more often."""
        price = self.it.weights["consecutive_tracks"]
        if not price or len(self.members[track]) < 2:
            return
        broken, begins = self._bool(), []
        for session in self.sessions:
            used = self.used[track, session, 0]
            if not session:
                begins.append(used)
                continue
            begin = self._bool()
            self.model.add_bool_or(used.negated(), self.used[track, session - 1, 0], begin)
            begins.append(begin)
        self.model.add(sum(begins) <= 1 + len(begins) * broken)
        self._pay(broken, price)

    def _order(self, track: int) -> None:
        """A submission is in its place if fewer come before its cell than its place says, and enough by its end."""
        price = self.it.weights["order"]
        members = self.members[track]
        ordered = [one for one in members if self.it.order[one]]
        if not price or not ordered:
            return
        cells = [(session, lane) for session in self.sessions for lane in range(self.lanes[track][session])]
        before = [self.model.new_int_var(0, len(members), "") for _ in range(len(cells) + 1)]
        self.model.add(before[0] == 0)
        for number, (session, lane) in enumerate(cells):
            inside = sum(self.there[one, session, lane] for one in members)
            self.model.add(before[number + 1] == before[number] + inside)
        same: dict[int, list[Literal]] = defaultdict(list)
        for one in ordered:
            place, right = int(self.it.order[one]), self._bool()
            self._pay(right, -price)
            self.constant += price
            same[place].append(right)
            for number, (session, lane) in enumerate(cells):
                when = [right, self.there[one, session, lane]]
                self.model.add(before[number] <= place - 1).only_enforce_if(when)
                self.model.add(before[number + 1] >= place).only_enforce_if(when)
        for literals in same.values():
            self.model.add_at_most_one(literals)
        if max(self.lanes[track]) > 1:
            for one, other in combinations(ordered, 2):
                self._not_side_by_side(one, other, price)

    def _not_side_by_side(self, one: int, other: int, price: int) -> None:
        """Both of one track, in one session but in two lanes."""
        track = int(self.it.track[one])
        several = [session for session in self.sessions if self.lanes[track][session] > 1]
        if not several:
            return
        paid = self._bool()
        self._pay(paid, price)
        for session in several:
            for lane in range(self.lanes[track][session]):
                mine, theirs = self.there[one, session, lane], self.there[other, session, lane]
                self.model.add_bool_or(mine.negated(), self.here[other, session].negated(), theirs, paid)

    def _stay(self, track: int) -> None:
        """Outside the open sessions the track's cells and submissions are as they were."""
        if len(self.open) == len(self.sessions):
            return
        assert self.layout is not None
        lane_of = _lanes_now(self.layout, track)
        for session in self.sessions:
            if session in self.open:
                continue
            for room in self.rooms:
                self.model.add(self.seat[track, session, room] == int(self.layout.cell[session, room] == track))
            for one in self.members[track]:
                now = (
                    lane_of.get((session, int(self.layout.room[one]))) if self.layout.session[one] == session else None
                )
                for lane in range(self.lanes[track][session]):
                    self.model.add(self.there[one, session, lane] == int(now == lane))

    # Tracks with each other

    def _cells(self) -> None:
        taken = self._taken()
        for session in self.sessions:
            lanes = [self.used[t, session, lane] for t in self.free for lane in range(self.lanes[t][session])]
            self.model.add(sum(lanes) <= len(self.rooms) - int(taken[session].sum()))
            for room in self.rooms:
                here = [self.seat[track, session, room] for track in self.free]
                if taken[session, room]:
                    self.model.add_bool_and([literal.negated() for literal in here])
                else:
                    self.model.add_at_most_one(here)

    def _taken(self) -> Pairs:
        if self.layout is None:
            return np.zeros((len(self.sessions), len(self.rooms)), dtype=np.bool_)
        taken: Pairs = (self.layout.cell != EMPTY) & ~np.isin(self.layout.cell, self.free)
        return taken

    def _beside(self) -> None:
        movable = set(self.free)
        for track in self.free:
            for other in np.flatnonzero(self.prices.beside[track]).tolist():
                price = int(self.prices.beside[track, other])
                if other in movable and other < track:
                    continue
                for session in self.sessions:
                    for lane in range(self.lanes[track][session]):
                        mine = self.used[track, session, lane]
                        if other not in movable:
                            assert self.layout is not None
                            self._pay(mine, price * int((self.layout.cell[session] == other).sum()))
                            continue
                        for theirs in (self.used[other, session, k] for k in range(self.lanes[other][session])):
                            both = self._bool()
                            self.model.add_bool_or(mine.negated(), theirs.negated(), both)
                            self._pay(both, price)

    def _pairs(self) -> None:
        movable = set(self.free)
        for track in self.free:
            for one in self.members[track]:
                for other in np.flatnonzero(self.prices.pair[one]).tolist():
                    price, theirs = int(self.prices.pair[one, other]), int(self.it.track[other])
                    if theirs not in movable:
                        assert self.layout is not None
                        if self.layout.session[other] != EMPTY:
                            self._pay(self.here[one, int(self.layout.session[other])], price)
                    elif theirs == track and one < other:
                        self._not_side_by_side(one, other, price)
                    elif one < other:
                        paid = self._bool()
                        self._pay(paid, price)
                        for session in self.sessions:
                            self.model.add_bool_or(
                                self.here[one, session].negated(), self.here[other, session].negated(), paid
                            )

    # Layouts

    def hint(self) -> None:
        """Let the search begin at the layout."""
        assert self.layout is not None
        for track in self.free:
            lane_of = _lanes_now(self.layout, track)
            counts = dict.fromkeys(self.sessions, 0)
            for session, _ in lane_of:
                counts[session] += 1
            for (mine, session, lane), literal in self.used.items():
                if mine == track:
                    self.model.add_hint(literal, lane < counts[session])
            for one in self.members[track]:
                at = (int(self.layout.session[one]), int(self.layout.room[one]))
                for session in self.sessions:
                    for lane in range(self.lanes[track][session]):
                        self.model.add_hint(self.there[one, session, lane], (session, lane) == (at[0], lane_of[at]))
            for session in self.sessions:
                for room in self.rooms:
                    self.model.add_hint(self.seat[track, session, room], bool(self.layout.cell[session, room] == track))
            for (mine, session, lane, room), literal in self.berth.items():
                if mine == track:
                    self.model.add_hint(literal, lane_of.get((session, room)) == lane)

    @property
    def literals(self) -> list[Literal]:
        """What `layout_from` wants the values of, in its order."""
        return [*self.seat.values(), *self.berth.values(), *self.there.values()]

    def layout_from(self, values: Iterable[bool]) -> Layout:
        """The layout of a solution, with the tracks that were not free as they were."""
        chosen = iter(values)
        if self.layout is None:
            found = nowhere(self.it)
        else:
            found = self.layout.copy()
            found.cell[np.isin(found.cell, self.free)] = EMPTY
        for track, session, room in self.seat:
            if next(chosen):
                found.cell[session, room] = track
        berths = {key[:3]: key[3] for key in self.berth if next(chosen)}
        for one, session, lane in self.there:
            if next(chosen):
                track = int(self.it.track[one])
                rooms = np.flatnonzero(found.cell[session] == track)
                found.session[one], found.room[one] = session, berths.get((track, session, lane), rooms[lane])
        return found


def _lanes_now(layout: Layout, track: int) -> dict[tuple[int, int], int]:
    """(session, room) -> lane: the track's rooms of a session, numbered in their order."""
    found = {}
    for session in range(len(layout.cell)):
        for lane, room in enumerate(np.flatnonzero(layout.cell[session] == track).tolist()):
            found[session, room] = lane
    return found
