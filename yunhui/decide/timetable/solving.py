"""Finds the timetable: CP-SAT with one worker, a seed and a limit of work, so that the same task ends the same way."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from yunhui.decide.timetable.building import Building
from yunhui.decide.timetable.checking import problems
from yunhui.decide.timetable.explaining import explain
from yunhui.decide.timetable.flaws import flaws
from yunhui.decide.timetable.large import is_large, solve_large, suits
from yunhui.decide.timetable.model import Placement, Plan, Progress, Solution, WrongPlan
from yunhui.decide.timetable.parting import coarse, floor, floors, shares
from yunhui.decide.timetable.positions import Field, Positions
from yunhui.decide.timetable.pricing import price
from yunhui.decide.timetable.searching import Budget, search

# Deterministic work allowed for each second asked for. The solver's unit is about a second of a quiet core of 2024;
# a little less, so that the work ends first and the same task has the same answer on a machine that is busy.
WORK_PER_SECOND = 0.8
COARSE_SHARE = 0.4


def solve(
    plan: Plan,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    work: float | None = None,
    previous: tuple[Placement, ...] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Place every item so that all rules hold and the wishes that fail cost least.

    Args:
        seconds: the most time on the wall; naming the rules that clash may take as long once more.
        work: the most deterministic work (default 0.8 a second). The answer is the same for the same plan, seed and
            work unless the wall's limit comes first, which `Solution.limit` tells.
        previous: takes the place of `plan.previous`.
        on_progress: called from this thread about ten times a second.

    Raises:
        WrongPlan: the plan makes no sense (unknown ids, items longer than any block …); every problem is listed.
        KeyboardInterrupt: Ctrl-C, once the solver has stopped.
    """
    if previous is not None:
        plan = replace(plan, previous=previous)
    wrong = flaws(plan)
    if wrong:
        raise WrongPlan(wrong)
    budget = Budget(seconds, seconds * WORK_PER_SECOND if work is None else work)
    if is_large(plan) and suits(plan):
        return _large(plan, budget, seed, on_progress)
    return _Run(plan, budget, seed, on_progress).solution()


def _large(plan: Plan, budget: Budget, seed: int, on_progress: Callable[[Progress], None] | None) -> Solution:
    """Session by session; what it costs is not proved to be least, and that nothing fits is not proved either."""

    def say(placed: int, items: int) -> None:
        if on_progress is not None:
            on_progress(Progress(budget.elapsed, None, 0, placed, items))

    found = solve_large(plan, budget, seed, say)
    if found is None:
        return Solution("unknown", bound=0, limit=budget.over or "work", seconds=budget.elapsed, work=budget.spent)
    broken = problems(plan, found)
    if broken:  # pragma: no cover - the model and the checker would disagree about a rule
        raise AssertionError(f"the timetable found breaks a rule: {broken[0].text}")
    cost = price(plan, found).total
    return Solution(
        "optimal" if cost == 0 else "feasible",
        found,
        cost,
        0,
        limit="none" if cost == 0 else budget.over or "work",
        seconds=budget.elapsed,
        work=budget.spent,
    )


class _Run:
    """One solving: a coarse timetable first, then what each group costs at least, then the whole task."""

    def __init__(self, plan: Plan, budget: Budget, seed: int, on_progress: Callable[[Progress], None] | None) -> None:
        self.plan, self.budget, self.seed, self.on_progress = plan, budget, seed, on_progress
        self.best: tuple[Placement, ...] = ()
        self.objective: int | None = None
        self.bound = 0

    def solution(self) -> Solution:
        field = Field(self.plan)
        at = [field.allowed(item) for item in self.plan.items]
        if field.missing <= 0 and all(len(positions) for positions in at) and self._found(field, at):
            return self._answer()
        return self._infeasible()

    def _found(self, field: Field, at: list[Positions]) -> bool:
        """Search in three steps; False once it is certain that nothing fits."""
        known = floors(field, at)
        rough = coarse(field, at)
        if rough is not None:
            # Not told the bound: measured on the roadshow, a search that knows how low the price may be finds less.
            self._search(field, rough, self.budget.work * COARSE_SHARE)
        self._raise(sum(known))
        if self._proved() or self.budget.over:
            return True
        paid = shares(field, self.best) if self.best else [None] * len(known)
        least = floor(field, at, self.budget, self.seed, known, paid, self._raise)
        if least is None:
            return False
        self._raise(least)
        if self._proved() or self.budget.over:
            return True
        return self._search(field, at, None)

    def _search(self, field: Field, at: Sequence[Positions], work: float | None) -> bool:
        building = Building(field, at, in_pieces=work is not None)
        building.hint(self.best or self.plan.previous)
        building.between(self.bound, self.objective)
        found = search(
            building.model,
            building.literals,
            self.budget,
            seed=self.seed,
            work=work,
            neighbourhoods=True,
            on_progress=self._say if work is None else lambda objective, _: self._say(objective, 0),
        )
        if found.solved:
            self._keep(building.placements(found.values))
        if work is None:
            self._raise(found.bound)
        return self.objective is not None or found.status != "INFEASIBLE"

    def _keep(self, placements: tuple[Placement, ...]) -> None:
        broken = problems(self.plan, placements)
        if broken:  # pragma: no cover - the model and the checker would disagree about a rule
            raise AssertionError(f"the timetable found breaks a rule: {broken[0].text}")
        cost = price(self.plan, placements).total
        if self.objective is None or cost < self.objective:
            self.best, self.objective = placements, cost

    def _raise(self, bound: int) -> None:
        self.bound = max(self.bound, bound)
        if self.objective is not None:
            self.bound = min(self.bound, self.objective)
        self._say(None, self.bound)

    def _proved(self) -> bool:
        return self.objective is not None and self.objective <= self.bound

    def _say(self, objective: int | None, bound: int) -> None:
        if self.on_progress is not None:
            known = [cost for cost in (self.objective, objective) if cost is not None]
            best = min(known) if known else None
            self.on_progress(Progress(self.budget.elapsed, best, max(self.bound, bound)))

    def _answer(self) -> Solution:
        proved = self._proved()
        status = "optimal" if proved else "unknown" if self.objective is None else "feasible"
        limit = "none" if proved else self.budget.over or "work"
        return Solution(
            status,
            self.best,
            self.objective,
            self.bound,
            limit=limit,
            seconds=self.budget.elapsed,
            work=self.budget.spent,
        )

    def _infeasible(self) -> Solution:
        again = Budget(self.budget.seconds, self.budget.work)
        clashes = explain(self.plan, again, self.seed, lambda: self._say(None, 0))
        return Solution(
            "infeasible",
            clashes=clashes,
            limit=again.over or "none",
            seconds=self.budget.elapsed,
            work=self.budget.spent + again.spent,
        )
