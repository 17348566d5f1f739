"""Who comes when within a session: time slots by which those who may not meet do not, and places are kept."""

from itertools import combinations

from ortools.sat.python import cp_model

from yunhui.decide.timetable.cosplib.model import EMPTY, Conference, Programme
from yunhui.decide.timetable.searching import Budget, search

WORK = 0.05

Cells = dict[int, tuple[int, ...]]
Starts = dict[int, int]


class Slotting:
    """Puts sessions right one by one and remembers them: most are the same from programme to programme."""

    def __init__(self, conference: Conference, budget: Budget) -> None:
        self.it, self.budget = conference, budget
        self.known: dict[tuple[object, ...], Starts] = {}

    @property
    def matters(self) -> bool:
        """Whether the conference has a price for meeting in a time slot."""
        return bool(self.it.weights["presenters_slot"] or self.it.weights["attendees_slot"])

    def put_right(self, programme: Programme) -> None:
        """Change the slots of each session in place where two may meet who should not."""
        so_far = [0] * len(self.it.tracks)
        for session, rooms in enumerate(programme.submissions):
            cells: Cells = {}
            before: dict[int, int] = {}
            for room, slots in enumerate(rooms):
                if ones := tuple(dict.fromkeys(one for one in slots if one != EMPTY)):
                    track = programme.tracks[session][room]
                    cells[room], before[room] = ones, so_far[track]
                    so_far[track] += len(ones)
            met = self._prices(cells)
            if not met or self.budget.over:
                continue
            key = (session, *cells.items(), *before.items())
            if key not in self.known:
                self.known[key] = self._starts(int(self.it.slots[session]), cells, before, met)
            starts = self.known[key]
            for room, ones in cells.items() if starts else ():
                rooms[room] = [EMPTY] * len(rooms[room])
                for one in ones:
                    need = int(self.it.need[one])
                    rooms[room][starts[one] : starts[one] + need] = [one] * need

    def _prices(self, cells: Cells) -> dict[tuple[int, int], int]:
        """By pair of submissions in two rooms: what each slot costs that both have."""
        weight, it, found = self.it.weights, self.it, dict[tuple[int, int], int]()
        for here, there in combinations(cells.values(), 2):
            for one in here:
                for other in there:
                    price = weight["presenters_slot"] * int(it.presenters[one, other])
                    price += weight["attendees_slot"] * int(it.attendees[one, other])
                    if it.track[one] == it.track[other] and it.order[one] and it.order[other]:
                        price += weight["order"]
                    if price:
                        found[one, other] = price
        return found

    def _starts(self, slots: int, cells: Cells, before: dict[int, int], met: dict[tuple[int, int], int]) -> Starts:
        """The first slot of each submission; empty where no time was left to find any."""
        model = cp_model.CpModel()
        at: dict[int, list[cp_model.IntVar]] = {}
        costs: list[tuple[cp_model.IntVar, int]] = []
        taken: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for ones in cells.values():
            for one in ones:
                need = int(self.it.need[one])
                at[one] = [model.new_bool_var("") for _ in range(slots - need + 1)]
                model.add_exactly_one(at[one])
                for slot in range(slots):
                    taken[one, slot] = at[one][max(0, slot - need + 1) : slot + 1]
            for slot in range(slots):
                model.add_at_most_one(literal for one in ones for literal in taken[one, slot])
        for (one, other), price in met.items():
            for slot in range(slots):
                both = model.new_bool_var("")
                model.add(cp_model.LinearExpr.sum([*taken[one, slot], *taken[other, slot]]) <= 1 + both)
                costs.append((both, price))
        for room, ones in cells.items() if self.it.weights["order"] else ():
            self._in_place(model, ones, before[room], at, costs)
        literals, prices = zip(*costs, strict=True)
        model.minimize(cp_model.LinearExpr.weighted_sum(literals, prices))
        found = search(model, [literal for mine in at.values() for literal in mine], self.budget, seed=1, work=WORK)
        if not found.solved:
            return {}
        chosen = iter(found.values)
        return {one: [next(chosen) for _ in mine].index(True) for one, mine in at.items()}

    def _in_place(
        self,
        model: cp_model.CpModel,
        ones: tuple[int, ...],
        before: int,
        at: dict[int, list[cp_model.IntVar]],
        costs: list[tuple[cp_model.IntVar, int]],
    ) -> None:
        """Paid unless as many of the cell start before a submission as its place in its track says."""
        earlier: list[list[cp_model.IntVar]] = [[]]
        for slot in range(max(len(at[one]) for one in ones) - 1):
            earlier.append([*earlier[-1], *(at[one][slot] for one in ones if slot < len(at[one]))])
        for one in ones:
            place = int(self.it.order[one]) - 1 - before
            if not 0 <= place < len(ones):
                continue
            wrong = model.new_bool_var("")
            costs.append((wrong, self.it.weights["order"]))
            for slot, literal in enumerate(at[one]):
                count = cp_model.LinearExpr.sum(earlier[slot])
                model.add(count == place).only_enforce_if(literal, wrong.negated())
