"""A programme that costs little: a first one, then small parts of it taken out and put back best, until time is up.

Large neighbourhood search (Shaw 1998) with CP-SAT on each neighbourhood. A part that costs the same elsewhere is moved
too: plateaus are wide here, and standing still on one finds nothing. What has been found can be handed out at any time.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from yunhui.decide.timetable.cosplib.building import Building
from yunhui.decide.timetable.cosplib.layout import Layout, programme_of
from yunhui.decide.timetable.cosplib.model import Conference, Programme
from yunhui.decide.timetable.cosplib.neighbourhoods import Neighbourhoods
from yunhui.decide.timetable.cosplib.prices import Prices
from yunhui.decide.timetable.cosplib.scoring import Score, score
from yunhui.decide.timetable.cosplib.slotting import Slotting
from yunhui.decide.timetable.cosplib.starting import first_layout, shortages
from yunhui.decide.timetable.searching import Budget, search

WORK_PER_SECOND = 0.8
WORK = 0.4
QUICK = 0.6  # of a neighbourhood's work: settled with less, the next may be larger


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status`: feasible | infeasible | unknown (none found in time). `reasons`: why nothing fits.

    `limit`: what ended the search, work or seconds; none where nothing fits, nothing is left to pay, or the whole
    conference was settled in one piece.
    """

    status: str
    programme: Programme | None
    score: Score | None
    reasons: tuple[str, ...]
    limit: str
    seconds: float
    work: float
    rounds: int


def solve_conference(
    conference: Conference,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    work: float | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Place every submission by the hard rules so that the weighted penalties are low.

    Args:
        seconds, work: as for timetables: the first to be used up ends the search; the same work ends the same way.
        on_progress: told the objective whenever it falls.

    Raises:
        KeyboardInterrupt: Ctrl-C, once the solver has stopped.
    """
    budget = Budget(seconds, seconds * WORK_PER_SECOND if work is None else work)
    dice = random.Random(seed)
    short = shortages(conference)
    if short:
        return Outcome("infeasible", None, None, tuple(short), "none", budget.elapsed, budget.spent, 0)
    prices = Prices.of(conference)
    layout, proved = first_layout(conference, prices, budget, dice)
    if layout is None:
        why = ("the submissions' time slots, the sessions and one track a session of a room leave no way to place all",)
        status, reasons, limit = ("infeasible", why, "none") if proved else ("unknown", (), budget.over or "work")
        return Outcome(status, None, None, reasons, limit, budget.elapsed, budget.spent, 0)
    run = _Run(conference, prices, budget, dice, layout, on_progress)
    return run.outcome()


class _Run:
    def __init__(
        self,
        conference: Conference,
        prices: Prices,
        budget: Budget,
        dice: random.Random,
        layout: Layout,
        on_progress: Callable[[int], None] | None,
    ) -> None:
        self.it, self.prices, self.budget, self.dice = conference, prices, budget, dice
        self.around = Neighbourhoods(conference, prices, dice)
        self.on_progress = on_progress
        self.slotting = Slotting(conference, budget)
        self.layout = layout
        self.programme = self._programme(layout)
        self.score = score(conference, self.programme)
        self.rounds = 0
        self.settled = False

    def outcome(self) -> Outcome:
        self._say()
        while self.score.objective and not self.settled and not self.budget.over:
            self._step()
        limit = (self.budget.over or "none") if self.score.objective and not self.settled else "none"
        return Outcome(
            "feasible",
            self.programme,
            self.score,
            (),
            limit,
            self.budget.elapsed,
            self.budget.spent,
            self.rounds,
        )

    def _step(self) -> None:
        self.rounds += 1
        around = self.around.pick(self.layout)
        building = Building(self.it, self.prices, self.layout, around.free, around.within)
        if self.dice.random() < 0.5:
            building.hint()
        before = self.budget.spent
        found = search(building.model, building.literals, self.budget, seed=self.dice.randrange(2**31), work=WORK)
        quick = self.budget.spent - before < QUICK * WORK
        self.around.learn(around, proved=found.status == "OPTIMAL", quick=quick)
        whole = len(around.free) == len(self.it.tracks) and len(around.within or self.it.sessions) == len(
            self.it.sessions
        )
        self.settled = whole and found.status == "OPTIMAL" and not self.slotting.matters
        if found.solved:
            self._take(building.layout_from(found.values))

    def _take(self, layout: Layout) -> None:
        programme = self._programme(layout)
        new = score(self.it, programme)
        if new.hard:  # pragma: no cover - the model and the checker would disagree about a rule
            raise AssertionError(f"the programme found breaks a rule: {new.hard[0]}")
        if new.objective <= self.score.objective:
            fell = new.objective < self.score.objective
            self.layout, self.programme, self.score = layout, programme, new
            if fell:
                self._say()

    def _programme(self, layout: Layout) -> Programme:
        programme = programme_of(self.it, layout)
        if self.slotting.matters:
            self.slotting.put_right(programme)
        return programme

    def _say(self) -> None:
        if self.on_progress is not None:
            self.on_progress(self.score.objective)
