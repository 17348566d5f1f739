"""One run of CP-SAT: one worker, a seed, a limit of work; Ctrl-C stops it at once and goes on to the caller."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from ortools.sat.python import cp_model

# What one run of an interleaved search consists of, beside the searches through neighbourhoods of the best timetable:
# measured on the two-day roadshow, more kinds of complete search only take turns away from these.
COMPLETE = ("core", "max_lp", "quick_restart_no_lp", "default_lp")


@dataclass(slots=True)
class Budget:
    """What is left of the time on the wall and of the solver's own deterministic measure of work."""

    seconds: float
    work: float
    started: float = field(default_factory=time.monotonic)
    spent: float = 0.0

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def over(self) -> str | None:
        """Which limit is reached: "work", "seconds" or None."""
        if self.spent >= self.work:
            return "work"
        return "seconds" if self.elapsed >= self.seconds else None


@dataclass(frozen=True, slots=True)
class Found:
    """`status` as CP-SAT says it: OPTIMAL, FEASIBLE, INFEASIBLE or UNKNOWN. `values`: of the literals asked for."""

    status: str
    values: tuple[bool, ...] = ()
    bound: int = 0
    core: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def solved(self) -> bool:
        return self.status in ("OPTIMAL", "FEASIBLE")


def search(
    model: cp_model.CpModel,
    literals: list[cp_model.IntVar],
    budget: Budget,
    *,
    seed: int,
    work: float | None = None,
    neighbourhoods: bool = False,
    relax: bool = False,
    counts: Sequence[cp_model.IntVar] = (),
    on_progress: Callable[[int | None, int], None] | None = None,
) -> Found:
    """Solve within what is left of the budget, and within `work` of it if given.

    `counts`: whole numbers whose values are asked for, too. `neighbourhoods`: take turns with searches around the best
    timetable. `relax`: put conditional rules into the linear relaxation too, without which one item too many for the
    room is a pigeonhole proof.

    Raises:
        KeyboardInterrupt: after the solver has stopped.
    """
    solver = cp_model.CpSolver()
    limits = solver.parameters
    limits.num_workers = 1
    limits.random_seed = seed
    limits.max_time_in_seconds = max(0.01, budget.seconds - budget.elapsed)
    limits.max_deterministic_time = max(1e-6, min(budget.work - budget.spent, work or budget.work))
    limits.catch_sigint_signal = False
    # Probing found nothing here that the cliques do not say already, and took half of the time of small models.
    limits.cp_model_probing_level = 0
    if relax:
        limits.linearization_level = 2
    if neighbourhoods:
        limits.interleave_search = True
        limits.subsolvers.extend(COMPLETE)
    watch = _Watch()
    solver.best_bound_callback = watch.bounded
    outcome: list[str | BaseException] = []
    done = threading.Event()

    def work_away() -> None:
        try:
            outcome.append(solver.status_name(solver.solve(model, watch)))
        except BaseException as error:
            outcome.append(error)
        finally:
            done.set()

    # The solver holds no lock of the interpreter while it works, so this thread stays free for Ctrl-C and progress.
    thread = threading.Thread(target=work_away, daemon=True)
    thread.start()
    try:
        while not done.wait(0.1):
            if on_progress is not None:
                on_progress(watch.objective, watch.bound)
    except KeyboardInterrupt:
        while not done.wait(0.05):
            solver.stop_search()
        raise
    thread.join()
    (status,) = outcome
    if isinstance(status, BaseException):
        raise status
    budget.spent += solver.deterministic_time
    if status == "INFEASIBLE":
        return Found(status, core=tuple(solver.sufficient_assumptions_for_infeasibility()))
    if status not in ("OPTIMAL", "FEASIBLE"):
        assert status == "UNKNOWN", solver.solution_info()
        return Found(status, bound=watch.bound)
    chosen = tuple(bool(value) for value in solver.boolean_values(literals).tolist())
    bound = ceil(solver.best_objective_bound - 1e-6) if model.has_objective() else 0
    return Found(status, chosen, max(0, bound), numbers=tuple(solver.value(count) for count in counts))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Keeps the best price and the best bound seen, for progress."""

    def __init__(self) -> None:
        super().__init__()
        self.objective: int | None = None
        self.bound = 0

    def on_solution_callback(self) -> None:
        self.objective = round(self.objective_value)

    def bounded(self, bound: float) -> None:
        self.bound = max(self.bound, ceil(bound - 1e-6))
